"""Promise: what is said about minutes, exam pace and backlog is sound arithmetic.

Nothing promised exceeds the budget, and nothing is lost by rounding.
"""

import random
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nmt_study.srs.model import Answered, Grade, Memory
from nmt_study.srs.plan import (
    PACE,
    REVIEWS_PER_NEW,
    CatchUp,
    ExamPace,
    Pace,
    Share,
    catch_up,
    exam_pace,
    long_run_seconds,
    seconds_for,
    share,
)
from nmt_study.srs.scheduler import advance, intervals

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


def test_140_waiting_at_15_minutes_a_day_are_about_9_days() -> None:
    assert catch_up(140, 900, incoming=44) == CatchUp(140, 9, 16)


@given(st.integers(1, 5000), st.floats(60, 7200), st.floats(0, 100), PACES)
def test_a_backlog_ends_when_the_spare_time_has_asked_all_of_it(
    waiting: int, seconds: float, incoming: float, pace: Pace
) -> None:
    spare = seconds / pace.review - incoming
    assume(abs(spare) > 1e-3)
    plan = catch_up(waiting, seconds, incoming, pace)
    if spare < 0:
        assert plan is None
        return
    assert plan is not None
    assert plan.days * spare >= waiting * (1 - 1e-9)
    assert (plan.days - 1) * spare < waiting
    assert plan.per_day * plan.days >= waiting > (plan.per_day - 1) * plan.days
    assert plan.per_day < spare + 1


def test_a_budget_without_spare_time_never_catches_up_unless_nothing_waits() -> None:
    assert catch_up(10, 300, incoming=20) is None
    assert catch_up(0, 300, incoming=20) == CatchUp(0, 0, 0)
    assert catch_up(10, float("inf")) == CatchUp(10, 1, 10)


def reviews_in_half_a_year(rng: random.Random) -> int:
    """Play one card for 180 days as fsrs-rs's default simulator grades, and count the days it is asked again."""

    def answer(memory: Memory | None, day: int, grade: Grade) -> Memory:
        interval = 0 if grade is Grade.AGAIN else intervals(memory, day)[grade - Grade.HARD]
        memory = advance(memory, Answered(day, grade, day + interval))
        return memory if interval else answer(memory, day, Grade.GOOD)

    memory = answer(None, 0, rng.choices(list(Grade), [0.24, 0.094, 0.495, 0.171])[0])
    reviews = 0
    while memory.due <= 180:
        passed = rng.choices([Grade.HARD, Grade.GOOD, Grade.EASY], [0.224, 0.631, 0.145])[0]
        grade = passed if rng.random() < 0.9 else Grade.AGAIN
        memory = answer(memory, memory.due, grade)
        assert memory.due > memory.last
        reviews += 1
    return reviews


def test_the_reviews_that_a_new_card_brings_are_those_of_a_simulation() -> None:
    rng = random.Random(6)
    assert fmean(reviews_in_half_a_year(rng) for _ in range(400)) == pytest.approx(REVIEWS_PER_NEW, abs=0.5)


def test_the_time_of_a_review_is_that_of_fsrs_rss_default_simulator() -> None:
    # Costs of a review by grade, of relearning after Again, and shares of the passing grades.
    again, passes, relearn = 19.38, (17.59, 12.38, 8.94), 12.32
    passing = sum(cost * part for cost, part in zip(passes, (0.224, 0.631, 0.145), strict=True))
    assert 0.1 * (again + relearn) + 0.9 * passing == pytest.approx(PACE.review, abs=0.5)


def test_new_cards_cost_their_reviews_in_the_long_run() -> None:
    assert long_run_seconds(0) == 0
    assert long_run_seconds(4) == 4 * seconds_for(REVIEWS_PER_NEW, 1)


def test_a_budget_of_less_than_a_second_holds_a_card_too() -> None:
    assert share(0.5, 3, 2) == Share(1, 0)
    assert share(0.5, 0, 2) == Share(0, 1)
    assert share(0.5, 0, 2, new_limit=0) == Share(0, 0)
    assert share(0, 3, 2) == Share(0, 0)


def test_a_new_card_is_taken_to_need_half_a_minute_and_a_review_a_quarter() -> None:
    assert [share(seconds, 0, 50).new for seconds in (209, 210)] == [6, 7]
    assert [share(seconds, 50, 0).due for seconds in (104, 105)] == [6, 7]
