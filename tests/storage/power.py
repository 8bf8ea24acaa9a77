"""What a disk may hold after the power went: rebuilt from the system calls of a program, as strace saw them.

Only what was flushed is sure to be there. Of what was written since, any part may be, in units of a sector; a new name may
be missing while its folder was not flushed, and a renaming not have happened.
"""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECTOR = 512
CALLS = "openat,pwrite64,write,lseek,fdatasync,fsync,ftruncate,unlink,rename,close"
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class Node:
    """The bytes of one file: those that are sure, and what was written or cut off since, in order."""

    sure: bytearray = field(default_factory=bytearray)
    open: list[tuple[int, bytes | None]] = field(default_factory=list)
    live: bytearray = field(default_factory=bytearray)

    def write(self, offset: int, data: bytes) -> None:
        """Note a write."""
        put(self.live, offset, data)
        self.open.append((offset, data))

    def cut(self, size: int) -> None:
        """Note a new size."""
        resize(self.live, size)
        self.open.append((size, None))

    def flush(self) -> None:
        """All of it is sure now."""
        self.sure, self.open = bytearray(self.live), []

    def after_a_cut(self, draws: random.Random, share: float) -> bytes:
        """Return what may be there: of what is not sure, about such a share, sector by sector."""
        found = bytearray(self.sure)
        for offset, data in self.open:
            if data is None:
                if draws.random() < share:
                    resize(found, offset)
                continue
            for start in range(0, len(data), SECTOR):
                if draws.random() < share:
                    put(found, offset + start, data[start : start + SECTOR])
        return bytes(found)


def put(held: bytearray, offset: int, data: bytes) -> None:
    """Write into bytes, filling a gap with zeros."""
    if len(held) < offset:
        held.extend(bytes(offset - len(held)))
    held[offset : offset + len(data)] = data


def resize(held: bytearray, size: int) -> None:
    """Cut bytes off, or add zeros."""
    del held[size:]
    held.extend(bytes(size - len(held)))


@dataclass
class Disk:
    """A folder as a program sees it (`names`), and as it is sure to be found again (`sure`)."""

    folder: str
    names: dict[str, Node] = field(default_factory=dict)
    sure: dict[str, Node] = field(default_factory=dict)
    handles: dict[int, tuple[str, Node | None, int]] = field(default_factory=dict)
    words: str = ""

    @property
    def said(self) -> list[str]:
        """The whole lines that the program has printed so far."""
        return self.words.split("\n")[:-1]

    def do(self, name: str, texts: list[str], numbers: list[int], result: int, flags: str) -> bool:
        """Do what one call did; tell whether it changed anything here."""
        if name == "openat" and result >= 0:
            return self._open(texts[0], result, flags)
        handle = numbers[0] if numbers else -1
        path, node, place = self.handles.get(handle, ("", None, 0))
        if name == "write" and handle == 1 and texts:
            self.words += texts[0]
            return True
        if name == "unlink" and result == 0:
            return self.names.pop(texts[0], None) is not None
        if name == "rename" and result == 0 and texts[0] in self.names:
            self.names[texts[1]] = self.names.pop(texts[0])
            return True
        if name == "close":
            return self.handles.pop(handle, None) is None and False
        if name in {"fsync", "fdatasync"} and path == self.folder:
            self.sure = dict(self.names)
            return True
        if node is None or result < 0:
            return False
        return self._change(name, handle, (path, node, place), texts, (numbers, result))

    def _open(self, path: str, handle: int, flags: str) -> bool:
        if path == self.folder:
            self.handles[handle] = path, None, 0
        elif path.startswith(self.folder + "/"):
            new = path not in self.names
            node = self.names.setdefault(path, Node())
            if "O_TRUNC" in flags and node.live:
                node.cut(0)
            self.handles[handle] = path, node, len(node.live) if "O_APPEND" in flags else 0
            return new
        return False

    def _change(
        self,
        name: str,
        handle: int,
        known: tuple[str, Node, int],
        texts: list[str],
        more: tuple[list[int], int],
    ) -> bool:
        path, node, place = known
        numbers, result = more
        match name:
            case "pwrite64":
                node.write(numbers[-1], texts[0].encode("latin-1")[:result])
            case "write":
                node.write(place, texts[0].encode("latin-1")[:result])
                self.handles[handle] = path, node, place + result
            case "lseek":
                self.handles[handle] = path, node, result
                return False
            case "ftruncate":
                node.cut(numbers[-1])
            case "fsync" | "fdatasync":
                node.flush()
            case _:
                return False
        return True

    def after_a_cut(self, draws: random.Random) -> dict[str, bytes]:
        """Return the files that may be found when the power comes back, by their names."""
        share = draws.choice((0.0, 0.5, 0.5, 1.0))
        names = self.names if draws.random() < 0.5 else self.sure
        return {Path(path).name: node.after_a_cut(draws, share) for path, node in names.items()}


def watched(folder: Path, log: Path, *command: str, typed: str = "") -> None:
    """Run a Python program of the tests under strace; the log tells its calls.

    Raises:
        RuntimeError: it failed, or may not be watched.
    """
    strace = ["strace", "-xx", "-s", "200000", "-e", f"trace={CALLS}", "-o", str(log)]
    done = subprocess.run(
        [*strace, sys.executable, "-B", *command],
        cwd=ROOT, input=typed, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])


def replayed(log: Path, folder: Path) -> Iterator[Disk]:
    """Give the disk after each call that changed something in a folder, or said something."""
    disk = Disk(str(folder))
    with log.open(encoding="ascii") as lines:
        for line in lines:
            found = _CALL.match(line)
            if found is None:
                continue
            name, words, result = found[1], found[2], int(found[3])
            texts = [bytes.fromhex(one.replace("\\x", "")).decode("latin-1") for one in _TEXT.findall(words)]
            rest = _TEXT.sub("", words)
            numbers = [int(one) for one in re.findall(r"(?<![\w.])-?\d+", rest)]
            if disk.do(name, texts, numbers, result, rest):
                yield disk
