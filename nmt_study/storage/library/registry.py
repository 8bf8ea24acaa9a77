"""The lists of sources and facts (`decks/sources.toml`, `decks/facts.toml`) on their way into the cache."""

import json
import re
from collections.abc import Collection
from typing import Any

from nmt_study.errors import Diagnostic
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.text import clean

Entry = tuple[str, str, str]  # "source" or "fact", its id, and its table as JSON


def read_registry(data: bytes, path: str) -> tuple[list[Entry], tuple[Diagnostic, ...]]:
    """Return the sound entries of a registry file, and what is wrong with the others; `path` as shown to people."""
    import tomllib

    from nmt_study.deck.citation import read_facts, read_sources

    try:
        text = data.decode("utf-8-sig")
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        found = re.search(r"at line (\d+)", str(fault))
        hint = "Mend that line; the comment at the top of the shipped file shows the form."
        line = int(found[1]) if found else 1
        return [], (LibraryCode.REGISTRY.at(path, f"Not valid TOML: {clean(str(fault))}.", hint, line),)
    if path.endswith("facts.toml"):
        facts, diagnostics = read_facts(tables, path, text)
        return _entries("fact", tables, facts), diagnostics
    sources, diagnostics = read_sources(tables, path, text)
    return _entries("source", tables, sources), diagnostics


def _entries(kind: str, tables: dict[str, Any], sound: Collection[str]) -> list[Entry]:
    names = ((clean(name), table) for name, table in tables.items())
    return [(kind, name, json.dumps(table, default=str)) for name, table in names if name in sound]


def entry_of(value: str) -> dict[str, Any]:
    """Return the table of an entry as it was in the file; dates became text."""
    table = json.loads(value)
    return table if isinstance(table, dict) else {}
