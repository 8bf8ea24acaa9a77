"""What marking an answer comes to."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

LONGEST_RESPONSE = 500  # characters; more is not looked at


class Verdict(StrEnum):
    """How right an answer is; CLOSE counts as right and says what was forgiven, PARTLY earns a part of the point.

    OPEN is no mark of an answer: where one looks back, nothing was answered.
    """

    RIGHT = "right"
    CLOSE = "close"
    PARTLY = "partly"
    WRONG = "wrong"
    OPEN = "open"


class Change(StrEnum):
    """What a stretch of a typed answer is beside the expected one."""

    SAME = "same"
    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of words as typed and as expected; one of them is empty when missing or extra."""

    change: Change
    typed: str
    expected: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked answer.

    `share` is the part of the point, 0 to 1. `expected` is the accepted answer nearest to what was typed, or
    the key. `diff` compares the two word by word where a typed answer is not right as it is. `reason` is one
    remark in plain words, or the feedback that the author wrote for the chosen option; it may be empty.
    """

    verdict: Verdict
    share: Fraction
    expected: str
    diff: tuple[Difference, ...] = ()
    reason: str = ""


def marked(verdict: Verdict, expected: str, reason: str = "", diff: tuple[Difference, ...] = ()) -> Mark:
    """Return a mark that gives all of the points or none."""
    return Mark(verdict, Fraction(verdict is not Verdict.WRONG), expected, diff, reason)


def too_long(response: str) -> str:
    """Return why a response is not looked at, or an empty text."""
    if len(response) <= LONGEST_RESPONSE:
        return ""
    return f"an answer may have {LONGEST_RESPONSE} characters, this one has {len(response):,}"
