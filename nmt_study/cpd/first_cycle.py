"""The first cycle: what is asked in the one in which a licence was issued."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.cycles import Cycle, months_touched
from nmt_study.cpd.rule import EXEMPT, FULL, WAIVE_TOTAL, FirstCycle, Minimum, Rule


def adjusted(rule: Rule, cycle: Cycle | None, issued: date | None) -> Rule:
    """Return a rule as it is in a cycle: unchanged unless the licence was issued in it."""
    first = rule.first_cycle
    if first is None or first.mode == FULL or cycle is None or issued is None or issued not in cycle:
        return rule
    if first.mode in {EXEMPT, WAIVE_TOTAL}:
        stay = tuple(one for one in _minimums(rule, first) if one.survives_waiver)
        return replace(rule, total=ZERO, minimums=stay, ratios=())
    minimums = _minimums(rule, first)
    asked = first.rate * months_touched(issued, cycle.end)
    asked = min(asked, rule.total if first.most is None else first.most)
    asked = max(asked, first.floor)
    if first.never_below_minimums:
        asked = max(asked, _mandatory(minimums))
    return replace(rule, total=asked, minimums=minimums)


def _minimums(rule: Rule, first: FirstCycle) -> tuple[Minimum, ...]:
    return rule.minimums if first.minimums is None else first.minimums


def _mandatory(minimums: tuple[Minimum, ...]) -> Fraction:
    """Return the fewest hours that satisfy all floors within the total."""
    sums: dict[str, Fraction] = {}
    for one in minimums:
        if not one.outside_total and not one.is_remainder:
            sums[one.dimension] = sums.get(one.dimension, ZERO) + one.least
    return max(sums.values(), default=ZERO)
