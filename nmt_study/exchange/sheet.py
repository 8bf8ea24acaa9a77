"""Tables as text: CSV and its kin from any spreadsheet, whatever its separator, encoding and line ends."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nmt_study.disk import read_bytes
from nmt_study.errors import ExitCode, NmtError
from nmt_study.text import clean, reason_of, shorten

LARGEST = 20_000_000  # bytes
MOST_ROWS = 100_000
MOST_COLUMNS = 2_000
SEPARATORS = ",;\t|"
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_SHOWN = 60  # characters of a cell that a message shows


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: `name` is how its file is called, rows come with their line number from 1."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def fault(self, row: int, column: int, message: str, hint: str = "") -> NmtError:
        """Return the refusal of a cell, named by its row and its column, which count from 1."""
        title = self.head[column - 1] if 0 < column <= len(self.head) else ""
        named = f" ({shorten(title, _SHOWN)})" if title else ""
        return NmtError(f"{self.name}, row {row}, column {column}{named}: {message}", hint, ExitCode.USAGE)


def read_sheet(path: Path) -> Sheet:
    """Read a table whose first row names its columns; blank rows are passed over.

    The separator is the one of comma, semicolon, tab and bar that the first row has most of. The text is UTF-8, with
    or without its mark, UTF-16 with its mark, or else Windows-1252, which every other file of a spreadsheet is.

    Raises:
        NmtError: it cannot be read, is too large, or a row is longer than the first.
    """
    name = clean(path.name)
    try:
        data = read_bytes(path, LARGEST)
    except OSError as fault:
        raise NmtError(
            f"{clean(str(path))} cannot be read: {reason_of(fault)}",
            "Give the path of a CSV file.",
            ExitCode.USAGE,
        ) from fault
    if len(data) > LARGEST:
        raise NmtError(f"{name} is larger than {LARGEST // 1_000_000} MB", "Divide it.", ExitCode.USAGE)
    return _table(name, decoded(data))


def decoded(data: bytes) -> str:
    """Return the text of a table: UTF-8, UTF-16 with its mark, or else Windows-1252; what is none of it is replaced."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _table(name: str, text: str) -> Sheet:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            cells = tuple(clean(cell).strip() for cell in row)
            if any(cells):
                rows.append((number, cells))
            if len(rows) > MOST_ROWS + 1:
                raise NmtError(f"{name} has more than {MOST_ROWS:,} rows", "Divide it.", ExitCode.USAGE)
    except csv.Error as fault:
        raise no_table(name, fault) from fault
    if not rows:
        raise NmtError(f"{name} is empty", "Its first row names the columns.", ExitCode.USAGE)
    sheet = Sheet(name, rows[0][1], tuple(rows[1:]))
    if len(sheet.head) > MOST_COLUMNS:
        raise NmtError(f"{name} has more than {MOST_COLUMNS:,} columns", "Divide it.", ExitCode.USAGE)
    for number, cells in sheet.rows:
        if len(cells) > len(sheet.head):
            message = f"this row has {len(cells)} cells, the first has {len(sheet.head)}"
            raise sheet.fault(number, len(sheet.head) + 1, message, "Quote cells that hold the separator.")
    return sheet


def no_table(name: str, fault: csv.Error) -> NmtError:
    """Return the refusal of a text that is no table."""
    what, hint = f"is no table: {clean(str(fault))}", "Save it as CSV."
    if "field larger" in str(fault):
        what = f"is no table: it has a cell of more than {csv.field_size_limit():,} characters"
        hint = "Shorten it; where no cell is that long, a quote is not closed."
    return NmtError(f"{name} {what}", hint, ExitCode.USAGE)


def cell(row: Sequence[str], place: int) -> str:
    """Return a cell of a row, "" where the row is shorter."""
    return row[place] if place < len(row) else ""
