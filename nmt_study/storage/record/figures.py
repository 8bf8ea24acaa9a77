"""What statistics are made of: sums of each day, answers that test memory, and the extent of the library.

The sums are made by SQL. Answers come one by one only where their order counts, and then only the newest ones, so
a long history does not make anything slower but the sums: 0.1 s for 300,000 answers.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass

from nmt_study.clock import StudyDay
from nmt_study.stats.outlook import Extent
from nmt_study.stats.retention import Trial
from nmt_study.storage.database import query, read
from nmt_study.storage.record.entries import Redate, read_redate, read_target
from nmt_study.storage.record.event import REDATE, REDO, SELECT_EVENT, UNDO, Event
from nmt_study.storage.record.history import IDLE_MILLIS
from nmt_study.storage.record.shape import SUSPENDED
from nmt_study.storage.record.transfer import ANKI

NEWEST = 10_000
"""So many of the newest answers tell how well is remembered: a share of 90 % is then known to within 0.6 points."""

_DAYS = """
    SELECT day, sum(answers), sum(first), sum(millis) / 1000.0, sum(tested), sum(recalled), sum(expected),
        sum(own) / 1000.0 FROM (
        SELECT day, count(*) AS answers, sum(first) AS first, sum(min(millis, :idle)) AS millis,
            count(predicted) AS tested, sum(grade > 1 AND predicted IS NOT NULL) AS recalled,
            total(predicted) AS expected,
            sum(iif(scheduler = :elsewhere, 0, min(millis, :idle))) AS own
        FROM review GROUP BY day
        UNION ALL SELECT day, count(*), 0, sum(min(millis, :idle)), 0, 0, 0.0, sum(min(millis, :idle)) FROM practice GROUP BY day
    ) GROUP BY day ORDER BY day
"""
_TRIALS = """
    SELECT card, grade > 1, predicted FROM review WHERE predicted IS NOT NULL ORDER BY position DESC LIMIT ?
"""
_EXTENT = """
    SELECT count(*), count(due), total(core), total(core AND due IS NOT NULL) FROM card
    WHERE study = 1 AND aside < :suspended
"""
_DUE = """
    SELECT max(due, aside, :first), count(*) FROM card
    WHERE study = 1 AND due <= :last AND aside <= :last GROUP BY 1
"""
_TOPICS = """
    SELECT card.key, coalesce(nullif(card.topic, ''), deck.name) FROM json_each(?) AS given
    CROSS JOIN card INDEXED BY card_key ON card.key = given.value JOIN deck ON deck.id = card.deck WHERE study = 1
"""

_MENDINGS = SELECT_EVENT + " WHERE kind IN (?, ?, ?) ORDER BY position"
_MENDED = """
    SELECT review.event, review.day, event.study_day FROM review JOIN event USING (position)
        JOIN json_each(:answers) ON review.event = value
    WHERE position < :before AND scheduler <> :elsewhere
"""
_OTHERS = """
    SELECT day FROM review WHERE day BETWEEN :first AND :last AND position < :before AND scheduler <> :elsewhere
        AND event NOT IN (SELECT value FROM json_each(:answers))
    UNION SELECT day FROM practice WHERE day BETWEEN :first AND :last AND position < :before
"""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One study day: all answers, practices too, first answers ever, seconds of study, and the answers that test memory.

    Of those there are `tested`, of which `recalled` were passed and `expected` would be by the memory model. `own` are
    the seconds that were studied here: those of answers from another program are no evidence of study.
    """

    day: StudyDay
    answers: int
    first: int
    seconds: float
    tested: int
    recalled: int
    expected: float
    own: float = 0.0


@dataclass(frozen=True, slots=True)
class Studied:
    """What was studied: each day with answers, oldest first, and the newest answers that test memory, oldest first."""

    days: tuple[DayFigures, ...]
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the library holds: its extent, how many cards are due on which day, and the topics of given cards.

    What was due before the first day asked for is due on it. The topic of a card is its deck's id where it has
    none; cards that are in no deck any more are absent.
    """

    extent: Extent
    due: dict[StudyDay, int]
    topics: dict[str, str]


def studied(connection: sqlite3.Connection, newest: int = NEWEST) -> Studied:
    """Return what was studied, from the record.

    Raises:
        NmtError: the record cannot be read.
    """
    with read(connection):
        days = query(connection, _DAYS, {"idle": IDLE_MILLIS, "elsewhere": ANKI})
        trials = query(connection, _TRIALS, (newest,))
    return Studied(
        tuple(DayFigures(*row) for row in days),
        tuple(Trial(card, bool(passed), predicted) for card, passed, predicted in reversed(trials)),
    )


def holdings(cache: sqlite3.Connection, first: StudyDay, last: StudyDay, cards: Iterable[str]) -> Holdings:
    """Return what the library holds, from its cache."""
    extent = Extent(*map(int, cache.execute(_EXTENT, {"suspended": SUSPENDED}).fetchone()))
    due = dict(cache.execute(_DUE, {"first": first, "last": last}))
    return Holdings(extent, due, dict(cache.execute(_TOPICS, (json.dumps(sorted(set(cards))),))))


def days_now(
    connection: sqlite3.Connection, before: int, first: StudyDay, last: StudyDay
) -> Collection[StudyDay]:
    """Return the study days on which that counts by now what counted from a first to a last day.

    `before` is the position in the record as of which it did so. These are other days only for answers that counted
    on one of those days then, and whose day was mended since, or its mending taken back.

    Raises:
        NmtError: the record cannot be read.
    """
    shifts = _shifts(connection, before)
    asked = {
        "first": first,
        "last": last,
        "before": before,
        "elsewhere": ANKI,
        "answers": json.dumps(list(shifts)),
    }
    mended = query(connection, _MENDED, asked) if shifts else []
    now = {day for name, day, told in mended if first <= told + shifts[name] <= last}
    if all(first <= day <= last for day in now):
        return range(first, last + 1)
    return now | {day for (day,) in query(connection, _OTHERS, asked)}


def _shifts(connection: sqlite3.Connection, before: int) -> dict[str, int]:
    """Return by how many days each answer that was ever moved was so at a position of the record: 0 for not at all."""
    mendings: dict[str, Redate] = {}
    standing: set[str] = set()
    for row in query(connection, _MENDINGS, (REDATE, UNDO, REDO)):
        position, event = Event.of_row(row)
        with suppress(LookupError, TypeError, ValueError):  # told by `data verify`
            if event.kind == REDATE:
                mendings[event.id] = read_redate(position, event)
            mending = event.id if event.kind == REDATE else read_target(event)
            if position < before and mending in mendings:
                (standing.discard if event.kind == UNDO else standing.add)(mending)
    shifts: dict[str, int] = {}
    for name, redate in mendings.items():
        for answer in redate.answers:
            shifts[answer] = shifts.get(answer, 0) + (redate.days if name in standing else 0)
    return shifts
