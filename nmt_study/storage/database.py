"""The record's file: opened with care, refused in words, and written in transactions that are durable when they end.

Journal TRUNCATE with synchronous EXTRA: in this mode an answer that was committed survives a power cut, and one file
really is one file. Write-ahead logging is faster, but SQLite up to 3.51.2 can corrupt a database in that mode when two
programs write (sqlite.org/wal.html, "the WAL-reset bug"), and copying only the main file loses the newest answers.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from nmt_study.errors import NmtError
from nmt_study.text import clean

Progress = Callable[[int, int], None]
"""Called now and then during long work with how much is done and how much there is."""

APPLICATION_ID = 0x6E6D7473  # "nmts"
VERSION = 1
BUSY_SECONDS = 10

_MOVED = (
    "not saved: {path} was moved or replaced while it was open",
    "Close nmt-study and start it again; everything answered before that moment is in the file that was moved.",
)

_PRAGMAS = (
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "fullfsync = ON",
)


def open_record(path: Path) -> sqlite3.Connection:
    """Open the record, made and brought up to date where needed; statements outside `write` commit by themselves.

    Raises:
        NmtError: the file cannot be opened, is damaged, belongs to another program or to a newer version of this one.
            The last two are found out by reading only.
    """
    if not _create(path):
        _refuse_foreign(path)
    with _in_words(path, saving=False):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            for pragma in _PRAGMAS:
                connection.execute("PRAGMA " + pragma)
            if _check(connection, path) < VERSION:
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def write(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the one write transaction; what was written inside is on disk when this ends, or nothing is.

    Raises:
        NmtError: it could not be saved (disk full, read-only, held by another program for ten seconds, damaged).
    """
    with _in_words(connection, saving=True):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise


@contextmanager
def read(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold a read transaction: everything read inside is of one moment, whoever else writes.

    Raises:
        NmtError: the record cannot be read.
    """
    with _in_words(connection, saving=False):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            _roll_back(connection)


def query(
    connection: sqlite3.Connection, sql: str, parameters: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    """Return all rows of one SELECT.

    Raises:
        NmtError: the record cannot be read.
    """
    with _in_words(connection, saving=False):
        return connection.execute(sql, parameters).fetchall()


def _roll_back(connection: sqlite3.Connection) -> None:
    """End the transaction unless the fault has ended it already."""
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _create(path: Path) -> bool:
    """Make an empty file that only its owner can read, where the system knows owners; False when it is there.

    Raises:
        NmtError: it cannot be made, or what is there is no file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return True
    except OSError as fault:
        if path.is_file():
            return False
        reason = clean(fault.strerror or type(fault).__name__)
        hint = "Choose a home that you may write to, with --home."
        raise NmtError(f"{_shown(path)} cannot be made: {reason}", hint) from fault


def _refuse_foreign(path: Path) -> None:
    """Look at an existing file without being able to change it.

    Raises:
        NmtError: it is not ours, newer than this program, or damaged.
    """
    address = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    uri = f"file://{'' if address.startswith('/') else '/'}{address}?mode=ro"
    with _in_words(path, saving=False):
        try:
            with closing(
                sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
            ) as connection:
                _check(connection, path)
        except sqlite3.OperationalError as fault:
            # A program was killed while it wrote: only an opening that may write can roll that back.
            if _primary(fault) not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
                raise


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the tables, 0 for an empty file.

    Raises:
        NmtError: the database is not ours, or newer than this program.
    """
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise NmtError(
            f"{_shown(path)} is a database of another program",
            "It was left as it is. Move it away, or choose another home with --home.",
        )
    if version > VERSION:
        raise NmtError(
            f"{_shown(path)} was written by a newer nmt-study",
            "It was left as it is. Update nmt-study, then start it again.",
        )
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the tables up to date; of several programs that start at once, the first does it and the others wait."""
    with write(connection):
        if _check(connection, path) < VERSION:
            from nmt_study.storage.migrations import migrate

            migrate(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def _in_words(where: Path | sqlite3.Connection, *, saving: bool) -> Iterator[None]:
    """Turn what SQLite says into what a person can act on; our own mistakes pass through."""
    try:
        yield
    except sqlite3.Error as fault:
        words = _MOVED if _is_moved(fault) else _words(_primary(fault), saving=saving)
        if words is None:
            raise
        message, hint = words
        path = _shown(where)
        raise NmtError(message.replace("{path}", path), hint.replace("{path}", path)) from fault


def _is_moved(fault: sqlite3.Error) -> bool:
    return getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED


def _words(code: int, *, saving: bool) -> tuple[str, str] | None:
    """Return message and hint for a primary result code of SQLite (sqlite.org/rescode.html)."""
    start = "not saved: " if saving else ""
    match code:
        case sqlite3.SQLITE_FULL:
            return f"{start}the disk is full", "Make room on the disk that holds {path}, then try again."
        case sqlite3.SQLITE_IOERR if saving:
            return (
                "not saved: the disk is full or fails",
                "Make room on the disk, or check it, then try again.",
            )
        case sqlite3.SQLITE_IOERR:
            return "{path} cannot be read from its disk", "Check the disk, and copy the file somewhere safe."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return (
                f"{start}another program has kept {{path}} to itself for {BUSY_SECONDS} seconds",
                "Close the other program, then try again.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return (
                f"{start}{{path}} or its folder may not be written",
                "Allow writing there, or choose another home with --home.",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return (
                f"{start}{{path}} is damaged, or is no nmt-study record",
                "Keep a copy of it, then put a backup in its place, or move it away to begin afresh.",
            )
    return None


def _primary(fault: sqlite3.Error) -> int:
    """Return the primary result code; the upper bits only refine it."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF


def _shown(where: Path | sqlite3.Connection) -> str:
    """Return the path of the record as it may be printed."""
    if isinstance(where, sqlite3.Connection):
        where = Path(next((row[2] for row in where.execute("PRAGMA database_list") if row[1] == "main"), ""))
    return clean(str(where))
