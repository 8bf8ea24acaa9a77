"""What a typed number says: one amount with its unit, or the two ends of a range, each read in one way only."""

import re
from dataclasses import dataclass
from decimal import Decimal

from nmt_study.deck.units import Unit, convert, unit_typed
from nmt_study.quiz.model import too_long

NO_NUMBER = "this cannot be read as a number with a unit, such as “2.5 kg”"

_SPACES = " \u00a0\u2009\u202f"
_PARTS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_DIGITS = rf"[.,]?\d(?:[\d.,'’{_SPACES}]*\d)?"
_NUMERAL = rf"[+−-]?\s*(?:{_DIGITS}(?:\s*[½¼¾])?|[½¼¾])"
_UNIT = r"[^\d\s.,½¼¾].*?"
_RESPONSE = re.compile(
    rf"(?:(?:about|approximately|approx\.?|around|roughly|circa|ca?\.|=|~|≈)\s*)*"
    rf"({_NUMERAL})\s*(?:({_UNIT})??\s*(±|[-–—]|to)\s*({_NUMERAL}))?\s*({_UNIT})?[\s.]*",
    re.IGNORECASE | re.DOTALL,
)
_FURTHER = re.compile(rf"({_UNIT})\s*(?:,|\band\b)?\s*({_NUMERAL})\s*({_UNIT})", re.IGNORECASE | re.DOTALL)
_DOTS = re.compile(r"\.\.+|…")
_PLUS_MINUS = re.compile(r"\+\s*/?\s*[-−]")
_PLAIN = re.compile(r"\d*[.,]?\d+")
_GROUPED = re.compile(rf"\d{{1,3}}(?:([.,'’{_SPACES}])\d{{3}})(?:\1\d{{3}})*(?:(?!\1)([.,])\d+)?")
_TWO_READINGS = re.compile(r"[+−-]?\s*([1-9]\d{0,2})[.,](\d{3})")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the word after it, "" for none."""

    value: Decimal
    word: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a response says: one amount or the two ends of a range."""

    amounts: tuple[Amount, ...]
    doubtful: str = ""  # a numeral that may also be a thousand and more


def read(response: str) -> Reading | str:
    """Return what a response says, or why it cannot be read."""
    if problem := too_long(response):
        return problem
    if not response.strip():
        return "nothing was typed"
    found = _RESPONSE.fullmatch(_PLUS_MINUS.sub("±", _DOTS.sub("–", response.strip())))
    if found is None:
        return NO_NUMBER
    first, unit, sign, second, word = found.groups()
    numerals = [numeral for numeral in (first, second) if numeral]
    amounts = _amounts(first, unit or "", sign or "", second or "", word or "")
    return Reading(amounts, next(filter(_TWO_READINGS.fullmatch, numerals), "")) if amounts else NO_NUMBER


def _amounts(first: str, unit: str, sign: str, second: str, word: str) -> tuple[Amount, ...]:
    """Return the one amount or the two ends that numerals and words make; nothing where there is no one reading.

    A unit that stands only at the end is that of both; one that stands only before a tolerance is that of both too,
    but after the second end of a range it may not be missing.
    """
    if not sign:
        one = _amount(first, word)
        return (one,) if one else ()
    if sign == "±":
        word = word or unit
    elif unit and not word:
        return ()
    one, other = _amount(first, unit or word), _amount(second, word)
    if one is None or other is None:
        return ()
    return _around(one, other) if sign == "±" else (one, other)


def _around(middle: Amount, tolerance: Amount) -> tuple[Amount, ...]:
    """Return the ends of an amount with its tolerance; nothing where the two do not go together."""
    own, other = unit_typed(middle.word), unit_typed(tolerance.word)
    width = convert(tolerance.value, other, own) if own and other else tolerance.value
    if width is None or width.is_signed() or (own is None) != (other is None):
        return ()
    return Amount(middle.value - width, middle.word), Amount(middle.value + width, middle.word)


def _amount(numeral: str, word: str) -> Amount | None:
    """Return an amount; one in parts, as `1 min 30 s`, in the last of its units. None where it has no reading."""
    value, word = _value(numeral), " ".join(word.split())
    if value is None:
        return None
    parts = _FURTHER.fullmatch(word)
    unit = unit_typed(parts[1].strip()) if parts else None
    if parts is None or unit is None:
        return Amount(value, word)
    rest = _amount(parts[2], parts[3])
    small = unit_typed(rest.word) if rest else None
    if rest is None or small is None:
        return Amount(value, word)
    return _together(value, unit, rest, small)


def _together(value: Decimal, unit: Unit, rest: Amount, small: Unit) -> Amount | None:
    """Return whole units and what they have beside them: less than one of them, and of the same dimension."""
    whole = convert(value, unit, small)
    if whole is None or value != value.to_integral_value() or value.is_signed() or rest.value.is_signed():
        return None
    return Amount(whole + rest.value, rest.word) if rest.value * small.factor < unit.factor else None


def _value(numeral: str) -> Decimal | None:
    negative, digits = numeral[0] in "-−", numeral.lstrip("+-−").lstrip()
    part = _PARTS.get(digits[-1], Decimal(0))
    if part:
        digits = digits[:-1].rstrip() or "0"
    if _PLAIN.fullmatch(digits):
        plain = digits.replace(",", ".")
    elif grouped := _GROUPED.fullmatch(digits):
        whole, mark, decimals = digits.rpartition(grouped[2]) if grouped[2] else (digits, "", "")
        plain = re.sub(r"\D", "", whole) + ("." if mark else "") + decimals
    else:
        return None
    if part and not plain.isdecimal():
        return None
    value = Decimal(plain) + part
    return value.copy_negate() if negative else value
