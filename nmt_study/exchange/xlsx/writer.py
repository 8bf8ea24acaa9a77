"""Decks as Excel workbooks, with the columns of `table.writer` but those for Anki."""

import io
import re
import warnings
import zipfile
from typing import Any

from nmt_study.exchange.format import Departed, Loss, Parcel
from nmt_study.exchange.table.writer import header_lines, table_of
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.xlsx.reader import HEADER_SHEET

_LONGEST = 32_767  # characters of a cell, by Microsoft's specification of Excel
_WHEN = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive knows
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_WIDTHS = {"question": 60, "answer": 40, "why": 40, "case": 40, "source": 20, "tags": 20}
_WIDTH = 24


def write(parcel: Parcel) -> Departed:
    """Return a deck as a workbook; every cell is text, so that nothing in it is a formula.

    Raises:
        NmtError: there is no item in it.
    """
    from openpyxl import Workbook  # late: it is slow to load

    table = table_of(parcel)
    losses = list(table.losses)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = Workbook(write_only=True)
        sheet = book.create_sheet("items")
        sheet.freeze_panes = "A2"
        for place, name in enumerate(table.names):
            sheet.column_dimensions[_letters(place)].width = _WIDTHS.get(
                name, _WIDTH if len(name) == 1 else 12
            )
        sheet.append([_cell(sheet, name) for name in table.names])
        for number, line in enumerate(table.lines(table.names), 1):
            if any(len(text) > _LONGEST for text in line):
                stem = table.rows[number - 1]["question"]
                losses.append(
                    Loss(f"row {number}", f"{quoted(stem)}: a cell of it is longer than Excel allows")
                )
                continue
            sheet.append([_cell(sheet, text) for text in line])
        lines = header_lines(parcel.deck.header)
        if lines:
            about = book.create_sheet(HEADER_SHEET)
            for text in lines:
                about.append([_cell(about, text)])
        stream = io.BytesIO()
        book.save(stream)
    return Departed(_timeless(stream.getvalue()), tuple(losses))


def _cell(sheet: Any, text: str) -> Any:  # noqa: ANN401 - without types
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))


def _timeless(data: bytes) -> bytes:
    """Return a workbook without the time at which it was written, so that the same deck gives the same bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            content = before.read(info)
            if info.filename == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z\2", content)
            entry = zipfile.ZipInfo(info.filename, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, content)
    return stream.getvalue()
