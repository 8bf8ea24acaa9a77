"""Mends that need no thought: where a diagnostic is about one misspelt word, the edit that puts it right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nmt_study.deck.authoring.legend import HEADER_VALUES, PROPERTY_VALUES
from nmt_study.deck.authoring.spot import Part, spot_at
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.header import HEADER_KEYS
from nmt_study.deck.grammar.lines import PROPERTY_KEYS, UNKNOWN_PROPERTY, mended_marker
from nmt_study.errors import Diagnostic
from nmt_study.text import nearest, shorten

_VALUES = frozenset(
    code.id for code in (Code.BAD_EVIDENCE, Code.BAD_LEVEL, Code.BAD_VALUE, Code.HEADER_VALUE)
)


@dataclass(frozen=True, slots=True)
class Mend:
    """Text for a piece of one line; the line and both columns count from 0, the end is not included."""

    title: str
    line: int
    start: int
    end: int
    text: str


def mend_of(lines: Sequence[str], fault: Diagnostic) -> Mend | None:
    """Return the mend of a fault of a text, or None where somebody has to think about it."""
    at = fault.line - 1
    if not 0 <= at < len(lines):
        return None
    line = lines[at]
    if fault.code == Code.UNKNOWN_PROPERTY.id:
        found = UNKNOWN_PROPERTY.match(line)
        return nearest_word(at, 0, found[1], PROPERTY_KEYS) if found else None
    if fault.code == Code.HEADER_UNKNOWN.id:
        spot = spot_at(lines, at, 0)
        return nearest_word(at, 0, spot.word, HEADER_KEYS) if spot.part is Part.HEADER else None
    if fault.code == Code.NEAR_MISS.id:
        marker = mended_marker(line)
        return _mend(at, 0, line[: marker[0]], marker[1]) if marker else None
    return _value(lines, at) if fault.code in _VALUES else None


def nearest_word(line: int, start: int, word: str, known: Collection[str]) -> Mend | None:
    """Return the mend that puts the known word in the place of one that is most like it."""
    near = nearest(word, known) if word else None
    return _mend(line, start, word, near) if near and near != word else None


def _value(lines: Sequence[str], at: int) -> Mend | None:
    spot = spot_at(lines, at, len(lines[at]))
    if spot.part is Part.PROPERTY_VALUE:
        return nearest_word(at, spot.start, spot.word, PROPERTY_VALUES.get(spot.key, ()))
    if spot.part is Part.HEADER_VALUE:
        return nearest_word(at, spot.start, spot.word, HEADER_VALUES.get(spot.key, ()))
    return None


def _mend(line: int, start: int, word: str, text: str) -> Mend:
    title = f"Write `{text.strip()}` in place of `{shorten(word, 40)}`"
    return Mend(title, line, start, start + len(word), text)
