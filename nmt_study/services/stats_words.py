"""The sentences of the statistics: each chart also as words, the same on the screen, in plain mode and in JSON."""

from collections.abc import Iterator, Sequence

from nmt_study.clock import StudyDay, date_of, day_of
from nmt_study.services.stats import RECENT_DAYS, SPAN, Statistics
from nmt_study.services.words import about, count, date_words, minutes_words
from nmt_study.srs import plan
from nmt_study.stats.calibration import JUDGED, Better, Bin
from nmt_study.stats.habit import REST_DAYS
from nmt_study.stats.outlook import PACE_DAYS, SETTLED, Extent
from nmt_study.stats.retention import Retention, Verdict
from nmt_study.stats.share import ENOUGH, Share

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TITLES: dict[str, str] = {
    "pace": "What is left",
    "days": "Days",
    "minutes": "Minutes",
    "due": "What is coming",
    "retention": "Remembered",
    "calibration": "Predictions",
}
"""The parts of the statistics, in their order."""

NOTHING = "Your statistics begin with your first answer."


def sentences(found: Statistics) -> dict[str, str]:
    """Return what each part says, by its name."""
    return {
        "pace": pace_words(found),
        "days": days_words(found),
        "minutes": minutes_of_days_words(found),
        "due": due_words(found),
        "retention": retention_words(found),
        "calibration": calibration_words(found),
    }


def percent(share: float) -> str:
    """Return a share from 0 to 1 in whole percent; only nothing is 0 % and only all is 100 %."""
    return f"{_whole(share)} %"


def share_words(share: Share) -> str:
    """Return a share as a percentage, or while answers are few as a count: "91 %", "9 of 10"."""
    return percent(share.passed / share.asked) if share.enough else f"{share.passed} of {share.asked}"


def range_words(share: Share) -> str:
    """Return the 95 % interval of a share: "88–93 %"."""
    low, high = share.interval
    return f"{_whole(low)}–{_whole(high)} %"


def bin_words(one: Bin) -> str:
    """Return which predictions a bin holds: "85–90 %"."""
    return f"{round(100 * one.low)}–{round(100 * one.high)} %"


def topic_words(topic: str) -> str:
    """Return the name of a topic as people say it."""
    return topic.replace("-", " ") or "in no deck any more"


def weekday_words(day: StudyDay) -> str:
    """Return the short name of a study day's day of the week."""
    return DAYS[date_of(day).weekday()]


def days_words(found: Statistics) -> str:
    """Say which days were studied."""
    habit = found.habit
    if not found.days:
        return NOTHING
    of_late = (
        f"You studied on {habit.month} of the {count(habit.month_days, 'day')} of this month so far,"
        f" and on {habit.week} of {habit.week_days} this week."
    )
    if habit.run < 2:
        return of_late
    run = f"{habit.run} study days without a long break; {REST_DAYS} rest days a week belong to it."
    return f"{of_late} {run}"


def minutes_of_days_words(found: Statistics) -> str:
    """Say how long was studied of late."""
    late, total = found.of_late(), found.total
    if not found.days:
        return "Minutes are counted from your first answer on."
    if not late.days:
        return f"No study in the last {SPAN} days; before that {hours_words(total.seconds)} in all."
    return (
        f"In the last {SPAN} days: {minutes_words(late.seconds)} on {count(late.days, 'day')},"
        f" {minutes_words(late.seconds / late.days)} on a day of study; your plan is {found.budget}."
        f" In all {hours_words(total.seconds)} and {count(total.answers, 'answer')}."
    )


def due_words(found: Statistics) -> str:
    """Say what falls due in the days ahead."""
    due = found.due[:SPAN]
    if not sum(due):
        return f"None of the cards that you have begun falls due in the next {SPAN} days."
    mean = sum(due) / len(due)
    fullest = max(range(len(due)), key=lambda place: due[place])
    when = "today" if not fullest else f"on {_day_words(found.day + fullest)}"
    return (
        f"Of the cards that you have begun, {due[0]} {'is' if due[0] == 1 else 'are'} due today and {_rounded(mean)} on an average day of the next"
        f" {SPAN}, {about(plan.seconds_for(1, 0) * mean)}; most are due {when}: {due[fullest]}."
        f" What you answer until then, and new cards, will add to it."
    )


def retention_words(found: Statistics) -> str:
    """Say how much was remembered, beside what was predicted, and which topics stand out."""
    whole = found.retention
    if not whole.share.asked:
        return "This begins on the day on which a card comes back for the first time."
    if not whole.share.enough:
        return (
            f"{whole.share.passed} of {count(whole.share.asked, 'card')} remembered on a later day;"
            f" from {ENOUGH} answers on, a percentage says something."
        )
    return " ".join([_against_prediction(whole), *_recent_words(found), *_topics_words(found.topics)])


def _against_prediction(whole: Retention) -> str:
    """Say a share beside what was predicted of it."""
    share = whole.share
    return (
        f"Of your newest {count(share.asked, 'answer')} to cards from an earlier day, {share_words(share)} were right"
        f" ({range_words(share)}), with {percent(whole.predicted or 0.0)} predicted: {whole.verdict.value}."
    )


def _recent_words(found: Statistics) -> Iterator[str]:
    share = found.recent.share
    if share.enough and share.asked < found.retention.share.asked:
        yield f"In the last {RECENT_DAYS} days: {share_words(share)} of {share.asked} ({range_words(share)})."


def _topics_words(topics: Sequence[Retention]) -> Iterator[str]:
    """Say which topics stand out, and of how many nothing can be said."""
    for verdict in (Verdict.LESS, Verdict.MORE):
        names = [topic_words(topic.name) for topic in topics if topic.verdict is verdict]
        if names:
            yield f"{verdict.value.capitalize()}: {', '.join(names)}."
    few = sum(topic.verdict is Verdict.TOO_FEW for topic in topics)
    if few and len(topics) > 1:
        yield f"Too few answers to tell: {count(few, 'topic')}."


def calibration_words(found: Statistics) -> str:
    """Say whether the memory model predicts better than the moving average of the same answers."""
    one = found.calibration
    if one.better is Better.TOO_FEW:
        return (
            f"From {JUDGED} answers to cards from an earlier day on, this tells whether the memory model predicts them"
            f" better than their plain moving average; so far there are {one.answers}."
        )
    losses = f"log loss {one.model:.3f} against {one.average:.3f} in {one.answers} answers, lower is better"
    match one.better:
        case Better.MODEL:
            return f"The memory model predicts your answers better than their plain moving average: {losses}."
        case Better.AVERAGE:
            return (
                f"The plain moving average of your answers predicts them better than the memory model: {losses}."
                " Do not lean on the predicted figures for now; due dates still come from the model."
            )
        case _:
            ahead = "memory model" if one.difference < 0 else "moving average"
            return (
                f"The memory model and the plain moving average of your answers predict them about equally well:"
                f" {losses}. The {ahead} is ahead by no more than chance may do."
            )


def pace_words(found: Statistics) -> str:
    """Say what is left, at what pace it goes, and what the exam date asks for; the core set apart."""
    return " ".join(_pace_lines(found)) or "There are no cards to study yet."


def _pace_lines(found: Statistics) -> Iterator[str]:
    extent = found.extent
    if not extent.cards:
        return
    yield _seen_words(extent)
    if extent.left and extent.begun and not found.pace.settled:
        yield f"From the {SETTLED + 1}th day on it can be told when you will have seen everything at your pace."
    elif extent.left and extent.begun and found.pace.new_per_day:
        yield from _dates(found)
    elif extent.left and extent.begun:
        yield f"No new cards in the last {PACE_DAYS} days, so there is no pace to tell a date from."
    if extent.left and found.exam and found.asked:
        yield _exam_words(found)


def _seen_words(extent: Extent) -> str:
    """Say how much has been seen."""
    cards = count(extent.cards, "card")
    if not extent.begun:
        core = f", {extent.core} of them in the core set" if extent.core else ""
        return f"{cards} still to come{core}."
    if not extent.left:
        return f"You have seen all {cards}."
    core = f"; of the core set {extent.core_begun:,} of {extent.core:,}" if extent.core else ""
    return f"You have seen {extent.begun:,} of {cards}{core}."


def _dates(found: Statistics) -> Iterator[str]:
    """Say when everything will have been seen; beyond a hundred years there is no date."""
    pace = found.pace
    new = f"{_rounded(pace.new_per_day)} new {'card' if _rounded(pace.new_per_day) == '1' else 'cards'} a day"
    if pace.everything is None:
        yield f"At {new} this takes more than a hundred years."
        return
    core = f"the core set by {date_words(date_of(pace.core))} and " if pace.core else ""
    yield (
        f"At this pace, {new}, you will have seen {core}everything by {date_words(date_of(pace.everything))}."
    )


def _exam_words(found: Statistics) -> str:
    """Say what the exam date asks for."""
    exam, asked = found.exam, found.asked
    if exam is None or asked is None:
        return ""
    left = day_of(exam) - found.day
    when = "is today" if not left else f"on {date_words(exam)} is {count(left, 'day')} away"
    core = f", the core set {asked.core_per_day} a day" if asked.core else ""
    return f"Your exam {when}: everything before it takes {count(asked.per_day, 'new card')} a day{core}."


def hours_words(seconds: float) -> str:
    """Return a long duration: "under a minute", "45 minutes", "12 hours"."""
    hours = round(seconds / 3600)
    return count(hours, "hour") if hours > 1 else minutes_words(seconds)


def _day_words(day: StudyDay) -> str:
    return f"{weekday_words(day)} {date_words(date_of(day))}"


def _rounded(number: float) -> str:
    """Return a number a day: whole from 10 on, else with one decimal where it needs one."""
    return str(round(number)) if number >= 10 else f"{number:.1f}".removesuffix(".0")


def _whole(share: float) -> int:
    return round(100 * share) if share in {0.0, 1.0} else min(99, max(1, round(100 * share)))
