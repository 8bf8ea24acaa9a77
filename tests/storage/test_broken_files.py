"""Keeps the promise that a record cut off, emptied, replaced or mixed up is told in words, kept, and can be brought back.

`NMT_STUDY_FLIPS` over 1000 looks at every page and many odd sizes, less at some.
"""

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.services.safety.data import restorable, restore_from, the_record
from nmt_study.services.safety.doctor import doctor
from nmt_study.srs.model import Grade
from nmt_study.storage import database
from nmt_study.storage.copies import homes, segments
from tests.builders import Learner, learner, noise, plain_deck, session

PAGE = 4096
EVERY = 1 if int(os.environ.get("NMT_STUDY_FLIPS", "0")) > 1000 else 6


@pytest.fixture
def student(tmp_path: Path) -> Learner:
    """Someone who answered three cards, has a second copy of them and a backup, and has left."""
    one = learner(tmp_path, knee=plain_deck("knee", 9))
    session(one.sit_down(), *[Grade.GOOD] * 3)
    one.get_up()
    one.sit_down()
    one.get_up()
    return one


def opened(student: Learner) -> tuple[int, NmtError | None]:
    """Return how many answers a start of the program finds, or what it is refused with; no other fault passes."""
    try:
        return student.sit_down().record.counts().answers, None
    except NmtError as refusal:
        return 0, refusal
    finally:
        student.get_up()


def bring_back(student: Learner) -> int:
    """Restore from the second copy, and return the answers."""
    restore_from(student.places, student.clock, noise(3), None, from_segments=True)
    with the_record(student.places, student.clock, noise(4)) as record:
        assert record.verify() == ()
        return record.counts().answers


def test_a_record_cut_off_anywhere_is_refused_with_the_way_back_and_brought_back_whole(
    student: Learner,
) -> None:
    whole, path = student.places.record.read_bytes(), student.places.record
    pages, draws = range(0, len(whole), PAGE), random.Random(11)
    odd = {1, 15, 16, 17, 99, 100, 101, PAGE - 1, PAGE + 1, len(whole) - PAGE + 1}
    for size in (
        *pages[::EVERY],
        *sorted(odd),
        *(draws.randrange(len(whole) - PAGE) for _ in range(60 // EVERY)),
    ):
        path.write_bytes(whole[:size])
        answers, refusal = opened(student)
        assert refusal is not None, (size, answers)
        assert "data restore --from-segments" in refusal.hint or "data restore lists" in refusal.hint, size
        assert path.read_bytes() == whole[:size], size
        wrong = {one.name for one in doctor(student.places, {}, student.clock, noise(5)) if not one.fine}
        assert "record" in wrong, size
    assert bring_back(student) == 3
    assert opened(student) == (3, None)


@pytest.mark.parametrize("content", [b"", b"\n", b"Dear diary, " * 900, b"SQLite format 3\0" + b"\0" * 9000])
def test_what_is_no_record_is_never_written_over_and_the_answers_come_back(
    student: Learner, content: bytes
) -> None:
    student.places.record.write_bytes(content)
    _, refusal = opened(student)
    assert refusal is not None
    assert "data restore --from-segments" in refusal.hint
    assert student.places.record.read_bytes() == content
    assert restorable(student.places).series
    assert bring_back(student) == 3
    kept = list(student.places.data.rglob("damaged-*.db"))
    assert [one.read_bytes() for one in kept] == ([content] if len(content) > 1 else [])


def test_without_a_record_and_without_the_list_of_homes_the_folder_of_the_second_copy_brings_all_back(
    student: Learner,
) -> None:
    (series,) = segments.series_of(student.places.data, homes.known_homes(student.places.data)[0].id)
    student.places.record.unlink()
    (student.places.data / homes.FILE).unlink()
    with pytest.raises(NmtError, match="no segments are known") as refusal:
        bring_back(student)
    assert "--from-segments FOLDER" in refusal.value.hint
    restore_from(student.places, student.clock, noise(3), series.folder, from_segments=True)
    assert opened(student) == (3, None)


def test_a_record_without_its_second_copy_goes_on_and_gets_it_anew(student: Learner) -> None:
    shutil.rmtree(student.places.data)
    assert opened(student) == (3, None)
    student.places.record.unlink()
    assert bring_back(student) == 3


LEFT = {
    "-wal": b"\x37\x7f\x06\x82",
    "-shm": b"\x18\xe2\x2d\0",
    "-journal": b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
}


@pytest.mark.parametrize("name", LEFT)
def test_what_another_database_left_beside_the_record_changes_no_answer(
    student: Learner, tmp_path: Path, name: str
) -> None:
    """Both a real one of another record that was being written, and one that only begins like it."""
    for left in (other_left(tmp_path, name), LEFT[name] + b"\0" * 5000):
        student.places.record.with_name(f"progress.db{name}").write_bytes(left)
        answers, refusal = opened(student)
        if name == "-wal":
            assert refusal is not None
            assert "would change the record beside it" in refusal.message
            student.places.record.with_name("progress.db-wal").unlink()
            answers, refusal = opened(student)
        assert (answers, refusal) == (3, None)
        with the_record(student.places, student.clock, noise(4)) as record:
            assert record.verify() == ()


def other_left(folder: Path, name: str) -> bytes:
    """Return what another record leaves beside it while somebody writes to it."""
    path = folder / "other" / "progress.db"
    path.parent.mkdir(exist_ok=True)
    database.open_record(path).close()
    mode = "TRUNCATE" if name == "-journal" else "WAL"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO home VALUES (?, ?)", ((f"{n}", "x" * 900) for n in range(60)))
    if name != "-journal":
        connection.execute("COMMIT")
    left = path.with_name(f"progress.db{name}").read_bytes()
    connection.close()
    shutil.rmtree(path.parent)
    return left
