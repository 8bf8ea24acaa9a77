"""Excel workbooks on their way in: each sheet a deck, formulas by the values that were saved with them."""

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, repeat
from typing import Any

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Choice, Header, Item
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.archive import Archive
from nmt_study.exchange.format import Arrived, Loss, Parcel
from nmt_study.exchange.harmless import unharmed
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.office import has_macros, opened
from nmt_study.exchange.sheet import MOST_COLUMNS, MOST_ROWS
from nmt_study.exchange.table.asking import map_columns
from nmt_study.exchange.table.cells import Grid, Style
from nmt_study.exchange.table.tabular import read_rows
from nmt_study.exchange.table.vertical import is_vertical, read_lines
from nmt_study.exchange.telling import title_of
from nmt_study.text import clean

HEADER_SHEET = "nmt-study"
_MOST_SHEETS = 200
_LAST_ROW = 1_048_576  # of Excel, where a stray cell may stand far below the others

Rows = list[tuple[str, tuple[str, ...]]]


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the decks that a workbook holds, one for each visible sheet that has items, named after both if there are several.

    Raises:
        NmtError: it is no workbook, damaged, protected, or larger than it may be.
    """
    archive = opened(data, name, "xl/workbook.xml")
    losses = list(_told(archive))
    sheets = _sheets(data, name, archive)
    own = next((rows for title, rows, _ in sheets if title == HEADER_SHEET), None)
    sheets = [one for one in sheets if one[0] != HEADER_SHEET]
    parcels, doubts, notes = [], [], []
    for title, rows, told in sheets:
        whole = title if len(sheets) > 1 else ""
        landing = Landing(answers, whole)
        landing.losses += told
        _take(whole, rows, landing)
        named = f"{title_of(name)}: {whole}" if whole else title_of(name)
        deck = landing.deck(_header(own, named, landing), name)
        parcels += [Parcel(deck)] if deck.parts else []
        doubts += landing.doubts
        notes += [_at(whole, one) for one in landing.notes]
        losses += [Loss(_at(whole, one.where), one.what, one.kept) for one in landing.losses]
    return Arrived(tuple(parcels), tuple(losses), tuple(doubts), tuple(notes))


def _at(title: str, where: str) -> str:
    """Return a place within a sheet of several."""
    return f"{clean(title)}, {where}" if title and where != title else where


def _told(archive: Archive) -> Iterator[Loss]:
    """Give what a workbook has besides cells."""
    pictures = sum(1 for entry in archive.names if entry.startswith("xl/media/"))
    if pictures:
        yield Loss("the file", f"{pictures:,} pictures", "put them beside the deck and name them there")
    for folder, what in (("xl/charts/", "charts"), ("xl/comments", "comments on cells")):
        if any(entry.startswith(folder) for entry in archive.names):
            yield Loss("the file", what)
    if has_macros(archive):
        yield Loss("the file", "macros, which were not run")


def _sheets(data: bytes, name: str, archive: Archive) -> list[tuple[str, Rows, list[Loss]]]:
    """Return title, rows and losses of each sheet."""
    with warnings.catch_warnings():
        # What the library finds odd is no matter of the person who takes the file in.
        warnings.simplefilter("ignore")
        try:
            found = list(_opened(data, archive))
        except NmtError:
            raise
        except Exception as fault:
            # The library has no error of its own for bytes that mean harm: whatever it says, nothing is taken.
            raise archive.fault("is damaged, or no workbook") from fault
    if not found:
        raise archive.fault("has no sheet")
    if len(found) > _MOST_SHEETS:
        raise NmtError(f"{clean(name)} has more than {_MOST_SHEETS} sheets", "Divide it.", ExitCode.USAGE)
    return found


def _opened(data: bytes, archive: Archive) -> Iterator[tuple[str, Rows, list[Loss]]]:
    from openpyxl import load_workbook  # late: it is slow to load

    sheets = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False).worksheets
    others = [None] * len(sheets)
    if _computes(archive):
        others = load_workbook(io.BytesIO(data), read_only=True, keep_links=False).worksheets
    for sheet, other in islice(zip(sheets, others, strict=False), _MOST_SHEETS + 1):
        title, losses = clean(str(sheet.title)), list[Loss]()
        if sheet.sheet_state != "visible" and title != HEADER_SHEET:
            yield title, [], [Loss("the sheet", "a sheet that is hidden")]
        else:
            yield title, _rows(sheet, other, losses, archive), losses


def _computes(archive: Archive) -> bool:
    """Say whether a sheet may have formulas; only then it is read a second time, for them."""
    sheets = (
        entry for entry in archive.names if entry.startswith("xl/worksheets/") and entry.endswith(".xml")
    )
    return any(b"<f" in archive.read(entry) or b":f" in archive.read(entry) for entry in sheets)


def _rows(sheet: Any, other: Any, losses: list[Loss], archive: Archive) -> Rows:  # noqa: ANN401 - without types
    sheet.reset_dimensions()  # a file may lie about its size
    found: Rows = []
    others: Iterable[Any] = repeat(())
    if other is not None:
        other.reset_dimensions()
        others = other.iter_rows()
    pairs = zip(sheet.iter_rows(), others, strict=False)
    for number, (row, formulas) in enumerate(pairs, 1):
        if number > _LAST_ROW or len(found) > MOST_ROWS:
            raise archive.fault(f"has more than {MOST_ROWS:,} rows")
        if not row and not formulas:
            continue
        if len(row) > MOST_COLUMNS and any(cell.value is not None for cell in row[MOST_COLUMNS:]):
            raise archive.fault(f"has more than {MOST_COLUMNS:,} columns")
        cells = [_cell(one, number, losses) for one in row[:MOST_COLUMNS]]
        _tell_formulas(formulas, cells, number, losses)
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((f"row {number}", tuple(cells)))
    return found


def _tell_formulas(row: Sequence[Any], cells: Sequence[str], number: int, losses: list[Loss]) -> None:
    for place, one in enumerate(row[:MOST_COLUMNS]):
        if one.data_type == "f":
            kept = "the value that was saved with it" if place < len(cells) and cells[place] else ""
            losses.append(Loss(f"row {number}, column {place + 1}", "a formula", kept))


def _cell(cell: Any, row: int, losses: list[Loss]) -> str:  # noqa: ANN401 - without types
    """Return what a cell shows, as near as its value and its format say."""
    value = cell.value
    if value is None:
        return ""
    where = f"row {row}, column {getattr(cell, 'column', 1)}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime | date | time | timedelta):
        losses.append(
            Loss(where, "a date or time, which Excel may have made of a text such as 5-6", f"“{value}”")
        )
        return str(value)
    text = clean(_unescaped(str(value)).replace("\r\n", "\n").replace("\r", "\n")).rstrip()
    if cell.data_type == "e":
        losses.append(Loss(where, f"the fault {text}"))
        return ""
    return text


def _number(value: float, form: str) -> str:
    """Return a number with the 15 digits that Excel knows of it; a share in per cent as such."""
    percent = "%" in form and '"' not in form
    written = f"{value * 100 if percent else value:.15g}"
    return f"{written}%" if percent else written


def _unescaped(text: str) -> str:
    """Return a text without the `_x000D_` that stands for a carriage return in workbooks."""
    return text.replace("_x000D_", "") if "_x000D_" in text else text


def _take(title: str, rows: Rows, landing: Landing) -> None:
    if is_vertical(rows) and read_lines(rows, landing):
        return
    mapped = map_columns(title, rows, landing) if rows else None
    if mapped is None:
        return
    lines: Iterable[tuple[str, tuple[str, ...]]] = mapped.rows
    style = Style.PLAIN
    if mapped.columns.is_ours:
        style, lines = Style.MARKDOWN, unharmed(mapped.rows)
    read_rows(Grid(mapped.head, tuple(lines), style), mapped.columns, landing)


def _header(own: Rows | None, title: str, landing: Landing) -> Header:
    """Return the header that a workbook of ours brings along, else one with a title."""
    if own:
        lines = "\n".join(["---", *(row[0] for _, row in unharmed(own)), "---", ""])
        return parse(lines, "header.md").deck.header
    choices = any(isinstance(part, Item) and isinstance(part.answer, Choice) for _, part in landing.parts)
    return Header(title=clean(title), kind="quiz" if choices else "")
