"""What a sitting came to: by area, in time, by certainty, and beside earlier sittings of the same quiz."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nmt_study.quiz.certainty import Level, certainty_mark, levels
from nmt_study.stats.share import Share

SURE = 3
"""The level of certainty at which a wrong answer comes first in a review."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One place of a paper: its area, the share of its points, how sure the person was, and the seconds it took.

    `share` is None where nothing was answered; `worth` is the points that it counts.
    """

    place: int
    area: str
    share: float | None
    sure: int | None
    seconds: float
    worth: float = 1.0

    @property
    def right(self) -> bool:
        """Whether it earned its whole point."""
        return self.share == 1

    @property
    def sure_and_wrong(self) -> bool:
        """Whether the person was sure of an answer that is not right."""
        return self.sure == SURE and self.share is not None and not self.right


@dataclass(frozen=True, slots=True)
class Area:
    """The places of one area: how many were right, of all and of those answered, the points out of `worth`, and the seconds each."""

    name: str
    share: Share
    answered: int
    points: float
    seconds: float
    worth: float


@dataclass(frozen=True, slots=True)
class Tally:
    """A whole sitting: the same figures over all places, and by area; `certainty` is None where it was not asked."""

    whole: Area
    areas: tuple[Area, ...]
    certainty: int | None
    levels: tuple[Level, ...]

    @property
    def per_cent(self) -> float:
        """The points out of all there were, in per cent; what was not answered is worth nothing."""
        return 100 * self.whole.points / self.whole.worth if self.whole.worth else 0.0


def tally(answers: Sequence[Answered]) -> Tally:
    """Return what the places of a paper come to."""
    names = dict.fromkeys(one.area for one in answers)
    rated = [(one.sure, one.right) for one in answers if one.sure is not None and one.share is not None]
    certainty = sum(certainty_mark(level, right=right) for level, right in rated) if rated else None
    areas = tuple(_area(name, [one for one in answers if one.area == name]) for name in names)
    return Tally(_area("", answers), areas, certainty, levels(rated))


def review_order(answers: Iterable[Answered]) -> tuple[Answered, ...]:
    """Return what is worth another look: sure and wrong first, then wrong, then not answered, in paper order."""
    missed = [one for one in answers if not one.right]
    return tuple(sorted(missed, key=lambda one: (not one.sure_and_wrong, one.share is None, one.place)))


def _area(name: str, answers: Sequence[Answered]) -> Area:
    given = [one for one in answers if one.share is not None]
    seconds = sum(one.seconds for one in given) / len(given) if given else 0.0
    points = sum((one.share or 0.0) * one.worth for one in answers)
    share = Share(sum(one.right for one in answers), len(answers))
    return Area(name, share, len(given), points, seconds, sum(one.worth for one in answers))
