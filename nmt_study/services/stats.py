"""Where a learner stands: what was studied, how much of it was remembered, what is ahead, and at what pace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nmt_study.clock import StudyDay
from nmt_study.services.desk import Desk
from nmt_study.services.study.portion import exam_pace
from nmt_study.srs import plan
from nmt_study.stats.calibration import Calibration, calibration
from nmt_study.stats.habit import Habit, habit
from nmt_study.stats.outlook import Extent, Pace, forecast, pace
from nmt_study.stats.retention import Retention, by_topic, retention
from nmt_study.stats.share import Share
from nmt_study.storage.record.figures import DayFigures

__all__ = ["DayFigures", "Statistics", "Sums", "statistics"]

AHEAD_DAYS = 30
"""So far ahead are due cards told; what is answered until then changes the later days anyway."""

SPAN = 14
"""So many days up to today are meant by "of late" where minutes are told."""

RECENT_DAYS = 30
"""So many days up to today are meant by "of late" where recall is told."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What some days come to: how many of them were studied, answers, first answers ever, and seconds of study."""

    days: int
    answers: int
    first: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """Where a learner stands on a study day.

    `days` are all days with answers. `retention`, `topics` and `calibration` are of the newest answers that test
    memory, `recent` is of the last days. `due` is how many begun cards fall due today and on the days after it.
    `exam` and what it asks for are None without an exam ahead; `budget` is in minutes a day.
    """

    day: StudyDay
    budget: int
    days: tuple[DayFigures, ...]
    habit: Habit
    retention: Retention
    recent: Retention
    topics: tuple[Retention, ...]
    calibration: Calibration
    due: tuple[int, ...]
    extent: Extent
    pace: Pace
    exam: date | None
    asked: plan.ExamPace | None

    @property
    def answers(self) -> dict[StudyDay, int]:
        """How many answers were given on each day that has any."""
        return {one.day: one.answers for one in self.days}

    @property
    def total(self) -> Sums:
        """What all days come to."""
        return _sums(self.days)

    def last(self, days: int) -> tuple[DayFigures, ...]:
        """Return each of the last days up to today, those without answers too."""
        known = {one.day: one for one in self.days}
        return tuple(
            known.get(day, DayFigures(day, 0, 0, 0.0, 0, 0, 0.0))
            for day in range(self.day - days + 1, self.day + 1)
        )

    def of_late(self) -> Sums:
        """Return what the last days come to."""
        return _sums(self.last(SPAN))


def statistics(desk: Desk) -> Statistics:
    """Return where the learner stands now.

    Raises:
        NmtError: the record cannot be read.
    """
    today, studied = desk.today(), desk.record.studied()
    trials = studied.trials
    holdings = desk.library.holdings(today, today + AHEAD_DAYS - 1, (one.card for one in trials))
    asked = exam_pace(desk, holdings.extent.left)
    return Statistics(
        day=today,
        budget=desk.settings.minutes,
        days=studied.days,
        habit=habit(frozenset(one.day for one in studied.days), today),
        retention=retention(trials),
        recent=_recent(one for one in studied.days if today - RECENT_DAYS < one.day <= today),
        topics=by_topic(trials, holdings.topics),
        calibration=calibration(trials),
        due=forecast(holdings.due, today, AHEAD_DAYS),
        extent=holdings.extent,
        pace=pace({one.day: one.first for one in studied.days}, holdings.extent, today),
        exam=desk.settings.exam_date if asked else None,
        asked=asked,
    )


def _recent(days: Iterable[DayFigures]) -> Retention:
    """Return what was recalled on some days."""
    found = tuple(days)
    share = Share(sum(one.recalled for one in found), sum(one.tested for one in found))
    return Retention("", share, sum(one.expected for one in found))


def _sums(days: Iterable[DayFigures]) -> Sums:
    found = [one for one in days if one.answers]
    return Sums(
        days=len(found),
        answers=sum(one.answers for one in found),
        first=sum(one.first for one in found),
        seconds=sum(one.seconds for one in found),
    )
