"""The composition root: one desk holds the settings, the clock, the record and the library of one home."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nmt_study.clock import Clock, Moment, StudyDay, study_day
from nmt_study.config import RECORD_FILE, Places
from nmt_study.disk import is_file
from nmt_study.errors import Diagnostic
from nmt_study.identifiers import RandomBytes, uuid7
from nmt_study.services.safety.keeping import Keeping, open_kept
from nmt_study.settings import Settings, changed_in, is_broken, read_settings, save_settings
from nmt_study.storage.database import copied, is_empty, open_copy
from nmt_study.storage.library.library import Library, Overview, Progress
from nmt_study.storage.record.event import SAME_CARD, SAME_TEXT, Stamp, milliseconds
from nmt_study.storage.record.record import Record

LARGE = 5_000_000
"""So many bytes of decks take so long to read that it is told how far it is."""


@dataclass(slots=True)
class Desk:
    """What every service works with. Clock and random numbers come from outside.

    `filed` is what the settings file said when it was read last, `problems` what is wrong in it; `relinked` says how many cards' progress followed their text.
    """

    places: Places
    settings: Settings
    clock: Clock
    random: RandomBytes
    record: Record
    library: Library
    keeping: Keeping
    filed: Settings
    problems: tuple[Diagnostic, ...] = ()
    relinked: int = 0

    def today(self, moment: Moment | None = None) -> StudyDay:
        """Return the study day of a moment, by default of now."""
        return study_day(moment or self.clock.now(), self.settings.rollover)

    def waiting(self) -> Overview:
        """Return what waits today, in all and deck by deck."""
        return self.library.overview(self.today())

    def mint(self) -> str:
        """Return a fresh event id; minted when a card is shown, so that answering twice is harmless."""
        return uuid7(milliseconds(self.clock.now()), self.random)

    def stamp(self, event: str) -> Stamp:
        """Return the stamp of something that happens now, under an id minted before."""
        moment = self.clock.now()
        return Stamp(event, moment, self.today(moment))

    def keep(self, settings: Settings) -> None:
        """Take over and save what is changed by settings; what the file says by now of all others counts.

        Raises:
            NmtError: the file cannot be written; the settings hold until the program ends.
        """
        before, self.settings = self.settings, settings
        now, problems = read_settings(self.places.settings)
        merged = settings if is_broken(problems) else changed_in(now, before, settings)
        save_settings(self.places.settings, merged)
        self.settings = self.filed = merged
        self.problems = read_settings(self.places.settings)[1]

    def read_settings_again(self) -> bool:
        """Take over settings that were changed in their file meanwhile; tell whether any were."""
        filed, problems = read_settings(self.places.settings)
        if is_broken(problems):
            filed = self.filed  # what it says is not known; it may be half written
        changed = (filed, problems) != (self.filed, self.problems)
        self.settings = changed_in(self.settings, self.filed, filed)
        self.filed, self.problems = filed, problems
        return changed

    def look_again(self) -> bool:
        """Notice files that changed meanwhile; tell whether any did. Progress follows what is certain.

        Raises:
            NmtError: the record cannot be read or written.
        """
        if not self.library.refresh():
            return False
        self.relinked += follow_texts(self)
        return True

    def close(self) -> None:
        """Let go of the files, once what was recorded has its second copy."""
        with closing(self.record), closing(self.library):
            self.keeping.finish()


def open_desk(places: Places, clock: Clock, random: RandomBytes, progress: Progress | None = None) -> Desk:
    """Open the record and bring the library up to date; `progress` hears bytes read and bytes to read.

    Raises:
        NmtError: the home cannot be used, or its record is damaged or from a newer version.
    """
    settings, problems = read_settings(places.settings)
    with ExitStack() as opened:
        record = opened.enter_context(closing(open_kept(places, clock, random)))
        library = opened.enter_context(closing(Library.open(places, record, progress)))
        keeping = Keeping(places, record, clock)
        keeping.start(settings)
        desk = Desk(places, settings, clock, random, record, library, keeping, settings, problems)
        desk.relinked = follow_texts(desk)
        opened.pop_all()
    return desk


@contextmanager
def desk_to_look(
    places: Places, clock: Clock, random: RandomBytes, progress: Progress | None = None
) -> Iterator[Desk]:
    """Give a desk that leaves no trace: it works on copies of record and cache, which are thrown away.

    Raises:
        NmtError: the home cannot be used, or its record is from a newer version.
    """
    import tempfile

    settings, problems = read_settings(places.settings)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        aside = places._replace(cache=Path(folder) / "cache", data=Path(folder) / "data")
        aside.cache.mkdir()
        copied(places.library, aside.library)
        if is_file(places.record) and not is_empty(places.record):
            open_copy(places.record).close()  # what is wrong with it is told of the file itself
            copied(places.record, Path(folder) / RECORD_FILE)
        with (
            closing(Record.open(Path(folder) / RECORD_FILE, random)) as record,
            closing(Library.open(aside, record, progress)) as library,
        ):
            keeping = Keeping(aside, record, clock)
            yield Desk(aside, settings, clock, random, record, library, keeping, settings, problems)


def follow_texts(desk: Desk) -> int:
    """Let progress follow cards whose key changed while their text did not, or only in slips; return how many did.

    Only what is certain: one card vanished and one new card says the same. Each is an event of its own. The rest is
    for the learner to decide: see `changes`.
    """
    followed = 0
    for find, reason in (
        (desk.library.changed.certain_links, SAME_TEXT),
        (desk.library.changed.likely_links, SAME_CARD),
    ):
        while links := find():
            done = sum(
                desk.record.relink(desk.stamp(desk.mint()), link.origin, link.target, reason)
                for link in links
            )
            followed += done
            if not done:
                break
    return followed
