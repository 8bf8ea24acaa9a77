"""Keeps the promise that custom sessions, steps back and forth, and lists of notes are there in plain mode and as commands."""

import pytest

from nmt_study.services.actions import HOME, of_mode
from nmt_study.services.study import custom
from nmt_study.services.study.study_words import EARLY
from nmt_study.srs.queue import Stage
from nmt_study.storage.library.picks import Pick
from tests.builders import plain_deck
from tests.cli.terminal import Ran, Terminal

CUSTOM = str([action.name for action in of_mode(HOME, "plain")].index("custom") + 1)
WEAKEST, MISSES, AHEAD, FLAGGED, ALL = "2", "3", "4", "5", "7"


@pytest.fixture
def seen(terminal: Terminal) -> Terminal:
    """Give a terminal with two decks whose five cards were all answered today, one of them not at once."""
    tagged = plain_deck("hip", 2).replace("id:: hip-2", "id:: hip-2\ntags:: hard")
    terminal.write(knee=plain_deck("knee", 3), hip=tagged)
    ran = study(terminal, "", "1", *["", "4"] * 5, words=("--limit", "9"))
    assert terminal.answers() == 6, ran.out
    return terminal


def study(terminal: Terminal, *typed: str, words: tuple[str, ...] = ()) -> Ran:
    """Study in plain lines with these lines typed."""
    return terminal.run("study", "--plain", *words, typed="".join(f"{line}\n" for line in typed))


def menu(terminal: Terminal, *typed: str) -> Ran:
    """Choose a custom session in the plain menu, and leave."""
    return terminal.run("plain", typed="".join(f"{line}\n" for line in (CUSTOM, *typed, "q", "q")))


@pytest.mark.parametrize(
    ("words", "cards"),
    [
        (("--pick", "all"), 5),
        (("--pick", "weakest", "--limit", "2"), 2),
        (("--pick", "misses"), 1),
        (("--pick", "all", "--tag", "hard"), 1),
        (("--pick", "all", "--deck", "knee"), 3),
        (("--pick", "all", "--minutes", "1"), 4),
        (("--pick", "flagged"), 0),
    ],
)
def test_a_pick_is_practised_and_moves_no_due_day(seen: Terminal, words: tuple[str, ...], cards: int) -> None:
    due = seen.json("due")
    ran = study(seen, *["", "1", "", "3"] * 6, words=words)
    assert ran.code == 0
    assert ran.out.count("Practised: Good, its due day stays.") == cards
    assert ran.out.count("Saved:") == 0
    assert (f"{EARLY[Stage.PRACTICE]}." in ran.lines) is bool(cards)
    done = f"Practised {cards} cards. Your schedule is as it was." if cards != 1 else "Practised 1 card."
    assert done in ran.out if cards else "No card here has a flag." in ran.lines
    assert seen.json("due") == due
    assert seen.answers() == 6


def test_practice_says_what_each_grade_does(seen: Terminal) -> None:
    ran = study(seen, "", "1", "q", words=("--pick", "all"))
    assert "1 Again (did not know it): this session. 2 Hard (knew it, with effort): practice." in ran.out
    assert "Practised: Again, it comes back in this session." in ran.lines


def test_ahead_of_time_is_never_what_was_answered_today_and_goes_with_no_other_pick(seen: Terminal) -> None:
    ran = study(seen, words=("--ahead", "300"))
    assert ran.lines[0] == custom.BY_PICK[Pick.AHEAD].empty
    wrong = study(seen, words=("--pick", "all", "--ahead", "3"))
    assert wrong.code == 2
    assert "--ahead goes with --pick ahead only" in wrong.err
    assert study(seen, words=("--pick", "best")).code == 2


def test_the_menu_asks_one_thing_after_the_other(seen: Terminal) -> None:
    ran = menu(seen, ALL, "2", "2 cards", "", "3")
    assert "2. Weakest first. All you have answered, the worst remembered first. 5 cards." in ran.lines
    assert "5. Flagged cards. The cards you put a flag on. No card here has a flag." in ran.lines
    assert "2. Deck knee: 3 cards." in ran.lines
    assert "2 cards. What is not due yet is only practised: no due day moves." in ran.lines
    assert "of hip?" not in ran.out
    assert "Practised: Good, its due day stays." in ran.lines


def test_the_menu_understands_what_is_typed_or_says_what_it_wants(seen: Terminal) -> None:
    ran = menu(seen, ALL, "9", "", "1", "many", "all", "q")
    assert "Type a number from 1 to 2, or just Enter." in ran.lines
    assert custom.AMOUNT_HINT in ran.lines
    assert "1 card. What is not due yet is only practised: no due day moves." in ran.lines
    ran = menu(seen, AHEAD, "400", "3")
    assert custom.DAYS_HINT in ran.lines
    assert custom.BY_PICK[Pick.AHEAD].empty in ran.lines


def test_an_empty_pick_says_why_and_no_choice_is_one_too(seen: Terminal) -> None:
    assert "No card here has a flag." in menu(seen, FLAGGED).lines
    assert "Nothing was chosen." in menu(seen, "x").lines
    assert "You have missed nothing here today." not in menu(seen, MISSES, "", "", "", "q").lines


def test_undo_and_redo_walk_back_and_forth_and_say_what_they_did(seen: Terminal) -> None:
    study(seen, "", "2", "q", words=("--pick", "misses"))
    assert seen.run("undo").out.startswith("Taken back: practising (Hard) on: Question ")
    assert seen.run("undo").out.startswith("Taken back: Easy on: Question ")
    assert seen.answers() == 5
    assert seen.run("redo").out.startswith("Put back: Easy on: Question ")
    assert seen.run("redo").out.startswith("Put back: practising (Hard) on: Question ")
    assert seen.run("redo").out.startswith("There is nothing to put back")
    assert seen.answers() == 6


def test_reports_of_one_deck_are_ready_to_be_pasted_as_markdown(seen: Terminal) -> None:
    seen.run("card", "report", "knee-1", "*wrong*\n# side")
    seen.run("card", "report", "hip-1", "a typo")
    ran = seen.run("notes", "--reports", "--deck", "knee", "--markdown")
    assert ran.lines[:6] == [
        "# Reported mistakes: Deck knee, decks/knee.md",
        "",
        "## Line 6, card knee-1",
        "",
        "Question 1 of knee?",
        "",
    ]
    assert ran.lines[6:8] == ["> \\*wrong\\*", "> \\# side"]
    assert "hip" not in ran.out
    assert [one["deck_id"] for one in seen.json("notes", "--reports")] == ["knee", "hip"]
    unknown = seen.run("notes", "--deck", "kne")
    assert unknown.code == 2
    assert "Did you mean knee?" in unknown.err
