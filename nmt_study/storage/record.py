"""The record of one learner: an append-only history, and what it comes to, both in one file and one transaction.

A `Record` belongs to the thread that opened it; another thread opens its own.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from nmt_study.clock import StudyDay
from nmt_study.errors import NmtError
from nmt_study.srs.model import Grade, Memory
from nmt_study.storage import derive
from nmt_study.storage.database import Progress, open_record, query, write
from nmt_study.storage.event import (
    ANSWER,
    FREE,
    INSERT_EVENT,
    REDATE,
    RELINK,
    UNDO,
    AnswerDraft,
    Event,
    Stamp,
)
from nmt_study.storage.fold import Alias, by_origin, forwarded, read_redate, read_review, read_target
from nmt_study.storage.history import Changes, Counts, DayStudied, History, Mark
from nmt_study.storage.verify import Finding, rebuild, verify

__all__ = [
    "AnswerDraft", "AnsweredElsewhereError", "Changes", "Counts", "DayStudied", "Finding", "Mark", "Record", "Stamp",
    "Undone",
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


@dataclass(frozen=True, slots=True)
class Undone:
    """An answer that was taken back: its event, card, grade and study day, and the memory of the card now."""

    event: str
    card: str
    grade: Grade
    day: StudyDay
    memory: Memory | None


class Record(History):
    """The open record: all that `History` tells, and the things that happen."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, device: str, random: Callable[[int], bytes]
    ) -> None:
        super().__init__(connection, path, device)
        self._random = random

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

    def undo_last(self, stamp: Stamp) -> Undone | None:
        """Take back the newest answer that stands; None when there is none. Again takes back the one before it.

        With an id that is recorded already nothing is written, and what that undo took back is returned.

        Raises:
            NmtError: it could not be saved.
        """
        connection = self._connection
        with write(connection):
            done = self._event(stamp.id)
            if done:
                return self._undone(read_target(done[1]))
            newest = connection.execute(
                "SELECT event, position FROM review ORDER BY position DESC LIMIT 1"
            ).fetchone()
            if not newest:
                return None
            target, position = newest
            self._append(stamp, UNDO, {"target": target})
            derive.drop_review(connection, position)
            return self._undone(target)

    def relink(self, stamp: Stamp, origin: str, target: str, reason: str) -> bool:
        """Let the answers given to `origin` so far count for `target`, a card without answers of its own.

        Returns whether that is so now: False when `origin` has no answers or `target` has some.

        Raises:
            NmtError: it could not be saved.
        """
        connection = self._connection
        with write(connection):
            if self._event(stamp.id):
                return True
            if not derive.memory_of(connection, origin) or derive.memory_of(connection, target):
                return False
            position, event = self._append(stamp, RELINK, {"from": origin, "to": target, "reason": reason})
            derive.add_alias(connection, Alias(position, event.id, origin, target, reason))
            return True

    def undo_relink(self, stamp: Stamp, relink: str) -> bool:
        """Take back a re-link, given by its event id; False when it does not stand.

        Raises:
            NmtError: it could not be saved.
        """
        return self._take_back(stamp, relink, "SELECT 1 FROM alias WHERE event = ?", derive.drop_alias)

    def redate(self, stamp: Stamp, days: int, answers: Sequence[str]) -> bool:
        """Let answers, given by their event ids, count as given so many days later (negative: earlier).

        Returns whether that is so now: False when none of them stands.

        Raises:
            NmtError: it could not be saved.
        """
        connection = self._connection
        with write(connection):
            if self._event(stamp.id):
                return True
            sql = "SELECT 1 FROM review JOIN json_each(?) ON event = value LIMIT 1"
            if not connection.execute(sql, (json.dumps(list(answers)),)).fetchone():
                return False
            position, event = self._append(stamp, REDATE, {"days": days, "answers": list(answers)})
            derive.add_redate(connection, read_redate(position, event))
            return True

    def undo_redate(self, stamp: Stamp, redate: str) -> bool:
        """Take back a mending of days, given by its event id; False when it does not stand.

        Raises:
            NmtError: it could not be saved.
        """
        return self._take_back(stamp, redate, "SELECT 1 FROM redate WHERE event = ?", derive.drop_redate)

    def _take_back(
        self, stamp: Stamp, target: str, stands: str, drop: Callable[[sqlite3.Connection, str], None]
    ) -> bool:
        """Undo an event that stands by the query, and drop what followed from it; False when it does not."""
        with write(self._connection):
            if self._event(stamp.id):
                return True
            if not self._connection.execute(stands, (target,)).fetchone():
                return False
            self._append(stamp, UNDO, {"target": target})
            drop(self._connection, target)
            return True

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

    def verify(self, progress: Progress | None = None) -> tuple[Finding, ...]:
        """Check every event and everything derived from them without writing; no finding means all is well."""
        return verify(self._connection, progress)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything derived anew from the events, in one transaction.

        Raises:
            NmtError: it could not be saved.
        """
        rebuild(self._connection, progress)

    def _append(self, stamp: Stamp, kind: str, body: Mapping[str, Any]) -> tuple[int, Event]:
        """Append one event inside the write transaction; return its position and itself."""
        row = self._connection.execute(
            "SELECT coalesce(max(seq), 0) + 1 FROM event WHERE device = ?", (self.device,)
        ).fetchone()
        event = Event.made(stamp, self.device, row[0], kind, body, self._random(16) if FREE in body else b"")
        cursor = self._connection.execute(INSERT_EVENT, (*event.columns(), event.digest))
        return cursor.lastrowid or 0, event

    def _repeated(self, draft: AnswerDraft, position: int) -> Memory:
        """Return what an answer that is recorded already came to."""
        row = self._connection.execute("SELECT card FROM review WHERE position = ?", (position,)).fetchone()
        memory = derive.memory_after(self._connection, row[0], position) if row else None
        if memory is None:
            raise AnsweredElsewhereError(draft.card, derive.memory_of(self._connection, draft.card))
        return memory

    def _undone(self, target: str) -> Undone | None:
        """Return what is to say about an answer that was taken back."""
        found = self._event(target)
        if not found:
            return None
        review = read_review(*found)
        card = forwarded(review.key, review.position, by_origin(derive.aliases(self._connection)))
        memory = derive.memory_of(self._connection, card)
        return Undone(target, card, Grade(review.grade), review.day, memory)


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
