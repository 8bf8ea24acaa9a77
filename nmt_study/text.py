"""The gate that text from files, imports and the network goes through, and what else is done to plain text.

Terminal libraries pass escape sequences, C1 controls and bidirectional controls on to the terminal as they
are, where they move the cursor, fill the clipboard or reorder what is read. `clean` makes each of them
visible instead. Zero-width joiner and non-joiner stay: emoji families, Persian and Indic scripts need them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, takewhile
from typing import NamedTuple
from unicodedata import category, combining, east_asian_width, normalize

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MOST_MARKS = 8  # marks and joiners on one base; the longest in living scripts is below that
_JOINERS = "\u200c\u200d"

_TELLING = 3
"""Letters from which on a word that stands inside another one says which is meant."""

_CONTROL, _SURROGATE = "control character", "lone surrogate"
# First and last code point, and what they are called. Shown as `<U+202E>`, but for the classes named below.
_UNWANTED = (
    (0x00, 0x08, _CONTROL),
    (0x0B, 0x1F, _CONTROL),
    (0x7F, 0x9F, _CONTROL),
    (0x061C, 0x061C, "bidirectional control"),
    (0x180E, 0x180E, "zero-width character"),
    (0x200B, 0x200B, "zero-width character"),
    (0x200E, 0x200F, "bidirectional control"),
    (0x2028, 0x2029, "line separator"),
    (0x202A, 0x202E, "bidirectional control"),
    (0x2060, 0x2065, "zero-width character"),
    (0x2066, 0x2069, "bidirectional control"),
    (0x206A, 0x206F, "zero-width character"),
    (0xD800, 0xDFFF, _SURROGATE),
    (0xFDD0, 0xFDEF, "noncharacter"),
    (0xFEFF, 0xFEFF, "zero-width character"),
    (0xFFF9, 0xFFFB, "zero-width character"),
    *((plane + 0xFFFE, plane + 0xFFFF, "noncharacter") for plane in range(0, 0x110000, 0x10000)),
    (0x1D173, 0x1D17A, "zero-width character"),
    (0xE0000, 0xE007F, "tag character"),
)


class Repair(NamedTuple):
    """What `clean` does at one place: `text[start:end]` gives way to `shown`, because it is a `flaw`."""

    start: int
    end: int
    shown: str
    flaw: str


def clean(text: str) -> str:
    """Return the text with nothing in it that a terminal would obey or a reader could not see; idempotent."""
    if not _is_printable(text) and _any_unwanted().search(text):
        text = text.translate(_replacements())
    if text.isascii() or not _in_long_run().search(text):
        return text
    kept, at = [], 0
    for start, end in _surplus(text):
        kept.append(text[at:start])
        at = end
    return "".join(kept) + text[at:]


def repairs(text: str) -> Iterator[Repair]:
    """Give every place where `clean` would change the text, in order; offsets are code points."""
    surplus = iter(() if text.isascii() else _surplus(text))
    ahead = next(surplus, None)
    for found in _any_unwanted().finditer(text):
        while ahead and ahead[0] < found.start():
            yield _fewer_marks(*ahead)
            ahead = next(surplus, None)
        point = ord(found[0])
        yield Repair(found.start(), found.end(), _replacements()[point], f"{_name(point)} U+{point:04X}")
    while ahead:
        yield _fewer_marks(*ahead)
        ahead = next(surplus, None)


def flaws(text: str) -> Iterator[tuple[int, str]]:
    """Give the code-point offset and the name of everything `clean` would change."""
    return ((repair.start, repair.flaw) for repair in repairs(text))


def count_flaws(text: str) -> int:
    """Return how many places `clean` would change; much faster than counting `flaws` of a hostile text."""
    marks = 0 if text.isascii() else sum(1 for _ in _surplus(text))
    return len(text) - len(_any_unwanted().sub("", text)) + marks


def canonical(text: str) -> str:
    """Return the text as identity sees it: NFC, white space folded to single spaces and stripped."""
    return " ".join(normalize("NFC", text).split())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, whatever the case of letters, or None when nothing is near.

    One that holds the word is near too, if the word is no mere syllable.
    """
    from difflib import get_close_matches

    by_lower = {candidate.lower(): candidate for candidate in known}
    asked = word[:64].lower()
    matches = get_close_matches(asked, by_lower, n=1)
    if not matches and len(asked) >= _TELLING:
        matches = sorted(
            (one for one in by_lower if asked in one), key=lambda one: (one.find(asked), len(one))
        )
    return by_lower[matches[0]] if matches else None


def shorten(text: str, width: int) -> str:
    """Return the text on one line, cut with "…" so that it fills at most `width` terminal cells."""
    text = " ".join(text.split())
    if len(text) * 2 <= width or cells(text) <= width:
        return text
    filled = accumulate(map(_cells_of, text))
    end = sum(1 for _ in takewhile(lambda used: used < width, filled))
    return text[:end].rstrip() + "…" if width > 0 else ""


def slug(text: str) -> str:
    """Return the letters a to z and digits of a text as words with hyphens between, for names of files and ids."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def reason_of(fault: OSError) -> str:
    """Return why the system would not do something with a file, in its own words."""
    return clean(fault.strerror or str(fault) or type(fault).__name__)


FORMULA_SIGNS = "=+-@|%\t\r\n＝＋－＠"
"""What a text begins with that a spreadsheet may take for a formula (OWASP, "CSV Injection"), full-width signs too."""


def no_formula(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: a text that looks like one gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(tuple(FORMULA_SIGNS)) else cell


def cells(text: str) -> int:
    """Return how many terminal cells the text fills: two for a wide character, none for a mark or a joiner."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _is_printable(text: str) -> bool:
    """Say whether the text is plainly innocent: everything unwanted is unprintable, and this asks 12 times faster."""
    return text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ").isprintable()


def _cells_of(char: str) -> int:
    if char.isascii():
        return 1
    if combining(char) or category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def _name(point: int) -> str:
    return next(name for first, last, name in _UNWANTED if first <= point <= last)


# Compiled when they are first needed: most text never is looked at so closely, and a start has no time for it.
@cache
def _any_unwanted() -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last, _ in _UNWANTED) + "]")


@cache
def _long_run() -> re.Pattern[str]:
    """Combining marks begin at U+0300; only a run this long can hold too many."""
    return re.compile(f"[\u0300-\U0010ffff]{{{MOST_MARKS + 1},}}")


@cache
def _in_long_run() -> re.Pattern[str]:
    """The same asked as yes or no, twice as fast."""
    return re.compile(f"[\u0300-\U0010ffff](?<=[\u0300-\U0010ffff]{{{MOST_MARKS + 1}}})")


@cache
def _replacements() -> dict[int, str]:
    return {point: _shown(point, name) for first, last, name in _UNWANTED for point in range(first, last + 1)}


def _shown(point: int, name: str) -> str:
    if point < 0x20:
        return chr(0x2400 + point)  # the control pictures
    return REPLACEMENT if name in {_CONTROL, _SURROGATE} else f"<U+{point:04X}>"


def _fewer_marks(start: int, end: int) -> Repair:
    return Repair(start, end, "", f"more than {MOST_MARKS} combining marks on one character")


def _surplus(text: str) -> Iterator[tuple[int, int]]:
    """Give the spans of marks and joiners beyond the most that one base may carry."""
    for run in _long_run().finditer(text):
        marks = 0
        for at in range(run.start(), run.end() + 1):
            if at < run.end() and (text[at] in _JOINERS or category(text[at]) in {"Mn", "Me"}):
                marks += 1
                continue
            if marks > MOST_MARKS:
                yield at - marks + MOST_MARKS, at
            marks = 0
