"""What stands at one place of a deck's text: a key, a value of one, a mark, or room for one of them.

Made for texts that somebody is writing just now: a header counts as one although nothing closes it yet. Lines and
columns count from 0 here, columns in code points. Nothing here raises, whatever the text and the place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from nmt_study.deck.authoring.legend import MARKS
from nmt_study.deck.grammar.header import HEADER_KEYS, LIST_KEYS
from nmt_study.deck.grammar.lines import UNKNOWN_PROPERTY, LineKind, kind_of, protected

LINE_END = re.compile(r"\r\n|\r|\n")
_RULE = re.compile(r"---[ \t]*$")
_CARDS = frozenset({LineKind.QUESTION, LineKind.ANSWER, LineKind.CLOZE})
_ENDS = frozenset({LineKind.HEADING, LineKind.RULE})
_ITEMS = frozenset({LineKind.QUESTION, LineKind.CLOZE})
_ENTRY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,60})([ \t]*[:=])")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}$|$")
_BULLET = re.compile(r"[ \t]*(?:-(?:[ \t]+|$))?")
_SHARE = re.compile(r"[ \t]*[:=][ \t]*[0-9.]*[ \t]*%?[ \t]*$")
_LISTS = frozenset({"tags", "source"})
_FAR = 2_000  # lines that are looked back over to find the item or key above


class Part(StrEnum):
    """What a place of the text belongs to."""

    PROPERTY = "property"
    PROPERTY_VALUE = "property value"
    HEADER = "header"
    HEADER_VALUE = "header value"
    MARK = "mark"
    START = "start"  # of a line of the body where a mark, or in an item a property, may begin
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Spot:
    """What is at a place: which part, the key it is or belongs to, and the word with the columns it fills.

    Of a mark `key` is the mark as it is written; of a start it is "item" below a question or cloze.
    """

    part: Part
    key: str = ""
    word: str = ""
    start: int = 0
    end: int = 0


NOTHING = Spot(Part.TEXT)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text without their ends; LF, CRLF or CR ends a line, and nothing else does."""
    return LINE_END.split(text)


def spot_at(lines: Sequence[str], line: int, column: int) -> Spot:
    """Return what stands at a place of a text."""
    if not 0 <= line < len(lines):
        return NOTHING
    text = lines[line]
    column = max(0, min(column, len(text)))
    if _in_header(lines, line):
        return _in_entry(lines, line, column)
    if any(first <= line <= last for first, last in protected(lines)):
        return NOTHING
    return _in_body(lines, line, column)


def _in_header(lines: Sequence[str], line: int) -> bool:
    """Tell whether a line stands in the header, or would if it were closed."""
    if line == 0 or not _RULE.match(lines[0].removeprefix("\ufeff")):
        return False
    above = islice(lines, 1, line + 1)
    return not any(_RULE.match(one) or kind_of(one) in _CARDS for one in above)


def _in_entry(lines: Sequence[str], line: int, column: int) -> Spot:
    text = lines[line]
    entry = _ENTRY.match(text)
    if entry and column > entry.end(1):
        return _value(Part.HEADER_VALUE, entry[1].lower(), text, entry.end(), column)
    if entry:
        return Spot(Part.HEADER, entry[1].lower(), entry[1], 0, entry.end(1))
    key = _key_above(lines, line)
    if key:
        below = _BULLET.match(text)
        return _value(Part.HEADER_VALUE, key, text, min(below.end() if below else 0, column), column)
    if _WORD.match(text.rstrip()):
        return Spot(Part.HEADER, "", text.rstrip(), 0, len(text.rstrip()))
    return NOTHING


def _key_above(lines: Sequence[str], line: int) -> str:
    """Return the key whose list or blueprint a line of the header goes on, or ""."""
    if lines[line][:1] not in {" ", "\t", "-"}:
        return ""
    for index in range(line - 1, max(0, line - _FAR), -1):
        found = _ENTRY.match(lines[index])
        if found:
            rest = lines[index][found.end() :].strip()
            return "" if rest else found[1].lower()
    return ""


def _in_body(lines: Sequence[str], line: int, column: int) -> Spot:
    text, kind = lines[line], kind_of(lines[line])
    if kind is LineKind.PROPERTY:
        key = text.partition("::")[0]
        if column <= len(key) + 1:
            return Spot(Part.PROPERTY, key, key, 0, len(key))
        return _value(Part.PROPERTY_VALUE, key, text, len(key) + 2, column)
    if kind in MARKS:
        mark = MARKS[kind][0]
        end = text.index("]") + 1 if kind is LineKind.OPTION else len(mark)
        return Spot(Part.MARK, mark, text[:end], 0, end) if column <= end else NOTHING
    unknown = UNKNOWN_PROPERTY.match(text)
    word = unknown[1] if unknown else text.rstrip()
    if column <= len(word) and (unknown or _WORD.match(word)):
        return Spot(Part.START, "item" if _in_item(lines, line) else "", word, 0, len(word))
    return NOTHING


def _in_item(lines: Sequence[str], line: int) -> bool:
    """Tell whether a question or cloze is open above a line, roughly: fences are not looked at."""
    for index in range(line - 1, max(-1, line - _FAR), -1):
        kind = kind_of(lines[index])
        if kind in _ITEMS:
            return True
        if kind in _ENDS:
            return False
    return False


def _value(part: Part, key: str, text: str, begin: int, column: int) -> Spot:
    """Return the value around a column; of a list the entry, of a blueprint's line the area without its share."""
    end = len(text)
    if key in (_LISTS if part is Part.PROPERTY_VALUE else LIST_KEYS):
        begin = max([begin, *(text.rfind(sign, begin, column) + 1 for sign in ",[")])
        ends = (text.find(sign, max(begin, column)) for sign in ",]")
        end = min([end, *(at for at in ends if at >= 0)])
    elif key == "blueprint" and (share := _SHARE.search(text, begin)):
        end = max(share.start(), begin)
    inner = text[begin:end]
    start = begin + len(inner) - len(inner.lstrip(" \t\"'"))
    stop = begin + len(inner.rstrip(" \t\"'"))
    if start > min(column, end) or stop <= start:  # before the value, or there is none yet
        start = stop = column
    return Spot(part, _header_key(key) if part is Part.HEADER_VALUE else key, text[start:stop], start, stop)


def _header_key(key: str) -> str:
    plain = key.replace("_", "-")
    return plain if plain in HEADER_KEYS else key
