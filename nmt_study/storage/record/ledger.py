"""The ledger of continuing education in the record: each thing in it, every version of it, and why one was voided.

A thing is an activity, a credential, a reflection and so on. It has an id of its own; each event puts a new version of
it in the place of the one before, or voids it. Nothing is ever overwritten: all versions stay to be shown.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from nmt_study.clock import StudyDay
from nmt_study.storage.database import query, write
from nmt_study.storage.record.book import Book
from nmt_study.storage.record.entries import body_of, text_of
from nmt_study.storage.record.event import FREE, LEDGER, SELECT_EVENT, Event, Stamp

ACTIVITY = "activity"
CREDENTIAL = "credential"
REFLECTION = "reflection"
EVIDENCE = "evidence"
STANDING = "standing"
TASK = "task"
CARD = "card"
CONFIRMED = "confirmed"
PROMOTION = "promotion"
"""What things there are; docs/record.md tells what each of them holds."""

SELECT_LEDGER = "SELECT position, event, what, thing, about, void FROM ledger"

_STANDING = f"""
    SELECT ledger.thing, ledger.about, ledger.void, told.* FROM ledger
        JOIN ({SELECT_EVENT}) AS told ON told.position = ledger.position
    WHERE ledger.what = :what AND (:about IS NULL OR ledger.about = :about)
        AND ledger.position = (SELECT max(position) FROM ledger AS newer
            WHERE newer.what = ledger.what AND newer.thing = ledger.thing)
    ORDER BY ledger.position
"""  # noqa: S608 - constants
_VERSIONS = f"""
    SELECT ledger.thing, ledger.about, ledger.void, told.* FROM ledger
        JOIN ({SELECT_EVENT}) AS told ON told.position = ledger.position
    WHERE ledger.what = :what AND ledger.thing = :thing ORDER BY ledger.position
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Entry:
    """A new version of a thing, about to be recorded.

    `about` is the thing that it belongs to: the activity of a reflection, the credential of a task. `data` is what is
    not free text, `words` what somebody typed: it may be erased. With `void` the thing is no more.
    """

    stamp: Stamp
    what: str
    thing: str
    about: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    void: bool = False

    def body(self) -> dict[str, Any]:
        """Return the event body, typed text under `FREE`."""
        body: dict[str, Any] = {"what": self.what, "thing": self.thing, "data": dict(self.data)}
        if self.about:
            body["about"] = self.about
        if self.void:
            body["void"] = True
        words = {name: text for name, text in self.words.items() if text}
        return {**body, FREE: words} if words else body


@dataclass(slots=True)
class Row:
    """A version of a thing that stands, as a row."""

    position: int
    event: str
    what: str
    thing: str
    about: str
    void: int


@dataclass(frozen=True, slots=True)
class Thing:
    """A version of a thing as it was recorded; `erased` tells that words of it were taken away for good."""

    id: str
    about: str
    void: bool
    event: str
    at: int
    day: StudyDay
    data: Mapping[str, Any]
    words: Mapping[str, str]
    erased: bool


ledger_row = attrgetter(*(item.name for item in fields(Row)))


def read_ledger_entry(position: int, event: Event) -> Row:
    """Read a version of a thing.

    Raises:
        KeyError, TypeError, ValueError: the body is not of this kind.
    """
    body = body_of(event)
    what, thing = text_of(body["what"]), text_of(body["thing"])
    if not isinstance(body["data"], dict) or body.get("void", False) not in {True, False}:
        raise TypeError(event.id)
    return Row(position, event.id, what, thing, text_of(body.get("about", "")), int(body.get("void", False)))


def insert_ledger(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Write versions of things."""
    connection.executemany("INSERT INTO ledger VALUES (?,?,?,?,?,?)", map(ledger_row, found))


class LedgerBook(Book):
    """The ledger of an open record. Everything raises `NmtError` where it cannot be read or saved."""

    def put(self, *entries: Entry) -> None:
        """Record versions of things, all of them or none; one whose id is recorded already is passed over."""
        with write(self._connection):
            for entry in entries:
                if not self._known(entry.stamp.id):
                    position, event = self._append(entry.stamp, LEDGER, entry.body())
                    insert_ledger(self._connection, [read_ledger_entry(position, event)])

    def things(self, what: str, *, about: str | None = None, voided: bool = False) -> tuple[Thing, ...]:
        """Return all things of a kind as they stand, oldest change first; voided ones only when asked for."""
        rows = query(self._connection, _STANDING, {"what": what, "about": about})
        return tuple(thing for thing in map(_thing, rows) if voided or not thing.void)

    def versions(self, what: str, thing: str) -> tuple[Thing, ...]:
        """Return every version of a thing, the first one first."""
        return tuple(map(_thing, query(self._connection, _VERSIONS, {"what": what, "thing": thing})))

    def days_of(self, promotion: Thing) -> Collection[StudyDay]:
        """Return the study days that study time stands on: those of its answers, by what they count as by now."""
        from nmt_study.storage.record.figures import days_now

        sql = "SELECT min(position) FROM ledger WHERE what = ? AND thing = ?"
        ((position,),) = query(self._connection, sql, (PROMOTION, promotion.id))
        return days_now(self._connection, position, int(promotion.data["first"]), int(promotion.data["last"]))

    def events_of(self, *things: str) -> tuple[str, ...]:
        """Return the events with words that some things, and what is about them, were recorded by."""
        marks = ", ".join("?" * len(things))
        sql = f"""SELECT event FROM ledger JOIN event USING (position)
            WHERE (thing IN ({marks}) OR about IN ({marks})) AND seal <> '' ORDER BY position"""  # noqa: S608
        return tuple(event for (event,) in query(self._connection, sql, (*things, *things)))


def _thing(row: tuple[Any, ...]) -> Thing:
    name, about, void, *told = row
    _, event = Event.of_row(told)
    data = body_of(event)["data"]
    erased = bool(event.seal) and event.free is None
    return Thing(name, about, bool(void), event.id, event.at, event.day, data, event.words, erased)
