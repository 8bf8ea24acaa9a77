"""From a ledger to its credit: what passes the gates, what it is worth, and what ceilings leave of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from nmt_study.cpd.allocation import Allocated, Portion, allocate, credited
from nmt_study.cpd.credit import Raw, raw_credits
from nmt_study.cpd.gates import REPEAT, Gates, Window
from nmt_study.cpd.model import Activity
from nmt_study.cpd.rule import Rule, plain_topic


@dataclass(frozen=True, slots=True)
class Crediting:
    """What became of each activity: the credit of what passed, and one reason for each that lost something.

    `history` is what was done before the window and would have passed in it, with what it is worth.
    """

    passed: tuple[Activity, ...]
    portions: tuple[Portion, ...]
    credit: dict[str, Fraction]
    reasons: dict[str, str]
    used: dict[str, Fraction]
    history: tuple[Portion, ...]


def credit_of(rule: Rule, activities: Sequence[Activity], window: Window, today: date) -> Crediting:
    """Credit activities, which come in order of date and id.

    Only a credited occurrence makes a later one a repeat, and what is credited is known after the ceilings. So what
    these left without credit is settled, and the gates are asked again without it, until nothing changes.
    """
    settled: dict[str, str] = {}
    while True:
        gates = Gates(rule, window, today, frozenset(settled))
        gated = {one.id: gates.reason(one) for one in activities}
        passed = tuple(one for one in activities if not gated[one.id])
        raw = raw_credits(rule, passed)
        given = allocate(rule, [one for one in passed if one.id not in settled], raw.worth)
        credit = credited(given.portions)
        lost = {**raw.reasons, **settled, **given.reasons}
        empty = {one.id: lost.get(one.id, "") for one in passed if not credit.get(one.id)}
        if REPEAT not in gated.values() or rule.compares_any or empty.keys() <= settled.keys():
            return _crediting(rule, passed, given, credit, {**lost, **gated_only(gated)}, gates.history)
        settled |= empty


def gated_only(gated: dict[str, str]) -> dict[str, str]:
    """Return the reasons of those that a gate stopped."""
    return {name: code for name, code in gated.items() if code}


def _crediting(
    rule: Rule,
    passed: tuple[Activity, ...],
    given: Allocated,
    credit: dict[str, Fraction],
    reasons: dict[str, str],
    history: Sequence[Activity],
) -> Crediting:
    told = {name: code for name, code in reasons.items() if code}
    earlier = tuple(_portions(rule, history, raw_credits(rule, history)))
    return Crediting(passed, tuple(given.portions), credit, told, given.used, earlier)


def _portions(rule: Rule, activities: Iterable[Activity], raw: Raw) -> Iterable[Portion]:
    """Give activities topic by topic, without the topics that the body excludes."""
    for one in activities:
        for topic, credit in one.portions(raw.worth[one.id]):
            if credit and plain_topic(topic) not in rule.excluded_topics:
                yield Portion(one, topic, credit)
