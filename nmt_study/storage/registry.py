"""The lists of sources and facts (`decks/sources.toml`, `decks/facts.toml`) on their way into the cache."""

import json
import re
from typing import Any

from nmt_study.errors import Diagnostic
from nmt_study.storage.codes import LibraryCode
from nmt_study.text import clean

Entry = tuple[str, str, str]  # "source" or "fact", its id, and the table as JSON


def read_registry(data: bytes, shown: str) -> tuple[list[Entry], list[Diagnostic]]:
    """Return the entries of a registry file, or what is wrong with it."""
    import tomllib

    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as fault:
        found = re.search(r"at line (\d+)", str(fault))
        line = int(found[1]) if found else 1
        return [], [LibraryCode.REGISTRY.at(shown, f"Not valid TOML: {clean(str(fault))}.", _HINT, line)]
    kind = "fact" if shown.endswith("facts.toml") else "source"
    entries = [
        (kind, clean(name), json.dumps(table, default=str))
        for name, table in tables.items()
        if isinstance(table, dict)
    ]
    return entries, []


def entry_of(value: str) -> dict[str, Any]:
    """Return a table as it was in the file; dates became text."""
    table = json.loads(value)
    return table if isinstance(table, dict) else {}


_HINT = "Mend that line; the comment at the top of the file shows the form."
