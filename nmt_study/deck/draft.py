"""An item, case or piece of prose while it is being read: which lines it has and what they are.

It also cuts the text out of the lines and reports problems, noting when one of them leaves the item out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nmt_study.deck.codes import Code
from nmt_study.deck.lines import LineKind, unescape
from nmt_study.deck.source import Page

Mark = tuple[int, LineKind]
MARKERS = {
    LineKind.QUESTION: "Q:",
    LineKind.ANSWER: "A:",
    LineKind.CLOZE: "C:",
    LineKind.WHY: "Why:",
    LineKind.CASE: "Case:",
}


@dataclass(frozen=True, slots=True)
class Section:
    """Lines `start` up to, not including, `stop` of a file: a marker's line and the text below it."""

    kind: LineKind
    start: int
    stop: int


@dataclass(slots=True)
class Draft:
    """A block being read; `marks` are its special lines in order, the first being the one it starts with."""

    page: Page
    marks: list[Mark]
    stop: int = 0
    sealed: bool = False  # a property was read, so there can be no answer any more
    reading: bool = True  # a line of text belongs to it
    spoiled: bool = False
    asides: list[int] = field(default_factory=list)  # property lines of no use, kept as prose below the item

    @property
    def start(self) -> int:
        """The index of the first line."""
        return self.marks[0][0]

    @property
    def kind(self) -> LineKind:
        """What the first line is."""
        return self.marks[0][1]

    def report(self, code: Code, index: int, message: str, hint: str = "", column: int = 1) -> None:
        """Note a problem, and that the item is left out where the problem says so."""
        self.page.report(code, index, message, hint, column)
        self.spoiled = self.spoiled or code.leaves_out

    def sections(self, kinds: Iterable[LineKind]) -> list[Section]:
        """Return the sections that the marks of some kinds begin."""
        marks = [mark for mark in self.marks if mark[1] in kinds]
        stops = [index for index, _ in marks[1:]] + [self.stop]
        return [Section(kind, start, stop) for (start, kind), stop in zip(marks, stops, strict=True)]

    def text(self, section: Section) -> str:
        """Return the text of a section without its marker, as it stands in the model."""
        lines = self.page.lines
        head = lines[section.start][len(MARKERS[section.kind]) :].lstrip()
        body = without_blank_end(lines[section.start + 1 : section.stop])
        if not body:
            return head.rstrip()
        body = unescape(body)
        if head:
            return "\n".join([head, *body]).rstrip()
        first = next(index for index, line in enumerate(body) if line.strip())
        if body[first][0] not in " \t":
            body[first] = body[first].lstrip()
        return "\n".join(body[first:]).rstrip()

    def locate(self, section: Section, text: str, offset: int) -> tuple[int, int]:
        """Return the line index and the 1-based column of an offset in the text of a section."""
        lines, marker = self.page.lines, len(MARKERS[section.kind])
        first = section.start
        if not lines[first][marker:].strip():
            first = next(index for index in range(first + 1, section.stop) if lines[index].strip())
        row, start = text.count("\n", 0, offset), text.rfind("\n", 0, offset) + 1
        line = text[start:].partition("\n")[0]
        found = lines[first + row].find(line, marker if first + row == section.start else 0)
        return first + row, max(found, 0) + offset - start + 1


def without_blank_end(lines: list[str]) -> list[str]:
    """Return lines without the blank ones after the last that is not."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    return lines[:last]
