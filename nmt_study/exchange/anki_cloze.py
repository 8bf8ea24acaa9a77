"""Anki's `{{c1::gap::hint}}` as a cloze text of a deck: one card for each gap, where Anki asks gaps of one number together.

Source of the notation: "Cloze deletion" in Anki's manual; a gap may stand inside another one, and a number may be several.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.model import Cloze

_TOKEN = re.compile(r"\{\{c([0-9]{1,4}(?:,[0-9]{1,4})*)::|\}\}|::")
_OPEN, _CLOSE = "\ue0d0", "\ue0d1"  # for private use: they come through HTML and Markdown as they are
_PRIVATE = str.maketrans({_OPEN: "\ufffd", _CLOSE: "\ufffd"})
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_GAP = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}(?=(\\(?))")
_END = "}}"

ASKED_APART = "each as a card of its own"
WITH_HISTORY = f"{ASKED_APART}, the first with their history"


class Reading(Protocol):
    """Reads the field that a text stands in."""

    def markdown(self, field: str) -> str:
        """Return a field as Markdown of a deck."""
        ...

    def tell(self, what: str, kept: str = "") -> None:
        """Tell what is lost of it, and what is kept."""
        ...


@dataclass
class Gaps:
    """The text with its outermost gaps marked, the numbers of each, and what stood in the way."""

    text: str = ""
    numbers: list[tuple[int, ...]] = field(default_factory=list)
    hints: int = 0
    nested: int = 0


def read_cloze(
    source: str, reading: Reading, apart: str = ASKED_APART
) -> tuple[str, Cloze, dict[int, int]] | None:
    """Return stem and deletions, and for each of Anki's cards (from 0) the deletion that carries its history.

    `apart` says what becomes of gaps that Anki asks together. None where no gap is left, or gaps cannot be told apart as Markdown; that is told.
    """
    gaps = _gaps(source.translate(_PRIVATE))
    stem = _bracketed(reading.markdown(gaps.text))
    found, faults = deletions(stem)
    if not found or len(found) != len(gaps.numbers) or any(fault.code.leaves_out for fault in faults):
        reading.tell(
            "a text whose gaps cannot be told apart" if gaps.numbers else "a cloze text without a gap"
        )
        return None
    if gaps.hints:
        reading.tell(_many(gaps.hints, "a hint in a gap", "{} hints in gaps"), "the gaps")
    if gaps.nested:
        reading.tell(_many(gaps.nested, "a gap inside another one", "{} gaps inside others"), "the outer gap")
    first: dict[int, int] = {}
    for index, numbers in enumerate(gaps.numbers):
        for number in numbers:
            if number - 1 in first or len(numbers) > 1:
                reading.tell("gaps that Anki asks together", apart)
            first.setdefault(number - 1, index)
    return stem, Cloze(found), first


def _many(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count)


def _gaps(source: str) -> Gaps:
    """Find the gaps; one that is never closed is text, as in Anki."""
    gaps, depth, hint, at = Gaps(), 0, False, 0
    parts: list[str] = []
    for token in _tokens(source):
        if not hint:
            parts.append(source[at : token.start()])
        at = token.end()
        if token[1]:
            depth += 1
            gaps.nested += depth > 1
            if depth == 1:
                gaps.numbers.append(tuple(dict.fromkeys(int(number) for number in token[1].split(","))))
                parts.append(_OPEN)
        elif token[0] == _END:
            depth -= 1
            hint = False
            parts.append("" if depth else _CLOSE)
        else:
            gaps.hints += not hint
            hint = True
    gaps.text = "".join([*parts, source[at:]])
    return gaps


def _tokens(source: str) -> Iterator[re.Match[str]]:
    """Give what opens and closes the gaps that are closed, and the `::` within them; all else is text."""
    found = list(_TOKEN.finditer(source))
    opened: list[int] = []
    whole: set[int] = set()
    for index, token in enumerate(found):
        if token[1]:
            opened.append(index)
        elif token[0] == _END and opened:
            whole |= {opened.pop(), index}
    depth = 0
    for index, token in enumerate(found):
        if index in whole:
            depth += 1 if token[1] else -1
            yield token
        elif depth and token[0] == "::":
            yield token


def _bracketed(text: str) -> str:
    """Return Markdown with brackets around its gaps, which hide what stands in them and are no links, notes or boxes."""
    text = _GAP.sub(lambda gap: f"[{_within(gap[1])}]" + "\\" * len(gap[2]), text)
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def _within(inside: str) -> str:
    """Return the text of a gap: within one paragraph, and not what makes its brackets ordinary ones."""
    inside = _BLANK_LINES.sub("\n", inside)
    return f"\\{inside}" if inside.startswith("^") else inside
