"""An item, case or piece of prose while it is being read: which lines it has and what they are.

It also cuts the text out of the lines and reports problems, noting when one of them leaves the item out.
"""

from collections.abc import Container
from typing import NamedTuple

from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.lines import LineKind, unescape
from nmt_study.deck.grammar.source import Page

MARKERS = {
    LineKind.QUESTION: "Q:",
    LineKind.ANSWER: "A:",
    LineKind.CLOZE: "C:",
    LineKind.WHY: "Why:",
    LineKind.CASE: "Case:",
}


class Section(NamedTuple):
    """Lines `start` up to, not including, `stop` of a file: a marker's line and the text below it."""

    kind: LineKind
    start: int
    stop: int


class Draft:
    """A block being read; `at` and `kinds` are its special lines in order, the first being the one it starts with."""

    __slots__ = (
        "asides",
        "at",
        "kind",
        "kinds",
        "late",
        "page",
        "reading",
        "sealed",
        "spoiled",
        "start",
        "stop",
    )

    def __init__(self, page: Page, start: int, kind: LineKind) -> None:
        self.page = page
        self.start = start
        self.stop = start
        self.kind = kind
        self.at = [start]
        self.kinds = [kind]
        self.asides: list[int] = []  # property lines of no use, kept as prose below the item
        self.reading = True  # a line of text belongs to it
        self.sealed = False  # a property was read, so there can be no answer any more
        self.late = False  # its answer stands below its properties
        self.spoiled = False  # it is left out

    def mark(self, index: int, kind: LineKind) -> None:
        """Note a special line."""
        self.at.append(index)
        self.kinds.append(kind)

    def first(self, kind: LineKind) -> int:
        """Return the index of the first line of a kind; there must be one."""
        return self.at[self.kinds.index(kind)]

    def report(self, code: Code, index: int, message: str, hint: str = "", column: int = 1) -> None:
        """Note a problem, and that the item is left out where the problem says so."""
        self.page.report(code, index, message, hint, column)
        self.spoiled = self.spoiled or code.leaves_out

    def sections(self, kinds: Container[LineKind]) -> list[Section]:
        """Return the sections that the marks of some kinds begin."""
        found, stop = [], self.stop
        for start, kind in zip(reversed(self.at), reversed(self.kinds), strict=True):
            if kind in kinds:
                found.append(Section(kind, start, stop))
                stop = start
        found.reverse()
        return found

    def text(self, section: Section) -> str:
        """Return the text of a section without its marker, as it stands in the model."""
        kind, start, stop = section
        lines = self.page.lines
        head = lines[start][len(MARKERS[kind]) :].lstrip()
        body = without_blank_end(lines[start + 1 : stop])
        if not body:
            return head.rstrip()
        if head:
            return "\n".join(unescape([head, *body])).rstrip()
        while not body[0].strip():
            del body[0]
        return "\n".join(unescape(body)).rstrip()

    def has_long_line(self) -> bool:
        """Say whether it has a line over the limit, which is reported as such."""
        return bool(self.page.long) and not self.page.long.isdisjoint(range(self.start, self.stop))

    def is_too_long(self) -> bool:
        """Say whether it is over the limit of an item."""
        page = self.page
        if (self.stop - self.start) * page.limits.line <= page.limits.item:
            return False
        return sum(map(len, page.lines[self.start : self.stop])) > page.limits.item

    def verbatim(self) -> str:
        """Return its lines as they stand in the file."""
        return "\n".join(without_blank_end(self.page.lines[self.start : self.stop]))

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
