"""Keeps the promise that what was erased is nowhere any more, that the answer still counts, and that all still verifies."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from nmt_study.errors import NmtError
from nmt_study.storage.copies import backups, erase, restore
from nmt_study.storage.copies.restore import check_backup, check_series
from nmt_study.storage.database import open_record
from tests.storage.builders import changed_by_force, noise
from tests.storage.kept import (
    NAME,
    NOW,
    Kept,
    files,
    history,
    holders,
    kept,
    named_event,
    outcome,
    sound,
    without_words,
)


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A closed home in whose record, second copy and two backups somebody's name stands."""
    one = kept(tmp_path)
    for _ in range(2):
        one.back_up()
    one.ship(40)
    one.ship()
    one.student.record.close()
    assert len(holders(one.folder, NAME)) == 4
    return one


def erase_everywhere(home: Kept, event: str) -> None:
    """Do all steps."""
    erase.erase_in_record(home.record, event)
    after = erase.find_written(home.record, event)
    erase.erase_in_segments(home.data, home.series.home, after, after.digest)
    for backup in erase.backups_with(home.backups, event):
        erase.erase_in_backup(backup, event)


def test_erased_words_are_in_no_file_and_everything_still_verifies(home: Kept) -> None:
    event, before, came_to = named_event(home.record), history(home.record), outcome(home.record)
    erase_everywhere(home, event)
    assert holders(home.folder, NAME) == []
    assert history(home.record) == without_words(before, event)
    assert outcome(home.record) == came_to
    sound(home.record).close()
    assert [event.id for event, _ in home.series.read()] == [row[1] for row in before]
    for backup in backups.backups_in(home.backups):
        assert history(backup.path) == without_words(before, event)
        sound(backup.path).close()


@pytest.mark.parametrize("way", ["backup", "segments"])
def test_restored_after_erasing_all_answers_are_there_and_the_words_are_not(home: Kept, way: str) -> None:
    event, before, came_to = named_event(home.record), history(home.record), outcome(home.record)
    erase_everywhere(home, event)
    newest = backups.backups_in(home.backups)[-1]
    source = check_backup(newest.path) if way == "backup" else check_series(home.series)
    home.record.unlink()
    restore.restore(source, home.record, home.data / "backups" / source.home, NOW, noise(5))
    assert history(home.record) == without_words(before, event)
    assert outcome(home.record) == came_to
    assert holders(home.folder, NAME) == []
    sound(home.record).close()


def test_words_in_unused_parts_of_the_file_are_gone_too(home: Kept) -> None:
    again = home.reopen()
    connection = again.student.record._connection
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE draft (words TEXT)")
    connection.executemany("INSERT INTO draft VALUES (?)", [(NAME * 50,)] * 50)
    connection.execute("DROP TABLE draft")
    again.student.record.close()
    assert home.record.read_bytes().count(NAME.encode()) > 1000
    erase.erase_in_record(home.record, named_event(home.record))
    assert home.record.read_bytes().count(NAME.encode()) == 0
    sound(home.record).close()


def test_long_words_are_gone_even_where_the_file_cannot_be_packed(
    home: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = home.reopen()
    stamp = again.student.stamp()
    again.student.record._append(stamp, "note", {"free": {"text": "A secret. " * 2000}})
    again.student.record.close()

    class NoRoom:
        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:  # noqa: ANN401
            if sql == "VACUUM":
                raise sqlite3.DatabaseError("no room")
            return self.connection.execute(sql, *parameters)

    monkeypatch.setattr(erase, "open_record", lambda path: NoRoom(open_record(path)))
    with pytest.raises(sqlite3.DatabaseError, match="no room"):
        erase.erase_in_record(home.record, stamp.id)
    assert b"A secret. " not in home.record.read_bytes()


def test_each_step_can_be_done_again(home: Kept) -> None:
    event = named_event(home.record)
    erase_everywhere(home, event)
    before = files(home.data)
    erase_everywhere(home, event)
    assert files(home.data) == before
    sound(home.record).close()


def test_what_a_killed_program_left_half_written_in_a_segment_goes_too(home: Kept) -> None:
    event = named_event(home.record)
    (path,) = home.series.files()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6]) + lines[6][:-20])
    assert NAME.encode() in path.read_bytes()
    erase_everywhere(home, event)
    assert holders(home.folder, NAME) == []


def test_earlier_series_of_the_home_lose_the_words_too(home: Kept) -> None:
    event = named_event(home.record)
    again = home.reopen()
    again.student.record.rename("device")
    again.ship()
    again.student.record.close()
    erase_everywhere(home, event)
    assert holders(home.data, NAME) == []


def test_the_file_itself_allows_erasing_and_no_other_change(home: Kept) -> None:
    event = named_event(home.record)
    connection = sqlite3.connect(home.record, isolation_level=None)
    for change in (
        "free = NULL, study_day = 1", "free = NULL, body = '{}'", "free = NULL, seal = ''", "free = '{}'", "free = 'x'",
        "digest = 'x'", "free = NULL, digest = 'x'", "position = 900, free = NULL", "seal = 'x'", "kind = 'undo'",
    ):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute(f"UPDATE event SET {change} WHERE id = ?", (event,))
    connection.execute("UPDATE event SET free = NULL WHERE id = ?", (event,))
    for change in ("free = 'back'", "free = NULL"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute(f"UPDATE event SET {change} WHERE id = ?", (event,))
    connection.close()
    sound(home.record).close()


def test_words_put_back_or_changed_by_force_are_found(home: Kept) -> None:
    event = named_event(home.record)
    erase.erase_in_record(home.record, event)
    statement = """UPDATE event SET free = '{"response":"other"}' WHERE id = """
    changed_by_force(home.record, f"{statement}'{event}'")
    record = home.reopen().student.record
    assert [finding.where for finding in record.verify()] == [f"event {event}"]
    record.close()


def test_the_seal_cannot_be_guessed_from_the_words(home: Kept) -> None:
    again = home.reopen()
    drafts = [again.student.draft("x", content="x"), again.student.draft("y", content="x")]
    for draft in drafts:
        again.student.record._append(draft.stamp, "note", {"free": {"text": NAME}})
    again.student.record.close()
    seals = [row[12] for row in history(home.record)[-2:]]
    assert seals[0] != seals[1]


def test_looking_for_words_finds_the_events_whatever_the_case_and_script(home: Kept) -> None:
    again = home.reopen()
    again.student.record._append(again.student.stamp(), "note", {"free": {"text": "Große Übung, süß"}})
    again.student.record.close()
    assert [one.words for one in erase.search_written(home.record, "GROSSE ÜBUNG, SÜSS")] == [
        {"text": "Große Übung, süß"}
    ]
    (found,) = erase.search_written(home.record, "THE GREEN DOOR")
    assert found.words["response"] == NAME
    assert list(erase.search_written(home.record, "salt")) == []
    assert len(list(erase.search_written(home.record, "answer"))) > 50


def test_an_event_without_words_and_one_that_is_not_there_are_refused(home: Kept) -> None:
    undo = next(str(row[1]) for row in history(home.record) if row[8] == "undo")
    before = files(home.folder)
    with pytest.raises(NmtError, match="nothing that anybody typed"):
        erase.find_written(home.record, undo)
    with pytest.raises(NmtError, match="there is no event"):
        erase.find_written(home.record, "nobody")
    assert files(home.folder) == before


def test_backups_keep_the_words_until_they_are_erased_there(home: Kept) -> None:
    event = named_event(home.record)
    erase.erase_in_record(home.record, event)
    assert len(erase.backups_with(home.backups, event)) == 2
    first, second = backups.backups_in(home.backups)
    erase.erase_in_backup(first, event)
    assert erase.backups_with(home.backups, event) == (second,)
    second.path.write_bytes(b"broken")
    assert erase.backups_with(home.backups, event) == (second,)


def test_what_is_erased_in_the_record_and_not_in_the_segments_is_told(home: Kept) -> None:
    event = named_event(home.record)
    assert erase.erased_events(home.record) == frozenset()
    erase.erase_in_record(home.record, event)
    assert erase.erased_events(home.record) == {event}
    assert list(erase.words_in_segments([home.series], frozenset({event}))) == [event]
    erase_everywhere(home, event)
    assert list(erase.words_in_segments([home.series], frozenset({event}))) == []
