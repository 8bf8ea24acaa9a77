"""What the tests of the record are made of: a moment, an answer, and a learner who gives answers."""

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from nmt_study.clock import Moment
from nmt_study.identifiers import uuid7
from nmt_study.srs.model import Decision, Grade, Memory
from nmt_study.srs.scheduler import DEFAULT, SCHEDULER
from nmt_study.storage.record.event import AnswerDraft, ShapingDraft, Stamp
from nmt_study.storage.record.record import Record, Step
from nmt_study.storage.record.sitting import PRACTICE, Asked, ResponseDraft, SitDraft

MONDAY = 20_000
DERIVED = (
    "review", "practice", "shaping", "memory", "seen_content", "alias", "apart", "redate", "sitting", "sitting_step", "ledger",
)  # fmt: skip


def noise(seed: int = 1) -> Callable[[int], bytes]:
    """Return a source of bytes that gives the same ones every time."""
    return random.Random(seed).randbytes


def moment(second: int = 0) -> Moment:
    """Return an instant of the study day `MONDAY`, in a summer time two hours east of UTC."""
    return Moment(datetime(2024, 10, 4, 10, tzinfo=UTC) + timedelta(seconds=second), 7200, "Europe/Oslo")


@dataclass
class Learner:
    """Someone with a record who answers; every call takes one second."""

    record: Record
    day: int = MONDAY
    random: Callable[[int], bytes] = field(default_factory=noise)
    second: int = 0

    def stamp(self) -> Stamp:
        """Return a fresh stamp of the current day."""
        self.second += 1
        now = moment(self.second)
        return Stamp(uuid7(int(now.at.timestamp() * 1000), self.random), now, self.day)

    def draft(
        self, card: str, grade: Grade = Grade.GOOD, content: str = "", millis: int = 4000
    ) -> AnswerDraft:
        """Return an answer that is not yet recorded."""
        interval = 0 if grade is Grade.AGAIN else 2 * grade
        decision = Decision(grade, interval, self.day + interval)
        text = f"Question and answer of {content or card}"
        return AnswerDraft(
            self.stamp(), card, content or f"content of {card}", decision, millis, SCHEDULER, DEFAULT, text
        )

    def answer(self, card: str, grade: Grade = Grade.GOOD, content: str = "") -> Memory:
        """Answer a card as it stands."""
        return self.record.answer(self.draft(card, grade, content), self.record.memory(card))

    def practise(self, card: str, grade: Grade = Grade.GOOD) -> None:
        """Answer a card without any change to its memory."""
        self.record.practise(self.draft(card, grade))

    def shape(self, kind: str, card: str, value: int = 1, text: str = "") -> ShapingDraft:
        """Do something else to a card."""
        draft = ShapingDraft(self.stamp(), kind, card, value, f"content of {card}", text)
        self.record.shape(draft)
        return draft

    def sit(self, *items: str, mode: str = PRACTICE, quiz: str = "shoulder") -> str:
        """Begin a sitting with these items, and return its id."""
        paper = tuple(
            Asked(item, f"content of {item}", "nerves", (1, 0), f"Stem of {item}") for item in items
        )
        draft = SitDraft(self.stamp(), quiz, "Shoulder", mode, paper, {"seed": 1})
        self.record.sittings.begin(draft)
        return draft.stamp.id

    def respond(
        self, sitting: str, place: int, share: str = "1", sure: int | None = None, response: str = "0"
    ) -> ResponseDraft:
        """Answer at a place of a sitting."""
        asked = Asked(f"item {place}", f"content {place}", "nerves")
        draft = ResponseDraft(self.stamp(), sitting, place, asked, Fraction(share), 5000, response, sure)
        self.record.sittings.respond(draft)
        return draft

    def undo(self) -> Step | None:
        """Take back the last step."""
        return self.record.undo_last(self.stamp())

    def redo(self) -> Step | None:
        """Put back the step that was taken back last."""
        return self.record.redo_last(self.stamp())


def learner(folder: Path, seed: int = 1) -> Learner:
    """Return a learner with the record of a folder."""
    return Learner(Record.open(folder / "progress.db", noise(seed)), random=noise(seed + 1))


def changed_by_force(path: Path, *statements: str) -> None:
    """Change a record behind the product's back and past its guards, which are put back."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for statement in (
        *(f"DROP TRIGGER {name}" for name, _ in guards),
        *statements,
        *(sql for _, sql in guards),
    ):
        connection.execute(statement)
    connection.close()


def derived(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """Return every derived row there is."""
    return {table: rows(record, f"SELECT * FROM {table} ORDER BY 1") for table in DERIVED}


def rows(record: Record, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """Return rows of the record's file, read beside the product's own code."""
    connection = sqlite3.connect(record.path)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()
