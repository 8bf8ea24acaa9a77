"""Where a learner stands, as text and as JSON: the command `stats`."""

from collections.abc import Iterator, Sequence

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import the_desk
from nmt_study.cli.options import AS_JSON
from nmt_study.clock import date_of
from nmt_study.services import stats_words as said
from nmt_study.services.stats import SPAN, Statistics, statistics
from nmt_study.services.words import date_words
from nmt_study.stats.habit import WEEK, monday, weeks
from nmt_study.stats.retention import Retention

_WEEKS = 8  # of the table of days; the full screen and JSON have more


@click.command(
    cls=Command,
    help="See where you stand: what you studied, what you remember, what is coming, and at what pace.",
    examples=(
        ("nmt-study stats", "in sentences and small tables"),
        ("nmt-study stats --json", "the same numbers for another program"),
    ),
)
@AS_JSON
@click.pass_context
def stats(ctx: click.Context, as_json: bool) -> None:
    """Print the statistics."""
    with the_desk(ctx) as desk:
        found = statistics(desk)
    if as_json:
        from nmt_study.cli.stats_json import as_value

        output.give_json(as_value(found))
        return
    for line in report(found):
        output.say(line)


def report(found: Statistics) -> Iterator[str]:
    """Yield the statistics as lines: each part with its name, its sentence, and a small table where it has one."""
    yield f"Statistics, {date_words(date_of(found.day))}"
    tables = {
        "days": _weeks,
        "minutes": _minutes,
        "due": _due,
        "retention": _retention,
        "calibration": _calibration,
    }
    for name, sentence in said.sentences(found).items():
        yield ""
        yield said.TITLES[name]
        yield sentence
        rows = list(tables[name](found)) if name in tables else []
        if len(rows) > 1:
            yield from output.table([str(cell) for cell in rows[0]], rows[1:])


Rows = Iterator[Sequence[object]]


def _weeks(found: Statistics) -> Rows:
    """Yield the answers of the last weeks, day by day."""
    yield ("week of", *said.DAYS)
    if not found.days:
        return
    shown = weeks(found.answers, found.day, _WEEKS)
    first = monday(found.day) - WEEK * (_WEEKS - 1)
    for place, week in enumerate(shown):
        if any(week):
            begins = date_of(first + WEEK * place).isoformat()
            yield (begins, *("" if count is None else count for count in week))


def _minutes(found: Statistics) -> Rows:
    """Yield the days studied of late."""
    yield ("day", "minutes", "answers", "new")
    for one in found.last(SPAN):
        if one.answers:
            yield (_day(one.day), round(one.seconds / 60), one.answers, one.first)


def _due(found: Statistics) -> Rows:
    """Yield what falls due, day by day."""
    yield ("day", "due")
    if sum(found.due[:SPAN]):
        yield from ((_day(found.day + place), due) for place, due in enumerate(found.due[:SPAN]))


def _retention(found: Statistics) -> Rows:
    """Yield what was remembered, topic by topic."""
    yield ("topic", "answers", "remembered", "95 % range", "predicted", "")
    yield from (_retained(one) for one in found.topics)


def _retained(one: Retention) -> Sequence[object]:
    return (
        said.topic_words(one.name),
        one.share.asked,
        said.share_words(one.share),
        said.range_words(one.share),
        said.percent(one.predicted or 0.0),
        one.verdict.value,
    )


def _calibration(found: Statistics) -> Rows:
    """Yield the bins of predictions."""
    yield ("predicted", "answers", "remembered", "95 % range", "model", "average")
    for one in found.calibration.bins:
        yield (
            said.bin_words(one),
            one.share.asked,
            said.share_words(one.share),
            said.range_words(one.share),
            said.percent(one.model),
            said.percent(one.average),
        )


def _day(day: int) -> str:
    return f"{said.weekday_words(day)} {date_of(day).isoformat()}"
