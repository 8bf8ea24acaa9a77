"""The map of days: a square for each day, a column for each week, the fuller the colour the more was answered."""

from collections.abc import Sequence

from textual.content import Content

from nmt_study.clock import StudyDay, date_of
from nmt_study.dates import MONTHS
from nmt_study.services.stats_words import DAYS
from nmt_study.stats.habit import LEVELS, WEEK, level, monday, steps, weeks
from nmt_study.tui.widgets.drawing import Draw

_MARGIN = 4  # cells for the names of the days
_SQUARE = "▇▇"
_NOTHING = "· "
_COLUMN = 3
_STYLES = ("$line", "$level-1", "$level-2", "$level-3", "$primary")
_SHOWN_DAYS = (0, 2, 4)  # Monday, Wednesday, Friday: more names would be more to read than to find


def heat_map(answers: dict[StudyDay, int], today: StudyDay) -> Draw:
    """Return how to draw the answers of the last weeks, as many as fit, with a legend below."""

    def draw(width: int) -> Content:
        number = max(1, (width - _MARGIN + 1) // _COLUMN)
        shown = weeks(answers, today, number)
        most = steps(count for week in shown for count in week if count)
        first = monday(today) - WEEK * (number - 1)
        lines = [_months(first, number)]
        lines += [_row(place, [week[place] for week in shown], most) for place in range(WEEK)]
        return Content("\n").join([*lines, Content(""), _legend(most)])

    return draw


def _months(first: StudyDay, number: int) -> Content:
    """Return the names of the months, each above the first week that begins in it."""
    line = " " * _MARGIN
    for week in range(number):
        begins = date_of(first + WEEK * week)
        # The first week is named too, unless the next one begins a month and needs the room.
        if begins.day <= WEEK or (not week and date_of(first + WEEK).day > WEEK):
            line = line.ljust(_MARGIN + _COLUMN * week) + MONTHS[begins.month - 1][:3]
    return Content.styled(line[: _MARGIN + _COLUMN * number], "$text-muted")


def _row(place: int, counts: Sequence[int | None], most: Sequence[int]) -> Content:
    """Return one day of the week through all weeks."""
    name = DAYS[place] if place in _SHOWN_DAYS else ""
    squares = [_square(count, most) for count in counts]
    return Content.assemble((name.ljust(_MARGIN), "$text-muted"), Content(" ").join(squares))


def _square(count: int | None, most: Sequence[int]) -> Content:
    """Return the mark of a day; one to come is left blank."""
    if count is None:
        return Content("  ")
    return _mark(level(count, most))


def _mark(step: int) -> Content:
    return Content.styled(_SQUARE if step else _NOTHING, _STYLES[step])


def _legend(most: Sequence[int]) -> Content:
    """Return what the marks stand for, in answers."""
    limits = [0, *most]
    parts = [Content.assemble(_mark(0), (" none", "$text-muted"))]
    for step in range(1, LEVELS + 1):
        low, high = limits[step - 1] + 1, limits[step] if step < LEVELS else None
        if high is None:
            parts.append(_labelled(step, f"{low}+"))
        elif high >= low:
            parts.append(_labelled(step, str(low) if low == high else f"{low}–{high}"))
    return Content.assemble(Content("  ").join(parts), ("  answers", "$text-muted"))


def _labelled(step: int, text: str) -> Content:
    return Content.assemble(_mark(step), (f" {text}", "$text-muted"))
