"""Arithmetic of time: what fits into the minutes of a day, what an exam date asks for, how a backlog ends.

Everything here is an estimate to be shown as "about"; the session itself ends by the clock (`queue.Session.over`).
"""

from math import ceil
from typing import NamedTuple

NEW_PER_DAY = 20  # unless the learner or an exam date says otherwise; Anki's default


class Pace(NamedTuple):
    """Seconds that a card takes a learner, its repeats on the same day included; to be replaced by measured ones.

    A review at 90 % retention takes 14.9 s by the costs of fsrs-rs's default simulator; a new card is read with
    its reason and source and asked again, for which twice that is assumed.
    """

    new: float = 30.0
    review: float = 15.0


PACE = Pace()


class Share(NamedTuple):
    """How many due and how many new cards a day holds."""

    due: int
    new: int


def share(seconds: float, due: int, new: int, new_limit: int = NEW_PER_DAY, pace: Pace = PACE) -> Share:
    """Return how many of the waiting cards fit into a day's budget: due ones first, new ones in what is left.

    So new cards pause by themselves while there is a backlog. A budget above 0 holds at least one card; an
    infinite one holds all but the limit of new cards.
    """
    due_fit = int(min(due, seconds / pace.review))
    new_fit = int(min(new, new_limit, max(0.0, seconds - due_fit * pace.review) / pace.new))
    if seconds > 0 and not due_fit + new_fit:
        return Share(1, 0) if due else Share(0, min(1, new, new_limit))
    return Share(due_fit, new_fit)


def seconds_for(due: int, new: int, pace: Pace = PACE) -> float:
    """Return the seconds that so many cards take."""
    return due * pace.review + new * pace.new


class ExamPace(NamedTuple):
    """What an exam date asks for: new cards a day for everything, and for the core set alone."""

    new: int
    core: int
    days: int
    per_day: int
    core_per_day: int


def exam_pace(new: int, core: int, days: int) -> ExamPace:
    """Return the pace at which all cards are begun before the exam: 900 new cards in 28 days are 33 a day.

    `new` counts all cards not yet begun, `core` those of them in the core set; `days` are the study days left,
    today included, exam day not. On the exam day itself and after it, everything is for today.
    """
    left = max(days, 1)
    return ExamPace(new, core, left, _ceiling(new, left), _ceiling(core, left))


class CatchUp(NamedTuple):
    """How a backlog ends: after how many days, with how many of its cards a day."""

    waiting: int
    days: int
    per_day: int


def catch_up(waiting: int, seconds: float, pace: Pace = PACE) -> CatchUp | None:
    """Return how long a backlog takes at a daily budget; None without one.

    What falls due meanwhile is not counted, so it is to be told as the least. 140 waiting, 15 minutes a day: 3 days
    with 47 a day.
    """
    if not waiting:
        return CatchUp(0, 0, 0)
    if seconds <= 0:
        return None
    days = max(1, ceil(waiting / (seconds / pace.review)))
    return CatchUp(waiting, days, _ceiling(waiting, days))


def _ceiling(count: int, days: int) -> int:
    return -(-count // days)
