"""Grades, what is remembered about a card, and the decision that an answer makes.

Days are study-day numbers (`clock.StudyDay`): whole days since 1970-01-01, decided when the answer was given.
"""

from enum import IntEnum
from typing import NamedTuple


class Grade(IntEnum):
    """How well the card was remembered; the numbers are the keys a learner presses and FSRS's own."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Answered(NamedTuple):
    """One answer as the memory model sees it: the day, the grade, and the due day that was decided then."""

    day: int
    grade: Grade
    due: int


class Memory(NamedTuple):
    """The state of a card after its answers so far.

    `stability` is in days (the interval at which recall is 90 % likely), `difficulty` runs from 1 to 10,
    `last` and `due` are study days, `reps` counts answers and `lapses` counts Again on a card that had
    been passed on an earlier day.
    """

    stability: float
    difficulty: float
    last: int
    due: int
    reps: int
    lapses: int

    @property
    def repeating(self) -> bool:
        """Whether the card is still to come back on the day of its last answer."""
        return self.due == self.last


class Decision(NamedTuple):
    """What a grade would do to a card: shown on its button, stored with the answer.

    `interval` is in days; 0 means that the card comes back in the same session.
    """

    grade: Grade
    interval: int
    due: int
