"""What answered cards said when they were answered last, read from the record."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from nmt_study.clock import StudyDay
from nmt_study.deck.told import Told
from nmt_study.storage.database import query
from nmt_study.storage.event import PARKED


class Past(NamedTuple):
    """What an answered card said when it was answered last.

    `told` is None where its text is not known any more, `deck` the id of its deck then.
    """

    card: str
    content: str
    told: Told | None
    deck: str


_PAST = """
    SELECT card, review.content, free, body FROM review JOIN seen_content USING (content)
    JOIN event ON event.id = seen_content.event WHERE review.position IN (
        SELECT max(position) FROM review JOIN json_each(?) AS given ON card = given.value GROUP BY card)
    ORDER BY card
"""


class Pasts:
    """The past of the cards of an open record. Every question raises `NmtError` where it cannot be read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def day_of(self, event: str) -> StudyDay:
        """Return the study day of an event that is there."""
        return int(query(self._connection, "SELECT study_day FROM event WHERE id = ?", (event,))[0][0])

    def remembered(self) -> frozenset[str]:
        """Return the cards that are remembered; answers that were put aside by a reset are none."""
        cards = (card for (card,) in query(self._connection, "SELECT card FROM memory"))
        return frozenset(card for card in cards if PARKED not in card)

    def of(self, cards: Iterable[str]) -> tuple[Past, ...]:
        """Return what cards said when they were answered last."""
        rows = query(self._connection, _PAST, (json.dumps(list(cards)),))
        return tuple(_past(*row) for row in rows)


def _past(card: str, content: str, free: str | None, body: str) -> Past:
    """Return what a card said, from the event that holds its text."""
    try:
        words, was = json.loads(free or "{}").get("text"), json.loads(body).get("was", {})
        question, _, answer = words.partition("\n")
        return Past(card, content, Told(str(was["kind"]), question, answer), str(was["deck"]))
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return Past(card, content, None, "")
