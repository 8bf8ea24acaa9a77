"""A length of time as a person types it: `3`, `1,5`, `1:20`, `1h20`, `2 hours 30 minutes`, `80 min`; in minutes `90`."""

import re
from fractions import Fraction

from nmt_study.cpd.amounts import amount, ends, written
from nmt_study.text import shorten

MOST_HOURS = Fraction(2000)

_CLOCK = re.compile(r"(\d{1,4})\s*(?:h|:)\s*(\d{0,2})\s*(?:m|min)?", re.ASCII)
_HOURS_AND = re.compile(
    r"(\d{1,4})\s*(?:h|hrs?|hours?)(?:\s*,|\s+and)?\s*(\d{1,2})\s*(?:m|min|mins|minutes?)?", re.ASCII
)
_NUMBER = r"(\d+(?:[.,]\d+)?)\s*"
_HOURS = re.compile(rf"{_NUMBER}(?:h|hrs?|hours?)", re.ASCII)
_MINUTES = re.compile(rf"{_NUMBER}(m|mins?|minutes?)?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?!\d)", re.ASCII)


def read_hours(typed: str) -> Fraction | None:
    """Return the hours that somebody typed, None for nothing; a number alone means hours.

    Raises:
        ValueError: it is no length of time, or none that can be.
    """
    if not typed:
        return None
    refuse_thousands(typed)
    found = _with_unit(typed)
    if found is None:
        try:
            found = _decimal(typed)
        except ValueError as fault:
            told = f"{shorten(typed, 30)!r} is no number of hours that can be"
            raise ValueError(f"{told}; write 1.5, 1:30, 1h30 or 90 min") from fault
    return _possible(found, MOST_HOURS, "hours")


def read_minutes(typed: str) -> Fraction | None:
    """Return the minutes that somebody typed, None for nothing; a number alone means minutes, also with a point.

    Raises:
        ValueError: it is no length of time, or none that can be.
    """
    if not typed:
        return None
    refuse_thousands(typed)
    if plain := _MINUTES.fullmatch(typed.lower()):
        return _possible(_decimal(plain[1]), MOST_HOURS * 60, "minutes")
    hours = _with_unit(typed)
    if hours is None:
        raise ValueError(f"{shorten(typed, 30)!r} are no minutes; write 90, 1:30 or 1h30")
    return _possible(hours * 60, MOST_HOURS * 60, "minutes")


def refuse_thousands(typed: str) -> None:
    """Refuse a number whose comma may as well stand between thousands as before decimals.

    Raises:
        ValueError: it may.
    """
    if apart := _THOUSANDS.match(typed):
        told = f"the comma in {shorten(typed, 30)!r} may stand between thousands"
        raise ValueError(f"{told}; write {apart[0].replace(',', '')}, or decimals with a point")


def as_typed(hours: Fraction) -> str:
    """Return hours as a person would type them: as a decimal, or as 1:20 where that would never end."""
    minutes = hours * 60
    if ends(hours) or minutes.denominator != 1:
        return written(hours)
    return f"{minutes.numerator // 60}:{minutes.numerator % 60:02}"


def _with_unit(typed: str) -> Fraction | None:
    """Return the hours of what says itself that it is in hours or minutes.

    Raises:
        ValueError: its minutes are an hour or more, or it is none that can be.
    """
    plain = typed.lower()
    if clock := _CLOCK.fullmatch(plain) or _HOURS_AND.fullmatch(plain):
        minutes = int(clock[2] or 0)
        if minutes > 59:
            told = f"{shorten(typed, 30)!r} has {minutes} minutes beside its hours, and an hour has 60"
            raise ValueError(f"{told}; write them as hours and minutes, such as 1:30")
        return amount(clock[1]) + Fraction(minutes, 60)
    if hours := _HOURS.fullmatch(plain):
        return _decimal(hours[1])
    alone = _MINUTES.fullmatch(plain)
    return _decimal(alone[1]) / 60 if alone and alone[2] else None


def _decimal(typed: str) -> Fraction:
    return amount(typed.replace(",", "."))


def _possible(found: Fraction, most: Fraction, unit: str) -> Fraction:
    if not 0 < found <= most:
        raise ValueError(f"{written(found)} {unit} cannot be")
    return found
