"""The record's file: opened with care, refused in words, and written in transactions that are durable when they end.

Journal TRUNCATE with synchronous EXTRA: in this mode an answer that was committed survives a power cut, and one file
really is one file. Write-ahead logging is faster, but SQLite up to 3.51.2 can corrupt a database in that mode when two
programs write (sqlite.org/wal.html, "the WAL-reset bug"), and copying only the main file loses the newest answers.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from nmt_study.disk import exists, is_file
from nmt_study.errors import NmtError
from nmt_study.storage.refusal import BUSY_SECONDS, damaged, in_words, primary, shown
from nmt_study.text import reason_of

Progress = Callable[[int, int], None]
"""Called now and then during long work with how much is done and how much there is."""

SQLITE = sqlite3.sqlite_version
APPLICATION_ID = 0x6E6D7473  # "nmts"
VERSION = 3
_OLDEST = (3, 37)  # the first with STRICT tables
_TURN = 50  # milliseconds

_PRAGMAS = (
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "fullfsync = ON",
)


def open_record(path: Path, before: Callable[[sqlite3.Connection], None] | None = None) -> sqlite3.Connection:
    """Open the record, made and brought up to date where needed; statements outside `write` commit by themselves.

    `before` is called with a record of an older version before anything in it is changed.

    Raises:
        NmtError: the file cannot be opened, is damaged, belongs to another program or to a newer version of this one.
            The last two are found out by reading only.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise NmtError(
            f"this Python comes with SQLite {SQLITE}, which is too old",
            f"SQLite {'.'.join(map(str, _OLDEST))} or newer is needed; a newer Python brings it along.",
        )
    if not _create(path):
        _refuse_foreign(path)
    with in_words(path, saving=False):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            for pragma in _PRAGMAS:
                connection.execute("PRAGMA " + pragma)
            version = _check(connection, path)
            _refuse_cut_off(connection, path)
            if version < VERSION:
                if version and before:
                    before(connection)
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def open_copy(path: Path) -> sqlite3.Connection:
    """Open a record to read it only; what is not there is not made.

    What a killed program left half done is rolled back first, as by every opening.

    Raises:
        NmtError: it cannot be read, is damaged or empty, or belongs to another program or a newer version of this one.
    """
    with in_words(path, saving=False):
        connection = _connect(path, "ro")
        try:
            if not _check(connection, path):
                raise NmtError(f"{shown(path)} is empty", "Choose a file that nmt-study made.")
        except sqlite3.OperationalError as fault:
            connection.close()
            if primary(fault) not in _HALF_DONE or not exists(path.with_name(f"{path.name}-journal")):
                raise
            with closing(_connect(path, "rw")) as writing:
                _check(writing, path)
            return _connect(path, "ro")
        except BaseException:
            connection.close()
            raise
    return connection


def copied(path: Path, target: Path) -> bool:
    """Copy a database that others may be using into a new file; False where there is none that could be read.

    Raises:
        OSError: the new file cannot be written.
    """
    if not is_file(path) or is_empty(path):
        return False
    try:
        with closing(_connect(path, "ro")) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error:
        target.unlink(missing_ok=True)
        return False
    return True


def is_empty(path: Path) -> bool:
    """Tell whether a file holds nothing; SQLite takes one of a single byte for an empty one, and writes over it.

    Raises:
        OSError: it is not there.
    """
    return path.stat().st_size <= 1


def is_current(connection: sqlite3.Connection) -> bool:
    """Tell whether an open record has the tables of this version."""
    return query(connection, "PRAGMA user_version") == [(VERSION,)]


@contextmanager
def write(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the one write transaction; what was written inside is on disk when this ends, or nothing is.

    Raises:
        NmtError: it could not be saved (disk full, read-only, held by another program for ten seconds, damaged).
    """
    with in_words(connection, saving=True):
        _begin(connection)
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise


def _begin(connection: sqlite3.Connection) -> None:
    """Begin to write, waiting in short turns.

    Left to itself SQLite looks ever less often, and may wait for ever beside a program that writes without pause.
    """
    connection.execute(f"PRAGMA busy_timeout = {_TURN}")
    try:
        for turns_left in range(BUSY_SECONDS * 1000 // _TURN, -1, -1):
            try:
                connection.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError as fault:
                if primary(fault) != sqlite3.SQLITE_BUSY or not turns_left:
                    raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


@contextmanager
def read(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold a read transaction: everything read inside is of one moment, whoever else writes.

    Raises:
        NmtError: the record cannot be read.
    """
    with in_words(connection, saving=False):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            _roll_back(connection)


def query(
    connection: sqlite3.Connection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> list[tuple[Any, ...]]:
    """Return all rows of one SELECT.

    Raises:
        NmtError: the record cannot be read.
    """
    with in_words(connection, saving=False):
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
        if is_file(path):
            return False
        reason = reason_of(fault)
        hint = "Choose a home that you may write to, with --home."
        raise NmtError(f"{shown(path)} cannot be made: {reason}", hint) from fault


def _refuse_foreign(path: Path) -> None:
    """Look at an existing file without being able to change it.

    Raises:
        NmtError: it is not ours, newer than this program, or damaged.
    """
    with in_words(path, saving=False):
        try:
            with closing(_connect(path, "ro")) as connection:
                _check(connection, path)
        except sqlite3.OperationalError as fault:
            if primary(fault) not in _HALF_DONE:
                raise


def _refuse_cut_off(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is shorter than it says; SQLite reads what is missing of its last page as zeros.

    Raises:
        DamagedError: it is.
    """
    with read(connection):
        sql = "SELECT page_size * page_count FROM pragma_page_size, pragma_page_count"
        if path.stat().st_size < query(connection, sql)[0][0]:
            raise damaged(path)


def _refuse_stray(path: Path) -> None:
    """Refuse a write-ahead log beside a record: SQLite would write it over the record, whatever it is of.

    nmt-study makes none. The record is not opened to look what it says of one: closing it would let go of the locks
    that SQLite holds on it for other threads of this program (sqlite.org/howtocorrupt.html, 2.2).

    Raises:
        NmtError: there is one.
    """
    stray = path.with_name(f"{path.name}-wal")
    try:
        strange = stray.stat().st_size > 0
    except OSError:
        return
    if strange:
        hint = "Close other programs that have the record open. If it is still there then, move it away; your record is as it was."
        raise NmtError(f"{shown(stray)} is not of nmt-study, and would change the record beside it", hint)


_HALF_DONE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""What reading may fail with when a program was killed while it wrote: only an opening that may write can roll that back."""


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open a file that is there, to read it only ("ro") or to write it too ("rw")."""
    _refuse_stray(path)
    address = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    uri = f"file://{'' if address.startswith('/') else '/'}{address}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


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
            f"{shown(path)} is a database of another program",
            "It was left as it is. Move it away, or choose another home with --home.",
        )
    if version > VERSION:
        raise NmtError(
            f"{shown(path)} was written by a newer nmt-study",
            "It was left as it is. Update nmt-study, then start it again.",
        )
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the tables up to date; of several programs that start at once, the first does it and the others wait."""
    with write(connection):
        if _check(connection, path) < VERSION:
            from nmt_study.storage.record.migrations import migrate

            migrate(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
