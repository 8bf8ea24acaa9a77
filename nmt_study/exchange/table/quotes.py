"""Quotes of a table as text where they are not those of CSV: what they are is asked, as a cell may have been cut in two."""

import re
from collections.abc import Iterator
from enum import IntEnum

from nmt_study.exchange.format import Doubt
from nmt_study.exchange.landing import Landing
from nmt_study.text import clean, shorten

_SHOWN = 60


class Quotes(IntEnum):
    """What the quotes of a table are; in the order in which they can be chosen."""

    AROUND = 0
    SIGNS = 1
    UNKNOWN = 2


def asked(where: str, cell: str, separator: str, landing: Landing) -> Quotes:
    """Return what the quotes of a table are, one of whose cells would begin with a quote that does not end in it."""
    question = f"The quotes of this file are not those of CSV: a cell begins with {shorten(clean(cell), _SHOWN)}. What are they?"
    choices = (
        "around a cell where they begin and end it; all others are signs of the text",
        f"signs of the text, all of them; each {separator} parts two columns",
        "neither: leave the file out",
    )
    chosen = landing.ask(Doubt("quotes", where, question, choices))
    return Quotes.UNKNOWN if chosen is None else Quotes(chosen)


def leniently(body: str, separator: str) -> Iterator[list[str]]:
    """Give the rows of a text in which a quote counts only where it begins a cell and the next one ends it."""
    end = re.escape(separator)
    cell = re.compile(rf'"((?:[^"]|"")*+)"(?={end}|\r?\n|$)|([^{end}\n]*)')
    row: list[str] = []
    at = 0
    while at <= len(body):
        found = cell.match(body, at)
        if found is None:  # never, as an empty cell fits anywhere
            return
        row.append(found[2].rstrip("\r") if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
        if body.startswith("\r\n", at):
            at += 1
        if not body.startswith(separator, at):
            yield row
            row = []
        at += 1
