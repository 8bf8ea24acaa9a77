"""Keeps the promise of `deck preview` in plain lines: every card once with its problems, from any file, with no home."""

from pathlib import Path

import pytest

from nmt_study.services.actions import HOME, of_mode
from tests.cli.terminal import Terminal
from tests.tui.stage import EVERY_KIND, deck_text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with every kind of card, somewhere."""
    path = tmp_path / "somewhere" / "knee.md"
    path.parent.mkdir()
    path.write_text(deck_text(*EVERY_KIND), encoding="utf-8")
    return path


@pytest.mark.parametrize("words", [(), ("--plain",)])
def test_every_card_is_printed_once(terminal: Terminal, file: Path, words: tuple[str, ...]) -> None:
    ran = terminal.run("deck", "preview", str(file), *words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == f"Shoulder ({file.as_posix()}): 5 cards, 0 problems"
    assert "Card 2 of 5, line 16. Infraspinatus" in ran.lines
    assert "1. Work lightly" in ran.lines
    assert "   Who picks it is told: No work at all." in ran.lines
    assert "Why: Classic map, not validated." in ran.lines
    assert "Question: Infraspinatus turns the arm […] and steadies the joint." in ran.lines


def test_nothing_is_made_of_it(terminal: Terminal, file: Path) -> None:
    terminal.run("deck", "preview", str(file))
    assert list(terminal.home.iterdir()) == []
    assert not terminal.places.record.exists()
    assert [one.name for one in file.parent.iterdir()] == ["knee.md"]


def test_errors_stand_where_they_belong_and_tell_by_the_exit_code(terminal: Terminal, file: Path) -> None:
    file.write_text(
        deck_text("Q: no answer\n", "Q: Which?\n\n- [x] this\n- [x] this\n\nlevel:: high\n"), encoding="utf-8"
    )
    ran = terminal.run("deck", "preview", str(file))
    assert ran.code == 1
    assert ran.lines[1].startswith("Error, line 10: ")


@pytest.mark.parametrize(("text", "said", "code"), [("", "There is no card", 0), ("x\xff", "Error", 1)])
def test_a_file_without_cards_says_so(
    terminal: Terminal, file: Path, text: str, said: str, code: int
) -> None:
    file.write_bytes(text.encode("latin-1"))
    ran = terminal.run("deck", "preview", str(file))
    assert ran.code == code
    assert said in ran.out


def test_what_is_not_there_is_named(terminal: Terminal) -> None:
    ran = terminal.run("deck", "preview", "nowhere.md")
    assert (ran.code, "nowhere.md cannot be read" in ran.err) == (2, True)


def test_a_card_that_was_found_leads_to_its_whole_file_in_plain_lines_too(terminal: Terminal) -> None:
    terminal.write(knee=deck_text(*EVERY_KIND))
    find = str([one.name for one in of_mode(HOME, "plain")].index("find") + 1)
    ran = terminal.run("plain", typed=f"{find}\ncalf\n1\np\n\nq\nq\n")
    assert "Card 5 of 5, line 3" in ran.out
    assert "0 problems in this file." in ran.lines
