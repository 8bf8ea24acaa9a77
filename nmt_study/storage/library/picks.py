"""Cards picked for a session of the learner's own: which there are, how many, and of which decks and tags."""

import json
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from nmt_study.clock import StudyDay
from nmt_study.srs.queue import Candidate, Stage
from nmt_study.storage.library.shelf import EVERYTHING, Selection, groups_of
from nmt_study.storage.library.stock import Stock
from nmt_study.storage.record.history import History


class Pick(StrEnum):
    """Which cards a session asks.

    What waits today; those that are remembered worst; those not known today; those due in the next days, ahead of
    time; those with a flag; those that slipped again and again; all that were ever answered.
    """

    TODAY = "today"
    WEAKEST = "weakest"
    MISSES = "misses"
    AHEAD = "ahead"
    FLAGGED = "flagged"
    LEECHES = "leeches"
    ALL = "all"


class Reach(NamedTuple):
    """How far a pick reaches: which study day it is, how many days ahead, and from how many lapses on."""

    day: StudyDay
    ahead: int
    lapses: int


class Tally(NamedTuple):
    """How many cards of a pick one deck or one tag has; `name` is what a scope calls it."""

    name: str
    title: str
    cards: int


# What makes a card one of a pick. The texts are constants; values are parameters.
_WHERE: dict[Pick, str] = {
    Pick.TODAY: "(card.due IS NULL OR card.due <= :day)",
    Pick.WEAKEST: "card.due IS NOT NULL",
    Pick.MISSES: "card.key IN (SELECT value FROM json_each(:missed))",
    # Answers that count: siblings stay apart, and no card counts twice on one day.
    Pick.AHEAD: (
        "card.due > :day AND card.due <= :day + :ahead AND card.last < :day"
        " AND card.family NOT IN (SELECT value FROM json_each(:answered))"
    ),
    Pick.FLAGGED: "card.flagged",
    Pick.LEECHES: "card.lapses >= :lapses",
    Pick.ALL: "card.due IS NOT NULL",
}
_SCOPE = """
    card.study = 1 AND card.aside <= :day
    AND (:decks = '[]' OR card.deck IN (
        SELECT deck.id FROM deck WHERE deck.name IN (SELECT value FROM json_each(:decks))
    ))
    AND (:tags = '[]' OR card.label IN (
        SELECT label.id FROM label, json_each(label.tags) AS tag WHERE tag.value IN (SELECT value FROM json_each(:tags))
    ))
"""
_NUMBER = {pick: f"count({'DISTINCT card.family' if pick is Pick.AHEAD else '*'})" for pick in Pick}

_CARD = """
    SELECT card.key, card.family, coalesce(nullif(card.topic, ''), deck.name), card.due, card.last, {first}
    FROM card JOIN deck ON deck.id = card.deck WHERE {scope} AND {where}
"""
# Elapsed days over stability orders by recall, the worst first, without computing it; never answered comes last.
_WEAKEST_FIRST = " ORDER BY (:day - card.last) / card.stability DESC, card.due, card.id LIMIT :limit"
_EARLIEST_OF_EACH = " GROUP BY card.family ORDER BY min(card.due), card.id LIMIT :limit"


class Picks:
    """Picks among the cards of an open library. No card that is suspended or set aside is ever in one."""

    def __init__(self, stock: Stock, record: History) -> None:
        self._stock = stock
        self._record = record

    def cards(
        self, pick: Pick, reach: Reach, scope: Selection = EVERYTHING, limit: int | None = None
    ) -> tuple[Candidate, ...]:
        """Return the cards of a pick, the weakest first, ahead of time the earliest due first."""
        values = self._values(reach, scope) | {"limit": -1 if limit is None else max(limit, 0)}
        ahead = pick is Pick.AHEAD
        sql = _CARD.format(first="min(card.due)" if ahead else 0, scope=_SCOPE, where=_WHERE[pick])
        sql += _EARLIEST_OF_EACH if ahead else _WEAKEST_FIRST
        rows = self._stock.ask(lambda cache: cache.execute(sql, values).fetchall())
        early = Stage.AHEAD if ahead else Stage.PRACTICE
        return tuple(_candidate(row, rank, reach.day, early) for rank, row in enumerate(rows))

    def count(self, reach: Reach, scope: Selection = EVERYTHING) -> dict[Pick, int]:
        """Return how many cards each pick has; all are counted in one go through the cards."""
        numbers = ", ".join(f"{_NUMBER[pick]} FILTER (WHERE {_WHERE[pick]})" for pick in Pick)
        sql = f"SELECT {numbers} FROM card WHERE {_SCOPE}"  # noqa: S608 - constants
        values = self._values(reach, scope)
        return self._stock.ask(
            lambda cache: dict(zip(Pick, cache.execute(sql, values).fetchone(), strict=True))
        )

    def decks(self, pick: Pick, reach: Reach, tags: Collection[str] = ()) -> tuple[Tally, ...]:
        """Return the decks that have cards of a pick, in the order of their ids."""
        values = self._values(reach, Selection(tags=tuple(tags)))
        sql = (
            f"SELECT deck.name, deck.title, {_NUMBER[pick]} FROM card JOIN deck ON deck.id = card.deck"  # noqa: S608
            f" WHERE {_SCOPE} AND {_WHERE[pick]} GROUP BY deck.id ORDER BY deck.rank"
        )
        return self._stock.ask(lambda cache: tuple(Tally(*row) for row in cache.execute(sql, values)))

    def tags(self, pick: Pick, reach: Reach, decks: Collection[str] = ()) -> tuple[Tally, ...]:
        """Return the tags that cards of a pick have, by the alphabet."""
        values = self._values(reach, Selection(decks=tuple(decks)))
        sql = (
            f"SELECT tag.value, tag.value, {_NUMBER[pick]} FROM card JOIN label ON label.id = card.label,"  # noqa: S608
            f" json_each(label.tags) AS tag WHERE {_SCOPE} AND {_WHERE[pick]} GROUP BY tag.value ORDER BY 1"
        )
        return self._stock.ask(lambda cache: tuple(Tally(*row) for row in cache.execute(sql, values)))

    def _values(self, reach: Reach, scope: Selection) -> dict[str, object]:
        studied = self._record.today(reach.day)
        answered = self._stock.ask(lambda cache: groups_of(cache, studied.cards))
        return {
            "day": reach.day,
            "ahead": reach.ahead,
            "lapses": reach.lapses,
            "missed": json.dumps(sorted(studied.missed)),
            "answered": json.dumps(sorted(answered)),
            "decks": json.dumps(scope.decks),
            "tags": json.dumps(scope.tags),
        }


def _candidate(row: Sequence[Any], rank: int, day: StudyDay, early: Stage) -> Candidate:
    """Return a card of a pick; one whose day has come is asked like any other."""
    key, family, topic, due, last, _ = row
    learning = due is not None and due == last == day
    not_yet = due is not None and due > day
    return Candidate(
        key, family, topic, new=due is None, learning=learning, rank=rank, early=early if not_yet else None
    )
