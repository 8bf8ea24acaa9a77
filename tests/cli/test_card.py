"""Keeps the promise that single cards are shaped from the command line, and that what was written can be handed on."""

import pytest

from nmt_study.services.cards import card_detail
from tests.builders import plain_deck
from tests.cli.terminal import Terminal


@pytest.fixture
def knee(terminal: Terminal) -> Terminal:
    """Give a terminal with three cards in one deck."""
    terminal.write(knee=plain_deck("knee", 3))
    return terminal


def new(terminal: Terminal) -> int:
    """Return how many new cards wait."""
    return int(terminal.json("due")["total"]["new"])


@pytest.mark.parametrize(("aside", "back"), [("suspend", "resume"), ("bury", "unbury")])
def test_a_card_is_set_aside_and_brought_back(knee: Terminal, aside: str, back: str) -> None:
    assert knee.run("card", aside, "knee-1").code == 0
    assert new(knee) == 2
    assert knee.run("card", back, "knee-1").code == 0
    assert new(knee) == 3


def test_a_flag_is_put_on_and_taken_off(knee: Terminal) -> None:
    assert "Flagged" in knee.run("card", "flag", "knee-1").out
    assert "Flagged." in knee.run("study", "--plain", typed="q\n").lines
    assert knee.run("card", "unflag", "knee-1").lines == ["The flag is off."]
    assert "Flagged." not in knee.run("study", "--plain", typed="q\n").lines


def test_a_note_is_written_printed_listed_and_taken_away(knee: Terminal) -> None:
    assert knee.run("card", "note", "knee-1").lines == ["There is no note on this card."]
    knee.run("card", "note", "knee-1", "front \x1b[31mside")
    (line,) = knee.run("card", "note", "knee-1").lines
    assert line.startswith("front ")
    assert "\x1b" not in knee.run("notes").out
    assert "Deck knee, decks/knee.md" in knee.run("notes").lines
    knee.run("card", "note", "knee-1", "--delete")
    assert knee.run("notes").lines == ["There are no notes."]


def test_reports_stand_by_deck_with_place_question_and_words(knee: Terminal) -> None:
    knee.write(hip=plain_deck("hip", 1))
    for key, text in (("knee-1", "wrong side"), ("hip-1", "a typo"), ("knee-3", "which level?")):
        assert knee.run("card", "report", key, text).code == 0
    lines = knee.run("notes", "--reports").lines
    assert [line for line in lines if line.startswith("Deck ")] == [
        "Deck knee, decks/knee.md", "Deck hip, decks/hip.md",
    ]  # fmt: skip
    place = lines.index("Deck knee, decks/knee.md")
    assert lines[place + 2].startswith("  line 6, card knee-1, ")
    assert lines[place + 3 : place + 5] == ["  Question 1 of knee?", "    wrong side"]
    told = knee.json("notes", "--reports")
    assert [(one["card"], one["text"], one["line"]) for one in told] == [
        ("knee-1", "wrong side", 6), ("hip-1", "a typo", 6), ("knee-3", "which level?", 18),
    ]  # fmt: skip


def test_a_report_outlives_its_card(knee: Terminal) -> None:
    knee.run("card", "report", "knee-1", "wrong side")
    (knee.home / "decks" / "knee.md").unlink()
    assert knee.run("notes", "--reports").lines[0] == "In no deck any more"


def test_a_card_that_is_not_there_is_named(knee: Terminal) -> None:
    for words in (("suspend", "elbow"), ("note", "elbow", "x"), ("report", "elbow", "x"), ("flag", "elbow")):
        ran = knee.run("card", *words)
        assert ran.code == 2
        assert "there is no card 'elbow'" in ran.err


def test_an_empty_report_is_refused(knee: Terminal) -> None:
    ran = knee.run("card", "report", "knee-1", " ")
    assert ran.code == 2
    assert "needs words" in ran.err


def test_a_note_of_plain_study_is_kept_and_taken_away(knee: Terminal) -> None:
    lines = ["n", "mine", "n", "", "n", "-", "q"]
    ran = knee.run("study", "--plain", typed="".join(f"{line}\n" for line in lines))
    assert "Noted: it is shown with the answer." in ran.out
    assert "Your note now: mine" in ran.out
    assert "The note is as it was." in ran.out
    assert "The note is gone." in ran.out


def test_what_changes_nothing_is_said_and_not_recorded(terminal: Terminal) -> None:
    terminal.write(deck="Q: Question\n\nA: Answer\n\nid:: one\n")
    terminal.run("card", "suspend", "one")
    assert terminal.run("card", "suspend", "one").lines == ["It is suspended already."]
    assert terminal.run("card", "unbury", "one").lines == [
        "It is not set aside. It is suspended; resume takes it back into study."
    ]
    assert terminal.run("undo").out.startswith("Taken back: ")
    assert terminal.run("card", "resume", "one").lines == ["It is not suspended."]
    terminal.run("card", "bury", "one")
    assert "It is set aside until tomorrow" in terminal.run("card", "resume", "one").out
    terminal.run("card", "flag", "one")
    assert terminal.run("card", "flag", "one").lines == ["It has a flag already."]


def test_a_card_left_out_of_an_own_copy_is_not_taken_from_the_shipped_deck(terminal: Terminal) -> None:
    shipped = terminal.places.shipped / "decks"
    shipped.mkdir(parents=True, exist_ok=True)
    (shipped / "deck.md").write_text("Q: Question\n\nA: Answer\n\nid:: one\n", encoding="utf-8")
    assert terminal.run("card", "show", "one").code == 0
    terminal.write(deck="Q: Question\n\nid:: one\n\n---\n\nQ: Other\n\nA: Answer\n")
    ran = terminal.run("card", "show", "one")
    assert ran.code == 2
    assert "It may be left out for an error: decks/deck.md, line 1" in ran.err


def test_one_earlier_answer_is_told_as_one(knee: Terminal) -> None:
    knee.patch.setattr(card_detail, "PAGE", 1)
    knee.run("study", "--plain", "--limit", "1", typed="\n1\n\n3\n")
    assert "… and 1 earlier answer." in knee.run("card", "show", "knee-1").lines
