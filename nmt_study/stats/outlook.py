"""What is ahead: cards that fall due, and when everything will have been seen at the pace of the last days."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from nmt_study.clock import StudyDay

PACE_DAYS = 14
"""A pace is that of so many days up to yesterday, rest days included."""

SETTLED = 7
"""Days since the first card before which a pace tells nothing: one eager evening is none."""

_FURTHEST = 36_500  # days ahead that are still told as a date; the longest interval has as many


@dataclass(frozen=True, slots=True)
class Extent:
    """How many cards there are to study and how many of them have been begun; the core set also by itself."""

    cards: int = 0
    begun: int = 0
    core: int = 0
    core_begun: int = 0

    @property
    def left(self) -> int:
        """Cards never asked."""
        return self.cards - self.begun

    @property
    def core_left(self) -> int:
        """Cards of the core set never asked."""
        return self.core - self.core_begun


@dataclass(frozen=True, slots=True)
class Pace:
    """New cards begun a day, and the study days on which everything and the core set will have been seen.

    A day is None when there is no pace to tell it from, or nothing is left. `settled` says that there have been days
    enough to tell one.
    """

    new_per_day: float
    everything: StudyDay | None
    core: StudyDay | None
    settled: bool = True


def forecast(due: Mapping[StudyDay, int], today: StudyDay, days: int) -> tuple[int, ...]:
    """Return how many cards fall due today and on each of the days after it; what was due before counts for today."""
    waiting = sum(count for day, count in due.items() if day <= today)
    return (waiting, *(due.get(day, 0) for day in range(today + 1, today + days)))


def pace(begun: Mapping[StudyDay, int], extent: Extent, today: StudyDay) -> Pace:
    """Return the pace at which cards were begun of late; `begun` tells for each day how many were.

    Today is not over, so it counts only as far as what is left. Whoever began less than `PACE_DAYS` ago is measured
    by the days since; before `SETTLED` of them there is no day to tell. Core cards come first, so the whole pace is
    theirs until they are seen.
    """
    first = min((day for day, count in begun.items() if count), default=today)
    span = range(max(first, today - PACE_DAYS), today)
    new_per_day = sum(begun.get(day, 0) for day in span) / max(1, len(span))
    if today - first < SETTLED:
        return Pace(new_per_day, None, None, settled=False)
    return Pace(
        new_per_day,
        everything=_reached(extent.left, new_per_day, today),
        core=_reached(extent.core_left, new_per_day, today),
    )


def _reached(left: int, per_day: float, today: StudyDay) -> StudyDay | None:
    """Return the day on which so many cards will have been begun."""
    if not left or not per_day:
        return None
    days = ceil(left / per_day)
    return today + days if days <= _FURTHEST else None
