"""What is wrong with a pack though every key of it is known: floors that do not fit, ceilings below them, no anchor."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from nmt_study.cpd.amounts import total, written
from nmt_study.cpd.floors import by_dimension
from nmt_study.cpd.pack import OWN, Pack
from nmt_study.cpd.rule import (
    EXEMPT,
    HOURS,
    NO_UNIT,
    WAIVE_TOTAL,
    Cap,
    FirstCycle,
    Match,
    Minimum,
    Ratio,
    Rule,
)


def faults(pack: Pack) -> tuple[str, ...]:
    """Return what is wrong, each in a sentence; empty where nothing is."""
    found = [f"{where}{told}" for where, rule in _versions(pack.rule) for told in _of_rule(rule)]
    if not pack.sources and pack.confidence != OWN:
        found.append("no source is named: say where the rule was read")
    return tuple(dict.fromkeys(found))


def _versions(rule: Rule) -> Iterator[tuple[str, Rule]]:
    yield "", rule
    for begins, version in rule.versions:
        yield f"for cycles ending from {begins}: ", version


def _of_rule(rule: Rule) -> Iterator[str]:
    yield from _anchor(rule)
    yield from _ids(rule)
    yield from _floors(rule.minimums, rule.total, rule.caps)
    if rule.first_cycle is not None:
        yield from (f"in the first cycle {told}" for told in _first_cycle(rule, rule.first_cycle))
    if rule.unit == NO_UNIT and rule.total:
        yield "the unit is none, but there is a total"
    if rule.unit == HOURS and rule.tiers:
        yield "points by days and a unit of hours are mixed: set unit to points"
    if rule.carry_over.most is not None and not rule.carry_over.allowed:
        yield "carry_over has a max, but is not allowed"


def _floors(minimums: Sequence[Minimum], most: Fraction | None, caps: Iterable[Cap]) -> Iterator[str]:
    """Complain about floors that do not fit into the total, and about ceilings below them."""
    for several in by_dimension(one for one in minimums if not one.outside_total):
        least = total(one.least for one in several)
        if most is not None and least > most:
            yield (
                f"the minimums by {several[0].dimension} add up to {written(least)}, "
                f"more than the total of {written(most)}"
            )
    for cap in caps:
        yield from (_below(cap, floor) for floor in minimums if _is_below(cap, floor))


def _first_cycle(rule: Rule, first: FirstCycle) -> Iterator[str]:
    """Complain about floors of the first cycle: against the most that it may ask, where that counts hours at all."""
    if first.minimums is None:
        return
    asks = first.mode not in {EXEMPT, WAIVE_TOTAL} and not first.never_below_minimums
    most = max(rule.total if first.most is None else first.most, first.floor)
    yield from _floors(first.minimums, most if asks else None, rule.caps)
    yield from _twice("minimums", first.minimums)


def _anchor(rule: Rule) -> Iterator[str]:
    """Complain where nothing tells which days count."""
    asks = rule.unit != NO_UNIT and not rule.no_requirement
    if asks and rule.cycle is None and rule.cycle_rule is None and rule.rolling is None:
        yield "no cycle, cycle_rule or rolling: nothing tells which days count"
    if rule.rolling is not None and (rule.cycle or rule.cycle_rule):
        yield "rolling and a cycle exclude each other"


def _ids(rule: Rule) -> Iterator[str]:
    yield from _twice("minimums", rule.minimums)
    yield from _twice("caps", rule.caps)
    yield from _twice("ratios", rule.ratios)


def _twice(name: str, several: Iterable[Minimum | Cap | Ratio]) -> Iterator[str]:
    ids = [one.id for one in several]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"two {name} have the id {twice}"


def _is_below(cap: Cap, floor: Minimum) -> bool:
    return cap.most < floor.least and any(_within(floor.match, match) for match in cap.matches)


def _below(cap: Cap, floor: Minimum) -> str:
    return f"the ceiling {cap.id} of {written(cap.most)} lies below the minimum {floor.id} of {written(floor.least)}"


def _within(inner: Match, outer: Match) -> bool:
    """Return whether everything that one match is about is meant by another one too."""
    sets = (
        (inner.topics, outer.topics),
        (inner.formats, outer.formats),
        (inner.approvals, outer.approvals),
        (inner.kinds, outer.kinds),
    )
    alike = all(wide is None or (narrow is not None and narrow <= wide) for narrow, wide in sets)
    same_class = outer.class_ is None or outer.class_ == inner.class_
    return alike and same_class and (outer.hands_on is None or outer.hands_on == inner.hands_on)
