"""Keeps the promise that what was remembered stands beside what was predicted, and is judged only where it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.stats.retention import Retention, Trial, Verdict, by_topic, retention
from nmt_study.stats.share import Share

trials = st.lists(st.builds(Trial, st.sampled_from("abcdef"), st.booleans(), st.floats(0.01, 1)), max_size=60)


def test_a_share_stands_beside_the_mean_prediction() -> None:
    """Three of four right; predicted (.9 + .8 + .7 + .6) / 4 = .75."""
    found = retention(
        [Trial("a", True, 0.9), Trial("b", True, 0.8), Trial("c", False, 0.7), Trial("a", True, 0.6)]
    )
    assert found.share == Share(3, 4)
    assert found.predicted == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("passed", "asked", "predicted", "verdict"),
    [
        # 90 of 100: the interval is .826 to .945.
        (90, 100, 0.90, Verdict.AS_PREDICTED),
        (90, 100, 0.83, Verdict.AS_PREDICTED),
        (90, 100, 0.82, Verdict.MORE),
        (90, 100, 0.95, Verdict.LESS),
        (0, 19, 0.95, Verdict.TOO_FEW),
        (0, 0, 0.0, Verdict.TOO_FEW),
    ],
)
def test_a_difference_is_told_only_where_the_prediction_lies_outside_the_interval(
    passed: int, asked: int, predicted: float, verdict: Verdict
) -> None:
    assert Retention("", Share(passed, asked), predicted * asked).verdict is verdict


def test_topics_come_weakest_first_and_those_with_too_few_answers_last() -> None:
    def answers(card: str, passed: int, asked: int) -> list[Trial]:
        return [Trial(card, number < passed, 0.9) for number in range(asked)]

    found = by_topic(
        [*answers("a", 19, 20), *answers("b", 0, 3), *answers("c", 15, 20), *answers("gone", 1, 2)],
        {"a": "arm", "b": "back", "c": "calf"},
    )
    assert [one.name for one in found] == ["calf", "arm", "", "back"]


@given(trials)
def test_the_topics_together_are_the_whole(found: list[Trial]) -> None:
    topics = by_topic(found, {"a": "one", "b": "two", "c": "one"})
    whole = retention(found)
    assert sum(one.share.asked for one in topics) == whole.share.asked
    assert sum(one.share.passed for one in topics) == whole.share.passed
    assert sum(one.expected for one in topics) == pytest.approx(whole.expected)
    assert len({one.name for one in topics}) == len(topics)
