"""What the parts of a record that add events of their own kinds have in common."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from nmt_study.storage.database import query
from nmt_study.storage.record.event import SELECT_EVENT, Event, Stamp

Append = Callable[[Stamp, str, Mapping[str, Any]], tuple[int, Event]]
"""Appends an event inside the write transaction that is held; returns its position and itself."""


def find_event(connection: sqlite3.Connection, identifier: str) -> tuple[int, Event] | None:
    """Return an event with its position, None where there is none with that id."""
    rows = query(connection, SELECT_EVENT + " WHERE id = ?", (identifier,))
    return Event.of_row(rows[0]) if rows else None


class Book:
    """A part of an open record. Everything raises `NmtError` where the record cannot be read or saved."""

    def __init__(self, connection: sqlite3.Connection, append: Append) -> None:
        self._connection = connection
        self._append = append

    def _known(self, event: str) -> bool:
        """Tell whether there is an event with this id, so that doing the same twice writes once."""
        return bool(query(self._connection, "SELECT 1 FROM event WHERE id = ?", (event,)))
