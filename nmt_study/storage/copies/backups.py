"""Backups: whole copies of the record in the user data folder, each checked before it gets its name, and thinned.

    backups/<home>/progress-20270301T081500Z-412.db

The name says when (UTC) and how many events. What has that name is a backup that was sound when it was made.
"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from nmt_study.disk import PRIVATE, flush_file, flush_folder, free_stem, make_folder
from nmt_study.errors import NmtError
from nmt_study.storage.database import open_copy, query
from nmt_study.storage.lock import alone
from nmt_study.storage.refusal import in_words
from nmt_study.text import clean

FOLDER = "backups"

# Anki's rule too (rslib/src/collection/backup.rs).
KEEP_ALL = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9

_Span = Callable[[datetime], tuple[int, ...]]
_NAME = re.compile(r"progress-(\d{8}T\d{6}Z)-(\d+)(?:-\d+)?\.db")
_TIME = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished-"
LOCK = ".lock"
_WAIT = 30.0


class Backup(NamedTuple):
    """A backup: when it was made (UTC), of how many events, and where it is."""

    at: datetime
    events: int
    path: Path


def folder_of(data: Path, home: str) -> Path:
    """Return the folder with the backups of a home; it need not exist."""
    return data / FOLDER / str(UUID(home))


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in a folder, oldest first; none where there is no such folder."""
    try:
        paths = list(folder.iterdir())
    except OSError:
        return ()
    return tuple(sorted(filter(None, map(_backup, paths))))


def _backup(path: Path) -> Backup | None:
    """Return what a file's name says; None where it is not that of a backup."""
    name = _NAME.fullmatch(path.name)
    if name is None:
        return None
    try:  # not `strptime`, whose import every start would wait for
        return Backup(datetime.fromisoformat(name[1]), int(name[2]), path)
    except ValueError:
        return None


def back_up(record: Path, folder: Path, at: datetime, lock: Path | None = None) -> Backup:
    """Copy a record into a folder, check the copy and give it its name; `lock` may lie elsewhere than in the folder.

    Raises:
        NmtError: the record cannot be read, or the copy does not come out right.
        OSError: the folder cannot be written.
    """
    at = at.astimezone(UTC).replace(microsecond=0)
    with in_turn(folder, lock):
        fresh = folder / f"{UNFINISHED}progress.db"
        try:
            events = checked_copy(record, fresh)
            path = free_name(folder, f"progress-{at.strftime(_TIME)}-{events}")
            fresh.rename(path)
        except BaseException:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise
        flush_folder(folder)
    return Backup(at, events, path)


@contextmanager
def in_turn(folder: Path, lock: Path | None = None) -> Iterator[None]:
    """Hold the lock of a folder of backups, with nothing in it that a killed program left unfinished.

    Raises:
        NmtError: another program holds it.
        OSError: the folder cannot be written.
    """
    make_folder(folder)
    with alone(lock or folder / LOCK, _WAIT) as free:
        if not free:
            raise NmtError("another nmt-study is making a backup just now", "Try again in a minute.")
        for path in folder.glob(f"{UNFINISHED}*"):
            with suppress(OSError):
                path.unlink()
        yield


def checked_copy(record: Path, fresh: Path) -> int:
    """Copy a record to a file that does not exist yet, compare the two, and return how many events they hold.

    The copy is on the disk when this returns, private to its owner, and holds nothing that was erased.

    Raises:
        NmtError: the record cannot be read, or the copy is not the same.
        OSError: the copy cannot be written.
    """
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
    with closing(open_copy(record)) as source:
        with in_words(fresh, saving=True):
            source.execute("VACUUM INTO ?", (str(fresh),))
        with closing(open_copy(fresh)) as copy:
            events = _same(source, copy, fresh)
    flush_file(fresh)
    return events


def _same(source: sqlite3.Connection, copy: sqlite3.Connection, fresh: Path) -> int:
    """Return the number of events of a copy, up to its last one the same as in the source, which may have gone on."""
    sound = query(copy, "PRAGMA quick_check(1)") == [("ok",)]
    last = "SELECT position, digest FROM event ORDER BY position DESC LIMIT 1"
    position, digest = next(iter(query(copy, last)), (0, ""))
    upto = """SELECT count(*), coalesce(max(CASE position WHEN ?1 THEN digest END), '')
        FROM event WHERE position <= ?1"""
    there, here = query(source, upto, (position,)), query(copy, upto, (position,))
    if not sound or there != here or here[0][1] != digest:
        raise NmtError(
            f"the copy in {clean(str(fresh.parent))} is not the same as the record", "Check the disk."
        )
    return int(here[0][0])


def free_name(folder: Path, name: str) -> Path:
    """Return a path that is not taken."""
    return folder / f"{free_stem(folder, name, '.db')}.db"


def thin(folder: Path, now: datetime) -> tuple[Backup, ...]:
    """Delete the backups that are not to be kept, and return them; to be called when the newest one was just made."""
    found = backups_in(folder)
    keep = kept((backup.at for backup in found), now)
    gone = tuple(backup for backup in found[:-1] if backup.at not in keep)
    for backup in gone:
        with suppress(OSError):
            backup.path.unlink()
    return gone


def kept(times: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Return which times of backups are to be kept: all of two days, then the last of a day, a week, a month.

    The newest is always kept; one from the future counts as new.
    """
    newest_first = sorted(set(times), reverse=True)
    keep = {time for time in newest_first if now - time < KEEP_ALL} | set(newest_first[:1])
    older = [time for time in newest_first if time not in keep]
    for most, span in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        chosen = _last_of_each(older, most, span)
        keep.update(chosen)
        older = [time for time in older if chosen and span(time) < span(chosen[-1])]
    return frozenset(keep)


def _last_of_each(newest_first: list[datetime], most: int, span: _Span) -> list[datetime]:
    """Return the last time of each day, week or month, of the newest so many that have any."""
    last: dict[tuple[int, ...], datetime] = {}
    for time in newest_first:
        last.setdefault(span(time), time)
    return list(last.values())[:most]


def _day(time: datetime) -> tuple[int, ...]:
    return time.year, time.month, time.day


def _week(time: datetime) -> tuple[int, ...]:
    return time.isocalendar()[:2]


def _month(time: datetime) -> tuple[int, ...]:
    return time.year, time.month
