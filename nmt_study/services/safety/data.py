"""The record as a thing one owns: where it lies, backups of it, putting it back, erasing, exporting, mending its days."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from nmt_study.clock import Clock, StudyDay
from nmt_study.config import Places
from nmt_study.disk import exists, make_folder
from nmt_study.errors import ExitCode, NmtError
from nmt_study.identifiers import RandomBytes
from nmt_study.services.desk import Desk
from nmt_study.services.safety.keeping import back_up, open_kept, writing
from nmt_study.services.words import date_words
from nmt_study.storage.copies import backups, homes, segments
from nmt_study.storage.copies.backups import Backup
from nmt_study.storage.copies.export import FORMATS, Table, export
from nmt_study.storage.copies.homes import Home
from nmt_study.storage.copies.restore import Restored, Source, check_backup, check_series, restore
from nmt_study.storage.copies.segment_line import SegmentError
from nmt_study.storage.copies.segments import Series, series_in
from nmt_study.storage.database import Progress, is_current, is_empty, open_copy
from nmt_study.storage.record.decisions import Ahead
from nmt_study.storage.record.event import Event
from nmt_study.storage.record.record import DEVICE, Record
from nmt_study.storage.record.verify import Finding, verify
from nmt_study.storage.refusal import DamagedError
from nmt_study.text import clean, reason_of

__all__ = [
    "FORMATS", "Ahead", "Backup", "Restored", "Table", "ahead", "back_up_to", "damage", "export_to", "finding_json", "moment_words",
    "rebuild", "redate", "restorable", "restore_from", "the_home", "the_record", "undo_redate", "where",
]  # fmt: skip


@contextmanager
def the_record(places: Places, clock: Clock, random: RandomBytes) -> Iterator[Record]:
    """Open the record of a home and close it whatever happens.

    Raises:
        NmtError: there is no record yet, or it cannot be used, or it is gone.
    """
    home = homes.home_at(places.data, places.home)
    if not exists(places.record) and not (home and home.lost):
        raise no_record(places)
    record = open_kept(places, clock, random)
    try:
        yield record
    finally:
        record.close()


def damage(places: Places) -> NmtError | None:
    """Return what is wrong with the record, in words; None when nothing is, or there is none. It is only read."""
    try:
        with closing(open_copy(places.record)) as connection:
            findings = verify(connection) if is_current(connection) else ()
    except DamagedError as refusal:
        return refusal
    except NmtError:
        return None
    if not findings:
        return None
    path, first = clean(str(places.record)), findings[0]
    return DamagedError(
        f"{path} is not whole: {first.where}: {first.message}",
        "nmt-study data verify lists what is wrong; nmt-study data rebuild mends what follows from your answers, "
        "nmt-study data restore the rest.",
    )


def no_record(places: Places) -> NmtError:
    """Return the refusal of whatever needs a record where there is none yet."""
    return NmtError(
        f"there is no record in {clean(str(places.home))} yet",
        "It is made when the program is first opened there.",
    )


def where(places: Places) -> dict[str, str]:
    """Return the name and path of everything the program reads and writes."""
    return {
        "home": str(places.home),
        "decks": str(places.home / "decks"),
        "quizzes": str(places.home / "quizzes"),
        "record": str(places.record),
        "settings": str(places.settings),
        "backups": str(places.data / backups.FOLDER),
        "segments": str(places.data / segments.FOLDER),
        "homes": str(places.data / homes.FILE),
        "shipped": str(places.shipped),
        "cache": str(places.library),
        "log": str(places.log),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding of a verification in its documented shape."""
    return {"where": finding.where, "message": finding.message}


def moment_words(event: Event) -> str:
    """Return date and time of an event on the learner's own clock."""
    local = event.moment.at + timedelta(seconds=event.moment.offset)
    return f"{date_words(local.date())}, {local:%H:%M}"


# ---- backups and restoring ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A series of segments that there is to restore from; `current` is the one of the record as it is, or was last."""

    series: Series
    events: int
    current: bool


@dataclass(frozen=True, slots=True)
class Restorable:
    """What there is to restore from, the newest backup last."""

    backups: tuple[Backup, ...] = ()
    series: tuple[Kept, ...] = ()


def back_up_to(places: Places, clock: Clock, folder: Path | None) -> Backup:
    """Make a checked backup in a folder, without one among the others, which are thinned.

    Raises:
        NmtError: there is no record, it cannot be read, or the folder cannot be written.
    """
    if not exists(places.record):
        raise no_record(places)
    if folder is None:
        return back_up(places, clock.now().at)
    own = backups.folder_of(places.data, homes.identity(places.record).id)
    with writing(own):
        make_folder(own)
    with writing(folder):
        return backups.back_up(places.record, folder, clock.now().at, own / backups.LOCK)


def the_home(places: Places) -> Home | None:
    """Return what the home is known by, also when its record is gone or damaged; None when nobody knows it.

    Raises:
        NmtError: what lies there is not a record of ours, or of a newer version.
    """
    remembered = homes.home_at(places.data, places.home)
    try:
        if is_empty(places.record):
            return remembered
    except OSError:
        return remembered
    try:
        found = homes.identity(places.record)
    except DamagedError:
        return remembered
    same = remembered and remembered.id == found.id
    return found._replace(answers=remembered.answers if remembered and same else 0)


def restorable(places: Places) -> Restorable:
    """Return what the home can be restored from.

    Raises: as `the_home`.
    """
    home = the_home(places)
    if home is None:
        return Restorable()
    series = tuple(
        Kept(one, one.count(), one.device == home.device) for one in segments.series_of(places.data, home.id)
    )
    return Restorable(backups.backups_in(backups.folder_of(places.data, home.id)), series)


def restore_from(
    places: Places,
    clock: Clock,
    random: RandomBytes,
    path: Path | None,
    progress: Progress | None = None,
    *,
    from_segments: bool,
) -> Restored:
    """Put the record back from a backup, or from segments: the home's own, or those in a folder.

    Everything is checked before anything is changed; what was there is kept among the backups.

    Raises:
        NmtError: what it is to be restored from is not whole, not ours, or of another home; nothing was changed.
    """
    home = the_home(places)
    source = (
        _segments(places, home, path) if from_segments or path is None else check_backup(path, places.record)
    )
    _refuse_other_home(places, home, source)
    kept = backups.folder_of(places.data, source.home)
    with writing(kept):
        done = restore(source, places.record, kept, clock.now().at, random, progress)
    _take_up(places, random)
    return done


def _segments(places: Places, home: Home | None, folder: Path | None) -> Source:
    """Read the segments through that are to be restored from.

    Raises:
        NmtError: there are none, or they are not whole.
    """
    if folder is not None:
        series = series_in(folder)
    elif home is not None:
        series = Series.of(places.data, home.id, home.device)
    else:
        raise NmtError(
            f"no segments are known of {clean(str(places.home))}",
            "If you have their folder: nmt-study data restore --from-segments FOLDER",
        )
    try:
        return check_series(series)
    except OSError as fault:
        reason = reason_of(fault)
        raise NmtError(
            f"{clean(str(series.folder))} cannot be read: {reason}", "Allow reading it."
        ) from fault


def _refuse_other_home(places: Places, home: Home | None, source: Source) -> None:
    """Refuse to mix two homes, unless nothing was ever answered in this one."""
    if home is None or home.id == source.home or not (home.answers or _has_events(places)):
        return
    raise NmtError(
        "that belongs to another home, and this one has answers of its own",
        "Nothing was changed. Restore it in a folder of its own: nmt-study --home FOLDER data restore …",
        ExitCode.USAGE,
    )


def _has_events(places: Places) -> bool:
    try:
        return bool(homes.events_in(places.record))
    except NmtError:
        return exists(places.record) and not is_empty(places.record)


def _take_up(places: Places, random: RandomBytes) -> None:
    """Remember the restored record, and give all of it its second copy; where that fails, the next start tries again."""
    record = Record.open(places.record, random)
    try:
        home = homes.settle(places.data, places.home, record)
        home = home._replace(answers=record.counts().answers)
        series = Series.of(places.data, home.id, home.device)
        homes.remember(places.data, home)
        while series.ship(places.record, 10_000):
            pass
    except OSError:
        pass
    finally:
        record.close()


def rebuild(places: Places, clock: Clock, random: RandomBytes, progress: Progress | None = None) -> bool:
    """Make what follows from the events anew, and the second copy of them too where it is not whole; tell if it was not.

    Raises:
        NmtError: there is no record, or it could not be saved.
    """
    with the_record(places, clock, random) as record:
        record.rebuild(progress)
        home = homes.settle(places.data, places.home, record)
        try:
            check_series(Series.of(places.data, home.id, home.device))
            return False
        except SegmentError:
            record.rename(DEVICE)
        except (NmtError, OSError):
            return False
    _take_up(places, random)
    return True


# ---- export ------------------------------------------------------------------------------------------------------------


def export_to(places: Places, clock: Clock, folder: Path, form: str) -> tuple[Table, ...]:
    """Write the whole record into a folder, as one of `FORMATS`.

    Raises:
        NmtError: there is no record, it cannot be read, or the folder cannot be written or has such files.
    """
    if not exists(places.record):
        raise no_record(places)
    with writing(folder):
        return export(places.record, folder, form, clock.now().at.isoformat(timespec="seconds"))


# ---- days --------------------------------------------------------------------------------------------------------------


def ahead(desk: Desk) -> Ahead | None:
    """Return the answers that are dated after today.

    Raises:
        NmtError: the record cannot be read.
    """
    return desk.record.answers_after(desk.today())


def redate(desk: Desk, found: Ahead, last: StudyDay) -> None:
    """Let the answers count as given on earlier days, the last of them on the day `last`.

    Raises:
        NmtError: it could not be saved.
    """
    desk.record.redate(desk.stamp(desk.mint()), last - found.last, found.answers)


def undo_redate(desk: Desk) -> bool:
    """Take the newest mending of days back; False when there is none.

    Raises:
        NmtError: it could not be saved.
    """
    event = desk.record.last_redate()
    return bool(event) and desk.record.undo_redate(desk.stamp(desk.mint()), event)
