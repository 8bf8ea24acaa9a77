"""Tables as text on their way in: from any spreadsheet, from flashcard sites, and Anki's own notes in plain text."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Choice, Header, Item
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Arrived, Doubt, Parcel
from nmt_study.exchange.harmless import unharmed
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.sheet import LARGEST, MOST_COLUMNS, MOST_ROWS, SEPARATORS, decoded, no_table
from nmt_study.exchange.table.anki_head import AnkiHead, read_head
from nmt_study.exchange.table.asking import Mapped, map_columns
from nmt_study.exchange.table.cells import Grid, Style
from nmt_study.exchange.table.columns import Column, Columns, recognise
from nmt_study.exchange.table.quotes import Quotes, asked, leniently
from nmt_study.exchange.table.tabular import read_rows
from nmt_study.exchange.table.vertical import read_lines
from nmt_study.exchange.telling import title_of
from nmt_study.text import clean, shorten

_SAMPLE = 300  # rows by which the separator is told
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_OTHERS = (
    (b"PK", "is an archive, such as an Excel workbook, and no table as text"),
    (b"\xd0\xcf\x11\xe0", "is an old Office file, and no table as text"),
    (b"%PDF", "is a PDF file, and no table as text"),
    (b"SQLite format 3", "is a database, and no table as text"),
)
_LATER = 3  # bytes of one sign that may be missing at the end of a file that was cut off
_LETTERED = re.compile(r"[*]?\(?[A-Ja-j][.)]\s")
_KNOWN_NOTES = ("basic", "cloze")

Rows = list[tuple[str, tuple[str, ...]]]


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the deck that a table as text holds.

    Raises:
        NmtError: it is no text, no table, damaged, or larger than it may be.
    """
    landing = Landing(answers)
    text = _decoded(data, name, landing)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    head = read_head(text)
    body = _without_head(text, head)
    if not head.is_there and (lines := _as_lines(body, head, name, landing)):
        return lines
    separator = _separator(body, head, name, landing)
    if separator is None:
        landing.lose("the file", "all of it: it is not known what parts the columns")
        return Arrived((), tuple(landing.losses), tuple(landing.doubts))
    rows = _rows(body, separator, head.lines, name, landing)
    header = _header(head, name)
    if rows:
        _take(rows, head, separator, landing)
    elif not head.is_there and not landing.losses:
        raise NmtError(f"{clean(name)} is empty", "Each row is an item.", ExitCode.USAGE)
    return arrived(landing, header, name, ours=bool(head.header))


def _as_lines(body: str, head: AnkiHead, name: str, landing: Landing) -> Arrived | None:
    """Return what a text without columns holds where it is a quiz written line below line."""
    if head.separator or "\t" in body:
        return None
    numbered = [
        (f"line {number}", (line.strip(),)) for number, line in enumerate(body.split("\n"), 1) if line.strip()
    ]
    lettered = sum(1 for _, (line,) in numbered if _LETTERED.match(line))
    if len(numbered) > MOST_ROWS or lettered < 2 or lettered * 4 < len(numbered):
        return None
    rows = [(where, tuple(map(clean, row))) for where, row in numbered]
    return arrived(landing, _header(head, name), name) if read_lines(rows, landing) else None


def arrived(landing: Landing, header: Header, name: str, *, ours: bool = False) -> Arrived:
    """Return what came of a table; with options in it, it is a quiz, unless its header is one of ours."""
    if not header.kind and any(
        isinstance(part, Item) and isinstance(part.answer, Choice) for _, part in landing.parts
    ):
        header = header if ours else replace(header, kind="quiz")
    deck = landing.deck(header, name)
    parcels = (Parcel(deck),) if deck.parts or header.other else ()
    return Arrived(parcels, tuple(landing.losses), tuple(landing.doubts), tuple(landing.notes))


def _decoded(data: bytes, name: str, landing: Landing) -> str:
    """Return the text of a file; what its encoding leaves open is told."""
    if len(data) > LARGEST:
        raise _refused(name, f"is larger than {LARGEST // 1_000_000} MB", "Divide it.")
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise _refused(name, what, "Name its format, or save it as CSV.")
    data = _with_mark(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise _refused(name, "is cut off or damaged", "Save it as CSV UTF-8.") from fault
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        cut = fault.start >= len(data) - _LATER and any(byte > 127 for byte in data[: fault.start])
        if cut or b"\x00" in data:
            raise _refused(name, "is cut off, or no text", "Save it as CSV UTF-8.") from fault
    landing.lose(
        "the file", "its encoding, which is not UTF-8", "read as Windows-1252: look at accents and signs"
    )
    return decoded(data)


def _with_mark(data: bytes) -> bytes:
    """Return UTF-16 without its mark with one: every second byte of most texts in it is zero."""
    start = data[:2000]
    if len(start) < 4 or b"\x00" not in start or start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return data
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > 4 * even and odd > len(start) // 8:
        return codecs.BOM_UTF16_LE + data
    if even > 4 * odd and even > len(start) // 8:
        return codecs.BOM_UTF16_BE + data
    return data


def _without_head(text: str, head: AnkiHead) -> str:
    at = 0
    for _ in range(head.lines):
        at = text.find("\n", at) + 1
    return text[at:]


def _separator(body: str, head: AnkiHead, name: str, landing: Landing) -> str | None:
    """Return what parts the columns; None where that has to be asked.

    Raises:
        NmtError: nothing does.
    """
    if head.columns:  # which a spreadsheet may have saved with another separator than the file says
        parted = {one: recognise(_first_row(head.columns, one)) for one in SEPARATORS}
        whole = [one for one, found in parted.items() if found.is_whole]
        if whole:
            return max(whole, key=lambda one: parted[one].known)
    if head.separator and (not body.strip() or max(_widths(body, head.separator), default=0) > 1):
        return head.separator
    if not body.strip():
        return ","
    widths = {one: found for one in SEPARATORS if (found := _widths(body, one)) and max(found) > 1}
    if not widths:
        _rows(body, "\t", head.lines, name, landing)  # which says what is wrong with one of the cells
        hint = "Save it as CSV or with tabs: a question and an answer on each line."
        raise _refused(name, "has only one column, so it is no table", hint)
    return _best(widths, body, landing)


def _best(widths: Mapping[str, list[int]], body: str, landing: Landing) -> str | None:
    known = {one: recognise(_first_row(body, one)) for one in widths}
    whole = [one for one, found in known.items() if found.is_whole]
    if whole:
        return max(whole, key=lambda one: known[one].known)
    even = [one for one, found in widths.items() if len(set(found)) == 1]
    if "\t" in even or len(even) == 1:
        return "\t" if "\t" in even else even[0]
    likely = even or [
        one for one, found in widths.items() if sum(width > 1 for width in found) * 2 > len(found)
    ]
    if len(likely) == 1:
        return likely[0]
    if "\t" in likely and not even:
        return "\t"
    among = tuple(likely or widths)
    doubt = Doubt(
        "separator",
        "the file",
        "What parts the columns of a row?",
        tuple(f"a {_NAMES[one]}" for one in among),
    )
    at = landing.ask(doubt)
    return None if at is None else among[at]


def _widths(text: str, separator: str) -> list[int]:
    """Return how many cells each of the first rows has that is not blank."""
    return [len(row) for row in _some(text, separator)]


def _first_row(text: str, separator: str) -> Sequence[str]:
    return next(iter(_some(text, separator)), [])


def _some(text: str, separator: str) -> list[list[str]]:
    """Return the first rows that are not blank, with quotes as they are where those of CSV make no sense."""
    for quotes in (True, False):
        try:
            return [row for row in islice(_parted(text, separator, quotes=quotes), _SAMPLE) if any(row)]
        except csv.Error:
            continue
    return []


def _parted(text: str, separator: str, *, quotes: bool) -> Iterator[list[str]]:
    stream = io.StringIO(text.replace("\x00", "\ufffd"), newline="")
    if quotes:
        return csv.reader(stream, delimiter=separator, strict=True)
    return csv.reader(stream, delimiter=separator, quoting=csv.QUOTE_NONE)


def _rows(body: str, separator: str, before: int, name: str, landing: Landing) -> Rows:
    """Return the rows that are not blank.

    Flashcard sites write quotes as they are. Where the quotes of a file cannot be those of CSV, none of them is, which
    is told where one stands around a cell; where one may hold a cell together that was cut in two, that is asked.

    Raises:
        NmtError: there are too many, or a cell is too large.
    """
    try:
        return _cleaned(_parted(body, separator, quotes=True), before, name)
    except csv.Error as fault:
        if '"' not in body:
            raise no_table(clean(name), fault) from fault
    try:
        rows = _cleaned(_parted(body, separator, quotes=False), before, name)
    except csv.Error as fault:
        raise no_table(clean(name), fault) from fault
    said = "its quotes, which are not those of CSV"
    kept = "each as a sign of the text"
    opening = [(where, cell) for where, row in rows for cell in row if cell.lstrip().startswith('"')]
    parted = next(((where, cell) for where, cell in opening if cell.count('"') % 2), None)
    if parted:
        chosen = asked(*parted, _NAMES[separator], landing)
        if chosen is Quotes.UNKNOWN:
            landing.lose("the file", "all of it: it is not known what its quotes are")
            return []
        if chosen is Quotes.AROUND:
            rows = _cleaned(leniently(body.replace("\x00", "\ufffd"), separator), before, name)
            kept = "those that end with their cell as its ends, each other one as a sign of the text"
    if parted or any(cell.rstrip().endswith('"') for _, cell in opening):
        landing.lose("the file", said, kept)
    return rows


def _cleaned(rows: Iterator[list[str]], before: int, name: str) -> Rows:
    found: Rows = []
    for number, row in enumerate(rows, before + 1):
        while row and not row[-1].strip():
            row.pop()
        if row:
            cells = tuple(clean(cell.replace("\r\n", "\n").replace("\r", "\n")).rstrip() for cell in row)
            found.append((f"row {number}", cells))
        if len(found) > MOST_ROWS + 1:
            raise _refused(name, f"has more than {MOST_ROWS:,} rows", "Divide it.")
        if len(row) > MOST_COLUMNS:
            raise _refused(name, f"has more than {MOST_COLUMNS:,} columns", "Divide it.")
    return found


def _take(rows: Rows, head: AnkiHead, separator: str, landing: Landing) -> None:
    """Add the items of the rows."""
    style = Style.HTML if head.html else Style.PLAIN
    mapped = _mapped(rows, head, separator, landing)
    if mapped is None:
        return
    lines = mapped.rows
    if mapped.columns.is_ours:
        style, lines = Style.MARKDOWN, unharmed(mapped.rows)
    grid = Grid(mapped.head, tuple(lines), style, head.tags, head.deck)
    read_rows(grid, mapped.columns, landing)


def _mapped(rows: Rows, head: AnkiHead, separator: str, landing: Landing) -> Mapped | None:
    if head.columns:
        named = tuple(cell.strip() for cell in _first_row(head.columns, separator))
        mapped = map_columns("", [("the head", named), *rows], landing, named=True)
    elif head.is_there:
        mapped = _anki(rows, head, landing)
    else:
        mapped = map_columns("", rows, landing)
    if mapped is not None and not mapped.columns.is_ours:
        for column, place in head.places.items():
            for other in [one for one, at in mapped.columns.single.items() if at == place]:
                del mapped.columns.single[other]  # what Anki says goes before the name
            mapped.columns.single[column] = place
            mapped.columns.unknown = [one for one in mapped.columns.unknown if one != place]
    return mapped


def _anki(rows: Rows, head: AnkiHead, landing: Landing) -> Mapped | None:
    """Return notes as Anki exports them: its fields have no names, but basic and cloze notes are known.

    Of other notes with more than two fields the file does not say which field answers.
    """
    width = max(len(row) for _, row in rows)
    fields = [place for place in range(width) if place not in head.places.values()]
    notetype = head.places.get(Column.NOTETYPE, width)

    def is_known(row: tuple[str, ...]) -> bool:
        name = row[notetype] if notetype < len(row) else head.notetype
        return name.casefold().startswith(_KNOWN_NOTES) or not any(
            row[place : place + 1] != ("",) for place in fields[2:] if place < len(row)
        )

    if len(fields) > 1 and all(is_known(row) for _, row in rows):
        columns = Columns({Column.QUESTION: fields[0], Column.ANSWER: fields[1]}, unknown=fields[2:])
        return Mapped(tuple(f"field {place + 1}" for place in range(width)), rows, columns)
    first = rows[0][1]
    named = tuple(
        f"field {place + 1} ({shorten(first[place], 40) if place < len(first) else ''})"
        for place in range(width)
    )
    return map_columns("", [("the head", named), *rows], landing, named=True)


def _header(head: AnkiHead, name: str) -> Header:
    """Return the header that a table of ours brings along, else one with the title of the file."""
    if head.header:
        lines = "\n".join(["---", *head.header, "---", ""])
        return parse(lines, "header.md").deck.header
    return Header(title=title_of(name))


def _refused(name: str, what: str, hint: str) -> NmtError:
    return NmtError(f"{clean(name)} {what}", hint, ExitCode.USAGE)
