"""Taking free text away for good: from the record, from every segment, from backups. What is left still verifies.

Each step can be repeated: after a crash, or where one place could not be written, the same command does the rest.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from nmt_study.disk import flush_file, flush_folder
from nmt_study.errors import ExitCode, NmtError
from nmt_study.storage.copies import backups
from nmt_study.storage.copies.backups import UNFINISHED, Backup
from nmt_study.storage.copies.segments import Series, home_lock, series_of
from nmt_study.storage.database import open_copy, open_record, query, write
from nmt_study.storage.lock import alone
from nmt_study.storage.record.event import SELECT_EVENT, Event
from nmt_study.storage.record.verify import remake
from nmt_study.storage.refusal import in_words
from nmt_study.text import clean

_WAIT = 30.0


def find_written(record: Path, event: str) -> Event:
    """Return an event with free text, or one whose free text was erased.

    Raises:
        NmtError: there is no such event, it never held any, or the record cannot be read.
    """
    with closing(open_copy(record)) as connection:
        rows = query(connection, SELECT_EVENT + " WHERE id = ?", (event,))
    if not rows:
        hint = "nmt-study data erase --find WORDS lists the events that hold these words."
        raise NmtError(f"there is no event {clean(event)!r}", hint, ExitCode.USAGE)
    _, found = Event.of_row(rows[0])
    if not found.seal:
        raise NmtError(
            "this event holds nothing that anybody typed", "There is nothing to erase.", ExitCode.USAGE
        )
    return found


def search_written(record: Path, words: str) -> Iterator[Event]:
    """Yield the events, newest first, whose free text holds these words, whatever the case of letters.

    Raises:
        NmtError: the record cannot be read.
    """
    wanted = words.casefold()
    with closing(open_copy(record)) as connection:
        rows = query(connection, SELECT_EVENT + " WHERE free IS NOT NULL ORDER BY position DESC")
    for row in rows:
        _, event = Event.of_row(row)
        if any(wanted in text.casefold() for text in event.words.values()):
            yield event


def erase_in_record(record: Path, event: str) -> None:
    """Erase the free text of an event, and what the file still holds of it in unused places.

    Raises:
        NmtError: it could not be saved; or it is erased, but the file could not be cleared of old pages.
    """
    with closing(open_record(record)) as connection:
        with in_words(connection, saving=True):
            connection.execute("PRAGMA secure_delete = ON")
        with write(connection):
            sql = "UPDATE event SET free = NULL WHERE id = ? AND free IS NOT NULL"
            if connection.execute(sql, (event,)).rowcount:
                remake(connection)
        # Pages that were rearranged earlier may hold the text where no row is any more.
        with in_words(connection, saving=True):
            connection.execute("VACUUM")


def erase_in_segments(data: Path, home: str, event: Event, digest: str) -> int:
    """Write every line of an event anew; `event` is as it is after erasing. Return how many files had it.

    Raises:
        NmtError: another program holds the segments.
        OSError: a segment cannot be written.
    """
    found = series_of(data, home)
    if not found:
        return 0
    with alone(home_lock(data, home), _WAIT) as free:
        if not free:
            raise NmtError("another nmt-study holds the segments just now", "Do the same again in a minute.")
        return sum(series.erase(event, digest) for series in found)


def backups_with(folder: Path, event: str) -> tuple[Backup, ...]:
    """Return the backups that still hold the free text of an event, or cannot be read."""
    return tuple(backup for backup in backups.backups_in(folder) if _holds(backup.path, event))


def erase_in_backup(backup: Backup, event: str) -> None:
    """Put a backup without the free text of an event in the place of one with it.

    Raises:
        NmtError: the backup cannot be read, or what was made of it is not right.
        OSError: it cannot be written.
    """
    with backups.in_turn(backup.path.parent):
        fresh = backup.path.with_name(f"{UNFINISHED}erasing.db")
        try:
            backups.checked_copy(backup.path, fresh)
            erase_in_record(fresh, event)
            if _holds(fresh, event):
                raise NmtError(
                    f"{clean(str(backup.path))} could not be cleared", "Delete this backup yourself."
                )
            flush_file(fresh)
            fresh.replace(backup.path)
        finally:
            for left in (fresh.with_name(f"{fresh.name}-journal"), fresh):
                with suppress(OSError):
                    left.unlink(missing_ok=True)
        flush_folder(backup.path.parent)


def erased_events(record: Path) -> frozenset[str]:
    """Return the events whose free text was erased.

    Raises:
        NmtError: the record cannot be read.
    """
    with closing(open_copy(record)) as connection:
        rows = query(connection, "SELECT id FROM event WHERE free IS NULL AND seal <> ''")
    return frozenset(event for (event,) in rows)


def words_in_segments(found: Iterable[Series], events: frozenset[str]) -> Iterator[str]:
    """Yield those of the events that a segment still holds the free text of.

    Raises:
        OSError: a segment cannot be read.
    """
    for series in found:
        yield from series.with_words(events)


def damaged_copies(folder: Path) -> tuple[Path, ...]:
    """Return the damaged records that were kept; nothing can be erased from them but by deleting them."""
    return tuple(sorted(folder.glob("damaged-*.db*")))


def _holds(record: Path, event: str) -> bool:
    """Tell whether a record still holds the free text of an event; one that cannot be read might."""
    try:
        with closing(open_copy(record)) as connection:
            return bool(query(connection, "SELECT 1 FROM event WHERE id = ? AND free IS NOT NULL", (event,)))
    except (NmtError, sqlite3.Error):
        return True


def remove_cache(cache: Path) -> None:
    """Delete the cache of the library, which may hold words of the record; it is made anew when it is needed."""
    for name in (f"{cache.name}-journal", cache.name):
        with suppress(OSError):
            cache.with_name(name).unlink()
