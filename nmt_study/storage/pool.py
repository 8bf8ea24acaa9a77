"""The items that a quiz may ask, told from the cache alone: no card is parsed to draw a paper from thousands."""

import json
import sqlite3
from collections.abc import Iterable

from nmt_study.deck.areas import areas_of
from nmt_study.quiz.paper import Pooled
from nmt_study.quiz.source import wanted
from nmt_study.storage.shelf import KeptItem, items_of_key

_POOL = """
    SELECT family, deck.name, card.topic, label.tags, story
    FROM item JOIN deck ON deck.id = item.deck JOIN card ON card.item = item.id JOIN label ON label.id = card.label
    WHERE deck.name <> '' AND NOT (:exam AND kind = 'recall') AND (
        deck.name IN (SELECT value FROM json_each(:decks))
        OR card.label IN (SELECT label.id FROM label, json_each(label.tags) AS tag
            WHERE tag.value IN (SELECT value FROM json_each(:tags)))
    )
    GROUP BY family ORDER BY deck.rank, item.id
"""


def pool(
    cache: sqlite3.Connection, quiz: str, entries: Iterable[str], *, exam: bool
) -> tuple[tuple[Pooled, ...], tuple[str, ...]]:
    """Return the items of a quiz and of what it draws from, each once, and the entries that mean nothing.

    In an exam nothing is marked by the person: recall items are left out.
    """
    decks = [name for (name,) in cache.execute("SELECT name FROM deck WHERE name <> ''")]
    tags = {tag for (tag,) in cache.execute("SELECT DISTINCT value FROM label, json_each(label.tags)")}
    found = wanted(entries, decks, tags)
    asked = {"exam": exam, "decks": json.dumps([quiz, *found.decks]), "tags": json.dumps(list(found.tags))}
    rows = cache.execute(_POOL, asked)
    return tuple(_pooled(*row) for row in rows), found.unknown


def items(cache: sqlite3.Connection, keys: Iterable[str]) -> dict[str, KeptItem]:
    """Return items by their keys; those that are in no file any more are absent."""
    found = {key: items_of_key(cache, key) for key in keys}
    return {key: several[0] for key, several in found.items() if several}


def _pooled(key: str, deck: str, topic: str, tags: str, story: str) -> Pooled:
    return Pooled(key, areas_of(deck, topic, json.loads(tags)), f"{deck}/{story}" if story else "")
