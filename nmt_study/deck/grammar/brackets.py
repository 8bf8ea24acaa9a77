"""Square brackets in Markdown text: which belong together, and which of them are links or pictures.

Code spans, fenced blocks and backslash escapes hide brackets, as in CommonMark; a bracket never reaches beyond
its paragraph. Time is linear in the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from nmt_study.deck.grammar.lines import protected

_TOKEN = re.compile(r"\\.|`+|!?\[|\]", re.DOTALL)
# `(address "title")` right after a `]`; possessive, so that no input makes it try twice.
_ADDRESS = re.compile(
    r"""\(\s*+(?:<([^<>\n]*+)>|((?:[^\s()<>]|\([^\s()]*+\))*+))"""
    r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
)
_GAP = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Pair:
    """`[…]` in a text: offsets of the opening bracket and just past the closing one, and what follows it.

    `address` is that of a link or picture, None when none follows.
    """

    start: int
    end: int
    image: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class Brackets:
    """All pairs in the order in which they close, and the offsets of brackets without a partner."""

    pairs: list[Pair] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)


def brackets(text: str) -> Brackets:
    """Find every square bracket of a Markdown text that is not hidden by code or a backslash."""
    found = Brackets()
    for start, end in _paragraphs(text):
        _scan(text, start, end, found)
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Give the spans between blank lines, fenced blocks left out."""
    if "\n" not in text:
        yield 0, len(text)
        return
    start = 0
    for first, last in [*_fenced(text), (len(text), len(text))]:
        for gap in _GAP.finditer(text, start, first):
            yield start, gap.start()
            start = gap.end()
        yield start, first
        start = last


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    lines = text.split("\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    for first, last in protected(lines):
        yield offsets[first], min(offsets[last + 1], len(text))


def _scan(text: str, start: int, end: int, found: Brackets) -> None:
    runs = _backtick_runs(text, start, end)
    opened: list[tuple[int, bool]] = []
    at = start
    while token := _TOKEN.search(text, at, end):
        at = token.end()
        sign = token[0]
        if sign[0] == "`":
            at = _end_of_code(runs.get(len(sign), []), token.start(), at)
        elif sign == "]":
            _close(text, (token.start(), end), opened, found)
        elif sign[0] != "\\":
            opened.append((at - 1, sign[0] == "!"))
    found.unclosed.extend(at for at, _ in opened)


def _backtick_runs(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Return where the runs of backticks of each length begin."""
    runs: dict[int, list[int]] = {}
    if "`" not in text:
        return runs
    for run in re.finditer("`+", text[start:end]):
        runs.setdefault(len(run[0]), []).append(start + run.start())
    return runs


def _end_of_code(runs: list[int], start: int, otherwise: int) -> int:
    """Return where the code span opened at `start` ends; a run without an equal partner is only text."""
    following = bisect_right(runs, start)
    length = otherwise - start
    return runs[following] + length if following < len(runs) else otherwise


def _close(text: str, span: tuple[int, int], opened: list[tuple[int, bool]], found: Brackets) -> None:
    at, end = span
    if not opened:
        found.stray.append(at)
        return
    start, image = opened.pop()
    address = _ADDRESS.match(text, at + 1, end)
    target = None if address is None else address[1] if address[1] is not None else address[2]
    found.pairs.append(Pair(start, at + 1, image, target))
