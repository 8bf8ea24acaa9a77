"""Sittings in the record: a quiz or exam taken, and in it every answer, mark and the end, each durable at once.

What a sitting comes to is told by its events in order (`story`); the tables hold what lists and statistics ask for.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any

from nmt_study.clock import StudyDay
from nmt_study.errors import NmtError
from nmt_study.storage.database import query, write
from nmt_study.storage.record.book import Book
from nmt_study.storage.record.entries import body_of, number_of, text_of
from nmt_study.storage.record.event import (
    FREE,
    HAND_IN,
    MARK,
    RESPOND,
    SELECT_EVENT,
    SIT,
    Event,
    Stamp,
)

SELECT_SITTING = "SELECT position, event, quiz, title, mode, day, items, worth FROM sitting"
SELECT_STEP = "SELECT position, event, sitting, kind, place, item, content, topic, share, sure, millis, outcome, worth FROM sitting_step"

HANDED_IN = "handed in"
TIMED_OUT = "time ran out"
"""How a sitting ends."""

EXAM = "exam"
PRACTICE = "practice"
"""How a sitting is taken."""

_STORY = f"""
    {SELECT_EVENT} WHERE position IN (
        SELECT position FROM sitting WHERE event = :sitting
        UNION ALL SELECT position FROM sitting_step WHERE sitting = :sitting)
    ORDER BY position
"""  # noqa: S608 - a constant
ONE = Decimal(1)
_SUMMARIES = """
    SELECT id, quiz, title, mode, study_day, items, answered, points, worth, outcome, seconds, at_utc, utc_offset, zone,
        (SELECT json_extract(body, '$.terms.part') IS 1 FROM event WHERE event.id = sittings.id)
    FROM sittings WHERE (:quiz IS NULL OR quiz = :quiz) AND (:mode IS NULL OR mode = :mode)
    ORDER BY at_utc DESC, id DESC LIMIT :limit OFFSET :offset
"""
_GIVEN = f"""
    SELECT step.sitting, place, item, content, topic, share, sure, millis / 1000.0, given.*
    FROM sitting_step AS step JOIN sitting ON sitting.event = step.sitting
        JOIN ({SELECT_EVENT}) AS given ON given.position = step.position
    WHERE step.kind = 'respond' AND (:quiz IS NULL OR quiz = :quiz) AND (:sitting IS NULL OR step.sitting = :sitting)
        AND step.position = (SELECT max(position) FROM sitting_step AS newer
            WHERE newer.sitting = step.sitting AND newer.kind = 'respond' AND newer.place = step.place)
    ORDER BY sitting.position, place
"""  # noqa: S608 - a constant


class SittingOverError(NmtError):
    """The sitting has ended, maybe in another window; nothing was written."""

    def __init__(self) -> None:
        super().__init__("this sitting has ended in another window", "Its results are there for you.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One place of a paper: the item's key and content hash, its topic, its options as ordered, its stem in words.

    `worth` is the points that it counts.
    """

    item: str
    content: str
    topic: str
    options: tuple[int, ...] = ()
    stem: str = ""
    worth: Decimal = ONE

    def named(self) -> dict[str, Any]:
        """Return what the record keeps of it, its stem apart; a worth of one point goes without saying."""
        found = {
            "item": self.item,
            "content": self.content,
            "topic": self.topic,
            "options": list(self.options),
        }
        return found if self.worth == ONE else {**found, "worth": str(self.worth)}


@dataclass(frozen=True, slots=True)
class SitDraft:
    """A sitting about to begin. `terms` is what it is taken under, as `quiz.sitting` reads it."""

    stamp: Stamp
    quiz: str
    title: str
    mode: str
    paper: tuple[Asked, ...]
    terms: Mapping[str, Any]

    def body(self) -> dict[str, Any]:
        """Return the event body; the stems, text of a deck, stand under `FREE`."""
        paper = [one.named() for one in self.paper]
        stems = json.dumps([one.stem for one in self.paper])
        named = {"quiz": self.quiz, "title": self.title, "mode": self.mode}
        return {**named, "paper": paper, "terms": dict(self.terms), FREE: {"stems": stems}}


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """An answer to a place of a sitting: `share` of its point, `sure` 1 to 3, `response` as `quiz.sitting` reads it."""

    stamp: Stamp
    sitting: str
    place: int
    asked: Asked
    share: Fraction
    millis: int
    response: str
    sure: int | None = None

    def body(self) -> dict[str, Any]:
        """Return the event body, what was typed or chosen under `FREE`."""
        body: dict[str, Any] = {
            "sitting": self.sitting,
            "place": self.place,
            "item": self.asked.item,
            "content": self.asked.content,
            "topic": self.asked.topic,
            "share": str(self.share),
            "millis": self.millis,
            FREE: {"response": self.response},
        }
        if self.asked.worth != ONE:
            body["worth"] = str(self.asked.worth)
        return body if self.sure is None else {**body, "sure": self.sure}


@dataclass(slots=True)
class Sat:
    """A sitting that stands, as a row: `items` is the length of its paper, `worth` the points that it can earn."""

    position: int
    event: str
    quiz: str
    title: str
    mode: str
    day: int
    items: int
    worth: float


@dataclass(slots=True)
class SatStep:
    """A step of a sitting that stands, as a row: one of `SITTING_STEPS`; what its kind does not have is empty."""

    position: int
    event: str
    sitting: str
    kind: str
    place: int | None
    item: str
    content: str
    topic: str
    share: float | None
    sure: int | None
    millis: int
    outcome: str
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class Summary:
    """A sitting in a list. `points` were earned of `worth`; `outcome` is `HANDED_IN` or `TIMED_OUT`, "" while it is open.

    `part` says that it asked only some items, such as those that were missed: it compares with no other sitting.
    """

    event: str
    quiz: str
    title: str
    mode: str
    day: StudyDay
    items: int
    answered: int
    points: float
    worth: float
    outcome: str
    seconds: float
    at: int
    offset: int
    zone: str
    part: bool


@dataclass(frozen=True, slots=True)
class Given:
    """The answer that counts at one place of a sitting; `response` is "" once it was erased."""

    sitting: str
    place: int
    item: str
    content: str
    topic: str
    share: float
    sure: int | None
    seconds: float
    response: str
    event: str


sat_row = attrgetter(*(item.name for item in fields(Sat)))
step_row = attrgetter(*(item.name for item in fields(SatStep)))


def read_sit(position: int, event: Event) -> Sat:
    """Read the begin of a sitting.

    Raises:
        KeyError, TypeError, ValueError: the body is not of this kind.
    """
    body = body_of(event)
    quiz, title, mode = (text_of(body[name]) for name in ("quiz", "title", "mode"))
    paper = body["paper"]
    if not isinstance(paper, list) or not all(isinstance(text_of(one["item"]), str) for one in paper):
        raise TypeError(event.id)
    total = sum(worth_of(one) for one in paper)
    return Sat(position, event.id, quiz, title, mode, event.day, len(paper), float(total))


def worth_of(told: Mapping[str, Any]) -> Decimal:
    """Return the points of a place of a paper, or of an answer, as they are recorded.

    Raises:
        TypeError, ValueError: they are none.
    """
    written = text_of(told.get("worth", "1"))
    if not re.fullmatch(r"\d{1,4}(\.\d{1,4})?", written):
        raise ValueError(written)
    return Decimal(written)


def read_step(position: int, event: Event) -> SatStep:
    """Read a step of a sitting.

    Raises:
        KeyError, TypeError, ValueError: the body is not of its kind.
    """
    body, kind = body_of(event), event.kind
    step = SatStep(position, event.id, text_of(body["sitting"]), kind, None, "", "", "", None, None, 0, "")
    if kind == HAND_IN:
        step.outcome = text_of(body["outcome"])
        return step
    step.place = number_of(body["place"])
    if kind == RESPOND:
        step.item, step.content, step.topic = (text_of(body[name]) for name in ("item", "content", "topic"))
        step.share = float(_share(body["share"]))
        step.millis = number_of(body["millis"])
        step.sure = number_of(body["sure"]) if "sure" in body else None
        step.worth = float(worth_of(body))
    return step


def _share(value: object) -> Fraction:
    """Return a share of a point as it is written, from "0" to "1"."""
    written = text_of(value)
    if not re.fullmatch(r"\d{1,6}(/0*[1-9]\d{0,5})?", written) or (share := Fraction(written)) > 1:
        raise ValueError(written)
    return share


def insert_sittings(connection: sqlite3.Connection, found: Iterable[Sat]) -> None:
    """Write sittings."""
    connection.executemany("INSERT INTO sitting VALUES (?,?,?,?,?,?,?,?)", map(sat_row, found))


def insert_steps(connection: sqlite3.Connection, found: Iterable[SatStep]) -> None:
    """Write steps of sittings."""
    connection.executemany(
        "INSERT INTO sitting_step VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", map(step_row, found)
    )


def _given(row: Sequence[Any]) -> Given:
    _, event = Event.of_row(row[8:])
    return Given(*(*row[:8], event.words.get("response", ""), event.id))


class Sittings(Book):
    """The sittings of an open record. Everything raises `NmtError` where it cannot be read or saved."""

    def begin(self, draft: SitDraft) -> None:
        """Record that a sitting begins; under an id that is recorded already nothing is written."""
        with write(self._connection):
            if not self._known(draft.stamp.id):
                position, event = self._append(draft.stamp, SIT, draft.body())
                insert_sittings(self._connection, [read_sit(position, event)])

    def respond(self, draft: ResponseDraft) -> None:
        """Record an answer; a later one at the same place counts in its stead.

        Raises:
            SittingOverError: the sitting has ended.
        """
        self._step(draft.stamp, RESPOND, draft.sitting, draft.body())

    def mark(self, stamp: Stamp, sitting: str, body: Mapping[str, Any]) -> None:
        """Record something that is no answer: where the person is, what is flagged or struck out.

        Raises:
            SittingOverError: the sitting has ended.
        """
        self._step(stamp, MARK, sitting, {"sitting": sitting, **body})

    def end(self, stamp: Stamp, sitting: str, outcome: str) -> bool:
        """Record the end of a sitting, `HANDED_IN` or `TIMED_OUT`; False where it had ended before."""
        try:
            self._step(stamp, HAND_IN, sitting, {"sitting": sitting, "outcome": outcome})
        except SittingOverError:
            return False
        return True

    def story(self, sitting: str) -> tuple[Event, ...]:
        """Return the events of a sitting in order, its begin first; empty where there is none that stands."""
        rows = query(self._connection, _STORY, {"sitting": sitting})
        events = tuple(Event.of_row(row)[1] for row in rows)
        return events if events and events[0].kind == SIT else ()

    def summaries(
        self, quiz: str | None = None, mode: str | None = None, offset: int = 0, limit: int = -1
    ) -> tuple[Summary, ...]:
        """Return sittings, the newest first, of one quiz or mode or of all."""
        asked = {"quiz": quiz, "mode": mode, "offset": offset, "limit": limit}
        rows = query(self._connection, _SUMMARIES, asked)
        return tuple(Summary(*(*row[:-1], bool(row[-1]))) for row in rows)

    def answers(self, *, quiz: str | None = None, sitting: str | None = None) -> tuple[Given, ...]:
        """Return the answers that count, of one quiz, one sitting, or all."""
        rows = query(self._connection, _GIVEN, {"quiz": quiz, "sitting": sitting})
        return tuple(_given(row) for row in rows)

    def _step(self, stamp: Stamp, kind: str, sitting: str, body: Mapping[str, Any]) -> None:
        with write(self._connection):
            if self._known(stamp.id):
                return
            sql = "SELECT 1 FROM sitting_step WHERE sitting = ? AND kind = ?"
            if self._connection.execute(sql, (sitting, HAND_IN)).fetchone():
                raise SittingOverError
            position, event = self._append(stamp, kind, body)
            insert_steps(self._connection, [read_step(position, event)])
