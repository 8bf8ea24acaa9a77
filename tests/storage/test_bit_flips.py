"""Keeps the promise that one bit that changed by itself is found and named, or changes nothing, and never is a silent lie.

`NMT_STUDY_FLIPS` sets how many bits are flipped in the record, and in its second copy.
"""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.srs.model import Grade
from nmt_study.storage.copies.segment_line import SegmentError
from nmt_study.storage.record.record import Record
from tests.storage.builders import DERIVED, Learner, noise
from tests.storage.kept import Kept, kept
from tests.storage.test_segments import events_of

FLIPS = int(os.environ.get("NMT_STUDY_FLIPS", "150"))
TOLD = (*DERIVED, "event", "reviews", "practices", "notes", "quiz_answers", "sittings", "activities")
"""All that there is but `home`: with one digit of its names changed a record goes on under a new name, all answers in it."""
LAYOUT = """SELECT type, name, tbl_name, sql FROM sqlite_schema
    WHERE name || tbl_name || coalesce(sql, '') NOT LIKE '%migrat%'"""


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A closed home with a history of every kind and a whole second copy."""
    one = kept(tmp_path)
    one.ship()
    one.student.record.close()
    return one


def flipped(data: bytes, seed: int) -> Iterator[tuple[int, bytes]]:
    """Yield places with data in which one bit was flipped there; what is empty for long is left out."""
    draws = random.Random(seed)
    used = [at for at in range(len(data)) if any(data[max(0, at - 2) : at + 3])]
    for at in draws.sample(used, min(FLIPS, len(used))):
        yield at, data[:at] + bytes([data[at] ^ 1 << draws.randrange(8)]) + data[at + 1 :]


def told_by(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a record tells, read beside the product's own code; what its tables' pages are numbered is none of it."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    try:
        found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in TOLD}
        found = {name: [tuple(map(rounded, row)) for row in told] for name, told in found.items()}
        return found | {"layout": connection.execute(LAYOUT).fetchall()}
    finally:
        connection.close()


def rounded(value: object) -> object:
    """Return a value; of a computed number what is the same on every machine."""
    return float(f"{value:.5g}") if isinstance(value, float) else value


def is_found(path: Path) -> bool:
    """Tell whether opening or verifying a record finds something wrong; it must be said with a place or with what to do."""
    try:
        record = Record.open(path, noise(9))
    except NmtError as refusal:
        return bool(refusal.hint)
    try:
        return any(one.where and one.message for one in record.verify())
    except NmtError as refusal:
        return bool(refusal.hint)
    finally:
        record.close()


def test_a_flipped_bit_in_the_record_is_found_or_changes_nothing(home: Kept) -> None:
    right, data, found = told_by(home.record), home.record.read_bytes(), 0
    for at, changed in flipped(data, 8):
        home.record.write_bytes(changed)
        if is_found(home.record):
            found += 1
        else:
            assert told_by(home.record) == right, at
    assert found > FLIPS // 3


def questions(student: Learner) -> Iterator[Callable[[], object]]:
    """Yield what a session asks of a record and does to it."""
    record, day = student.record, student.day
    yield record.mark
    yield record.counts
    yield record.last
    yield lambda: record.changes(None)
    yield lambda: record.today(day - 3)
    yield lambda: record.days(day - 90, day)
    yield lambda: record.load(day, day + 90)
    yield record.pace
    yield record.studied
    yield record.relinks
    yield record.aparts
    yield lambda: record.answers("card 1")
    yield record.shapes.all
    yield lambda: record.pasts.of(["card 2"])
    yield record.sittings.summaries
    yield record.sittings.answers
    yield lambda: [record.sittings.story(one.event) for one in record.sittings.summaries()]
    yield lambda: record.ledger.things("activity")
    for number in range(1, 4):
        yield partial(student.answer, f"card {number}", Grade.GOOD)
    yield student.undo
    yield student.redo
    yield lambda: student.shape("flag", "card 2")
    yield lambda: student.respond(student.sit("item a"), 0)
    yield lambda: record.relink(student.stamp(), "card 1", "card newest", "same text")


def test_with_a_flipped_bit_what_fails_is_refused_in_words_or_the_record_tells_that_it_is_not_whole(
    home: Kept,
) -> None:
    data = home.record.read_bytes()
    for at, changed in flipped(data, 9):
        home.record.write_bytes(changed)
        try:
            record = Record.open(home.record, noise(9))
        except NmtError:
            continue
        record._connection.execute("PRAGMA synchronous = OFF")
        student = Learner(record, home.student.day + 3, noise(at), 5000)
        for do in questions(student):
            try:
                with suppress(NmtError):
                    do()
            except Exception:  # noqa: BLE001 - whatever it is, the program ends with what is wrong with the record
                assert not_whole(record), at
        record.close()


def not_whole(record: Record) -> bool:
    """Tell whether a record says that it is not whole."""
    try:
        return bool(record.verify())
    except NmtError:
        return True


def test_a_flipped_bit_in_the_second_copy_is_named_with_file_and_line_or_changes_nothing(home: Kept) -> None:
    right, (path,) = events_of(home.record), home.series.files()
    data, series, named = path.read_bytes(), home.series, []
    for at, changed in flipped(data, 10):
        path.write_bytes(changed)
        line = data.count(b"\n", 0, at) + 1
        try:
            events = list(series.read())
        except SegmentError as broken:
            named.append(broken.message.startswith((f"{path}:{line}:", f"{path}:{line + 1}:")))
        else:
            assert events == right or (events == right[:-1] and series.cut_off()), at
    assert all(named)
    assert len(named) > FLIPS // 2
