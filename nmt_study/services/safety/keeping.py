"""Keeping safe what is being learnt: a second copy of every event, a backup a day, and the list of known homes.

Trouble with any of it is told, and never stops a session: the record itself is what an answer waits for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread

from nmt_study.clock import Clock, moment_at, study_day
from nmt_study.config import Places
from nmt_study.disk import exists
from nmt_study.errors import NmtError
from nmt_study.identifiers import RandomBytes
from nmt_study.services.words import as_argument, count
from nmt_study.settings import Settings
from nmt_study.storage.copies import backups, homes, segments
from nmt_study.storage.copies.homes import Home
from nmt_study.storage.copies.segments import OlderRecordError, Series
from nmt_study.storage.copies.whereabouts import on_network, synced_by
from nmt_study.storage.record.record import DEVICE, Mark, Record
from nmt_study.storage.refusal import DamagedError
from nmt_study.text import clean, reason_of

SHIP_EVERY = 50
AT_ONCE = 250
"""So many events are copied in one go at most; where many are waiting, the next times do the rest."""

PATIENCE = 5.0
"""Seconds that leaving the program may take because a copy is still being made; what takes longer is left out."""

_NO_BACKUP = "Today's backup could not be made"
_NO_LIST = "The list of your homes could not be written"
_NO_COPY = "The second copy of your answers could not be written"

FROM_SEGMENTS = "nmt-study data restore --from-segments"


def open_kept(places: Places, clock: Clock, random: RandomBytes) -> Record:
    """Open the record of a home, unless it held answers that are gone; before tables are changed it is backed up.

    Raises:
        NmtError: it cannot be opened, or is gone; the hint names the command that brings the answers back.
    """
    home = homes.home_at(places.data, places.home)
    if home is not None and home.lost and segments.series_of(places.data, home.id):
        kept = clean(str(Series.of(places.data, home.id, home.device).folder.parent))
        raise NmtError(
            f"your {count(home.answers, 'answer')} in {clean(str(places.home))} are gone: {_gone(home)}",
            f"Bring them back: {FROM_SEGMENTS} (to begin afresh instead, move {kept} away first)",
        )

    def before(_: object) -> None:
        back_up(places, clock.now().at)

    try:
        return Record.open(places.record, random, before)
    except DamagedError as refusal:
        if home is None or not segments.series_of(places.data, home.id):
            raise
        hint = f"Bring your answers back: {FROM_SEGMENTS} (the damaged file is kept among the backups)"
        raise DamagedError(refusal.message, hint) from refusal


def _gone(home: Home) -> str:
    """Say in what way a record is gone."""
    if not exists(Path(home.path)):
        return "that folder is not there; is its drive connected?"
    return "its progress.db is empty" if exists(home.record) else "its progress.db is not there"


def back_up(places: Places, now: datetime) -> backups.Backup:
    """Back the record of a home up to the user data folder, and thin the backups there.

    Raises:
        NmtError: the record cannot be read, or the backup could not be made.
    """
    folder = backups.folder_of(places.data, homes.identity(places.record).id)
    with writing(folder):
        made = backups.back_up(places.record, folder, now)
        backups.thin(folder, now)
    return made


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the system says about a folder into words."""
    try:
        yield
    except OSError as fault:
        reason = reason_of(fault)
        raise NmtError(
            f"{clean(str(fault.filename or folder))} cannot be written: {reason}",
            "Make room there, or allow writing.",
        ) from fault


@dataclass(slots=True)
class Keeping:
    """What keeps one open home safe. `lines` are sentences for the learner."""

    places: Places
    record: Record
    clock: Clock
    home: Home | None = None
    _troubles: dict[str, str] = field(default_factory=dict)
    _notes: tuple[str, ...] = ()
    _shipping: Thread | None = None
    _backup: Thread | None = None
    _waiting: int = 0
    _shipped: Mark | None = None

    def start(self, settings: Settings) -> None:
        """Do what is due when the home is opened."""
        with self._told(_NO_LIST):
            home = homes.settle(self.places.data, self.places.home, self.record)
            self._notes = (*self._elsewhere(home), *self._exposed(home))
            answers = home.answers or (self.record.mark().position and self.record.counts().answers)
            self.home = home._replace(answers=answers, warned=home.warned or bool(exposure(self.places)))
            if answers or self.home.warned:  # an empty home is nothing to remember
                homes.remember(self.places.data, self.home)
        self.ship()
        due = False
        with self._told(_NO_BACKUP):
            due = self._backup_is_due(settings)
        if due:  # a record of many years takes a second or two to copy
            self._backup = _beside(partial(self._back_up, self.clock.now().at))

    def happened(self) -> None:
        """Take note that an event was recorded; now and then those that wait are copied, without waiting for it."""
        self._waiting += 1
        if self._waiting >= SHIP_EVERY and self.home is not None:
            self._waiting = 0
            self._shipping = _beside(partial(self._ship_beside, self._series(self.home)))

    def ship(self) -> None:
        """Copy the events that have no second copy yet."""
        self._waiting = 0
        with self._told(_NO_COPY):
            self._ship()

    def _ship(self) -> None:
        mark = self.record.mark()
        if self.home is None or not mark.position or mark == self._shipped:
            return
        _see_out(self._shipping)
        try:
            shipped = self._series(self.home).ship(self.record.path, AT_ONCE)
        except OlderRecordError:
            shipped = self._begin_anew(self.home)
        self._shipped = mark if shipped is not None and shipped < AT_ONCE else None
        if shipped:
            with self._told(_NO_LIST):
                self.home = self.home._replace(answers=self.record.counts().answers)
                homes.remember(self.places.data, self.home)

    def finish(self) -> None:
        """Copy what waits, and see a backup out, within reason."""
        self.ship()
        _see_out(self._backup)

    def lines(self) -> tuple[str, ...]:
        """Return what there is to say to the learner."""
        return (*self._notes, *self._troubles.values())

    def _series(self, home: Home) -> Series:
        return Series.of(self.places.data, home.id, self.record.device)

    def _begin_anew(self, home: Home) -> int | None:
        """Begin a new series: an older copy has taken this record's place."""
        kept = self._series(home).folder
        note = "This record lacks answers that were given here: an older copy took its place. To bring them back: "
        self._notes += (f"{note}{FROM_SEGMENTS} {as_argument(kept)}",)
        self.record.rename(DEVICE)
        self.home = home._replace(device=self.record.device)
        return self._series(home).ship(self.record.path, AT_ONCE)

    def _elsewhere(self, home: Home) -> tuple[str, ...]:
        """Say where the answers are when this home has none and another one has."""
        if self.record.last() is not None:
            return ()
        other, words = fullest_other(self.places, home.id), earlier_words(self.places, home.id)
        return (*((elsewhere_words(other),) if other else ()), *((words,) if words else ()))

    def _exposed(self, home: Home) -> tuple[str, ...]:
        """Warn once of a folder that is no good place for a record."""
        words = "" if home.warned else exposure(self.places)
        return (words,) if words else ()

    def _ship_beside(self, series: Series) -> None:
        with self._told(_NO_COPY):
            series.ship(self.record.path, AT_ONCE)

    def _back_up(self, now: datetime) -> None:
        with self._told(_NO_BACKUP):
            back_up(self.places, now)

    def _backup_is_due(self, settings: Settings) -> bool:
        """Tell whether something was recorded since the last backup, and that was made on an earlier study day."""
        if self.home is None or not self.record.mark().position:
            return False
        found = backups.backups_in(backups.folder_of(self.places.data, self.home.id))
        if not found:
            return True
        now = self.clock.now()
        then = moment_at(found[-1].at, now.zone, now.offset)
        made = study_day(then, settings.rollover)
        return made != study_day(now, settings.rollover) and found[-1].events != self.record.mark().position

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Keep a fault as a sentence until the same thing goes well."""
        try:
            yield
            self._troubles.pop(what, None)
        except NmtError as refusal:
            self._troubles[what] = f"{what}: {refusal.in_full}"
        except OSError as fault:
            where, reason = fault.filename or self.places.data, reason_of(fault)
            words = f"{clean(str(where))}: {reason}. Make room there, or allow writing."
            self._troubles[what] = f"{what}: {words}"


def _beside(work: Callable[[], None]) -> Thread:
    """Do something that nobody has to wait for; it uses connections of its own."""
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


def _see_out(thread: Thread | None) -> None:
    """Wait for what is done beside, but not for ever."""
    if thread is not None:
        thread.join(PATIENCE)


def fullest_other(places: Places, home: str) -> Home | None:
    """Return the known home with the most answers, apart from one, among those that are still there."""
    here = homes.real(places.home)
    others = [
        one
        for one in homes.known_homes(places.data)
        if one.id != home and one.path != here and one.answers and not one.lost
    ]
    return max(others, key=lambda one: one.answers, default=None)


def elsewhere_words(other: Home) -> str:
    """Say where the answers of another home are, and how to open it."""
    are = "is" if other.answers == 1 else "are"
    there = f"Your {count(other.answers, 'answer')} {are} in {clean(other.path)}"
    return f"{there}. To go on there: nmt-study --home {as_argument(other.path)}"


def earlier_words(places: Places, home: str) -> str:
    """Say where the backups are of a record that was in this home before, "" when there was none."""
    here = homes.real(places.home)
    for one in homes.known_homes(places.data):
        folder = backups.folder_of(places.data, one.id)
        if one.id != home and one.path == here and one.answers and backups.backups_in(folder):
            answers = count(one.answers, "answer")
            return f"An earlier record of this home held {answers}; its backups are in {clean(str(folder))}"
    return ""


def exposure(places: Places) -> str:
    """Return a warning when the home lies where a database is not safe, "" otherwise."""
    service = synced_by(places.home)
    if service:
        return (
            f"Your home lies in a folder that {service} copies. That can damage your record, or put an old one back; "
            "use it on one computer at a time, or move the home elsewhere."
        )
    kind = on_network(places.home)
    if kind:
        return (
            f"Your home lies on another machine ({kind}), where a record can be damaged; "
            "move it to a disk of this computer."
        )
    return ""
