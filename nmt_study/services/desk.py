"""The composition root: one desk holds the settings, the clock, the record and the library of one home."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC

from nmt_study.clock import Clock, Moment, StudyDay, study_day
from nmt_study.config import Places, Settings, read_settings, save_settings
from nmt_study.errors import Diagnostic
from nmt_study.identifiers import uuid7
from nmt_study.storage.library import Library, Progress
from nmt_study.storage.record import Record

RandomBytes = Callable[[int], bytes]


@dataclass(slots=True)
class Desk:
    """What every service works with. Clock and random numbers come from outside."""

    places: Places
    settings: Settings
    clock: Clock
    random: RandomBytes
    record: Record
    library: Library
    problems: tuple[Diagnostic, ...] = field(default=())

    def today(self, moment: Moment | None = None) -> StudyDay:
        """Return the study day of a moment, by default of now."""
        return study_day(moment or self.clock.now(), self.settings.rollover)

    def mint(self) -> str:
        """Return a fresh event id; minted when a card is shown, so that answering twice is harmless."""
        millis = int(self.clock.now().at.astimezone(UTC).timestamp() * 1000)
        return uuid7(millis, self.random)

    def keep(self, settings: Settings) -> None:
        """Take over and save changed settings."""
        self.settings = settings
        save_settings(self.places.settings, settings)

    def close(self) -> None:
        """Let go of the files."""
        self.library.close()
        self.record.close()


def open_desk(places: Places, clock: Clock, random: RandomBytes, progress: Progress | None = None) -> Desk:
    """Open the record and bring the library up to date; `progress` hears how far a long reading is.

    Raises:
        NmtError: the home cannot be used, or its record is damaged or from a newer version.
    """
    settings, problems = read_settings(places.settings)
    record = Record.open(places.record, random)
    library = Library.open(places, record, progress)
    return Desk(places, settings, clock, random, record, library, problems)
