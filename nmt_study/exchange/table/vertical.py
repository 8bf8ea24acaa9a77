"""Quizzes that stand in a table, or in a text, line below line, as they would in a document."""

import re
from collections.abc import Iterator, Sequence

from nmt_study.exchange.landing import Landing
from nmt_study.exchange.word.items import Questions
from nmt_study.exchange.word.layout import lines_of, marks_of
from nmt_study.exchange.word.lines import Grid, Line, Piece
from nmt_study.exchange.word.signs import Role, tokens_of

Rows = Sequence[tuple[str, tuple[str, ...]]]

_LABEL = re.compile(
    r"\(?(?:(?:question|q)\s*)?(?:\d{1,3}|[A-Ja-j])[.):]*|answer:?|ans:?|key:?", re.IGNORECASE
)
_MOST_COLUMNS = 4
_ANSWER = re.compile(r"(?:answer|ans|key):?", re.IGNORECASE)


def is_vertical(rows: Rows) -> bool:
    """Say whether a table has one column, or one of numbers and letters in front of its text."""
    if not rows or max(len(row) for _, row in rows) > _MOST_COLUMNS:
        return False
    if all(len(row) == 1 for _, row in rows):
        return True
    labels = [row[0].strip() for _, row in rows if row[0].strip()]
    fits = sum(1 for label in labels if _LABEL.fullmatch(label))
    return (
        len(labels) > 2
        and fits == len(labels)
        and {"a", "b"} <= {label.strip("().: ").casefold() for label in labels}
    )


def read_lines(rows: Rows, landing: Landing) -> bool:
    """Add the questions that stand line below line; False where there is none, and nothing is told then."""
    lines = list(_lines(rows))
    tokens = tokens_of(lines)
    if not any(one.role is Role.OPTION for one in tokens) or not any(
        one.role is Role.QUESTION or one.said.endswith("?") for one in tokens
    ):
        return False
    questions = Questions(tokens, landing)
    for token in tokens:
        questions.take(token)
    questions.add_items()
    return True


def _lines(rows: Rows) -> Iterator[Line]:
    """Give the rows as lines, with a blank one where rows were left out."""
    before, marks = None, marks_of([row for _, row in rows])
    for where, row in rows:
        number = int(where.rpartition(" ")[2])
        if before is not None and number > before + 1:
            yield Line(where, ())
        before = number
        cells = tuple((Line(where, (Piece(text.strip()),)),) for text in row)
        if len(row) > 1 and _ANSWER.fullmatch(row[0].strip()):
            yield Line(where, (Piece(f"Answer: {row[1].strip()}"),))
        elif len(row) == 1:
            for text in row[0].split("\n"):
                yield Line(where, (Piece(text.strip()),))
        else:
            yield from lines_of(Grid(where, (cells,)), marks)
