"""Files that a crash leaves either as they were or as they should be: written beside, flushed, then put in place."""

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count, product
from pathlib import Path

PRIVATE = 0o600
"""For the owner only: such files hold somebody's answers."""


def exists(path: Path) -> bool:
    """Tell whether something is there; no where looking is not allowed, or a name is longer than the system's may be.

    For paths that a person gave: `Path.exists` and its like refuse such a path instead.
    """
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Tell whether a file is there; as `exists`, it never refuses."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there; as `exists`, it never refuses."""
    return os.path.isdir(path)  # noqa: PTH112


def read_bytes(path: Path, most: int) -> bytes:
    """Return what a regular file holds, at most one byte more than the limit; never waits for a pipe or device.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    with open(path, "rb", opener=_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, "it is not a file")
        return file.read(most + 1)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting: a pipe that nobody writes into would wait for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


@contextmanager
def written_beside(path: Path, data: bytes, mode: int | None = None) -> Iterator[Path]:
    """Give a new file beside another one, with its content on the disk; it is gone afterwards unless renamed.

    Without a mode it may be read by whom the system usually lets. Its name begins with a dot, which the library passes
    over should the program be killed here, and is this program's own, so that two that save at once do not meet.

    Raises:
        OSError: it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(fresh, "wb", opener=None if mode is None else private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode not in {None, PRIVATE}:
            with suppress(OSError):  # a disk that knows no permissions keeps none
                fresh.chmod(mode)
        yield fresh
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def replace_file(path: Path, data: bytes, mode: int | None = PRIVATE) -> None:
    """Put a file in place in one step; after a crash it is the old one or the new one.

    Raises:
        OSError: it cannot be written.
    """
    with written_beside(path, data, mode) as fresh:
        fresh.replace(path)
    flush_folder(path.parent)


def free_stem(folder: Path, stem: str, *endings: str, before: Collection[str] = ("",)) -> str:
    """Return how files of a folder may be called so that none of them is there: numbered from 2 on.

    That is so with any of the endings, and with any of what may stand before it.
    """
    stems = chain([stem], (f"{stem}-{number}" for number in count(2)))
    names = tuple(product(before, endings))
    return next(
        one for one in stems if not any((folder / f"{begin}{one}{end}").exists() for begin, end in names)
    )


def drop_unfinished(folder: Path) -> None:
    """Delete what a killed program left beside the files of a folder; nobody else may be writing there.

    Older versions named such a file without a dot.
    """
    for left in chain(folder.glob(".*.new"), folder.glob("*.jsonl.new")):
        with suppress(OSError):
            left.unlink()


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
