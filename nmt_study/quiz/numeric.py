"""Marking a typed number: its value, its unit, and no guessing between two readings.

One point or comma is a decimal mark, whatever follows it. A thousand is therefore `1000`, `1 000`, `1'000` or
written with marks that leave no doubt (`1,000,000`, `1,000.5`); for `1,000` the reason says how it was read.
Two numbers (`5-10 min`, `5 to 10 min`) are right when both are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from nmt_study.deck.model import Numeric, Quantity
from nmt_study.deck.units import Unit, convert, unit_of, unit_typed
from nmt_study.quiz.model import Mark, Verdict, marked, too_long

_SPACES = " \u00a0\u2009\u202f"
_NUMERAL = rf"[+−-]?\s*[.,]?\d(?:[\d.,'’{_SPACES}]*\d)?"
_RESPONSE = re.compile(
    rf"(?:(?:about|approximately|approx\.?|around|roughly|circa|ca?\.|=|~|≈)\s*)*"
    rf"({_NUMERAL})(?:\s*(?:[-–—]|to)\s*({_NUMERAL}))?\s*([^\d\s.,].*?)?[\s.]*",
    re.IGNORECASE | re.DOTALL,
)
_DOTS = re.compile(r"\.\.+|…")
_PLAIN = re.compile(r"\d*[.,]?\d+")
_GROUPED = re.compile(rf"\d{{1,3}}(?:([.,'’{_SPACES}])\d{{3}})(?:\1\d{{3}})*(?:(?!\1)([.,])\d+)?")
_TWO_READINGS = re.compile(r"[+−-]?\s*([1-9]\d{0,2})[.,](\d{3})")
_AROUND_WORDS = "?!.,;:()[]*_`“”\"'"
_SHARE_WORDS = {"percentage": "%"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a response says: one number or the two ends of a range, and the word after it."""

    values: tuple[Decimal, ...]
    word: str
    doubtful: str = ""  # a numeral that may also be a thousand and more


def mark_numeric(answer: Numeric, response: str, question: str = "") -> Mark:
    """Mark a number with or without unit.

    A unit of the same dimension is converted. A missing unit is fine when the question names it, else it is
    CLOSE. A word that is no unit counts only where the question has it ("how many points").
    """
    written = answer.accepted[0].written if answer.accepted else ""
    reading = _read(response)
    if isinstance(reading, str):
        return marked(Verdict.WRONG, written, reading)
    ranked = [(*_against(reading, quantity, question), quantity.written) for quantity in answer.accepted] or [
        (Verdict.WRONG, "", written)
    ]
    verdict, reason, expected = min(ranked, key=lambda found: list(Verdict).index(found[0]))
    if verdict is Verdict.WRONG and reading.doubtful:
        reason = reason or _how_read(reading.doubtful)
    return marked(verdict, expected, reason)


def query(response: str) -> str:
    """Return what to ask before marking a response that has no reading, or two; empty for any other."""
    reading = _read(response)
    if isinstance(reading, str):
        return reading
    return _how_read(reading.doubtful) if reading.doubtful else ""


def _how_read(numeral: str) -> str:
    thousands = re.sub("[.,]", "", numeral)
    return f"“{numeral}” is read as {numeral.replace(',', '.')}; for {thousands} leave out the mark"


def _read(response: str) -> Reading | str:
    """Return what a response says, or why it cannot be read."""
    if problem := too_long(response):
        return problem
    if not response.strip():
        return "nothing was typed"
    found = _RESPONSE.fullmatch(_DOTS.sub("–", response.strip()))
    numerals = [numeral for numeral in found.groups()[:2] if numeral] if found else []
    values = tuple(value for numeral in numerals if (value := _value(numeral)) is not None)
    if found is None or len(values) < len(numerals):
        return "this cannot be read as a number with a unit, such as “2.5 kg”"
    doubtful = next(filter(_TWO_READINGS.fullmatch, numerals), "")
    return Reading(values, " ".join((found[3] or "").split()), doubtful)


def _value(numeral: str) -> Decimal | None:
    negative, digits = numeral[0] in "-−", numeral.lstrip("+-−").lstrip()
    if _PLAIN.fullmatch(digits):
        plain = digits.replace(",", ".")
    elif grouped := _GROUPED.fullmatch(digits):
        whole, mark, part = digits.rpartition(grouped[2]) if grouped[2] else (digits, "", "")
        plain = re.sub(r"\D", "", whole) + ("." if mark else "") + part
    else:
        return None
    return Decimal(plain).copy_negate() if negative else Decimal(plain)


def _against(reading: Reading, quantity: Quantity, question: str) -> tuple[Verdict, str]:
    """Compare a reading with one accepted quantity."""
    asked, given = unit_of(quantity.unit), unit_typed(reading.word)
    named = set(_units_named(question))
    values = reading.values
    if given and asked:
        converted = [convert(value, given, asked) for value in values]
        values = tuple(value for value in converted if value is not None)
        if not values:
            return (
                Verdict.WRONG,
                f"{given.name} is a unit of {given.dimension}, asked for is {asked.dimension}",
            )
    elif given and given not in named:
        return Verdict.WRONG, f"a number without “{reading.word}” is asked for"
    elif reading.word and not given and not _is_in(reading.word, question):
        return Verdict.WRONG, f"“{reading.word}” is not a unit known here"
    if not all(quantity.low <= value <= quantity.high for value in values):
        return Verdict.WRONG, ""
    if asked and not given and asked not in named:
        return Verdict.CLOSE, f"in {asked.name}"
    return Verdict.RIGHT, ""


def _units_named(question: str) -> Iterator[Unit]:
    """Give the units that a question names, so that an answer need not: `kPa`, `seconds`, `per cent`."""
    words = [word.strip(_AROUND_WORDS) for word in question.split()]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    for word in words + pairs:
        if unit := unit_typed(_SHARE_WORDS.get(word.lower(), word)):
            yield unit


def _is_in(words: str, question: str) -> bool:
    if any(char.isdigit() for char in words):
        return False
    known = {word.strip(_AROUND_WORDS).lower() for word in question.split()}
    return all(word.strip(_AROUND_WORDS).lower() in known for word in words.split())
