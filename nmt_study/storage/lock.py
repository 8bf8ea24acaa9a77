"""A lock that dies with its holder: that of an empty database file."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path, seconds: float = 0) -> Iterator[bool]:
    """Hold a lock while the block runs; gives False when another program still holds it after so many seconds.

    The lock is that of an empty database file: the same on every system, and let go of when its holder is killed.

    Raises:
        OSError: the lock's file cannot be made.
    """
    try:
        connection = sqlite3.connect(path, timeout=seconds, isolation_level=None)
    except sqlite3.Error as fault:
        raise OSError(0, "cannot be made", str(path)) from fault
    try:
        yield _taken(connection, path)
    finally:
        connection.close()


def _taken(connection: sqlite3.Connection, path: Path) -> bool:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as fault:
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise OSError(0, "cannot be locked", str(path)) from fault
    return True
