"""Keeps the promise that a record is opened with care, refused in words, and never half written."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.storage import database
from nmt_study.storage.database import open_record, query, write


def changed(path: Path, *statements: str) -> bytes:
    """Change a database behind the product's back and return its bytes."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path.read_bytes()


def test_a_new_record_is_made_with_its_folder_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "home" / "with ? and # and %20" / "progress.db"
    connection = open_record(path)
    assert query(connection, "SELECT count(*) FROM event") == [(0,)]
    connection.close()
    open_record(path).close()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_written_survives_a_power_cut(tmp_path: Path) -> None:
    connection = open_record(tmp_path / "progress.db")
    told = {
        name: query(connection, f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "fullfsync", "busy_timeout")
    }
    connection.close()
    assert told == {"journal_mode": "truncate", "synchronous": 3, "fullfsync": 1, "busy_timeout": 10_000}


def test_tables_are_strict_and_foreign_keys_are_kept(tmp_path: Path) -> None:
    connection = open_record(tmp_path / "progress.db")
    loose = query(
        connection,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict",
    )
    assert [name for (name,) in loose if name != "sqlite_schema"] == []
    with pytest.raises(sqlite3.IntegrityError), write(connection):
        connection.execute("INSERT INTO alias VALUES (7, 'event', 'a', 'b', 'no such event')")
    connection.close()


def test_a_record_of_a_newer_version_is_refused_and_not_one_byte_of_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    open_record(path).close()
    before = changed(path, f"PRAGMA user_version = {database.VERSION + 1}", "CREATE TABLE added_later (x)")
    with pytest.raises(NmtError, match=r"newer nmt-study") as refusal:
        open_record(path)
    assert "Update nmt-study" in refusal.value.hint
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["progress.db"]


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    before = changed(path, "CREATE TABLE cards (id)")
    with pytest.raises(NmtError, match="another program"):
        open_record(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"Dear diary, " * 100, b"SQLite format 3\0" + bytes(range(256)) * 16], ids=["text", "torn"]
)
def test_a_file_that_is_no_database_is_refused_in_words_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "progress.db"
    path.write_bytes(content)
    with pytest.raises(NmtError, match="damaged, or is no nmt-study record") as refusal:
        open_record(path)
    assert "backup" in refusal.value.hint
    assert path.read_bytes() == content


def test_a_damaged_page_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    connection = open_record(path)
    ((size, root),) = query(
        connection, "SELECT page_size, rootpage FROM pragma_page_size, sqlite_schema WHERE name = 'event'"
    )
    connection.close()
    content = bytearray(path.read_bytes())
    content[size * (root - 1) : size * root] = b"\xff" * size
    path.write_bytes(content)
    connection = open_record(path)
    with pytest.raises(NmtError, match="damaged"):
        query(connection, "SELECT * FROM event")
    connection.close()


def test_a_folder_in_place_of_the_record_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "progress.db").mkdir()
    with pytest.raises(NmtError, match="cannot be made") as refusal:
        open_record(tmp_path / "progress.db")
    assert "--home" in refusal.value.hint


def test_a_file_in_place_of_the_home_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(NmtError, match="cannot be made"):
        open_record(tmp_path / "home" / "progress.db")


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "progress.db").touch()
    connection = open_record(tmp_path / "progress.db")
    assert query(connection, "PRAGMA user_version") == [(database.VERSION,)]
    connection.close()


def test_a_record_that_may_not_be_written_can_be_read_and_says_why_it_cannot_be_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "progress.db"
    open_record(path).close()
    uri = f"{path.as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    assert query(connection, "SELECT count(*) FROM event") == [(0,)]
    with pytest.raises(NmtError, match=r"not saved: .*may not be written"), write(connection):
        connection.execute("INSERT INTO home VALUES ('a', 'b')")
    connection.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs permissions that bind")
def test_a_home_that_may_not_be_written_is_told_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(NmtError, match="cannot be made"):
            open_record(tmp_path / "progress.db")
    finally:
        tmp_path.chmod(0o700)


def save_two(connection: sqlite3.Connection, number: int) -> None:
    """Save two rows, or neither."""
    with write(connection):
        connection.execute("INSERT INTO home VALUES (?, ?)", (f"{number}", "x" * 900))
        connection.execute("INSERT INTO home VALUES (?, ?)", (f"{number} again", "x" * 900))


@pytest.mark.parametrize("room", range(8))
def test_a_full_disk_loses_nothing_saved_and_leaves_nothing_torn(tmp_path: Path, room: int) -> None:
    connection = open_record(tmp_path / "progress.db")
    pages = query(connection, "PRAGMA page_count")[0][0]
    connection.execute(f"PRAGMA max_page_count = {pages + room}")
    saved = []

    def save_until_full() -> None:
        for number in range(100):
            save_two(connection, number)
            saved.append(number)

    with pytest.raises(NmtError, match="not saved: the disk is full") as refusal:
        save_until_full()
    assert str(tmp_path) in refusal.value.hint
    assert not connection.in_transaction
    assert query(connection, "SELECT count(*) FROM home") == [(2 * len(saved),)]
    assert query(connection, "PRAGMA integrity_check") == [("ok",)]
    connection.execute(f"PRAGMA max_page_count = {pages + 100}")
    save_two(connection, 100)
    connection.close()


def test_nobody_reads_database_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    one, other = open_record(tmp_path / "progress.db"), open_record(tmp_path / "progress.db")
    with write(one), pytest.raises(NmtError, match="not saved: another program has kept"), write(other):
        pass
    with write(other):
        other.execute("INSERT INTO home VALUES ('after', 'wards')")
    one.close()
    other.close()


def test_a_fault_of_the_caller_rolls_back_and_passes_through(tmp_path: Path) -> None:
    connection = open_record(tmp_path / "progress.db")

    def break_off() -> None:
        with write(connection):
            connection.execute("INSERT INTO home VALUES ('half', 'done')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert query(connection, "SELECT * FROM home") == []
    connection.close()


def test_three_programs_that_make_the_record_at_once_all_succeed(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from nmt_study.storage.database import open_record;"
        "sys.stdin.readline(); open_record(Path(sys.argv[1])).close()"
    )
    path = tmp_path / "progress.db"
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for process in starting:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60)[1] for process in starting]
    assert (told, [process.returncode for process in starting]) == (["", "", ""], [0, 0, 0])
    connection = open_record(path)
    steps = query(connection, "SELECT name FROM _sqlite_migrations")
    assert steps
    assert len(steps) == len(set(steps))
    assert query(connection, "PRAGMA integrity_check") == [("ok",)]
    connection.close()


def test_a_start_without_pending_steps_does_not_load_sqlite_utils(tmp_path: Path) -> None:
    open_record(tmp_path / "progress.db").close()
    program = (
        "import sys; from pathlib import Path; from nmt_study.storage.record.record import Record;"
        "Record.open(Path(sys.argv[1]), bytes).close();"
        "print({'sqlite_utils', 'fsrs', 'numpy'} & set(sys.modules))"
    )
    path = tmp_path / "progress.db"
    told = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_opening_an_up_to_date_record_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    open_record(path).close()
    before = hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns
    open_record(path).close()
    assert (hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns) == before


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be moved")
def test_a_record_that_was_moved_while_open_takes_no_answer_that_would_be_lost(tmp_path: Path) -> None:
    connection = open_record(tmp_path / "progress.db")
    (tmp_path / "progress.db").rename(tmp_path / "progress (1).db")
    open_record(tmp_path / "progress.db").close()
    with pytest.raises(NmtError, match="was moved or replaced"), write(connection):
        connection.execute("INSERT INTO home VALUES ('a', 'b')")
    connection.close()


def test_text_that_is_no_text_any_more_is_told_as_damage(tmp_path: Path) -> None:
    connection = open_record(tmp_path / "progress.db")
    connection.execute("INSERT INTO home VALUES (CAST(x'ff' AS TEXT), 'b')")
    with pytest.raises(NmtError, match="damaged"):
        query(connection, "SELECT * FROM home")
    connection.close()


def test_an_old_sqlite_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(NmtError, match="too old"):
        open_record(tmp_path / "progress.db")
    assert list(tmp_path.iterdir()) == []
