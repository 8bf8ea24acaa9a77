"""What the tests of services and front ends are made of: homes with decks, and a desk whose clock stands still."""

import os
import random
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from time import time_ns

from nmt_study.clock import FixedClock, Moment, day_of
from nmt_study.config import Places
from nmt_study.services.desk import Desk, open_desk
from nmt_study.services.study.study import Scope, Shown, StudySession, begin
from nmt_study.settings import Settings, save_settings
from nmt_study.srs.model import Grade

NOON = Moment(datetime(2026, 3, 2, 12, tzinfo=UTC), 0, "UTC")
TODAY = date(2026, 3, 2)
DAY = day_of(TODAY)

SHOULDER = """\
---
title: Shoulder
topic: shoulder
---

# Infraspinatus

Q: Where is pain from infraspinatus trigger points classically mapped?

A: Deep in the front of the shoulder.

Q: Name the nerve that supplies infraspinatus.

= suprascapular nerve | suprascapular

Q: About how many kPa is 1 kgf/cm²?

= 98 ± 1 kPa

Q: What comes first?

- [ ] Work lightly
  > Too soon.
- [x] Take the history
- [ ] Assess

Why: Questions cost nothing.

C: Infraspinatus is innervated by the [suprascapular nerve], roots [C5-C6].
"""
"""One item of each kind that study checks or asks; six cards, five items."""


def plain_deck(name: str, cards: int, *, core: int = 0) -> str:
    """Return a deck of recall cards, each with an id, the first `core` of them in the core set."""
    items = [
        f"Q: Question {number} of {name}?\n\nA: Answer {number}.\n\nid:: {name}-{number}"
        + ("\nlevel:: core" if number <= core else "")
        for number in range(1, cards + 1)
    ]
    return "\n\n".join([f"---\ntitle: Deck {name}\ntopic: {name}\n---", *items]) + "\n"


def noise(seed: int = 1) -> Callable[[int], bytes]:
    """Return a source of bytes that gives the same ones every time."""
    return random.Random(seed).randbytes


def places_in(folder: Path) -> Places:
    """Return the places of a home that shares nothing with the machine's own folders."""
    return Places(folder / "home", folder / "shipped", folder / "cache", folder / "data")


def write_decks(places: Places, decks: Mapping[str, str]) -> None:
    """Write decks by name; one that is there already changes its state, as an editor's save would."""
    for name, text in decks.items():
        file = places.home / "decks" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    places.shipped.mkdir(parents=True, exist_ok=True)


@dataclass
class Learner:
    """Someone with a home and a clock; `sit_down` opens a desk there, as a start of the program does."""

    places: Places
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))
    desks: list[Desk] = field(default_factory=list)

    def sit_down(self) -> Desk:
        """Open a desk; another one may be open at the same home."""
        desk = open_desk(self.places, self.clock, noise(len(self.desks) + time_ns()))
        self.desks.append(desk)
        return desk

    def set_up(self, settings: Settings) -> None:
        """Save settings for the next desk."""
        save_settings(self.places.settings, settings)

    def write(self, **decks: str) -> None:
        """Write decks by name."""
        write_decks(self.places, decks)

    def delete(self, deck: str) -> None:
        """Delete a deck's file."""
        (self.places.home / "decks" / f"{deck}.md").unlink()

    def next_day(self, days: int = 1) -> None:
        """Let days pass."""
        self.clock.advance(days * 86_400)

    def get_up(self) -> None:
        """Close every desk."""
        while self.desks:
            self.desks.pop().close()


def learner(folder: Path, **decks: str) -> Learner:
    """Return a learner with these decks."""
    places = places_in(folder)
    write_decks(places, decks)
    return Learner(places)


def session(desk: Desk, *grades: Grade, scope: Scope | None = None) -> StudySession:
    """Begin a session and give these grades, each after five seconds."""
    found = begin(desk, scope or Scope(limit=1000))
    give(found, *grades)
    return found


def give(found: StudySession, *grades: Grade) -> None:
    """Give grades, each after five seconds."""
    for grade in grades:
        clock = found.desk.clock
        assert isinstance(clock, FixedClock)
        clock.advance(5)
        assert found.grade(grade) is not None


def front(found: StudySession) -> Shown:
    """Return the card on the screen; there must be one."""
    assert found.shown is not None
    return found.shown


def turn_to(found: StudySession, kind: str) -> None:
    """Grade Good until a card of a kind is on the screen."""
    while found.shown is not None and found.shown.card.item.kind != kind:
        give(found, Grade.GOOD)
    assert found.shown is not None, kind


def tables(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that follows from the events, read beside the product's own code."""
    connection = sqlite3.connect(desk.places.record)
    try:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
            for name in ("review", "practice", "shaping", "memory", "seen_content", "alias", "apart")
        }
    finally:
        connection.close()


def events(desk: Desk) -> int:
    """Return how many events the record holds."""
    return desk.record.counts().events


def block_writing(path: Path) -> None:
    """Put a folder where this program would write what is to take a file's place."""
    path.with_name(f".{path.name}.{os.getpid()}.new").mkdir()
