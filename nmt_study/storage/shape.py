"""How cards are shaped: what a learner made of them beside answering, read from the record."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from nmt_study.clock import Moment, StudyDay
from nmt_study.storage.database import query
from nmt_study.storage.event import BURY, FLAG, NOTE, REPORT, SELECT_EVENT, SEND, SUSPEND, Event

SUSPENDED: StudyDay = 2**40
"""Stands for the day on which a suspended card is back: none."""


class Shape(NamedTuple):
    """What was made of a card.

    `back` is the study day on which a buried card is asked again, 0 where it never was buried; `reports` counts the
    mistakes reported on it; `sent` is a card of a quiz that is studied too.
    """

    suspended: bool = False
    back: StudyDay = 0
    flagged: bool = False
    noted: bool = False
    sent: bool = False
    reports: int = 0

    @property
    def aside(self) -> StudyDay:
        """The study day from which on the card may be asked."""
        return SUSPENDED if self.suspended else max(0, self.back)

    def buried(self, day: StudyDay) -> bool:
        """Tell whether the card is set aside on a study day and comes back by itself."""
        return not self.suspended and self.back > day


UNSHAPED = Shape()


class Written(NamedTuple):
    """A note or report: its event, when it was written, the card, what the card said then, and the text.

    The text is "" once it was erased.
    """

    event: str
    moment: Moment
    day: StudyDay
    card: str
    content: str
    text: str


_SHAPES = "SELECT card, kind, value, max(position), count(*) FROM shaping GROUP BY card, kind"
_SHAPE = "SELECT card, kind, value, max(position), count(*) FROM shaping WHERE card = ? GROUP BY kind"
_FIELDS = {SUSPEND: "suspended", FLAG: "flagged", NOTE: "noted", SEND: "sent"}


_KEPT = """
    SELECT card, content FROM shaping JOIN json_each(?) AS given ON card = given.value WHERE kind = 'keep'
"""
_WRITTEN = f"""
    SELECT card, content, written.* FROM shaping JOIN ({SELECT_EVENT}) AS written USING (position)
    WHERE shaping.value AND shaping.kind = :kind AND (:card IS NULL OR card = :card)
        AND (:kind <> 'note' OR position = (
            SELECT max(position) FROM shaping AS newer WHERE newer.card = shaping.card AND newer.kind = 'note'))
    ORDER BY position
"""  # noqa: S608 - a constant


class Shapes:
    """The shapes of the cards of an open record, and what was written on them.

    Every question raises `NmtError` where the record cannot be read.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Shape]:
        """Return the shapes of all cards that were shaped."""
        return _shapes(query(self._connection, _SHAPES))

    def of(self, card: str) -> Shape:
        """Return what was made of a card."""
        return _shapes(query(self._connection, _SHAPE, (card,))).get(card, UNSHAPED)

    def kept(self, cards: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return for cards the contents that the learner decided to be the same card; cards without any are absent."""
        found: dict[str, frozenset[str]] = {}
        for card, content in query(self._connection, _KEPT, (json.dumps(list(cards)),)):
            found[card] = found.get(card, frozenset()) | {content}
        return found

    def note(self, card: str) -> Written | None:
        """Return the note on a card."""
        return next(iter(self._written(NOTE, card)), None)

    def notes(self) -> tuple[Written, ...]:
        """Return the newest note of each card that has one, oldest first."""
        return self._written(NOTE)

    def reports(self, card: str | None = None) -> tuple[Written, ...]:
        """Return the reported mistakes, of all cards or of one, oldest first."""
        return self._written(REPORT, card)

    def _written(self, kind: str, card: str | None = None) -> tuple[Written, ...]:
        rows = query(self._connection, _WRITTEN, {"kind": kind, "card": card})
        found = ((key, content, Event.of_row(row)[1]) for key, content, *row in rows)
        return tuple(
            Written(event.id, event.moment, event.day, key, content, event.words.get("text", ""))
            for key, content, event in found
        )


def _shapes(rows: Iterable[tuple[str, str, int, int, int]]) -> dict[str, Shape]:
    """Return shapes by card, from rows of card, kind, newest value, position and count."""
    found: dict[str, Shape] = {}
    for card, kind, value, _, count in rows:
        shape = found.get(card, UNSHAPED)
        if kind in _FIELDS:
            found[card] = shape._replace(**{_FIELDS[kind]: bool(value)})
        elif kind == BURY:
            found[card] = shape._replace(back=value)
        elif kind == REPORT:
            found[card] = shape._replace(reports=count)
    return found
