"""Running the program for a test: in this process through its own door, or as a process of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from nmt_study import config
from nmt_study.cli.start import run
from nmt_study.config import Places
from nmt_study.storage.record.record import Record
from tests.builders import places_in, write_decks

ROOT = Path(__file__).resolve().parents[2]
USER_FOLDERS = ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA")


NOTHING: Mapping[str, str] = {}
UNSHIPPED = """
import pathlib, sys
from nmt_study import config
folder = pathlib.Path(sys.argv.pop(1))
config.shipped_folder = lambda: folder
from nmt_study.cli.start import run
run()
"""
"""The program with another folder, given as its first word, in the place of the shipped content."""


@dataclass(frozen=True)
class Ran:
    """What a run came to: the exit code, and what went to standard output and standard error."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode()

    @property
    def lines(self) -> list[str]:
        """Standard output line by line."""
        return self.out.splitlines()


@dataclass
class Terminal:
    """A person's home and the folder they stand in; `run` is what they type."""

    places: Places
    patch: pytest.MonkeyPatch
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """The study home."""
        return self.places.home

    def write(self, **decks: str) -> None:
        """Write decks by name."""
        write_decks(self.places, decks)

    def run(self, *words: str, typed: str | bytes = "", home: bool = True) -> Ran:
        """Run a command in this process; `typed` is standard input, which is no terminal."""
        text = typed.encode() if isinstance(typed, str) else typed
        streams = [io.TextIOWrapper(io.BytesIO(text)), *(io.TextIOWrapper(io.BytesIO()) for _ in range(2))]
        names = ("stdin", "stdout", "stderr")
        with self.patch.context() as patch:
            patch.setattr(sys, "argv", ["nmt-study", *(("--home", str(self.home)) if home else ()), *words])
            for name, stream in zip(names, streams, strict=True):
                patch.setattr(sys, name, stream)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            with pytest.raises(SystemExit) as left:
                run()
        _, out, err = (_content(stream) for stream in streams)
        return Ran(int(left.value.code or 0), out, err.decode())

    def json(self, *words: str) -> Any:  # noqa: ANN401
        """Run a command with --json, which must be fine, and return what it printed."""
        ran = self.run(*words, "--json")
        assert (ran.code, ran.raw.isascii()) == (0, True), ran.err
        return parsed(ran)

    def start(
        self, *words: str, shipped: bool = False, also: Mapping[str, str] = NOTHING
    ) -> "subprocess.Popen[bytes]":
        """Start a command as a process of its own, with pipes on all three streams; `also` is environment.

        Without the shipped decks, which take time to read at the first start, unless they are asked for.
        """
        program = ("-m", "nmt_study") if shipped else ("-c", UNSHIPPED, str(self.places.shipped))
        return subprocess.Popen(
            [sys.executable, *program, *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
            env=self.clean_environment() | dict(also),
        )  # fmt: skip

    def process(self, *words: str, typed: bytes = b"", also: Mapping[str, str] = NOTHING) -> Ran:
        """Run a command as a process of its own to its end."""
        started = self.start("--home", str(self.home), *words, also=also)
        out, err = started.communicate(typed, timeout=60)
        return Ran(started.returncode, out, err.decode())

    def answers(self) -> int:
        """Return how many answers the record holds; it must be sound."""
        record = Record.open(self.places.record, os.urandom)
        try:
            assert record.verify() == ()
            return record.counts().answers
        finally:
            record.close()

    def clean_environment(self) -> dict[str, str]:
        """Return this process's environment with the user's folders here."""
        unwanted = ("NMT_", "PYTHON", "LC_", "LANG", "XDG_", "ACCESSIBLE", "NO_COLOR")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        return kept | user_folders(self.places) | {"PYTHONPATH": str(ROOT)} | self.environment


def user_folders(places: Places) -> dict[str, str]:
    """Return environment that keeps the user's folders beside the home."""
    return dict.fromkeys(USER_FOLDERS, str(places.home.parent / "user"))


def parsed(ran: Ran) -> Any:  # noqa: ANN401 - what a document holds is what the tests are about
    """Return the one JSON document of standard output."""
    return json.loads(ran.out)


def terminal_in(folder: Path, patch: pytest.MonkeyPatch) -> Terminal:
    """Return a terminal with an empty home, no shipped decks, and nothing of the machine's own user."""
    places = places_in(folder)
    for one in (places.home, places.shipped, folder / "here"):
        one.mkdir(parents=True)
    for name, value in user_folders(places).items():
        patch.setenv(name, value)
    for name in (config.HOME_VARIABLE, "ACCESSIBLE", "NO_COLOR"):
        patch.delenv(name, raising=False)
    patch.setattr(config, "shipped_folder", lambda: places.shipped)
    return Terminal(places, patch, folder / "here")


def _content(stream: io.TextIOWrapper) -> bytes:
    """Return everything that was written to a stream."""
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()
