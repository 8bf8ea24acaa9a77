"""Which column of a table is asked and which answers: by its head where that says so, else by asking."""

from collections.abc import Sequence
from dataclasses import dataclass

from nmt_study.exchange.format import Doubt
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.table.columns import Column, Columns, completed, recognise
from nmt_study.exchange.telling import digest_of, quoted
from nmt_study.text import clean, shorten

Rows = Sequence[tuple[str, tuple[str, ...]]]
"""The rows of a table with the place where each stands; none is empty."""

_NONE = "none of these: leave this table out"
NAMES = "question and answer, or front and back, or term and definition"
MORE_NAMES = "section, case, why, tags, source, topic"
_MOST_ASKED = 40  # columns that a question lists
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table whose columns are known: names of the columns, the rows below, and what the columns are."""

    head: tuple[str, ...]
    rows: Rows
    columns: Columns


def map_columns(title: str, rows: Rows, landing: Landing, *, named: bool = False) -> Mapped | None:
    """Return a table with its columns known; None where that has to be asked first, which is done and told.

    Two columns without names are term and definition, as flashcard sites export them, which is noted. `title` is how the table is
    called where a file has several; the ids of the doubts hold for every table with the same first row. `named` says
    that this row is known to be the names of the columns.
    """
    if not rows:
        return None
    first = rows[0][1]
    found = recognise(first)
    if found.is_whole:
        return Mapped(first, rows[1:], found)
    width = max(len(row) for _, row in rows)
    usual = sorted(len(row) for _, row in rows)[len(rows) // 2]
    if usual == 2 and not found.known and not named:
        landing.notes.append(f"{rows[0][0]}: {_first_taken(first)}")
        return _terms(rows)
    if len(first) == 2 and found.known == 1:
        mapped = _half_known(title, rows, found, landing, named=named)
    else:
        mapped = _asked(title, rows, found, landing, named=named) if width > 1 else None
    if mapped is None:
        what = f"{len(rows):,} rows: it is not known which column is the question and which the answer"
        landing.lose(title or "the table", what)
    return mapped


def _first_taken(first: tuple[str, ...]) -> str:
    """Say that the first row of a table was taken as an item, and how to name the columns."""
    return (
        f"no heading is known here, so {quoted(' | '.join(first))} was taken as a card. If it names the columns, write "
        f"{NAMES} there instead and import the file again; {MORE_NAMES} and others are known too (docs/formats.md)."
    )


def _terms(rows: Rows) -> Mapped:
    """Return a table of terms and definitions without a head."""
    return Mapped(("", ""), rows, Columns({Column.QUESTION: 0, Column.ANSWER: 1}))


def _half_known(title: str, rows: Rows, found: Columns, landing: Landing, *, named: bool) -> Mapped | None:
    """Return a table in whose first row one of two cells is the name of a column: a head, or "back" beside its translation."""
    is_head = named or _Asker(title, rows[0][1], 2, landing, named=False).has_head()
    if is_head is None:
        return None
    if not is_head:
        return _terms(rows)
    found = completed(found)
    return (
        Mapped(rows[0][1], rows[1:], found)
        if found.is_whole
        else _asked(title, rows, found, landing, named=True)
    )


def _asked(title: str, rows: Rows, found: Columns, landing: Landing, *, named: bool) -> Mapped | None:
    first = rows[0][1]
    width = max(len(row) for _, row in rows)
    is_head = named or found.known > 0
    ask = _Asker(title, first, width, landing, named=is_head)
    named_in_fact = is_head or ask.has_head()
    question: int | None = found.single.get(Column.QUESTION)
    if question is None:
        question = ask.column("question", "Which column is the question?")
    answered = Column.ANSWER in found.single or Column.KEY in found.single or found.has_choices
    answer = None if answered else ask.column("answer", "Which column is the answer?")
    if named_in_fact is None or question is None or (answer is None and not answered):
        return None
    if question >= ask.shown or answer in {ask.shown, question}:
        return None
    found.single[Column.QUESTION] = question
    if answer is not None:
        found.single[Column.ANSWER] = answer
    taken = {*found.single.values(), *found.options.values(), *found.feedback.values(), *found.wrong}
    found.unknown = [place for place in range(width) if place not in taken and place not in found.numbers]
    head = tuple(
        first[place] if named_in_fact and place < len(first) else f"column {place + 1}"
        for place in range(width)
    )
    return Mapped(head, rows[1:] if named_in_fact else rows, found)


class _Asker:
    """Asks about the columns of one table."""

    def __init__(
        self, title: str, first: tuple[str, ...], width: int, landing: Landing, *, named: bool
    ) -> None:
        self._title = title
        self._mark = digest_of(*first)
        self._landing = landing
        self.shown = min(width, _MOST_ASKED)
        self._first = tuple(first[place] if place < len(first) else "" for place in range(self.shown))
        self._choices = tuple(
            clean(shorten(name, _SHOWN)) if named and name else f"column {place}: “{shorten(name, _SHOWN)}”"
            for place, name in enumerate(self._first, 1)
        )

    def has_head(self) -> bool | None:
        """Return whether the first row names the columns, None where that is not known."""
        row = shorten(" | ".join(name for name in self._first if name), 2 * _SHOWN)
        question = f"Does the first row name the columns? “{row}”"
        at = self._landing.ask(self._doubt("head", question, ("yes", "no, it is an item")))
        return None if at is None else at == 0

    def column(self, name: str, question: str) -> int | None:
        """Return the place of a column; `shown` where it is none of them, None where it is not known."""
        return self._landing.ask(self._doubt(name, question, (*self._choices, _NONE)))

    def _doubt(self, name: str, question: str, choices: tuple[str, ...]) -> Doubt:
        return Doubt(f"{name}-of-{self._mark}", self._title or "the columns", question, choices, lasting=True)
