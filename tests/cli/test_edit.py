"""Keeps the promise that a card can be edited without a full screen: in the own editor, or by its place."""

import sys
from pathlib import Path

import pytest

from nmt_study.cli import output
from nmt_study.services.cards.own_editor import HOW_TO_SET
from tests.builders import plain_deck
from tests.cli.terminal import Ran, Terminal

CARD = "Q: Question 1 of knee?\n\nA: Answer 1.\n\nid:: knee-1"


@pytest.fixture
def knee(terminal: Terminal) -> Terminal:
    """Give a terminal with two cards in one deck."""
    terminal.write(knee=plain_deck("knee", 2))
    return terminal


def deck_of(terminal: Terminal) -> str:
    """Return what the deck holds."""
    return (terminal.home / "decks" / "knee.md").read_text(encoding="utf-8")


def with_editor(terminal: Terminal, script: str, folder: Path) -> Terminal:
    """Sit at a terminal whose editor is a Python script that gets the text of the file and returns another."""
    path = folder / "own_editor.py"
    path.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\ntext = file.read_text(encoding='utf-8')\n"
        f"file.write_text({script}, encoding='utf-8')\n",
        encoding="utf-8",
    )
    terminal.environment["VISUAL"] = f"'{sys.executable}' '{path}'"
    terminal.patch.setattr(output, "is_terminal", lambda _stream: True)
    return terminal


def study(terminal: Terminal, *typed: str) -> Ran:
    """Study in plain mode with these lines typed."""
    return terminal.run("study", "--plain", typed="".join(f"{line}\n" for line in typed))


def test_without_a_terminal_place_and_text_are_told(knee: Terminal) -> None:
    knee.environment["EDITOR"] = "false"
    ran = knee.run("deck", "edit", "knee-1")
    assert ran.code == 0
    assert ran.lines[0] == "decks/knee.md:6"
    assert "\n".join(line.removeprefix("    ") for line in ran.lines[1:6]) == CARD
    assert "any text editor" in ran.out
    assert HOW_TO_SET not in ran.out


def test_with_a_terminal_and_no_editor_it_is_told_how_to_set_one(knee: Terminal) -> None:
    knee.patch.setattr(output, "is_terminal", lambda _stream: True)
    for name in ("VISUAL", "EDITOR"):
        knee.patch.delenv(name, raising=False)
    assert HOW_TO_SET in knee.run("deck", "edit", "knee-1").lines


def test_a_key_that_does_not_exist_is_refused(knee: Terminal) -> None:
    ran = knee.run("deck", "edit", "nothing")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no card 'nothing'" in ran.err


def test_the_own_editor_changes_the_card(knee: Terminal, tmp_path: Path) -> None:
    ran = with_editor(knee, "text.replace('Answer 1.', 'Answer one.')", tmp_path).run(
        "deck", "edit", "knee-1"
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[-1] == "Read again: decks/knee.md."
    assert "Answer one." in deck_of(knee)


def test_what_the_own_editor_broke_is_told_with_its_place(knee: Terminal, tmp_path: Path) -> None:
    ran = with_editor(knee, "text.replace('A: Answer 1.', '')", tmp_path).run("deck", "edit", "knee-1")
    assert ran.code == 1
    assert "decks/knee.md:6:1: error D101:" in ran.out
    assert "left out until its text is mended" in ran.out


def test_nothing_changed_is_said(knee: Terminal, tmp_path: Path) -> None:
    assert "Nothing was changed." in with_editor(knee, "text", tmp_path).run("deck", "edit", "knee-1").lines


def test_a_shipped_deck_is_copied_first(terminal: Terminal, tmp_path: Path) -> None:
    shipped = terminal.places.shipped / "decks" / "knee.md"
    shipped.parent.mkdir()
    shipped.write_text(plain_deck("knee", 1))
    told = terminal.run("deck", "edit", "knee-1").out
    assert "Copy the file to decks/knee.md in your home" in told
    ran = with_editor(terminal, "text.replace('Answer 1.', 'Answer one.')", tmp_path).run(
        "deck", "edit", "knee-1"
    )
    assert ran.code == 0
    assert "Answer one." in deck_of(terminal)
    assert shipped.read_text() == plain_deck("knee", 1)


@pytest.mark.parametrize("before", [[], [""]], ids=["question", "answer"])
def test_plain_study_asks_the_edited_card_anew(knee: Terminal, tmp_path: Path, before: list[str]) -> None:
    ran = study(with_editor(knee, "text.replace('?', ', really?')", tmp_path), *before, "e", "", "3", "q")
    assert "Question: Question 1 of knee, really?" in ran.lines
    assert "Saved: Good, next: 2 days." in ran.out
    assert knee.answers() == 1


def test_plain_study_goes_on_where_there_is_no_editor(knee: Terminal) -> None:
    ran = study(knee, "e", "", "e", "3", "q")
    assert ran.lines.count("decks/knee.md:6") == 2
    assert "Saved: Good, next: 2 days." in ran.lines


def test_plain_study_leaves_a_broken_card_out(knee: Terminal, tmp_path: Path) -> None:
    ran = study(with_editor(knee, "text.replace('A: Answer 1.', '')", tmp_path), "e", "", "3")
    assert "error D101" in ran.out
    assert "Question: Question 2 of knee?" in ran.lines
    assert knee.answers() == 1


def test_a_card_that_cannot_be_edited_is_told_and_stays(knee: Terminal, tmp_path: Path) -> None:
    with_editor(knee, "text", tmp_path).environment["VISUAL"] = str(tmp_path / "no such editor")
    ran = study(knee, "e", "", "3", "q")
    assert "there is no editor" in ran.out
    assert "Saved: Good" in ran.out


def test_a_letter_that_names_an_option_is_an_answer(terminal: Terminal) -> None:
    options = "".join(f"- [{'x' if n == 5 else ' '}] option {n}\n" for n in range(1, 6))
    terminal.write(knee=f"Q: Which?\n\n{options}")
    assert "Right." in study(terminal, "e", "q").lines
    assert "decks/knee.md:1" in study(terminal, "", "e", "q").lines


def test_hostile_text_is_printed_harmless(terminal: Terminal) -> None:
    terminal.write(knee="Q: a\x1b]0;x\x07?\n\nA: b\u202ec\n\nid:: knee-1\n")
    ran = terminal.run("deck", "edit", "knee-1")
    assert "    Q: a␛]0;x␇?" in ran.lines
    assert b"\x1b" not in ran.raw


@pytest.mark.parametrize("way", ["deck edit", "find", "study"])
def test_what_becomes_of_progress_is_asked_wherever_a_card_is_edited(
    terminal: Terminal, tmp_path: Path, way: str
) -> None:
    terminal.write(knee="Q: Which nerve supplies the infraspinatus muscle?\n\nA: The suprascapular nerve.\n")
    (card,) = terminal.json("deck", "show", "knee")["cards"]
    study(with_editor(terminal, "text.replace('infraspinatus', 'supraspinatus')", tmp_path), "", "1", "q")
    ran = {
        "deck edit": lambda: terminal.run("deck", "edit", card["id"], typed="1\n"),
        "find": lambda: terminal.run("plain", typed="find\n\n1\ne\n1\n\n\n\n\nq\n"),
        "study": lambda: study(terminal, "", "e", "1", "", "3", "q"),
    }[way]()
    assert "This card is gone: Which nerve supplies the infraspinatus muscle?" in ran.out
    assert "Its progress goes on. Undo takes it back." in ran.out
    assert terminal.json("deck", "changes")["questions"] == []
