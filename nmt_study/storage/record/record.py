"""The record of one learner: an append-only history, and what it comes to, both in one file and one transaction.

A `Record` belongs to the thread that opened it; another thread opens its own.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from nmt_study.clock import StudyDay
from nmt_study.errors import NmtError
from nmt_study.srs.model import Grade, Memory
from nmt_study.storage.database import Progress, open_record, query, write
from nmt_study.storage.record import derive, steps
from nmt_study.storage.record.decisions import Decisions
from nmt_study.storage.record.entries import (
    read_practice,
    read_review,
    read_shaping,
    read_target,
)
from nmt_study.storage.record.event import (
    ANSWER,
    PRACTICE,
    REDO,
    UNDO,
    AnswerDraft,
    Event,
    ShapingDraft,
    Stamp,
)
from nmt_study.storage.record.history import Changes, Counts, DayStudied, Mark
from nmt_study.storage.record.replay import by_origin, forwarded

if TYPE_CHECKING:
    from nmt_study.storage.record.verify import Finding

__all__ = [
    "AnswerDraft", "AnsweredElsewhereError", "Changes", "Counts", "DayStudied", "Mark", "Record",
    "ShapingDraft", "Stamp", "Step",
]  # fmt: skip


DEVICE = "device"
"""The name under which a record writes its events; a copy that goes its own way takes another."""

HOME = "home"
"""What a study home is known by; its backups and segments lie under this name."""


class AnsweredElsewhereError(NmtError):
    """The card is not as it was when it was shown; `memory` is what is remembered of it now. Nothing was written."""

    def __init__(self, card: str, memory: Memory | None) -> None:
        super().__init__(
            "this card was answered or taken back in another window meanwhile",
            "Here it is again, as it stands now.",
        )
        self.card = card
        self.memory = memory


class Step(NamedTuple):
    """What was taken back or put back: its event, kind, card and study day, and the memory of the card now.

    `grade` is that of an answer or a practice, None otherwise. `passed_over` says that an entry of the ledger, which is no
    step, was newer than all else when this one was taken back.
    """

    event: str
    kind: str
    card: str
    grade: Grade | None
    day: StudyDay
    memory: Memory | None
    passed_over: bool = False


class Record(Decisions):
    """The open record: all that `History` tells, and the things that happen."""

    @classmethod
    def open(
        cls,
        path: Path,
        random: Callable[[int], bytes],
        before: Callable[[sqlite3.Connection], None] | None = None,
    ) -> "Record":
        """Open the record at a path, made where there is none; `random(n)` gives n random bytes.

        `before` is called before a record of an older version is changed.

        Raises:
            NmtError: see `database.open_record`.
        """
        connection = open_record(path, before)
        try:
            device = _minted(connection, DEVICE, random)
            _minted(connection, HOME, random)
            return cls(connection, path, device, random)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def answer(self, draft: AnswerDraft, expected: Memory | None) -> Memory:
        """Record an answer to a card that was remembered as `expected` when it was shown.

        It is on disk when this returns. With an id that is recorded already nothing is written, and the memory
        after that answer is returned.

        Raises:
            AnsweredElsewhereError: the card's memory is not `expected` any more.
            NmtError: it could not be saved.
        """
        connection = self._connection
        with write(connection):
            done = self._event(draft.stamp.id)
            if done:
                return self._repeated(draft, done[0])
            before = derive.memory_of(connection, draft.card)
            if before != expected:
                raise AnsweredElsewhereError(draft.card, before)
            seen = connection.execute(
                "SELECT 1 FROM seen_content WHERE content = ?", (draft.content,)
            ).fetchone()
            position, event = self._append(draft.stamp, ANSWER, draft.body(with_text=not seen))
            return derive.add_review(connection, read_review(position, event), before)

    def practise(self, draft: AnswerDraft) -> None:
        """Record an answer that changes no memory; under an id that is recorded already nothing is written.

        Raises:
            NmtError: it could not be saved.
        """
        with write(self._connection):
            if not self._event(draft.stamp.id):
                position, event = self._append(draft.stamp, PRACTICE, draft.practice_body())
                derive.add_practice(self._connection, read_practice(position, event))

    def shape(self, draft: ShapingDraft) -> None:
        """Record what was done to a card; under an id that is recorded already nothing is written.

        Raises:
            NmtError: it could not be saved.
        """
        with write(self._connection):
            if not self._event(draft.stamp.id):
                position, event = self._append(draft.stamp, draft.kind, draft.body())
                derive.add_shaping(self._connection, read_shaping(position, event))

    def undo_last(self, stamp: Stamp) -> Step | None:
        """Take back the newest step that stands; None when there is none. Again takes back the one before it.

        With an id that is recorded already nothing is written, and what that undo took back is returned.

        Raises:
            NmtError: it could not be saved.
        """
        return self._walk(stamp, UNDO, steps.newest, steps.take_back)

    def redo_last(self, stamp: Stamp) -> Step | None:
        """Put back the step that was taken back last; None when there is none, or something was done since.

        With an id that is recorded already nothing is written, and what that redo put back is returned.

        Raises:
            NmtError: it could not be saved.
        """
        return self._walk(stamp, REDO, steps.next_redo, steps.put_back)

    def _walk(
        self,
        stamp: Stamp,
        kind: str,
        choose: Callable[[sqlite3.Connection], str | None],
        change: Callable[[sqlite3.Connection, int, Event], None],
    ) -> Step | None:
        """Go one step back or forth."""
        with write(self._connection):
            done = self._event(stamp.id)
            target = read_target(done[1]) if done else choose(self._connection)
            found = self._event(target) if target else None
            if not found:
                return None
            over = kind == UNDO and steps.ledger_is_newest(self._connection)
            if not done:
                self._append(stamp, kind, {"target": target})
                change(self._connection, *found)
            return self._step(*found)._replace(passed_over=over)

    def rename(self, *names: str) -> None:
        """Take a new `DEVICE` or `HOME` name, or both: this file goes another way than a copy of it.

        Raises:
            NmtError: it could not be saved.
        """
        with write(self._connection):
            for name in names:
                sql = "INSERT OR REPLACE INTO home VALUES (?, ?)"
                self._connection.execute(sql, (name, _uuid(self._random)))
        self.device = _minted(self._connection, DEVICE, self._random)

    def verify(self, progress: Progress | None = None) -> "tuple[Finding, ...]":
        """Check every event and everything derived from them without writing; no finding means all is well."""
        from nmt_study.storage.record.verify import verify

        return verify(self._connection, progress)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything derived anew from the events, in one transaction.

        Raises:
            NmtError: it could not be saved.
        """
        from nmt_study.storage.record.verify import rebuild

        rebuild(self._connection, progress)

    def _repeated(self, draft: AnswerDraft, position: int) -> Memory:
        """Return what an answer that is recorded already came to."""
        row = self._connection.execute("SELECT card FROM review WHERE position = ?", (position,)).fetchone()
        memory = derive.memory_after(self._connection, row[0], position) if row else None
        if memory is None:
            raise AnsweredElsewhereError(draft.card, derive.memory_of(self._connection, draft.card))
        return memory

    def _step(self, position: int, event: Event) -> Step:
        """Return what is to say about a step."""
        key, grade = steps.card_of(position, event)
        card = forwarded(key, position, by_origin(derive.aliases(self._connection)))
        memory = derive.memory_of(self._connection, card)
        return Step(event.id, event.kind, card, None if grade is None else Grade(grade), event.day, memory)


def _minted(connection: sqlite3.Connection, name: str, random: Callable[[int], bytes]) -> str:
    """Return what a record is known by, a random UUID minted once for each file."""
    known = query(connection, "SELECT value FROM home WHERE name = ?", (name,))
    if not known:
        with write(connection):
            connection.execute("INSERT OR IGNORE INTO home VALUES (?, ?)", (name, _uuid(random)))
        known = query(connection, "SELECT value FROM home WHERE name = ?", (name,))
    return str(known[0][0])


def _uuid(random: Callable[[int], bytes]) -> str:
    return str(UUID(bytes=random(16), version=4))
