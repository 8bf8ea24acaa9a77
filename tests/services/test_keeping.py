"""Keeps the promise that every answer has a second copy and every day a backup, and that trouble with it stops nobody."""

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from nmt_study.clock import Moment
from nmt_study.errors import NmtError
from nmt_study.services import notices, overview
from nmt_study.services.cards.shaping import undo_last
from nmt_study.services.desk import Desk
from nmt_study.services.safety import keeping
from nmt_study.services.safety.data import rebuild, restore_from
from nmt_study.services.safety.keeping import Keeping
from nmt_study.services.words import as_argument
from nmt_study.srs.model import Grade
from nmt_study.storage import database
from nmt_study.storage.copies import backups, homes, segments
from nmt_study.storage.copies.segments import Series
from nmt_study.storage.library.library import Library
from nmt_study.storage.record.record import Mark, Record
from nmt_study.storage.refusal import DamagedError
from tests.builders import NOON, Learner, give, noise, plain_deck, session
from tests.services.conftest import Made


def series(desk: Desk) -> Series:
    """Return the segments of an open home."""
    home = homes.identity(desk.places.record)
    return Series.of(desk.places.data, home.id, home.device)


def shipped(student: Learner) -> int:
    """Return how many events of a home have a second copy."""
    home = homes.known_homes(student.places.data)[0]
    return sum(1 for _ in Series.of(student.places.data, home.id, home.device).read())


def made_backups(student: Learner) -> list[int]:
    """Return of how many events the backups of a closed home are, oldest first."""
    folder = backups.folder_of(student.places.data, homes.identity(student.places.record).id)
    return [one.events for one in backups.backups_in(folder)]


@pytest.fixture
def student(someone: Made) -> Learner:
    """Someone with a deck of many cards, who has answered three of them."""
    one = someone(knee=plain_deck("knee", 200))
    session(one.sit_down(), *[Grade.GOOD] * 3)
    one.get_up()
    return one


# ---- the second copy ---------------------------------------------------------------------------------------------------


def test_leaving_the_program_ships_what_was_answered(student: Learner) -> None:
    assert shipped(student) == 3


def test_the_end_of_a_session_ships_what_was_answered(student: Learner) -> None:
    found = session(student.sit_down(), Grade.GOOD, Grade.AGAIN)
    assert shipped(student) == 3
    found.end()
    assert shipped(student) == 5


def test_every_fifty_events_are_shipped_while_one_studies(student: Learner) -> None:
    found = session(student.sit_down(), *[Grade.GOOD] * (keeping.SHIP_EVERY - 2))
    found.undo()
    assert shipped(student) == 3
    give(found, Grade.GOOD)
    keeping._see_out(found.desk.keeping._shipping)
    assert shipped(student) == 3 + keeping.SHIP_EVERY


def test_the_next_card_does_not_wait_for_the_second_copy(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, begun = Event(), Event()
    ship = Series.ship

    def slow(self: Series, record: Path, limit: int) -> int | None:
        begun.set()
        assert go.wait(30)
        return ship(self, record, limit)

    found = session(student.sit_down())
    monkeypatch.setattr(Series, "ship", slow)
    give(found, *[Grade.GOOD] * (keeping.SHIP_EVERY + 5))
    assert begun.wait(30)
    assert found.done == keeping.SHIP_EVERY + 5
    assert shipped(student) == 3
    go.set()
    found.end()
    assert shipped(student) == keeping.SHIP_EVERY + 8


def test_a_start_ships_what_a_killed_program_left(student: Learner) -> None:
    session(student.sit_down(), *[Grade.GOOD] * 7)  # nothing is closed, as when a program is killed
    assert shipped(student) == 3
    student.sit_down()
    assert shipped(student) == 10


def test_a_great_many_events_are_shipped_in_several_goes(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 4)
    session(student.sit_down(), *[Grade.GOOD] * 12)
    student.get_up()
    assert shipped(student) == 7
    for expected in (11, 15):
        student.sit_down()
        assert shipped(student) == expected


@pytest.mark.parametrize("trouble", ["a file in the way", "a broken list"])
def test_trouble_with_the_second_copy_is_told_and_stops_nobody(student: Learner, trouble: str) -> None:
    if trouble == "a file in the way":
        shutil.rmtree(student.places.data)
        student.places.data.write_text("no folder")
        desk = student.sit_down()
        assert any("could not be written" in line for line in notices.notices(desk))
    else:
        (student.places.data / homes.FILE).write_text("{")
        desk = student.sit_down()
        assert notices.notices(desk) == ()
    found = session(desk, *[Grade.GOOD] * 60)
    found.end()
    assert found.done == 60
    assert desk.record.counts().answers == 63


def test_trouble_that_is_over_is_told_no_more(student: Learner) -> None:
    desk = student.sit_down()
    folder = series(desk).folder
    folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    session(desk, Grade.GOOD).end()
    assert any("second copy of your answers could not be written" in line for line in notices.notices(desk))
    folder.unlink()
    folder.with_name("away").rename(folder)
    session(desk, Grade.GOOD).end()
    assert notices.notices(desk) == ()
    assert shipped(student) == 5


def test_a_record_that_was_replaced_by_an_older_copy_is_told_and_newer_answers_stay_in_the_segments(
    student: Learner,
) -> None:
    old = student.places.record.read_bytes()
    session(student.sit_down(), *[Grade.GOOD] * 4)
    student.get_up()
    lost = series(student.sit_down())
    student.get_up()
    student.places.record.write_bytes(old)
    desk = student.sit_down()
    (line,) = notices.notices(desk)
    assert "older copy" in line
    assert f"nmt-study data restore --from-segments {as_argument(lost.folder)}" in line
    session(desk, Grade.EASY)
    student.get_up()
    assert sum(1 for _ in lost.read()) == 7
    assert shipped(student) == 4
    restore_from(student.places, student.clock, noise(3), lost.folder, from_segments=True)
    assert student.sit_down().record.counts().answers == 7


def test_the_demo_and_every_other_home_keep_to_the_folder_they_were_given(
    student: Learner, tmp_path: Path
) -> None:
    assert {path.name for path in student.places.data.iterdir()} >= {homes.FILE, segments.FOLDER}
    assert not (student.places.home / segments.FOLDER).exists()


# ---- a record that is gone ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["deleted", "emptied", "one byte left", "its folder too"])
def test_a_record_that_is_gone_is_refused_and_the_way_back_is_named(student: Learner, way: str) -> None:
    if way == "its folder too":
        shutil.rmtree(student.places.home)
    elif way == "deleted":
        student.places.record.unlink()
    else:
        student.places.record.write_bytes(b"S" * (way == "one byte left"))
    before = student.places.record.read_bytes() if student.places.record.exists() else None
    with pytest.raises(NmtError, match=r"your 3 answers in .* are gone") as refusal:
        student.sit_down()
    assert "nmt-study data restore --from-segments" in refusal.value.hint
    assert (student.places.record.read_bytes() if student.places.record.exists() else None) == before
    restore_from(student.places, student.clock, noise(3), None, from_segments=True)
    desk = student.sit_down()
    assert desk.record.counts().answers == 3
    assert desk.record.verify() == ()


def test_one_may_begin_afresh_by_moving_the_segments_away(student: Learner) -> None:
    student.places.record.unlink()
    with pytest.raises(NmtError) as refusal:
        student.sit_down()
    folder = Path(refusal.value.hint.partition("instead, move ")[2].partition(" away first")[0])
    folder.rename(folder.with_name("moved away"))
    desk = student.sit_down()
    assert desk.record.counts().answers == 0
    assert notices.notices(desk) == ()


def test_the_backups_of_an_earlier_record_are_named_and_can_be_restored(student: Learner) -> None:
    student.sit_down()
    student.get_up()
    (backup,) = backups.backups_in(
        backups.folder_of(student.places.data, homes.identity(student.places.record).id)
    )
    shutil.rmtree(student.places.data / segments.FOLDER)
    student.places.record.unlink()
    line = f"An earlier record of this home held 3 answers; its backups are in {backup.path.parent}"
    assert notices.notices(student.sit_down()) == (line,)
    student.get_up()
    restore_from(student.places, student.clock, noise(3), backup.path, from_segments=False)
    assert student.sit_down().record.counts().answers == 3


@pytest.mark.parametrize("size", [50, 3000, 30_000])
def test_a_damaged_record_is_refused_and_the_way_back_is_named(student: Learner, size: int) -> None:
    student.places.record.write_bytes(student.places.record.read_bytes()[:size])
    with pytest.raises(DamagedError) as refusal:
        student.sit_down()
    assert "nmt-study data restore --from-segments" in refusal.value.hint
    restore_from(student.places, student.clock, noise(3), None, from_segments=True)
    assert student.sit_down().record.counts().answers == 3


def test_a_damaged_record_without_a_second_copy_names_the_backups(student: Learner) -> None:
    shutil.rmtree(student.places.data / segments.FOLDER)
    student.places.record.write_bytes(b"not a database, " * 400)
    with pytest.raises(DamagedError) as refusal:
        student.sit_down()
    assert "nmt-study data restore lists the backups" in refusal.value.hint


def test_rebuilding_makes_a_broken_second_copy_anew(student: Learner) -> None:
    path = series(student.sit_down()).files()[0]
    student.get_up()
    assert not rebuild(student.places, student.clock, noise(3))
    path.write_bytes(path.read_bytes().replace(b'"grade":3', b'"grade":4', 1))
    assert rebuild(student.places, student.clock, noise(3))
    assert shipped(student) == 3
    assert not rebuild(student.places, student.clock, noise(3))
    assert student.sit_down().record.verify() == ()


# ---- backups -----------------------------------------------------------------------------------------------------------


def test_the_first_start_of_a_day_backs_up_what_is_new(student: Learner) -> None:
    assert made_backups(student) == []
    for _ in range(3):
        student.sit_down()
        student.get_up()
    assert made_backups(student) == [3]
    student.next_day()
    student.sit_down()
    student.get_up()
    assert made_backups(student) == [3], "nothing was answered since"
    session(student.sit_down(), Grade.GOOD)
    student.get_up()
    assert made_backups(student) == [3]
    student.next_day()
    student.sit_down()
    student.get_up()
    assert made_backups(student) == [3, 4]


def test_a_study_day_begins_at_four_for_backups_too(student: Learner) -> None:
    student.sit_down()
    student.get_up()
    session(student.sit_down(), Grade.GOOD)
    student.get_up()
    student.clock.set(Moment(NOON.at + timedelta(hours=15), 0, "UTC"))  # 3 in the night
    student.sit_down()
    student.get_up()
    assert made_backups(student) == [3]
    student.clock.set(Moment(NOON.at + timedelta(hours=17), 0, "UTC"))
    student.sit_down()
    student.get_up()
    assert made_backups(student) == [3, 4]


def test_a_backup_that_cannot_be_made_is_told_and_stops_nobody(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "back_up", full)
    desk = student.sit_down()
    session(desk, Grade.GOOD)
    desk.keeping.finish()
    assert any("backup could not be made" in line for line in notices.notices(desk))
    assert desk.record.counts().answers == 4


def test_a_record_that_cannot_be_read_stops_no_session_and_nobody_from_leaving(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: Record) -> Mark:
        raise NmtError("your record is in use")

    found = session(student.sit_down(), Grade.GOOD)
    desk = found.desk
    with monkeypatch.context() as patch:
        patch.setattr(Record, "mark", busy)
        desk.keeping.ship()
        assert notices.notices(desk)[-1].startswith(
            "The second copy of your answers could not be written: your record is in use"
        )
    session(desk, Grade.GOOD).end()
    assert not any("second copy" in line for line in notices.notices(desk))
    assert shipped(student) == 5


def test_a_desk_lets_go_of_its_files_whatever_goes_wrong_in_leaving(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError

    let_go: list[str] = []
    desk = student.sit_down()
    monkeypatch.setattr(Keeping, "finish", broken)
    for kind in (Library, Record):
        monkeypatch.setattr(kind, "close", lambda one: let_go.append(type(one).__name__))
    with pytest.raises(RuntimeError):
        desk.close()
    assert let_go == ["Library", "Record"]


def test_a_desk_that_cannot_be_opened_whole_lets_go_of_its_files(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(_: Desk) -> int:
        raise NmtError("your record is in use")

    let_go: list[str] = []
    monkeypatch.setattr("nmt_study.services.desk.follow_texts", refusing)
    for kind in (Library, Record):
        monkeypatch.setattr(kind, "close", lambda one: let_go.append(type(one).__name__))
    with pytest.raises(NmtError):
        student.sit_down()
    assert let_go == ["Library", "Record"]


def test_a_second_copy_without_room_says_where_and_what_to_do_and_goes_on_when_there_is_room(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    desk = student.sit_down()
    keeping._see_out(desk.keeping._backup)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        session(desk, *[Grade.GOOD] * 4).end()
    (line,) = notices.notices(desk)
    assert line == (
        "The second copy of your answers could not be written: "
        f"{student.places.data}: {os.strerror(errno.ENOSPC)}. Make room there, or allow writing."
    )
    assert desk.record.counts().answers == 7
    session(desk, Grade.GOOD).end()
    assert notices.notices(desk) == ()
    assert shipped(student) == 8


def test_before_tables_are_changed_there_is_a_backup(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "VERSION", database.VERSION + 1)
    student.sit_down()
    folder = backups.folder_of(student.places.data, homes.identity(student.places.record).id)
    first = backups.backups_in(folder)[0]
    connection = sqlite3.connect(first.path)
    assert connection.execute("PRAGMA user_version").fetchone() == (database.VERSION - 1,)
    connection.close()
    assert first.events == 3


def test_tables_are_not_changed_when_that_backup_cannot_be_made(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = student.places.record.read_bytes()
    monkeypatch.setattr(database, "VERSION", database.VERSION + 1)
    monkeypatch.setattr(backups, "back_up", full)
    with pytest.raises(NmtError, match="No space left"):
        student.sit_down()
    assert student.places.record.read_bytes() == before


# ---- homes -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def beside(student: Learner, tmp_path: Path) -> Iterator[Learner]:
    """The same person, with the same user data, in an empty home beside the other."""
    places = student.places
    home = tmp_path / "another home"
    other = Learner(type(places)(home, places.shipped, places.cache, places.data), student.clock)
    yield other
    other.get_up()


def test_where_the_answers_are_is_said_in_a_home_without_any(student: Learner, beside: Learner) -> None:
    line = (
        f"Your 3 answers are in {student.places.home}. To go on there: nmt-study --home {student.places.home}"
    )
    desk = beside.sit_down()
    assert line in notices.notices(desk)
    assert line in overview.today(desk).lines
    beside.get_up()
    beside.write(own=plain_deck("own", 2))
    desk = beside.sit_down()
    session(desk, Grade.GOOD)
    assert undo_last(desk)
    beside.get_up()
    assert notices.notices(beside.sit_down()) == ()
    assert notices.notices(student.sit_down()) == ()


def test_a_path_with_spaces_is_quoted(student: Learner, beside: Learner) -> None:
    shutil.copytree(student.places.home / "decks", beside.places.home / "decks")
    session(beside.sit_down(), *[Grade.GOOD] * 5)
    beside.get_up()
    places = type(student.places)(student.places.home.parent / "third", *_others(student))
    third = Learner(places, student.clock)
    assert f"nmt-study --home {as_argument(beside.places.home)}" in "\n".join(
        notices.notices(third.sit_down())
    )
    third.get_up()


def _others(student: Learner) -> tuple[Path, Path, Path]:
    return student.places.shipped, student.places.cache, student.places.data


def test_a_home_that_is_gone_is_not_offered(student: Learner, beside: Learner) -> None:
    student.places.record.unlink()
    assert notices.notices(beside.sit_down()) == ()


def test_a_synced_home_is_warned_of_once(someone: Made, tmp_path: Path) -> None:
    student = someone(knee=plain_deck("knee", 3))
    home = tmp_path / "Dropbox" / "study"
    places = type(student.places)(home, *_others(student))
    moved = Learner(places, student.clock)
    (line,) = notices.notices(moved.sit_down())
    assert "Dropbox" in line
    moved.get_up()
    assert notices.notices(moved.sit_down()) == ()
    moved.get_up()
    assert json.loads((places.data / homes.FILE).read_text())["homes"][0]["warned"] is True


def test_what_has_its_second_copy_is_not_looked_at_again(
    someone: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that changes nothing opens the segments once, and leaving does not open them again."""
    student = someone(one=plain_deck("one", 3))
    session(student.sit_down(), Grade.GOOD)
    student.get_up()
    asked: list[Path] = []
    ship = Series.ship

    def counted(self: Series, record: Path, limit: int) -> int | None:
        asked.append(record)
        return ship(self, record, limit)

    monkeypatch.setattr(Series, "ship", counted)
    desk = student.sit_down()
    student.get_up()
    assert len(asked) == 1
    desk = student.sit_down()
    session(desk, Grade.GOOD)
    student.get_up()
    assert len(asked) == 3
