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
from nmt_study.services.data import restore_from
from nmt_study.services.doctor import Check, doctor
from nmt_study.srs.model import Grade
from nmt_study.storage import backups, erase, homes, segments
from nmt_study.storage.segments import Series
from tests.builders import NOON, Learner, noise, plain_deck, session
from tests.services.conftest import Made
from tests.storage.kept import files


@pytest.fixture
def anna(someone: Made) -> Learner:
    """Someone in good health: answers, a second copy, a backup."""
    one = someone(knee=plain_deck("knee", 20))
    session(one.sit_down(), *[Grade.GOOD] * 3)
    one.get_up()
    one.sit_down()
    one.get_up()
    return one


def seen(anna: Learner) -> list[Check]:
    """Return what the doctor looked at."""
    return doctor(anna.places, {"TERM": "xterm"}, anna.clock, noise(5))


def problems(anna: Learner) -> dict[str, Check]:
    """Return what is not fine, by name; each says what to do."""
    found = [check for check in seen(anna) if not check.fine]
    assert all(check.hint for check in found)
    return {check.name: check for check in found}


def hints(anna: Learner) -> dict[str, Check]:
    """Return what is fine and has something to say."""
    return {check.name: check for check in seen(anna) if check.fine and check.hint}


def my_series(places: Places) -> Series:
    home = homes.identity(places.record)
    return Series.of(places.data, home.id, home.device)


def newest_backup(places: Places) -> Path:
    return backups.backups_in(backups.folder_of(places.data, homes.identity(places.record).id))[-1].path


def test_in_good_health_there_is_nothing_to_say_and_nothing_is_changed(anna: Learner) -> None:
    before = files(anna.places.home), files(anna.places.data)
    assert problems(anna) == {}
    assert hints(anna) == {}
    assert {check.name for check in seen(anna)} >= {
        "nmt-study", "packages", "SQLite", "terminal", "home", "your data", "disk", "settings", "record", "decks",
        "segments", "backups", "clock", "homes",
    }  # fmt: skip
    assert (files(anna.places.home), files(anna.places.data)) == before


def test_an_empty_home_is_no_trouble(someone: Made) -> None:
    anna = someone()
    assert problems(anna) == {}
    assert not anna.places.record.exists()
    anna.sit_down()
    anna.get_up()
    assert problems(anna) == {}


# ---- the record --------------------------------------------------------------------------------------------------------


def test_a_record_that_is_gone(anna: Learner) -> None:
    anna.places.record.unlink()
    found = problems(anna)
    assert list(found) == ["record"]
    assert "your 3 answers" in found["record"].found
    assert "data restore --from-segments" in found["record"].hint


def test_a_damaged_record(anna: Learner) -> None:
    anna.places.record.write_bytes(anna.places.record.read_bytes()[:5000])
    found = problems(anna)
    assert list(found) == ["record"]
    assert "is damaged" in found["record"].found
    assert "data restore --from-segments" in found["record"].hint


def run(record: Path, *statements: str) -> None:
    """Change a record behind the product's back."""
    connection = sqlite3.connect(record, isolation_level=None)
    for statement in ("DROP TRIGGER event_stays", *statements):
        connection.execute(statement)
    connection.close()


def test_a_changed_event(anna: Learner) -> None:
    run(
        anna.places.record,
        "UPDATE event SET body = replace(body, '\"grade\":3', '\"grade\":4') WHERE seq = 2",
    )
    found = problems(anna)["record"]
    assert "was changed since it was written" in found.found
    assert "data restore" in found.hint


def test_a_table_that_does_not_follow(anna: Learner) -> None:
    run(anna.places.record, "DELETE FROM memory")
    assert "data rebuild" in problems(anna)["record"].hint


def test_a_record_of_a_newer_version_and_of_another_program(anna: Learner) -> None:
    run(anna.places.record, "PRAGMA user_version = 99")
    assert "newer nmt-study" in problems(anna)["record"].found
    anna.places.record.unlink()
    connection = sqlite3.connect(anna.places.record)
    connection.execute("CREATE TABLE notes (x)")
    connection.close()
    assert "another program" in problems(anna)["record"].found


@pytest.mark.skipif(os.name != "posix", reason="the system knows no owners")
def test_a_record_that_others_may_read(anna: Learner) -> None:
    anna.places.record.chmod(0o644)
    assert problems(anna)["privacy"].hint == f"chmod 600 {anna.places.record}"


def test_a_restore_that_was_cut_short(anna: Learner) -> None:
    (anna.places.home / "progress.db.restoring").write_bytes(b"half")
    found = problems(anna)["restore"]
    assert "your record was not touched" in found.hint


# ---- the second copy ---------------------------------------------------------------------------------------------------


def test_a_broken_second_copy(anna: Learner) -> None:
    (path,) = my_series(anna.places).files()
    path.write_bytes(path.read_bytes().replace(b'"grade":3', b'"grade":4', 1))
    found = problems(anna)["segments"]
    assert f"{path}:2: number 1 of device" in found.found
    assert "data rebuild" in found.hint


def test_a_missing_segment(anna: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "FULL", 900)
    session(anna.sit_down(), *[Grade.GOOD] * 5)
    anna.get_up()
    my_series(anna.places).files()[1].unlink()
    assert "which comes before it, is missing" in problems(anna)["segments"].found


def test_events_that_have_no_second_copy_yet(anna: Learner) -> None:
    session(anna.sit_down(), Grade.GOOD, Grade.GOOD)
    (found,) = (check for check in seen(anna) if check.name == "segments")
    assert found.fine
    assert "3 events" in found.found
    assert "2 more at the next start" in found.found


def test_a_record_that_an_older_copy_took_the_place_of(anna: Learner) -> None:
    old = anna.places.record.read_bytes()
    session(anna.sit_down(), Grade.GOOD)
    anna.get_up()
    anna.places.record.write_bytes(old)
    found = problems(anna)["segments"]
    assert "replaced by an older copy" in found.found
    assert "--from-segments" in found.hint
    anna.sit_down()
    anna.get_up()
    left = hints(anna)["earlier segments"]
    assert "1 of them not in your record" in left.found
    assert "data restore --from-segments" in left.hint


def test_an_earlier_series_with_nothing_new_is_no_trouble(anna: Learner) -> None:
    restore_from(anna.places, anna.clock, noise(3), None, from_segments=True)
    anna.sit_down()
    anna.get_up()
    (found,) = (check for check in seen(anna) if check.name == "earlier segments")
    assert (found.found, found.fine, found.hint) == ("3 events, all in your record", True, "")


def test_erasing_that_was_cut_short(anna: Learner) -> None:
    (event, *_) = [event.id for event, _ in my_series(anna.places).read()]
    erase.erase_in_record(anna.places.record, event)
    found = problems(anna)["segments"]
    assert "words that were erased are still in the second copy" in found.found
    assert f"nmt-study data erase {event}" in found.hint


# ---- backups -----------------------------------------------------------------------------------------------------------


def test_no_backup_yet(anna: Learner) -> None:
    newest_backup(anna.places).unlink()
    assert "data backup makes one now" in hints(anna)["backups"].hint


def test_a_damaged_backup(anna: Learner) -> None:
    path = newest_backup(anna.places)
    path.write_bytes(path.read_bytes()[:9000])
    found = problems(anna)["backups"]
    assert str(path) in found.found
    assert "data backup makes a new one" in found.hint


def test_a_damaged_record_that_was_kept(anna: Learner) -> None:
    anna.places.record.write_bytes(b"broken" * 1000)
    restore_from(anna.places, anna.clock, noise(3), None, from_segments=True)
    assert "a damaged record was kept" in hints(anna)["backups"].found


# ---- places ------------------------------------------------------------------------------------------------------------


def test_a_home_in_a_synced_folder(anna: Learner) -> None:
    synced = anna.places.home.parent / "OneDrive - School" / "home"
    synced.parent.mkdir()
    anna.places.home.rename(synced)
    moved = Learner(Places(synced, anna.places.shipped, anna.places.cache, anna.places.data), anna.clock)
    found = problems(moved)["place of the home"]
    assert "OneDrive" in found.found
    assert "data backup --to" in found.hint


def test_a_home_on_another_machine(anna: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nmt_study.services.keeping.on_network", lambda folder: "nfs4")
    assert "another machine (nfs4)" in problems(anna)["place of the home"].found


def test_a_disk_that_is_nearly_full(anna: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12 - 5_000_000, 5_000_000))
    found = problems(anna)["disk"]
    assert found.found == "5 MB free"


def test_answers_in_another_home(anna: Learner, tmp_path: Path) -> None:
    places = Places(tmp_path / "new", anna.places.shipped, anna.places.cache, anna.places.data)
    other = Learner(places, anna.clock)
    other.sit_down()
    other.get_up()
    assert f"Your 3 answers are in {anna.places.home}" in hints(other)["homes"].hint


def test_a_damaged_list_of_homes(anna: Learner) -> None:
    (anna.places.data / homes.FILE).write_text("{")
    assert "is damaged" in problems(anna)["homes"].found
    anna.sit_down()
    anna.get_up()
    assert problems(anna) == {}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system knows no owners")
def test_a_home_and_a_data_folder_that_may_not_be_written(
    anna: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    found = problems(anna)
    assert "Answers cannot be saved" in found["home"].hint
    assert "Backups and the second copy cannot be written" in found["your data"].hint


# ---- the rest ----------------------------------------------------------------------------------------------------------


def test_answers_dated_after_today(anna: Learner) -> None:
    anna.clock.set(Moment(NOON.at - timedelta(days=4), 0, "UTC"))
    found = problems(anna)["clock"]
    assert found.found == "3 answers dated after today"
    assert "nmt-study data redate" in found.hint


def test_settings_that_are_not_understood(anna: Learner) -> None:
    anna.places.settings.write_text("minuts = 20\n")
    found = problems(anna)["settings"]
    assert f"{anna.places.settings}:1: " in found.found
    assert "minutes" in found.hint


def test_decks_with_errors(anna: Learner) -> None:
    anna.write(broken="Q: One?\n\n```\nnever closed\n")
    assert "deck check" in problems(anna)["decks"].hint


def test_a_terminal_that_cannot_show_the_full_screen(anna: Learner) -> None:
    (found,) = (
        one for one in doctor(anna.places, {"TERM": "dumb"}, anna.clock, noise(5)) if one.name == "terminal"
    )
    assert "plain mode" in found.hint
    assert sys.stdout.encoding in found.found
