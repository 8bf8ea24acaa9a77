"""Cards whose text changed: which new card goes on where an answered one left off, and which are in doubt.

Looked for only when files changed; what is in doubt is kept in the cache until they change again.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from nmt_study.storage import shelf
from nmt_study.storage.cache import transaction
from nmt_study.storage.event import PARKED
from nmt_study.storage.history import History
from nmt_study.storage.stock import LOOKED, Stock

if TYPE_CHECKING:
    from nmt_study.storage.origin import Found

Finder = Callable[[Iterable[str]], Mapping[str, "Found"]]
"""Returns cards of the library by their keys, parsed; those that are in no file are absent."""

Cards = Callable[[sqlite3.Connection, Iterable[str]], Mapping[str, "Found"]]
"""The same, asked of an open cache."""


class Link(NamedTuple):
    """An answered card and the one that its progress may go on with.

    Both are equal where a card has its id and says something else than when it was answered.
    """

    origin: str
    target: str


class Changed:
    """The cards of a library whose text changed."""

    def __init__(self, stock: Stock, record: History, cards: Cards) -> None:
        self._stock = stock
        self._record = record
        self._cards = cards

    def certain_links(self) -> tuple[Link, ...]:
        """Return vanished cards that new ones stand in for: the same content hash, unique among both.

        Nothing is looked up while the files are as they were when nothing was found.
        """
        return self._stock.ask(lambda cache: _certain_links(cache, self._record))

    def likely_links(self) -> tuple[Link, ...]:
        """Return vanished cards that new ones stand in for: the same but for slips, near, unique among both.

        To be asked when no certain link is left. When there is none here either, what remains in doubt is kept.
        """
        return self._stock.ask(
            lambda cache: _likely_links(cache, self._record, lambda keys: self._cards(cache, keys))
        )

    def doubts(self) -> tuple[Link, ...]:
        """Return what is in doubt, as far as nobody has decided it since."""
        return self._stock.ask(lambda cache: _open_doubts(cache, self._record))


def _certain_links(cache: sqlite3.Connection, record: History) -> tuple[Link, ...]:
    if _doubts(cache) is not None:
        return ()
    fresh = shelf.new_contents(cache)
    apart = _apart(record)
    links = []
    for content, cards in record.cards_last_seen_as(fresh).items():
        vanished = [card for card in cards if PARKED not in card and not shelf.exists(cache, card)]
        if len(vanished) == 1 and (vanished[0], fresh[content]) not in apart:
            links.append(Link(vanished[0], fresh[content]))
    return tuple(links)


def _likely_links(cache: sqlite3.Connection, record: History, find: Finder) -> tuple[Link, ...]:
    if _doubts(cache) is not None:
        return ()
    from nmt_study.storage.compared import (
        pairs,  # it brings the grammar in; a start without a change needs none
    )

    found = pairs(cache, record, find)
    if not found.same:
        kept = json.dumps([(one.origin, one.target) for one in found.doubts])
        with transaction(cache):
            cache.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (LOOKED, kept))
    return found.same


def _open_doubts(cache: sqlite3.Connection, record: History) -> tuple[Link, ...]:
    doubts = _doubts(cache) or ()
    if not doubts:
        return ()
    memories = record.memories(key for doubt in doubts for key in (doubt.origin, doubt.target))
    apart = _apart(record)
    same = [doubt.origin for doubt in doubts if doubt.origin == doubt.target]
    before, kept = record.last_contents(same), record.shapes.kept(same)

    def is_open(doubt: Link) -> bool:
        if doubt.origin != doubt.target:
            waits = doubt.origin in memories and doubt.target not in memories
            return waits and (doubt.origin, doubt.target) not in apart
        now = shelf.content_of(cache, doubt.target)
        return before.get(doubt.origin, now) != now and now not in kept.get(doubt.origin, frozenset())

    return tuple(filter(is_open, doubts))


def _apart(record: History) -> set[tuple[str, str]]:
    return {(one.origin, one.target) for one in record.aparts()}


def _doubts(cache: sqlite3.Connection) -> tuple[Link, ...] | None:
    """Return what was in doubt when the files were last looked at; None when they changed since."""
    row = cache.execute("SELECT value FROM note WHERE name = ?", (LOOKED,)).fetchone()
    return None if row is None else tuple(Link(*pair) for pair in json.loads(row[0]))
