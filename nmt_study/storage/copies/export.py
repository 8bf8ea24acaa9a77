"""The whole record as files that any program reads: each table and public view as JSON or as CSV.

Taken from a copy, so that a slow disk keeps nobody from answering, and all files are of one moment.
"""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from nmt_study import __version__
from nmt_study.disk import exists, flush_folder, private
from nmt_study.errors import ExitCode, NmtError
from nmt_study.storage.copies.backups import UNFINISHED, checked_copy
from nmt_study.storage.database import open_copy, query
from nmt_study.text import clean, no_formula

CONTENTS = "contents.json"
FORMATS = ("json", "csv")

_NAMES = r"""SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND sql NOT LIKE 'CREATE VIRTUAL%'
    AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_%' ESCAPE '\' ORDER BY name"""

_Rows = Iterator[Sequence[Any]]
_Writer = Callable[[TextIO, Sequence[str], _Rows], int]


@dataclass(frozen=True, slots=True)
class Table:
    """What was written of one table or view."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: int


def export(record: Path, folder: Path, form: str, when: str) -> tuple[Table, ...]:
    """Write everything that a record holds into a folder, as `form`, one of `FORMATS`; `when` is noted.

    Raises:
        NmtError: the record cannot be read, or a file of that name is there already: nothing is overwritten.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{UNFINISHED}export.db"
    copy.unlink(missing_ok=True)
    try:
        checked_copy(record, copy)
        with closing(open_copy(copy)) as connection:
            names = [name for (name,) in query(connection, _NAMES)]
            _refuse_taken(folder, [CONTENTS, *(f"{name}.{form}" for name in names)])
            tables = tuple(_write(connection, name, folder, form) for name in names)
    finally:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
    _write_contents(folder / CONTENTS, form, when, tables)
    flush_folder(folder)
    return tables


def _refuse_taken(folder: Path, names: Sequence[str]) -> None:
    """Refuse to write over a file."""
    for name in names:
        if exists(folder / name):
            hint = "Choose a folder that is empty or not there yet, with -o."
            raise NmtError(f"{clean(str(folder / name))} is there already", hint, ExitCode.USAGE)


def _write(connection: sqlite3.Connection, name: str, folder: Path, form: str) -> Table:
    """Write one table or view."""
    cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')  # noqa: S608 - a name from the schema
    columns = tuple(column[0] for column in cursor.description)
    file = f"{name}.{form}"
    encoding = (
        "utf-8" if form == "json" else "utf-8-sig"
    )  # without the mark Excel reads CSV in a local code page
    with open(folder / file, "x", encoding=encoding, newline="", opener=private) as stream:
        rows = _WRITERS[form](stream, columns, iter(cursor))
    return Table(name, file, columns, rows)


def _write_json(stream: TextIO, columns: Sequence[str], rows: _Rows) -> int:
    """Write rows as a list of objects, one a line; return how many."""
    count = 0
    stream.write("[")
    for row in rows:
        values = {name: _value(name, value) for name, value in zip(columns, row, strict=True)}
        stream.write(("," if count else "") + "\n" + json.dumps(values))
        count += 1
    stream.write("\n]\n")
    return count


def _value(name: str, value: object) -> object:
    """Return a value; body and free text of an event are objects, not texts that hold them."""
    if name in {"body", "free"} and isinstance(value, str):
        with suppress(ValueError, RecursionError):
            return json.loads(value)
    return value


def _write_csv(stream: TextIO, columns: Sequence[str], rows: _Rows) -> int:
    """Write rows as RFC 4180 has it; return how many."""
    writer, count = csv.writer(stream), 0
    writer.writerow(columns)
    for row in rows:
        writer.writerow([no_formula(value) for value in row])
        count += 1
    return count


_WRITERS: dict[str, _Writer] = {"json": _write_json, "csv": _write_csv}


def _write_contents(path: Path, form: str, when: str, tables: Sequence[Table]) -> None:
    """Write what the other files are; this one comes last, so that it stands for a whole export."""
    contents = {
        "made_by": f"nmt-study {__version__}",
        "made_at": when,
        "format": form,
        "tables": [
            {"name": one.name, "file": one.file, "columns": one.columns, "rows": one.rows} for one in tables
        ],
    }
    with open(path, "x", encoding="utf-8", newline="", opener=private) as stream:
        stream.write(json.dumps(contents, indent=2) + "\n")
