"""Answers whose day cannot be: given while the clock ran ahead."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from nmt_study.clock import StudyDay
from nmt_study.storage.database import open_copy, query


@dataclass(frozen=True, slots=True)
class Ahead:
    """Answers dated after a day: their event ids in order, and the first and the last of their study days."""

    answers: tuple[str, ...]
    first: StudyDay
    last: StudyDay


def answers_after(record: Path, day: StudyDay) -> Ahead | None:
    """Return the answers that stand and are dated after a study day; None when there are none.

    Raises:
        NmtError: the record cannot be read.
    """
    with closing(open_copy(record)) as connection:
        rows = query(connection, "SELECT event, day FROM review WHERE day > ? ORDER BY position", (day,))
    if not rows:
        return None
    days = [found for _, found in rows]
    return Ahead(tuple(event for event, _ in rows), min(days), max(days))


def last_mending(record: Path) -> str:
    """Return the event of the newest mending of days that stands, "" when there is none.

    Raises:
        NmtError: the record cannot be read.
    """
    with closing(open_copy(record)) as connection:
        rows = query(connection, "SELECT event FROM redate ORDER BY position DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""
