"""Keeps the promise of the plain menu: everything the program can do, by number, for a pipe and for a person."""

from datetime import date

import pytest

from nmt_study.cli import output
from nmt_study.services.actions import HOME, of_mode
from nmt_study.settings import Settings, read_settings
from tests.builders import block_writing, plain_deck
from tests.cli.terminal import Ran, Terminal

MENU = of_mode(HOME, "plain")
STUDY, MORE, DECK, UNDO, PROBLEMS, HELP, QUIT = (
    next(str(number) for number, action in enumerate(MENU, 1) if action.name == name)
    for name in ("study", "more", "deck", "undo", "problems", "help", "quit")
)


def menu(terminal: Terminal, *typed: str, words: tuple[str, ...] = ("plain",)) -> Ran:
    """Open the plain menu with these lines typed."""
    return terminal.run(*words, typed="".join(f"{line}\n" for line in typed))


@pytest.fixture
def filled(terminal: Terminal) -> Terminal:
    """Give a terminal with two decks of three cards."""
    terminal.write(knee=plain_deck("knee", 3), hip=plain_deck("hip", 3))
    return terminal


def test_the_menu_numbers_everything_and_says_how_the_day_stands(filled: Terminal) -> None:
    ran = menu(filled, QUIT)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:3] == [
        "nmt-study, plain mode.",
        "Study aid, not medical advice.",
        "Today: 6 cards, about 3 minutes (6 new).",
    ]
    assert ran.lines[3 : 3 + len(MENU)] == [
        f"{at}. {one.label}. {one.help}" for at, one in enumerate(MENU, 1)
    ]
    assert ran.lines[-1] == "Good bye."


@pytest.mark.parametrize("words", [(), ("plain",)])
def test_without_a_terminal_the_program_opens_the_menu_and_asks_nothing(
    filled: Terminal, words: tuple[str, ...]
) -> None:
    ran = menu(filled, words=words)
    assert ran.code == 0
    assert "Welcome" not in ran.out
    assert not filled.places.settings.exists()


@pytest.mark.parametrize("choice", [STUDY, "", "enter", "study", " STUDY "])
def test_studying_is_one_choice_and_also_just_enter(filled: Terminal, choice: str) -> None:
    ran = menu(filled, choice, "", "3", "q", QUIT)
    assert ran.out.count("Saved: Good") == 1
    assert "Today: 5 cards, about 2 minutes (5 new)." in ran.lines


@pytest.mark.parametrize("choice", ["0", str(len(MENU) + 1), "99", "xyz", "²", "-1"])
def test_what_is_not_on_the_menu_is_said(filled: Terminal, choice: str) -> None:
    assert (
        f"That is not on the menu. Type a number from 1 to {len(MENU)}." in menu(filled, choice, QUIT).lines
    )


def test_more_goes_on_after_the_day_is_done(filled: Terminal) -> None:
    filled.places.settings.write_text("new_per_day = 1\n", encoding="utf-8")
    ran = menu(filled, STUDY, "", "", STUDY, MORE, "", "", "q", QUIT)
    assert "Done for today. Every card of today is done." in ran.lines
    assert ran.out.count("Saved: Good") == 2


def test_one_deck_is_chosen_by_its_number(filled: Terminal) -> None:
    ran = menu(filled, DECK, "2", "", "q", DECK, "9", DECK, "", QUIT)
    assert "1. Deck hip: 3 new." in ran.lines
    assert "2. Deck knee: 3 new." in ran.lines
    assert "Question: Question 1 of knee?" in ran.lines
    assert ran.lines.count("No deck was chosen.") == 2


def test_undo_reaches_over_sessions(filled: Terminal) -> None:
    ran = menu(filled, STUDY, "", "4", "q", UNDO, UNDO, QUIT)
    assert sum(line.startswith("Taken back: Easy on: Question") for line in ran.lines) == 1
    assert ran.out.count("There is nothing left to take back.") == 1


def test_problems_are_named_with_their_place(filled: Terminal) -> None:
    assert "No problems were found in your deck files." in menu(filled, PROBLEMS, QUIT).lines
    filled.write(bad="Q: No answer\n")
    assert any(line.startswith("decks/bad.md:1:1: error ") for line in menu(filled, PROBLEMS, QUIT).lines)


def test_of_many_problems_the_first_are_shown_and_where_the_others_are(filled: Terminal) -> None:
    filled.write(bad="Q: No answer\n\n" * 150)
    lines = menu(filled, PROBLEMS, QUIT).lines
    assert sum(line.startswith("decks/bad.md:") for line in lines) == 100
    assert "and 50 more: nmt-study deck check" in lines


def test_help_tells_number_and_letter(filled: Terminal) -> None:
    lines = menu(filled, HELP, QUIT).lines
    assert all(f"{at}, or {one.key}: {one.help}" in lines for at, one in enumerate(MENU, 1))


@pytest.mark.parametrize("typed", [(), (DECK,), (STUDY,), (STUDY, ""), ("x",)])
def test_the_end_of_input_is_fine_wherever_it_comes(filled: Terminal, typed: tuple[str, ...]) -> None:
    ran = menu(filled, *typed)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[-1] == "Good bye."


def test_a_remembered_wish_for_the_plain_mode_is_kept_at_a_terminal_too(
    filled: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda _: True)
    filled.places.settings.write_text("plain = true\n", encoding="utf-8")
    assert menu(filled, QUIT, words=()).lines[0] == "nmt-study, plain mode."
    assert "Question:" in menu(filled, "q", words=("study",)).out


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("ACCESSIBLE", "1")])
def test_a_terminal_that_cannot_or_must_not_gets_the_menu(
    filled: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda _: True)
    filled.places.settings.write_text("", encoding="utf-8")
    filled.environment[name] = value
    assert menu(filled, QUIT, words=()).lines[0] == "nmt-study, plain mode."


# ---- the first run -----------------------------------------------------------------------------------------------------


@pytest.fixture
def person(filled: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give a terminal with somebody at it."""
    monkeypatch.setattr(output, "is_terminal", lambda _: True)
    return filled


def test_somebody_new_is_asked_three_things_and_goes_straight_to_five_cards(person: Terminal) -> None:
    ran = menu(person, "2", "30", "1 March 2199", *[""] * 10, QUIT)
    assert ran.code == 0
    assert read_settings(person.places.settings)[0] == Settings("therapist", 30, exam_date=date(2199, 3, 1))
    assert ran.out.count("Question:") == 5
    assert "A therapist, keeping up and logging hours." in ran.out
    assert "Welcome" not in menu(person, QUIT).out


def test_every_question_can_be_skipped_and_is_not_asked_again(person: Terminal) -> None:
    menu(person, "", "", "", "q", QUIT)
    assert read_settings(person.places.settings) == (Settings(), ())
    assert "Welcome" not in menu(person, QUIT).out


def test_an_answer_that_is_not_understood_is_asked_again(person: Terminal) -> None:
    ran = menu(person, "9", "1", "0", "20", "1/2/2030", "1 Feb 2030", "q", QUIT)
    assert "Choose 1 to 3, or press Enter to skip." in ran.out
    assert "Type a number of minutes up to 600, or press Enter to skip." in ran.out
    assert "Type it like 1 March 2027 or 2027-03-01, or press Enter to skip." in ran.out


def test_settings_that_cannot_be_kept_do_not_keep_anybody_from_studying(person: Terminal) -> None:
    block_writing(person.places.settings)
    ran = menu(person, "1", "", "", "", "3", "q", QUIT)
    assert ran.code == 0
    assert any(line.startswith("Note: your settings could not be saved") for line in ran.lines)
    assert "Saved: Good" in ran.out


def test_changed_cards_are_decided_about_and_taken_back_from_the_menu(terminal: Terminal) -> None:
    nerve = "Q: Which nerve supplies the infraspinatus muscle?\n\nA: The suprascapular nerve.\n"
    terminal.write(deck=nerve)
    terminal.run("study", "--plain", typed="\n3\n")
    terminal.write(deck=nerve.replace("infraspinatus", "supraspinatus"))
    (changed,) = (str(at) for at, action in enumerate(MENU, 1) if action.name == "changed")
    ran = menu(terminal, changed, "1", "", QUIT)
    assert "Its progress goes on. Undo takes it back." in ran.out
    assert "1. Which nerve supplies the supraspinatus muscle?" in ran.out
    assert "Kept, as you decided, on" in ran.out
    ran = menu(terminal, changed, "1", QUIT)
    assert "Taken back: the old answers are with the old card again." in ran.out
    assert "Today: 1 card, under a minute (1 new)." in menu(terminal, QUIT).out
