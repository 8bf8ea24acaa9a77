"""What the sources of a card come to, looked up in the lists that the cache holds."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from nmt_study.storage.library.registry import entry_of

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations

# Shipped lists first, so that an entry of the home's own takes the place of the shipped one.
_ENTRIES = """
    SELECT registered.id, value FROM registered JOIN file ON file.id = registered.file
    WHERE kind = ? AND registered.id IN (SELECT value FROM json_each(?)) ORDER BY shipped DESC
"""


Tables = Callable[[str, Iterable[str]], dict[str, dict[str, Any]]]
"""Returns the entries of some ids as the tables they were; the kind is "fact" or "source"."""


def cited(tables: Tables, ids: Sequence[str], evidence: str) -> "Citations":
    """Return what the fact and source ids of a card come to; `evidence` is the word that the card itself has."""
    from nmt_study.deck.citation import read_facts, read_sources, resolve

    facts, _ = read_facts(tables("fact", ids), "")
    wanted = [*ids, *(source for fact in facts.values() for source in fact.sources)]
    sources, _ = read_sources(tables("source", wanted), "")
    return resolve(ids, sources, facts, evidence)


def citations(cache: sqlite3.Connection, ids: Sequence[str], evidence: str) -> "Citations":
    """Return what the ids of a card come to by the lists of the library."""
    return cited(partial(_tables, cache), ids, evidence)


def _tables(cache: sqlite3.Connection, kind: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the entries of some ids as the tables they were."""
    rows = cache.execute(_ENTRIES, (kind, json.dumps(list(ids))))
    return {name: entry_of(value) for name, value in rows}
