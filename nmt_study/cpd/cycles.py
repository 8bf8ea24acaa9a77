"""Cycles: from which day to which, both included, counted the way each body counts them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

BIRTH_MONTH = "birth_month_parity"
BLOCK = "block"
ANNIVERSARY = "anniversary"
CYCLE_TYPES = (BLOCK, ANNIVERSARY, BIRTH_MONTH)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cycle:
    """From the first to the last day, both included; what is due is due on the last."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class CycleRule:
    """How cycles follow each other. Of the facts about a person only those are there that the type needs."""

    type: str
    length_months: int = 24
    known_end: date | None = None
    anchor: date | None = None
    birth_month: int | None = None
    birth_year_parity: str | None = None

    @property
    def missing(self) -> str:
        """The fact about the person that is not there yet, "" where none is missing."""
        needed = {BLOCK: "known_end", ANNIVERSARY: "anchor"}.get(self.type)
        if needed:
            return "" if getattr(self, needed) is not None else needed
        if self.birth_month is None:
            return "birth_month"
        return "" if self.birth_year_parity is not None else "birth_year_parity"


def cycle_on(rule: CycleRule, day: date) -> Cycle:
    """Return the cycle that a day lies in.

    Raises:
        ValueError: a fact about the person is missing.
        OverflowError: the cycle lies beyond what a calendar has.
    """
    if rule.missing:
        raise ValueError(f"the cycle cannot be told without {rule.missing}")
    if rule.type == ANNIVERSARY:
        return _anniversary(rule, day)
    return _block(rule, day)


def after(rule: CycleRule, cycle: Cycle) -> Cycle:
    """Return the cycle that follows."""
    return cycle_on(rule, cycle.end + _DAY)


def before(rule: CycleRule, cycle: Cycle) -> Cycle:
    """Return the cycle before."""
    return cycle_on(rule, cycle.start - _DAY)


def _anniversary(rule: CycleRule, day: date) -> Cycle:
    """Count from the original anchor, so that 29 February comes back in each leap year."""
    anchor = rule.anchor or day
    number = months_between(anchor, day) // rule.length_months
    if moved(anchor, number * rule.length_months) > day:
        number -= 1
    start = moved(anchor, number * rule.length_months)
    return Cycle(start, moved(anchor, (number + 1) * rule.length_months) - _DAY)


def _block(rule: CycleRule, day: date) -> Cycle:
    known = rule.known_end or _birth_month_end(rule, day)
    sticky = _is_month_end(known)
    number = months_between(known, day) // rule.length_months - 1
    while _end(known, number, rule.length_months, sticky=sticky) < day:
        number += 1
    start = _end(known, number - 1, rule.length_months, sticky=sticky) + _DAY
    return Cycle(start, _end(known, number, rule.length_months, sticky=sticky))


def _end(known: date, number: int, months: int, *, sticky: bool) -> date:
    end = moved(known, number * months)
    return month_end(end.year, end.month) if sticky else end


def _birth_month_end(rule: CycleRule, day: date) -> date:
    """Return an end of a cycle: the last day of the birth month of a year of the birth year's parity."""
    odd = rule.birth_year_parity == "odd"
    year = day.year + (bool(day.year % 2) is not odd)
    return month_end(year, rule.birth_month or 1)


def _is_month_end(day: date) -> bool:
    return (day + _DAY).day == 1


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_between(first: date, last: date) -> int:
    """Return how many months the month of one day lies before that of another."""
    return (last.year - first.year) * 12 + last.month - first.month


def months_touched(first: date, last: date) -> int:
    """Return how many calendar months a span touches, both ends included."""
    return max(0, months_between(first, last) + 1)


def moved(day: date, months: int) -> date:
    """Return the same day so many months later; where a month is too short, its last day.

    Raises:
        OverflowError: a calendar has no such year.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        raise OverflowError("the date lies beyond what a calendar has")
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
