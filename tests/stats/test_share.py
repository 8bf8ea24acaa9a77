"""Keeps the promise that a share comes with the interval it can be trusted for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.stats.share import ENOUGH, Share

shares = st.integers(1, 5000).flatmap(lambda asked: st.builds(Share, st.integers(0, asked), st.just(asked)))


def test_the_interval_is_wilsons() -> None:
    """8 of 10, worked by hand with z = 1.96 and z² = 3.8415.

    middle  (8 + 1.9207) / (10 + 3.8415)          = 9.9207 / 13.8415          = .7167
    half    1.96 * √(8 * 2 / 10 + 3.8415 / 4) / 13.8415 = 1.96 * 1.6001 / 13.8415 = .2266
    """
    low, high = Share(8, 10).interval
    assert low == pytest.approx(0.7167 - 0.2266, abs=2e-4)
    assert high == pytest.approx(0.7167 + 0.2266, abs=2e-4)


def test_all_of_ten_is_still_no_certainty() -> None:
    """10 of 10: the lower end is 10 / (10 + 3.8415) = .7225."""
    assert Share(10, 10).interval == pytest.approx((0.7225, 1), abs=1e-4)
    assert Share(0, 10).interval == pytest.approx((0, 1 - 0.7225), abs=1e-4)
    assert (Share(0, 10).interval[0], Share(10, 10).interval[1]) == (0, 1)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)
    assert not Share(0, 0).enough


def test_from_twenty_answers_on_there_are_enough() -> None:
    """18 of 20: (18 + 1.9207 ± 1.96 * √(1.8 + .9604)) / 23.8415, so .699 to .972, 27 points wide."""
    low, high = Share(18, ENOUGH).interval
    assert 0.27 < high - low < 0.28
    assert [Share(1, asked).enough for asked in (ENOUGH - 1, ENOUGH)] == [False, True]


@given(shares)
def test_the_share_lies_within_its_interval_and_the_interval_within_0_and_1(share: Share) -> None:
    low, high = share.interval
    assert share.value is not None
    assert 0 <= low <= share.value <= high <= 1


@given(shares)
def test_what_was_passed_and_what_was_not_mirror_each_other(share: Share) -> None:
    low, high = share.interval
    other = Share(share.asked - share.passed, share.asked).interval
    assert other == pytest.approx((1 - high, 1 - low))


@given(shares)
def test_more_answers_with_the_same_share_make_the_interval_narrower(share: Share) -> None:
    (low, high), (lower, higher) = share.interval, Share(share.passed * 4, share.asked * 4).interval
    assert higher - lower < high - low
