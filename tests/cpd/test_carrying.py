"""Keeps the promises about time: what is carried into the next cycle, and when a rolling rule drops what counted."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.cpd.cycles import moved
from tests.cpd.cases import data, done, run


@pytest.mark.parametrize(
    ("carry", "carry_in", "own", "out"),
    [
        ({}, "6", "24", "10"),  # 6 carried of 20 first: 14 of its own are needed, 10 are too much
        ({"use_order": "carried_first"}, "6", "24", "10"),
        ({"use_order": "own_first"}, "6", "24", "4"),  # 20 of its own first; the 6 carried die
        ({"use_order": "own_first"}, "6", "18", "0"),  # 2 of the 6 are used, 4 die
        ({"use_order": "own_first", "lifetime_cycles": 2}, "6", "18", "4"),
        ({"use_order": "own_first", "lifetime_cycles": 2}, "6", "24", "10"),
        ({"lifetime_cycles": 2}, "26", "1", "7"),  # 20 of the 26 are used: 6 live on, and the 1 of its own
        ({"lifetime_cycles": 1}, "26", "1", "1"),
        ({"lifetime_cycles": 2}, "40", "1", "10"),  # no more than the ceiling
        ({"allowed": False, "max": None, "lifetime_cycles": 2}, "26", "1", "0"),
    ],
)
def test_what_is_carried_out(carry: dict[str, Any], carry_in: str, own: str, out: str) -> None:
    rule = {"total": "20", "carry_over": {"allowed": True, "max": "10", **carry}}
    found = run(rule, done("a", own), carry_in=carry_in)
    assert data(found)["carry_out"] == out
    assert found.total == Fraction(own) + Fraction(carry_in)


def test_own_hours_that_may_not_be_carried_are_told_in_the_order_of_use() -> None:
    lost = [run({"total": "20", "carry_over": {"use_order": order}}, done("a", "24"), carry_in="6").warnings
            for order in ("carried_first", "own_first")]  # fmt: skip
    assert lost == [("EXCESS_NOT_CARRIED:10",), ("EXCESS_NOT_CARRIED:4",)]


ROLLING = {"months": 24}
SHORT = {"months": 6, "oldest_day_inclusive": False}


@pytest.mark.parametrize(
    ("rolling", "days", "on", "drop"),
    [
        # 28 and 29 February 2024 are both lost on 1 March 2026: on 28 February they were both within 24 months.
        (ROLLING, ("2024-02-28", "2024-02-29"), "2026-02-28", ("2026-03-01", "4")),
        (ROLLING, ("2024-02-29", "2024-03-01"), "2026-02-28", ("2026-03-01", "2")),
        (ROLLING, ("2024-03-05",), "2026-02-28", ("2026-03-06", "2")),
        # Six months before 28 February 2027 is 28 August: 31 August is still within them, until 1 March.
        (SHORT, ("2026-08-31",), "2027-02-28", ("2027-03-01", "2")),
        (SHORT, ("2026-08-15",), "2026-09-01", ("2027-02-15", "2")),
    ],
)
def test_the_next_drop_is_the_first_day_on_which_less_counts(
    rolling: dict[str, Any], days: tuple[str, ...], on: str, drop: tuple[str, str]
) -> None:
    activities = [done(day, "2", day=day) for day in days]
    found = run({"rolling": rolling}, *activities, on=date.fromisoformat(on))
    assert data(found)["next_drop"] == {"date": drop[0], "amount": drop[1]}


@given(
    months=st.integers(1, 30),
    inclusive=st.booleans(),
    today=st.dates(date(2023, 12, 1), date(2028, 3, 31)),
    back=st.lists(st.integers(0, 900), min_size=1, max_size=6, unique=True),
)
def test_until_the_next_drop_everything_counts_and_on_it_so_much_less(
    *, months: int, inclusive: bool, today: date, back: list[int]
) -> None:
    rule = {"rolling": {"months": months, "oldest_day_inclusive": inclusive}}
    activities = [done(f"a{days}", "1", day=(today - timedelta(days=days)).isoformat()) for days in back]
    found = run(rule, *activities, on=today)
    drop = found.next_drop
    if drop is None:
        assert found.total == 0
        return
    assert today < drop.date <= moved(today, months) + timedelta(days=4)
    assert run(rule, *activities, on=drop.date - timedelta(days=1)).total == found.total
    assert run(rule, *activities, on=drop.date).total == found.total - drop.amount
