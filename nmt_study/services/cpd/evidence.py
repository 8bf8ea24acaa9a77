"""Evidence of an activity: attaching certificates, telling whether they are still what they were, erasing for good."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd.book import Filed, Logged, logged, put
from nmt_study.services.desk import Desk
from nmt_study.storage import evidence as files
from nmt_study.storage.ledger import EVIDENCE, Entry
from nmt_study.text import clean

CERTIFICATE = "certificate"
KINDS = (CERTIFICATE, "transcript", "letter", "log", "agenda", "notes", "other")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was attached, and what should be looked at again."""

    filed: Filed
    warnings: tuple[str, ...]


def attach(desk: Desk, one: Logged, source: Path, kind: str = CERTIFICATE) -> Attached:
    """Copy a file into the home as evidence of an activity; the original stays where it is.

    Raises:
        NmtError: the file cannot be taken, there is no such kind, or it could not be saved.
    """
    if kind not in KINDS:
        raise NmtError(f"there is no such kind of evidence; it may be {', '.join(KINDS)}", "", ExitCode.USAGE)
    stored = files.store(desk.places.home, source)
    stamp = desk.stamp(desk.mint())
    filed = Filed(stamp.id, one.id, stored.sha256, stored.size, stored.form, kind, files.shown_name(source))
    if any(other.sha256 == filed.sha256 for other in one.evidence):
        return Attached(filed, ("This very file is attached to it already.",))
    data = {"sha256": stored.sha256, "bytes": stored.size, "form": stored.form, "kind": kind}
    put(desk, Entry(stamp, EVIDENCE, stamp.id, one.id, data, {"name": filed.name}))
    return Attached(filed, tuple(_elsewhere(desk, filed)))


def _elsewhere(desk: Desk, filed: Filed) -> list[str]:
    """Say which other activities have the same file: one certificate twice is an auditor's first find."""
    return [
        f"The same file is attached to {one.dated} too."
        for one in logged(desk)
        if one.id != filed.activity and any(other.sha256 == filed.sha256 for other in one.evidence)
    ]


def detach(desk: Desk, filed: Filed) -> None:
    """Take a file away from an activity; it stays on the disk until it is erased.

    Raises:
        NmtError: it could not be saved.
    """
    data = {"sha256": filed.sha256, "bytes": filed.size, "form": filed.form, "kind": filed.kind}
    put(
        desk,
        Entry(
            desk.stamp(desk.mint()), EVIDENCE, filed.id, filed.activity, data, {"name": filed.name}, void=True
        ),
    )


def path_of(desk: Desk, filed: Filed) -> Path:
    """Return where a file lies."""
    return files.path_of(desk.places.home, filed.sha256, filed.form)


def open_with_system(path: Path) -> bool:
    """Open a file with the system's own program for it; tell whether that could be tried."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - the system's own way
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


def waiting(desk: Desk) -> tuple[Path, ...]:
    """Return the files of the inbox that are not on file yet: certificates not logged so far."""
    known = {filed.sha256 for one in logged(desk) for filed in one.evidence}
    return tuple(path for path in files.waiting(desk.places.home) if _digest(path) not in known)


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


def remove_files(desk: Desk, one: Logged) -> int:
    """Delete the files of an activity for good, but for those that another activity has too; return how many.

    Raises:
        NmtError: one cannot be deleted.
    """
    others = {filed.sha256 for other in logged(desk) if other.id != one.id for filed in other.evidence}
    every = desk.record.ledger.things(EVIDENCE, about=one.id, voided=True)
    found = {(str(thing.data["sha256"]), str(thing.data["form"])) for thing in every}
    try:
        return sum(files.remove(desk.places.home, *name) for name in sorted(found) if name[0] not in others)
    except OSError as fault:
        raise NmtError(f"a file could not be deleted: {clean(fault.strerror or str(fault))}") from fault
