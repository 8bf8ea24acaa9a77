"""The doctor: everything that can be wrong with an installation and a home, what was found, and what to do about it."""

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from nmt_study import __version__
from nmt_study.clock import Clock, study_day
from nmt_study.config import Places
from nmt_study.disk import exists
from nmt_study.errors import NmtError, Severity
from nmt_study.identifiers import RandomBytes
from nmt_study.services.safety import certificates, erasing
from nmt_study.services.safety.data import the_home, the_record
from nmt_study.services.safety.keeping import FROM_SEGMENTS, elsewhere_words, exposure, fullest_other
from nmt_study.services.settings import problems_in
from nmt_study.services.words import as_argument, count, date_words
from nmt_study.settings import Settings, read_settings
from nmt_study.storage import packs
from nmt_study.storage.copies import backups, homes
from nmt_study.storage.copies.erase import damaged_copies
from nmt_study.storage.copies.homes import Home
from nmt_study.storage.copies.restore import BESIDE, check_backup
from nmt_study.storage.copies.segment_line import SegmentError
from nmt_study.storage.copies.segments import OlderRecordError, Series, series_of
from nmt_study.storage.copies.whereabouts import on_network
from nmt_study.storage.database import SQLITE
from nmt_study.storage.library.library import Library
from nmt_study.storage.record.record import Record
from nmt_study.storage.record.verify import Finding
from nmt_study.text import clean, reason_of

ROOM = 100_000_000
"""Bytes that should be free on a disk with a record: a backup needs room, and so does every answer."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, whether it is fine, and what to do about it."""

    name: str
    found: str
    fine: bool = True
    hint: str = ""


@dataclass(slots=True)
class Visit:
    """What the checks of one visit work with; `home` is None where nothing is known of one.

    `readable` says that there is a record and that it can be read.
    """

    places: Places
    clock: Clock
    random: RandomBytes
    settings: Settings = field(default_factory=Settings)
    home: Home | None = None
    readable: bool = False


def doctor(places: Places, environment: Mapping[str, str], clock: Clock, random: RandomBytes) -> list[Check]:
    """Look at everything; a fault is a finding, never an exception."""
    visit = Visit(places, clock, random, read_settings(places.settings)[0])
    return [
        Check("nmt-study", f"{__version__}, Python {platform.python_version()} on {platform.platform()}"),
        Check(
            "packages", ", ".join(f"{name} {version(name)}" for name in ("textual", "fsrs", "sqlite-utils"))
        ),
        Check("SQLite", SQLITE),
        _terminal(environment),
        _writable("home", places.home, "Answers cannot be saved here; choose another home with --home"),
        _writable("your data", places.data, "Backups and the second copy cannot be written"),
        _room(places),
        _settings(places),
        *_of_record(visit),
        *(check for look in _LOOKS for check in _looked(look, visit)),
    ]


def _terminal(environment: Mapping[str, str]) -> Check:
    """Say what the terminal claims to be; a dumb one gets the plain mode."""
    kind = environment.get("TERM", "none")
    colours = environment.get("COLORTERM") or ("256 colours" if "256" in kind else "as TERM says")
    quiet = ", NO_COLOR" if environment.get("NO_COLOR") else ""
    hint = "The full screen cannot be shown here; the plain mode opens instead." if kind == "dumb" else ""
    return Check("terminal", f"TERM={kind}, {colours}{quiet}, {sys.stdout.encoding}", hint=hint)


def _writable(name: str, folder: Path, trouble: str) -> Check:
    """Say whether a folder can be written, or made."""
    fine = os.access(_existing(folder), os.W_OK)
    hint = "" if fine else f"{trouble}, or allow writing."
    return Check(name, f"{folder}{'' if exists(folder) else ' (not made yet)'}", fine, hint)


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that is there."""
    while not exists(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


def _room(places: Places) -> Check:
    """Say how much room is left on the disks of home and user data."""
    free = min(shutil.disk_usage(_existing(folder)).free for folder in (places.home, places.data))
    found = f"{free / 1e9:.1f} GB free" if free >= 1e9 else f"{free // 1_000_000} MB free"
    hint = "Make room soon: without it answers cannot be saved, nor backups made."
    return Check("disk", found, free >= ROOM, "" if free >= ROOM else hint)


def _settings(places: Places) -> Check:
    """Say whether the settings file is understood."""
    problems = problems_in(places.settings)
    if not problems:
        return Check("settings", "as set" if exists(places.settings) else "defaults")
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return Check("settings", f"{first.path}:{first.line}: {first.message}{more}", fine=False, hint=first.hint)


# ---- the record and the decks ------------------------------------------------------------------------------------------


def _of_record(visit: Visit) -> list[Check]:
    """Verify the record and look for errors in the decks; without a record there is nothing to verify."""
    places = visit.places
    try:
        visit.home = the_home(places)
        with the_record(places, visit.clock, visit.random) as record:
            checks = [_verified(record.verify(), record.counts().answers)]
            checks.append(_decks(places, record))
        visit.readable = True
        return checks
    except NmtError as refusal:
        missing = not exists(places.record) and not (visit.home and visit.home.lost)
        return [Check("record", refusal.message, fine=missing, hint=refusal.hint)]


def _verified(findings: tuple[Finding, ...], answers: int) -> Check:
    """Say whether the record is as it was written."""
    if not findings:
        return Check("record", f"sound, {count(answers, 'answer')}")
    first = findings[0]
    return Check(
        "record",
        f"{count(len(findings), 'problem')}, first: {first.where}: {first.message}",
        fine=False,
        hint="nmt-study data verify lists them; nmt-study data rebuild mends what follows from the events, "
        "nmt-study data restore brings back the rest.",
    )


def _decks(places: Places, record: Record) -> Check:
    """Say whether the decks have errors."""
    library = Library.open(places, record)
    try:
        decks, diagnostics = library.decks(), library.diagnostics()
    finally:
        library.close()
    errors = sum(found.severity is Severity.ERROR for found in diagnostics)
    cards = sum(deck.cards for deck in decks)
    found = f"{count(len(decks), 'deck')}, {count(cards, 'card')}, {count(errors, 'error')}"
    return Check("decks", found, not errors, "nmt-study deck check lists them." if errors else "")


# ---- what keeps the record safe ----------------------------------------------------------------------------------------

Look = Callable[[Visit], Iterator[Check]]


def _looked(look: Look, visit: Visit) -> list[Check]:
    """Do one look; what it cannot read is a finding."""
    try:
        return list(look(visit))
    except NmtError as refusal:
        return [Check(_name(look), refusal.message, fine=False, hint=refusal.hint)]
    except OSError as fault:
        reason = reason_of(fault)
        return [Check(_name(look), f"cannot be read: {reason}", fine=False, hint="Allow reading it.")]


def _name(look: Look) -> str:
    return look.__name__.strip("_").replace("_", " ")


def _segments(visit: Visit) -> Iterator[Check]:
    """Look at the second copy: whole, up to date, and without words that were erased."""
    home, record = visit.home, visit.places.record
    if home is None:
        yield Check("segments", "none yet")
        return
    for series in series_of(visit.places.data, home.id):
        if series.device != home.device:
            yield _other_series(visit, series)
    mine = Series.of(visit.places.data, home.id, home.device)
    try:
        events, behind = sum(1 for _ in mine.read()), mine.behind(record) if visit.readable else 0
    except SegmentError as broken:
        hint = "nmt-study data rebuild makes the second copy anew from the record."
        yield Check("segments", broken.message, fine=False, hint=hint)
        return
    except OlderRecordError as older:
        hint = f"Newer answers are in the segments; {FROM_SEGMENTS} brings them back."
        yield Check("segments", older.message, fine=False, hint=hint)
        return
    waiting = f", {behind} more at the next start" if behind else ""
    yield Check("segments", f"{count(events, 'event')}, each as it was written{waiting}")
    for event in erasing.unfinished(visit.places) if visit.readable else ():
        hint = f"Do it again, it does the rest: nmt-study data erase {event}"
        yield Check("segments", "words that were erased are still in the second copy", fine=False, hint=hint)


def _other_series(visit: Visit, series: Series) -> Check:
    """Say what an earlier series holds that the record does not."""
    try:
        events = [event.id for event, _ in series.read()]
    except SegmentError as broken:
        return Check("earlier segments", broken.message, hint="The record does not need them.")
    missing = len(events) - homes.known_events(visit.places.record, events) if visit.readable else 0
    found = f"{count(len(events), 'event')}, {f'{missing} of them not' if missing else 'all'} in your record"
    way = f"If they are missed: {FROM_SEGMENTS} {as_argument(series.folder)}"
    return Check("earlier segments", found, hint=way if missing else "")


def _backups(visit: Visit) -> Iterator[Check]:
    """Look at the newest backup, and at damaged records that were kept."""
    if visit.home is None:
        return
    folder = backups.folder_of(visit.places.data, visit.home.id)
    found = backups.backups_in(folder)
    if not found:
        yield Check(
            "backups", "none yet", hint="One is made at the next start; nmt-study data backup makes one now."
        )
    else:
        newest = found[-1]
        when = date_words(newest.at.date())
        try:
            check_backup(newest.path)
        except NmtError as refusal:
            yield Check("backups", refusal.message, fine=False, hint="nmt-study data backup makes a new one.")
        else:
            yield Check(
                "backups", f"{len(found)}, the newest of {when} with {count(newest.events, 'event')}, sound"
            )
    for kept in damaged_copies(folder):
        if kept.suffix == ".db":  # the others belong to one
            yield Check(
                "backups", f"a damaged record was kept: {kept}", hint="Delete it when nothing is missed."
            )


def _clock(visit: Visit) -> Iterator[Check]:
    """Look for answers dated after today."""
    if not visit.readable:
        return
    today = study_day(visit.clock.now(), visit.settings.rollover)
    with the_record(visit.places, visit.clock, visit.random) as record:
        found = record.answers_after(today)
    if found is None:
        yield Check("clock", "no answer is dated after today")
        return
    answers = count(len(found.answers), "answer")
    hint = "Check the date of this computer. If it is right now and ran ahead before: nmt-study data redate"
    yield Check("clock", f"{answers} dated after today", fine=False, hint=hint)


def _homes(visit: Visit) -> Iterator[Check]:
    """Look where the home lies, and whether the answers are in another one."""
    trouble = exposure(visit.places)
    if trouble:
        yield Check(
            "place of the home", trouble, fine=False, hint="nmt-study data backup --to FOLDER is a safe copy."
        )
    if homes.list_is_damaged(visit.places.data):
        hint = "It is made anew as your homes are opened."
        yield Check("homes", f"{visit.places.data / homes.FILE} is damaged", fine=False, hint=hint)
        return
    known = [home for home in homes.known_homes(visit.places.data) if home.answers]
    other = fullest_other(visit.places, visit.home.id if visit.home else "")
    if other and not (visit.home and visit.home.answers):
        yield Check("homes", f"{len(known)} known with answers", hint=elsewhere_words(other))
    else:
        yield Check("homes", f"{len(known)} known with answers")


def _files(visit: Visit) -> Iterator[Check]:
    """Look for what others may read, and for what a killed restore left."""
    record = visit.places.record
    if os.name == "posix" and exists(record) and not on_network(visit.places.home):
        mode = stat.S_IMODE(record.stat().st_mode)
        if mode & 0o077:
            hint = f"chmod 600 {as_argument(record)}"
            yield Check("privacy", "others on this computer may read your record", fine=False, hint=hint)
    left = record.with_name(record.name + BESIDE)
    if exists(left):
        hint = f"Do it again, or delete {clean(str(left))}: your record was not touched."
        yield Check("restore", "a restore was cut short", fine=False, hint=hint)


def _evidence(visit: Visit) -> Iterator[Check]:
    """Look whether certificates are still what was attached, and whether packs of one's own can be used."""
    home = visit.places.home
    _, refused = packs.own(home)
    yield from (Check("packs", one.message, fine=False, hint=one.hint) for one in refused)
    if not visit.readable:
        return
    with the_record(visit.places, visit.clock, visit.random) as record:
        files = certificates.named(record)
    wrong = certificates.lacking(home, files)
    if wrong:
        hint = "nmt-study cpd evidence check names them; attach the originals again."
        told = f"{count(wrong, 'certificate')} gone, or changed since it was attached"
        yield Check("evidence", told, fine=False, hint=hint)
    elif files:
        yield Check("evidence", f"{count(len(files), 'certificate')}, unchanged")


_LOOKS: tuple[Look, ...] = (_segments, _backups, _clock, _homes, _files, _evidence)
