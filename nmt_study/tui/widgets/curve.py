"""The memory curve of a card: how likely it is to be recalled, falling from answer to answer and beyond today."""

from collections.abc import Sequence
from itertools import pairwise

from textual.content import Content

from nmt_study.clock import StudyDay, date_of
from nmt_study.services.cards.card_detail import Point
from nmt_study.services.words import date_words
from nmt_study.tui.widgets.drawing import EIGHTHS, STANDING, Draw

_HEIGHT = 5  # lines
_MARGIN = 6  # cells for the scale
_WIDEST = 60


def curve(points: Sequence[Point], today: StudyDay) -> Draw:
    """Return how to draw the predicted recall by day; days to come are pale, an answer has a mark below its day."""

    def draw(width: int) -> Content:
        columns = _columns(points, max(1, min(_WIDEST, width - _MARGIN)))
        lines = [_line(columns, line, today) for line in range(_HEIGHT - 1, -1, -1)]
        marks = ["▲" if any(one.answered for one in column) else " " for column in columns]
        below = Content.assemble(
            " " * _MARGIN, ("".join(marks), "bold $foreground"), ("  ▲ answered", "$text-muted")
        )
        return Content("\n").join([*lines, below, _dates(points, columns, today)])

    return draw


def _columns(points: Sequence[Point], most: int) -> list[Sequence[Point]]:
    """Return the days of each column: one day or several, or several columns for a day where there are few."""
    count = len(points)
    cells = most if count > most else count * max(1, most // count)
    bounds = [place * count / cells for place in range(cells + 1)]
    return [points[int(low) : max(int(low) + 1, int(high))] for low, high in pairwise(bounds)]


def _line(columns: Sequence[Sequence[Point]], line: int, today: StudyDay) -> Content:
    label = {_HEIGHT - 1: "100 %", 0: "  0 %"}.get(line, "")
    cells = [_cell(column, line, today) for column in columns]
    return Content.assemble((label.rjust(_MARGIN - 1) + " ", "$text-muted"), *cells)


def _cell(column: Sequence[Point], line: int, today: StudyDay) -> Content:
    """Return one cell; a column's height is the recall on its last day with a value."""
    recalls = [one.recall for one in column if one.recall is not None]
    if not recalls:
        return Content(" ")
    eighths = round(recalls[-1] * _HEIGHT * EIGHTHS) - line * EIGHTHS
    if any(one.day == today for one in column):
        style = "$primary"
    else:
        style = "$level-3" if column[-1].day < today else "$level-2"
    return Content.styled(STANDING[max(0, min(EIGHTHS, eighths))], style)


def _dates(points: Sequence[Point], columns: Sequence[Sequence[Point]], today: StudyDay) -> Content:
    """Return the first day, today and the last day below their columns, as far as there is room."""
    width = len(columns)
    first, last = date_words(date_of(points[0].day)), date_words(date_of(points[-1].day))
    at = next(
        (place for place, column in enumerate(columns) if any(one.day == today for one in column)), None
    )
    if points[0].day == today:
        first, at = "today", None
    line = first
    if at is not None and at >= len(first) + 2:
        line = line.ljust(at) + "today"
    if width - len(last) >= len(line) + 2:
        line = line.ljust(width - len(last)) + last
    return Content.styled(" " * _MARGIN + line, "$text-muted")
