"""Item and quiz statistics of classical test theory, each with what it takes to be believed.

A table holds a row for each person and a column for each item: the score from 0 to 1, None where nothing was answered.
An item that was not answered counts as nothing in totals, and in no figure of the item itself. Where not all persons
had the same items there are no totals to compare, and nothing that rests on them: no alpha, standard error,
discrimination or item-total correlation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atanh, sqrt, tanh
from statistics import NormalDist, fmean, pvariance, variance

from nmt_study.quiz.quantile import f_quantile

Score = float | None
Row = Sequence[Score]

FEW_FACILITY = 20
FEW_ITEM_TOTAL = 20
FEW_DISCRIMINATION = 50
FEW_ALPHA = 20
FEW_ITEMS = 5
FEW_DISTRACTORS = 40
"""Persons (and items) from which on a figure says something: with fewer its interval spans most of what it can be."""

GROUP = Fraction(27, 100)
"""The share of persons in the upper and in the lower group (Kelley, Journal of Educational Psychology 30, 1939)."""

DIFFERENT = "the papers had different items"

RARE = 0.05
"""A wrong option that fewer choose does not work as one (Tarrant, Ware and Mohammed, BMC Medical Education 9:40, 2009)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, None where it is not defined, with how many it was worked out from and how many it takes.

    `why` says in words why there is no value.
    """

    value: float | None
    count: int
    needed: int
    why: str = ""

    @property
    def enough(self) -> bool:
        """Whether there are persons enough to say something."""
        return self.count >= self.needed


@dataclass(frozen=True, slots=True)
class OptionUse:
    """How an option was used: by how many of those who answered, their share, and how choosing it goes with the rest.

    `rest` is its correlation with the score on the other items, `low` the lower bound of that. Of fewer than
    `FEW_DISTRACTORS` who answered no warning is given, whatever the figures are.
    """

    option: str
    key: bool
    chosen: int
    answered: int
    share: float
    rest: float | None
    low: float | None

    @property
    def enough(self) -> bool:
        """Whether enough persons answered the item to say something of its options."""
        return self.answered >= FEW_DISTRACTORS

    @property
    def idle(self) -> bool:
        """Whether it is a wrong option that hardly anybody takes."""
        return not self.key and self.enough and self.share < RARE

    @property
    def doubtful(self) -> bool:
        """Whether it is a wrong option that those who know more take, beyond chance: then the key may be wrong."""
        return not self.key and self.enough and self.low is not None and self.low > 0


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """The figures of one item."""

    id: str
    n: int
    facility: Figure
    item_total: Figure
    discrimination: Figure
    options: tuple[OptionUse, ...] = ()


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """The figures of a whole quiz over `n` persons; mean and sd are of the sums of scores."""

    n: int
    items: tuple[ItemFigures, ...]
    mean: float | None
    sd: float | None
    alpha: Figure
    alpha_interval: tuple[float, float] | None
    sem: float | None


Choices = Sequence[Sequence[str | None]]
"""What each person chose at each item, None where that is not known; keys and options are texts."""


def figures(
    ids: Sequence[str],
    table: Sequence[Row],
    choices: Choices | None = None,
    keys: Sequence[str] | None = None,
    *,
    alike: bool = True,
) -> QuizFigures:
    """Return the figures of a table; with what was chosen and the keys, the use of the options too.

    `alike` says that all persons had the same items; where they had not, a score of None may be an item that was not
    on their paper.
    """
    if not alike:
        return _apart(ids, table)
    totals = [sum_of(row) for row in table]
    items = tuple(
        ItemFigures(
            name,
            sum(row[column] is not None for row in table),
            _facility(table, column),
            _item_total(table, column),
            _discrimination(table, column, totals),
            _options(table, column, choices, keys[column])
            if choices is not None and keys is not None
            else (),
        )
        for column, name in enumerate(ids)
    )
    alpha = _alpha(table, len(ids))
    sd = sqrt(variance(totals)) if len(totals) > 1 else None
    sem = (
        sd * sqrt(1 - alpha.value)
        if sd is not None and alpha.value is not None and alpha.value <= 1
        else None
    )
    return QuizFigures(
        len(table), items, fmean(totals) if totals else None, sd, alpha, alpha_interval(alpha.value, len(table), len(ids)), sem
    )  # fmt: skip


def _apart(ids: Sequence[str], table: Sequence[Row]) -> QuizFigures:
    """Return what can be said of papers with different items: how hard each item was for those who answered it."""

    def none(count: int, needed: int) -> Figure:
        return Figure(None, count, needed, DIFFERENT)

    counts = [sum(row[column] is not None for row in table) for column in range(len(ids))]
    items = tuple(
        ItemFigures(
            name, count, _facility(table, column), none(count, FEW_ITEM_TOTAL), none(len(table), FEW_DISCRIMINATION)
        )
        for column, (name, count) in enumerate(zip(ids, counts, strict=True))
    )  # fmt: skip
    return QuizFigures(len(table), items, None, None, none(len(table), FEW_ALPHA), None, None)


def sum_of(row: Row) -> float:
    """Return the sum of a person's scores."""
    return float(sum(score or 0.0 for score in row))


def alpha_interval(
    alpha: float | None, persons: int, items: int, level: float = 0.95
) -> tuple[float, float] | None:
    """Return Feldt's interval of alpha (Feldt, Woodruff and Salih, Applied Psychological Measurement 11, 1987).

    None where alpha is not defined or there are fewer than two persons or items.
    """
    if alpha is None or persons < 2 or items < 2:
        return None
    tail, first, second = (1 - level) / 2, persons - 1, (persons - 1) * (items - 1)
    low = 1 - (1 - alpha) * f_quantile(1 - tail, first, second)
    high = 1 - (1 - alpha) * f_quantile(tail, first, second)
    return low, high


def _facility(table: Sequence[Row], column: int) -> Figure:
    """Return the mean score of those who answered."""
    scores = [row[column] for row in table if row[column] is not None]
    given = [score for score in scores if score is not None]
    if not given:
        return Figure(None, 0, FEW_FACILITY, "nobody answered it")
    return Figure(fmean(given), len(given), FEW_FACILITY)


def _item_total(table: Sequence[Row], column: int) -> Figure:
    """Return the correlation of the item with the sum of all other items."""
    pairs = [(row[column], sum_of(row) - (row[column] or 0.0)) for row in table]
    given = [(score, rest) for score, rest in pairs if score is not None]
    value = _correlation([score for score, _ in given], [rest for _, rest in given])
    why = "" if value is not None else "all scores are alike"
    return Figure(value, len(given), FEW_ITEM_TOTAL, why)


def _discrimination(table: Sequence[Row], column: int, totals: Sequence[float]) -> Figure:
    """Return the share right in the upper group less that in the lower one; persons with equal sums share a place."""
    count = max(1, round(len(table) * GROUP)) if table else 0
    if len(table) < 2:
        return Figure(None, len(table), FEW_DISCRIMINATION, "there is nobody to compare")
    low, high = (
        _group(table, column, totals, count, upper=False),
        _group(table, column, totals, count, upper=True),
    )
    return Figure(high - low, len(table), FEW_DISCRIMINATION)


def _group(table: Sequence[Row], column: int, totals: Sequence[float], count: int, *, upper: bool) -> float:
    """Return the mean score of a group; where its edge falls among equal sums, these count in part, all alike."""
    ordered = sorted(totals, reverse=upper)
    edge = ordered[count - 1]
    inside = [place for place, total in enumerate(totals) if (total > edge if upper else total < edge)]
    level = [place for place, total in enumerate(totals) if total == edge]
    weight = (count - len(inside)) / len(level)
    score = sum(table[place][column] or 0.0 for place in inside)
    return (score + weight * sum(table[place][column] or 0.0 for place in level)) / count


def _alpha(table: Sequence[Row], items: int) -> Figure:
    """Return Cronbach's alpha, for scores of 0 and 1 the same as KR-20; one kind of variance on both sides.

    (Cronbach, Psychometrika 16, 1951; Kuder and Richardson, Psychometrika 2, 1937.)
    """
    needed = FEW_ALPHA if items >= FEW_ITEMS else max(FEW_ALPHA, len(table) + 1)
    if items < 2 or len(table) < 2:
        return Figure(None, len(table), needed, "it takes two persons and two items")
    whole = pvariance([sum_of(row) for row in table])
    if not whole:
        return Figure(None, len(table), needed, "all sums are alike")
    parts = sum(pvariance([row[column] or 0.0 for row in table]) for column in range(items))
    return Figure(items / (items - 1) * (1 - parts / whole), len(table), needed)


def _options(table: Sequence[Row], column: int, choices: Choices, key: str) -> tuple[OptionUse, ...]:
    """Return how each option that anybody chose was used, and the key, by those who answered; the key first."""
    answers = [
        (row[column], sum_of(scores) - (scores[column] or 0.0))
        for row, scores in zip(choices, table, strict=True)
        if row[column] is not None
    ]
    chosen, rests = [one for one, _ in answers], [rest for _, rest in answers]
    names = dict.fromkeys([key, *sorted({one for one in chosen if one is not None})])
    return tuple(_use(name, key, chosen, rests) for name in names)


def _use(name: str, key: str, chosen: Sequence[str | None], rests: Sequence[float]) -> OptionUse:
    rest = _correlation([float(one == name) for one in chosen], rests)
    count, answered = chosen.count(name), len(chosen)
    low = None if rest is None else correlation_low(rest, answered)
    return OptionUse(name, name == key, count, answered, count / answered if answered else 0.0, rest, low)


def correlation_low(value: float, persons: int, level: float = 0.95) -> float | None:
    """Return the lower end of the interval of a correlation by Fisher's z (R. A. Fisher, Metron 1, 1921).

    None where there are too few persons for one.
    """
    if persons <= 3:
        return None
    if abs(value) >= 1:
        return value
    return tanh(atanh(value) - NormalDist().inv_cdf((1 + level) / 2) / sqrt(persons - 3))


def _correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Return Pearson's correlation; None where one side does not vary."""
    if len(left) < 2:
        return None
    mean_left, mean_right = fmean(left), fmean(right)
    spread_left = sum((one - mean_left) ** 2 for one in left)
    spread_right = sum((one - mean_right) ** 2 for one in right)
    if not spread_left or not spread_right:
        return None
    together = sum((a - mean_left) * (b - mean_right) for a, b in zip(left, right, strict=True))
    return max(-1.0, min(1.0, together / sqrt(spread_left * spread_right)))
