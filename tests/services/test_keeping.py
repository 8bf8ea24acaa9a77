"""Keeps the promise that every answer has a second copy and every day a backup, and that trouble with it stops nobody."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from nmt_study.clock import Moment
from nmt_study.errors import NmtError
from nmt_study.services import keeping, overview
from nmt_study.services.data import rebuild, restore_from
from nmt_study.services.desk import Desk
from nmt_study.services.study import undo_last
from nmt_study.srs.model import Grade
from nmt_study.storage import backups, database, homes, segments
from nmt_study.storage.refusal import DamagedError
from nmt_study.storage.segments import Series
from tests.builders import NOON, Learner, noise, plain_deck, session
from tests.services.conftest import Made


def series(desk: Desk) -> Series:
    """Return the segments of an open home."""
    home = homes.identity(desk.places.record)
    return Series.of(desk.places.data, home.id, home.device)


def shipped(anna: Learner) -> int:
    """Return how many events of a home have a second copy."""
    home = homes.known_homes(anna.places.data)[0]
    return sum(1 for _ in Series.of(anna.places.data, home.id, home.device).read())


def made_backups(anna: Learner) -> list[int]:
    """Return of how many events the backups of a closed home are, oldest first."""
    folder = backups.folder_of(anna.places.data, homes.identity(anna.places.record).id)
    return [one.events for one in backups.backups_in(folder)]


@pytest.fixture
def anna(someone: Made) -> Learner:
    """Someone with a deck of many cards, who has answered three of them."""
    one = someone(knee=plain_deck("knee", 200))
    session(one.sit_down(), *[Grade.GOOD] * 3)
    one.get_up()
    return one


# ---- the second copy ---------------------------------------------------------------------------------------------------


def test_leaving_the_program_ships_what_was_answered(anna: Learner) -> None:
    assert shipped(anna) == 3


def test_the_end_of_a_session_ships_what_was_answered(anna: Learner) -> None:
    found = session(anna.sit_down(), Grade.GOOD, Grade.AGAIN)
    assert shipped(anna) == 3
    found.end()
    assert shipped(anna) == 5


def test_every_fifty_events_are_shipped_while_one_studies(anna: Learner) -> None:
    found = session(anna.sit_down(), *[Grade.GOOD] * 48)
    found.undo()
    assert shipped(anna) == 3
    session(found.desk, Grade.GOOD)
    assert shipped(anna) == 3 + keeping.SHIP_EVERY


def test_a_start_ships_what_a_killed_program_left(anna: Learner) -> None:
    session(anna.sit_down(), *[Grade.GOOD] * 7)  # nothing is closed, as when a program is killed
    assert shipped(anna) == 3
    anna.sit_down()
    assert shipped(anna) == 10


def test_a_great_many_events_are_shipped_in_several_goes(
    anna: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 4)
    session(anna.sit_down(), *[Grade.GOOD] * 12)
    anna.get_up()
    assert shipped(anna) == 7
    for expected in (11, 15):
        anna.sit_down()
        assert shipped(anna) == expected


@pytest.mark.parametrize("trouble", ["a file in the way", "a broken list"])
def test_trouble_with_the_second_copy_is_told_and_stops_nobody(anna: Learner, trouble: str) -> None:
    if trouble == "a file in the way":
        shutil.rmtree(anna.places.data)
        anna.places.data.write_text("no folder")
        desk = anna.sit_down()
        assert any("could not be written" in line for line in overview.notices(desk))
    else:
        (anna.places.data / homes.FILE).write_text("{")
        desk = anna.sit_down()
        assert overview.notices(desk) == ()
    found = session(desk, *[Grade.GOOD] * 60)
    found.end()
    assert found.done == 60
    assert desk.record.counts().answers == 63


def test_trouble_that_is_over_is_told_no_more(anna: Learner) -> None:
    desk = anna.sit_down()
    folder = series(desk).folder
    folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    session(desk, Grade.GOOD).end()
    assert any("second copy of your answers could not be written" in line for line in overview.notices(desk))
    folder.unlink()
    folder.with_name("away").rename(folder)
    session(desk, Grade.GOOD).end()
    assert overview.notices(desk) == ()
    assert shipped(anna) == 5


def test_a_record_that_was_replaced_by_an_older_copy_is_told_and_newer_answers_stay_in_the_segments(
    anna: Learner,
) -> None:
    old = anna.places.record.read_bytes()
    session(anna.sit_down(), *[Grade.GOOD] * 4)
    anna.get_up()
    lost = series(anna.sit_down())
    anna.get_up()
    anna.places.record.write_bytes(old)
    desk = anna.sit_down()
    (line,) = overview.notices(desk)
    assert "older copy" in line
    assert f'nmt-study data restore --from-segments "{lost.folder}"' in line
    session(desk, Grade.EASY)
    anna.get_up()
    assert sum(1 for _ in lost.read()) == 7
    assert shipped(anna) == 4
    restore_from(anna.places, anna.clock, noise(3), lost.folder, from_segments=True)
    assert anna.sit_down().record.counts().answers == 7


def test_the_demo_and_every_other_home_keep_to_the_folder_they_were_given(
    anna: Learner, tmp_path: Path
) -> None:
    assert {path.name for path in anna.places.data.iterdir()} >= {homes.FILE, segments.FOLDER}
    assert not (anna.places.home / segments.FOLDER).exists()


# ---- a record that is gone ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["deleted", "emptied", "its folder too"])
def test_a_record_that_is_gone_is_refused_and_the_way_back_is_named(anna: Learner, way: str) -> None:
    if way == "its folder too":
        shutil.rmtree(anna.places.home)
    elif way == "deleted":
        anna.places.record.unlink()
    else:
        anna.places.record.write_bytes(b"")
    with pytest.raises(NmtError, match=r"your 3 answers in .* are gone") as refusal:
        anna.sit_down()
    assert "nmt-study data restore --from-segments" in refusal.value.hint
    assert not anna.places.record.exists() or not anna.places.record.stat().st_size
    restore_from(anna.places, anna.clock, noise(3), None, from_segments=True)
    desk = anna.sit_down()
    assert desk.record.counts().answers == 3
    assert desk.record.verify() == ()


def test_one_may_begin_afresh_by_moving_the_segments_away(anna: Learner) -> None:
    anna.places.record.unlink()
    with pytest.raises(NmtError) as refusal:
        anna.sit_down()
    folder = Path(refusal.value.hint.partition("instead, move ")[2].partition(" away first")[0])
    folder.rename(folder.with_name("moved away"))
    assert anna.sit_down().record.counts().answers == 0


@pytest.mark.parametrize("size", [50, 3000, 30_000])
def test_a_damaged_record_is_refused_and_the_way_back_is_named(anna: Learner, size: int) -> None:
    anna.places.record.write_bytes(anna.places.record.read_bytes()[:size])
    with pytest.raises(DamagedError) as refusal:
        anna.sit_down()
    assert "nmt-study data restore --from-segments" in refusal.value.hint
    restore_from(anna.places, anna.clock, noise(3), None, from_segments=True)
    assert anna.sit_down().record.counts().answers == 3


def test_a_damaged_record_without_a_second_copy_names_the_backups(anna: Learner) -> None:
    shutil.rmtree(anna.places.data / segments.FOLDER)
    anna.places.record.write_bytes(b"not a database, " * 400)
    with pytest.raises(DamagedError) as refusal:
        anna.sit_down()
    assert "nmt-study data restore lists the backups" in refusal.value.hint


def test_rebuilding_makes_a_broken_second_copy_anew(anna: Learner) -> None:
    path = series(anna.sit_down()).files()[0]
    anna.get_up()
    assert not rebuild(anna.places, anna.clock, noise(3))
    path.write_bytes(path.read_bytes().replace(b'"grade":3', b'"grade":4', 1))
    assert rebuild(anna.places, anna.clock, noise(3))
    assert shipped(anna) == 3
    assert not rebuild(anna.places, anna.clock, noise(3))
    assert anna.sit_down().record.verify() == ()


# ---- backups -----------------------------------------------------------------------------------------------------------


def test_the_first_start_of_a_day_backs_up_what_is_new(anna: Learner) -> None:
    assert made_backups(anna) == []
    for _ in range(3):
        anna.sit_down()
        anna.get_up()
    assert made_backups(anna) == [3]
    anna.next_day()
    anna.sit_down()
    anna.get_up()
    assert made_backups(anna) == [3], "nothing was answered since"
    session(anna.sit_down(), Grade.GOOD)
    anna.get_up()
    assert made_backups(anna) == [3]
    anna.next_day()
    anna.sit_down()
    anna.get_up()
    assert made_backups(anna) == [3, 4]


def test_a_study_day_begins_at_four_for_backups_too(anna: Learner) -> None:
    anna.sit_down()
    anna.get_up()
    session(anna.sit_down(), Grade.GOOD)
    anna.get_up()
    anna.clock.set(Moment(NOON.at + timedelta(hours=15), 0, "UTC"))  # 3 in the night
    anna.sit_down()
    anna.get_up()
    assert made_backups(anna) == [3]
    anna.clock.set(Moment(NOON.at + timedelta(hours=17), 0, "UTC"))
    anna.sit_down()
    anna.get_up()
    assert made_backups(anna) == [3, 4]


def test_a_backup_that_cannot_be_made_is_told_and_stops_nobody(
    anna: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "back_up", full)
    desk = anna.sit_down()
    session(desk, Grade.GOOD)
    desk.keeping.finish()
    assert any("backup could not be made" in line for line in overview.notices(desk))
    assert desk.record.counts().answers == 4


def test_before_tables_are_changed_there_is_a_backup(anna: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "VERSION", database.VERSION + 1)
    anna.sit_down()
    folder = backups.folder_of(anna.places.data, homes.identity(anna.places.record).id)
    first = backups.backups_in(folder)[0]
    connection = sqlite3.connect(first.path)
    assert connection.execute("PRAGMA user_version").fetchone() == (database.VERSION - 1,)
    connection.close()
    assert first.events == 3


def test_tables_are_not_changed_when_that_backup_cannot_be_made(
    anna: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = anna.places.record.read_bytes()
    monkeypatch.setattr(database, "VERSION", database.VERSION + 1)
    monkeypatch.setattr(backups, "back_up", full)
    with pytest.raises(NmtError, match="No space left"):
        anna.sit_down()
    assert anna.places.record.read_bytes() == before


# ---- homes -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def beside(anna: Learner, tmp_path: Path) -> Iterator[Learner]:
    """The same person, with the same user data, in an empty home beside the other."""
    places = anna.places
    home = tmp_path / "another home"
    other = Learner(type(places)(home, places.shipped, places.cache, places.data), anna.clock)
    yield other
    other.get_up()


def test_where_the_answers_are_is_said_in_a_home_without_any(anna: Learner, beside: Learner) -> None:
    line = f"Your 3 answers are in {anna.places.home}. To go on there: nmt-study --home {anna.places.home}"
    desk = beside.sit_down()
    assert line in overview.notices(desk)
    assert line in overview.today(desk).lines
    beside.get_up()
    beside.write(own=plain_deck("own", 2))
    desk = beside.sit_down()
    session(desk, Grade.GOOD)
    assert undo_last(desk)
    beside.get_up()
    assert overview.notices(beside.sit_down()) == ()
    assert overview.notices(anna.sit_down()) == ()


def test_a_path_with_spaces_is_quoted(anna: Learner, beside: Learner) -> None:
    shutil.copytree(anna.places.home / "decks", beside.places.home / "decks")
    session(beside.sit_down(), *[Grade.GOOD] * 5)
    beside.get_up()
    places = type(anna.places)(anna.places.home.parent / "third", *_others(anna))
    third = Learner(places, anna.clock)
    assert f'nmt-study --home "{beside.places.home}"' in "\n".join(overview.notices(third.sit_down()))
    third.get_up()


def _others(anna: Learner) -> tuple[Path, Path, Path]:
    return anna.places.shipped, anna.places.cache, anna.places.data


def test_a_home_that_is_gone_is_not_offered(anna: Learner, beside: Learner) -> None:
    anna.places.record.unlink()
    assert overview.notices(beside.sit_down()) == ()


def test_a_synced_home_is_warned_of_once(someone: Made, tmp_path: Path) -> None:
    anna = someone(knee=plain_deck("knee", 3))
    home = tmp_path / "Dropbox" / "study"
    places = type(anna.places)(home, *_others(anna))
    moved = Learner(places, anna.clock)
    (line,) = overview.notices(moved.sit_down())
    assert "Dropbox" in line
    moved.get_up()
    assert overview.notices(moved.sit_down()) == ()
    moved.get_up()
    assert json.loads((places.data / homes.FILE).read_text())["homes"][0]["warned"] is True
