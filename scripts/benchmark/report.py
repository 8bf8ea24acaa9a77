"""What came out, as a table to read and as JSON: each line a value, its bar, and what it was worked out from."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.benchmark.measure import MEGABYTE, Costs, Sample, in_turns, seconds_of

_UNITS = {"x": "×", "ms": " ms", "s": " s", "MB": " MB", "": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One value with its unit; `bar` is the most it may be, None where there is no promise yet."""

    row: str
    what: str
    value: float
    unit: str
    bar: float | None = None
    beside: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the bar is kept; None where there is none."""
        return None if self.bar is None else self.value <= self.bar


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that cannot be measured here, and why."""

    row: str
    reason: str


Outcome = Line | Skipped


def ratio(
    row: str, what: str, ours: Sample, theirs: Sample, bar: float | None, names: tuple[str, str]
) -> Line:
    """Return the ratio of two medians, with both samples in words."""
    beside = f"{names[0]} {in_words(ours)}, {names[1]} {in_words(theirs)}, {len(ours.values)} in turns"
    return Line(row, what, ours.median / theirs.median, "x", bar, beside)


def compared(
    row: str, what: str, ours: Costs, theirs: Costs, bar: float | None, names: tuple[str, str]
) -> Iterator[Line]:
    """Yield the ratio by the wall and, steadier on a busy machine, that of the processor time."""
    yield ratio(row, what, ours.wall, theirs.wall, bar, names)
    if theirs.processor.median:
        yield ratio(row, "the same in processor time", ours.processor, theirs.processor, None, names)


def in_words(sample: Sample) -> str:
    """Return the median with the middle half of a sample: "84 ms (81-90)"."""
    low, high = sample.middle_half
    if sample.median >= 2:
        return f"{sample.median:.2f} s ({low:.2f}-{high:.2f})"
    digits = 0 if sample.median >= 0.1 else 2 if sample.median < 0.01 else 1
    return f"{sample.median * 1000:.{digits}f} ms ({low * 1000:.{digits}f}-{high * 1000:.{digits}f})"


def table(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield the lines of a Markdown table, and below it what was skipped."""
    skipped = []
    yield "| row | what | measured | bar | holds | worked out from: median (middle half) |"
    yield "|---|---|---:|---:|---|---|"
    for one in outcomes:
        if isinstance(one, Skipped):
            skipped.append(f"Not measured here: {one.row}, because {one.reason}.")
        else:
            bar = "" if one.bar is None else f"≤ {_number(one.bar)}{_UNITS[one.unit]}"
            holds = {True: "yes", False: "**no**", None: ""}[one.holds]
            value = f"{_number(one.value)}{_UNITS[one.unit]}"
            yield f"| {one.row} | {one.what} | {value} | {bar} | {holds} | {one.beside} |"
    yield from ("", *skipped) if skipped else ()


def as_json(outcomes: Sequence[Outcome], folder: Path) -> dict[str, Any]:
    """Return everything for another program."""
    lines = [one for one in outcomes if isinstance(one, Line)]
    return {
        "machine": machine(folder),
        "lines": [
            {
                "row": one.row,
                "what": one.what,
                "value": one.value,
                "unit": one.unit,
                "bar": one.bar,
                "holds": one.holds,
                "from": one.beside,
            }
            for one in lines
        ],
        "skipped": [{"row": one.row, "reason": one.reason} for one in outcomes if isinstance(one, Skipped)],
    }


def machine(folder: Path) -> str:
    """Say in words on what kind of machine and with which versions this was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1000 / MEGABYTE
    load = os.getloadavg()[0]
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    versions += [f"{name} {version(name)}" for name in ("textual", "click", "anki")]
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GB of memory, {platform.system()}, load {load:.1f};"
        f" writing one page and flushing it takes {in_words(_flush(folder))}; {', '.join(versions)}"
    )


def _flush(folder: Path) -> Sample:
    """Measure how long this disk takes to promise that a page is on it."""
    with (folder / "flushed").open("wb") as file:

        def write() -> None:
            file.seek(0)
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return in_turns(100, lambda: seconds_of(write))[0]


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
