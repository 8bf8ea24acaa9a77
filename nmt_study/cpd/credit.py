"""What an activity is worth before any gate or ceiling: points of its kind, the certificate's figure, or its minutes."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.model import Activity
from nmt_study.cpd.rule import DAY_TOPIC, Rounding, Rule

_HOUR = Fraction(60)
_HALF = Fraction(1, 2)


def raw_credits(rule: Rule, activities: Iterable[Activity]) -> dict[str, Fraction]:
    """Return for each activity what it is worth by itself, rounded as the body says.

    Where a body rounds by day and topic, the minutes of a group are added up first; each activity then gets what
    the rounded sum grows by, so that together they come to the rounded sum.
    """
    found: dict[str, Fraction] = {}
    running: dict[tuple[date, str], Fraction] = {}
    by_group = rule.rounding is not None and rule.rounding.scope == DAY_TOPIC
    for one in activities:
        worth = _worth(rule, one)
        if rule.rounding is None:
            found[one.id] = worth
        elif by_group and _by_minutes(rule, one):
            group = (one.date, "+".join(one.named_topics))
            before = running.get(group, ZERO)
            running[group] = before + worth
            found[one.id] = rounded(rule.rounding, before + worth) - rounded(rule.rounding, before)
        else:
            found[one.id] = rounded(rule.rounding, worth)
    return found


def hours_differ(rule: Rule, activity: Activity) -> bool:
    """Return whether the certificate says something else than the minutes that were logged."""
    if activity.certificate_hours is None or activity.minutes is None or _points(rule, activity) is not None:
        return False
    return activity.certificate_hours != hours_of(rule, activity.minutes)


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


def rounded(rounding: Rounding, value: Fraction) -> Fraction:
    """Return a quantity in whole steps, downwards or to the nearest with halves upwards."""
    steps = value / rounding.step
    whole = steps.numerator // steps.denominator
    if rounding.mode == "half_up" and steps - whole >= _HALF:
        whole += 1
    return whole * rounding.step


def _worth(rule: Rule, activity: Activity) -> Fraction:
    points = _points(rule, activity)
    if points is not None:
        return points
    if activity.certificate_hours is not None:
        return activity.certificate_hours
    return ZERO if activity.minutes is None else hours_of(rule, activity.minutes)


def _by_minutes(rule: Rule, activity: Activity) -> bool:
    return _points(rule, activity) is None and activity.certificate_hours is None


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
