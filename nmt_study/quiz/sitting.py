"""A quiz or exam being taken, as what happened so far comes to: where one may go, what counts, and what time is left.

Instants are milliseconds since 1970 UTC and come from outside. A clock that is set back gives no time: what was seen
last counts until the clock is past it again. A sitting that is taken up again after a crash has lost the time between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

EXTRA = (0, 25, 50, 100)
"""Extra time that can be asked for, in per cent."""

ONE_WAY = "This paper goes one way: answer this item before the next one"


class Outcome(StrEnum):
    """How a sitting ended."""

    HANDED_IN = "handed in"
    TIMED_OUT = "time ran out"


class RefusedError(Exception):
    """Something that cannot be done in this sitting, with the reason in words."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sitting is taken under.

    `seconds` is all the time there is, extra time included, None where there is no end; `at_once` shows after each
    answer whether it was right, so an answer stands; `certainty` asks how sure the person is; `one_way` allows
    neither going back nor leaving an item for later; `part` asks only some items, as those that were missed, which
    compares with no other sitting; `passing` is what the author asks for, in per cent of the points.
    """

    seed: int = 0
    seconds: int | None = None
    extra: int = 0
    at_once: bool = False
    certainty: bool = False
    one_way: bool = False
    partial: bool = False
    passing: float | None = None
    part: bool = False

    def told(self) -> dict[str, Any]:
        """Return the terms as they are recorded."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def final(self) -> bool:
        """Whether an answer stands once it is taken: there is no way back to it, or it is told whether it is right."""
        return self.one_way or self.at_once

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Terms":
        """Read recorded terms; what a newer version added is passed over.

        Raises:
            TypeError: they are none.
        """
        known = {name: value for name, value in told.items() if name in cls.__slots__}
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered at a place: the written response, its share of the point, and how sure the person was."""

    response: str
    share: Fraction
    sure: int | None = None


@dataclass(slots=True)
class Sitting:
    """What a sitting has come to. Places count from 0; `here` is the one in front.

    `spent` is the milliseconds spent at each place up to its latest answer, `seen` the latest instant heard of.
    """

    terms: Terms
    places: int
    begun: int
    here: int = 0
    given: dict[int, Given] = field(default_factory=dict)
    flagged: set[int] = field(default_factory=set)
    struck: dict[int, frozenset[int]] = field(default_factory=dict)
    spent: dict[int, int] = field(default_factory=dict)
    outcome: Outcome | None = None
    seen: int = 0

    def elapsed(self, now: int) -> int:
        """Return the milliseconds since the begin; what was seen before is never undone."""
        self.seen = max(self.seen, self.begun, now)
        return self.seen - self.begun

    def left(self, now: int) -> int | None:
        """Return the milliseconds that are left, 0 at the end; None where there is no end."""
        if self.terms.seconds is None:
            return None
        return max(0, self.terms.seconds * 1000 - self.elapsed(now))

    @property
    def open(self) -> tuple[int, ...]:
        """The places that were not answered."""
        return tuple(place for place in range(self.places) if place not in self.given)

    @property
    def to_answer(self) -> bool:
        """Whether the item in front is to be answered before the next one."""
        return self.terms.one_way and self.here not in self.given and self.here + 1 < self.places

    def may_answer(self, place: int, now: int) -> None:
        """Say why there cannot be an answer at a place now.

        Raises:
            RefusedError: there cannot.
        """
        self._may_act(now)
        if self.terms.at_once and place in self.given:
            raise RefusedError("This answer stands: you have seen whether it is right.")
        if self.terms.one_way and place != self.here:
            raise RefusedError("This paper goes one way: only the item in front can be answered.")

    def may_go(self, place: int, now: int, *, gone: bool = False) -> None:
        """Say why one cannot go to a place now; `gone` says that the item in front can be answered no more.

        Raises:
            RefusedError: one cannot.
        """
        self._may_act(now)
        if not 0 <= place < self.places:
            raise RefusedError(
                "There is no further item." if place >= self.places else "This is the first item."
            )
        if self.terms.one_way:
            self._may_pass(place, gone=gone)

    def answer(self, place: int, given: Given, millis: int) -> None:
        """Take in an answer that counts from now on, and the time that it took beside what was spent before."""
        self.given[place] = given
        self.spent[place] = self.spent.get(place, 0) + millis

    def note(self, place: int, *, flagged: bool, struck: frozenset[int]) -> None:
        """Take in where the person is and what is flagged and struck out there."""
        self.here = place
        (self.flagged.add if flagged else self.flagged.discard)(place)
        self.struck[place] = struck

    def end(self, outcome: Outcome) -> None:
        """Take in the end; only the first one counts."""
        self.outcome = self.outcome or outcome

    def _may_pass(self, place: int, *, gone: bool) -> None:
        if place < self.here:
            raise RefusedError("This paper goes one way, as its author chose: there is no going back.")
        if place > self.here and self.to_answer and not gone:
            raise RefusedError(f"{ONE_WAY}.")
        if place > self.here + 1:
            raise RefusedError("This paper goes one way: no item is left out.")

    def _may_act(self, now: int) -> None:
        if self.outcome is not None:
            raise RefusedError("This sitting has ended.")
        if self.left(now) == 0:
            raise RefusedError("The time is over.")
