"""What an activity is worth before any ceiling: points of its kind, the certificate's figure, or its minutes.

Where a rule counts points, a ledger's certificate states its figure in them. What a person logs states hours or points by name, and hours are
no points: `in_its_unit` leaves them out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO, total
from nmt_study.cpd.model import Activity
from nmt_study.cpd.rule import DAY_TOPIC, HOURS, POINTS, Rounding, Rule, plain_topic

NO_HOURS = "NO_HOURS"
NO_POINTS = "NO_POINTS"
ROUNDED_DOWN = "ROUNDED_DOWN"

_HOUR = Fraction(60)
_HALF = Fraction(1, 2)


@dataclass(slots=True)
class Raw:
    """What each activity is worth by itself, and why that is less than it states."""

    worth: dict[str, Fraction] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def raw_credits(rule: Rule, activities: Iterable[Activity]) -> Raw:
    """Return what activities are worth, rounded as the body says; they have passed the gates.

    Where a body rounds by day and topic, the minutes of a group are added up first, and only its sum is converted
    and rounded; it is then divided by what each activity brought.
    """
    found = Raw()
    for group in _groups(rule, activities):
        _add(found, rule, group)
    return found


def _groups(rule: Rule, activities: Iterable[Activity]) -> Iterable[list[Activity]]:
    """Return what is rounded together: by day and topic where the body says so, else each by itself."""
    groups: dict[object, list[Activity]] = {}
    by_day_topic = rule.rounding is not None and rule.rounding.scope == DAY_TOPIC
    for one in activities:
        topics = tuple(sorted({plain_topic(topic) for topic in one.named_topics}))
        alone = not by_day_topic or _points(rule, one) is not None
        groups.setdefault(one.id if alone else (one.date, topics), []).append(one)
    return groups.values()


def _add(found: Raw, rule: Rule, group: list[Activity]) -> None:
    figures = {one.id: _figure(rule, one) for one in group}
    minutes = {one.id: _minutes(one) if figures[one.id] is None else ZERO for one in group}
    spent = total(minutes.values())
    rate = hours_of(rule, spent) / spent if spent else ZERO
    before = {name: minutes[name] * rate if figure is None else figure for name, figure in figures.items()}
    whole = total(before.values())
    share = rounded(rule.rounding, whole) / whole if rule.rounding is not None and whole else Fraction(1)
    for one in group:
        worth, figure = before[one.id] * share, figures[one.id]
        found.worth[one.id] = worth
        if code := lacking(rule, one):
            found.reasons[one.id] = code
        elif worth < (_unrounded(rule, minutes[one.id]) if figure is None else figure):
            found.reasons[one.id] = ROUNDED_DOWN


def lacking(rule: Rule, activity: Activity) -> str:
    """Return that an activity lacks hours where its rule counts them and only points are stated, or points where it counts those."""
    if _figure(rule, activity) is not None or activity.minutes is not None:
        return ""
    if rule.unit == POINTS:
        return NO_POINTS
    return NO_HOURS if rule.unit == HOURS and activity.certificate_points is not None else ""


def hours_differ(rule: Rule, activity: Activity) -> bool:
    """Return whether the certificate says something else than the minutes that were logged.

    They agree where the converted minutes are the certificate's hours; where the body counts clock hours, also where
    both are the same length of time, of which its hour definition only counts less.
    """
    if activity.certificate_hours is None or activity.minutes is None:
        return False
    if _points(rule, activity) is not None:
        return False
    return activity.certificate_hours not in {
        hours_of(rule, activity.minutes),
        _unrounded(rule, activity.minutes),
    }


def hours_of(rule: Rule, minutes: Fraction) -> Fraction:
    """Return minutes as hours of the body: clock hours where it says nothing."""
    if rule.bands:
        return _banded(rule, minutes)
    definition = rule.hour_definition
    if definition is None:
        return minutes / _HOUR
    if definition.kind == "divisor":
        return minutes / definition.minutes
    hours, rest = divmod(minutes, _HOUR)
    return Fraction(hours + (rest >= definition.minutes))


def _unrounded(rule: Rule, minutes: Fraction) -> Fraction:
    """Return minutes as hours before any is lost: of the body's own length, else clock hours."""
    definition = rule.hour_definition
    divides = definition is not None and definition.kind == "divisor" and not rule.bands
    return hours_of(rule, minutes) if divides else minutes / _HOUR


def rounded(rounding: Rounding, value: Fraction) -> Fraction:
    """Return a quantity in whole steps, downwards or to the nearest with halves upwards."""
    steps = value / rounding.step
    whole = steps.numerator // steps.denominator
    if rounding.mode == "half_up" and steps - whole >= _HALF:
        whole += 1
    return whole * rounding.step


def _figure(rule: Rule, activity: Activity) -> Fraction | None:
    """Return the figure that stands for an activity in the rule's unit; None where its minutes have to."""
    points = _points(rule, activity)
    if points is not None:
        return points
    hours = activity.certificate_hours
    if rule.unit != POINTS:
        return hours
    if activity.certificate_points is not None:
        return activity.certificate_points
    return hours_of(rule, hours * _HOUR) if hours is not None and rule.converts else hours


def _minutes(activity: Activity) -> Fraction:
    return activity.minutes if activity.minutes is not None else ZERO


def in_its_unit(rule: Rule, activity: Activity) -> Activity:
    """Return an activity without its hours and minutes where the rule counts points and does not say how time becomes them."""
    if rule.unit != POINTS or rule.converts:
        return activity
    return replace(activity, certificate_hours=None, minutes=None)


def _points(rule: Rule, activity: Activity) -> Fraction | None:
    """Return the points of its kind, or of a course of so many days; None where the body gives none for it."""
    if activity.kind in rule.points_table:
        return rule.points_table[activity.kind]
    if activity.days is None:
        return None
    reached = [tier for tier in rule.tiers if tier.min_days <= activity.days]
    if not reached:
        return None
    tier = max(reached, key=lambda one: one.min_days)
    return tier.assessed if activity.assessed else tier.not_assessed


def _banded(rule: Rule, minutes: Fraction) -> Fraction:
    """Return what bands make of minutes: each whole clock hour, and what is left over."""
    hours, rest = divmod(minutes, _HOUR)
    return hours * _band(rule, _HOUR) + _band(rule, rest)


def _band(rule: Rule, minutes: Fraction) -> Fraction:
    reached = [band for band in rule.bands if band.min_minutes <= minutes]
    return max(reached, key=lambda one: one.min_minutes).hours if reached else ZERO
