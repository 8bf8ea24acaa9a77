"""Keeps the promise that the memory model is measured beside a moving average, and that a loss is called a loss."""

import random
from collections.abc import Callable
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.stats.calibration import (
    EDGES,
    JUDGED,
    Better,
    calibration,
    log_loss,
    moving_average,
)
from nmt_study.stats.retention import Trial

trials = st.lists(st.builds(Trial, st.just("a"), st.booleans(), st.floats(0, 1)), max_size=80)


def test_the_moving_average_takes_a_step_of_log_loss_after_each_answer() -> None:
    """Log-odds begin at 1.2, so 1 / (1 + e^-1.2) = .7685 is predicted first.

    Right: 1.2 + .3 * (1 - .7685) = 1.2694, which is 1 / (1 + e^-1.2694) = .7806.
    Wrong: 1.2694 - .3 * .7806 = 1.0353, which is 1 / (1 + e^-1.0353) = .7380.
    """
    assert list(moving_average([True, False, True])) == pytest.approx([0.7685, 0.7806, 0.7380], abs=1e-4)


def test_the_step_is_the_one_of_srs_benchmark() -> None:
    """There it is written as x += w / (e^x + 1) when right, and x -= w * e^x / (e^x + 1) when wrong."""
    passed = [True, True, False, True, False, False, True]
    x, expected = 1.2, []
    for one in passed:
        expected.append(1 / (exp(-x) + 1))
        x += 0.3 / (exp(x) + 1) if one else -0.3 * exp(x) / (exp(x) + 1)
    assert list(moving_average(passed)) == pytest.approx(expected)


def test_log_loss_is_the_surprise() -> None:
    """-ln .9 = .1054 when right, -ln .1 = 2.3026 when wrong; a coin's toss is always ln 2."""
    assert log_loss(0.9, passed=True) == pytest.approx(0.1054, abs=1e-4)
    assert log_loss(0.9, passed=False) == pytest.approx(2.3026, abs=1e-4)
    assert log_loss(0.5, passed=False) == pytest.approx(log(2))


def test_a_prediction_that_was_sure_and_wrong_does_not_outweigh_everything() -> None:
    assert log_loss(1.0, passed=False) == log_loss(0.9999, passed=False) == pytest.approx(-log(1e-4))


def test_both_losses_and_their_difference_by_hand() -> None:
    """Two answers, right and wrong, predicted .9 and .6 by the model, .7685 and .7806 by the average.

    model    (.1054 + .9163) / 2 = .5108
    average  (.2633 + 1.5168) / 2 = .8901
    differences -.1579 and -.6006: mean -.3793, deviation .3130, half interval 1.96 * .3130 / √2 = .4338
    """
    found = calibration([Trial("a", True, 0.9), Trial("b", False, 0.6)])
    assert (found.answers, found.better) == (2, Better.TOO_FEW)
    assert found.model == pytest.approx(0.5108, abs=1e-4)
    assert found.average == pytest.approx(0.8901, abs=2e-4)
    assert found.difference == pytest.approx(-0.3793, abs=2e-4)
    assert (found.high - found.low) / 2 == pytest.approx(0.4338, abs=5e-4)


def learner(predict: Callable[[float], float], answers: int = 2000) -> list[Trial]:
    """Return answers of someone whose cards are of two kinds, remembered with 60 and 97 %, each predicted somehow."""
    draw = random.Random(5)
    cards = [draw.choice((0.6, 0.97)) for _ in range(answers)]
    return [Trial("a", draw.random() < chance, predict(chance)) for chance in cards]


def test_a_model_that_tells_hard_cards_from_easy_ones_wins() -> None:
    assert calibration(learner(lambda chance: chance)).better is Better.MODEL


def test_a_model_that_is_wrong_loses_and_it_is_said() -> None:
    assert calibration(learner(lambda chance: 1.57 - chance)).better is Better.AVERAGE


def test_what_chance_may_do_decides_nothing() -> None:
    """The same 80 % for every card is what the average comes to as well: here neither is ahead by much."""
    draw = random.Random(7)
    found = calibration([Trial("a", draw.random() < 0.8, 0.78) for _ in range(JUDGED)])
    assert found.better is Better.NEITHER
    assert found.low < 0 < found.high


def test_below_a_hundred_answers_nothing_is_decided() -> None:
    assert calibration(learner(lambda chance: chance, JUDGED - 1)).better is Better.TOO_FEW
    assert calibration([]).better is Better.TOO_FEW


def test_a_bin_holds_the_predictions_from_its_lower_edge_up_to_its_upper_one() -> None:
    found = calibration([Trial("a", True, chance) for chance in (0.5, 0.69, 0.7, 0.9499, 0.95, 1.0)])
    assert [(one.low, one.high, one.share.asked) for one in found.bins] == [
        (0.5, 0.7, 2),
        (0.7, 0.8, 1),
        (0.9, 0.95, 1),
        (0.95, 1.0, 2),
    ]
    assert found.bins[0].model == pytest.approx(0.595)


@given(trials)
def test_every_answer_is_in_one_bin(found: list[Trial]) -> None:
    result = calibration(found)
    assert sum(one.share.asked for one in result.bins) == result.answers == len(found)
    assert sum(one.share.passed for one in result.bins) == sum(one.passed for one in found)
    for one in result.bins:
        assert one.low in EDGES
        assert one.low - 1e-9 <= one.model <= one.high + 1e-9
        assert 0 < one.average < 1


@given(trials)
def test_the_difference_is_that_of_the_losses(found: list[Trial]) -> None:
    result = calibration(found)
    assert result.difference == pytest.approx(result.model - result.average, abs=1e-9)
    assert result.low <= result.difference <= result.high


@given(st.lists(st.booleans(), max_size=200))
def test_the_average_knows_only_the_answers_before(passed: list[bool]) -> None:
    whole = list(moving_average(passed))
    assert all(0 < one < 1 for one in whole)
    assert list(moving_average(passed[:-1])) == whole[:-1]
