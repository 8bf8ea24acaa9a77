"""What each part of a deck's text is, for the colours of the editor: told by the same line scanner as the parser's."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.grammar.lines import Comments, Fences, LineKind, kind_of


class Role(StrEnum):
    """What a part of a line is."""

    MARKER = "marker"
    KEY = "key"
    VALUE = "value"
    RIGHT = "right"
    WRONG = "wrong"
    FEEDBACK = "feedback"
    HEADING = "heading"
    RULE = "rule"
    CODE = "code"
    COMMENT = "comment"
    DELETION = "deletion"
    STRONG = "strong"
    EMPHASIS = "emphasis"


class Part(NamedTuple):
    """From which column of a line to which it is what; columns count code points from 0, `stop` excluded."""

    start: int
    stop: int
    role: Role


# The styles say the same without colour: no two roles that matter differ in colour alone.
STYLES = {
    Role.MARKER: "bold $primary",
    Role.KEY: "bold $text-muted",
    Role.VALUE: "$text-muted",
    Role.RIGHT: "bold $success",
    Role.WRONG: "bold $text-muted",
    Role.FEEDBACK: "italic $text-muted",
    Role.HEADING: "bold underline",
    Role.RULE: "$text-muted",
    Role.CODE: "$primary",
    Role.COMMENT: "italic $text-muted",
    Role.DELETION: "underline $primary",
    Role.STRONG: "bold",
    Role.EMPHASIS: "italic",
}

_MARKERS = {
    LineKind.QUESTION: 2,
    LineKind.ANSWER: 2,
    LineKind.CLOZE: 2,
    LineKind.WHY: 4,
    LineKind.CASE: 5,
}
_WHOLE = {LineKind.HEADING: Role.HEADING, LineKind.RULE: Role.RULE}
_ALONE = frozenset({LineKind.ORDER, LineKind.MATCH, LineKind.BODY})
_OPTION = re.compile(r"[-*+][ \t]+\[([ xX])\]")
_BAR = re.compile(r"(?<!\\)\|")
_FEEDBACK = re.compile(r"[ \t]+>")
_ARROW = re.compile(r"(?<= )->(?= )")
_INLINE = re.compile(
    r"(?P<code>`[^`]+`)|(?P<strong>\*\*[^*]+\*\*)|(?P<emphasis>(?<!\*)\*[^*\s][^*]*\*(?!\*))"
)
_LONGEST = 2000  # characters of a line beyond which its inner parts are not looked for


def highlight(lines: Sequence[str]) -> list[list[Part]]:
    """Return the parts of each line that have a colour of their own; a later part lies over the ones before."""
    found: list[list[Part]] = [[] for _ in lines]
    fences, comments = Fences(lines), Comments(list(lines))
    index, cloze = 0, -1
    while index < len(lines):
        line = lines[index]
        kind = kind_of(line) if line else LineKind.BLANK
        if cloze >= 0 and kind not in {LineKind.TEXT, LineKind.BLANK, LineKind.OPTION}:
            _mark_deletions(lines, cloze, index, found)
            cloze = -1
        end = _end_of_block(kind, index, line, fences, comments)
        if end is not None:
            role = Role.CODE if kind is LineKind.FENCE else Role.COMMENT
            for at in range(index, end + 1):
                found[at].append(Part(0, len(lines[at]), role))
            index = end + 1
            continue
        if kind is LineKind.CLOZE:
            cloze = index
        found[index] += _parts(line, kind)
        index += 1
    if cloze >= 0:
        _mark_deletions(lines, cloze, len(lines), found)
    return found


def _end_of_block(kind: LineKind, index: int, line: str, fences: Fences, comments: Comments) -> int | None:
    """Return the last line of the code block or comment that begins on a line."""
    if kind is LineKind.FENCE:
        return fences.end(index, line)
    return comments.end(index) if kind is LineKind.COMMENT else None


def _parts(line: str, kind: LineKind) -> Iterator[Part]:
    """Give the parts of one line, the inline Markdown first."""
    if kind in _WHOLE:
        yield Part(0, len(line), _WHOLE[kind])
        return
    if kind is LineKind.PROPERTY:
        key = line.index("::") + 2
        yield Part(0, key, Role.KEY)
        yield Part(key, len(line), Role.VALUE)
        return
    if _FEEDBACK.match(line):
        yield Part(0, len(line), Role.FEEDBACK)
    if len(line) <= _LONGEST:
        yield from _inline(line)
    yield from _signs(line, kind)


def _inline(line: str) -> Iterator[Part]:
    for match in _INLINE.finditer(line):
        yield Part(match.start(), match.end(), Role(match.lastgroup or ""))


def _signs(line: str, kind: LineKind) -> Iterator[Part]:
    """Give the signs of the format on one line."""
    if kind in _MARKERS:
        yield Part(0, _MARKERS[kind], Role.MARKER)
    elif kind in _ALONE:
        yield Part(0, len(line), Role.MARKER)
    elif kind is LineKind.OPTION and (box := _OPTION.match(line)):
        yield Part(0, box.end(), Role.WRONG if box[1] == " " else Role.RIGHT)
    elif kind is LineKind.EQUALS:
        yield Part(0, 1, Role.RIGHT)
        yield from (Part(bar.start(), bar.end(), Role.RIGHT) for bar in _BAR.finditer(line))
    elif arrow := _ARROW.search(line):
        yield Part(arrow.start(), arrow.end(), Role.MARKER)


def _mark_deletions(lines: Sequence[str], first: int, end: int, found: list[list[Part]]) -> None:
    """Mark the `[…]` of a cloze that stands on the lines from `first` up to, not including, `end`."""
    text = "\n".join(["  " + lines[first][2:], *lines[first + 1 : end]])
    for deletion in deletions(text)[0]:
        row, start = first + text.count("\n", 0, deletion.start), deletion.start
        column = start - text.rfind("\n", 0, start) - 1
        length = deletion.end - start
        while length > 0:
            stop = min(column + length, len(lines[row]))
            found[row].append(Part(column, stop, Role.DELETION))
            length -= stop - column + 1
            row, column = row + 1, 0
