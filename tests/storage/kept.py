"""What the tests of backups, segments, restoring and erasing are made of: a home with a history of every kind."""

import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from nmt_study.srs.model import Grade
from nmt_study.storage import backups, homes
from nmt_study.storage.backups import Backup
from nmt_study.storage.event import NOTE, REPORT, SHAPINGS
from nmt_study.storage.record import Record
from nmt_study.storage.segments import Series
from nmt_study.storage.sitting import HANDED_IN
from tests.storage.builders import DERIVED, Learner, learner, noise

NOW = datetime(2024, 10, 4, 12, 30, tzinfo=UTC)
NAME = "the client with the green door"
"""What somebody typed that must not be in a record."""


@dataclass
class Kept:
    """A home with a record, and the user data folder beside it."""

    folder: Path
    student: Learner

    @property
    def data(self) -> Path:
        """The user data folder."""
        return self.folder / "data"

    @property
    def record(self) -> Path:
        """The record."""
        return self.folder / "home" / "progress.db"

    @property
    def series(self) -> Series:
        """The segments of the record as it is now."""
        home = homes.identity(self.record)
        return Series.of(self.data, home.id, home.device)

    @property
    def backups(self) -> Path:
        """The folder with the backups."""
        return backups.folder_of(self.data, homes.identity(self.record).id)

    def ship(self, limit: int = 100_000) -> int | None:
        """Copy what has no second copy yet."""
        return self.series.ship(self.record, limit)

    def back_up(self, at: datetime = NOW) -> Backup:
        """Make a backup."""
        return backups.back_up(self.record, self.backups, at)

    def reopen(self) -> "Kept":
        """Open the record anew, as the next start would."""
        self.student.record.close()
        record = Record.open(self.record, noise(77))
        return Kept(self.folder, Learner(record, self.student.day, self.student.random, self.student.second))


def kept(folder: Path, answers: int = 60) -> Kept:
    """Return a home with a history of every kind; one typed answer holds `NAME`.

    All have the same history, and the same names.
    """
    content, day, second = _history(answers)
    (folder / "home").mkdir(parents=True, exist_ok=True)
    record = folder / "home" / "progress.db"
    record.write_bytes(content)
    record.chmod(0o600)
    return Kept(folder, Learner(Record.open(record, noise(50)), day, noise(51), second))


@lru_cache
def _history(answers: int) -> tuple[bytes, int, int]:
    """Return a record as it is on the disk, and the day and second at which it ends."""
    with TemporaryDirectory() as folder:
        student = learner(Path(folder))
        given = []
        for turn in range(answers):
            student.day += turn % 3
            draft = student.draft(f"card {turn % 7}", Grade(1 + turn % 4))
            draft = draft._replace(response=NAME if turn == 5 else f"answer {turn}", suggested=Grade.GOOD)
            student.record.answer(draft, student.record.memory(draft.card))
            given.append(draft.stamp.id)
        student.undo()
        student.record.relink(student.stamp(), "card 3", "card new", "same text")
        student.record.redate(student.stamp(), -2, given[-4:-2])
        _do_everything_else(student)
        student.record.close()
        return student.record.path.read_bytes(), student.day, student.second


def _do_everything_else(student: Learner) -> None:
    """Practise, shape cards in every way, take a quiz, decide about cards that changed, and go a step back and forth."""
    student.practise("card 1", Grade.AGAIN)
    for kind in sorted(SHAPINGS):
        student.shape(kind, "card 2", student.day + 1, "in my own words" if kind in {NOTE, REPORT} else "")
    sitting = student.sit("item a", "item b")
    student.respond(sitting, 1, "2/3", sure=2, response="in my own words")
    student.record.sittings.mark(student.stamp(), sitting, {"place": 0, "flagged": True, "struck": [1]})
    student.record.sittings.end(student.stamp(), sitting, HANDED_IN)
    student.record.reset(student.stamp(), "card 4")
    student.record.tell_apart(student.stamp(), "card 5", "card newer")
    student.undo()
    student.redo()
    student.undo()


def named_event(record: Path) -> str:
    """Return the event that holds `NAME`."""
    ((event,),) = told(record, "SELECT id FROM event WHERE instr(free, ?)", NAME)
    return str(event)


def history(record: Path) -> list[tuple[object, ...]]:
    """Return every event of a record, read beside the product's own code."""
    return told(record, "SELECT * FROM event ORDER BY position")


def outcome(record: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that follows from the events of a record."""
    return {table: told(record, f"SELECT * FROM {table} ORDER BY 1") for table in DERIVED}


def without_words(events: list[tuple[object, ...]], event: str) -> list[tuple[object, ...]]:
    """Return a history in which an event has lost its free text, and nothing else."""
    column = 10
    return [(*row[:column], None, *row[column + 1 :]) if row[1] == event else row for row in events]


def told(record: Path, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """Return rows of a file."""
    connection = sqlite3.connect(record)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes; locks, which are empty, are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith("lock")
    }


def holders(folder: Path, words: str) -> list[str]:
    """Return the files below a folder in which these words are found in any form that they are written in."""
    return [name for name, content in files(folder).items() if words.encode() in content]


def sound(record: Path) -> Record:
    """Open a record, which must verify, and return it."""
    opened = Record.open(record, os.urandom)
    assert opened.verify() == ()
    return opened
