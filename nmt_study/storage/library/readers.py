"""Reads many deck files with all processors: each of some helper processes parses every so-manieth file.

A helper is told its files at once and hands over what each comes to, in order; while it is waited for, the others go
on. It ends when it is done, or when nobody reads on. What goes between the processes is made by this module alone.
"""

import hashlib
import marshal
import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from nmt_study.storage.library.files import read_bytes
from nmt_study.storage.library.prepared import Prepared, prepare
from nmt_study.text import reason_of

WORTH_IT = 4_000_000
"""Bytes from which on helpers are asked: starting them takes as long as parsing so much."""

_MOST = 8  # helpers
_HEAD = 8  # bytes that tell how long a message is


class Wanted(NamedTuple):
    """A file to be read: where it is, its path as people see it and as the library does, and what is known of it."""

    file: str
    shown: str
    path: str
    known: bytes


class Unread(NamedTuple):
    """Why a file could not be read."""

    reason: str


Outcome = Prepared | Unread | None
"""What a file comes to; None where its bytes are those that are known."""


def read(wanted: Wanted) -> Outcome:
    """Read one file in this process."""
    try:
        data = read_bytes(Path(wanted.file))
    except OSError as fault:
        return Unread(reason_of(fault))
    if wanted.known and hashlib.sha256(data).digest() == wanted.known:
        return None
    return prepare(data, wanted.shown, wanted.path)


def read_all(wanted: Sequence[Wanted], size: int, processors: int) -> Generator[Outcome]:
    """Yield what each file comes to, in order; `size` is that of all of them in bytes."""
    helpers: list[_Helper] = []
    if size >= WORTH_IT and processors > 1:
        count = min(processors, _MOST, len(wanted))
        with suppress(OSError):  # no more processes: then this one does it
            helpers += (_Helper(wanted[start::count]) for start in range(count))
        if len(helpers) < count:
            _end(helpers)
    try:
        for one, helper in zip(wanted, cycle(helpers or [None]), strict=False):
            yield helper.next(one) if helper else read(one)
    finally:
        _end(helpers)


class _Helper:
    """A process that reads some files; one that fails is of no further use, and its files are read here."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        command = [sys.executable, "-P", "-m", "nmt_study.storage.library.readers"]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )  # fmt: skip
        with suppress(OSError):
            assert self.process.stdin is not None  # noqa: S101 - a pipe was asked for
            _send(self.process.stdin, [tuple(one) for one in wanted])
            self.process.stdin.close()

    def next(self, wanted: Wanted) -> Outcome:
        """Return what the next of its files comes to."""
        try:
            assert self.process.stdout is not None  # noqa: S101 - a pipe was asked for
            found = _receive(self.process.stdout)
        except (OSError, EOFError, ValueError, TypeError):
            self.process.kill()
            return read(wanted)
        if isinstance(found, str):
            return Unread(found)
        return None if found is None else Prepared(*found)


def _end(helpers: list[_Helper]) -> None:
    for helper in helpers:
        helper.process.kill()
        helper.process.wait()
        for stream in (helper.process.stdin, helper.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _send(target: BinaryIO | Any, value: Any) -> None:  # noqa: ANN401 - a pipe, and rows
    data = marshal.dumps(value)
    target.write(len(data).to_bytes(_HEAD) + data)
    target.flush()


def _receive(source: BinaryIO | Any) -> Any:  # noqa: ANN401 - whatever was sent
    head = source.read(_HEAD)
    if len(head) < _HEAD:
        raise EOFError
    return marshal.loads(source.read(int.from_bytes(head)))  # noqa: S302 - from our own process


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Read the files that are asked for, one after the other."""
    for one in _receive(source):
        found = read(Wanted(*one))
        if isinstance(found, Prepared):
            _send(target, tuple(found))
        else:
            _send(target, found.reason if found else None)


if __name__ == "__main__":
    try:
        main(sys.stdin.buffer, sys.stdout.buffer)
    except (BrokenPipeError, EOFError):
        os._exit(1)  # nobody reads on: there is nothing to be said, and nothing to be flushed
