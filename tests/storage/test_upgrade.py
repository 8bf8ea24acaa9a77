"""Keeps the promise that a record written by the first version opens: nothing of it is changed, and it goes on from there."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import terminal
from tests.cli.terminal import Terminal

__all__ = ["terminal"]
FIRST = Path(__file__).with_name("first_version.sql")


@pytest.fixture
def first(terminal: Terminal) -> Path:
    """Return the record of the first version, in the terminal's home."""
    terminal.home.mkdir(parents=True, exist_ok=True)
    path = terminal.home / "progress.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST.read_text("utf-8"))
    path.chmod(0o600)
    return path


def events(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(
            "SELECT id, kind, body, free, seal, digest FROM event ORDER BY position"
        ).fetchall()


def test_the_first_record_opens_and_no_answer_of_it_is_changed(terminal: Terminal, first: Path) -> None:
    before = events(first)
    assert len(before) == 7
    assert "7 events, each as it was written" in terminal.run("data", "verify").out
    assert events(first) == before
    assert "7 cards with progress" in terminal.run("data", "rebuild").out
    assert terminal.run("doctor").code == 0


def test_studying_goes_on_with_the_memory_of_the_first_record(terminal: Terminal, first: Path) -> None:
    def cards() -> set[tuple[object, ...]]:
        with sqlite3.connect(first) as connection:
            return set(connection.execute("SELECT card, round(stability, 6), due, reps FROM memory"))

    before = cards()
    deck = "Q: New?\n\nA: Yes.\n\nid:: new\n"
    (terminal.home / "decks").mkdir(exist_ok=True)
    (terminal.home / "decks" / "own.md").write_text(deck, "utf-8")
    assert "1 answer" in terminal.run("study", "--plain", "--deck", "own", typed="\n3\n").out
    assert len(events(first)) == 8
    assert before < cards()
    assert "8 events" in terminal.run("data", "verify").out


def test_all_views_are_there_afterwards(terminal: Terminal, first: Path) -> None:
    terminal.run("due")
    with sqlite3.connect(first) as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        assert {"reviews", "practices", "notes", "quiz_answers", "sittings", "activities"} <= set(views)
        counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in sorted(views)]
        assert max(counts) == 7
