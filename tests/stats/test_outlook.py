"""Keeps the promise that what is ahead is told by plain arithmetic from what is so."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.stats.outlook import PACE_DAYS, Extent, Pace, forecast, pace

TODAY = 20_000
begun_days = st.dictionaries(st.integers(TODAY - 40, TODAY), st.integers(0, 60), max_size=30)


def test_what_was_due_before_is_due_today() -> None:
    due = {TODAY - 3: 2, TODAY: 4, TODAY + 1: 7, TODAY + 3: 1, TODAY + 4: 99}
    assert forecast(due, TODAY, 4) == (6, 7, 0, 1)


@given(st.dictionaries(st.integers(TODAY - 20, TODAY + 40), st.integers(0, 500)), st.integers(1, 40))
def test_the_forecast_counts_every_card_of_its_days_once(due: dict[int, int], days: int) -> None:
    found = forecast(due, TODAY, days)
    assert len(found) == days
    assert sum(found) == sum(count for day, count in due.items() if day < TODAY + days)


def test_a_pace_is_that_of_the_last_two_weeks_rest_days_included() -> None:
    """42 begun in 14 days are 3 a day: 100 left take 34 days (33.3), the 10 of the core set 4 (3.3). Today is not over."""
    begun = {TODAY - 20: 500, TODAY - 14: 30, TODAY - 1: 12, TODAY: 99}
    assert pace(begun, Extent(700, 600, 50, 40), TODAY) == Pace(3.0, TODAY + 34, TODAY + 4)


def test_who_began_lately_is_measured_by_the_days_since() -> None:
    """20 and 28 on two days, eight days ago and yesterday: 48 in 8 days are 6 a day; 60 left take 10."""
    found = pace({TODAY - 8: 20, TODAY - 1: 28}, Extent(108, 48), TODAY)
    assert found == Pace(6.0, TODAY + 10, None)


def test_one_eager_week_tells_no_date() -> None:
    found = pace({TODAY - 6: 40, TODAY - 1: 8, TODAY: 3}, Extent(300, 51), TODAY)
    assert found == Pace(8.0, None, None, settled=False)


@pytest.mark.parametrize("begun", [{}, {TODAY - PACE_DAYS - 1: 40}])
def test_without_new_cards_of_late_no_date_is_told(begun: dict[int, int]) -> None:
    assert pace(begun, Extent(100, 40), TODAY) == Pace(0.0, None, None, settled=bool(begun))


def test_when_nothing_is_left_no_date_is_told() -> None:
    assert pace({TODAY: 5}, Extent(40, 40), TODAY).everything is None


def test_a_date_beyond_a_hundred_years_is_none() -> None:
    assert pace({TODAY - 13: 1}, Extent(200_000, 1), TODAY).everything is None


def test_what_is_left_is_what_was_never_asked() -> None:
    extent = Extent(cards=740, begun=447, core=222, core_begun=123)
    assert (extent.left, extent.core_left) == (293, 99)


@given(begun_days, st.integers(0, 5000), st.integers(0, 5000))
def test_at_the_pace_told_everything_is_seen_by_the_day_told_and_not_a_day_before(
    begun: dict[int, int], left: int, core: int
) -> None:
    core = min(core, left)
    found = pace(begun, Extent(left, 0, core, 0), TODAY)
    for day, cards in ((found.everything, left), (found.core, core)):
        if day is not None:
            assert found.new_per_day * (day - TODAY) >= cards - 1e-6
            assert day - TODAY == ceil(cards / found.new_per_day)
    if found.everything is not None and found.core is not None:
        assert found.core <= found.everything
