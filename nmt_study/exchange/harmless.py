"""Cells that no spreadsheet takes for a formula, and the way back.

A text that looks like a formula gets an apostrophe in front, as in the export of the record. One that has
apostrophes before such a sign gets one more, so that taking one away gives every text back.
"""

import re
from collections.abc import Iterable

from nmt_study.text import FORMULA_SIGNS

_FORMULA = re.compile(f"'*[{re.escape(FORMULA_SIGNS)}]")
_MADE = re.compile(f"'+[{re.escape(FORMULA_SIGNS)}]")


def harmless(text: str) -> str:
    """Return a cell that is no formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """Return what a cell was before it was made harmless."""
    return text[1:] if _MADE.match(text) else text


def unharmed(rows: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Return rows of a table of ours as they were before it was written."""
    return [(where, tuple(map(plain, row))) for where, row in rows]
