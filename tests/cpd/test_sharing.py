"""Keeps the promise that hours are divided among floors so that no other division leaves less short."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.cpd.sharing import divided, short_of

SUPPLY = st.dictionaries(
    st.frozensets(st.integers(0, 2), min_size=1), st.integers(0, 4).map(Fraction), max_size=4
)
LEAST = st.lists(st.integers(0, 4).map(Fraction), min_size=3, max_size=3)


def every_division(supply: dict[frozenset[int], Fraction]) -> Iterator[list[Fraction]]:
    """Give all ways to hand out whole hours, one by one."""
    hours = [sorted(group) for group, number in supply.items() for _ in range(int(number))]
    for choice in product(*hours):
        yield [Fraction(choice.count(floor)) for floor in range(3)]


@settings(deadline=None)
@given(SUPPLY, LEAST)
def test_nothing_better_exists(supply: dict[frozenset[int], Fraction], least: list[Fraction]) -> None:
    if sum(supply.values()) > 9:
        supply = {group: min(hours, Fraction(2)) for group, hours in supply.items()}
    have = divided(supply, least)
    assert sum(have) == sum(supply.values())
    assert short_of(have, least) == min(short_of(one, least) for one in every_division(supply))


def test_hours_move_along_a_chain() -> None:
    supply = {frozenset({0, 1}): Fraction(2), frozenset({1, 2}): Fraction(2), frozenset({0}): Fraction(0)}
    assert divided(supply, [Fraction(2), Fraction(0), Fraction(2)]) == [2, 0, 2]
    assert divided(
        {frozenset({0, 1}): Fraction(2), frozenset({0}): Fraction(2)}, [Fraction(2), Fraction(2)]
    ) == [2, 2]
