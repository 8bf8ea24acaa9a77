"""Marking a typed number: its value, its unit, and no guessing between two readings.

One point or comma is a decimal mark, whatever follows it. A thousand is therefore `1000`, `1 000`, `1'000` or
written with marks that leave no doubt (`1,000,000`, `1,000.5`); for `1,000` the reason says how it was read.
Two numbers (`5-10 min`, `90 s to 2 min`, `98 ± 1 kPa`) are right when both ends are; what is read as a number with
its unit, and in which parts it may come (`1 min 30 s`, `1½ h`), says `quiz.quantity`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from nmt_study.deck.model import Numeric, Quantity
from nmt_study.deck.units import Unit, convert, unit_of, unit_typed
from nmt_study.quiz.model import Mark, Verdict, marked
from nmt_study.quiz.quantity import Amount, Reading, read

_AROUND_WORDS = "?!.,;:()[]*_`“”\"'"
_SHARE_WORDS = {"percentage": "%"}


def mark_numeric(answer: Numeric, response: str, question: str = "") -> Mark:
    """Mark a number with or without unit.

    A unit of the same dimension is converted. A missing unit is fine when the question names it, else it is
    CLOSE. A word that is no unit counts only where the question has it ("how many points").
    """
    written = answer.accepted[0].written if answer.accepted else ""
    reading = read(response)
    if isinstance(reading, str):
        return marked(Verdict.WRONG, written, reading)
    ranked = [(*_against(reading, quantity, question), quantity.written) for quantity in answer.accepted] or [
        (Verdict.WRONG, "", written)
    ]
    verdict, reason, expected = min(ranked, key=lambda found: list(Verdict).index(found[0]))
    if verdict is Verdict.WRONG and reading.doubtful:
        reason = reason or _how_read(reading.doubtful)
    return marked(verdict, expected, reason)


def unreadable(response: str, question: str = "") -> str:
    """Return why a response has no reading: no number, or after it a word that neither is a unit nor in the question.

    It is empty for any other; such a response is asked for again rather than marked.
    """
    reading = read(response)
    if isinstance(reading, str):
        return reading
    strange = [
        one.word for one in reading.amounts if not unit_typed(one.word) and not _is_in(one.word, question)
    ]
    return _not_a_unit(strange[0]) if strange else ""


def query(response: str, question: str = "") -> str:
    """Return what to ask before marking a response that has no reading, or two; empty for any other."""
    if problem := unreadable(response, question):
        return problem
    reading = read(response)
    return _how_read(reading.doubtful) if isinstance(reading, Reading) and reading.doubtful else ""


def _how_read(numeral: str) -> str:
    thousands = re.sub("[.,]", "", numeral)
    return f"“{numeral}” is read as {numeral.replace(',', '.')}; for {thousands} leave out the mark"


def _not_a_unit(word: str) -> str:
    return f"“{word}” is not a unit known here"


def _against(reading: Reading, quantity: Quantity, question: str) -> tuple[Verdict, str]:
    """Compare a reading with one accepted quantity."""
    asked, named = unit_of(quantity.unit), set(_units_named(question))
    for one in reading.amounts:
        if problem := _mismatch(one, asked, named, question):
            return Verdict.WRONG, problem
    if not all(quantity.low <= _in_unit(one, asked) <= quantity.high for one in reading.amounts):
        return Verdict.WRONG, ""
    if asked and asked not in named and not any(unit_typed(one.word) for one in reading.amounts):
        return Verdict.CLOSE, f"in {asked.name}"
    return Verdict.RIGHT, ""


def _mismatch(one: Amount, asked: Unit | None, named: set[Unit], question: str) -> str:
    """Return why the word after a number cannot stand there, or an empty text."""
    given = unit_typed(one.word)
    if given and asked and given.dimension != asked.dimension:
        return f"{given.name} is a unit of {given.dimension}, asked for is {asked.dimension}"
    if given and not asked and given not in named:
        return f"a number without “{one.word}” is asked for"
    return _not_a_unit(one.word) if not given and not _is_in(one.word, question) else ""


def _in_unit(one: Amount, asked: Unit | None) -> Decimal:
    """Return the value of an amount in the unit asked for, whose dimension it has."""
    given = unit_typed(one.word)
    found = convert(one.value, given, asked) if given and asked else None
    return one.value if found is None else found


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
