"""A program in a terminal of 80 by 24: started, sent keys, and timed until what is waited for is on its screen."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from scripts.benchmark.measure import Cost

PATIENCE = 60
"""Seconds after which something that does not appear has failed to."""

CTRL_Q = b"\x11"


class Terminal:
    """A running program and what it wrote since the last key; time is counted until the bytes have been read."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a program."""
        self._terminal, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._written = b""
        self._used = 0.0
        self._began = time.perf_counter()
        self._program = subprocess.Popen(
            command, stdin=there, stdout=there, stderr=there, env=environment, start_new_session=True
        )
        os.close(there)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def until(self, pattern: bytes) -> tuple[Cost, bytes]:
        """Wait for a pattern; return what it took since the start or the last key, and what matched.

        Raises:
            TimeoutError: it did not appear.
        """
        wanted = re.compile(pattern)
        while not (found := wanted.search(self._written)):
            if not self._read(PATIENCE):
                state = "ended" if self._program.poll() is not None else "still runs"
                self._program.kill()
                raise TimeoutError(
                    f"{pattern!r} did not appear, the program {state}: {self._written[-2000:]!r}"
                )
        seconds = time.perf_counter() - self._began
        return Cost(seconds, self._processor() - self._used), found[0]

    def press(self, key: bytes) -> None:
        """Send a key, once the program has nothing more to write."""
        self.settle()
        self._written = b""
        self._used = self._processor()
        self._began = time.perf_counter()
        os.write(self._terminal, key)

    def settle(self, quiet: float = 0.03) -> None:
        """Read until nothing has come for so many seconds."""
        while self._read(quiet):
            pass

    def close(self) -> None:
        """Leave the program as a person does, and end it if it does not go."""
        try:
            self.press(CTRL_Q)
            while self._program.poll() is None and self._read(5):
                pass
            self._program.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            self._program.kill()
            self._program.wait()
        finally:
            os.close(self._terminal)

    def _processor(self) -> float:
        """Return the seconds of processor time that all threads of the program had so far; 0 where Linux is not."""
        tasks = Path(f"/proc/{self._program.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def _read(self, patience: float) -> bool:
        """Take what the program writes; False when nothing came, or it has ended."""
        if not select.select([self._terminal], [], [], patience)[0]:
            return False
        try:
            written = os.read(self._terminal, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return False
        self._written += written
        return bool(written)
