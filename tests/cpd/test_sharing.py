"""Keeps the promise that hours are divided among floors so that no other division leaves less short."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.cpd.sharing import divided

SUPPLY = st.dictionaries(
    st.frozensets(st.integers(0, 2), min_size=1), st.integers(0, 4).map(Fraction), max_size=4
)
LEAST = st.lists(st.integers(0, 4).map(Fraction), min_size=3, max_size=3)


def every_division(supply: dict[frozenset[int], Fraction]) -> Iterator[list[Fraction]]:
    """Give all ways to hand out whole hours, one by one."""
    hours = [sorted(group) for group, number in supply.items() for _ in range(int(number))]
    for choice in product(*hours):
        yield [Fraction(choice.count(floor)) for floor in range(3)]


def short_of(have: list[Fraction], least: list[Fraction]) -> Fraction:
    """Return how much is short of all floors together."""
    return sum((max(Fraction(0), floor - got) for got, floor in zip(have, least, strict=True)), Fraction(0))


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


def one(*groups: str) -> dict[frozenset[int], Fraction]:
    """Return a supply of one hour for each group of floors, written as their numbers."""
    return {frozenset(map(int, group)): Fraction(1) for group in groups}


def test_a_floor_gives_up_hours_that_only_another_can_use_where_it_has_others() -> None:
    assert divided(one("01", "02"), [Fraction(1), Fraction(1), Fraction(0)]) == [1, 1, 0]


def test_hours_are_passed_on_from_floor_to_floor_to_floor() -> None:
    least = [Fraction(1), Fraction(1), Fraction(1), Fraction(0)]
    assert divided(one("01", "12", "03"), least) == [1, 1, 1, 0]
    assert divided({**one("01", "12"), frozenset({0, 3}): Fraction(1, 2)}, least) == [1, 1, Fraction(1, 2), 0]
