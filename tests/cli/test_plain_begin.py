"""Keeps the promise that a deck is begun and a file brought in from the plain menu too."""

from pathlib import Path

import pytest

from nmt_study.services.actions import HOME, of_mode
from tests.cli.terminal import Ran, Terminal

NAMES = [action.name for action in of_mode(HOME, "plain")]
BEGIN, BRING = (str(NAMES.index(name) + 1) for name in ("begin", "bring"))


@pytest.fixture
def table(terminal: Terminal) -> Path:
    """A table in the folder that the person stands in."""
    path = terminal.folder / "my knee.csv"
    path.write_text("question,answer\nWhich nerve?,tibial\n,lonely\n", encoding="utf-8")
    return path


def menu(terminal: Terminal, *typed: str) -> Ran:
    """Open the plain menu with these lines typed, and leave it."""
    return terminal.run("plain", typed="".join(f"{line}\n" for line in (*typed, "q")))


@pytest.mark.parametrize(("kind", "folder"), [("", "decks"), ("2", "quizzes"), ("quiz", "quizzes")])
def test_a_deck_or_quiz_is_begun(terminal: Terminal, kind: str, folder: str) -> None:
    ran = menu(terminal, BEGIN, "Knee", "anatomy", kind)
    path = terminal.home / folder / "knee.md"
    assert f"Written: {path}" in ran.lines
    assert "topic: anatomy" in path.read_text(encoding="utf-8")


def test_no_title_begins_nothing_and_a_title_twice_is_refused(terminal: Terminal) -> None:
    assert "Written" not in menu(terminal, BEGIN, "").out
    menu(terminal, BEGIN, "Knee", "", "")
    assert "Not done: " in menu(terminal, BEGIN, "Knee", "", "").out


@pytest.mark.parametrize("typed", ["1", "my knee.csv", "my\\ knee.csv", "'my knee.csv'"])
def test_a_file_comes_in_by_its_number_or_its_path_after_a_yes(
    terminal: Terminal, table: Path, typed: str
) -> None:
    ran = menu(terminal, BRING, typed, "y")
    assert f"1. {table}" in ran.lines
    assert "my knee: 1 item would come into decks/my-knee.md." in ran.lines
    assert "1 thing could not be carried as it was." in ran.lines
    assert "my knee: 1 item came into decks/my-knee.md." in ran.lines
    assert "Which nerve?" in (terminal.home / "decks" / "my-knee.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("answer", ["n", ""])
def test_without_a_yes_nothing_is_written(terminal: Terminal, table: Path, answer: str) -> None:
    assert table.exists()
    assert "Nothing was brought in." in menu(terminal, BRING, "1", answer).lines
    assert not (terminal.home / "decks").exists()


def test_a_first_row_that_is_taken_as_a_card_is_told_before_anything_is_written(
    terminal: Terminal, table: Path
) -> None:
    table.write_text("Muscle,Nerve\nDeltoid,axillary\n", encoding="utf-8")
    ran = menu(terminal, BRING, "1", "n")
    assert "Note: row 1: no heading is known here, so “Muscle | Nerve” was taken as a card." in ran.out


def test_what_the_file_leaves_open_is_asked(terminal: Terminal, table: Path) -> None:
    table.write_text("Which nerve?,tibial,x\nWhich bone?,femur,y\n", encoding="utf-8")
    ran = menu(terminal, BRING, "1", "2", "1", "2", "y")
    assert "the columns: Which column is the question?" in ran.lines
    assert "my knee: 2 items came into decks/my-knee.md." in ran.lines
    again = menu(terminal, BRING, "1", "", "", "")
    assert "Enter for 2 as last time" in again.out
    assert "my knee: 0 items would come into decks/my-knee.md, 2 there already." in again.lines


def test_an_empty_line_goes_back_and_a_file_that_is_none_is_refused(terminal: Terminal, table: Path) -> None:
    assert "would come" not in menu(terminal, BRING, "").out
    assert "Not done: " in menu(terminal, BRING, str(table.with_name("none.csv"))).out


def test_all_that_follow_can_be_left_out_at_once(terminal: Terminal, table: Path) -> None:
    table.write_text("Which nerve?,tibial,x\nWhich bone?,femur,y\n", encoding="utf-8")
    ran = menu(terminal, BRING, "1", "q")
    assert ran.out.count("or q to leave out all that follow") == 1
    assert "Nothing came in." in ran.lines
