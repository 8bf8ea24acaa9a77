"""Keeps the promise that what cannot be done is said in words, with what to do, and that no file is harmed by it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nmt_study.services.desk import Desk
from nmt_study.storage.record.record import Record
from tests.builders import plain_deck
from tests.cli.terminal import ROOT, UNSHIPPED, Ran, Terminal
from tests.storage.builders import changed_by_force

EVERY_START = [
    ("due",),
    ("study", "--plain"),
    ("plain",),
    ("deck", "list"),
    ("data", "verify"),
    ("data", "rebuild"),
]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(ran: Ran) -> list[str]:
    """Return what a refusal said: one error, one hint, nothing else."""
    assert (ran.code, ran.out) == (3, "")
    error, hint = ran.err.splitlines()
    assert error.startswith("error: ")
    assert hint.startswith("hint: ")
    assert "Traceback" not in ran.err
    return [error, hint]


@pytest.fixture
def studied(terminal: Terminal) -> Terminal:
    """Give a terminal with a record of one answer."""
    terminal.write(knee=plain_deck("knee", 2))
    assert terminal.run("study", "--plain", typed="\n3\n").code == 0
    return terminal


@pytest.mark.parametrize("words", EVERY_START, ids=" ".join)
@pytest.mark.parametrize("damage", ["text", "cut", "garbled"])
def test_a_damaged_record_is_refused_and_left_as_it_is(
    studied: Terminal, words: tuple[str, ...], damage: str
) -> None:
    record = studied.places.record
    data = record.read_bytes()
    record.write_bytes(
        {
            "text": b"not a database at all" * 100,
            "cut": data[: len(data) // 3],
            "garbled": b"\0" * 100 + data[100:],
        }[damage]
    )
    before = files(studied.home)
    ran = studied.run(*words)
    assert files(studied.home) == before
    if words == ("data", "verify") and ran.code == 1:
        assert "Traceback" not in ran.err
        return
    error, hint = refused(ran)
    assert str(record) in error
    assert "backup" in hint


@pytest.mark.parametrize("words", EVERY_START, ids=" ".join)
def test_a_database_of_another_program_is_refused_and_left_as_it_is(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    connection = sqlite3.connect(terminal.places.record)
    connection.execute("CREATE TABLE books (title TEXT)")
    connection.close()
    before = files(terminal.home)
    error, hint = refused(terminal.run(*words))
    assert "is a database of another program" in error
    assert "left as it is" in hint
    assert files(terminal.home) == before


@pytest.mark.parametrize("words", EVERY_START, ids=" ".join)
def test_a_record_of_a_newer_version_is_refused_and_left_as_it_is(
    studied: Terminal, words: tuple[str, ...]
) -> None:
    connection = sqlite3.connect(studied.places.record)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = files(studied.home)
    error, hint = refused(studied.run(*words))
    assert "was written by a newer nmt-study" in error
    assert "Update nmt-study" in hint
    assert files(studied.home) == before


def test_doctor_finds_a_damaged_record_and_goes_on(studied: Terminal) -> None:
    studied.places.record.write_bytes(b"not a database at all" * 100)
    ran = studied.run("doctor")
    assert ran.code == 1
    assert any(line.startswith("PROBLEM record: ") for line in ran.lines)
    assert any(line.startswith("ok      terminal: ") for line in ran.lines)


def test_doctor_finds_faults_in_settings_and_decks(studied: Terminal) -> None:
    studied.places.settings.write_text("minute = 3\n", encoding="utf-8")
    studied.write(bad="Q: No answer\n\nQ: One?\n\nA: Two.\n")
    ran = studied.run("doctor")
    assert ran.code == 1
    assert any(line.startswith("PROBLEM settings: ") and "minute" in line for line in ran.lines)
    assert any(line.startswith("PROBLEM decks: 2 decks, 3 cards, 1 error") for line in ran.lines)


def test_without_a_record_there_is_nothing_to_verify_and_none_is_made(terminal: Terminal) -> None:
    for words in (("data", "verify"), ("data", "rebuild")):
        error, hint = refused(terminal.run(*words))
        assert "there is no record in" in error
        assert "first opened" in hint
    assert terminal.run("doctor").code == 0
    assert not terminal.places.record.exists()


def test_a_record_that_was_changed_by_hand_is_found_and_rebuilt_where_it_follows(studied: Terminal) -> None:
    connection = sqlite3.connect(studied.places.record)
    connection.execute("UPDATE memory SET due = due + 7")
    connection.commit()
    connection.close()
    ran = studied.run("data", "verify")
    assert ran.code == 1
    assert ran.lines[0].startswith("memory knee-1: is ")
    assert "mended by: nmt-study data rebuild" in ran.lines[-1]
    assert studied.run("data", "rebuild").lines == ["Rebuilt from 1 event: 1 card with progress."]
    told = {"events": 1, "cards": 1, "second_copy_made_anew": False}
    assert studied.json("data", "rebuild") == told
    assert studied.run("data", "verify").lines == ["The record is sound: 1 event, each as it was written."]


def test_a_home_that_is_a_file_is_refused(terminal: Terminal) -> None:
    (terminal.folder / "deck.md").write_text("Q: One?\n", encoding="utf-8")
    error, hint = refused(terminal.run("--home", "deck.md", "due", home=False))
    assert "deck.md is not a folder" in error
    assert "--home" in hint


LONG = "a" * 300
"""A name longer than a system's may be."""


@pytest.mark.parametrize(
    "words",
    [
        ("import", LONG),
        ("export", "knee", "--format", "gift", "-o", LONG),
        ("deck", "check", LONG),
        ("deck", "review", LONG, "--by", "Ann"),
        ("data", "restore", LONG),
        ("--home", LONG, "deck", "list"),
        ("--home", LONG, "data", "verify"),
    ],
)
def test_a_path_too_long_for_the_system_is_refused_in_words(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    terminal.write(knee=plain_deck("Knee", 1))
    ran = terminal.run(*words)
    assert ran.code in {2, 3}
    assert "went wrong inside" not in ran.err
    assert "hint: " in ran.err


def test_doctor_looks_at_a_home_whose_path_is_too_long(terminal: Terminal) -> None:
    assert "not made yet" in terminal.run("--home", LONG, "doctor").out


# ---- a home that may not be written ------------------------------------------------------------------------------------

# The user "root" may write everywhere; given up is what makes that so, for the one process that is started.
WITHOUT_RIGHTS = """
import ctypes, os, sys
if hasattr(os, "geteuid") and os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):
        if libc.prctl(24, capability, 0, 0, 0):
            sys.exit(77)
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""


def without_rights(terminal: Terminal, *words: str, typed: bytes = b"") -> Ran:
    """Run a command as somebody for whom permissions bind."""
    if not sys.platform.startswith("linux"):
        pytest.skip("permissions are given up in a way that Linux knows")
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_RIGHTS, UNSHIPPED, str(terminal.places.shipped), "--home", str(terminal.home), *words],
        input=typed, capture_output=True, cwd=terminal.folder, env=terminal.clean_environment(), timeout=60, check=False,
    )  # fmt: skip
    if ran.returncode == 77:
        pytest.skip("this process may not give up its rights")
    return Ran(ran.returncode, ran.stdout, ran.stderr.decode())


@pytest.fixture
def read_only(studied: Terminal) -> "Iterator[Terminal]":
    """Give a terminal whose home with one answer may not be written."""
    for path in (studied.places.record, studied.home / "decks", studied.home):
        path.chmod(0o500 if path.is_dir() else 0o400)
    yield studied
    for path in (studied.home, studied.home / "decks"):
        path.chmod(0o700)


def test_a_read_only_home_can_be_looked_at(read_only: Terminal) -> None:
    before = files(read_only.home)
    for words in (("due",), ("data", "verify")):
        ran = without_rights(read_only, *words)
        assert (ran.code, ran.err) == (0, ""), words
    assert "PROBLEM home: " in without_rights(read_only, "doctor").out
    assert files(read_only.home) == before


def test_in_a_read_only_home_a_grade_is_refused_in_words_and_nothing_is_claimed(read_only: Terminal) -> None:
    before = files(read_only.home)
    ran = without_rights(read_only, "study", "--plain", typed=b"\n3\n")
    assert ran.code == 3
    assert "NOT SAVED. Not saved: " in ran.out
    assert "may not be written. Allow writing there, or choose another home with --home." in ran.out
    assert "Your last grade could NOT be saved." in ran.out
    assert "Traceback" not in ran.err
    assert files(read_only.home) == before


def test_a_read_only_folder_without_a_record_is_refused_in_words(terminal: Terminal) -> None:
    terminal.home.chmod(0o500)
    try:
        error, hint = refused(without_rights(terminal, "due"))
    finally:
        terminal.home.chmod(0o700)
    assert "progress.db cannot be made: Permission denied" in error
    assert "--home" in hint


# ---- a fault inside ----------------------------------------------------------------------------------------------------


def test_a_fault_inside_is_one_line_and_its_details_are_in_the_log(
    studied: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(Desk, "waiting", breaks)
    error, hint = refused(studied.run("due"))
    assert error == "error: something went wrong inside nmt-study (ZeroDivisionError)."
    (log,) = (studied.home.parent / "user").rglob("faults.log")
    assert str(log) in hint
    assert "Your record is safe." in hint
    text = log.read_text(encoding="utf-8")
    assert "a bug of ours" in text
    assert "Traceback" in text
    ran = studied.run("--debug", "due")
    assert "a bug of ours" in ran.err


def test_where_the_record_is_damaged_a_fault_inside_names_the_place_and_the_way_back(
    studied: Terminal,
) -> None:
    changed_by_force(studied.places.record, "UPDATE event SET body = 'no JSON'")
    assert studied.run("data", "verify").lines[-1].endswith("is brought back by: nmt-study data restore")
    ran = studied.run("study", "--plain", typed="u\n")
    assert ran.code == 3
    error, hint = ran.err.splitlines()[-2:]
    assert error.startswith(f"error: {studied.places.record} is not whole: event ")
    assert error.endswith("was changed since it was written")
    assert "data restore" in hint
    assert "Your record is safe" not in ran.err


def test_a_fault_inside_with_no_place_for_a_log_is_still_one_line(
    studied: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(Desk, "waiting", breaks)
    (studied.home.parent / "file").touch()
    for name in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA", "APPDATA"):
        studied.environment[name] = str(studied.home.parent / "file")
    ran = studied.run("due")
    assert ran.code == 3
    error, hint = ran.err.splitlines()[-2:]
    assert error == "error: something went wrong inside nmt-study (ZeroDivisionError)."
    assert "--debug" in hint
    assert "Traceback" not in ran.err


def test_a_fault_leaves_the_record_closed(studied: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    close = Record.close

    def watched(record: Record) -> None:
        closed.append(True)
        close(record)

    def breaks(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Record, "close", watched)
    monkeypatch.setattr(Desk, "waiting", breaks)
    studied.run("due")
    assert closed == [True]


def test_the_folder_one_stands_in_may_be_gone(studied: Terminal) -> None:
    if os.name == "nt":
        pytest.skip("Windows keeps a folder that somebody stands in")
    code = (
        "import os, sys, tempfile\n"
        "folder = tempfile.mkdtemp(); os.chdir(folder); os.rmdir(folder)\n"
        "sys.argv[0] = 'nmt-study'\n"
        "from nmt_study.cli.start import run\n"
        "run()"
    )
    command = [sys.executable, "-c", code, "--home", str(studied.home), "due"]
    environment = studied.clean_environment() | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
