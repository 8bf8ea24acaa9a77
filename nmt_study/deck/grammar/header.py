"""The block of `key: value` lines at the top of a deck or quiz.

It looks like YAML or TOML and is neither: a value runs to the end of its line, nothing is executed, and only a
list or a blueprint goes on below its key. What cannot be used is kept in `Header.other`, so that rewriting a
deck loses nothing: an unknown key with its value, and any other lines word for word under an empty key.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from nmt_study.deck.citation import EVIDENCE_WORDS
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.lines import LineKind, kind_of
from nmt_study.deck.grammar.properties import SLUG, YES_NO, comma_list, evidence_fault
from nmt_study.deck.grammar.source import LIMITS, Page, quoted, read
from nmt_study.deck.model import NO_HEADER, Header

# The keys as they are written, in canonical order, with the field of `Header` that each fills.
HEADER_KEYS = {
    "title": "title",
    "id": "id",
    "topic": "topic",
    "license": "license",
    "status": "status",
    "tags": "tags",
    "source": "source",
    "evidence": "evidence",
    "kind": "kind",
    "minutes": "minutes",
    "draw": "draw",
    "pass": "passing",
    "shuffle": "shuffle",
    "feedback": "feedback",
    "confidence": "confidence",
    "partial": "partial",
    "forward-only": "forward_only",
    "from": "draw_from",
    "blueprint": "blueprint",
    "lint-off": "lint_off",
}
LIST_KEYS = frozenset({"tags", "source", "from", "lint-off"})
_ALSO_KNOWN_AS = {"name": "title", "licence": "license"}  # `name` is what hashcards calls the title
_ENTRY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,60})[ \t]*[:=][ \t]*(.*)")
_BULLET = re.compile(r"[ \t]*-(?:[ \t]+(.*))?$")
_SHARE = re.compile(r"(.*[^ \t:=])[ \t]*[:=][ \t]*([0-9]{1,3}(?:\.[0-9]{1,6})?)[ \t]*%?")
_COUNT = re.compile(r"[0-9]{1,6}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)[ \t]*%?")
_DELIMITER = re.compile(r"---[ \t]*$")
_CARDS = frozenset({LineKind.QUESTION, LineKind.ANSWER, LineKind.CLOZE})


@dataclass(frozen=True, slots=True)
class _Entry:
    """One key with its value and the lines below it; a line that is no entry has the key ""."""

    index: int
    key: str
    value: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a value cannot be used."""

    message: str
    hint: str
    code: Code = Code.HEADER_VALUE


Value = str | tuple[str, ...] | int | Decimal | bool | tuple[tuple[str, Decimal], ...]


def is_quiz(header: Header, path: str) -> bool:
    """Tell whether a file is a quiz or exam: its header has a kind, or the nearest `decks` or `quizzes` above it says so.

    `path` has `/` between its folders.
    """
    above = [part for part in path.split("/")[:-1] if part in {"decks", "quizzes"}]
    return bool(header.kind) or above[-1:] == ["quizzes"]


def read_header(page: Page) -> tuple[Header, int]:
    """Return the header of a page and the index of the first line below it; 0 when there is no header."""
    end = _end_of_header(page)
    if end is None:
        return NO_HEADER, 0
    values: dict[str, Value] = {}
    other: list[tuple[str, str]] = []
    for entry in _entries(page.lines, end):
        _take(page, entry, values, other)
    return replace(NO_HEADER, other=tuple(other), **values), end + 1  # type: ignore[arg-type]


def header_of(source: bytes) -> Header:
    """Return the header of a file without reading its cards."""
    begin = source[: LIMITS.line].decode("utf-8", "ignore")
    return read_header(read(begin, "", LIMITS))[0]


def _end_of_header(page: Page) -> int | None:
    """Return the index of the line that closes the header, or None where the file has none.

    Two lines `---` around cards or plain sentences are rules, not a header.
    """
    lines = page.lines
    if not lines or not _DELIMITER.match(lines[0]):
        return None
    is_empty = _DELIMITER.match(next((line for line in islice(lines, 1, None) if line.strip()), ""))
    first = next((line for line in islice(lines, 1, None) if line.strip() and not line.startswith("#")), "")
    is_entry = kind_of(first) is LineKind.TEXT and _ENTRY.match(first) is not None
    if not is_entry and not is_empty:
        return None
    for index in range(1, len(lines)):
        if _DELIMITER.match(lines[index]):
            return index
        if kind_of(lines[index]) in _CARDS:
            break
    hint = "Add a line `---` below its last key."
    page.report(Code.HEADER_OPEN, 0, "This header is not closed above the first card.", hint)
    return None


def _entries(lines: list[str], end: int) -> Iterator[_Entry]:
    index = 1
    while index < end:
        line, start = lines[index], index
        index += 1
        if not line.strip():
            continue
        found = _ENTRY.match(line)
        if not found:
            yield _Entry(start, "", line)
            continue
        while index < end and _goes_on(lines[index], found[2]):
            index += 1
        below = tuple(part for part in lines[start + 1 : index] if part.strip())
        yield _Entry(start, found[1], found[2].strip(), below)


def _goes_on(line: str, value: str) -> bool:
    """Say whether a line belongs to the key above it: indented or a bullet, where the key's own line has no value."""
    return not value.strip() and (line[:1] in {" ", "\t"} or _BULLET.match(line) is not None)


def _take(page: Page, entry: _Entry, values: dict[str, Value], other: list[tuple[str, str]]) -> None:
    key = entry.key.lower().replace("_", "-")
    key = _ALSO_KNOWN_AS.get(key, key)
    field = HEADER_KEYS.get(key)
    if not entry.key:
        other.append(("", entry.value))
        _report_line(page, entry)
    elif field is None:
        plain = unquote(entry.value)
        # As `Q : …` or `A = …` it is no card here, and would be one as a canonical line.
        is_card = kind_of(f"{entry.key}: {plain}") in _CARDS
        other.append((entry.key, plain) if plain and not is_card else ("", _written(page, entry)))
        close = page.nearest(key, HEADER_KEYS)
        hint = f"Did you mean `{close}:`?" if close else f"The keys are {', '.join(HEADER_KEYS)}."
        page.report(Code.HEADER_UNKNOWN, entry.index, f"`{entry.key}:` is no key of the header.", hint)
    elif not entry.below and not unquote(entry.value):
        other.append(("", _written(page, entry)))
        page.report(
            Code.HEADER_EMPTY, entry.index, f"`{entry.key}:` has no value.", "Write one, or delete the line."
        )
    elif refusal := _use(key, field, entry, values):
        other.append(("", _written(page, entry)))
        page.report(refusal.code, entry.index, refusal.message, refusal.hint)


def _use(key: str, field: str, entry: _Entry, values: dict[str, Value]) -> _Refusal | None:
    if field in values:
        return _Refusal(
            f"`{entry.key}:` was given before.", "Delete one of the two lines.", Code.HEADER_TWICE
        )
    if key == "blueprint":
        value = _blueprint(entry)
    elif key in LIST_KEYS:
        value = _list(entry)
    elif entry.below:
        return _Refusal(f"`{key}:` is no list.", f"Write the value on the same line: `{key}: …`.")
    else:
        value = _READERS.get(key, _text)(unquote(entry.value))
    if isinstance(value, _Refusal):
        return value
    values[field] = value
    return None


def _report_line(page: Page, entry: _Entry) -> None:
    if not entry.value.startswith("#"):  # a comment
        message = "This line of the header is not `key: value`."
        page.report(Code.HEADER_LINE, entry.index, message, "Write `key: value` from the start of the line.")


def _written(page: Page, entry: _Entry) -> str:
    return "\n".join([page.lines[entry.index], *entry.below])


def unquote(value: str) -> str:
    """Return a value without one pair of quotes around it."""
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value


def _text(value: str) -> Value | _Refusal:
    return value


def _slug(value: str) -> Value | _Refusal:
    if SLUG.fullmatch(value):
        return value
    return _Refusal(
        f"{quoted(value)} cannot be an id.", "Use letters a to z, digits and . _ - : / without spaces."
    )


def _evidence(value: str) -> Value | _Refusal:
    return value if value in EVIDENCE_WORDS else _Refusal(*evidence_fault(value))


def _one_of(*words: str) -> Callable[[str], Value | _Refusal]:
    def read(value: str) -> Value | _Refusal:
        return (
            value
            if value in words
            else _Refusal(f"{quoted(value)} is not possible here.", f"Write {' or '.join(words)}.")
        )

    return read


def _count(value: str) -> Value | _Refusal:
    if _COUNT.fullmatch(value) and int(value) > 0:
        return int(value)
    return _Refusal(f"{quoted(value)} is no whole number above 0.", "Write digits only, such as 90.")


def _share_of_100(value: str) -> Value | _Refusal:
    found = _PERCENT.fullmatch(value)
    if found and 1 <= Decimal(found[1]) <= 100:
        return Decimal(found[1])
    return _Refusal(f"{quoted(value)} is no percentage from 1 to 100.", "Write `pass: 70` for 70 per cent.")


def _yes_no(value: str) -> Value | _Refusal:
    found = YES_NO.get(value.lower())
    return _Refusal(f"{quoted(value)} is neither yes nor no.", "Write yes or no.") if found is None else found


_READERS: dict[str, Callable[[str], Value | _Refusal]] = {
    "id": _slug,
    "evidence": _evidence,
    "kind": _one_of("quiz", "exam"),
    "minutes": _count,
    "draw": _count,
    "pass": _share_of_100,
    "shuffle": _yes_no,
    "feedback": _one_of("immediate", "at-end"),
    "confidence": _yes_no,
    "partial": _yes_no,
    "forward-only": _yes_no,
}


def _list(entry: _Entry) -> Value | _Refusal:
    """Read `a, b`, `[a, b]`, or one bullet a line below the key, where commas are part of the text."""
    if entry.below:
        bullets = [_BULLET.match(line) for line in entry.below]
        found = tuple(dict.fromkeys(unquote(bullet[1] or "") if bullet else "" for bullet in bullets))
    else:
        value = unquote(entry.value)
        if value.startswith("[") and value.endswith("]"):
            value = value[1:-1]
        found = tuple(dict.fromkeys(unquote(part) for part in comma_list(value)))
    if found and all(found):
        return found
    return _Refusal(f"`{entry.key}:` is no list.", "Write `a, b`, or a line `  - a` for each below the key.")


def _blueprint(entry: _Entry) -> Value | _Refusal:
    """Read a topic or tag and its share of the questions from each line; together they make 100."""
    shares: dict[str, Decimal] = {}
    hint = "Write a line such as `  assessment: 25` for each area; the numbers add up to 100."
    for line in entry.below:
        found = _SHARE.fullmatch(line.strip().removeprefix("- ").strip())
        area = unquote(found[1]) if found else ""
        if not found or not area:
            return _Refusal(f"{quoted(line.strip())} is no area with its share.", hint, Code.BLUEPRINT)
        if area in shares:
            return _Refusal(f"The area {quoted(area)} stands there twice.", hint, Code.BLUEPRINT)
        shares[area] = Decimal(found[2])
    total = sum(shares.values())
    if entry.value:
        return _Refusal("The areas of a blueprint stand below the key.", hint, Code.BLUEPRINT)
    if total != 100 or not all(shares.values()):
        return _Refusal(f"The shares add up to {total}, and each must be above 0.", hint, Code.BLUEPRINT)
    return tuple(shares.items())
