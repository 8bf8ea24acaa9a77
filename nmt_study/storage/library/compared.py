"""Comparing what vanished with what is new, and what has its id with what it said: the slow part of `changed`."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nmt_study.deck import terms
from nmt_study.deck.change.likeness import Degree, compare
from nmt_study.deck.change.pairing import pair
from nmt_study.deck.face import told
from nmt_study.deck.told import Told
from nmt_study.storage.library.changed import Finder, Link
from nmt_study.storage.library.origin import Found
from nmt_study.storage.record.history import History
from nmt_study.storage.record.past import Past

MOST_FRESH = 5_000
"""So many new cards are compared at most; a library that is new as a whole has nothing to be compared with."""

MOST_ASKED = 200
"""So many doubts are kept; nobody answers more of them."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Vanished cards with the new ones that are the same but for slips, and what is in doubt."""

    same: tuple[Link, ...]
    doubts: tuple[Link, ...]


def told_of(found: Found) -> Told:
    """Return a card of the library as text."""
    question, answer = told(found.card)
    return Told(found.card.item.kind.value, question, answer)


def pairs(cache: sqlite3.Connection, record: History, find: Finder) -> Pairs:
    """Compare what vanished with what is new, and what has its id with what it said."""
    pasts = {past.card: past for past in record.pasts.of(_vanished(cache, record))}
    then = {key: past.told for key, past in pasts.items() if past.told is not None}
    fresh = find(_fresh(cache, pasts.values())) if then else {}
    now = {key: told_of(found) for key, found in fresh.items()}
    apart = {(one.origin, one.target) for one in record.aparts()}
    decks = {name for (name,) in cache.execute("SELECT name FROM deck")}

    def near(gone: str, come: str) -> bool:
        deck = pasts[gone].deck
        return (gone, come) not in apart and (deck == fresh[come].origin.deck or deck not in decks)

    found = pair(then, now, _Uses(cache, now.values()).elsewhere, near)
    same = tuple(Link(gone, come) for gone, come in found.certain.items())
    doubts = [
        Link(gone, one.fresh)
        for gone, offered in found.doubtful.items()
        for one in offered[:1]
        if (gone, one.fresh) not in apart
    ]
    return Pairs(same, tuple([*_other_meanings(cache, record, find), *doubts][:MOST_ASKED]))


def _vanished(cache: sqlite3.Connection, record: History) -> list[str]:
    """Return the answered cards that stand in no file."""
    there = {key for (key,) in cache.execute("SELECT key FROM card")}
    return sorted(record.pasts.remembered() - there)


def _fresh(cache: sqlite3.Connection, pasts: Iterable[Past]) -> list[str]:
    """Return new cards that may be one of the vanished, those of their decks first."""
    sql = """
        SELECT key FROM card JOIN deck ON deck.id = card.deck WHERE study = 1 AND due IS NULL
        ORDER BY deck.name NOT IN (SELECT value FROM json_each(?)), card.id DESC LIMIT ?
    """
    decks = json.dumps(sorted({past.deck for past in pasts}))
    return [key for (key,) in cache.execute(sql, (decks, MOST_FRESH))]


class _Uses:
    """Which words the library uses beside some new cards; read from its text when a word is first asked for."""

    def __init__(self, cache: sqlite3.Connection, fresh: Iterable[Told]) -> None:
        self._cache = cache
        self._fresh = fresh
        self._counts: Counter[str] | None = None

    def elsewhere(self, word: str) -> bool:
        """Tell whether more items use a word than there are new cards with it."""
        if self._counts is None:
            self._counts = Counter()
            for (source,) in self._cache.execute("SELECT source FROM item"):
                self._counts.update(set(terms.words(source)))
            for card in self._fresh:
                self._counts.subtract({*terms.words(card.question), *terms.words(card.answer)})
        return self._counts[word] > 0


def _other_meanings(cache: sqlite3.Connection, record: History, find: Finder) -> Iterator[Link]:
    """Give the cards that have their id and say something else than when they were answered last."""
    sql = """
        SELECT key, content FROM card JOIN item ON item.id = card.item
        WHERE study = 1 AND due IS NOT NULL AND own <> '' AND NOT by_text
    """
    now = dict(cache.execute(sql))
    before = record.last_contents(now)
    changed = [key for key, content in now.items() if before.get(key, content) != content]
    kept = record.shapes.kept(changed)
    changed = [key for key in changed if now[key] not in kept.get(key, frozenset())]
    cards = find(changed)
    for past in record.pasts.of(changed):
        found = cards.get(past.card)
        if past.told is None or found is None:
            continue
        new = told_of(found)
        if compare(past.told, new, _Uses(cache, [new]).elsewhere).degree is not Degree.SAME:
            yield Link(past.card, past.card)
