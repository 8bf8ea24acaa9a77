"""Evidence of an activity: attaching certificates, telling whether they are still what they were, erasing for good."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nmt_study.cpd.draft import Drafted
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd.book import (
    Filed,
    Logged,
    goes_by,
    local_day,
    logged,
    put,
    refuse_void,
    refuse_voided,
)
from nmt_study.services.desk import Desk
from nmt_study.services.words import count
from nmt_study.storage.record import evidence as files
from nmt_study.storage.record.ledger import ACTIVITY, EVIDENCE, Entry
from nmt_study.text import clean, reason_of, shorten

CERTIFICATE = "certificate"
ERASED = "erased"
"""The key of a file that was erased: the day on which that was done."""

KINDS = (CERTIFICATE, "transcript", "letter", "log", "agenda", "notes", "other")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was attached, and what should be looked at again."""

    filed: Filed
    warnings: tuple[str, ...]


def attach(desk: Desk, one: Logged, source: Path, kind: str = CERTIFICATE) -> Attached:
    """Copy a file into the home as evidence of an activity; the original stays where it is.

    Raises:
        NmtError: the activity is void, the file cannot be taken, there is no such kind, or it could not be saved.
    """
    refuse_voided(desk, one)
    if kind not in KINDS:
        raise NmtError(f"there is no such kind of evidence; it may be {', '.join(KINDS)}", "", ExitCode.USAGE)
    stored = files.store(desk.places.home, source)
    stamp = desk.stamp(desk.mint())
    filed = Filed(stamp.id, one.id, stored.sha256, stored.size, stored.form, kind, files.shown_name(source))
    if any(other.sha256 == filed.sha256 for other in one.evidence):
        mended = " The copy on file was not whole; this one has taken its place." if stored.put else ""
        return Attached(filed, (f"This very file is attached to it already.{mended}",))
    put(desk, Entry(stamp, EVIDENCE, stamp.id, one.id, _data(filed), {"name": filed.name}))
    return Attached(filed, tuple(_elsewhere(desk, filed)))


def check(*sources: Path) -> None:
    """Refuse files that cannot be evidence, before anything is recorded.

    Raises:
        NmtError: one of them cannot be taken.
    """
    for source in sources:
        files.check(source)


def log_with(desk: Desk, draft: Drafted, sources: Sequence[Path]) -> tuple[str, tuple[str, ...]]:
    """Record an activity with its certificates in one step; return its id, and what should be looked at again.

    Raises:
        NmtError: a file cannot be taken, or it could not be saved; then nothing is recorded.
    """
    check(*sources)
    activity = desk.stamp(desk.mint())
    filed: dict[str, Filed] = {}
    entries = [Entry(activity, ACTIVITY, activity.id, data=draft.data, words=draft.words)]
    for source in sources:
        stored = files.store(desk.places.home, source)
        if stored.sha256 in filed:
            continue
        stamp = desk.stamp(desk.mint())
        name = files.shown_name(source)
        one = Filed(stamp.id, activity.id, stored.sha256, stored.size, stored.form, CERTIFICATE, name)
        filed[one.sha256] = one
        entries.append(Entry(stamp, EVIDENCE, one.id, activity.id, _data(one), {"name": one.name}))
    put(desk, *entries)
    return activity.id, tuple(told for one in filed.values() for told in _elsewhere(desk, one))


def _data(one: Filed) -> dict[str, object]:
    """Return what is recorded of a file besides its name."""
    return {"sha256": one.sha256, "bytes": one.size, "form": one.form, "kind": one.kind}


def _elsewhere(desk: Desk, filed: Filed) -> list[str]:
    """Say which other activities have the same file: one certificate twice is an auditor's first find."""
    return [
        f"The same file is attached to {one.dated} too."
        for one in logged(desk)
        if one.id != filed.activity and any(other.sha256 == filed.sha256 for other in one.evidence)
    ]


def find(desk: Desk, name: str) -> Filed:
    """Return the file of an activity that counts, by its short name or its id.

    Raises:
        NmtError: there is none, or more than one, or its activity is void.
    """
    wanted = name.strip().lower()
    every = ((one, filed) for one in logged(desk, voided=True) for filed in one.evidence)
    found = [(one, filed) for one, filed in every if goes_by(filed.id, wanted)]
    if len(found) == 1:
        (one, filed) = found[0]
        refuse_void(one)
        return filed
    shown = shorten(clean(name), 60)
    message = f"{len(found)} files are called {shown!r}" if found else f"there is no file {shown!r}"
    raise NmtError(message, "nmt-study cpd evidence list shows the name of each.", ExitCode.USAGE)


def detach(desk: Desk, filed: Filed) -> None:
    """Take a file away from an activity; it stays on the disk until it is erased.

    Raises:
        NmtError: it could not be saved.
    """
    stamp = desk.stamp(desk.mint())
    put(desk, Entry(stamp, EVIDENCE, filed.id, filed.activity, _data(filed), {"name": filed.name}, void=True))


def path_of(desk: Desk, filed: Filed) -> Path:
    """Return where a file lies."""
    return files.path_of(desk.places.home, filed.sha256, filed.form)


def open_file(desk: Desk, filed: Filed) -> str:
    """Open a file with the system's own program for it; say that it was opened, or where it lies."""
    path = path_of(desk, filed)
    return "Opened." if _open_with_system(path) else f"It could not be opened here. It lies at {path}"


def _open_with_system(path: Path) -> bool:
    """Try to open a file; tell whether there was a program for it."""
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - the system's own way
        except OSError:  # no program is set for files of this kind
            return False
        return True
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None:
        return False
    quiet = subprocess.DEVNULL
    subprocess.Popen([program, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    return True


def faults(desk: Desk, every: tuple[Logged, ...]) -> tuple[str, ...]:
    """Return which files on file are gone or were changed since they were attached, each in a sentence."""
    return tuple(
        f"{clean(one.dated)}: {filed.name or 'a file'} {fault}."
        for one in every
        for filed in one.evidence
        if (fault := files.fault_of(desk.places.home, filed.sha256, filed.form))
    )


@dataclass(frozen=True, slots=True)
class Inbox:
    """What lies in the inbox and is not on file: certificates not logged so far, and why others cannot be taken."""

    waiting: tuple[Path, ...]
    refused: tuple[str, ...]

    @property
    def told(self) -> str:
        """How many there are, "" where the inbox holds nothing to look at."""
        parts = [f"{len(self.waiting)} not logged yet"] if self.waiting else []
        if self.refused:
            parts.append(f"{count(len(self.refused), 'file')} that cannot be taken")
        return ", and ".join(parts)


def inbox(desk: Desk) -> Inbox:
    """Return what lies in the inbox and is not on file yet."""
    known = {filed.sha256 for one in logged(desk) for filed in one.evidence}
    found: list[Path] = []
    refused: list[str] = []
    for path in files.waiting(desk.places.home):
        try:
            files.check(path)
        except NmtError as fault:
            refused.append(fault.in_full)
            continue
        if _digest(path) not in known:
            found.append(path)
    return Inbox(tuple(found), tuple(refused))


def _digest(path: Path) -> str:
    try:
        return files.digest_of(path)
    except OSError:
        return ""


def erasable(desk: Desk, one: Logged) -> tuple[str, ...]:
    """Return the events whose words have to be erased so that nothing of an activity's words stays.

    Raises:
        NmtError: the record cannot be read.
    """
    book = desk.record.ledger
    things = {one.id, *(filed.id for filed in one.evidence)}
    things |= {thing.id for thing in book.things(EVIDENCE, about=one.id, voided=True)}
    return desk.record.ledger.events_of(*sorted(things))


def bury(desk: Desk, one: Logged) -> int:
    """Put a tombstone in the place of each file of an activity: digest, size and this day; return how many there are.

    Raises:
        NmtError: they could not be saved.
    """
    every = desk.record.ledger.things(EVIDENCE, about=one.id, voided=True)
    on = local_day(desk).isoformat()
    put(
        desk,
        *(
            Entry(desk.stamp(desk.mint()), EVIDENCE, thing.id, one.id, {**thing.data, ERASED: on}, void=True)
            for thing in every
            if ERASED not in thing.data
        ),
    )
    return len(every)


def tombstones(desk: Desk, one: Logged) -> tuple[str, ...]:
    """Return what is left of the files of an activity that were erased, each in words."""
    every = desk.record.ledger.things(EVIDENCE, about=one.id, voided=True)
    return tuple(
        f"{thing.data['kind']}, erased on {thing.data[ERASED]} (SHA-256 {thing.data['sha256'][:12]}…)"
        for thing in every
        if ERASED in thing.data
    )


def remove_files(desk: Desk, one: Logged) -> int:
    """Delete the files of an activity for good, but for those that another activity has too; return how many.

    Raises:
        NmtError: one cannot be deleted.
    """
    others = {
        filed.sha256 for other in logged(desk, voided=True) if other.id != one.id for filed in other.evidence
    }
    every = desk.record.ledger.things(EVIDENCE, about=one.id, voided=True)
    found = {(str(thing.data["sha256"]), str(thing.data["form"])) for thing in every}
    try:
        return sum(files.remove(desk.places.home, *name) for name in sorted(found) if name[0] not in others)
    except OSError as fault:
        raise NmtError(f"a file could not be deleted: {reason_of(fault)}") from fault
