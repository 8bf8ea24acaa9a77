"""What earlier cycles gave: which courses were credited in them, and what they left over for the next one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.cycles import Cycle, before, cycle_on
from nmt_study.cpd.engine import evaluate
from nmt_study.cpd.evaluation import Evaluation
from nmt_study.cpd.gates import window_of
from nmt_study.cpd.model import Activity, Ledger
from nmt_study.cpd.rule import Rule
from nmt_study.services.cpd.credentials import Credential

_COURSE = "course_key"
_IN_CYCLE = "cycle"

Named = tuple[str, str]


def with_history(rule: Rule, ledger: Ledger, cycle: Cycle | None, on: date) -> Ledger:
    """Mark what was credited in an earlier cycle, so that the same course is a repeat in this one.

    Each earlier cycle is evaluated as it stood at its own end, the first one first: what was a repeat then was not
    credited, and is no history.
    """
    if not any(_is_course(one) for one in _versions(rule)):
        return ledger
    ledger = replace(ledger, activities=_with_courses(ledger.activities))
    if not any(
        _is_course(one) and one.no_repeat.window != _IN_CYCLE for one in _versions(rule) if one.no_repeat
    ):
        return ledger
    for past, end in _past(rule, ledger, cycle, on):
        ledger = _marked(ledger, evaluate(past, ledger, end))
    return ledger


def _versions(rule: Rule) -> Iterator[Rule]:
    yield rule
    yield from (version for _, version in rule.versions)


def _is_course(rule: Rule) -> bool:
    return rule.no_repeat is not None and _COURSE in rule.no_repeat.key


def _past(rule: Rule, ledger: Ledger, cycle: Cycle | None, on: date) -> Iterable[tuple[Rule, date]]:
    """Give the rule of each earlier time in which something was done, with its last day, the first one first."""
    days = sorted({one.date for one in ledger.activities})
    if rule.rolling is not None:
        window = window_of(rule, None, on)
        return [(rule, day) for day in days if day < on and day not in window]
    steps = rule.cycle_rule
    if steps is None or steps.missing or cycle is None:
        return []
    ends = {past.end: past for past in (cycle_on(steps, day) for day in days if day < cycle.start)}
    return [(replace(rule, cycle=ends[end]), end) for end in sorted(ends)]


def _marked(ledger: Ledger, found: Evaluation) -> Ledger:
    return replace(
        ledger,
        activities=tuple(
            replace(one, credited_in_earlier_cycle=True) if found.credit(one.id) else one
            for one in ledger.activities
        ),
    )


def _named(one: Activity) -> Named:
    return one.field_value("title"), one.field_value("provider")


def _with_courses(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """Give an activity without a course key that of the same title by the same provider; that alone is a key too."""
    every = tuple(activities)
    keys: dict[Named, set[str]] = {}
    for one in every:
        if one.course_key:
            keys.setdefault(_named(one), set()).add(one.course_key)
    return tuple(_with_course(one, keys.get(_named(one), set())) for one in every)


def _with_course(one: Activity, keys: set[str]) -> Activity:
    title, provider = _named(one)
    if one.course_key or not title or not provider:
        return one
    return replace(one, course_key=next(iter(keys)) if len(keys) == 1 else f"{title} / {provider}")


def without_course(rule: Rule, ledger: Ledger, state: Evaluation) -> tuple[str, ...]:
    """Return what is credited though its title was there before and nothing tells whether it is the same course."""
    if not _is_course(rule):
        return ()
    seen: set[str] = set()
    found = []
    for one in sorted(ledger.activities, key=lambda one: (one.date, one.id)):
        title = one.field_value("title")
        if title in seen and not one.course_key and state.credit(one.id):
            found.append(one.id)
        if title:
            seen.add(title)
    return tuple(found)


def carried(rule: Rule, ledger: Ledger, cycle: Cycle | None, credential: Credential) -> Fraction:
    """Return what a cycle begins with: what the one before left over, where that is logged; else what the holder said.

    What the holder said is for the one cycle in which it was said.
    """
    if cycle is None or not rule.version_for(cycle.end).carry_over.allowed:
        return ZERO
    steps = rule.cycle_rule
    previous = before(steps, cycle) if steps is not None and not steps.missing else None
    if previous is not None and any(one.date in previous for one in ledger.activities):
        carry_in = carried(rule, ledger, previous, credential)
        past = replace(rule, cycle=previous)
        return evaluate(past, replace(ledger, carry_in=carry_in), previous.end).carry_out
    said_on = credential.carry_in_on
    here = steps is None or said_on is None or said_on in cycle
    return credential.carry_in if here else ZERO
