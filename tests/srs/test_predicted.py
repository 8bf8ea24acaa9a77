"""Keeps the promise that a prediction of recall is FSRS-6's own, and that within a study day there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.srs.model import Answered, Grade, Memory
from nmt_study.srs.scheduler import DEFAULT, PARAMETERS, advance, predicted

DAY = 20_000
memories = st.builds(
    Memory, st.floats(0.01, 5000), st.floats(1, 10), st.just(DAY), st.just(DAY + 1), st.just(1), st.just(0)
)


def power_law(days: int, stability: float) -> float:
    """Return FSRS-6's forgetting curve: (1 + F * t / S)^-w20, with F such that it is .9 at t = S."""
    decay = PARAMETERS[DEFAULT][20]
    factor = 0.9 ** (-1 / decay) - 1
    return (1 + factor * days / stability) ** -decay


def test_after_as_many_days_as_the_stability_nine_of_ten_are_recalled() -> None:
    """Good leaves a stability of 2.3065 days, and F = .9^(-1 / .1542) - 1 = .9804.

    So on day 2 it is (1 + .9804 * 2 / 2.3065)^-.1542 = 1.8501^-.1542 = .9095, a little more than nine of ten.
    """
    memory = advance(None, Answered(DAY, Grade.GOOD, DAY + 2))
    assert predicted(memory, DAY + 2) == pytest.approx(power_law(2, 2.3065))
    assert predicted(memory, DAY + 2) == pytest.approx(0.9095, abs=1e-4)


@given(memories, st.integers(1, 5000))
def test_it_is_the_published_forgetting_curve(memory: Memory, days: int) -> None:
    assert predicted(memory, DAY + days) == pytest.approx(power_law(days, memory.stability))


@given(memories, st.integers(1, 5000))
def test_it_falls_from_day_to_day_and_stays_a_probability(memory: Memory, days: int) -> None:
    sooner, later = predicted(memory, DAY + days), predicted(memory, DAY + days + 1)
    assert sooner is not None
    assert later is not None
    assert 0 < later < sooner < 1


@given(memories, st.integers(-400, 0))
def test_within_the_study_day_and_before_it_nothing_is_predicted(memory: Memory, days: int) -> None:
    assert predicted(memory, DAY + days) is None


def test_a_new_card_has_no_prediction() -> None:
    assert predicted(None, DAY) is None
