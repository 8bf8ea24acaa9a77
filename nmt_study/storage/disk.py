"""Files that a crash leaves either as they were or as they should be, and a lock that dies with its holder."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRIVATE = 0o600
"""For the owner only: these files hold somebody's answers."""


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in place in one step; after a crash it is the old one or the new one.

    Raises:
        OSError: it cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        with open(fresh, "wb", opener=private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def private(path: str, flags: int) -> int:
    """Open a file that only its owner may read, where the system knows owners; for `open(opener=...)`."""
    return os.open(path, flags, PRIVATE)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into, and the folders above it.

    Raises:
        OSError: it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def flush_file(path: Path) -> None:
    """Have a file's content on the disk when this returns.

    Raises:
        OSError: the disk fails.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk when this returns, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
