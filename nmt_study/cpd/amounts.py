"""Quantities of credit: exact from the first digit to the last, never binary floats."""

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

Amount = Fraction
"""Hours, points or credits. A third of an hour stays a third, so that three of them are one."""

ZERO = Fraction(0)

MOST = Fraction(100_000)
"""More of anything than one activity or rule can have."""

_DIGITS = Context(prec=28)
_LONGEST = 40  # characters of what is shown of a number that is none
_WRITTEN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?")


def amount(value: object) -> Fraction:
    """Read a quantity from a text such as "2.25", or from a number as TOML and JSON files have it.

    Raises:
        ValueError: it is none, is below nothing, or absurdly large or long.
    """
    if isinstance(value, Fraction):
        return value
    text = "" if isinstance(value, bool) else str(value).strip()
    if not _WRITTEN.fullmatch(text) or (read := Fraction(text)) > MOST:
        raise ValueError(f"{text[:_LONGEST]!r} is no number from 0 to {MOST}")
    return read


def written(value: Fraction) -> str:
    """Write a quantity as a decimal without needless digits; what never ends, a third say, to 28 of them."""
    quotient = _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = f"{quotient:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def total(values: Iterable[Fraction]) -> Fraction:
    """Return the sum of quantities."""
    return sum(values, ZERO)
