"""What can be read from a record: memories, what is due when, what was studied, and how far the history goes."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nmt_study.clock import StudyDay
from nmt_study.srs.model import Grade, Memory
from nmt_study.storage import derive
from nmt_study.storage.book import find_event
from nmt_study.storage.database import query, read
from nmt_study.storage.entries import Alias, Apart, read_alias, read_review, read_target
from nmt_study.storage.event import (
    ANSWER,
    IMPORT,
    PRACTICE,
    REDATE,
    REDO,
    RELINK,
    SELECT_EVENT,
    UNDO,
    Event,
    Stamp,
)
from nmt_study.storage.past import Pasts
from nmt_study.storage.replay import by_origin, forwarded
from nmt_study.storage.shape import Shape, Shapes

if TYPE_CHECKING:  # imported when statistics are asked for
    from nmt_study.storage.figures import Studied

IDLE_MILLIS = 60_000
"""Longest time on one card that counts as study: whoever takes longer has left the desk (Anki's default too)."""

MANY_EVENTS = 5_000
"""Beyond this many new events, telling all memories is quicker than telling what changed."""


class DayStudied(NamedTuple):
    """What was studied on one study day: answers, the cards, first answers ever, and seconds of study.

    A practice counts as an answer and with its seconds; its card may still be asked. `missed` are the cards that
    were not known at least once, when they were answered or practised.
    """

    answers: int = 0
    cards: frozenset[str] = frozenset()
    first: int = 0
    seconds: float = 0.0
    missed: frozenset[str] = frozenset()


class Mark(NamedTuple):
    """How far a history goes; `era` changes when the derived tables were made anew."""

    device: str
    era: int
    position: int
    event: str


class Changes(NamedTuple):
    """The memories that changed up to `mark`; a card that has none any more is None.

    `complete` means that these are all memories there are, and that nothing known before holds. `shapes` are always
    all there are, None where none of them changed.
    """

    mark: Mark
    memories: Mapping[str, Memory | None]
    complete: bool
    shapes: Mapping[str, Shape] | None = None


class Counts(NamedTuple):
    """How much a record holds; days are study days, None while there is no answer."""

    events: int
    answers: int
    cards: int
    relinks: int
    devices: int
    first_day: StudyDay | None
    last_day: StudyDay | None


class Answer(NamedTuple):
    """One answer to a card, as it is told: the study day, the grade, the days until due, the due day, seconds.

    `interval` and `due` are None for a practice, which moves nothing.
    """

    day: StudyDay
    grade: int
    interval: int | None
    due: StudyDay | None
    seconds: float
    parameters: str


_ANSWERS = """
    SELECT day, grade, interval, due, millis / 1000.0, parameters, position FROM review WHERE card = :card
    UNION ALL SELECT day, grade, NULL, NULL, millis / 1000.0, '', position FROM practice WHERE card = :card
    ORDER BY position DESC LIMIT :limit OFFSET :offset
"""


class History:
    """The reading side of a record. It belongs to the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, device: str) -> None:
        self.shapes = Shapes(connection)
        self.pasts = Pasts(connection)
        self._connection = connection
        self.path = path
        self.device = device

    def memory(self, card: str) -> Memory | None:
        """Return what is remembered of a card, None before its first answer."""
        return self.memories([card]).get(card)

    def memories(self, cards: Iterable[str]) -> dict[str, Memory]:
        """Return what is remembered of those of the cards that have been answered."""
        sql = derive.SELECT_MEMORY + " JOIN json_each(?) ON card = value"
        rows = query(self._connection, sql, (json.dumps(list(cards)),))
        return {row[0]: Memory(*row[1:]) for row in rows}

    def answers(self, card: str, offset: int = 0, limit: int = -1) -> tuple[Answer, ...]:
        """Return the answers to a card, the newest first, from `offset` on; a negative limit is none."""
        rows = query(self._connection, _ANSWERS, {"card": card, "offset": offset, "limit": limit})
        return tuple(Answer(*row[:-1]) for row in rows)

    def load(self, first: StudyDay, last: StudyDay) -> dict[StudyDay, int]:
        """Return how many cards are due on each study day from `first` to `last`; days without any are absent."""
        sql = "SELECT due, count(*) FROM memory WHERE due BETWEEN ? AND ? GROUP BY due"
        return dict(query(self._connection, sql, (first, last)))

    def today(self, day: StudyDay) -> DayStudied:
        """Return what was studied on a study day."""
        sql = (
            "SELECT card, first, min(millis, :idle), grade FROM review WHERE day = :day"
            " UNION ALL SELECT card, NULL, min(millis, :idle), grade FROM practice WHERE day = :day"
        )
        rows = query(self._connection, sql, {"day": day, "idle": IDLE_MILLIS})
        return DayStudied(
            answers=len(rows),
            cards=frozenset(card for card, first, *_ in rows if first is not None),
            first=sum(first or 0 for _, first, *_ in rows),
            seconds=sum(millis for *_, millis, _ in rows) / 1000,
            missed=frozenset(card for card, *_, grade in rows if grade == Grade.AGAIN),
        )

    def days(self, first: StudyDay, last: StudyDay) -> dict[StudyDay, int]:
        """Return how many answers were given on each study day; days without any are absent."""
        sql = "SELECT day, count(*) FROM review WHERE day BETWEEN ? AND ? GROUP BY day"
        return dict(query(self._connection, sql, (first, last)))

    def studied(self) -> "Studied":
        """Return what was studied, day by day and in the newest answers."""
        from nmt_study.storage.figures import studied

        return studied(self._connection)

    def pace(self, answers: int = 200) -> float | None:
        """Return the seconds that one of the latest answers took on average; None before the first."""
        sql = "SELECT avg(min(millis, ?)) FROM (SELECT millis FROM review ORDER BY position DESC LIMIT ?)"
        millis = query(self._connection, sql, (IDLE_MILLIS, answers))[0][0]
        return None if millis is None else millis / 1000

    def last(self) -> Stamp | None:
        """Return id, moment and study day of the newest event: a clock that shows less has gone back."""
        rows = query(self._connection, SELECT_EVENT + " ORDER BY position DESC LIMIT 1")
        if not rows:
            return None
        _, event = Event.of_row(rows[0])
        return Stamp(event.id, event.moment, event.day)

    def relinks(self, offset: int = 0, limit: int = -1) -> tuple[Alias, ...]:
        """Return the re-links that stand, the newest first: from an offset, at most so many."""
        sql = derive.SELECT_ALIAS + " ORDER BY position DESC LIMIT ? OFFSET ?"
        return tuple(Alias(*row) for row in query(self._connection, sql, (limit, offset)))

    def aparts(self) -> tuple[Apart, ...]:
        """Return which cards are not the same, as the learner decided."""
        return tuple(Apart(*row) for row in query(self._connection, derive.SELECT_APART))

    def cards_last_seen_as(self, contents: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return, for each of the content hashes, the cards whose newest answer was given to that content."""
        rows = query(
            self._connection,
            "SELECT content, card FROM review AS newest WHERE content IN (SELECT value FROM json_each(?))"
            " AND position = (SELECT max(position) FROM review WHERE card = newest.card) ORDER BY position",
            (json.dumps(list(contents)),),
        )
        found: dict[str, tuple[str, ...]] = {}
        for content, card in rows:
            found[content] = (*found.get(content, ()), card)
        return found

    def last_contents(self, cards: Iterable[str]) -> dict[str, str]:
        """Return the content hash that the newest answer to each of the cards was given to."""
        sql = """SELECT card, content FROM review WHERE position IN (
            SELECT max(position) FROM review JOIN json_each(?) ON card = value GROUP BY card)"""
        return dict(query(self._connection, sql, (json.dumps(list(cards)),)))

    def counts(self) -> Counts:
        """Return how much the record holds."""
        sql = """SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM review), (SELECT count(*) FROM memory),
            (SELECT count(*) FROM alias), (SELECT count(DISTINCT device) FROM event),
            (SELECT min(day) FROM review), (SELECT max(day) FROM review)"""
        return Counts(*query(self._connection, sql)[0])

    def mark(self) -> Mark:
        """Return how far the history goes."""
        sql = """SELECT coalesce((SELECT CAST(value AS INTEGER) FROM home WHERE name = 'era'), 0), coalesce(max(position), 0),
            coalesce((SELECT id FROM event ORDER BY position DESC LIMIT 1), '') FROM event"""
        era, position, event = query(self._connection, sql)[0]
        return Mark(self.device, era, position, event)

    def changes(self, since: Mark | None) -> Changes:
        """Return the memories that changed since a mark, or all of them when that cannot be told."""
        with read(self._connection):
            mark = self.mark()
            changed = self._changed(since, mark) if since else None
            if changed is not None:
                cards, only_answers = changed
                known = self.memories(cards)
                made = None if only_answers else self.shapes.all()
                return Changes(mark, {card: known.get(card) for card in cards}, complete=False, shapes=made)
            rows = query(self._connection, derive.SELECT_MEMORY)
            memories = {row[0]: Memory(*row[1:]) for row in rows}
            return Changes(mark, memories, complete=True, shapes=self.shapes.all())

    def _changed(self, since: Mark, mark: Mark) -> tuple[set[str], bool] | None:
        """Return the cards whose memory later events changed, and whether all of these are answers or practices.

        None when `since` is not of this history, or is too old.
        """
        if (since.device, since.era) != (
            mark.device,
            mark.era,
        ) or mark.position - since.position > MANY_EVENTS:
            return None
        start = query(self._connection, "SELECT id FROM event WHERE position = ?", (since.position,))
        if (start[0][0] if start else "") != since.event:
            return None
        later = query(self._connection, SELECT_EVENT + " WHERE position > ?", (since.position,))
        cards: set[str] = set()
        only_answers = True
        for row in later:
            position, event = Event.of_row(row)
            only_answers = only_answers and event.kind in {ANSWER, PRACTICE}
            try:
                cards.update(self._about(position, event))
            except (LookupError, TypeError, ValueError):
                return None
        return cards, only_answers

    def _about(self, position: int, event: Event) -> tuple[str, ...]:
        """Return the cards whose memory an event changed.

        Raises:
            LookupError, TypeError, ValueError: only a comparison of all could tell.
        """
        if event.kind == ANSWER:
            key = read_review(position, event).key
            return key, forwarded(key, position, by_origin(derive.aliases(self._connection)))
        if event.kind == RELINK:
            alias = read_alias(position, event)
            return alias.origin, alias.target
        if event.kind == REDATE:
            raise LookupError(event.id)
        if event.kind not in {UNDO, REDO}:
            return ()
        target = self._event(read_target(event))
        if target is None or target[1].kind in {RELINK, IMPORT}:
            raise LookupError(event.id)
        return self._about(*target)

    def _event(self, identifier: str) -> tuple[int, Event] | None:
        """Return an event with its position."""
        return find_event(self._connection, identifier)
