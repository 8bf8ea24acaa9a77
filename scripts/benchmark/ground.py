"""The homes and collections that are measured: made when a row first asks for them, below one temporary folder."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nmt_study.clock import SystemClock, study_day
from nmt_study.storage.segments import Series
from scripts.benchmark.answering import desk_in
from scripts.benchmark.history import Asked, Life, cards_in, lives, write_history
from scripts.benchmark.library import write_library
from scripts.benchmark.measure import clean_environment, run, seconds_of
from scripts.benchmark.peers import build_collection

SMALL = 1000


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: cards in the large library, how often each thing is done, and answers beyond the usual."""

    cards: int
    processes: int
    starts: int
    keys: int
    answers: int
    colds: int
    longer: int = 0

    @classmethod
    def of(cls, cards: int, longer: int, *, quick: bool) -> "Effort":
        """Return the usual effort, or the least that still says something."""
        return cls(cards, 5, 3, 15, 40, 1, longer) if quick else cls(cards, 15, 11, 120, 300, 3, longer)

    @property
    def tenth(self) -> int:
        """Cards in the middle library."""
        return max(SMALL, self.cards // 10)


@dataclass(frozen=True, slots=True)
class Stand:
    """A home with a mature history, warm: its folder, what was done with it, and how to start the program on it."""

    folder: Path
    environment: Mapping[str, str]
    asked: Sequence[Asked]
    past: Sequence[Life | None]
    files: int
    events: int
    parsing: float

    @property
    def home(self) -> Path:
        """The study home."""
        return self.folder / "home"

    def program(self, *words: str) -> list[str]:
        """Return the command that runs the program on this home."""
        return [*program(), "--home", str(self.home), *words]


class Ground:
    """The folder in which everything measured lies."""

    def __init__(self, folder: Path, effort: Effort) -> None:
        self.folder = folder
        self.effort = effort
        self.today = study_day(SystemClock("UTC").now())
        self.environment = clean_environment(str(folder / "nobody"))
        self._stands: dict[int, Stand] = {}

    def stand(self, cards: int) -> Stand:
        """Return a home with so many cards of its own, nine in ten answered, its library cached."""
        if cards not in self._stands:
            self._stands[cards] = self._make(cards)
        return self._stands[cards]

    @property
    def large(self) -> Stand:
        """The large home."""
        return self.stand(self.effort.cards)

    def collection(self) -> Path:
        """Return an Anki collection with the cards and the history of the large home."""
        stand = self.large
        path = stand.folder / "collection.anki2"
        if not path.exists():
            say("making the same as an Anki collection")
            desk = desk_in(stand.folder)
            memories = desk.record.memories(one.key for one in stand.asked)
            desk.close()
            build_collection(path, stand.asked, stand.past, memories, self.today)
        return path

    def script(self, name: str, text: str) -> list[str]:
        """Return the command that runs a small program with the same interpreter."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return [sys.executable, str(path)]

    def _make(self, cards: int) -> Stand:
        say(f"making a library of {cards:,} cards and its history")
        folder = self.folder / f"of-{cards}"
        files = write_library(folder / "home", cards)
        asked: list[Asked] = []
        parsing = seconds_of(lambda: asked.extend(cards_in(folder / "home")))
        past = lives(len(asked), self.today, self.effort.longer)
        events = write_history(folder / "home/progress.db", asked, past)
        stand = Stand(folder, clean_environment(str(folder)), asked, past, files, events, parsing)
        _keep(folder, events)
        run(stand.program("due"), stand.environment)
        return stand


def _keep(folder: Path, events: int) -> None:
    """Give all events their second copy, as they would have if they had been answered here one by one."""
    desk = desk_in(folder)
    home = desk.keeping.home
    if home is not None:
        Series.of(desk.places.data, home.id, desk.record.device).ship(desk.record.path, events)
    desk.close()


def program() -> list[str]:
    """Return the command of the program itself: as installed, else as a module."""
    installed = Path(sys.executable).with_name("nmt-study")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "nmt_study"]


def say(text: str) -> None:
    """Tell what is going on."""
    print(f"{text} ...", file=sys.stderr, flush=True)


def use_utc() -> None:
    """Let this process and all it starts live in UTC, so that days begin for all at the same moment."""
    import time

    os.environ["TZ"] = "UTC"
    time.tzset()
