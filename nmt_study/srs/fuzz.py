"""Spreading of due days: cards learnt together do not stay together, and busy days get fewer.

An interval may move inside a small range around it. Where it falls is drawn from the card's key and its number
of answers, so the same answer always gives the same day; the mean of many cards is the interval itself.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate

# From, to, share of the days in between that is added to the reach: Anki's rslib/src/scheduler/states/fuzz.rs.
_STRETCHES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
_SHORTEST = 3  # days; anything shorter stays as it is


def chance(*parts: object) -> float:
    """Return a number from 0 up to 1 that looks random but follows from the parts alone."""
    text = "\0".join(map(str, parts)).encode("utf-8", "surrogatepass")
    # 53 bits are what a float holds exactly, so the result stays below 1.
    return (int.from_bytes(blake2b(text, digest_size=8).digest(), "big") >> 11) / (1 << 53)


def reach(interval: int) -> int:
    """Return by how many days an interval may move either way: 0 below 3 days, about 5 % of long ones.

    This is Anki's formula, rounded once for both sides so that the range lies evenly around the interval.
    """
    if interval < _SHORTEST:
        return 0
    days = 1 + sum(share * max(0.0, min(interval, end) - start) for start, end, share in _STRETCHES)
    return int(days + 0.5)


def window(interval: int, maximum: int) -> range:
    """Return the intervals an interval may become; only the maximum makes the range uneven."""
    room = reach(interval)
    return range(interval - room, min(interval + room, maximum) + 1)


def fuzzed(interval: int, draw: float, day: int, load: Mapping[int, int], maximum: int) -> int:
    """Return an interval of the window, the one at `draw` (0 up to 1).

    `load` is how many cards are already due on a study day; a day's weight falls with the square of that
    number, so all are alike where the loads are. `day` is the day of the answer.
    """
    choices = window(interval, maximum)
    sums = list(accumulate((1 + load.get(day + days, 0)) ** -2.0 for days in choices))
    return choices[min(bisect_right(sums, draw * sums[-1]), len(choices) - 1)]


def spread(
    intervals: Sequence[int], draw: float, day: int, load: Mapping[int, int], maximum: int
) -> tuple[int, ...]:
    """Return the intervals fuzzed by one and the same draw, without changing their order.

    For grades from the hardest to the easiest: none gets a shorter interval than the one before, and a longer
    one where it had a longer one and the maximum leaves room.
    """
    result: list[int] = []
    for place, interval in enumerate(intervals):
        chosen = fuzzed(interval, draw, day, load, maximum)
        if place:
            longer = interval > intervals[place - 1]
            chosen = min(max(chosen, result[-1] + longer), maximum)
        result.append(chosen)
    return tuple(result)
