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
_WRITTEN = re.compile(r"[0-9]{1,9}(?:\.([0-9]{1,60}))?")
_EXACT = 12  # decimals of a number that stands for itself; a longer one may be a fraction that never ends
_PARTS = 10**9  # the largest denominator of such a fraction: below it no two of them are written alike


def amount(value: object) -> Fraction:
    """Read a quantity from a text such as "2.25", or from a number as TOML and JSON files have it.

    What `written` wrote of a fraction that never ends is that fraction again: 1.333… with 28 digits is 4/3.

    Raises:
        ValueError: it is none, is below nothing, or absurdly large or long.
    """
    if isinstance(value, Fraction):
        return value
    text = "" if isinstance(value, bool) else str(value).strip()
    match = _WRITTEN.fullmatch(text)
    if match is None or (read := Fraction(text)) > MOST:
        raise ValueError(f"{text[:_LONGEST]!r} is no number from 0 to {MOST}")
    if len(match[1] or "") <= _EXACT:
        return read
    near = read.limit_denominator(_PARTS)
    return near if written(near) == text else read


def written(value: Fraction) -> str:
    """Write a quantity as a decimal without needless digits; what never ends, a third say, to 28 of them."""
    quotient = _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = f"{quotient:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def ends(value: Fraction) -> bool:
    """Tell whether a quantity is a decimal that ends: nothing but twos and fives divide it."""
    left = value.denominator
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    return left == 1


def total(values: Iterable[Fraction]) -> Fraction:
    """Return the sum of quantities."""
    return sum(values, ZERO)
