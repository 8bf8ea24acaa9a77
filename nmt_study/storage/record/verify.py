"""Proof that a record is whole: every event against its digest, no gaps, and the tables against the fold."""

import math
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nmt_study.clock import date_of
from nmt_study.errors import NmtError
from nmt_study.storage.database import Progress, query, read, write
from nmt_study.storage.record import derive
from nmt_study.storage.record.event import SELECT_EVENT, Event
from nmt_study.storage.record.fold import Fold, fold
from nmt_study.storage.record.layout import changed_definitions
from nmt_study.storage.record.ledger import SELECT_LEDGER, insert_ledger, ledger_row
from nmt_study.storage.record.sitting import (
    SELECT_SITTING,
    SELECT_STEP,
    insert_sittings,
    insert_steps,
    sat_row,
    step_row,
)
from nmt_study.text import clean

NAMED = 20
"""So many rows of one table are named; of the rest only the number is told."""


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMES = {"device": _UUID, "home": _UUID, "era": re.compile("[0-9]+")}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: where, and what about it."""

    where: str
    message: str


def verify(connection: sqlite3.Connection, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Check the file, every event, and everything derived, without writing; empty means all is well.

    `progress` hears events done and events in all.
    """
    with _looking(connection) as findings:
        findings.extend(_of_file(connection))
        findings.extend(_of_layout(connection))
        findings.extend(_of_names(connection))
        findings.extend(_gaps(connection))
        result = fold(_checked(_history(connection, progress), findings))
        findings.extend(Finding(f"event {event}", "its body cannot be read") for event in result.unreadable)
        findings.extend(_of_tables(connection, result))
    return tuple(findings)


def verify_events(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    """Check the file and every event, and nothing that follows from them."""
    with _looking(connection) as findings:
        findings.extend(_of_file(connection))
        findings.extend(_gaps(connection))
        for _ in _checked(_history(connection, None), findings):
            pass
    return tuple(findings)


def verify_file(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    """Check the file and the numbering of the events; for a record of any version."""
    with _looking(connection) as findings:
        findings.extend(_of_file(connection))
        findings.extend(_gaps(connection))
    return tuple(findings)


@contextmanager
def _looking(connection: sqlite3.Connection) -> Iterator[list[Finding]]:
    """Give a list to collect findings in; that the file cannot be read to its end is one of them."""
    findings: list[Finding] = []
    with read(connection), _lenient(connection):
        try:
            yield findings
        except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
            findings.append(Finding("the file", f"cannot be read to its end: {clean(str(fault))}"))


def rebuild(connection: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Make all derived tables anew from the events, in one transaction, and begin a new era.

    Raises:
        NmtError: it could not be saved, or an event is not as it was written; nothing is changed then.
    """
    findings: list[Finding] = []
    with write(connection):
        _remake(connection, fold(_checked(_history(connection, progress), findings)))
        if findings:
            raise NmtError(
                f"{findings[0].where} {findings[0].message}, so what follows from it would be wrong",
                "Nothing was changed. nmt-study data restore lists the backups that bring your answers back.",
            )


def remake(connection: sqlite3.Connection) -> None:
    """Make all derived tables anew inside a write transaction that the caller holds, whatever the events are worth."""
    _remake(connection, fold((position, event) for position, event, _ in _history(connection, None)))


def _remake(connection: sqlite3.Connection, result: Fold) -> None:
    for name, _, _ in _tables(result):
        connection.execute(f"DELETE FROM {name}")  # noqa: S608 - a constant
    derive.insert_reviews(connection, result.reviews.values())
    derive.insert_practices(connection, result.practices.values())
    derive.insert_shapings(connection, result.shapings.values())
    derive.insert_aparts(connection, result.aparts.values())
    derive.insert_memories(connection, result.memories.items())
    derive.insert_aliases(connection, result.aliases.values())
    derive.insert_redates(connection, result.redates.values())
    insert_sittings(connection, result.sittings.values())
    insert_steps(connection, result.sitting_steps.values())
    insert_ledger(connection, result.ledger.values())
    connection.executemany("INSERT INTO seen_content VALUES (?, ?)", result.seen.items())
    connection.execute(
        "INSERT INTO home VALUES ('era', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1"
    )


@contextmanager
def _lenient(connection: sqlite3.Connection) -> Iterator[None]:
    """Read text with damaged bytes as it is rather than fail: its digest will tell."""
    usual = connection.text_factory
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.text_factory = usual


def _history(connection: sqlite3.Connection, progress: Progress | None) -> Iterator[tuple[int, Event, str]]:
    """Yield position, event and stored digest of every event, in order."""
    total = query(connection, "SELECT count(*) FROM event")[0][0]
    rows = connection.execute(SELECT_EVENT + " ORDER BY position")
    for number, row in enumerate(rows):
        if progress and not number % 1000:
            progress(number, total)
        yield *Event.of_row(row), row[-1]
    if progress:
        progress(total, total)


def _checked(
    history: Iterator[tuple[int, Event, str]], findings: list[Finding]
) -> Iterator[tuple[int, Event]]:
    """Pass events on, and note those that are not what their digest says."""
    for position, event, digest in history:
        if event.digest != digest or not event.sealed:
            day = f" of {date_of(event.day)}" if abs(event.day) < 700_000 else ""
            message = f"number {event.seq} of device {event.device}{day} was changed since it was written"
            findings.append(Finding(f"event {clean(event.id)}", clean(message)))
        yield position, event


def _of_file(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what SQLite itself finds wrong with the file."""
    for (message,) in connection.execute(f"PRAGMA integrity_check({NAMED})"):
        if message != "ok":
            yield Finding("the file", clean(message))


def _of_layout(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield tables, views and guards that are not what they were made as."""
    for what in changed_definitions(connection):
        yield Finding("the file", f"the definition of {what} is missing, or not as it was made")


def _of_names(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what the record is known by where it is nothing that was ever minted."""
    for name, value in connection.execute("SELECT name, value FROM home"):
        if name not in _NAMES or not _NAMES[name].fullmatch(str(value)):
            yield Finding(f"home {clean(str(name))}", "is nothing that a record is known by")


def _gaps(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield devices whose numbering has holes."""
    sql = """SELECT device, count(*), max(seq) FROM event GROUP BY device HAVING min(seq) <> 1 OR max(seq) <> count(*)"""
    for device, count, last in connection.execute(sql):
        yield Finding(
            f"device {clean(str(device))}",
            f"{count} events, but they are numbered up to {last}: some are missing",
        )


def _of_tables(connection: sqlite3.Connection, result: Fold) -> Iterator[Finding]:
    """Yield the derived rows that are not what the events come to."""
    for name, sql, expected in _tables(result):
        yield from _differences(name, {row[0]: row for row in expected}, connection.execute(sql))


def _tables(result: Fold) -> Iterator[tuple[str, str, Iterable[tuple[Any, ...]]]]:
    """Give each derived table with its query and the rows that it has to hold."""
    yield "review", derive.SELECT_REVIEW, map(derive.review_row, result.reviews.values())
    yield "practice", derive.SELECT_PRACTICE, map(derive.practice_row, result.practices.values())
    yield "shaping", derive.SELECT_SHAPING, map(derive.shaping_row, result.shapings.values())
    memories = ((card, *memory) for card, memory in result.memories.items())
    yield "memory", derive.SELECT_MEMORY, memories
    yield "seen_content", "SELECT content, event FROM seen_content", result.seen.items()
    yield "alias", derive.SELECT_ALIAS, result.aliases.values()
    yield "apart", derive.SELECT_APART, result.aparts.values()
    yield "sitting", SELECT_SITTING, map(sat_row, result.sittings.values())
    yield "sitting_step", SELECT_STEP, map(step_row, result.sitting_steps.values())
    yield "ledger", SELECT_LEDGER, map(ledger_row, result.ledger.values())
    yield "redate", derive.SELECT_REDATE, map(derive.redate_row, result.redates.values())


def _differences(
    table: str, expected: dict[Any, tuple[Any, ...]], rows: Iterable[tuple[Any, ...]]
) -> Iterator[Finding]:
    """Yield the rows of one table that are missing, too many or different; the first column names a row."""
    wrong: list[tuple[Any, str]] = []
    for row in rows:
        right = expected.pop(row[0], None)
        if right is None:
            wrong.append((row[0], "does not follow from the events"))
        elif not all(map(_same, row, right)):
            wrong.append((row[0], f"is {row[1:]}, but the events come to {tuple(right[1:])}"))
    wrong += ((key, "is missing") for key in expected)
    for key, message in wrong[:NAMED]:
        yield Finding(f"{table} {clean(str(key))}", clean(message))
    if len(wrong) > NAMED:
        yield Finding(table, f"{len(wrong) - NAMED} further rows differ from the events")


def _same(value: object, right: object) -> bool:
    """Compare two values; computed numbers may differ in their last digits from one machine to the next."""
    if isinstance(value, float) and isinstance(right, float):
        return math.isclose(value, right, rel_tol=1e-6)
    return bool(value == right)
