"""A share of answers together with how far it can be trusted."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations

ENOUGH = 20
"""Below so many answers no percentage is told: the interval of 18 out of 20 still spans 27 points."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some answers were passed."""

    passed: int
    asked: int

    @property
    def value(self) -> float | None:
        """The share itself, None of nothing."""
        return self.passed / self.asked if self.asked else None

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to tell a percentage."""
        return self.asked >= ENOUGH

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval, from 0 to 1: all of it when nothing was asked.

        Wilson's (1927), which stays within 0 and 1 and keeps its promise for few answers and shares near 1, where
        the usual one fails (Brown, Cai and DasGupta, Statistical Science 16, 2001).
        """
        if not self.asked:
            return 0.0, 1.0
        spread = Z * sqrt(self.passed * (self.asked - self.passed) / self.asked + Z * Z / 4)
        middle, whole = self.passed + Z * Z / 2, self.asked + Z * Z
        low, high = (middle - spread) / whole, (middle + spread) / whole
        # At the ends the formula gives exactly 0 and 1, the machine only nearly.
        return low if self.passed else 0.0, high if self.passed < self.asked else 1.0
