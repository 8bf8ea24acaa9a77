"""Questions to the cache: what is waiting, what comes next, and where a card stands. Nothing here reads a file."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from nmt_study.clock import StudyDay
from nmt_study.errors import Diagnostic, Severity
from nmt_study.srs.queue import Candidate
from nmt_study.storage.library.files import DECK, EXAM, Place, Shown
from nmt_study.storage.record.shape import SUSPENDED


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cards wait: never asked, to be repeated today after Again, and due."""

    new: int = 0
    learning: int = 0
    due: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.due


class DeckInfo(NamedTuple):
    """A deck or quiz as listed; `cards` counts one a deletion and direction.

    `path` is as shown to people, `file` where it is; an exam is a quiz too.
    """

    id: str
    title: str
    topic: str
    status: str
    license: str
    items: int
    cards: int
    quiz: bool
    path: str
    shipped: bool
    exam: bool
    file: Path


class DeckWaiting(NamedTuple):
    """What waits in one deck."""

    id: str
    title: str
    waiting: Waiting


class Overview(NamedTuple):
    """What waits on a study day, in all and deck by deck in the order of their ids."""

    day: StudyDay
    total: Waiting
    decks: tuple[DeckWaiting, ...]


class KeptItem(NamedTuple):
    """An item as text, the id it goes by ("" for its text), its lines in the file, and what its deck says."""

    text: str
    own: str
    line: int
    last: int
    heading: str
    deck: str
    title: str
    topic: str
    evidence: str
    status: str
    source: tuple[str, ...]
    tags: tuple[str, ...]
    place: Place
    quiz: bool


class Selection(NamedTuple):
    """What a session may ask: some decks, cards with any of some tags; empty means all."""

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


EVERYTHING = Selection()

# One constant text is put inside another here, never a value: those are all parameters.
_TAGGED = """
    (:tags = '[]' OR label IN (
        SELECT label.id FROM label, json_each(label.tags) AS tag WHERE tag.value IN (SELECT value FROM json_each(:tags))
    ))
"""
_IN_DECKS = "(:decks = '[]' OR deck.name IN (SELECT value FROM json_each(:decks)))"
_FRESH_FAMILY = "family NOT IN (SELECT value FROM json_each(:answered))"

# Only the index entries of cards that wait are touched, and no row of a card. Two questions: put together, SQLite would
# write down each entry before it counts it.
_NEW_WAITING = f"""
    SELECT deck, count(*) FROM card INDEXED BY card_due
    WHERE study = 1 AND due IS NULL AND aside <= :day AND {_TAGGED} GROUP BY deck
"""  # noqa: S608
_DUE_WAITING = f"""
    SELECT deck, count(*), count(CASE WHEN due = :day AND last = :day THEN 1 END) FROM card INDEXED BY card_due
    WHERE study = 1 AND due <= :day AND aside <= :day AND {_TAGGED} GROUP BY deck
"""  # noqa: S608
_ASKED_DECKS = f"""
    SELECT id, name, title FROM deck WHERE name <> '' AND {_IN_DECKS}
        AND (NOT quiz OR EXISTS (SELECT 1 FROM card WHERE study = 1 AND card.deck = deck.id)) ORDER BY rank
"""  # noqa: S608

# In line by the index alone: of thousands of cards that are due, only the rows of those that are asked for are read.
_DUE_LINE = f"""
    SELECT id FROM card INDEXED BY card_due
    WHERE study = 1 AND due <= :day AND aside <= :day AND {_TAGGED}
        AND (:decks = '[]' OR deck IN (SELECT id FROM deck WHERE {_IN_DECKS}))
    ORDER BY (:day - last) / stability, due, id
"""  # noqa: S608

# Asked after the line was made, when another program may have written: whether a card is due is asked again. The signs
# keep SQLite from looking all due cards up by their index.
_DUE = f"""
    SELECT card.id, key, family, coalesce(nullif(card.topic, ''), deck.name), core, due = last AND due = :day
    FROM card JOIN deck ON deck.id = card.deck
    WHERE card.id IN (SELECT value FROM json_each(:ids)) AND (last = :day OR {_FRESH_FAMILY})
        AND +study = 1 AND +due <= :day AND +aside <= :day
"""  # noqa: S608

_NEW = f"""
    SELECT key, family, coalesce(nullif(card.topic, ''), deck.name), core, 0
    FROM deck CROSS JOIN card INDEXED BY card_waiting ON card.deck = deck.id
    WHERE study = 1 AND due IS NULL AND last IS NULL AND core = :core AND aside <= :day
        AND {_FRESH_FAMILY} AND {_TAGGED} AND {_IN_DECKS}
    ORDER BY deck.rank, place LIMIT :limit
"""  # noqa: S608

_DECKS = """
    SELECT deck.name, title, topic, status, license, items, cards, quiz, shipped, path
    FROM deck JOIN file USING (id) WHERE deck.name <> '' ORDER BY deck.rank
"""


_ITEM = """
    SELECT item.source, iif(by_text, '', own), line, item.last, heading, deck.name, title, deck.topic, evidence, status,
        deck.source, tags, shipped, path, quiz
    FROM item JOIN deck ON deck.id = item.deck JOIN file ON file.id = deck.id
"""


def overview(cache: sqlite3.Connection, day: StudyDay, scope: Selection = EVERYTHING) -> Overview:
    """Return what waits on a study day in the decks of a scope."""
    values = _values(scope, day=day, answered=())
    new = dict(cache.execute(_NEW_WAITING, values))
    due = {deck: (again, known - again) for deck, known, again in cache.execute(_DUE_WAITING, values)}
    decks = tuple(
        DeckWaiting(name, title, Waiting(new.get(deck, 0), *due.get(deck, (0, 0))))
        for deck, name, title in cache.execute(_ASKED_DECKS, values)
    )
    counts = ((deck.waiting.new, deck.waiting.learning, deck.waiting.due) for deck in decks)
    return Overview(day, Waiting(*map(sum, zip(*counts, strict=True))), decks)


def due_cards(
    cache: sqlite3.Connection, day: StudyDay, answered: Collection[str], scope: Selection, limit: int | None
) -> tuple[Candidate, ...]:
    """Return due cards, the best remembered ones first; siblings of cards in `answered` groups wait.

    That order loses least while there are more than can be answered: what is nearly forgotten anyway comes last
    (elapsed days over stability, which orders by recall probability without computing it).
    """
    values = _values(scope, day=day, answered=answered)
    line = [row[0] for row in cache.execute(_DUE_LINE, values)]
    step = max(1, len(line) if limit is None else limit)
    parts = (line[start : start + step] for start in range(0, len(line), step))
    rows = chain.from_iterable(_due_rows(cache, part, values) for part in parts)
    return tuple(
        Candidate(key, family, topic, new=False, core=bool(core), learning=bool(learning), rank=rank)
        for rank, (key, family, topic, core, learning) in enumerate(islice(rows, limit))
    )


def _due_rows(
    cache: sqlite3.Connection, ids: Sequence[int], values: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of due cards in the order of their numbers, siblings of answered ones left out."""
    rows = {row[0]: row[1:] for row in cache.execute(_DUE, {**values, "ids": json.dumps(ids)})}
    return (rows[one] for one in ids if one in rows)


def new_cards(
    cache: sqlite3.Connection, day: StudyDay, answered: Collection[str], scope: Selection, limit: int
) -> tuple[Candidate, ...]:
    """Return cards never asked, the core ones first, otherwise in the order of decks and of their text."""
    found: list[Candidate] = []
    for core in (True, False):
        left = max(limit - len(found), 0)
        values = _values(scope, day=day, answered=answered, limit=left, core=core)
        for key, family, topic, _, _ in cache.execute(_NEW, values).fetchall():
            found.append(Candidate(key, family, topic, new=True, core=core, rank=len(found)))
    return tuple(found)


def new_core(cache: sqlite3.Connection) -> int:
    """Return how many cards of the core set were never asked, those suspended left out."""
    sql = "SELECT count(*) FROM card WHERE study = 1 AND due IS NULL AND core AND aside < ?"
    return int(cache.execute(sql, (SUSPENDED,)).fetchone()[0])


def _values(scope: Selection, *, answered: Collection[str], **others: int) -> dict[str, object]:
    """Return the values of a question's parameters."""
    return {
        "decks": json.dumps(scope.decks),
        "tags": json.dumps(scope.tags),
        "answered": json.dumps(list(answered)),
        **others,
    }


def groups_of(cache: sqlite3.Connection, cards: Iterable[str]) -> frozenset[str]:
    """Return the groups that cards belong to; cards that vanished belong to none."""
    sql = "SELECT DISTINCT family FROM json_each(?) AS given JOIN card ON card.key = given.value"
    return frozenset(row[0] for row in cache.execute(sql, (json.dumps(list(cards)),)))


def items_of_card(cache: sqlite3.Connection, key: str) -> tuple[KeptItem, ...]:
    """Return the item that a card is asked from, or one that holds it; empty when there is none.

    What a deck holds that another one stands in for is in none: the person's own deck has left it out.
    """
    sql = (
        _ITEM
        + " JOIN card ON card.item = item.id WHERE card.key = ? AND deck.name <> '' ORDER BY study DESC, rank LIMIT 1"
    )
    return tuple(map(_kept, cache.execute(sql, (key,))))


def items_of_key(cache: sqlite3.Connection, family: str) -> tuple[KeptItem, ...]:
    """Return the item with a key, or one that says the same; empty when there is none.

    A card's key begins with its item's, so that one range of the index holds them all.
    """
    sql = f"""{_ITEM} JOIN card ON card.item = item.id
        WHERE card.key >= ?1 AND card.key < ?1 || char(0x10FFFF) AND family = ?1 AND deck.name <> ''
        ORDER BY shipped, rank LIMIT 1"""
    return tuple(map(_kept, cache.execute(sql, (family,))))


def items_of_deck(cache: sqlite3.Connection, name: str) -> tuple[KeptItem, ...]:
    """Return the items of a deck or quiz in the order of its text."""
    return tuple(map(_kept, cache.execute(_ITEM + " WHERE deck.name = ? ORDER BY item.id", (name,))))


def _kept(row: tuple[Any, ...]) -> KeptItem:
    """Return an item from a row of `_ITEM`."""
    *texts, source, tags, shipped, path, quiz = row
    lists = tuple(json.loads(source)), tuple(json.loads(tags))
    return KeptItem(*(*texts, *lists, (bool(shipped), path), bool(quiz)))


def new_contents(cache: sqlite3.Connection) -> dict[str, str]:
    """Return the cards never asked by their content hash, where only one of them has it."""
    sql = "SELECT content, min(key) FROM card WHERE study = 1 AND due IS NULL GROUP BY content HAVING count(*) = 1"
    return dict(cache.execute(sql))


def exists(cache: sqlite3.Connection, key: str) -> bool:
    """Tell whether a card stands in any file, asked from there or not."""
    return cache.execute("SELECT 1 FROM card WHERE key = ?", (key,)).fetchone() is not None


def content_of(cache: sqlite3.Connection, key: str) -> str:
    """Return the content hash of the card that is asked under a key, "" when there is none."""
    row = cache.execute("SELECT content FROM card WHERE key = ? AND study = 1", (key,)).fetchone()
    return str(row[0]) if row else ""


def decks(cache: sqlite3.Connection, shown: Shown, file: Callable[[Place], Path]) -> Iterator[DeckInfo]:
    """Yield decks and quizzes in the order of their ids; `shown` names a file to people, `file` says where it is."""
    for row in cache.execute(_DECKS):
        quiz, shipped, path = row[7:]
        place = bool(shipped), path
        yield DeckInfo(*(*row[:7], quiz != DECK, shown(place), bool(shipped), quiz == EXAM, file(place)))


def diagnostics(cache: sqlite3.Connection) -> Iterator[Diagnostic]:
    """Yield what is wrong with the library's files."""
    sql = 'SELECT path, line, "column", code, severity, message, hint FROM diagnostic'
    for path, line, column, code, severity, message, hint in cache.execute(sql):
        yield Diagnostic(path, line, column, code, Severity(severity), message, hint)
