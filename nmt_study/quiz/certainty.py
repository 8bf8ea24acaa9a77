"""Certainty-based marks, and whether somebody's certainty is worth believing.

Three levels with the marks that Gardner-Medwin published (A. R. Gardner-Medwin, "Confidence-based marking: towards
deeper learning and better exams", in Innovative Assessment in Higher Education, Routledge 2006, and the UCL/LAPT
scheme): right 1, 2, 3; wrong 0, -2, -6. Naming the level that one truly holds earns most: level 3 pays from a chance
of 80 % on, level 2 from 67 % on.
"""

from dataclasses import dataclass

LEVELS = (1, 2, 3)
RIGHT = {1: 1, 2: 2, 3: 3}
WRONG = {1: 0, 2: -2, 3: -6}
FROM = {1: 0.0, 2: 2 / 3, 3: 0.8}
"""The chance of being right from which on a level earns more than the one below it."""

ENOUGH = 20
"""Answers at one level before anything is said of it: the interval of 18 out of 20 still spans 27 points."""


@dataclass(frozen=True, slots=True)
class Level:
    """The answers given at one level of certainty: how many, and how many of them were right."""

    level: int
    answers: int
    right: int

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to say something."""
        return self.answers >= ENOUGH

    @property
    def expected(self) -> tuple[float, float]:
        """From which share to which share right answers at this level pay best."""
        return FROM[self.level], FROM.get(self.level + 1, 1.0)


def certainty_mark(level: int, *, right: bool) -> int:
    """Return the mark of an answer given at a level.

    Raises:
        KeyError: there is no such level.
    """
    return RIGHT[level] if right else WRONG[level]


def levels(answers: list[tuple[int, bool]]) -> tuple[Level, ...]:
    """Return answers, each with its level and whether it was right, level by level; levels without any too."""
    return tuple(
        Level(
            level,
            sum(one == level for one, _ in answers),
            sum(one == level and right for one, right in answers),
        )
        for level in LEVELS
    )
