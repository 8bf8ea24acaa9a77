"""Rows of a table as items, whatever file the table came in: a quiz with options and keys, or two sides of a card."""

import re
from collections.abc import Callable
from dataclasses import replace

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.model import Answer, Choice, Cloze, Item, Match, Order, Recall
from nmt_study.exchange.anki_cloze import read_cloze
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.settled import accepted
from nmt_study.exchange.table.cells import Cells, Grid, Row
from nmt_study.exchange.table.choices import Choices
from nmt_study.exchange.table.columns import Column, Columns
from nmt_study.exchange.table.traits import Traits
from nmt_study.exchange.telling import counted, quoted
from nmt_study.text import clean

_BAR = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"\{\{c\d+(?:,\d+)*::.*?\}\}", re.DOTALL)
_KINDS = {
    "recall": "recall", "flashcard": "recall", "card": "recall", "essay": "recall", "open": "recall",
    "open ended": "recall", "long answer": "recall", "basic": "recall", "open question": "recall",
    "cloze": "cloze",
    "single": "choice", "single choice": "choice", "multiple choice": "choice", "mc": "choice", "mcq": "choice",
    "choice": "choice", "radio": "choice", "sc": "choice", "quiz": "choice",
    "multiple": "many", "multiple answer": "many", "multiple answers": "many", "multiple response": "many",
    "multiple select": "many", "multi select": "many", "checkbox": "many", "checkboxes": "many", "mr": "many", "ma": "many",
    "true false": "truth", "true or false": "truth", "tf": "truth", "t f": "truth", "boolean": "truth",
    "typed": "typed", "short answer": "typed", "short": "typed", "fill in": "typed", "fill in the blank": "typed",
    "fill in the blanks": "typed", "fib": "typed", "numeric": "typed", "numerical": "typed", "number": "typed",
    "order": "order", "ordering": "order", "sequence": "order", "match": "match", "matching": "match",
}  # fmt: skip


def read_rows(grid: Grid, columns: Columns, landing: Landing) -> None:
    """Add the items of a table, and tell and ask what has to be told and asked."""
    _Rows(grid, columns, landing).read()


class _Rows:
    """Reads the rows of one table."""

    def __init__(self, grid: Grid, columns: Columns, landing: Landing) -> None:
        self._grid = grid
        self._columns = columns
        self._landing = landing
        self._cells = Cells(grid, columns, landing)
        self._choices = Choices(self._cells)
        self._traits = Traits(columns, grid.tags, landing)
        self._is_ours = columns.is_ours

    def read(self) -> None:
        self._tell_columns()
        for where, row in self._grid.rows:
            if not any(row):
                continue
            if len(row) > len(self._grid.head):
                what = (
                    f"a row of {len(row)} cells where the head has {len(self._grid.head)}: {quoted(row[0])}"
                )
                self._landing.lose(where, what, "nothing of it: a separator may stand in it without quotes")
                continue
            self._row(where, row)

    def _tell_columns(self) -> None:
        """Tell of columns that are not known and not empty."""
        for place in (*self._columns.unknown, *self._columns.numbers):
            filled = sum(1 for _, row in self._grid.rows if place < len(row) and row[place])
            if filled:
                title = clean(self._grid.head[place])
                self._landing.lose(
                    f"column {place + 1}", f"the column {quoted(title)} of {counted(filled, 'row')}"
                )

    def _row(self, where: str, row: Row) -> None:
        raw = self._cells.raw(row, Column.QUESTION)
        if not raw:
            self._landing.lose(where, f"a row without a question: {quoted(next(filter(None, row)))}")
            return
        stem = self._cells.said(where, raw)
        kind = self._kind(where, row, raw)
        answer = self._answer(where, row, kind, stem)
        if answer is None:
            return
        if isinstance(answer, tuple):
            stem, answer = answer
        self._landing.enter(where, self._section(row))
        properties = self._traits.properties(where, row, answer)
        if kind == "many" and isinstance(answer, Choice) and sum(one.correct for one in answer.options) == 1:
            properties = replace(properties, select="many")
        case = self._cells.said(where, self._cells.raw(row, Column.CASE))
        self._landing.add(where, Item(stem, answer, self._why(where, row, kind, answer), case, properties))

    def _section(self, row: Row) -> tuple[str, ...]:
        path = self._cells.raw(row, Column.SECTION) or self._cells.raw(row, Column.DECK) or self._grid.section
        if self._is_ours:
            path = self._cells.raw(row, Column.SECTION)
        return tuple(part.strip() for part in path.split("::") if part.strip())

    def _why(self, where: str, row: Row, kind: str, answer: Answer) -> str:
        """Return the explanation; feedback that is no option's is told to everybody, and so part of it.

        Behind gaps Anki shows its second field, which explains.
        """
        parts = [self._cells.raw(row, Column.WHY), self._cells.raw(row, Column.REMARK)]
        parts = [self._cells.raw(row, Column.ANSWER), *parts] if kind == "gaps" else parts
        if not isinstance(answer, Choice):
            for place in self._columns.feedback.values():
                if place < len(row) and row[place]:
                    self._landing.lose(where, f"feedback on an option that is none: {quoted(row[place])}")
        return "\n\n".join(self._cells.said(where, part) for part in dict.fromkeys(parts) if part)

    def _kind(self, where: str, row: Row, stem: str) -> str:
        """Return the kind of a row, as it says itself or as its columns are filled."""
        said = self._cells.raw(row, Column.KIND)
        named = _KINDS.get(re.sub(r"[\s_/-]+", " ", said.casefold()).strip(), "") if said else ""
        if said and not named:
            self._landing.lose(where, f"the kind of question {quoted(said)}", "the item, by its columns")
        if named in {"truth", "choice", "many"}:
            return named
        if named and not (named == "recall" and len(self._cells.options(row)) > 1):
            return named
        notetype = self._cells.raw(row, Column.NOTETYPE)
        if not self._is_ours and (_GAP.search(stem) or "cloze" in notetype.casefold()):
            return "gaps"
        return "choice" if self._cells.options(row) else "recall"

    def _answer(self, where: str, row: Row, kind: str, stem: str) -> Answer | tuple[str, Answer] | None:
        if kind in {"choice", "many"}:
            return self._choices.choice(where, row, stem, many=kind == "many")
        if kind == "truth":
            return self._choices.truth(where, row, stem)
        readers: dict[str, Callable[[], Answer | tuple[str, Answer] | None]] = {
            "typed": lambda: self._typed(row),
            "cloze": lambda: _cloze(stem),
            "gaps": lambda: self._gaps(where, row),
            "order": lambda: self._order(where, row),
            "match": lambda: self._match(where, row),
            "recall": lambda: self._recall(where, row),
        }
        answer = readers[kind]()
        if answer is None:
            self._landing.lose(where, f"a row without an answer that can be read: {quoted(stem)}")
        return answer

    def _typed(self, row: Row) -> Answer | None:
        parts = _BAR.split(self._cells.either(row, Column.ANSWER, Column.KEY))
        return accepted(part.replace("\\|", "|") for part in parts)

    def _recall(self, where: str, row: Row) -> Recall | None:
        text = self._cells.said(where, self._cells.either(row, Column.ANSWER, Column.KEY))
        return Recall(text) if text else None

    def _gaps(self, where: str, row: Row) -> tuple[str, Answer] | None:
        """Return a text with `{{c1::…}}` as a cloze; what Anki says behind it is the explanation."""
        raw = self._cells.raw(row, Column.QUESTION)
        found = read_cloze(raw, _Cell(self._cells, where))
        return None if found is None else found[:2]

    def _order(self, where: str, row: Row) -> Order | None:
        steps = tuple(self._cells.said(where, text) for text in self._cells.options(row).values())
        return Order(steps) if len(steps) > 1 else None

    def _match(self, where: str, row: Row) -> Match | None:
        pairs, distractors = [], []
        for text in self._cells.options(row).values():
            left, arrow, right = f" {text}".partition(" -> ")
            if not arrow or not right.strip():
                return None
            said = self._cells.said(where, right)
            if left.strip():
                pairs.append((self._cells.said(where, left[1:]), said))
            else:
                distractors.append(said)
        return (
            Match(tuple(pairs), tuple(distractors)) if pairs and len(pairs) + len(distractors) > 1 else None
        )


class _Cell:
    """The cell of a row in which gaps stand."""

    def __init__(self, cells: Cells, where: str) -> None:
        self._cells = cells
        self._where = where

    def markdown(self, field: str) -> str:
        return self._cells.said(self._where, field)

    def tell(self, what: str, kept: str = "") -> None:
        self._cells.landing.lose(self._where, what, kept)


def _cloze(stem: str) -> Cloze | None:
    """Return the deletions of a text, None where its brackets cannot be read."""
    found, faults = deletions(stem)
    return Cloze(found) if found and not any(fault.code.leaves_out for fault in faults) else None
