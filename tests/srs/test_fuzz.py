"""Promise: due days are spread without pushing intervals up or down, and busy days get fewer cards."""

from collections import Counter
from hashlib import blake2b
from itertools import pairwise
from math import sqrt
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.srs.fuzz import chance, fuzzed, reach, spread, window

DAY = 20000
FAR = 36500
DRAWS = st.floats(0, 1, exclude_max=True)
INTERVALS = st.integers(1, FAR)
LOADS = st.dictionaries(st.integers(DAY, DAY + 400), st.integers(0, 500))
MANY = [chance("card", number) for number in range(4000)]


@pytest.mark.parametrize(
    "interval, low, high",
    [(1, 1, 1), (2, 2, 2), (3, 2, 4), (7, 5, 9), (17, 14, 20), (20, 17, 23), (37, 33, 41), (100, 93, 107)],
)
def test_the_range_is_ankis(interval: int, low: int, high: int) -> None:
    # As in the tests of Anki's rslib/src/scheduler/states/fuzz.rs; the last by the formula, 1 + .675 + 1.3 + 4.
    assert window(interval, FAR) == range(low, high + 1)


@given(INTERVALS)
def test_the_range_lies_evenly_around_the_interval_and_grows_slowly(interval: int) -> None:
    room = reach(interval)
    assert window(interval, 10 * FAR) == range(interval - room, interval + room + 1)
    assert reach(interval + 1) - room in {0, 1}
    assert interval - room >= min(interval, 2)


@given(st.integers(1, 500), DRAWS, LOADS, st.integers(0, 300))
def test_a_fuzzed_interval_stays_in_its_range_and_below_the_maximum(
    interval: int, draw: float, load: dict[int, int], above: int
) -> None:
    maximum = interval + above
    result = fuzzed(interval, draw, DAY, load, maximum)
    assert result in window(interval, maximum)
    assert result <= maximum
    if interval < 3:
        assert result == interval


@pytest.mark.parametrize("interval", [3, 7, 10, 17, 50, 365])
@pytest.mark.parametrize("cards", [0, 9])
def test_with_equal_loads_every_day_of_the_range_is_as_likely_and_the_mean_is_the_interval(
    interval: int, cards: int
) -> None:
    load = {DAY + days: cards for days in range(1000)}
    results = Counter(fuzzed(interval, draw, DAY, load, FAR) for draw in MANY)
    choices = len(window(interval, FAR))
    assert len(results) == choices
    # Five standard errors of a mean of uniform draws from `choices` days, and of a share of 1 / choices.
    assert abs(fmean(results.elements()) - interval) < 5 * sqrt((choices**2 - 1) / 12 / len(MANY))
    expected = len(MANY) / choices
    assert all(abs(count - expected) < 5 * sqrt(expected) for count in results.values())


@given(st.integers(3, 300), st.lists(st.integers(0, 60), min_size=60, max_size=60))
def test_busier_days_get_fewer_cards(interval: int, cards: list[int]) -> None:
    days = window(interval, FAR)
    load = {DAY + number: cards[place] for place, number in enumerate(days)}
    steps = [step / 2000 for step in range(2000)]
    results = Counter(fuzzed(interval, draw, DAY, load, FAR) for draw in steps)
    by_load = sorted(days, key=lambda number: load[DAY + number])
    for quiet, busy in pairwise(by_load):
        assert results[quiet] >= results[busy] - 1  # the draws are steps, so a day may gain or lose one


def test_a_day_twice_as_busy_gets_a_quarter() -> None:
    load = {DAY + 2: 0, DAY + 3: 1, DAY + 4: 3}
    results = Counter(fuzzed(3, step / 2100, DAY, load, FAR) for step in range(2100))
    assert results == {2: 1600, 3: 400, 4: 100}


def test_a_peak_in_the_calendar_is_filled_up_around() -> None:
    load = Counter({DAY + 30: 100})
    for draw in MANY[:700]:
        load[DAY + fuzzed(30, draw, DAY, load, FAR)] += 1
    calendar = [load[DAY + days] for days in window(30, FAR)]
    assert sum(calendar) == 800
    assert max(calendar) - min(calendar) < 40  # about 100 without looking at the load


@given(st.lists(INTERVALS, min_size=3, max_size=3), DRAWS, LOADS, st.integers(1, FAR))
def test_the_order_of_the_grades_survives(
    intervals: list[int], draw: float, load: dict[int, int], maximum: int
) -> None:
    plain = [min(interval, maximum) for interval in sorted(intervals)]
    result = spread(plain, draw, DAY, load, maximum)
    for (before, after), (shown, next_shown) in zip(pairwise(plain), pairwise(result), strict=True):
        assert shown <= next_shown <= maximum
        if before < after:
            assert shown < next_shown or next_shown == maximum
    for interval, shown in zip(plain, result, strict=True):
        assert shown in window(interval, maximum)


@given(st.lists(INTERVALS, min_size=3, max_size=3), DRAWS, LOADS)
def test_even_intervals_out_of_order_come_out_in_order(
    intervals: list[int], draw: float, load: dict[int, int]
) -> None:
    assert list(result := spread(intervals, draw, DAY, load, FAR)) == sorted(result)


@given(st.text(), st.integers())
def test_a_draw_is_below_one_and_follows_from_its_parts(key: str, reps: int) -> None:
    assert 0 <= chance(key, reps) < 1
    assert chance(key, reps) == chance(key, reps)
    assert chance(key, reps) != chance(key, reps + 1)


def test_a_draw_is_the_same_on_every_machine_and_in_every_process() -> None:
    # Independently: the first 53 bits of BLAKE2b (8 bytes) over the parts, joined by NUL.
    digest = blake2b(b"card\x007", digest_size=8).hexdigest()
    assert chance("card", 7) == int(bin(int(digest, 16) + (1 << 64))[3:56], 2) / 2**53
    assert chance("ab", "c") != chance("a", "bc")


def test_draws_are_spread_evenly() -> None:
    tenths = Counter(int(draw * 10) for draw in MANY)
    assert all(abs(count - 400) < 5 * sqrt(400) for count in tenths.values())


def test_where_one_draw_makes_two_intervals_alike_the_longer_one_stays_longer() -> None:
    assert [fuzzed(interval, 0.0, DAY, {}, FAR) for interval in (30, 31)] == [27, 27]
    assert spread((30, 31), 0.0, DAY, {}, FAR) == (27, 28)
    assert spread((30, 30, 31), 0.0, DAY, {}, FAR) == (27, 27, 28)
