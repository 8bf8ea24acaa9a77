"""How well the memory model predicts this learner's answers, beside the simplest predictor that learns.

The baseline is the moving average of srs-benchmark ("MOVING-AVG"): it knows nothing of cards or days, only whether
the answers before were right, and still ties with fitted models on log loss over 10,000 learners. A model that does
not beat it here has nothing to boast of.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import exp, fsum, log, sqrt

from nmt_study.stats.retention import Trial
from nmt_study.stats.share import Share, Z

JUDGED = 100
"""So many answers are needed to say which of the two predicts better."""

EDGES = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Where one bin of predictions ends and the next begins; narrow where intervals aim."""

_START = 1.2  # where the average begins, in log-odds: at 77 % (this and the next are srs-benchmark's)
_STEP = 0.3  # how far the surprise of an answer moves it
_SUREST = 1e-4  # no prediction counts as surer than this, or one answer could outweigh thousands


class Better(StrEnum):
    """Which of the two predicts better; `NEITHER` when chance alone could make the difference."""

    TOO_FEW = "too few answers"
    MODEL = "memory model"
    AVERAGE = "moving average"
    NEITHER = "no clear difference"


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose prediction lay from `low` up to `high`: what was recalled, and what either predicted on average."""

    low: float
    high: float
    share: Share
    model: float
    average: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Both predictors on the same answers. Log loss is better when lower; both are 0 without answers.

    `difference` is the model's loss less the average's, with its 95 % interval from `low` to `high`.
    """

    answers: int
    model: float
    average: float
    difference: float
    low: float
    high: float
    bins: tuple[Bin, ...]

    @property
    def better(self) -> Better:
        """Which of the two predicts better."""
        if self.answers < JUDGED:
            return Better.TOO_FEW
        if self.low <= 0 <= self.high:
            return Better.NEITHER
        return Better.MODEL if self.difference < 0 else Better.AVERAGE


def moving_average(passed: Iterable[bool]) -> Iterator[float]:
    """Yield the prediction before each answer: one gradient step of log loss after every answer."""
    odds = _START
    for one in passed:
        prediction = 1 / (1 + exp(-odds))
        yield prediction
        odds += _STEP * (one - prediction)


def log_loss(prediction: float, *, passed: bool) -> float:
    """Return how much a prediction is surprised by an answer: 0 when it was sure and right, without limit when wrong."""
    sure = min(max(prediction, _SUREST), 1 - _SUREST)
    return -log(sure if passed else 1 - sure)


def calibration(trials: Sequence[Trial]) -> Calibration:
    """Return how both predictors did on these answers, oldest first."""
    averages = list(moving_average(one.passed for one in trials))
    model = [log_loss(one.predicted, passed=one.passed) for one in trials]
    average = [
        log_loss(prediction, passed=one.passed) for prediction, one in zip(averages, trials, strict=True)
    ]
    differences = [mine - other for mine, other in zip(model, average, strict=True)]
    difference, margin = _mean(differences), _margin(differences)
    return Calibration(
        answers=len(trials),
        model=_mean(model),
        average=_mean(average),
        difference=difference,
        low=difference - margin,
        high=difference + margin,
        bins=tuple(_bins(trials, averages)),
    )


def _bins(trials: Sequence[Trial], averages: Sequence[float]) -> Iterator[Bin]:
    """Yield the bins that have answers, from the least sure to the surest."""
    for low, high in pairwise(EDGES):
        inside = [
            (one, average)
            for one, average in zip(trials, averages, strict=True)
            if low <= one.predicted < high or (one.predicted == high == EDGES[-1])
        ]
        if inside:
            share = Share(sum(one.passed for one, _ in inside), len(inside))
            model = _mean([one.predicted for one, _ in inside])
            yield Bin(low, high, share, model, _mean([average for _, average in inside]))


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values) if values else 0.0


def _margin(values: Sequence[float]) -> float:
    """Return half the 95 % interval of a mean."""
    if len(values) < 2:
        return 0.0
    mean = _mean(values)
    variance = fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return Z * sqrt(variance / len(values))
