"""Numbers of other programs as exact decimals, and ranges as the answers that a deck writes."""

import re
from decimal import Decimal, localcontext

from nmt_study.deck.model import Numeric, Quantity
from nmt_study.deck.units import unit_of

_NUMBER = re.compile(r"[-+−]?(?:\d{1,20}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:[eE][-+]?\d{1,2})?", re.ASCII)
_TWO_READINGS = re.compile(r"[-+−]?[1-9]\d{0,2},\d{3}", re.ASCII)
_DIGITS = 12  # on either side of the point, which is what a deck can say
_POINTS = Decimal(9999)
_PLACES = Decimal("0.0001")


def number_of(text: str | None) -> Decimal | None:
    """Return a number that a deck can say, or None; a comma counts as a point."""
    text = (text or "").strip()
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text.replace(",", ".").replace("−", "-"))
    return value if written_number(value) else None


def has_two_readings(text: str | None) -> bool:
    """Say whether the comma of a number may stand between thousands, or before decimals."""
    return _TWO_READINGS.fullmatch((text or "").strip()) is not None


def answer_of(text: str | None) -> Decimal | None:
    """Return a number that is an answer, or an end of what is accepted; None also where it has two readings."""
    return None if has_two_readings(text) else number_of(text)


def written_number(value: Decimal) -> str:
    """Return a number in plain digits without needless zeros, or "" where it takes more digits than a deck may have."""
    if value.adjusted() >= _DIGITS:
        return ""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, places = text.lstrip("-").partition(".")
    if len(whole) > _DIGITS or len(places) > _DIGITS:
        return ""
    return "0" if text in {"-0", ""} else text


def quantity_of(low: Decimal, high: Decimal, unit: str = "") -> Quantity | None:
    """Return a range with its unit as `middle ± half`, or by its ends where those take fewer digits; None if neither can be said."""
    if low > high:
        return None
    with localcontext(prec=60):
        middle, half = (low + high) / 2, (high - low) / 2
    number, tolerance = written_number(middle), written_number(half)
    ends = written_number(low), written_number(high)
    if number and tolerance:
        written = f"{number} ± {tolerance}" if half else number
    elif all(ends):
        written = " .. ".join(ends)
    else:
        return None
    known = unit_of(unit) if unit else None
    return Quantity(low, high, known.name if known else "", f"{written} {unit if known else ''}".strip())


def numeric_of(ranges: list[tuple[Decimal, Decimal]], unit: str = "") -> Numeric | None:
    """Return the answers that accept some ranges, or None where one of them cannot be said."""
    found = [quantity_of(low, high, unit) for low, high in ranges]
    known = tuple(one for one in found if one)
    return Numeric(known) if known and len(known) == len(found) else None


def middle_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the middle of an accepted range and half its width."""
    with localcontext(prec=60):
        return (quantity.low + quantity.high) / 2, (quantity.high - quantity.low) / 2


def points_of(text: str | None) -> tuple[Decimal | None, bool]:
    """Return the points of a question, None for the one that every question counts, and whether that is exact."""
    value = number_of(text)
    if value is None or not 0 <= value <= _POINTS:
        return None, not (text or "").strip()
    rounded = Decimal(written_number(value.quantize(_PLACES)))
    return (None if rounded == 1 else rounded), rounded == value
