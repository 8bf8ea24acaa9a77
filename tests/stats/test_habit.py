"""Keeps the promise that days studied are counted kindly and exactly: rest days belong to a run, weeks are weeks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.clock import date_of, day_of
from nmt_study.stats.habit import LEVELS, REST_DAYS, habit, level, monday, steps, weeks

WEDNESDAY = day_of(date(2026, 3, 18))  # Monday is the 16th
days = st.integers(0, 60_000)
studied_days = st.sets(st.integers(WEDNESDAY - 60, WEDNESDAY + 3))


def of_march(*numbers: int) -> set[int]:
    """Return study days of March 2026."""
    return {day_of(date(2026, 3, number)) for number in numbers}


@given(days)
def test_monday_is_a_monday_of_the_same_week(day: int) -> None:
    assert date_of(monday(day)).weekday() == 0
    assert 0 <= day - monday(day) < 7


def test_week_and_month_count_the_days_that_have_begun() -> None:
    """On Wednesday the 18th: three days of the week, eighteen of the month."""
    found = habit(of_march(1, 2, 16, 18) | {day_of(date(2026, 2, 28))}, WEDNESDAY)
    assert (found.week, found.week_days) == (2, 3)
    assert (found.month, found.month_days) == (4, 18)


def test_a_run_goes_through_two_rest_days_a_week() -> None:
    """16, 17 and 18 March; the week of the 9th without Sunday and Saturday: 3 + 5; the week of the 2nd rests thrice.

    Counted back from Sunday the 8th, the 8th, 7th and 6th are missing, so the run ends there: 8 days.
    """
    assert habit(of_march(2, 3, 4, 5, 9, 10, 11, 12, 13, 16, 17, 18), WEDNESDAY).run == 8


def test_a_third_rest_day_in_a_week_ends_the_run_where_it_stands() -> None:
    """Of the week of the 9th only Sunday and Thursday are studied: 14th, 13th and 11th are the rest days."""
    assert habit(of_march(9, 12, 15, 16, 17), WEDNESDAY).run == 4


def test_today_needs_no_study_yet() -> None:
    assert habit(of_march(16, 17), WEDNESDAY).run == 2
    assert habit(of_march(16, 17, 18), WEDNESDAY).run == 3


def test_without_answers_there_is_no_run() -> None:
    found = habit((), WEDNESDAY)
    assert (found.week, found.month, found.run) == (0, 0, 0)


def test_days_that_a_wrong_clock_put_ahead_do_not_count() -> None:
    assert habit({WEDNESDAY + 1}, WEDNESDAY).run == 0


@given(studied_days)
def test_a_run_never_counts_more_than_was_studied(studied: set[int]) -> None:
    past = {day for day in studied if day <= WEDNESDAY}
    assert 0 <= habit(studied, WEDNESDAY).run <= len(past)


@given(studied_days)
def test_studying_one_more_day_never_shortens_anything(studied: set[int]) -> None:
    before = habit(studied, WEDNESDAY)
    after = habit(studied | {WEDNESDAY}, WEDNESDAY)
    assert after.run >= before.run
    assert after.month >= before.month
    assert after.week >= before.week


@given(studied_days)
def test_every_whole_week_inside_a_run_has_no_more_than_the_rest_days(studied: set[int]) -> None:
    past = sorted((day for day in studied if day <= WEDNESDAY), reverse=True)
    run = past[: habit(studied, WEDNESDAY).run]
    inside = {day for day in run if run[-1] <= monday(day)}
    for start in {monday(day) for day in inside if monday(day) + 7 <= monday(WEDNESDAY)}:
        assert sum(day not in studied for day in range(start, start + 7)) <= REST_DAYS


def test_the_map_has_weeks_from_monday_to_sunday_and_nothing_for_days_to_come() -> None:
    counts = {WEDNESDAY: 5, WEDNESDAY - 2: 3, WEDNESDAY - 9: 7, WEDNESDAY - 10: 1}
    assert weeks(counts, WEDNESDAY, 2) == ((7, 0, 0, 0, 0, 0, 0), (3, 0, 5, None, None, None, None))


@given(st.dictionaries(st.integers(WEDNESDAY - 100, WEDNESDAY), st.integers(1, 300)), st.integers(1, 60))
def test_the_map_shows_each_day_once(counts: dict[int, int], number: int) -> None:
    shown = weeks(counts, WEDNESDAY, number)
    first = monday(WEDNESDAY) - 7 * (number - 1)
    assert len(shown) == number
    assert all(len(week) == 7 for week in shown)
    assert sum(count or 0 for week in shown for count in week) == sum(
        count for day, count in counts.items() if day >= first
    )


def test_levels_are_quarters_of_a_busy_day() -> None:
    """Ten days from 4 to 40: nine in ten have 36 or less, so the quarters end at 9, 18 and 27."""
    most = steps(range(4, 41, 4))
    assert most == (9, 18, 27)
    assert [level(count, most) for count in (0, 1, 9, 10, 18, 19, 27, 28, 400)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_one_wild_day_does_not_make_all_others_pale() -> None:
    assert steps([20] * 19 + [2000]) == (5, 10, 15)


def test_a_learner_of_one_answer_a_day_has_full_squares() -> None:
    assert level(1, steps([1, 1, 1])) == LEVELS


@given(st.lists(st.integers(0, 500), max_size=40), st.integers(0, 600), st.integers(0, 600))
def test_more_answers_never_have_a_lower_level(counts: list[int], one: int, other: int) -> None:
    most = steps(counts)
    low, high = sorted((one, other))
    assert level(low, most) <= level(high, most) <= LEVELS
    assert (level(low, most) == 0) == (low == 0)


@pytest.mark.parametrize("counts", [[], [0], [3], [0, 0, 7]])
def test_there_are_levels_for_any_learner(counts: list[int]) -> None:
    assert len(steps(counts)) == LEVELS - 1
