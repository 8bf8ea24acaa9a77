"""Keeps the promise that the doctor finds each kind of trouble, says what it is and what to do about it."""

import os
import shutil
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from nmt_study.clock import Moment
from nmt_study.config import Places
from nmt_study.services.safety.data import restore_from
from nmt_study.services.safety.doctor import Check, doctor
from nmt_study.srs.model import Grade
from nmt_study.storage.copies import backups, erase, homes, segments
from nmt_study.storage.copies.segments import Series
from tests.builders import NOON, Learner, noise, plain_deck, session
from tests.services.conftest import Made
from tests.storage.builders import changed_by_force
from tests.storage.kept import files


@pytest.fixture
def student(someone: Made) -> Learner:
    """Someone in good health: answers, a second copy, a backup."""
    one = someone(knee=plain_deck("knee", 20))
    session(one.sit_down(), *[Grade.GOOD] * 3)
    one.get_up()
    one.sit_down()
    one.get_up()
    return one


def seen(student: Learner) -> list[Check]:
    """Return what the doctor looked at."""
    return doctor(student.places, {"TERM": "xterm"}, student.clock, noise(5))


def problems(student: Learner) -> dict[str, Check]:
    """Return what is not fine, by name; each says what to do."""
    found = [check for check in seen(student) if not check.fine]
    assert all(check.hint for check in found)
    return {check.name: check for check in found}


def hints(student: Learner) -> dict[str, Check]:
    """Return what is fine and has something to say."""
    return {check.name: check for check in seen(student) if check.fine and check.hint}


def my_series(places: Places) -> Series:
    home = homes.identity(places.record)
    return Series.of(places.data, home.id, home.device)


def newest_backup(places: Places) -> Path:
    return backups.backups_in(backups.folder_of(places.data, homes.identity(places.record).id))[-1].path


def test_in_good_health_there_is_nothing_to_say_and_nothing_is_changed(student: Learner) -> None:
    before = files(student.places.home), files(student.places.data)
    assert problems(student) == {}
    assert hints(student) == {}
    assert {check.name for check in seen(student)} >= {
        "nmt-study", "packages", "SQLite", "terminal", "home", "your data", "disk", "settings", "record", "decks",
        "segments", "backups", "clock", "homes",
    }  # fmt: skip
    assert (files(student.places.home), files(student.places.data)) == before


def test_an_empty_home_is_no_trouble(someone: Made) -> None:
    student = someone()
    assert problems(student) == {}
    assert not student.places.record.exists()
    student.sit_down()
    student.get_up()
    assert problems(student) == {}


# ---- the record --------------------------------------------------------------------------------------------------------


def test_a_record_that_is_gone(student: Learner) -> None:
    student.places.record.unlink()
    found = problems(student)
    assert list(found) == ["record"]
    assert "your 3 answers" in found["record"].found
    assert "data restore --from-segments" in found["record"].hint


def test_a_damaged_record(student: Learner) -> None:
    student.places.record.write_bytes(student.places.record.read_bytes()[:5000])
    found = problems(student)
    assert list(found) == ["record"]
    assert "is damaged" in found["record"].found
    assert "data restore --from-segments" in found["record"].hint


def run(record: Path, *statements: str) -> None:
    """Change a record behind the product's back."""
    changed_by_force(record, *statements)


def test_a_changed_event(student: Learner) -> None:
    run(
        student.places.record,
        "UPDATE event SET body = replace(body, '\"grade\":3', '\"grade\":4') WHERE seq = 2",
    )
    found = problems(student)["record"]
    assert "was changed since it was written" in found.found
    assert "data restore" in found.hint


def test_a_table_that_does_not_follow(student: Learner) -> None:
    run(student.places.record, "DELETE FROM memory")
    assert "data rebuild" in problems(student)["record"].hint


def test_a_record_of_a_newer_version_and_of_another_program(student: Learner) -> None:
    run(student.places.record, "PRAGMA user_version = 99")
    assert "newer nmt-study" in problems(student)["record"].found
    student.places.record.unlink()
    connection = sqlite3.connect(student.places.record)
    connection.execute("CREATE TABLE notes (x)")
    connection.close()
    assert "another program" in problems(student)["record"].found


@pytest.mark.skipif(os.name != "posix", reason="the system knows no owners")
def test_a_record_that_others_may_read(student: Learner) -> None:
    student.places.record.chmod(0o644)
    assert problems(student)["privacy"].hint == f"chmod 600 {student.places.record}"


def test_a_restore_that_was_cut_short(student: Learner) -> None:
    (student.places.home / "progress.db.restoring").write_bytes(b"half")
    found = problems(student)["restore"]
    assert "your record was not touched" in found.hint


# ---- the second copy ---------------------------------------------------------------------------------------------------


def test_a_broken_second_copy(student: Learner) -> None:
    (path,) = my_series(student.places).files()
    path.write_bytes(path.read_bytes().replace(b'"grade":3', b'"grade":4', 1))
    found = problems(student)["segments"]
    assert f"{path}:2: number 1 of device" in found.found
    assert "data rebuild" in found.hint


def test_a_missing_segment(student: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "FULL", 900)
    session(student.sit_down(), *[Grade.GOOD] * 5)
    student.get_up()
    my_series(student.places).files()[1].unlink()
    assert "which comes before it, is missing" in problems(student)["segments"].found


def test_events_that_have_no_second_copy_yet(student: Learner) -> None:
    session(student.sit_down(), Grade.GOOD, Grade.GOOD)
    (found,) = (check for check in seen(student) if check.name == "segments")
    assert found.fine
    assert "3 events" in found.found
    assert "2 more at the next start" in found.found


def test_a_record_that_an_older_copy_took_the_place_of(student: Learner) -> None:
    old = student.places.record.read_bytes()
    session(student.sit_down(), Grade.GOOD)
    student.get_up()
    student.places.record.write_bytes(old)
    found = problems(student)["segments"]
    assert "replaced by an older copy" in found.found
    assert "--from-segments" in found.hint
    student.sit_down()
    student.get_up()
    left = hints(student)["earlier segments"]
    assert "1 of them not in your record" in left.found
    assert "data restore --from-segments" in left.hint


def test_an_earlier_series_with_nothing_new_is_no_trouble(student: Learner) -> None:
    restore_from(student.places, student.clock, noise(3), None, from_segments=True)
    student.sit_down()
    student.get_up()
    (found,) = (check for check in seen(student) if check.name == "earlier segments")
    assert (found.found, found.fine, found.hint) == ("3 events, all in your record", True, "")


def test_erasing_that_was_cut_short(student: Learner) -> None:
    (event, *_) = [event.id for event, _ in my_series(student.places).read()]
    erase.erase_in_record(student.places.record, event)
    found = problems(student)["segments"]
    assert "words that were erased are still in the second copy" in found.found
    assert f"nmt-study data erase {event}" in found.hint


# ---- backups -----------------------------------------------------------------------------------------------------------


def test_no_backup_yet(student: Learner) -> None:
    newest_backup(student.places).unlink()
    assert "data backup makes one now" in hints(student)["backups"].hint


def test_a_damaged_backup(student: Learner) -> None:
    path = newest_backup(student.places)
    path.write_bytes(path.read_bytes()[:9000])
    found = problems(student)["backups"]
    assert str(path) in found.found
    assert "data backup makes a new one" in found.hint


def test_a_damaged_record_that_was_kept(student: Learner) -> None:
    student.places.record.write_bytes(b"broken" * 1000)
    restore_from(student.places, student.clock, noise(3), None, from_segments=True)
    assert "a damaged record was kept" in hints(student)["backups"].found


# ---- places ------------------------------------------------------------------------------------------------------------


def test_a_home_in_a_synced_folder(student: Learner) -> None:
    synced = student.places.home.parent / "OneDrive - School" / "home"
    synced.parent.mkdir()
    student.places.home.rename(synced)
    moved = Learner(
        Places(synced, student.places.shipped, student.places.cache, student.places.data), student.clock
    )
    found = problems(moved)["place of the home"]
    assert "OneDrive" in found.found
    assert "data backup --to" in found.hint


def test_a_home_on_another_machine(student: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nmt_study.services.safety.keeping.on_network", lambda folder: "nfs4")
    assert "another machine (nfs4)" in problems(student)["place of the home"].found


def test_a_disk_that_is_nearly_full(student: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12 - 5_000_000, 5_000_000))
    found = problems(student)["disk"]
    assert found.found == "5 MB free"


def test_answers_in_another_home(student: Learner, tmp_path: Path) -> None:
    places = Places(tmp_path / "new", student.places.shipped, student.places.cache, student.places.data)
    other = Learner(places, student.clock)
    other.sit_down()
    other.get_up()
    assert f"Your 3 answers are in {student.places.home}" in hints(other)["homes"].hint


def test_a_damaged_list_of_homes(student: Learner) -> None:
    (student.places.data / homes.FILE).write_text("{")
    assert "is damaged" in problems(student)["homes"].found
    student.sit_down()
    student.get_up()
    assert problems(student) == {}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system knows no owners")
def test_a_home_and_a_data_folder_that_may_not_be_written(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    found = problems(student)
    assert "Answers cannot be saved" in found["home"].hint
    assert "Backups and the second copy cannot be written" in found["your data"].hint


# ---- the rest ----------------------------------------------------------------------------------------------------------


def test_answers_dated_after_today(student: Learner) -> None:
    student.clock.set(Moment(NOON.at - timedelta(days=4), 0, "UTC"))
    found = problems(student)["clock"]
    assert found.found == "3 answers dated after today"
    assert "nmt-study data redate" in found.hint


def test_settings_that_are_not_understood(student: Learner) -> None:
    student.places.settings.write_text("minuts = 20\n")
    found = problems(student)["settings"]
    assert f"{student.places.settings}:1: " in found.found
    assert "minutes" in found.hint


def test_decks_with_errors(student: Learner) -> None:
    student.write(broken="Q: One?\n\n```\nnever closed\n")
    assert "deck check" in problems(student)["decks"].hint


def test_a_terminal_that_cannot_show_the_full_screen(student: Learner) -> None:
    (found,) = (
        one
        for one in doctor(student.places, {"TERM": "dumb"}, student.clock, noise(5))
        if one.name == "terminal"
    )
    assert "plain mode" in found.hint
    assert sys.stdout.encoding in found.found
