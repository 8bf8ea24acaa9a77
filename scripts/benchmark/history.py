"""Histories for measuring: what a learner answered over a year and more, the same for the same cards, day and seed.

Written through the storage layer, so that `data verify` accepts it: events with their digests, then a rebuild.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nmt_study.clock import Moment, date_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.identifiers import uuid7
from nmt_study.srs.model import Decision, Grade
from nmt_study.srs.scheduler import DEFAULT, SCHEDULER
from nmt_study.storage.database import open_record, write
from nmt_study.storage.record.event import ANSWER, INSERT_EVENT, UNDO, AnswerDraft, Event, Stamp, milliseconds
from nmt_study.storage.record.record import Record

ANSWERED = 0.9
"""The share of the cards that were ever answered."""

_TAKEN_BACK = 0.01
_DUE = 0.03
_OVERDUE = 4  # study days
_DAY_BEGINS = 9  # o'clock
_DAY_LASTS = 60_000  # seconds; it ends before the roll-over at 4 am
_APART = 20  # seconds between two answers, unless the day has too many of them


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: its study day, grade and interval in days (0: it came back the same day)."""

    day: int
    grade: Grade
    interval: int


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to a card so far, oldest answer first, and whether one more answer was taken back again."""

    answers: tuple[Given, ...]
    taken_back: bool

    @property
    def due(self) -> int:
        """The study day on which it is due."""
        return self.answers[-1].day + self.answers[-1].interval


@dataclass(frozen=True, slots=True)
class Asked:
    """What a history needs of a card: its key, the hash of what it means, and its question."""

    key: str
    content: str
    text: str


def lives(cards: int, today: int, longer: int = 0, seed: int = 1) -> list[Life | None]:
    """Return what happened to so many cards before today; None for those that are new.

    Each was answered `longer` times more than usual.
    """
    draw = random.Random(seed)  # noqa: S311 - the same every time, not secret
    return [_life(draw, today, longer) if draw.random() < ANSWERED else None for _ in range(cards)]


def _life(draw: random.Random, today: int, longer: int) -> Life:
    """Return a life of 1 to 6 answers, or more, and a lapse now and then, each given when it was due; few are due today."""
    intervals, grades = [draw.randint(2, 8)], [draw.choice((Grade.HARD, Grade.GOOD, Grade.GOOD, Grade.EASY))]
    for _ in range(draw.choices(range(6), (15, 20, 25, 18, 14, 8))[0] + longer):
        if draw.random() < 0.08:
            grades += [Grade.AGAIN, Grade.GOOD]
            intervals += [0, draw.randint(2, 9)]
        else:
            grades.append(draw.choices((Grade.HARD, Grade.GOOD, Grade.EASY), (15, 70, 15))[0])
            intervals.append(min(400, round(intervals[-1] * draw.uniform(1.6, 3.2)) + 1))
    ahead = -draw.randint(0, _OVERDUE) if draw.random() < _DUE else draw.randint(1, intervals[-1] - 1)
    last = today + ahead - intervals[-1]
    days = [last - sum(intervals[place:-1]) for place in range(len(intervals))]
    return Life(tuple(map(Given, days, grades, intervals)), taken_back=draw.random() < _TAKEN_BACK)


def cards_in(home: Path) -> list[Asked]:
    """Return the cards of a home's decks in the order of their files."""
    items = (item for file in deck_files(home) for item in parse(file.read_bytes(), "").deck.items)
    return [Asked(card.key, card.content, item.stem) for item in items for card in cards_of(item)]


def deck_files(home: Path) -> list[Path]:
    """Return a home's decks in order."""
    return sorted((home / "decks").rglob("*.md"))


def write_history(record: Path, cards: Sequence[Asked], past: Sequence[Life | None], seed: int = 1) -> int:
    """Write a record of what happened to cards; return the number of its events."""
    noise = random.Random(seed)  # noqa: S311 - the same every time, not secret
    opened = Record.open(record, noise.randbytes)
    try:
        connection = open_record(record)
        with write(connection):
            cursor = connection.executemany(
                INSERT_EVENT,
                ((*event.columns(), event.digest) for event in _events(opened.device, cards, past, noise)),
            )
        connection.close()
        opened.rebuild()
    finally:
        opened.close()
    return cursor.rowcount


def _events(
    device: str, cards: Sequence[Asked], past: Sequence[Life | None], noise: random.Random
) -> Iterator[Event]:
    """Yield all events in the order of time."""
    seen: set[str] = set()
    for seq, (stamp, card, given, target) in enumerate(_stamped(cards, past, noise), 1):
        if target:
            kind, body = UNDO, {"target": target}
        else:
            kind, body = ANSWER, _draft(stamp, card, given).body(with_text=card.content not in seen)
            seen.add(card.content)
        yield Event.made(stamp, device, seq, kind, body, noise.randbytes(16))


def _stamped(
    cards: Sequence[Asked], past: Sequence[Life | None], noise: random.Random
) -> Iterator[tuple[Stamp, Asked, Given, str]]:
    """Yield stamp, card and answer of every event; the last is what an undo takes back, "" for an answer."""
    days: dict[int, list[tuple[Asked, Given, bool]]] = {}
    for card, life in zip(cards, past, strict=True):
        for place, given in enumerate(life.answers if life else ()):
            slip = bool(life and life.taken_back and place == len(life.answers) - 1)
            days.setdefault(given.day, []).append((card, given, slip))
    for day, answers in sorted(days.items()):
        slips = sum(slip for *_, slip in answers)
        clock = _clock(day, len(answers) + 2 * slips, noise)
        for card, given, slip in answers:
            if slip:
                wrong = next(clock)
                yield wrong, card, Given(day, Grade.EASY, given.interval + 3), ""
                yield next(clock), card, given, wrong.id
            yield next(clock), card, given, ""


def _clock(day: int, events: int, noise: random.Random) -> Iterator[Stamp]:
    """Yield the stamps of a study day."""
    begins = datetime.combine(date_of(day), datetime.min.time(), UTC) + timedelta(hours=_DAY_BEGINS)
    step = min(_APART, _DAY_LASTS / events)
    for number in range(events):
        moment = Moment(begins + timedelta(seconds=number * step), 0, "UTC")
        yield Stamp(uuid7(milliseconds(moment), noise.randbytes), moment, day)


def _draft(stamp: Stamp, card: Asked, given: Given) -> AnswerDraft:
    decision = Decision(given.grade, given.interval, given.day + given.interval)
    millis = 3000 + int(stamp.id[-3:], 16)
    return AnswerDraft(stamp, card.key, card.content, decision, millis, SCHEDULER, DEFAULT, text=card.text)
