"""What `deck review` prints, and how its options are read."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from nmt_study.cli import options, output
from nmt_study.clock import SystemClock, date_of, study_day
from nmt_study.disk import is_file
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.words import count, date_words
from nmt_study.services.writing.reviewing import Marked, Standing
from nmt_study.text import clean


def lines(found: Sequence[Standing]) -> Iterator[str]:
    """Give a table of the files, and the sum."""
    rows = [(one.path, one.items, one.reviewed) for one in found]
    yield from output.table(("file", "cards", "reviewed"), rows)
    yield f"{sum(one.reviewed for one in found)} of {sum(one.items for one in found)} reviewed."


def tell_marked(marked: Iterable[tuple[Path, Marked]], day: date) -> ExitCode:
    """Say what got a mark, file by file, and where there are errors; what could not be read got none."""
    code = ExitCode.FINE
    for path, one in marked:
        name = clean(path.as_posix())
        output.say(f"{name}: {count(one.items, 'card')} marked as reviewed on {date_words(day)}.")
        if one.errors:
            told = f"{count(one.errors, 'error')} in {name}: what cannot be read got no mark."
            output.tell(f"{told} nmt-study deck check {name} names them.")
            code = ExitCode.PROBLEMS
    return code


def day_of(typed: str | None) -> date:
    """Return the day of a review, today where none is said.

    Raises:
        NmtError: it is no date, or lies ahead.
    """
    today = date_of(study_day(SystemClock().now(), 0))
    return today if typed is None else options.day_of(typed, "--on", up_to=today)


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
        if not is_file(path):
            raise NmtError(
                f"there is no file {clean(str(path))}", "Give the path of a deck file.", ExitCode.USAGE
            )
    return found
