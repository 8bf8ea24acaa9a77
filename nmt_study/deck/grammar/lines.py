"""What a line of a deck is, told by the line alone, and how a line says that it is only text.

Only column 0 counts. One space in front makes any line plain text, and the space is not part of that text: so
` Q: like this` reads as "Q: like this". Fences are the one exception: there the space stays, since a fence
that could be uncovered on the way out might close another one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate

PROPERTY_KEYS = (
    "id",
    "tags",
    "source",
    "evidence",
    "topic",
    "level",
    "points",
    "status",
    "both-ways",
    "select",
    "shuffle",
    "reviewed",
)


class LineKind(StrEnum):
    """What a line is when it is not protected by a fence."""

    BLANK = "blank"
    TEXT = "text"
    QUESTION = "question"
    ANSWER = "answer"
    CLOZE = "cloze"
    WHY = "why"
    CASE = "case"
    ORDER = "order"
    MATCH = "match"
    BODY = "body"
    OPTION = "option"
    EQUALS = "equals"
    PROPERTY = "property"
    HEADING = "heading"
    RULE = "rule"
    FENCE = "fence"
    COMMENT = "comment"


_SPECIAL = re.compile(
    rf"""(?P<question>Q:) | (?P<answer>A:) | (?P<cloze>C:) | (?P<why>Why:) | (?P<case>Case:)
    | (?P<order>Order:[ \t]*$) | (?P<match>Match:[ \t]*$) | (?P<body>Body:[ \t]*$)
    | (?P<option>[-*+][ \t]+\[[ xX]\](?:[ \t]|$))
    | (?P<equals>=(?:[ \t]|$))
    | (?P<property>(?:{"|".join(PROPERTY_KEYS)})::)
    | (?P<heading>\#{{1,6}}(?:[ \t]|$))
    | (?P<rule>-{{3,}}[ \t]*$)
    | (?P<fence>`{{3,}}[^`]*$|~{{3,}})
    | (?P<comment><!--)""",
    re.VERBOSE,
)
_KINDS: dict[str | None, LineKind] = {kind.value: kind for kind in LineKind}
_FIRST = frozenset("QACWOMB-*+=#`~<") | {key[0] for key in PROPERTY_KEYS}
_NO_ESCAPE = frozenset({"fence", "comment"})
_CLOSING_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")

UNKNOWN_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,40})::(?:[ \t]|$)")
_NEAR_MISS = re.compile(
    r"(?:(?:[-*+>]|\d{1,3}[.)])[ \t]+)?[*_]{0,3}(q|a|c|why|case|question|answer)[*_]{0,3}[ \t]?"
    r"(?:：|:(?=[ \t*_]|$))",
    re.IGNORECASE,
)


_SLIP = re.compile(
    r"[*_]{0,3}(?P<marker>why|answer)[*_]{0,3}[ \t]?(?:：|:(?=[ \t*_]|$))"
    rf"|(?-i:(?P<key>[Ss]ource|[Tt]ags|{'|'.join(key for key in PROPERTY_KEYS if key not in {'source', 'tags'})}):(?=[ \t]))",
    re.IGNORECASE,
)
"""Narrower than a near miss: within an item, "- why: …" may be an entry of a list, and "Level: C5" part of an answer."""


def kind_of(line: str) -> LineKind:
    """Tell what a line is."""
    if line[:1] in _FIRST:
        found = _SPECIAL.match(line)
        return _KINDS[found.lastgroup] if found else LineKind.TEXT
    return LineKind.TEXT if line and not line.isspace() else LineKind.BLANK


def near_miss(line: str) -> str | None:
    """Return the marker that a line seems to be meant for though it is not written like one, such as `Q:`."""
    found = _NEAR_MISS.match(line)
    if not found:
        return None
    word = found[1].lower()
    return f"{word.capitalize() if word in {'why', 'case'} else word[0].upper()}:"


def slip(line: str) -> str | None:
    """Return what a line of an item's text seems to be meant for: `Why:`, `A:`, or a property such as `source::`."""
    found = _SLIP.match(line)
    if found is None:
        return None
    return f"{found['key'].lower()}::" if found["key"] else near_miss(line)


def mended_marker(line: str) -> tuple[int, str] | None:
    """Return how many signs of a line that looks like a marker or property are to be replaced, and by what.

    None where more than its beginning has to be changed, as around a bold marker.
    """
    own = _SLIP.match(line)
    if own and own["key"]:
        return own.end(), f"{own['key'].lower()}::"
    found, marker = _NEAR_MISS.match(line), near_miss(line)
    if found is None or marker is None or any(sign in found[0] + line[found.end() :][:1] for sign in "*_"):
        return None
    rest = line[found.end() :]
    return len(line) - len(rest.lstrip(" \t")), marker + (" " if rest.strip() else "")


def escape(text: str) -> list[str]:
    """Return the lines of a text, each that would not be read as text moved one space to the right."""
    lines = text.split("\n")
    for index, line in unprotected(lines):
        found = _SPECIAL.match(line) if line[:1] in _FIRST else None
        if found and found.lastgroup != "comment":
            lines[index] = " " + line
    return lines


def unescape(lines: list[str]) -> list[str]:
    """Return lines as the text they stand for: the reverse of `escape`."""
    if not any(line.startswith(" ") for line in lines):
        return lines
    plain = lines.copy()
    for index, line in unprotected(lines):
        if line[:1] == " " and line[1:2] in _FIRST and line[1:2]:
            found = _SPECIAL.match(line, 1)
            if found and found.lastgroup not in _NO_ESCAPE:
                plain[index] = line[1:]
    return plain


class Fences:
    """The fenced blocks of some lines: what closes what, in time linear in the lines whatever they hold."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._closings: dict[str, tuple[list[int], list[int], list[int]]] | None = None

    def end(self, start: int, opening: str) -> int | None:
        """Return the index of the line that closes the fence which `opening` opens in the line `start`, or None."""
        sign = opening[0]
        wanted = len(opening) - len(opening.lstrip(sign))
        if self._closings is None:
            self._closings = {each: self._closings_with(each) for each in "`~"}
        at, lengths, longest = self._closings[sign]
        nearest = bisect_right(at, start)
        if nearest == len(at) or longest[nearest] < wanted:
            return None
        while lengths[nearest] < wanted:
            nearest += 1
        return at[nearest]

    def _closings_with(self, sign: str) -> tuple[list[int], list[int], list[int]]:
        """Return where fences of a sign may close, how long each is, and the longest from there on."""
        found = [
            (index, len(closing[1]))
            for index, line in enumerate(self._lines)
            if sign * 3 in line and (closing := _CLOSING_FENCE.match(line)) and closing[1][0] == sign
        ]
        lengths = [length for _, length in found]
        longest = list(accumulate(reversed(lengths), max))[::-1]
        return [index for index, _ in found], lengths, longest


class Comments:
    """Where HTML comments end; asked about any number of unclosed ones, it still looks at each line once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._last: int | None = None

    def end(self, start: int) -> int | None:
        """Return the index of the line in which the comment opened at `start` ends, or None."""
        if "-->" in self._lines[start][4:]:
            return start
        if self._last is None:
            ends = (index for index in range(len(self._lines) - 1, -1, -1) if "-->" in self._lines[index])
            self._last = next(ends, -1)
        if self._last <= start:
            return None
        return next(index for index in range(start + 1, len(self._lines)) if "-->" in self._lines[index])


def protected(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give the first and last index of every closed fenced block in some lines."""
    if not any(line.startswith(("```", "~~~")) for line in lines):
        return
    fences, index = Fences(lines), 0
    while index < len(lines):
        end = fences.end(index, lines[index]) if kind_of(lines[index]) is LineKind.FENCE else None
        if end is not None:
            yield index, end
            index = end
        index += 1


def unprotected(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give every line that stands in no closed fenced block, with its index."""
    start = 0
    for first, last in [*protected(lines), (len(lines), 0)]:
        yield from enumerate(lines[start:first], start)
        start = last + 1
