"""Erasing what somebody typed: shown first, then gone from the record, its second copy and, after a yes, the backups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nmt_study.clock import Clock
from nmt_study.config import Places
from nmt_study.disk import exists
from nmt_study.services.safety.data import no_record
from nmt_study.services.safety.keeping import back_up, writing
from nmt_study.storage.copies import backups, erase, homes
from nmt_study.storage.copies.segments import series_of
from nmt_study.storage.record.event import Event


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be erased: the event with the words, the backups that hold them, and damaged records that may."""

    event: Event
    backups: tuple[backups.Backup, ...]
    damaged: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: segments and backups written anew, and the files that may still hold the words."""

    segments: int
    backups: int
    left: tuple[Path, ...]


def look(places: Places, event: str) -> Found:
    """Return what erasing an event would take away; nothing is changed.

    Raises:
        NmtError: there is no such event, it holds nothing that was typed, or the record cannot be read.
    """
    if not exists(places.record):
        raise no_record(places)
    folder = _backups(places)
    return Found(
        erase.find_written(places.record, event),
        erase.backups_with(folder, event),
        erase.damaged_copies(folder),
    )


def search(places: Places, words: str) -> Iterator[Event]:
    """Yield the events that hold these words, newest first.

    Raises:
        NmtError: there is no record, or it cannot be read.
    """
    if not exists(places.record):
        raise no_record(places)
    return erase.search_written(places.record, words)


def erase_words(places: Places, clock: Clock, found: Found, *, from_backups: bool) -> Erased:
    """Erase what was found for good. A backup is made first, which then counts among the others.

    Raises:
        NmtError: it could not be finished; doing it again does the rest.
    """
    event = found.event.id
    if found.event.free is not None:
        back_up(places, clock.now().at)
    erase.erase_in_record(places.record, event)
    erase.remove_cache(places.library)
    after = erase.find_written(places.record, event)
    folder = _backups(places)
    holding = erase.backups_with(folder, event)
    with writing(places.data):
        home = homes.identity(places.record).id
        files = erase.erase_in_segments(places.data, home, after, after.digest)
        for backup in holding if from_backups else ():
            erase.erase_in_backup(backup, event)
    left = tuple(backup.path for backup in erase.backups_with(folder, event))
    return Erased(files, len(holding) - len(left), (*left, *erase.damaged_copies(folder)))


def erase_all(places: Places, clock: Clock, events: Iterable[str]) -> tuple[Path, ...]:
    """Erase the words of several events everywhere, backups too; return the files that may still hold some.

    Raises:
        NmtError: it could not be finished; doing it again does the rest.
    """
    left: dict[Path, None] = {}
    for event in events:
        erased = erase_words(places, clock, look(places, event), from_backups=True)
        left.update(dict.fromkeys(erased.left))
    return tuple(left)


def unfinished(places: Places) -> tuple[str, ...]:
    """Return the events that are erased in the record while a segment still holds their words.

    Raises:
        NmtError: the record cannot be read.
        OSError: a segment cannot be read.
    """
    erased = erase.erased_events(places.record)
    if not erased:
        return ()
    home = homes.identity(places.record).id
    return tuple(sorted(erase.words_in_segments(series_of(places.data, home), erased)))


def _backups(places: Places) -> Path:
    return backups.folder_of(places.data, homes.identity(places.record).id)
