"""What SQLite says about the record, in words that a person can act on; nobody reads "database is locked"."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nmt_study.errors import NmtError
from nmt_study.text import clean

BUSY_SECONDS = 10

_MOVED = (
    "not saved: {path} was moved or replaced while it was open",
    "Close nmt-study and start it again; everything answered before that moment is in the file that was moved.",
)


class DamagedError(NmtError):
    """The file is no database, or no longer a whole one: only a backup or the segments can help."""


@contextmanager
def in_words(where: Path | sqlite3.Connection, *, saving: bool) -> Iterator[None]:
    """Turn what SQLite says into what a person can act on; our own mistakes pass through."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as fault:
        code = _code(fault, where)
        words = _MOVED if _is_moved(fault) else _words(code, saving=saving)
        if words is None:
            raise
        message, hint = words
        path = shown(where)
        kind = DamagedError if code in _DAMAGE else NmtError
        raise kind(message.replace("{path}", path), hint.replace("{path}", path)) from fault


def damaged(path: Path) -> DamagedError:
    """Return the refusal of a file that is not whole."""
    message, hint = _words(sqlite3.SQLITE_CORRUPT, saving=False) or ("", "")
    return DamagedError(message.replace("{path}", shown(path)), hint)


_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _code(fault: Exception, where: Path | sqlite3.Connection) -> int:
    """Return the primary result code; text that is no UTF-8, also in what SQLite says, has none, and means damage.

    So does a statement that is not understood because a table is not what it was made as.
    """
    unreadable = isinstance(fault, (sqlite3.OperationalError, UnicodeDecodeError))
    code = primary(fault) or (sqlite3.SQLITE_CORRUPT if unreadable else 0)
    misshapen = code == sqlite3.SQLITE_ERROR and isinstance(where, sqlite3.Connection) and _misshapen(where)
    return sqlite3.SQLITE_CORRUPT if misshapen else code


def _misshapen(connection: sqlite3.Connection) -> bool:
    from nmt_study.storage.record.layout import changed_definitions

    try:
        return any(changed_definitions(connection))
    except (sqlite3.Error, UnicodeDecodeError):
        return True


def _is_moved(fault: Exception) -> bool:
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
                "Make room on the disk that holds {path}, or check it, then try again.",
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
        case code if code in _DAMAGE:
            return (
                f"{start}{{path}} is damaged, or is no nmt-study record",
                "nmt-study data restore lists the backups that bring your answers back; the damaged file is kept.",
            )
    return None


def primary(fault: Exception) -> int:
    """Return the primary result code; the upper bits only refine it."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF


def shown(where: Path | sqlite3.Connection) -> str:
    """Return the path of the record as it may be printed."""
    if isinstance(where, sqlite3.Connection):
        where = Path(next((row[2] for row in where.execute("PRAGMA database_list") if row[1] == "main"), ""))
    return clean(str(where))
