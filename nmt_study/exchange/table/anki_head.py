"""The lines that Anki puts above a table, such as `#separator:tab`, `#html:true` or `#guid column:1`.

By the chapter "Text Files" of the manual of Anki 2.1.54 and later, and the older line `tags: …`. A spreadsheet that
saved such a file anew may have quoted these lines, or put its separators behind them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from nmt_study.exchange.table.columns import Column

_SEPARATORS = {
    "comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":",
}  # fmt: skip
_COLUMNS = {
    "guid column": Column.GUID,
    "notetype column": Column.NOTETYPE,
    "deck column": Column.DECK,
    "tags column": Column.ANKI_TAGS,
}
_KEYS = frozenset({"separator", "html", "tags", "columns", "notetype", "deck", "if matches", *_COLUMNS})
HEADER = "nmt-study"
_FRAIL = re.compile(
    r"[%,;|\t\"']|^[ ]|[ ]$"
)  # what a spreadsheet would part or quote, or spaces that may be lost
_LINE = re.compile(r"#([a-z][a-z -]{1,20}):[ \t]?(.*)", re.IGNORECASE | re.DOTALL)
_OLD_TAGS = re.compile(r"tags:[ \t]*(\S.*)")
_EXCEL = re.compile(r"sep=(.)")  # how Excel is told the separator
_MOST = 200  # lines


@dataclass(slots=True)
class AnkiHead:
    """What the lines say. `places` are those of the columns that are no fields, from 0; `header` holds lines of ours."""

    lines: int = 0
    separator: str = ""
    html: bool | None = None
    tags: tuple[str, ...] = ()
    columns: str = ""
    notetype: str = ""
    deck: str = ""
    places: dict[Column, int] = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    excel: bool = False

    @property
    def is_there(self) -> bool:
        """Say whether the file has such lines at all."""
        return self.lines > 0 and not self.excel


def read_head(text: str) -> AnkiHead:
    """Return what the lines at the top of a text say."""
    head = AnkiHead()
    for line in _first_lines(text):
        plain = line.rstrip("\r,;\t|").strip()
        plain = plain[1:-1].replace('""', '"') if plain.startswith('"#') and plain.endswith('"') else plain
        found = _LINE.fullmatch(plain)
        key = found[1].lower().strip() if found else ""
        if found and key in _KEYS:
            # The separators of `#columns` and of a literal `#separator` must stay.
            whole = _LINE.fullmatch(line.strip("\r"))
            _take(head, key, whole[2] if whole and key in {"separator", "columns"} else found[2])
        elif found and key == HEADER:
            head.header.append(unquote(found[2]))
        elif not head.lines and (excel := _EXCEL.fullmatch(line.strip('\r"'))):
            head.separator, head.excel, head.lines = excel[1], True, 1
            break
        elif not head.lines and (old := _OLD_TAGS.fullmatch(line.rstrip("\r"))):
            head.tags = tuple(old[1].split())
        else:
            break
        head.lines += 1
    return head


def header_line(line: str) -> str:
    """Return a line of a deck's header as one of a table, which Anki passes over and spreadsheets leave whole."""
    return f"#{HEADER}:{_FRAIL.sub(lambda found: f'%{ord(found[0]):02X}', line)}"


def _first_lines(text: str) -> Iterator[str]:
    start = 0
    for _ in range(_MOST):
        end = text.find("\n", start)
        if end < 0:
            return
        yield text[start:end]
        start = end + 1


def _take(head: AnkiHead, key: str, value: str) -> None:
    word = value.strip()
    if key == "separator":
        head.separator = _SEPARATORS.get(word.strip(",;\t| ").lower() or word, "") or _literal(value)
    elif key == "html":
        head.html = word.lower() == "true"
    elif key == "tags":
        head.tags = tuple(word.split())
    elif key == "columns":
        head.columns = value
    elif key == "notetype":
        head.notetype = word
    elif key == "deck":
        head.deck = word
    elif key in _COLUMNS and re.fullmatch(r"[0-9]{1,4}", word) and int(word):
        head.places[_COLUMNS[key]] = int(word) - 1


def _literal(value: str) -> str:
    """Return a separator that is written as itself."""
    return value[:1] if value[:1] in set(_SEPARATORS.values()) else ""
