"""Which days were studied: the week, the month, the run with its rest days, and the map of many weeks.

A week begins on Monday (ISO 8601). Two days of rest a week belong to a run, so nothing is ever lost by resting.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from nmt_study.clock import StudyDay, date_of

REST_DAYS = 2  # of each week that a run may leave out
WEEK = 7
LEVELS = 4  # of the map, beside "nothing"


@dataclass(frozen=True, slots=True)
class Habit:
    """Days studied in this week and this month, of so many that have begun, and in the run up to today."""

    week: int
    week_days: int
    month: int
    month_days: int
    run: int


def monday(day: StudyDay) -> StudyDay:
    """Return the Monday of a study day's week; 1970-01-01, day 0, was a Thursday."""
    return day - (day + 3) % WEEK


def habit(studied: Collection[StudyDay], today: StudyDay) -> Habit:
    """Return how often was studied of late; days after today (a clock that went back) do not count."""
    week, month = range(monday(today), today + 1), range(today + 1 - date_of(today).day, today + 1)
    return Habit(
        week=sum(day in studied for day in week),
        week_days=len(week),
        month=sum(day in studied for day in month),
        month_days=len(month),
        run=_run(studied, today),
    )


def _run(studied: Collection[StudyDay], today: StudyDay) -> int:
    """Return the days studied since the last week that had more than the days of rest; today need not be studied yet."""
    length = rested = 0
    for day in range(today, min(studied, default=today + 1) - 1, -1):
        if day == monday(day) + WEEK - 1:
            rested = 0
        if day in studied:
            length += 1
        elif day != today:
            rested += 1
            if rested > REST_DAYS:
                break
    return length


def weeks(counts: Mapping[StudyDay, int], today: StudyDay, number: int) -> tuple[tuple[int | None, ...], ...]:
    """Return the answers of each day, week by week up to this one, Monday first; None for days to come."""
    first = monday(today) - WEEK * (number - 1)
    return tuple(
        tuple(counts.get(day, 0) if day <= today else None for day in range(start, start + WEEK))
        for start in range(first, today + 1, WEEK)
    )


def steps(counts: Iterable[int]) -> tuple[int, ...]:
    """Return the most answers that each level of the map stands for, but for the last, which has no end.

    The levels are quarters of a busy day of this learner, one that only a tenth of the days studied exceeds.
    """
    found = sorted(count for count in counts if count > 0)
    busy = found[(len(found) * 9 - 1) // 10] if found else LEVELS
    return tuple(busy * level // LEVELS for level in range(1, LEVELS))


def level(count: int, most: Iterable[int]) -> int:
    """Return the level of a day, 0 for nothing, from what `steps` gave."""
    return 0 if count <= 0 else 1 + sum(count > limit for limit in most)
