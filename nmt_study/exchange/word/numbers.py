"""The numbers and letters that Word counts for its lists, by the part of a document that defines them.

By ECMA-376, part 1, section 17.9: a list (`w:num`) is of an abstract one (`w:abstractNum`); lists of one abstract
list count on together unless a list starts anew (`w:startOverride`); a level starts anew below a higher one.
"""

from dataclasses import dataclass, field
from typing import Any

from nmt_study.exchange.word.lines import Shape

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 8
_FORMATS = {
    "decimal": Shape.NUMBER, "decimalZero": Shape.NUMBER, "ordinal": Shape.NUMBER, "cardinalText": Shape.NUMBER,
    "upperLetter": Shape.LETTER, "lowerLetter": Shape.LETTER, "bullet": Shape.BULLET,
    "upperRoman": Shape.NUMBER, "lowerRoman": Shape.NUMBER, "none": Shape.NONE,
}  # fmt: skip


@dataclass
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


@dataclass
class _Abstract:
    shapes: dict[int, Shape] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts the lists of one document, paragraph by paragraph."""

    def __init__(self, numbering: Any) -> None:  # noqa: ANN401 - an element of lxml, or None
        self._lists: dict[str, _List] = {}
        self._abstracts: dict[str, _Abstract] = {}
        if numbering is None:
            return
        for element in numbering.iterchildren(f"{_W}abstractNum"):
            self._abstracts[_value(element, "abstractNumId")] = _abstract(element)
        for element in numbering.iterchildren(f"{_W}num"):
            found = _List(_value(element.find(f"{_W}abstractNumId"), "val"))
            for override in element.iterchildren(f"{_W}lvlOverride"):
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    found.starts[_number(_value(override, "ilvl"), 0)] = _number(_value(start, "val"), 1)
            self._lists[_value(element, "numId")] = found

    def next(self, list_id: str, level: int) -> tuple[Shape, str]:
        """Return the shape and the number or letter of the next paragraph of a list at a level."""
        found = self._lists.get(list_id)
        abstract = self._abstracts.get(found.abstract) if found else None
        if found is None or abstract is None or not 0 <= level <= _DEEPEST:
            return Shape.NONE, ""
        shape = abstract.shapes.get(level, Shape.NONE)
        count = abstract.counts.get(level)
        if level in found.starts and level not in found.begun:
            count = found.starts[level]
        else:
            count = abstract.starts.get(level, 1) if count is None else count + 1
        found.begun.add(level)
        abstract.counts[level] = count
        for deeper in [one for one in abstract.counts if one > level]:
            del abstract.counts[deeper]
        if shape is Shape.LETTER:
            return shape, chr(ord("A") + count - 1) if 1 <= count <= 26 else ""
        return shape, str(count) if shape is Shape.NUMBER else ""


def _abstract(element: Any) -> _Abstract:  # noqa: ANN401 - an element of lxml
    made = _Abstract()
    for level in element.iterchildren(f"{_W}lvl"):
        at = _number(_value(level, "ilvl"), 0)
        form = _value(level.find(f"{_W}numFmt"), "val")
        made.shapes[at] = _FORMATS.get(form, Shape.NUMBER)
        made.starts[at] = _number(_value(level.find(f"{_W}start"), "val"), 1)
    return made


def _value(element: Any, name: str) -> str:  # noqa: ANN401 - an element of lxml, or None
    return "" if element is None else str(element.get(f"{_W}{name}", ""))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise
