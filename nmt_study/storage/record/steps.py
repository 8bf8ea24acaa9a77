"""Steps: what a learner did, one thing after the other, so that it can be taken back and put back in that order.

Answers, practices, what was done to cards, and what was decided about changed cards are steps. A re-link that was
found without asking is none: it is taken back by its own name. What came in from another program is one step.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from nmt_study.storage.record import derive
from nmt_study.storage.record.book import find_event
from nmt_study.storage.record.entries import (
    body_of,
    read_alias,
    read_apart,
    read_import,
    read_practice,
    read_review,
    read_shaping,
    read_target,
)
from nmt_study.storage.record.event import (
    ANSWER,
    APART,
    ASKED,
    IMPORT,
    LEDGER,
    PRACTICE,
    REDO,
    RELINK,
    RESET,
    SELECT_EVENT,
    SHAPINGS,
    UNDO,
    Event,
)

_NEWEST = """
    SELECT event FROM (
        SELECT * FROM (SELECT event, position FROM review ORDER BY position DESC LIMIT 1)
        UNION ALL SELECT * FROM (SELECT event, position FROM practice ORDER BY position DESC LIMIT 1)
        UNION ALL SELECT * FROM (SELECT event, position FROM shaping ORDER BY position DESC LIMIT 1)
        UNION ALL SELECT * FROM (SELECT event, position FROM apart ORDER BY position DESC LIMIT 1)
        UNION ALL SELECT * FROM (
            SELECT event, position FROM alias WHERE reason IN (?, ?) ORDER BY position DESC LIMIT 1
        )
    ) ORDER BY position DESC LIMIT 1
"""


def newest(connection: sqlite3.Connection) -> str | None:
    """Return the event of the newest step that stands; None when there is none."""
    row = connection.execute(_NEWEST, (ASKED, RESET)).fetchone()
    found = find_event(connection, row[0]) if row else None
    return None if found is None else str(body_of(found[1]).get(IMPORT) or found[1].id)


def ledger_is_newest(connection: sqlite3.Connection) -> bool:
    """Tell whether the newest event of all is an entry of the ledger."""
    row = connection.execute("SELECT kind FROM event ORDER BY position DESC LIMIT 1").fetchone()
    return row is not None and row[0] == LEDGER


def next_redo(connection: sqlite3.Connection) -> str | None:
    """Return the step that was taken back last and can be put back; None when there is none.

    A step that was done since then ends it: what was taken back before that stays so.
    """
    redone: set[str] = set()
    for row in connection.execute(SELECT_EVENT + " ORDER BY position DESC"):
        _, event = Event.of_row(row)
        if event.kind == REDO:
            redone.add(read_target(event))
        elif event.kind == UNDO:
            target = read_target(event)
            found = find_event(connection, target)
            if found is None or not _is_step(*found):
                continue
            if target not in redone:
                return target
            redone.discard(target)
        elif _is_step(row[0], event):
            return None
    return None


def take_back(connection: sqlite3.Connection, position: int, event: Event) -> None:
    """Drop what follows from a step that stands."""
    if event.kind == ANSWER:
        derive.drop_review(connection, position)
    elif event.kind == RELINK:
        derive.drop_alias(connection, event.id)
    elif event.kind == IMPORT:
        derive.drop_span(connection, position + 1, read_import(position, event).last)
    else:
        table = {PRACTICE: "practice", APART: "apart"}.get(event.kind, "shaping")
        connection.execute(f"DELETE FROM {table} WHERE position = ?", (position,))  # noqa: S608 - a constant


def put_back(connection: sqlite3.Connection, position: int, event: Event) -> None:
    """Take in again what follows from a step that was taken back."""
    if event.kind == ANSWER:
        derive.take_in_reviews(connection, [read_review(position, event)])
    elif event.kind == RELINK:
        derive.add_alias(connection, read_alias(position, event))
    elif event.kind == PRACTICE:
        derive.add_practice(connection, read_practice(position, event))
    elif event.kind == APART:
        derive.insert_aparts(connection, [read_apart(position, event)])
    elif event.kind == IMPORT:
        _put_back_all(connection, position + 1, read_import(position, event).last)
    else:
        derive.add_shaping(connection, read_shaping(position, event))


def _put_back_all(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Take in again all that came with an import."""
    rows = connection.execute(
        SELECT_EVENT + " WHERE position BETWEEN ? AND ? ORDER BY position", (first, last)
    )
    came = [Event.of_row(row) for row in rows.fetchall()]
    derive.take_in_reviews(connection, [read_review(*one) for one in came if one[1].kind == ANSWER])
    for one in came:
        if one[1].kind in SHAPINGS:
            derive.add_shaping(connection, read_shaping(*one))


def card_of(position: int, event: Event) -> tuple[str, int | None]:
    """Return the key that a step was about, as it was then, and its grade if it was an answer or a practice.

    The key is "" for an import, which is about many.
    """
    if event.kind == RELINK:
        alias = read_alias(position, event)
        return (alias.target if alias.follows else alias.origin), None
    if event.kind == APART:
        return read_apart(position, event).target, None
    if event.kind == IMPORT:
        return "", None
    if event.kind in SHAPINGS:
        return read_shaping(position, event).key, None
    read: Callable[[int, Event], Any] = read_review if event.kind == ANSWER else read_practice
    found = read(position, event)
    return found.key, found.grade


def _is_step(position: int, event: Event) -> bool:
    if event.kind == RELINK:
        return read_alias(position, event).reason in {ASKED, RESET}
    return event.kind in {ANSWER, PRACTICE, APART, IMPORT} or event.kind in SHAPINGS
