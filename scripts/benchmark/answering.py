"""Answering cards one after the other, here and in Anki: in this process for timing, as a program for counting flushes.

As a program: answering.py ours|anki FOLDER COUNT.
"""

import os
import sys
from pathlib import Path
from typing import Protocol

from nmt_study.clock import SystemClock
from nmt_study.config import Places, shipped_folder
from nmt_study.services import overview
from nmt_study.services.desk import Desk, open_desk
from nmt_study.services.study import Scope, begin
from nmt_study.srs.model import Grade
from scripts.benchmark.library import TAG


class Answering(Protocol):
    """A session in which one card is in front."""

    def answer(self) -> None:
        """Grade the card in front with Good and bring the next one."""
        ...

    def take_back(self) -> None:
        """Undo the last grade and bring its card back."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Ours:
    """A study session on a measured home; `most` is the number of cards in it."""

    def __init__(self, folder: Path, most: int) -> None:
        self._desk = desk_in(folder)
        if overview.first_time(self._desk):
            raise RuntimeError(f"{folder} has no history")
        self._session = begin(self._desk, Scope(tags=(TAG,), limit=most))

    def answer(self) -> None:
        """Save Good and show the next card."""
        if self._session.grade(Grade.GOOD) is None:
            raise RuntimeError(f"not saved: {self._session.notice}")

    def think(self) -> None:
        """Do what the program does while the learner reads and thinks."""
        self._session.look_ahead()

    def take_back(self) -> None:
        """Undo and show that card."""
        if self._session.undo() is None:
            raise RuntimeError("there was nothing to take back")

    def close(self) -> None:
        """Let go of the files."""
        self._desk.close()


class Anki:
    """A session of the real Anki."""

    def __init__(self, path: Path) -> None:
        from anki.collection import Collection
        from anki.scheduler.v3 import Scheduler

        self._collection = Collection(str(path))
        scheduler = self._collection.sched
        if not isinstance(scheduler, Scheduler):
            raise TypeError("this is not the scheduler that Anki has used since 2023")
        self._scheduler = scheduler
        self._queue = self._scheduler.get_queued_cards()

    def answer(self) -> None:
        """Do what Anki's reviewer does: answer with Good, then ask for the next card."""
        from anki.cards import Card
        from anki.scheduler_pb2 import CardAnswer

        queued, scheduler = self._queue.cards[0], self._scheduler
        card = Card(self._collection, backend_card=queued.card)
        card.start_timer()
        scheduler.answer_card(scheduler.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD))
        self._queue = scheduler.get_queued_cards()

    def take_back(self) -> None:
        """Undo, then ask for the next card."""
        self._collection.undo()
        self._queue = self._scheduler.get_queued_cards()

    def close(self) -> None:
        """Let go of the collection."""
        self._collection.close()


def places_in(folder: Path) -> Places:
    """Return the places of a measured home, as the environment of `clean_environment` gives them."""
    return Places(folder / "home", shipped_folder(), folder / "cache/nmt-study", folder / "data/nmt-study")


def desk_in(folder: Path) -> Desk:
    """Open the desk of a measured home."""
    return open_desk(places_in(folder), SystemClock("UTC"), os.urandom)


def main(kind: str, folder: Path, count: int) -> None:
    """Answer so many cards."""
    answering: Answering = Ours(folder, count + 1) if kind == "ours" else Anki(folder / "collection.anki2")
    for _ in range(count):
        answering.answer()
    answering.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
