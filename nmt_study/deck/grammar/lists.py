"""Lists below a question: options, steps and pairs, each with the indented lines that go on with it."""

import re
from dataclasses import dataclass, field

from nmt_study.deck.grammar.lines import protected

OPTION = re.compile(r"[-*+][ \t]+\[(?P<box>[ xX])\](?:[ \t]+(?P<text>.*))?$")
ENTRY = re.compile(r"(?:(?P<number>\d{1,9})[.)]|[-*+])(?:[ \t]+(?P<text>.*))?$")
_FEEDBACK = re.compile(r"[ \t]+> ?(.*)")
_NEW_BLOCK = re.compile(r"[-*+>|]|\d{1,9}[.)]")


@dataclass(slots=True)
class Entry:
    """One line of a list with what follows it: `index` is its line; `mark` its box or number."""

    index: int
    mark: str
    text: list[str]
    feedback: list[str] = field(default_factory=list)

    def whole(self) -> str:
        """Return the text of the entry."""
        return "\n".join(self.text).strip()

    def remark(self) -> str:
        """Return the feedback on the entry."""
        return "\n".join(self.feedback).strip()


@dataclass(slots=True)
class Listing:
    """The entries of a list, and the lines around them that belong to none."""

    entries: list[Entry] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    stray_at: int | None = None


class ListReader:
    """Reads the entries of one kind; where `indent` spaces in front of a line that goes on are not part of it."""

    def __init__(self, pattern: re.Pattern[str], indent: int, *, feedback: bool = False) -> None:
        self._pattern = pattern
        self._indent = re.compile(f" {{0,{indent}}}")
        self._with_feedback = feedback

    def read(self, lines: list[str], start: int, stop: int) -> Listing:
        """Read the lines from `start` up to `stop`."""
        listing = Listing()
        gap = False  # a blank line came before
        loose = True  # the line before belongs to no entry
        fences = _fenced(lines, start, stop)
        for index in range(start, stop):
            line, fenced = lines[index], index in fences
            found = None if fenced else self._pattern.match(line)
            if found:
                listing.entries.append(Entry(index, found[1] or "", [found["text"] or ""]))
                loose = False
            elif not line.strip():
                gap = True
                continue
            elif loose or fenced or (line[0] not in " \t" and (gap or _NEW_BLOCK.match(line))):
                _put_aside(listing, index, line, gap=gap)
                loose = True
            else:
                self._go_on(listing.entries[-1], line, gap=gap)
            gap = False
        return listing

    def _go_on(self, entry: Entry, line: str, *, gap: bool) -> None:
        feedback = _FEEDBACK.match(line) if self._with_feedback else None
        target = entry.feedback if feedback or entry.feedback else entry.text
        if gap and target:
            target.append("")
        target.append(feedback[1] if feedback else self._indent.sub("", line, count=1))


def _put_aside(listing: Listing, index: int, line: str, *, gap: bool) -> None:
    if listing.stray_at is None:
        listing.stray_at = index
    elif gap:
        listing.stray.append("")
    listing.stray.append(line)


def _fenced(lines: list[str], start: int, stop: int) -> set[int]:
    """Return the indexes of lines that are part of a closed fenced block."""
    blocks = protected(lines[start:stop])
    return {start + at for first, last in blocks for at in range(first, last + 1)}
