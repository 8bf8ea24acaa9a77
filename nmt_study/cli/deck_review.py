"""What `deck review` prints, and how its options are read."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from nmt_study.cli import output
from nmt_study.clock import SystemClock, date_of, study_day
from nmt_study.dates import read_past_date
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.reviewing import Standing
from nmt_study.text import clean, shorten


def lines(found: Sequence[Standing]) -> Iterator[str]:
    """Give a table of the files, and the sum."""
    rows = [(one.path, one.items, one.reviewed) for one in found]
    yield from output.table(("file", "cards", "reviewed"), rows)
    yield f"{sum(one.reviewed for one in found)} of {sum(one.items for one in found)} reviewed."


def day_of(typed: str | None) -> date:
    """Return the day of a review.

    Raises:
        NmtError: it is no date, or lies ahead.
    """
    today = date_of(study_day(SystemClock().now(), 0))
    if typed is None:
        return today
    found = read_past_date(typed)
    if found is None or found > today:
        shown = shorten(clean(typed), 40)
        raise NmtError(f"{shown!r} is no day of a review", "Write it as 2026-05-31.", ExitCode.USAGE)
    return found


def files_to_mark(paths: Sequence[str]) -> Sequence[Path]:
    """Return the files of a review: they are always named.

    Raises:
        NmtError: none is named, or one is not there.
    """
    if not paths:
        raise NmtError(
            "a review needs the file that was reviewed",
            "Give its path: nmt-study deck review my.md --by NAME.",
            ExitCode.USAGE,
        )
    found = [Path(path) for path in paths]
    for path in found:
        if not path.is_file():
            raise NmtError(
                f"there is no file {clean(str(path))}", "Give the path of a deck file.", ExitCode.USAGE
            )
    return found
