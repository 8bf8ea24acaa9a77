"""The table `[lint]` of a home's settings file: what weight its rules of item writing have there."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nmt_study.deck.lint.rules import RULES, Rule
from nmt_study.errors import Diagnostic, Severity
from nmt_study.settings import decoded
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import read_bytes
from nmt_study.text import clean, nearest, shorten

TABLE = "lint"
LEVELS: Mapping[str, Severity | None] = {
    "off": None,
    "info": Severity.INFO,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
}
"""The words that a rule may be given."""


def read_levels(path: Path) -> tuple[dict[Rule, Severity | None], tuple[Diagnostic, ...]]:
    """Return the weights that a settings file gives to rules, and what is wrong with them.

    A file that is missing or cannot be read gives none: what is wrong with it is told where settings are read.
    """
    try:
        text, _ = decoded(read_bytes(path))
        table = tomllib.loads(text).get(TABLE, {})
    except (OSError, ValueError, RecursionError):
        return {}, ()
    if not isinstance(table, dict):
        hint = f'Write a table: a line [{TABLE}], and below it lines such as I203 = "off".'
        return {}, (_problem(path, text, TABLE, f"{TABLE} is no table.", hint),)
    levels: dict[Rule, Severity | None] = {}
    problems = tuple(_take(path, text, table, levels))
    return levels, problems


def _take(
    path: Path, text: str, table: dict[str, Any], levels: dict[Rule, Severity | None]
) -> Iterator[Diagnostic]:
    """Take the rules of a table that are right into the levels; yield what is wrong with the others."""
    for name, value in table.items():
        rule = RULES.get(name.upper())
        if rule is None:
            near = nearest(name, RULES)
            hint = f"Did you mean {near}?" if near else "The codes stand in each message, as I201."
            yield _problem(path, text, name, f"There is no rule {shorten(clean(name), 40)!r}.", hint)
        elif not isinstance(value, str) or value.lower() not in LEVELS:
            near = nearest(value, LEVELS) if isinstance(value, str) else None
            hint = f"Did you mean {near}?" if near else f"Write one of {', '.join(LEVELS)}."
            message = f"{rule.id} cannot be {shorten(clean(repr(value)), 40)}."
            yield _problem(path, text, name, message, hint)
        else:
            levels[rule] = LEVELS[value.lower()]


def _problem(path: Path, text: str, name: str, message: str, hint: str) -> Diagnostic:
    pattern = re.compile(rf"""\s*\[?\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    line = next((number for number, each in enumerate(text.split("\n"), 1) if pattern.match(each)), 1)
    return LibraryCode.LINT_LEVEL.at(clean(str(path)), message, clean(hint), line)
