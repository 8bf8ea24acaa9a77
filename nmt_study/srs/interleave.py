"""Mixing of topics: an order in which every topic comes up evenly from the beginning to the end.

Mixed practice is remembered better than practice in blocks (Sana & Yan 2022: 63 % against 54 % of quiz
questions right a month later), and an order that only avoids repeats leaves the largest topic for the end.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

Counts = Mapping[str, int]


def mix(lanes: Sequence[Sequence[Counts]], phase: Callable[[str], float]) -> Iterator[tuple[int, str]]:
    """Yield lane and topic of one thing after the other until all are named.

    A lane (due cards, new cards) is a sequence of stages, each saying how many things there are of a topic;
    nothing of a later stage comes before the earlier ones of its lane are used up. Lanes and topics are spread
    evenly, and no run of one topic is longer than the numbers make unavoidable, unless the stages force it.
    `phase` (0 up to 1, higher is later) decides between topics that would otherwise come at the same time.
    """
    running = {number: _Lane(stages, phase) for number, stages in enumerate(lanes)}
    runs = _Runs(lanes)
    while waiting := [number for number, lane in running.items() if lane.left]:
        waiting.sort(key=lambda number: running[number].turn)
        for number in waiting:
            topic = running[number].take(runs.fits)
            if topic is not None:
                runs.took(topic)
                yield number, topic
                break
        else:
            runs.longest += 1


class _Lane:
    """What is left of one lane, the topic whose turn comes next on top of a heap."""

    def __init__(self, stages: Sequence[Counts], phase: Callable[[str], float]) -> None:
        self._stages = [dict(stage) for stage in reversed(stages) if stage]
        self._phase = phase
        self._total = self.left = sum(sum(stage.values()) for stage in stages)
        self._heap: list[tuple[float, str, int, int]] = []  # turn, topic, taken, of how many

    @property
    def turn(self) -> float:
        """Where in the whole order, 0 to 1, the next thing of this lane belongs."""
        return (self._total - self.left + 0.5) / self._total

    def take(self, fits: Callable[[str], bool]) -> str | None:
        """Take the topic that fits and whose turn comes first; None when none fits."""
        if not self._heap:
            self._heap = [self._entry(topic, 0, count) for topic, count in self._stages.pop().items()]
            heapify(self._heap)
        passed_over = []
        while self._heap:
            entry = heappop(self._heap)
            if fits(entry[1]):
                break
            passed_over.append(entry)
        else:
            self._heap = passed_over  # popped in order, so already a heap
            return None
        for other in passed_over:
            heappush(self._heap, other)
        _, topic, taken, count = entry
        if taken + 1 < count:
            heappush(self._heap, self._entry(topic, taken + 1, count))
        self.left -= 1
        return topic

    def _entry(self, topic: str, taken: int, count: int) -> tuple[float, str, int, int]:
        return (taken + self._phase(topic)) / count, topic, taken, count


class _Runs:
    """Looks ahead whether a choice still leaves an order without a run longer than `longest`.

    A topic with m things among n others needs a run of m / (n + 1), rounded up; that is enough, too.
    """

    def __init__(self, lanes: Sequence[Sequence[Counts]]) -> None:
        self._left: dict[str, int] = {}
        for stage in (stage for stages in lanes for stage in stages):
            for topic, count in stage.items():
                self._left[topic] = self._left.get(topic, 0) + count
        self._total = sum(self._left.values())
        self.longest = max((-(-m // (self._total - m + 1)) for m in self._left.values()), default=1)
        self._topic = ""
        self._run = 0

    def fits(self, topic: str) -> bool:
        """Tell whether taking this topic now leaves a good order for the rest.

        For the topic taken nothing gets worse by it, as long as its run is not too long.
        """
        most = max((count for other, count in self._left.items() if other != topic), default=0)
        return self._run_with(topic) <= self.longest and most <= self.longest * (self._total - most)

    def took(self, topic: str) -> None:
        """Note that a topic was taken."""
        self._run = self._run_with(topic)
        self._topic = topic
        self._left[topic] -= 1
        self._total -= 1

    def _run_with(self, topic: str) -> int:
        return self._run + 1 if topic == self._topic else 1
