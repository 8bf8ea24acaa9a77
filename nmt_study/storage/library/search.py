"""Searching the library: cards by words, decks, topics, tags, headings and states, all by SQL over the cache.

What a search found is kept as the numbers of its cards in a temporary table, so that any page of it is at hand at once,
and stays as it is while pages are turned.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nmt_study.clock import StudyDay
from nmt_study.storage.library.cache import transaction
from nmt_study.storage.library.wording import expressions, folded, readable
from nmt_study.storage.record.shape import SUSPENDED

LEECH = 8
"""So many lapses make a card a leech: it costs more time than it is worth as it stands (Anki's default too)."""

STEP = 2000
"""Items that are indexed at once: a tenth of a second, after which the screen may be drawn."""

RANKED = 2000
"""Up to so many items are ordered by how well they fit; among more of them that says nothing and takes long."""

Told = Callable[[int, int], object]
"""Hears how many items are indexed and how many there are."""


class Facet(StrEnum):
    """What cards are told apart by."""

    DECK = "deck"
    TOPIC = "topic"
    TAG = "tag"
    HEADING = "heading"
    STATE = "state"


class State(StrEnum):
    """What a card is to the learner, most urgent last; a card may be a leech, flagged or noted beside another state."""

    NEW = "new"
    LEARNING = "learning"
    DUE = "due"
    LATER = "later"
    LEECH = "leech"
    BURIED = "buried"
    SUSPENDED = "suspended"
    FLAGGED = "flagged"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: words as a person types them, and for each facet any of some values; empty means all."""

    words: str = ""
    decks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    states: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A card that was found: its item as text with the id it goes by ("" for its text), where it stands, its states."""

    key: str
    text: str
    own: str
    deck: str
    title: str
    heading: str
    topic: str
    due: StudyDay | None
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet, its name for people, and how many cards have it."""

    value: str
    name: str
    cards: int


# All are constant texts; values come in as parameters.
_ASKED = "aside <= :day"
_STATES: Mapping[State, str] = {
    State.NEW: f"(due IS NULL AND {_ASKED})",
    State.LEARNING: f"(due = :day AND card.last = :day AND {_ASKED})",
    State.DUE: f"(due <= :day AND NOT (due = :day AND card.last = :day) AND {_ASKED})",
    State.LATER: f"(due > :day AND {_ASKED})",
    State.LEECH: "(coalesce(lapses, 0) >= :leech)",
    State.BURIED: "(aside > :day AND aside < :suspended)",
    State.SUSPENDED: "(aside >= :suspended)",
    State.FLAGGED: "(flagged > 0)",
    State.NOTED: "(noted > 0)",
}
_WHERE = "\nWHERE "
_TOPIC = "coalesce(nullif(card.topic, ''), deck.name)"
_LABELS = """SELECT label.id FROM label, json_each(label.tags) AS tag
    WHERE tag.value IN (SELECT value FROM json_each(:tags))"""
_WITHOUT = "item.id NOT IN (SELECT rowid FROM wording WHERE wording MATCH :without)"
_FOUND_BY_WORDS = """wording CROSS JOIN item ON item.id = wording.rowid
    CROSS JOIN card INDEXED BY card_item ON card.item = item.id JOIN deck ON deck.id = card.deck"""
_FOUND_BY_PLACE = """deck CROSS JOIN card INDEXED BY card_waiting ON card.study = 1 AND card.deck = deck.id
    CROSS JOIN item ON item.id = card.item"""
_FACETS: Mapping[Facet, tuple[str, str, str]] = {
    Facet.DECK: ("deck.name", "deck.title", ""),
    Facet.TOPIC: (_TOPIC, _TOPIC, ""),
    Facet.TAG: (
        "tag.value",
        "tag.value",
        "JOIN label ON label.id = card.label JOIN json_each(label.tags) AS tag",
    ),
    Facet.HEADING: ("item.heading", "item.heading", ""),
}
_ROW = f"""
    SELECT card.key, item.source, iif(by_text, '', own), deck.name, deck.title, item.heading, {_TOPIC}, due,
        {", ".join(f"coalesce({condition}, 0)" for condition in _STATES.values())}
    FROM temp.hit JOIN card ON card.id = hit.card JOIN item ON item.id = card.item JOIN deck ON deck.id = card.deck
    WHERE hit.place > :offset AND hit.place <= :offset + :limit ORDER BY hit.place
"""  # noqa: S608


def index(cache: sqlite3.Connection, step: int = STEP) -> tuple[int, int]:
    """Index some items that are not yet; return how many items are indexed now and how many there are."""
    mark, last = _marks(cache)
    if mark < last:
        cache.create_function("readable", 1, readable, deterministic=True)
        with transaction(cache):
            mark = _marks(cache)[0]
            sql = "SELECT max(id) FROM (SELECT id FROM item WHERE id > ? ORDER BY id LIMIT ?)"
            end = cache.execute(sql, (mark, step)).fetchone()[0] or last
            cache.execute(
                "INSERT INTO wording (rowid, text, heading, about)"
                " SELECT item.id, readable(item.source), heading, title || ' ' || deck.topic || ' ' || tags"
                " FROM item JOIN deck ON deck.id = item.deck WHERE item.id > ? AND item.id <= ?",
                (mark, end),
            )
            cache.execute("INSERT OR REPLACE INTO note VALUES ('indexed', ?)", (str(end),))
        mark = end
    return mark, last


def _marks(cache: sqlite3.Connection) -> tuple[int, int]:
    """Return the number of the last indexed item and of the last item."""
    sql = """SELECT coalesce((SELECT CAST(value AS INTEGER) FROM note WHERE name = 'indexed'), 0),
        coalesce((SELECT max(id) FROM item), 0)"""
    mark, last = cache.execute(sql).fetchone()
    return int(mark), int(last)


def find(cache: sqlite3.Connection, query: Query, day: StudyDay) -> int:
    """Look for cards on a study day and keep what was found for `page`; return how many cards that is.

    Every card counts once, at the place from which it is asked. With words, up to `RANKED` items come in the order of
    how well they fit; otherwise cards stand in the order of decks and of their text.
    """
    source, values = _matching(query, day)
    order = "deck.rank, card.id"
    if values["with"] and _matches(cache, str(values["with"])) <= RANKED:
        order = f"bm25(wording, 1.0, 2.0, 0.5), {order}"
    _make_room(cache)
    cache.execute("DELETE FROM temp.hit")
    cache.execute(f"INSERT INTO temp.hit (card) SELECT card.id FROM {source} ORDER BY {order}", values)  # noqa: S608
    return int(cache.execute("SELECT coalesce(max(place), 0) FROM temp.hit").fetchone()[0])


def page(cache: sqlite3.Connection, day: StudyDay, offset: int, limit: int) -> tuple[Hit, ...]:
    """Return some of the cards that `find` found, from `offset` on."""
    _make_room(cache)
    rows = cache.execute(_ROW, {**_states(day), "offset": offset, "limit": limit})
    return tuple(_hit(*row) for row in rows)


def place(cache: sqlite3.Connection, key: str) -> int | None:
    """Return where a card stands in what `find` found, from 0 on."""
    _make_room(cache)
    sql = "SELECT hit.place - 1 FROM temp.hit JOIN card ON card.id = hit.card WHERE card.key = ?"
    row = cache.execute(sql, (key,)).fetchone()
    return int(row[0]) if row else None


def facet(
    cache: sqlite3.Connection, query: Query, which: Facet, day: StudyDay, like: str = "", limit: int = 200
) -> tuple[Count, ...]:
    """Return values of a facet that the cards of a query have, the most frequent first, with the number of cards.

    `like` leaves those whose name has it somewhere.
    """
    source, values = _matching(query, day)
    values |= {"like": folded(like), "limit": limit}
    cache.create_function("folded", 1, folded, deterministic=True)  # SQLite's own lower() knows A to Z only
    if which is Facet.STATE:
        sums = ", ".join(f"total({condition})" for condition in _STATES.values())
        row = cache.execute(f"SELECT {sums} FROM {source}", values).fetchone()  # noqa: S608
        counts = (Count(state, state, int(cards)) for state, cards in zip(_STATES, row, strict=True))
        return tuple(one for one in counts if one.cards)
    value, name, also = _FACETS[which]
    sql = f"""SELECT {value}, {name}, count(*) FROM {source.replace(_WHERE, f" {also}{_WHERE}")}
        AND {value} <> '' AND (:like = '' OR instr(folded({name}), :like)) GROUP BY 1 ORDER BY 3 DESC, 2 LIMIT :limit"""  # noqa: S608
    return tuple(Count(*row) for row in cache.execute(sql, values))


def known(cache: sqlite3.Connection, which: Facet) -> tuple[str, ...]:
    """Return every value of a facet, to name one that is near to a misspelt one."""
    return tuple(one.value for one in facet(cache, Query(), which, 0, limit=-1))


def _make_room(cache: sqlite3.Connection) -> None:
    cache.execute("CREATE TEMP TABLE IF NOT EXISTS hit (place INTEGER PRIMARY KEY, card INTEGER NOT NULL)")


def _matches(cache: sqlite3.Connection, wanted: str) -> int:
    """Return how many items have the words, as far as that decides anything."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM wording WHERE wording MATCH ? LIMIT ?)"
    return int(cache.execute(sql, (wanted, RANKED + 1)).fetchone()[0])


def _states(day: StudyDay) -> dict[str, object]:
    return {"day": day, "leech": LEECH, "suspended": SUSPENDED}


def _matching(query: Query, day: StudyDay) -> tuple[str, dict[str, object]]:
    """Return tables and conditions of the cards of a query, and the values of its parameters."""
    wanted, unwanted = expressions(query.words)
    conditions = ["card.study = 1"]
    if wanted:
        conditions.append("wording MATCH :with")
    if unwanted:
        conditions.append(_WITHOUT)
    if query.tags:
        conditions.append(f"card.label IN ({_LABELS})")
    for name, column in (("decks", "deck.name"), ("topics", _TOPIC), ("headings", "item.heading")):
        if getattr(query, name):
            conditions.append(f"{column} IN (SELECT value FROM json_each(:{name}))")  # noqa: S608
    if query.states:
        conditions.append("(" + " OR ".join(_STATES[state] for state in query.states) + ")")
    lists = {name: json.dumps(getattr(query, name)) for name in ("decks", "topics", "tags", "headings")}
    values: dict[str, object] = {"with": wanted, "without": unwanted, **lists, **_states(day)}
    tables = _FOUND_BY_WORDS if wanted else _FOUND_BY_PLACE
    return tables + _WHERE + " AND ".join(conditions), values


def _hit(key: str, text: str, own: str, *row: object) -> Hit:
    """Return a card from a row of `_ROW`."""
    deck, title, heading, topic, due, *flags = row
    states = tuple(state for state, has in zip(_STATES, flags, strict=True) if has)
    return Hit(
        key,
        text,
        own,
        str(deck),
        str(title),
        str(heading),
        str(topic),
        due if isinstance(due, int) else None,
        states,
    )
