"""Floors: how much of each minimum there is, and the fewest further hours that could fill them all."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from nmt_study.cpd.allocation import Portion, sum_of
from nmt_study.cpd.amounts import ZERO, total
from nmt_study.cpd.evaluation import Progress
from nmt_study.cpd.rule import Minimum, Rule
from nmt_study.cpd.sharing import Supply, divided


def progress(
    rule: Rule, portions: Sequence[Portion], history: Sequence[Portion], carry_in: Fraction
) -> dict[str, Progress]:
    """Return for each floor what there is and what is short; a remainder is told and never short.

    `history` is what was done before the cycle, for floors that are owed once in a lifetime. Carried hours fill floors
    where the body says so, but none outside the total: they are in the total already.
    """
    found: dict[str, Progress] = {}
    for several in by_dimension(rule.minimums):
        counts = rule.carry_over.counts_for_minimums and not several[0].outside_total
        carried = carry_in if counts else ZERO
        have = divided(_supply(several, portions, history, carried), [one.least for one in several])
        for one, got in zip(several, have, strict=True):
            found[one.id] = Progress(got, max(ZERO, one.least - got))
    for one in rule.minimums:
        if one.is_remainder:
            matching = sum_of(part for part in portions if one.match.holds(part.activity, part.topic))
            found[one.id] = Progress(matching, ZERO)
    return {one.id: found[one.id] for one in rule.minimums}


def still_needed(rule: Rule, minimums: dict[str, Progress], shortfall: Fraction) -> Fraction:
    """Return the fewest further hours that could complete the cycle; what lies outside the total comes in addition."""
    outside = total(minimums[one.id].short for one in rule.minimums if one.outside_total)
    return max(shortfall, bound(rule, minimums)) + outside


def bound(rule: Rule, minimums: dict[str, Progress]) -> Fraction:
    """Return the fewest further hours that the floors within the total ask for; what else is short may be about anything."""
    inside = (
        total(minimums[one.id].short for one in several)
        for several in by_dimension(one for one in rule.minimums if not one.outside_total)
    )
    return max(inside, default=ZERO)


def filled_earlier(rule: Rule, history: Iterable[Portion]) -> dict[str, tuple[str, ...]]:
    """Return for each activity before the cycle the floors, owed once in a lifetime, for which it counts."""
    found: dict[str, tuple[str, ...]] = {}
    for part in history:
        if not part.activity.needs_split:
            ids = (
                one.id for one in rule.minimums if one.one_time and one.match.holds(part.activity, part.topic)
            )
            found[part.activity.id] = tuple(dict.fromkeys((*found.get(part.activity.id, ()), *ids)))
    return found


def is_outside(rule: Rule, portion: Portion) -> bool:
    """Return whether hours are credited outside the total."""
    return any(
        one.outside_total and one.match.holds(portion.activity, portion.topic) for one in rule.minimums
    )


def by_dimension(minimums: Iterable[Minimum]) -> list[list[Minimum]]:
    """Return floors that cannot share hours; those outside the total apart from the others, remainders left out.

    Narrow floors come first: what is then short is short where more topics would do.
    """
    groups: dict[tuple[str, bool], list[Minimum]] = {}
    for one in minimums:
        if not one.is_remainder:
            groups.setdefault((one.dimension, one.outside_total), []).append(one)
    return [sorted(several, key=_width) for several in groups.values()]


def _width(minimum: Minimum) -> tuple[bool, int]:
    topics = minimum.match.topics
    return topics is None, len(topics or ())


def _supply(
    several: Sequence[Minimum], portions: Iterable[Portion], history: Iterable[Portion], carried: Fraction
) -> Supply:
    """Return the hours by which of some floors they could serve."""
    supply: Supply = {}

    def add(portion: Portion, numbers: Iterable[int]) -> None:
        group = frozenset(n for n in numbers if several[n].match.holds(portion.activity, portion.topic))
        if group:
            supply[group] = supply.get(group, ZERO) + portion.credit

    every = range(len(several))
    for one in portions:
        if not one.activity.needs_split:
            add(one, every)
    for one in (part for part in history if not part.activity.needs_split):
        add(one, [number for number in every if several[number].one_time])
    if carried:
        supply[frozenset(every)] = supply.get(frozenset(every), ZERO) + carried
    return supply
