"""Tables that are mere layout around the lines of a quiz."""

import re
from collections.abc import Iterator

from nmt_study.exchange.word.lines import Grid, Line, Piece

_LABEL = re.compile(r"\(?(?:(?:question|q)\s*)?(\d{1,3}|[A-Ja-j])[.):]*", re.IGNORECASE)
_MARKS = frozenset("xX✓✔☑√*")


def lines_of(grid: Grid) -> Iterator[Line]:
    """Give the lines of a table that is mere layout, row by row; a cell that is only a label belongs to the next one."""
    for row in grid.rows:
        cells = [[line for line in cell if not line.is_blank] for cell in row]
        cells = [cell for cell in cells if cell]
        at = 0
        while at < len(cells):
            cell, following = cells[at], cells[at + 1 : at + 2]
            label = _LABEL.fullmatch(cell[0].text.strip()) if len(cell) == 1 else None
            if label and following:
                first, *rest = following[0]
                at += 1
                pieces = (Piece(f"{label[1]}. "), *first.pieces)
                if at + 1 < len(cells) and "".join(line.text for line in cells[at + 1]).strip() in _MARKS:
                    pieces = (*pieces, Piece(" ✓"))
                    at += 1
                yield Line(first.where, pieces)
                yield from rest
            else:
                yield from cell
            at += 1
