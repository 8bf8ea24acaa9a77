"""The day: what is waiting, what fits into its minutes, what is already done, and what to say about it."""

from dataclasses import dataclass

from nmt_study.clock import date_of, day_of
from nmt_study.errors import Diagnostic
from nmt_study.services import words
from nmt_study.services.desk import Desk
from nmt_study.srs import plan
from nmt_study.storage.library import Overview, Waiting

__all__ = ["Overview", "Today", "Waiting", "first_time", "overview", "problems", "today"]


@dataclass(frozen=True, slots=True)
class Today:
    """Today at a glance. `share` is what fits into the minutes left; `done` says that today's study is finished.

    `seconds` is an estimate of the time that the share takes, `studied` the seconds already spent.
    """

    waiting: Waiting
    share: plan.Share
    seconds: float
    answers: int
    studied: float
    done: bool
    lines: tuple[str, ...]

    @property
    def cards(self) -> int:
        """How many cards fit into what is left of today."""
        return self.share.due + self.share.new


def overview(desk: Desk) -> Overview:
    """Return what waits today, in all and deck by deck."""
    return desk.library.overview(desk.today())


def first_time(desk: Desk) -> bool:
    """Tell whether nobody has been here yet: no settings and no answers."""
    return not desk.places.settings.exists() and desk.record.last() is None


def problems(desk: Desk) -> tuple[Diagnostic, ...]:
    """Return what is wrong in the settings and in the deck files."""
    return desk.problems + desk.library.diagnostics()


def new_limit(desk: Desk) -> int:
    """Return how many new cards a day may bring: as set, else the usual number.

    An exam date raises the usual number to the pace at which every card is begun before it. What is due goes
    first, so new cards get only the minutes that are left over.
    """
    if desk.settings.new_per_day is not None:
        return desk.settings.new_per_day
    exam = exam_pace(desk, overview(desk).total.new)
    return max(plan.NEW_PER_DAY, exam.per_day) if exam else plan.NEW_PER_DAY


def exam_pace(desk: Desk, new: int) -> plan.ExamPace | None:
    """Return what the exam date asks for; None without one, and once it has passed."""
    exam = desk.settings.exam_date
    if exam is None or day_of(exam) < desk.today():
        return None
    return plan.exam_pace(new, desk.library.new_core(), day_of(exam) - desk.today())


def share_of(desk: Desk, waiting: Waiting, seconds: float) -> plan.Share:
    """Return how many of the waiting cards fit into some seconds today."""
    begun = desk.record.today(desk.today()).first
    return plan.share(seconds, waiting.due + waiting.learning, waiting.new, max(0, new_limit(desk) - begun))


def seconds_left(desk: Desk) -> float:
    """Return what is left of today's minutes."""
    return max(0.0, desk.settings.minutes * 60.0 - desk.record.today(desk.today()).seconds)


def today(desk: Desk) -> Today:
    """Return today at a glance, with the sentences to show."""
    day = desk.today()
    waiting = overview(desk).total
    studied = desk.record.today(day)
    share = share_of(desk, waiting, seconds_left(desk))
    seconds = plan.seconds_for(share.due, share.new)
    done = not share.due + share.new
    return Today(
        waiting, share, seconds, studied.answers, studied.seconds, done, _lines(desk, waiting, share, seconds)
    )


def _lines(desk: Desk, waiting: Waiting, share: plan.Share, seconds: float) -> tuple[str, ...]:
    """Return the sentences of the day: what there is to do, what waits behind it, and the exam."""
    cards = share.due + share.new
    if cards:
        parts = words.waiting_words(Waiting(share.new, 0, share.due))
        first = f"Today: {words.count(cards, 'card')}, about {words.minutes_words(seconds)} ({parts})."
    else:
        first = "Done for today." if waiting.total else "Done for today. Nothing is waiting."
    return (first, *_backlog_line(desk, waiting, share), *_exam_line(desk, waiting), *_notices(desk))


def _notices(desk: Desk) -> tuple[str, ...]:
    """Say what happened beside the learner's own doing: progress that followed a text, a clock that went back."""
    lines = []
    if desk.relinked:
        cards = words.count(desk.relinked, "card")
        lines.append(f"The ids of {cards} changed, the texts did not: your progress was kept.")
    last = desk.record.last()
    if last is not None and last.day > desk.today():
        lines.append("The clock of this computer is behind your last answer; please check its date.")
    return tuple(lines)


def _backlog_line(desk: Desk, waiting: Waiting, share: plan.Share) -> tuple[str, ...]:
    """Say how what does not fit into today is spread, without blame."""
    left = waiting.due + waiting.learning - share.due
    if left <= 0:
        return ()
    spread = plan.catch_up(left, desk.settings.minutes * 60.0)
    days = f" over about {words.count(spread.days, 'day')}" if spread else ""
    return (
        f"{words.count(left, 'more card')} will be spread{days}, at {desk.settings.minutes} minutes a day.",
    )


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
