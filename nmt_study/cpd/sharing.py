"""Dividing credit among minimums of one dimension, which cannot share hours, so that as little as possible is short."""

from collections.abc import Sequence
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO

Supply = dict[frozenset[int], Fraction]
"""How many hours could serve just these minimums, by their numbers."""


def divided(supply: Supply, least: Sequence[Fraction]) -> list[Fraction]:
    """Return how many hours each minimum gets; first all floors as far as they go, then what is left over.

    A maximal flow from hours to floors by augmenting paths: no other division leaves less short in all.
    """
    groups = sorted(supply, key=lambda group: (len(group), sorted(group)))
    left = [supply[group] for group in groups]
    given: list[dict[int, Fraction]] = [{} for _ in groups]
    have = [ZERO for _ in least]
    for wanted in range(len(least)):
        while have[wanted] < least[wanted] and _augment(wanted, groups, left, given, have, least[wanted]):
            pass
    for number, group in enumerate(groups):
        if group and left[number]:
            have[min(group)] += left[number]
    return have


def _augment(
    wanted: int,
    groups: Sequence[frozenset[int]],
    left: list[Fraction],
    given: list[dict[int, Fraction]],
    have: list[Fraction],
    least: Fraction,
) -> bool:
    """Bring more hours to a floor, if need be by moving hours from one floor to another; False where none can come."""
    came: dict[
        int, tuple[int, int]
    ] = {}  # group -> the group it passes hours on to, and the floor they leave there
    queue = [number for number, group in enumerate(groups) if wanted in group]
    steps = dict.fromkeys(queue, (-1, wanted))
    came.update(steps)
    for number in queue:
        if left[number]:
            _pass_on(number, came, left, given, have, least - have[wanted])
            return True
        for floor in given[number]:
            if not given[number][floor]:
                continue
            for other, group in enumerate(groups):
                if other not in came and floor in group:
                    came[other] = (number, floor)
                    queue.append(other)
    return False


def _pass_on(
    number: int,
    came: dict[int, tuple[int, int]],
    left: list[Fraction],
    given: list[dict[int, Fraction]],
    have: list[Fraction],
    wanted: Fraction,
) -> None:
    """Move hours along a path that was found, as many as its narrowest step allows."""
    path, at = [], number
    while at >= 0:
        after, floor = came[at]
        path.append((at, floor, after))
        at = after
    moved = min(wanted, left[number], *(given[after][floor] for _, floor, after in path if after >= 0))
    left[number] -= moved
    for at, floor, after in path:
        given[at][floor] = given[at].get(floor, ZERO) + moved
        if after >= 0:
            given[after][floor] -= moved
    have[path[-1][1]] += moved
