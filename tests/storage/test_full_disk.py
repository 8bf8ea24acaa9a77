"""Keeps the promise that a full disk loses nothing that was acknowledged, tears nothing, and is told in words.

`NMT_STUDY_PAGES` sets at how many sizes of the file, each a page further, the disk is full.
"""

import errno
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.storage import backups, database, homes
from nmt_study.storage.ledger import ACTIVITY, Entry
from nmt_study.storage.record import Record
from tests.storage.builders import Learner, learner, noise, rows
from tests.storage.kept import NOW, Kept, files, history, kept, sound
from tests.storage.test_segments import events_of

resource = pytest.importorskip("resource", reason="no limit can be set to files here")
PAGES = int(os.environ.get("NMT_STUDY_PAGES", "25"))


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes: what is written there is cut off, and the rest fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


def told(refusal: NmtError, record: Path) -> None:
    """What a person reads says that nothing was saved, what is full, and what to do."""
    assert refusal.message.startswith("not saved: the disk is full")
    assert refusal.hint.startswith(f"Make room on the disk that holds {record}")


# ---- the record --------------------------------------------------------------------------------------------------------


def test_a_record_that_the_disk_has_no_room_for_is_refused_at_every_size_and_made_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Record.open(tmp_path / "whole.db", noise())
    ((pages,),) = rows(whole, "PRAGMA page_count")
    whole.close()
    path, usual = tmp_path / "progress.db", database._PRAGMAS
    for most in range(1, int(str(pages))):
        monkeypatch.setattr(database, "_PRAGMAS", (*usual, f"max_page_count = {most}"))
        with pytest.raises(NmtError, match="disk is full") as refusal:
            Record.open(path, noise())
        assert str(path) in refusal.value.hint
    monkeypatch.setattr(database, "_PRAGMAS", usual)
    sound(path).close()


def step(student: Learner, draws: random.Random) -> Callable[[], str]:
    """Return something to be done, of every kind; done again it is the same one. It returns the id of its event."""
    stamp, card = student.stamp(), f"card {draws.randrange(40)}"
    record, kind = student.record, draws.randrange(8)
    answer, practice = student.draft(card, content=f"{draws.random()}"), student.draft(card)

    def undo() -> str:
        return stamp.id if record.undo_last(stamp) else ""

    def relink() -> str:
        return stamp.id if record.relink(stamp, card, f"fresh {stamp.id}", "same text") else ""

    def log() -> str:
        record.ledger.put(
            Entry(stamp, ACTIVITY, stamp.id, data={"date": "2026-05-31"}, words={"title": "T" * 300})
        )
        return stamp.id

    def practise() -> str:
        record.practise(practice)
        return practice.stamp.id

    def grade() -> str:
        record.answer(answer, record.memory(card))
        return answer.stamp.id

    return {0: undo, 1: relink, 2: log, 3: practise}.get(kind, grade)


def test_full_at_every_page_nothing_acknowledged_is_lost_and_the_same_step_is_saved_once_there_is_room(
    tmp_path: Path,
) -> None:
    student, draws = learner(tmp_path), random.Random(3)
    connection, said = student.record._connection, []
    connection.execute("PRAGMA synchronous = OFF")  # what is flushed is not the question here
    for _ in range(PAGES):
        connection.execute("PRAGMA max_page_count = 1")  # as many as there are, and none more
        refused = None
        while refused is None:
            do, before = step(student, draws), rows(student.record, "SELECT count(*) FROM event")
            try:
                said.append(do())
            except NmtError as refusal:
                refused = refusal
        told(refused, student.record.path)
        assert not connection.in_transaction
        assert rows(student.record, "SELECT count(*) FROM event") == before
        assert rows(student.record, "PRAGMA quick_check") == [("ok",)]
        pages = int(str(rows(student.record, "PRAGMA page_count")[0][0]))
        for most in range(pages + 1, pages + 50):
            connection.execute(f"PRAGMA max_page_count = {most}")
            try:
                said.append(do())
            except NmtError as refusal:
                told(refusal, student.record.path)
            else:
                break
    assert student.record.verify() == ()
    assert {one for one in said if one} == {one for (one,) in rows(student.record, "SELECT id FROM event")}
    student.record.close()


def test_cut_off_at_any_byte_of_record_or_journal_the_answer_is_refused_and_given_again(
    tmp_path: Path,
) -> None:
    student, draws = learner(tmp_path), random.Random(4)
    said, refused = [student.draft(f"card {n}") for n in range(3)], 0
    for draft in said:
        student.record.answer(draft, None)
    for number in range(PAGES):
        draft = student.draft(f"more {number}")
        # Below the size of the file it is the journal that is cut off, above it the file itself.
        size = student.record.path.stat().st_size
        with files_end_at(draws.choice((0, draws.randrange(9000), size - draws.randrange(5000), size))):
            try:
                student.record.answer(draft, None)
            except NmtError as refusal:
                told(refusal, student.record.path)
                refused += 1
        student.record.answer(draft, None)
        said.append(draft)
    assert refused > PAGES // 3
    assert student.record.verify() == ()
    assert [one for (one,) in rows(student.record, "SELECT id FROM event ORDER BY position")] == [
        one.stamp.id for one in said
    ]
    student.record.close()


# ---- the second copy, and backups ---------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A home with a history, none of it copied yet."""
    return kept(tmp_path)


def test_a_second_copy_cut_off_at_any_byte_goes_on_whole_when_there_is_room(home: Kept) -> None:
    home.ship()
    (first,) = home.series.files()
    size, draws = first.stat().st_size, random.Random(5)
    for most in (0, 1, *sorted(draws.randrange(size) for _ in range(PAGES)), size - 1):
        first.unlink(missing_ok=True)
        with files_end_at(most), pytest.raises(OSError):
            home.ship()
        assert not first.exists() or first.stat().st_size <= most
        assert home.ship()
        assert list(home.series.read()) == events_of(home.record)
    sound(home.record).close()


@pytest.mark.parametrize("place", ["open", "fsync", "ftruncate", "replace"])
def test_whatever_step_of_a_copy_has_no_room_what_was_copied_before_stays(
    home: Kept, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    home.ship(30)
    before = events_of(home.record)[:30]
    remembered = homes.Home(home.series.home, str(home.record.parent), home.series.device, 5)
    homes.remember(home.data, remembered)
    series = home.series

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        target = Path if place == "replace" else os
        patched.setattr(target, place, full)
        for write in (
            lambda: series.ship(home.record, 100),
            lambda: homes.remember(home.data, remembered._replace(answers=9)),
        ):
            with suppress(OSError):
                write()
    assert list(series.read())[:30] == before
    assert homes.known_homes(home.data)[0].id == remembered.id
    home.ship()
    assert list(series.read()) == events_of(home.record)


def test_a_backup_cut_off_at_any_size_leaves_nothing_and_says_that_the_disk_is_full(home: Kept) -> None:
    home.student.record.close()
    size, draws, before = home.record.stat().st_size, random.Random(6), files(home.record.parent)
    for most in (0, *(draws.randrange(size) for _ in range(PAGES)), size - 1):
        with files_end_at(most), pytest.raises((NmtError, OSError)) as refusal:
            home.back_up()
        if isinstance(refusal.value, NmtError):
            assert "the disk is full" in refusal.value.message
        assert backups.backups_in(home.backups) == ()
        assert [one for one in home.backups.iterdir() if not one.name.endswith("lock")] == []
    assert files(home.record.parent) == before
    assert backups.back_up(home.record, home.backups, NOW).events == len(history(home.record))
