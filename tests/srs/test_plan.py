"""Promise: what is said about minutes, exam pace and backlog is sound arithmetic.

Nothing promised exceeds the budget, and nothing is lost by rounding.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.srs.plan import (
    PACE,
    CatchUp,
    ExamPace,
    Pace,
    Share,
    catch_up,
    exam_pace,
    seconds_for,
    share,
)

COUNTS = st.integers(0, 5000)
SECONDS = st.floats(0, 36000)
PACES = st.builds(Pace, st.floats(1, 120), st.floats(1, 60))


@given(SECONDS, COUNTS, COUNTS, st.integers(0, 100), PACES)
def test_a_days_share_fits_into_the_budget_and_nothing_more_would(
    seconds: float, due: int, new: int, limit: int, pace: Pace
) -> None:
    today = share(seconds, due, new, limit, pace)
    assert 0 <= today.due <= due
    assert 0 <= today.new <= min(new, limit)
    if today.due + today.new > 1:
        assert seconds_for(today.due, today.new, pace) <= seconds + 1e-6
    if today.due < due:
        assert seconds_for(today.due + 1, 0, pace) > seconds - 1e-6
        assert not today.new or seconds_for(today.due, today.new, pace) <= seconds + 1e-6
    elif today.new < min(new, limit):
        assert seconds_for(today.due, today.new + 1, pace) > seconds - 1e-6


def test_due_cards_come_first_and_new_ones_wait_while_there_is_a_backlog() -> None:
    assert share(900, 140, 50) == Share(60, 0)
    assert share(900, 20, 50) == Share(20, 20)
    assert share(900, 40, 50) == Share(40, 10)
    assert share(900, 0, 50, new_limit=5) == Share(0, 5)


@pytest.mark.parametrize(
    "due, new, expected", [(3, 3, Share(1, 0)), (0, 3, Share(0, 1)), (0, 0, Share(0, 0))]
)
def test_a_budget_too_short_for_a_card_still_holds_one(due: int, new: int, expected: Share) -> None:
    assert share(5, due, new) == expected


def test_no_budget_holds_nothing_and_an_endless_one_everything() -> None:
    assert share(0, 10, 10) == Share(0, 0)
    assert share(float("inf"), 5000, 300, new_limit=12) == Share(5000, 12)


def test_nine_hundred_new_cards_in_28_days_are_33_a_day_and_the_core_set_9() -> None:
    assert exam_pace(900, 240, 28) == ExamPace(900, 240, 28, 33, 9)


@given(COUNTS, COUNTS, st.integers(1, 1000))
def test_an_exam_pace_is_the_lowest_that_is_through_in_time(new: int, core: int, days: int) -> None:
    pace = exam_pace(new, core, days)
    assert pace.per_day * days >= new
    assert (pace.per_day - 1) * days < new
    assert pace.core_per_day * days >= core
    assert (pace.core_per_day - 1) * days < core


@pytest.mark.parametrize("days", [0, -3])
def test_on_the_exam_day_everything_is_for_today(days: int) -> None:
    assert exam_pace(40, 12, days) == ExamPace(40, 12, 1, 40, 12)


def test_140_waiting_at_15_minutes_a_day_are_about_3_days() -> None:
    assert catch_up(140, 900) == CatchUp(140, 3, 47)


@given(st.integers(1, 5000), st.floats(60, 7200), PACES)
def test_a_backlog_ends_when_the_time_has_asked_all_of_it(waiting: int, seconds: float, pace: Pace) -> None:
    spare = seconds / pace.review
    plan = catch_up(waiting, seconds, pace)
    assert plan is not None
    assert plan.days * spare >= waiting * (1 - 1e-9)
    assert (plan.days - 1) * spare < waiting
    assert plan.per_day * plan.days >= waiting > (plan.per_day - 1) * plan.days
    assert plan.per_day < spare + 1


def test_no_budget_never_catches_up_unless_nothing_waits() -> None:
    assert catch_up(10, 0) is None
    assert catch_up(0, 0) == CatchUp(0, 0, 0)
    assert catch_up(10, float("inf")) == CatchUp(10, 1, 10)


def test_the_time_of_a_review_is_that_of_fsrs_rss_default_simulator() -> None:
    # Costs of a review by grade, of relearning after Again, and shares of the passing grades.
    again, passes, relearn = 19.38, (17.59, 12.38, 8.94), 12.32
    passing = sum(cost * part for cost, part in zip(passes, (0.224, 0.631, 0.145), strict=True))
    assert 0.1 * (again + relearn) + 0.9 * passing == pytest.approx(PACE.review, abs=0.5)


def test_a_budget_of_less_than_a_second_holds_a_card_too() -> None:
    assert share(0.5, 3, 2) == Share(1, 0)
    assert share(0.5, 0, 2) == Share(0, 1)
    assert share(0.5, 0, 2, new_limit=0) == Share(0, 0)
    assert share(0, 3, 2) == Share(0, 0)


def test_a_new_card_is_taken_to_need_half_a_minute_and_a_review_a_quarter() -> None:
    assert [share(seconds, 0, 50).new for seconds in (209, 210)] == [6, 7]
    assert [share(seconds, 50, 0).due for seconds in (104, 105)] == [6, 7]
