"""The day: what is waiting, what fits into its minutes, what is already done, and what to say about it."""

from typing import NamedTuple

from nmt_study.clock import date_of, day_of
from nmt_study.disk import exists
from nmt_study.errors import Diagnostic, Severity
from nmt_study.services import words
from nmt_study.services.desk import Desk
from nmt_study.services.notices import notices, undecided
from nmt_study.services.study.portion import exam_pace, new_limit, portion, seconds_left
from nmt_study.srs import plan
from nmt_study.storage.library.library import Overview, Waiting

__all__ = ["Today", "first_time", "problems", "today"]


class Today(NamedTuple):
    """Today at a glance. `share` is what fits into the minutes left; `done` says that today's study is finished.

    `seen` is what waits, deck by deck; `seconds` is an estimate of the time that the share takes, `studied` the seconds already spent.
    """

    seen: Overview
    share: plan.Share
    seconds: float
    answers: int
    studied: float
    done: bool
    lines: tuple[str, ...]

    @property
    def waiting(self) -> Waiting:
        """What waits in all."""
        return self.seen.total

    @property
    def cards(self) -> int:
        """How many cards fit into what is left of today."""
        return self.share.due + self.share.new


def first_time(desk: Desk) -> bool:
    """Tell whether nobody has been here yet: no settings and no answers."""
    return not exists(desk.places.settings) and desk.record.last() is None


def problems(desk: Desk) -> tuple[Diagnostic, ...]:
    """Return what is wrong in the settings and in the deck files; a remark that asks for nothing is no problem."""
    found = desk.problems + desk.library.diagnostics()
    return tuple(one for one in found if one.severity is not Severity.INFO)


def today(desk: Desk) -> Today:
    """Return today at a glance, with the sentences to show."""
    seen = desk.library.overview(desk.today())
    waiting = seen.total
    studied = desk.record.today(desk.today())
    share = portion(desk, seen=seen).share
    seconds = plan.seconds_for(share.due, share.new)
    lines = (
        _first_line(waiting, share, seconds),
        *_backlog_line(desk, waiting),
        *_exam_line(desk, waiting),
        *undecided(desk),
        *notices(desk),
    )
    done = not share.due + share.new
    return Today(seen, share, seconds, studied.answers, studied.seconds, done, lines)


def _first_line(waiting: Waiting, share: plan.Share, seconds: float) -> str:
    """Say what there is to do today."""
    cards = share.due + share.new
    if cards:
        parts = words.waiting_words(Waiting(share.new, 0, share.due))
        return f"Today: {words.count(cards, 'card')}, {words.about(seconds)} ({parts})."
    return "Done for today." if waiting.total else "Done for today. Nothing is waiting."


def _backlog_line(desk: Desk, waiting: Waiting) -> tuple[str, ...]:
    """Say how the due cards that do not fit into today's minutes are spread, without blame."""
    due = waiting.due + waiting.learning
    left = due - plan.share(seconds_left(desk), due, 0).due
    spread = plan.catch_up(max(left, 0), desk.settings.minutes * 60.0)
    if spread is None or not spread.days:
        return ()
    days, minutes = words.count(spread.days, "day"), words.count(desk.settings.minutes, "minute")
    return (f"{words.count(left, 'more card')} will be spread over at least {days} of {minutes}.",)


def _exam_line(desk: Desk, waiting: Waiting) -> tuple[str, ...]:
    """Say what the exam date asks for."""
    exam, pace = desk.settings.exam_date, exam_pace(desk, waiting.new)
    if exam is None or pace is None:
        return ()
    when = f"Exam on {words.date_words(exam)}, in {words.count(day_of(exam) - desk.today(), 'day')}"
    if not pace.new:
        return (f"{when}: every card is begun.",)
    core = f"; the core set: {pace.core_per_day} a day" if pace.core else ""
    return (f"{when}: {words.count(pace.new, 'new card')}, {pace.per_day} a day{core}.",)


def tomorrow(desk: Desk) -> tuple[int, float]:
    """Return how many cards wait on the next study day, within a day's minutes, and the seconds they take."""
    waiting = desk.library.overview(desk.today() + 1).total
    fits = plan.share(
        desk.settings.minutes * 60.0, waiting.due + waiting.learning, waiting.new, new_limit(desk)
    )
    return fits.due + fits.new, plan.seconds_for(fits.due, fits.new)


def date_today(desk: Desk) -> str:
    """Return the date of the study day in words."""
    return words.date_words(date_of(desk.today()))
