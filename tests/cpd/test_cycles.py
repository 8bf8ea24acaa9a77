"""Keeps the promise that a cycle is the one the body means: sticky month ends, leap days, birth years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.cpd.cycles import (
    ANNIVERSARY,
    BIRTH_MONTH,
    BLOCK,
    CycleRule,
    after,
    before,
    cycle_on,
    months_touched,
    moved,
)

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))
RULES = st.one_of(
    st.builds(CycleRule, st.just(BLOCK), st.sampled_from((12, 24, 36, 48)), DAYS),
    st.builds(lambda months, anchor: CycleRule(ANNIVERSARY, months, anchor=anchor), st.sampled_from((12, 24, 36)), DAYS),
    st.builds(
        lambda month, parity: CycleRule(BIRTH_MONTH, 24, birth_month=month, birth_year_parity=parity),
        st.integers(1, 12), st.sampled_from(("odd", "even")),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "day", "start", "end"),
    [
        # Florida: 31 August of odd years.
        (CycleRule(BLOCK, 24, date(2025, 8, 31)), date(2026, 11, 27), "2025-09-01", "2027-08-31"),
        (CycleRule(BLOCK, 24, date(2025, 8, 31)), date(2025, 8, 31), "2023-09-01", "2025-08-31"),
        # Wisconsin: 1 March of an odd year to the end of February, which may be the 29th elsewhere.
        (CycleRule(BLOCK, 12, date(2025, 2, 28)), date(2024, 1, 5), "2023-03-01", "2024-02-29"),
        (CycleRule(BLOCK, 24, date(2025, 11, 1)), date(2026, 1, 1), "2025-11-02", "2027-11-01"),
        # A member who joined on 29 February.
        (CycleRule(ANNIVERSARY, 12, anchor=date(2024, 2, 29)), date(2025, 2, 27), "2024-02-29", "2025-02-27"),
        (CycleRule(ANNIVERSARY, 12, anchor=date(2024, 2, 29)), date(2025, 2, 28), "2025-02-28", "2026-02-27"),
        (CycleRule(ANNIVERSARY, 12, anchor=date(2024, 2, 29)), date(2028, 3, 1), "2028-02-29", "2029-02-27"),
        (CycleRule(ANNIVERSARY, 24, anchor=date(2024, 5, 10)), date(2024, 5, 9), "2022-05-10", "2024-05-09"),
        # Virginia: the last day of the birth month, in years of the birth year's parity.
        (CycleRule(BIRTH_MONTH, 24, birth_month=2, birth_year_parity="even"), date(2026, 3, 1), "2026-03-01", "2028-02-29"),
        (CycleRule(BIRTH_MONTH, 24, birth_month=6, birth_year_parity="odd"), date(2026, 11, 27), "2025-07-01", "2027-06-30"),
    ],
)  # fmt: skip
def test_the_cycle_of_a_day(rule: CycleRule, day: date, start: str, end: str) -> None:
    found = cycle_on(rule, day)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@given(RULES, DAYS)
def test_every_day_lies_in_one_cycle_and_cycles_meet(rule: CycleRule, day: date) -> None:
    found = cycle_on(rule, day)
    assert found.start <= day <= found.end
    assert cycle_on(rule, found.start) == cycle_on(rule, found.end) == found
    assert after(rule, found).start == found.end + timedelta(days=1)
    assert before(rule, found).end == found.start - timedelta(days=1)


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 20))
def test_a_month_end_stays_one(known: date, ahead: int) -> None:
    end = (known.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    found = cycle_on(CycleRule(BLOCK, 12, end), end)
    for _ in range(ahead):
        found = after(CycleRule(BLOCK, 12, end), found)
    assert (found.end + timedelta(days=1)).day == 1
    assert found.end.month == end.month


@pytest.mark.parametrize(
    ("rule", "missing"),
    [
        (CycleRule(BLOCK), "known_end"),
        (CycleRule(ANNIVERSARY), "anchor"),
        (CycleRule(BIRTH_MONTH), "birth_month"),
        (CycleRule(BIRTH_MONTH, birth_month=3), "birth_year_parity"),
    ],
)
def test_a_fact_that_is_missing_is_named(rule: CycleRule, missing: str) -> None:
    assert rule.missing == missing
    with pytest.raises(ValueError, match=missing):
        cycle_on(rule, date(2026, 1, 1))


def test_a_cycle_beyond_the_calendar_is_refused_and_not_another_day() -> None:
    assert moved(date(9998, 12, 31), 12) == date(9999, 12, 31)
    assert moved(date(2, 1, 1), -12) == date(1, 1, 1)
    for day, months in ((date(9999, 12, 1), 1), (date(1, 1, 31), -1)):
        with pytest.raises(OverflowError, match="beyond what a calendar has"):
            moved(day, months)


def test_the_months_of_a_span_are_those_that_it_touches() -> None:
    assert months_touched(date(2026, 5, 31), date(2026, 6, 1)) == 2
    assert months_touched(date(2025, 12, 1), date(2025, 12, 31)) == 1
    assert months_touched(date(2026, 5, 1), date(2026, 3, 31)) == 0
    assert months_touched(date(2026, 5, 1), date(2026, 4, 30)) == 0
