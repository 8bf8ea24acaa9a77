"""What is decided about cards and days beside answering: re-links, resets, pairs told apart, and mended days."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nmt_study.clock import StudyDay
from nmt_study.storage.database import query, write
from nmt_study.storage.record import derive
from nmt_study.storage.record.entries import Alias, Apart, read_redate
from nmt_study.storage.record.event import (
    APART,
    FREE,
    INSERT_EVENT,
    REDATE,
    RELINK,
    RESET,
    UNDO,
    Event,
    Stamp,
    parked,
)
from nmt_study.storage.record.history import History

if TYPE_CHECKING:  # imported when they are asked for: most starts do without
    from nmt_study.storage.record.ledger import LedgerBook
    from nmt_study.storage.record.sitting import Sittings
    from nmt_study.storage.record.transfer import Transfers


class Ahead(NamedTuple):
    """Answers dated after a day: their event ids in order, and the first and the last of their study days."""

    answers: tuple[str, ...]
    first: StudyDay
    last: StudyDay


_RELINK = "SELECT 1 FROM alias WHERE event = ?"


class Decisions(History):
    """A history with decisions to be added; every event is appended here."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, device: str, random: Callable[[int], bytes]
    ) -> None:
        super().__init__(connection, path, device)
        self._random = random

    @cached_property
    def sittings(self) -> "Sittings":
        """The quizzes and exams that were taken."""
        from nmt_study.storage.record.sitting import Sittings

        return Sittings(self._connection, self._append)

    @cached_property
    def ledger(self) -> "LedgerBook":
        """The ledger of continuing education."""
        from nmt_study.storage.record.ledger import LedgerBook

        return LedgerBook(self._connection, self._append)

    @cached_property
    def transfers(self) -> "Transfers":
        """The answers from and for other programs."""
        from nmt_study.storage.record.transfer import Transfers

        return Transfers(self._connection, self._append)

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

    def reset(self, stamp: Stamp, card: str) -> bool:
        """Let a card begin anew: its answers so far are kept apart and count for it no more.

        Returns whether that is so now: False when it has no answers.

        Raises:
            NmtError: it could not be saved.
        """
        return self.relink(stamp, card, f"{card}{parked(stamp.id)}", RESET)

    def tell_apart(self, stamp: Stamp, origin: str, target: str) -> None:
        """Record that a new card is not the one that vanished; they are never compared again.

        Raises:
            NmtError: it could not be saved.
        """
        with write(self._connection):
            if not self._event(stamp.id):
                self._tell_apart(stamp, origin, target)

    def _tell_apart(self, stamp: Stamp, origin: str, target: str) -> None:
        position, event = self._append(stamp, APART, {"from": origin, "to": target})
        derive.insert_aparts(self._connection, [Apart(position, event.id, origin, target)])

    def undo_relink(self, stamp: Stamp, relink: str) -> bool:
        """Take back a re-link, given by its event id; False when it does not stand.

        Raises:
            NmtError: it could not be saved.
        """
        return self._take_back(stamp, relink, _RELINK, derive.drop_alias)

    def part(self, stamp: Stamp, apart: Stamp, alias: Alias) -> bool:
        """Take back a re-link and tell its two cards apart, both or neither; False when it does not stand.

        Raises:
            NmtError: it could not be saved.
        """

        def drop(connection: sqlite3.Connection, relink: str) -> None:
            derive.drop_alias(connection, relink)
            self._tell_apart(apart, alias.origin, alias.target)

        return self._take_back(stamp, alias.event, _RELINK, drop)

    def answers_after(self, day: StudyDay) -> Ahead | None:
        """Return the answers that stand and are dated after a study day; None when there are none."""
        sql = "SELECT event, day FROM review WHERE day > ? ORDER BY position"
        rows = query(self._connection, sql, (day,))
        if not rows:
            return None
        days = [found for _, found in rows]
        return Ahead(tuple(event for event, _ in rows), min(days), max(days))

    def last_redate(self) -> str:
        """Return the event of the newest mending of days that stands, "" when there is none."""
        rows = query(self._connection, "SELECT event FROM redate ORDER BY position DESC LIMIT 1")
        return str(rows[0][0]) if rows else ""

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

    def _append(self, stamp: Stamp, kind: str, body: Mapping[str, Any]) -> tuple[int, Event]:
        """Append one event inside the write transaction; return its position and itself."""
        row = self._connection.execute(
            "SELECT coalesce(max(seq), 0) + 1 FROM event WHERE device = ?", (self.device,)
        ).fetchone()
        event = Event.made(stamp, self.device, row[0], kind, body, self._random(16) if FREE in body else b"")
        cursor = self._connection.execute(INSERT_EVENT, (*event.columns(), event.digest))
        return cursor.lastrowid or 0, event
