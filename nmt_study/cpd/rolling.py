"""Rules without a cycle: when something that counts today no longer does, and how much."""

from collections.abc import Sequence
from datetime import timedelta

from nmt_study.cpd.allocation import Portion, sum_of
from nmt_study.cpd.cycles import moved
from nmt_study.cpd.evaluation import NextDrop
from nmt_study.cpd.gates import oldest_day
from nmt_study.cpd.rule import Rolling

_DAY = timedelta(days=1)


def next_drop(rolling: Rolling, portions: Sequence[Portion]) -> NextDrop | None:
    """Return the first day on which something that counts today no longer does, and all that is lost on it.

    Months differ in length, so that several days can fall out of the window on one: 28 and 29 February on 1 March.

    Raises:
        OverflowError: it lies beyond what a calendar has.
    """
    if not portions:
        return None
    oldest = min(one.activity.date for one in portions)
    day = moved(oldest, rolling.months)
    while oldest_day(rolling, day) <= oldest:
        day += _DAY
    first = oldest_day(rolling, day)
    return NextDrop(day, sum_of(one for one in portions if one.activity.date < first))
