"""The deck format, version 1: from the bytes of a file to a deck and everything that is wrong with it.

The parser is total: any bytes give a deck. An item that cannot be read is left out of the items and kept, word
for word, as prose; so nothing of a file is lost when the deck is written again. One pass over the lines; the
time grows with the size of the file and with nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nmt_study.deck.grammar.answers import ANSWER_KINDS
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.draft import MARKERS, Draft
from nmt_study.deck.grammar.header import read_header
from nmt_study.deck.grammar.lines import (
    PROPERTY_KEYS,
    UNKNOWN_PROPERTY,
    Comments,
    Fences,
    LineKind,
    kind_of,
    near_miss,
    slip,
)
from nmt_study.deck.grammar.parts import Parts
from nmt_study.deck.grammar.source import LIMITS, Limits, Page, read
from nmt_study.deck.model import Deck, Heading, Place, Rule
from nmt_study.errors import Diagnostic

_ITEMS = frozenset({LineKind.QUESTION, LineKind.CLOZE})
_BEFORE_CASE = frozenset({LineKind.BLANK, LineKind.PROPERTY, LineKind.HEADING, LineKind.RULE})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A deck, and what is wrong with its file in the order of the lines."""

    deck: Deck
    diagnostics: tuple[Diagnostic, ...]


def parse(source: bytes | str, path: str, *, limits: Limits = LIMITS) -> Parsed:
    """Return the deck that a file holds; `path` is only named in the diagnostics. Never raises."""
    page = read(source, path, limits)
    header, start = read_header(page)
    parts = Parts(page, header.status)
    _Reader(page, parts).read_from(start)
    return Parsed(Deck(header, tuple(parts.made)), page.diagnostics())


class _Reader:
    """Goes through the lines once; `_open` is the item, case or prose that the next line may go on."""

    def __init__(self, page: Page, parts: Parts) -> None:
        self._page = page
        self._lines = page.lines
        self._parts = parts
        self._fences = Fences(page.lines)
        self._comments = Comments(page.lines)
        self._open: Draft | None = None
        self._start = 0

    def read_from(self, index: int) -> None:
        """Read the lines from an index to the end, or until there is too much of something."""
        steps: dict[LineKind, Callable[[int, LineKind], int]] = {
            LineKind.TEXT: self._text,
            LineKind.ANSWER: self._answer,
            LineKind.WHY: self._why,
            LineKind.CASE: self._case,
            LineKind.PROPERTY: self._property,
            LineKind.HEADING: self._heading,
            LineKind.RULE: self._rule,
            LineKind.FENCE: self._fence,
            LineKind.COMMENT: self._comment,
            **dict.fromkeys(_ITEMS, self._item),
            **dict.fromkeys(ANSWER_KINDS, self._answer_line),
        }
        self._start = index
        lines, end = self._lines, len(self._lines)
        while index < end and not self._parts.full:
            line = lines[index]
            kind = kind_of(line) if line else LineKind.BLANK
            index = index + 1 if kind is LineKind.BLANK else steps[kind](index, kind)
        self._close(len(self._lines))
        self._parts.cases.end()

    def _item(self, index: int, kind: LineKind) -> int:
        self._close(index)
        self._parts.cases.ask(index)
        self._open = Draft(self._page, index, kind)
        return self._past_marker(self._open, index, kind)

    def _answer(self, index: int, kind: LineKind) -> int:
        draft = self._open_item()
        if draft and _may_answer(draft):
            if LineKind.ANSWER in draft.kinds:
                hint = (
                    "Start the next question with `Q:`, or put one space before this line if it is only text."
                )
                draft.report(Code.SECOND_ANSWER, index, "This is a second answer to the same question.", hint)
            draft.mark(index, kind)
            return self._past_marker(draft, index, kind)
        if draft and _is_too_late(draft, index):
            return index + 1
        hint = "Put a `Q:` above it, or put one space before this line if it is only text."
        message = "This answer has no question."
        if draft and not draft.sealed:
            draft.report(
                Code.LONE_ANSWER, index, message, "Write `Q:` instead of `C:`, or take the `A:` away."
            )
            return index + 1
        if draft:
            self._close(index)
        self._go_on(index).report(Code.LONE_ANSWER, index, message, hint)
        return index + 1

    def _answer_line(self, index: int, kind: LineKind) -> int:
        draft = self._open_item()
        if draft and _may_answer(draft):
            draft.mark(index, kind)
            return index + 1
        if draft and _is_too_late(draft, index):
            return index + 1
        return self._text(index, kind)

    def _why(self, index: int, kind: LineKind) -> int:
        draft = self._open_item()
        if draft:
            draft.mark(index, kind)
            draft.reading = True
            return self._past_marker(draft, index, kind)
        hint = "Put it below its question, or put one space before it if it is only text."
        self._go_on(index).report(Code.LONE_WHY, index, "This explanation belongs to no question.", hint)
        return index + 1

    def _case(self, index: int, kind: LineKind) -> int:
        draft = self._open_item()
        between = draft is not None and not draft.reading
        if index > self._start and not between and kind_of(self._lines[index - 1]) not in _BEFORE_CASE:
            return self._text(index, kind)
        self._close(index)
        self._parts.cases.end()
        self._open = Draft(self._page, index, kind)
        return self._past_marker(self._open, index, kind)

    def _property(self, index: int, kind: LineKind) -> int:
        draft = self._open_item()
        if draft:
            draft.mark(index, kind)
            draft.sealed, draft.reading = True, False
            return index + 1
        hint = "Put it below its question, without other text between them."
        self._go_on(index).report(Code.LONE_PROPERTY, index, "This property belongs to no question.", hint)
        return index + 1

    def _heading(self, index: int, kind: LineKind) -> int:
        self._close(index)
        self._parts.cases.end()
        line = self._lines[index]
        level, place = len(line) - len(line.lstrip("#")), Place(index + 1, index + 1)
        self._parts.add(Heading(level, _without_closing_signs(line[level:]), place), index)
        return index + 1

    def _rule(self, index: int, kind: LineKind) -> int:
        self._close(index)
        self._parts.cases.end(index)
        self._parts.add(Rule(), index)
        return index + 1

    def _past_marker(self, draft: Draft, index: int, kind: LineKind) -> int:
        """Return where to go on below a marker: past the code block that begins on its line, if one does."""
        rest = self._lines[index][len(MARKERS[kind]) :].lstrip()
        if rest[:1] in {"`", "~"} and kind_of(rest) is LineKind.FENCE:
            return self._past_fence(draft, index, rest)
        return index + 1

    def _fence(self, index: int, kind: LineKind) -> int:
        return self._past_fence(self._go_on(index), index, self._lines[index])

    def _past_fence(self, draft: Draft, index: int, opening: str) -> int:
        end = self._fences.end(index, opening)
        if end is None:
            hint = "Close it with a line of the same signs, or put one space before this line."
            draft.report(Code.OPEN_FENCE, index, "This code block is never closed.", hint)
            return index + 1
        if any(line.startswith(("Q:", "C:")) for line in self._lines[index + 1 : end]):
            message = f"This code block, up to line {end + 1}, hides lines that look like questions."
            draft.report(Code.CARDS_IN_FENCE, index, message, "Close it earlier if they are meant as cards.")
        return end + 1

    def _comment(self, index: int, kind: LineKind) -> int:
        draft = self._go_on(index)
        if draft.kind is not LineKind.TEXT:
            hint = "End the item with a line `---` or a heading above the comment."
            draft.report(Code.COMMENT_IN_ITEM, index, "This comment will be shown as text.", hint)
            return index + 1
        end = self._comments.end(index)
        if end is None:
            draft.report(Code.OPEN_COMMENT, index, "This comment is never closed.", "Close it with `-->`.")
            return index + 1
        return end + 1

    def _text(self, index: int, kind: LineKind) -> int:
        line, draft = self._lines[index], self._open_item()
        unknown = UNKNOWN_PROPERTY.match(line) if draft and "::" in line else None
        if draft and unknown:
            _report_unknown(draft, index, unknown[1])
            if not draft.reading:
                draft.asides.append(index)
                return index + 1
        _report_near_miss(self._go_on(index), index)
        return index + 1

    def _open_item(self) -> Draft | None:
        return self._open if self._open and self._open.kind in _ITEMS else None

    def _go_on(self, index: int) -> Draft:
        """Return the block that the line at an index belongs to as text; prose begins where none is open."""
        if self._open is None or not self._open.reading:
            self._close(index)
            self._open = Draft(self._page, index, LineKind.TEXT)
        return self._open

    def _close(self, index: int) -> None:
        """End the open block before the line at an index."""
        draft, self._open = self._open, None
        if draft:
            draft.stop = index
            self._parts.finish(draft)


def _may_answer(draft: Draft) -> bool:
    return draft.kind is LineKind.QUESTION and draft.reading and not draft.sealed


def _is_too_late(draft: Draft, index: int) -> bool:
    """Say whether a line would be the answer if it stood above the properties, and report it."""
    if draft.kind is not LineKind.QUESTION or not draft.sealed:
        return False
    if _is_answered(draft):
        return False
    if not draft.late:
        hint = "Move it above the first property."
        draft.report(Code.ANSWER_TOO_LATE, index, "This answer stands below the properties.", hint)
    draft.late = draft.reading = True
    return True


def _report_unknown(draft: Draft, index: int, key: str) -> None:
    close = draft.page.nearest(key, PROPERTY_KEYS)
    hint = f"Did you mean `{close}::`?" if close else f"Properties are {', '.join(PROPERTY_KEYS)}."
    draft.report(Code.UNKNOWN_PROPERTY, index, f"`{key}::` is no property, so this line is text.", hint)


def _report_near_miss(draft: Draft, index: int) -> None:
    """Warn of a line that looks like a marker or property; of a case's own text nothing is told."""
    lines = draft.page.lines
    looks = None
    if draft.kind in _ITEMS:
        looks = _slip_in(draft, index)
    elif draft.kind is LineKind.TEXT:
        looks = near_miss(lines[index]) or _property_below_one(lines, index)
    if looks is None:
        return
    message = f"This line looks like `{looks}` but was read as text."
    hint = f"Write `{looks}` just so, at the start of the line with nothing before it and a plain colon."
    if looks.endswith("::"):
        hint = f"Write `{looks}` with two colons, or put one space before this line if it is only text."
    elif looks == "A:" and _is_answered(draft):
        hint = "The question has its answer; delete this line, or put one space before it if it is only text."
    draft.report(Code.NEAR_MISS, index, message, hint)


def _slip_in(draft: Draft, index: int) -> str | None:
    """Return what a line of an item's text seems to be meant for; what is natural in its place is no slip."""
    line, lines, above = draft.page.lines[index], draft.page.lines, draft.kinds[-1]
    looks = slip(line)
    if looks is None:
        marker = near_miss(line)
        return marker if marker in {"Q:", "C:"} and not lines[index - 1].strip() else None
    if looks.endswith("::"):
        return None if above is LineKind.QUESTION else looks
    return None if above is LineKind.WHY else looks


def _property_below_one(lines: list[str], index: int) -> str | None:
    """Return the property that a line seems to be meant for directly below another one, where an item has no text."""
    if index and kind_of(lines[index - 1]) is LineKind.PROPERTY:
        looks = slip(lines[index])
        return looks if looks and looks.endswith("::") else None
    return None


def _is_answered(draft: Draft) -> bool:
    return LineKind.ANSWER in draft.kinds or not ANSWER_KINDS.isdisjoint(draft.kinds)


def _without_closing_signs(text: str) -> str:
    """Return the text of a heading without the `#` signs that may follow it."""
    text = text.strip()
    words = text.rstrip("# \t")
    attached = text[len(words) :].partition(" ")[0].partition("\t")[0]
    return words + attached if words else ""
