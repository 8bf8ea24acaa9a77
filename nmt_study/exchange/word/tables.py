"""Tables in Word that are more than layout: a quiz table with a head, and a list of answers."""

import re

from nmt_study.exchange.landing import Landing
from nmt_study.exchange.table.asking import map_columns
from nmt_study.exchange.table.cells import Grid as Rows
from nmt_study.exchange.table.cells import Style
from nmt_study.exchange.table.columns import completed, recognise
from nmt_study.exchange.table.tabular import read_rows
from nmt_study.exchange.word.layout import LABEL
from nmt_study.exchange.word.lines import Grid, Line, markdown, strength, unmarked

_NUMBER = re.compile(r"(?:question|q)?\s*(\d{1,3})[.):]*", re.IGNORECASE)
_ANSWER = re.compile(r"\(?([A-Ja-j](?:\s*(?:,|&|and)\s*[A-Ja-j])*)\)?[.)]?|(true|false|t|f)", re.IGNORECASE)
_HEADS = frozenset(
    {"question", "q", "no", "no.", "nr", "nr.", "number", "#", "item", "answer", "key", "answers", "ans", ""}
)


def table_items(grid: Grid, landing: Landing) -> bool:
    """Add the items of a table whose head names its columns; False where it has none such.

    Where the head names only the answer, and what is beside it may be asked, it is asked whether it is a head.
    """
    placed = tuple(
        (f"row {number}", tuple(_cell(cell) for cell in row)) for number, row in enumerate(grid.rows, 1)
    )
    head = tuple(_plain(cell) for cell in grid.rows[0]) if grid.rows else ()
    columns = recognise(head)
    if columns.is_whole:
        read_rows(Rows(head, placed[1:], Style.MARKDOWN), columns, landing)
        return True
    if len(placed) < 2 or not completed(columns).is_whole or (not columns.numbers and _is_layout(grid)):
        return False
    mapped = map_columns("", (("row 1", head), *placed[1:]), landing)
    if mapped:
        read_rows(Rows(mapped.head, tuple(mapped.rows), Style.MARKDOWN), mapped.columns, landing)
    return True


def _is_layout(grid: Grid) -> bool:
    """Say whether a table may be one question on several lines: a cell is only a label, or names what stands beside it."""
    firsts = [_plain(row[0]) for row in grid.rows if row]
    return any(LABEL.fullmatch(text) for text in firsts) or recognise(firsts[:1]).known > 0


def answers_in(grid: Grid) -> list[tuple[str, str]]:
    """Return the numbers and answers of a table that is a list of answers, side by side or one below the other."""
    rows = [[_plain(cell) for cell in row] for row in grid.rows]
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1:
        upper, lower = _bare(rows[0]), _bare(rows[1])
        if (
            upper
            and all(map(_NUMBER.fullmatch, upper))
            and len(lower) == len(upper)
            and all(map(_ANSWER.fullmatch, lower))
        ):
            return list(zip(map(_number, upper), lower, strict=True))
    found: list[tuple[str, str]] = []
    for row in rows:
        cells = _bare(row)
        if (
            len(cells) % 2
            or not all(map(_NUMBER.fullmatch, cells[::2]))
            or not all(map(_ANSWER.fullmatch, cells[1::2]))
        ):
            return []
        found += zip(map(_number, cells[::2]), cells[1::2], strict=True)
    return found if len(dict(found)) == len(found) else []


def _bare(row: list[str]) -> list[str]:
    """Return the cells of a row but those that name columns."""
    return [cell for cell in row if cell.casefold() not in _HEADS]


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    return found[1].lstrip("0") if found else ""


def _plain(cell: tuple[Line, ...]) -> str:
    return " ".join(" ".join(line.text.split()) for line in cell if line.text.strip())


def _cell(cell: tuple[Line, ...]) -> str:
    """Return a cell as Markdown; bold all through is mere layout."""
    lines = [line for line in cell if not line.is_blank]
    return "\n\n".join(
        markdown(unmarked(line.pieces) if strength(line.pieces) == "whole" else line.pieces) for line in lines
    )
