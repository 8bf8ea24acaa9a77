"""Putting a record back from a backup or from segments: checked whole first, built beside, then put in place in one step.

Until that step nothing in the home has changed. What was there before is kept among the backups.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nmt_study.disk import exists, flush_file, flush_folder, is_file, make_folder
from nmt_study.errors import ExitCode, NmtError
from nmt_study.identifiers import RandomBytes
from nmt_study.storage.copies import backups
from nmt_study.storage.copies.homes import identity
from nmt_study.storage.copies.segment_line import Line
from nmt_study.storage.copies.segments import Series
from nmt_study.storage.database import Progress, is_current, is_empty, open_copy, open_record, query, write
from nmt_study.storage.lock import alone
from nmt_study.storage.record.event import INSERT_EVENT
from nmt_study.storage.record.record import DEVICE, HOME, Record
from nmt_study.storage.record.verify import Finding, verify_events, verify_file
from nmt_study.storage.refusal import DamagedError, primary
from nmt_study.text import clean

BESIDE = ".restoring"
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Source:
    """What a record is put back from: a backup, or a series of segments; `home` is the id of the home it is of."""

    home: str
    events: int
    backup: Path | None = None
    series: Series | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: events and answers in the record now, and where the one before was kept, if there was one.

    `cut` says that the last line of the segments was cut off.
    """

    events: int
    answers: int
    before: Path | None
    cut: bool = False


def check_backup(path: Path, record: Path | None = None) -> Source:
    """Read a backup through that is to take the place of a record.

    Raises:
        NmtError: it is no record of nmt-study, was written by a newer version, or is not whole.
    """
    if record is not None and exists(path) and exists(record) and path.samefile(record):
        raise NmtError(
            f"{clean(str(path))} is the record itself",
            "nmt-study data restore lists your backups.",
            ExitCode.USAGE,
        )
    if not is_file(path):
        raise NmtError(f"there is no file {clean(str(path))}", "nmt-study data restore lists your backups.")
    for name in ("-journal", "-wal"):
        beside = path.with_name(path.name + name)
        if exists(beside) and beside.stat().st_size:
            raise NmtError(
                f"{clean(str(path))} was copied while it was being written",
                "Choose another backup: nmt-study data restore lists them.",
            )
    with closing(open_copy(path)) as connection:
        # One of an older version is read through once its copy has been brought up to date.
        _refuse_findings(
            path, verify_events(connection) if is_current(connection) else verify_file(connection)
        )
        events = query(connection, "SELECT count(*) FROM event")[0][0]
    return Source(identity(path).id, events, backup=path)


def check_series(series: Series) -> Source:
    """Read a series of segments through.

    Raises:
        NmtError: a segment is missing, or not as it was written; or there is none.
        OSError: it cannot be read.
    """
    events = sum(1 for _ in series.read())
    if not events:
        hint = "nmt-study data restore lists what there is to restore from."
        raise NmtError(f"there are no segments in {clean(str(series.folder))}", hint)
    return Source(series.home, events, series=series)


def restore(
    source: Source,
    record: Path,
    kept: Path,
    at: datetime,
    random: RandomBytes,
    progress: Progress | None = None,
) -> Restored:
    """Put a checked source in the place of a record, and keep what was there in the folder `kept`.

    Raises:
        NmtError: it cannot be built, or another program holds the record.
        OSError: the home or the folder cannot be written.
    """
    record.parent.mkdir(parents=True, exist_ok=True)
    make_folder(kept)
    fresh = record.with_name(record.name + BESIDE)
    with alone(kept / ".restore.lock") as free:
        if not free:
            raise NmtError("another nmt-study is restoring a record just now", "Try again when it is done.")
        _drop(fresh)
        try:
            _build(source, fresh, random, progress)
            before = _keep_and_replace(fresh, record, kept, at)
        finally:
            _drop(fresh)
    with closing(open_copy(record)) as connection:
        events, answers = query(
            connection, "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM review)"
        )[0]
    cut = source.series is not None and source.series.cut_off()
    return Restored(events, answers, before, cut)


def _build(source: Source, fresh: Path, random: RandomBytes, progress: Progress | None) -> None:
    """Make the record that is to be put in place, under a device name of its own, and prove that it is whole."""
    if source.backup is not None:
        backups.checked_copy(source.backup, fresh)
    else:
        _from_lines(source.series.read() if source.series else (), fresh)
    with closing(open_record(fresh)) as connection, write(connection):
        connection.execute("INSERT OR REPLACE INTO home VALUES (?, ?)", (HOME, source.home))
    built = Record.open(fresh, random)
    try:
        built.rename(DEVICE)
        built.rebuild(progress)
    finally:
        built.close()
    with closing(open_copy(fresh)) as connection:
        _refuse_findings(fresh, verify_events(connection))
    flush_file(fresh)


def _from_lines(lines: Iterable[Line], fresh: Path) -> None:
    """Write events into a new record in their order."""
    with closing(open_record(fresh)) as connection, write(connection):
        connection.executemany(INSERT_EVENT, ((*event.columns(), digest) for event, digest in lines))


def _refuse_findings(path: Path, findings: tuple[Finding, ...]) -> None:
    """Refuse a record that is not whole, naming the first thing wrong with it."""
    if findings:
        first = findings[0]
        raise NmtError(
            f"{clean(str(path))} is not whole: {first.where}: {first.message}",
            "Nothing was changed. Choose another backup: nmt-study data restore lists them.",
        )


def _keep(record: Path, kept: Path, at: datetime) -> Path | None:
    """Keep the record that is to be replaced, as a backup, or as it stands when it is damaged; None without one."""
    if not exists(record) or is_empty(record):
        return None
    try:
        return backups.back_up(record, kept, at).path
    except (DamagedError, sqlite3.Error):
        return _set_aside(record, kept, at)


def _set_aside(record: Path, kept: Path, at: datetime) -> Path:
    """Copy a damaged record, and its journal, byte for byte."""
    make_folder(kept)
    path = backups.free_name(kept, f"damaged-{at:%Y%m%dT%H%M%S}")
    for name in ("", "-journal"):
        part = record.with_name(record.name + name)
        if exists(part):
            shutil.copyfile(part, path.with_name(path.name + name))
            path.with_name(path.name + name).chmod(0o600)
            flush_file(path.with_name(path.name + name))
    flush_folder(kept)
    return path


def _keep_and_replace(fresh: Path, record: Path, kept: Path, at: datetime) -> Path | None:
    """Keep the old record, and let the new one take its place while no other program writes to it.

    What another program saved after the old one was kept is kept too: once the record is held, it is compared with
    what it was before. It is not held from the beginning because keeping reads it by a connection of its own, and a
    damaged one without SQLite, which would let go of the lock.
    """
    if not exists(record):
        _put_in_place(fresh, record)
        return None
    with closing(sqlite3.connect(record, timeout=0, isolation_level=None)) as connection:
        for _ in range(_TRIES):
            state = _asked(connection, "PRAGMA data_version", record)
            before = _keep(record, kept, at)
            _asked(connection, "BEGIN EXCLUSIVE", record)
            if _asked(connection, "PRAGMA data_version", record) == state:
                if os.name == "nt":  # which cannot replace a file that is held
                    connection.close()
                _put_in_place(fresh, record)
                return before
            connection.execute("ROLLBACK")
    raise _in_use(record)


def _asked(connection: sqlite3.Connection, sql: str, record: Path) -> object:
    """Run a statement on the record that is to be replaced; one that is damaged gives nothing, and nobody writes to it.

    Raises:
        NmtError: another program holds it.
    """
    try:
        return connection.execute(sql).fetchone()
    except sqlite3.Error as fault:
        if primary(fault) == sqlite3.SQLITE_BUSY:
            raise _in_use(record) from fault
        return None


def _in_use(record: Path) -> NmtError:
    return NmtError(f"{clean(str(record))} is in use", "Close nmt-study everywhere, then try again.")


def _put_in_place(fresh: Path, record: Path) -> None:
    """Let the new record take the place of the old one.

    A journal of the old one must be gone before: it would be rolled back into the new one.
    """
    for name in ("-journal", "-wal", "-shm"):
        record.with_name(record.name + name).unlink(missing_ok=True)
    fresh.replace(record)
    flush_folder(record.parent)


def _drop(fresh: Path) -> None:
    """Delete a record that was not put in place."""
    for name in ("-journal", ""):
        with suppress(OSError):
            fresh.with_name(fresh.name + name).unlink(missing_ok=True)
