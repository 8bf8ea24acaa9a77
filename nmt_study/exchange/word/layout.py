"""Tables that are mere layout around the lines of a quiz."""

import re
from collections.abc import Iterable, Iterator, Sequence

from nmt_study.exchange.word.lines import Grid, Line, Piece

LABEL = re.compile(r"\(?(?:(?:question|q)\s*)?(\d{1,3}|[A-Ja-j])[.):]*", re.IGNORECASE)
_ROMAN = re.compile(r"(?:^|[\s(\[])[IVXLC]{1,6}[)\].]*$", re.IGNORECASE)
_TICKS = frozenset("✓✔☑√*")
_MARKS = _TICKS | frozenset("xX")


def marks_of(rows: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the signs that mark an option from behind in a table with these texts; beside Roman numbers an x is one."""
    behind = [
        text
        for row in rows
        if (cells := [text.strip() for text in row if text.strip()]) and LABEL.fullmatch(cells[0])
        for text in cells[2:]
        if text not in _MARKS
    ]
    return _TICKS if any(_ROMAN.search(text) for text in behind) else _MARKS


def lines_of(grid: Grid, marks: frozenset[str] | None = None) -> Iterator[Line]:
    """Give the lines of a table that is mere layout, row by row; a cell that is only a label belongs to the next one.

    `marks` are the signs that mark an option from behind, where the table is a part of another one.
    """
    if marks is None:
        marks = marks_of([["".join(line.text for line in cell) for cell in row] for row in grid.rows])
    for row in grid.rows:
        cells = [[line for line in cell if not line.is_blank] for cell in row]
        cells = [cell for cell in cells if cell]
        at = 0
        while at < len(cells):
            cell, following = cells[at], cells[at + 1 : at + 2]
            label = LABEL.fullmatch(cell[0].text.strip()) if len(cell) == 1 else None
            if label and following:
                first, *rest = following[0]
                at += 1
                pieces = (Piece(f"{label[1]}. "), *first.pieces)
                if at + 1 < len(cells) and "".join(line.text for line in cells[at + 1]).strip() in marks:
                    pieces = (*pieces, Piece(" ✓"))
                    at += 1
                yield Line(first.where, pieces)
                yield from rest
            else:
                yield from cell
            at += 1
