"""Taking measures: samples with their middle and spread, in turns with a peer, and what a whole process costs."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import FrameType

MEGABYTE = 1_000_000

# Starts the command and waits for it, so that neither the size nor the threads of this process take part: a child's
# peak memory begins with that of the process it was made from.
_STOPWATCH = """
import json, os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
print("\\n" + json.dumps([time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss]), file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """Measures of one thing in seconds, in the order in which they were taken."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the measures are at most this."""
        return statistics.median(self.values)

    @property
    def p99(self) -> float:
        """All but one in a hundred are at most this (nearest rank); with fewer than a hundred, the largest."""
        return self._rank(0.99)

    @property
    def middle_half(self) -> tuple[float, float]:
        """From where to where the middle half of the measures lies."""
        return self._rank(0.25), self._rank(0.75)

    def _rank(self, share: float) -> float:
        ordered = sorted(self.values)
        return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def in_turns(rounds: int, *things: Callable[[], float], warm: bool = True) -> list[Sample]:
    """Measure things in turns, forwards then backwards; `warm` begins with a round that does not count.

    What else the machine does meets all of them alike.
    """
    taken: list[list[float]] = [[] for _ in things]
    for turn in range(-1 if warm else 0, rounds):
        order = range(len(things)) if turn % 2 else range(len(things) - 1, -1, -1)
        for index in order:
            seconds = things[index]()
            if turn >= 0:
                taken[index].append(seconds)
    return [Sample(tuple(values)) for values in taken]


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took: seconds by the wall, and seconds of the processor, which others on the machine lengthen less."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Both samples of one thing."""

    wall: Sample
    processor: Sample

    @classmethod
    def of(cls, taken: Sequence[Cost]) -> "Costs":
        """Return the samples of costs in the order in which they were taken."""
        return cls(Sample(tuple(one.wall for one in taken)), Sample(tuple(one.processor for one in taken)))


def costs_in_turns(rounds: int, *things: Callable[[], Cost], warm: bool = True) -> list[Costs]:
    """Do as `in_turns` for things that tell themselves what they took."""
    taken: list[list[Cost]] = [[] for _ in things]

    def noted(thing: Callable[[], Cost], into: list[Cost]) -> float:
        into.append(thing())
        return into[-1].wall

    in_turns(
        rounds, *(partial(noted, thing, into) for thing, into in zip(things, taken, strict=True)), warm=warm
    )
    return [Costs.of(into[1:] if warm else into) for into in taken]


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Used(Cost):
    """What a whole process took: time, bytes of memory at its peak, and what it said on either stream."""

    peak: int
    said: str
    told: str


def calls(work: Callable[[], object], *functions: Callable[..., object]) -> int:
    """Do some work and return how often it called any of the functions."""
    wanted = {function.__code__ for function in functions}
    count = 0

    def look(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code in wanted

    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def run(command: Sequence[str], environment: Mapping[str, str], fine: int = 0) -> Used:
    """Run a command from start to end; an exit code of `fine` is no failure either.

    Raises:
        RuntimeError: it failed.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _STOPWATCH, *command],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    told, _, last = done.stderr.rstrip("\n").rpartition("\n")
    if done.returncode not in {0, fine}:
        raise RuntimeError(f"{' '.join(command)} failed with {done.returncode}:\n{done.stderr}")
    wall, processor, peak = json.loads(last)
    return Used(wall, processor, peak * (1 if sys.platform == "darwin" else 1024), done.stdout, told)


def clean_environment(folder: str) -> dict[str, str]:
    """Return an environment in which every program keeps its files in a folder and every terminal is the same."""
    left_out = ("XDG_", "NMT_", "TEXTUAL", "PYTHON", "COLUMNS", "LINES", "NO_COLOR", "ACCESSIBLE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {
        "HOME": folder,
        "XDG_CACHE_HOME": f"{folder}/cache",
        "XDG_DATA_HOME": f"{folder}/data",
        "XDG_CONFIG_HOME": f"{folder}/settings",
        "NMT_STUDY_HOME": f"{folder}/home",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }
