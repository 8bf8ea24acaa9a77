"""Keeps the promise that a record can be brought back whole, and that what is not whole or not ours changes nothing."""

import shutil
import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.storage import database
from nmt_study.storage.copies import backups, restore
from nmt_study.storage.copies.restore import Restored, Source, check_backup, check_series
from nmt_study.storage.copies.segment_line import SegmentError
from nmt_study.storage.refusal import DamagedError
from tests.storage.builders import noise
from tests.storage.kept import NOW, Kept, files, history, kept, outcome, sound, told


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A closed home with a history, a backup and a whole second copy."""
    one = kept(tmp_path)
    one.back_up()
    one.ship()
    one.student.record.close()
    return one


def put_back(home: Kept, source: Source) -> Restored:
    """Restore a home, keeping what was there where its backups are."""
    folder = home.data / "backups" / source.home
    return restore.restore(source, home.record, folder, NOW, noise(5))


def device(record: Path) -> object:
    """Return the name under which a record writes."""
    return told(record, "SELECT value FROM home WHERE name = 'device'")[0][0]


def test_restored_from_a_backup_all_answers_are_the_same(home: Kept) -> None:
    before, came_to, name = history(home.record), outcome(home.record), device(home.record)
    source = check_backup(home.backups.glob("progress-*.db").__next__())
    again = home.reopen()
    for card in ("card 1", "card 2", "later"):
        again.student.answer(card)
    again.student.record.close()
    done = put_back(home, source)
    assert (history(home.record), outcome(home.record)) == (before, came_to)
    assert (done.events, done.answers) == (80, 59)
    assert device(home.record) != name
    assert done.before is not None
    assert len(history(done.before)) == 83
    sound(home.record).close()


def test_restored_from_segments_alone_all_answers_are_the_same(home: Kept) -> None:
    before, came_to, name = history(home.record), outcome(home.record), device(home.record)
    series = home.series
    shutil.rmtree(home.folder / "home")
    shutil.rmtree(home.data / "backups")
    done = put_back(home, check_series(series))
    assert (history(home.record), outcome(home.record)) == (before, came_to)
    assert done == Restored(80, 59, None)
    assert device(home.record) != name
    sound(home.record).close()


def test_after_a_restore_one_goes_on_and_a_second_restore_has_it_all(home: Kept) -> None:
    put_back(home, check_series(home.series))
    again = home.reopen()
    again.student.answer("card 1")
    again.student.undo()
    again.student.answer("card 2")
    assert again.student.record.verify() == ()
    again.ship()
    again.student.record.close()
    before = history(home.record)
    assert [row[3] for row in before[-3:]] == [1, 2, 3]
    series = home.series
    home.record.unlink()
    put_back(home, check_series(series))
    assert history(home.record) == before
    sound(home.record).close()


def test_a_journal_that_lies_beside_the_old_record_is_not_rolled_back_into_the_new_one(home: Kept) -> None:
    before = history(home.record)
    (backup,) = home.backups.glob("progress-*.db")
    source = check_backup(backup)
    # What a killed program leaves: a hot journal with pages of another file.
    program = home.record.with_name("progress.db-journal")
    other = sqlite3.connect(home.folder / "other.db", isolation_level=None)
    other.executescript(
        "CREATE TABLE a (x); INSERT INTO a VALUES (zeroblob(60000)); PRAGMA cache_size = 1; BEGIN"
    )
    other.execute("UPDATE a SET x = randomblob(60000)")
    shutil.copyfile(home.folder / "other.db-journal", program)
    other.close()
    assert program.stat().st_size
    put_back(home, source)
    assert not program.exists() or not program.stat().st_size
    assert history(home.record) == before
    sound(home.record).close()


@pytest.mark.parametrize("size", [100, 4096, 20_000, 60_000])
def test_a_damaged_record_is_kept_to_the_byte_and_replaced(home: Kept, size: int) -> None:
    before, series, broken = history(home.record), home.series, home.record.read_bytes()[:size]
    home.record.write_bytes(broken)
    done = put_back(home, check_series(series))
    assert history(home.record) == before
    assert done.before is not None
    assert done.before.read_bytes() == broken
    assert done.before.name.startswith("damaged-")
    sound(home.record).close()


def test_an_empty_record_is_replaced_and_nothing_is_kept_of_it(home: Kept) -> None:
    before, series = history(home.record), home.series
    home.record.write_bytes(b"")
    assert put_back(home, check_series(series)).before is None
    assert history(home.record) == before


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    home: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    (backup,) = home.backups.glob("progress-*.db")
    monkeypatch.setattr(database, "VERSION", database.VERSION + 1)
    before = history(home.record)
    source = check_backup(backup)
    put_back(home, source)
    assert told(home.record, "PRAGMA user_version") == [(database.VERSION,)]
    assert history(home.record) == before


# ---- refusals: nothing is changed --------------------------------------------------------------------------------------


def foreign(path: Path) -> None:
    """Make a database of another program."""
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE notes (text); INSERT INTO notes VALUES ('x')")
    connection.close()


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def text(path: Path) -> None:
    path.write_text("This is my diary. " * 500)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def without_events(path: Path) -> None:
    """Make a file that has our marks and nothing else."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP VIEW reviews; PRAGMA writable_schema = ON; DELETE FROM sqlite_schema; PRAGMA writable_schema = OFF"
    )
    connection.close()


def changed(path: Path) -> None:
    """Change one event behind the product's back."""
    run(path, "UPDATE event SET body = replace(body, '\"grade\":3', '\"grade\":4') WHERE seq = 7")


def reworded(path: Path) -> None:
    """Change what somebody typed, which the digest covers by its seal only."""
    run(path, "UPDATE event SET free = replace(free, 'answer 9', 'answer 8') WHERE seq = 10")


def with_a_gap(path: Path) -> None:
    run(path, "PRAGMA foreign_keys = OFF", "DELETE FROM event WHERE seq = 7")


def newer(path: Path) -> None:
    run(path, f"PRAGMA user_version = {database.VERSION + 1}")


def nameless(path: Path) -> None:
    run(path, "DELETE FROM home WHERE name = 'home'")


def run(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in ("DROP TRIGGER event_stays", "DROP TRIGGER event_remains", *statements):
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (foreign, "is a database of another program"),
        (half, "is damaged, or is no nmt-study record|is not whole"),
        (text, "is damaged, or is no nmt-study record"),
        (empty, "is empty"),
        (without_events, "is damaged|is not whole|is empty"),
        (changed, "is not whole: event .*: number 7 of device .* was changed since it was written"),
        (reworded, "is not whole: event .*: number 10 of device .* was changed since it was written"),
        (with_a_gap, "is not whole: device .*: 79 events, but they are numbered up to 80"),
        (newer, "was written by a newer nmt-study"),
        (nameless, "does not say which home it belongs to"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_changed(
    home: Kept, harm: Callable[[Path], None], message: str
) -> None:
    (backup,) = home.backups.glob("progress-*.db")
    wrong = home.folder / "wrong.db"
    if harm is not foreign:
        shutil.copyfile(backup, wrong)
    harm(wrong)
    before = files(home.folder)
    with pytest.raises(NmtError, match=message):
        check_backup(wrong)
    assert files(home.folder) == before


def test_a_file_that_is_not_there_and_a_folder_are_refused(home: Kept) -> None:
    for path in (home.folder / "nothing.db", home.folder):
        with pytest.raises(NmtError, match="there is no file"):
            check_backup(path)


def test_a_copy_of_a_record_that_was_being_written_is_refused(home: Kept) -> None:
    (backup,) = home.backups.glob("progress-*.db")
    backup.with_name(backup.name + "-journal").write_bytes(b"x" * 600)
    with pytest.raises(NmtError, match="was copied while it was being written"):
        check_backup(backup)


def test_no_segments_and_broken_ones_are_refused(home: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    series = home.series
    (path,) = series.files()
    path.write_bytes(path.read_bytes().replace(b'"interval":6', b'"interval":7', 1))
    before = files(home.folder)
    with pytest.raises(NmtError, match="was changed since it was written"):
        check_series(series)
    assert files(home.folder) == before
    path.unlink()
    with pytest.raises(NmtError, match="there are no segments in"):
        check_series(series)


def test_a_record_that_someone_is_writing_to_is_not_replaced(home: Kept) -> None:
    source = check_series(home.series)
    before = files(home.folder / "home")
    writer = sqlite3.connect(home.record, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(NmtError, match="is in use"):
        put_back(home, source)
    writer.close()
    assert files(home.folder / "home") == before


def test_a_record_of_another_program_is_not_replaced(home: Kept) -> None:
    source = check_series(home.series)
    home.record.unlink()
    foreign(home.record)
    before = files(home.folder / "home")
    with pytest.raises(NmtError, match="another program"):
        put_back(home, source)
    assert files(home.folder / "home") == before


def test_events_that_turn_out_broken_while_building_change_nothing(
    home: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = check_series(home.series)
    (path,) = home.series.files()
    path.write_bytes(path.read_bytes().replace(b'"millis":4000', b'"millis":4001', 1))
    before = files(home.folder)
    with pytest.raises(SegmentError):
        put_back(home, source)
    assert files(home.folder) == before


def test_a_program_that_has_the_old_record_open_saves_nothing_into_the_void(home: Kept) -> None:
    again = home.reopen()
    again.student.answer("card 1")
    put_back(home, check_series(home.series))
    with pytest.raises(NmtError, match="was moved or replaced while it was open"):
        again.student.answer("card 2")
    again.student.record.close()
    sound(home.record).close()


@pytest.mark.parametrize("state", ["sound", "damaged"])
def test_an_answer_given_while_the_old_record_is_being_kept_is_kept_with_it(
    home: Kept, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    source, again = check_series(home.series), home.reopen()
    keep = restore._set_aside if state == "damaged" else backups.back_up
    others = iter(("card 1", "card 2"))

    def kept_and_answered(*given: object) -> object:
        done = keep(*given)  # type: ignore[arg-type]
        for card in others:
            again.student.answer(card)
            break
        return done

    if state == "damaged":
        monkeypatch.setattr(backups, "back_up", refused)
        monkeypatch.setattr(restore, "_set_aside", kept_and_answered)
    else:
        monkeypatch.setattr(backups, "back_up", kept_and_answered)
    before = put_back(home, source).before
    assert before is not None
    assert len(history(before)) == 82
    again.student.record.close()


def refused(*_: object) -> None:
    raise DamagedError("this file is no whole record")


def test_a_record_that_others_never_stop_writing_to_is_not_replaced(
    home: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, again = check_series(home.series), home.reopen()
    keep, number = restore._keep, count(1)

    def kept_and_answered(*given: object) -> object:
        done = keep(*given)  # type: ignore[arg-type]
        again.student.answer(f"card {next(number)}")
        return done

    monkeypatch.setattr(restore, "_keep", kept_and_answered)
    with pytest.raises(NmtError, match="is in use"):
        put_back(home, source)
    again.student.answer("later")
    again.student.record.close()
    sound(home.record).close()
