"""True retention: what was recalled when it was asked again on a later day, beside what the memory model predicted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nmt_study.stats.share import Share


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer that tests memory: the first of its study day to a card that was answered on an earlier day.

    `passed` says that it was not Again, `predicted` how likely that was by the memory model before the answer.
    """

    card: str
    passed: bool
    predicted: float


class Verdict(StrEnum):
    """How a share stands to its prediction; told only where chance alone rarely does it (once in twenty)."""

    TOO_FEW = "too few answers"
    AS_PREDICTED = "as predicted"
    MORE = "more than predicted"
    LESS = "less than predicted"


@dataclass(frozen=True, slots=True)
class Retention:
    """What was recalled of some cards; `expected` is the sum of the predictions of all answers."""

    name: str
    share: Share
    expected: float

    @property
    def predicted(self) -> float | None:
        """The mean prediction, None without answers."""
        return self.expected / self.share.asked if self.share.asked else None

    @property
    def verdict(self) -> Verdict:
        """Whether the prediction lies within the interval of the share."""
        predicted = self.predicted
        if predicted is None or not self.share.enough:
            return Verdict.TOO_FEW
        low, high = self.share.interval
        if low <= predicted <= high:
            return Verdict.AS_PREDICTED
        return Verdict.LESS if predicted > high else Verdict.MORE


def retention(trials: Iterable[Trial], name: str = "") -> Retention:
    """Return what was recalled in some answers."""
    found = tuple(trials)
    passed = sum(one.passed for one in found)
    return Retention(name, Share(passed, len(found)), sum(one.predicted for one in found))


def by_topic(trials: Iterable[Trial], topics: Mapping[str, str]) -> tuple[Retention, ...]:
    """Return the retention of each topic, the weakest first, those with too few answers last.

    `topics` tells the topic of a card; cards without one are of the topic "".
    """
    groups: dict[str, list[Trial]] = {}
    for one in trials:
        groups.setdefault(topics.get(one.card, ""), []).append(one)
    return tuple(sorted((retention(group, name) for name, group in groups.items()), key=_weakest_first))


def _weakest_first(one: Retention) -> tuple[bool, float, str]:
    enough = one.share.enough
    return not enough, (one.share.value or 0.0) if enough else 0.0, one.name
