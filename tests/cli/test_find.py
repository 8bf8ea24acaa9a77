"""Keeps the promise that cards are found by commands and in plain lines as on the full screen."""

from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from tests.builders import SHOULDER, plain_deck
from tests.cli.terminal import Terminal
from tests.cli.test_edit import with_editor


def test_words_and_filters_find_cards(terminal: Terminal) -> None:
    terminal.write(shoulder=SHOULDER, knee=plain_deck("knee", 30))
    ran = terminal.run("search", "NERVE", "-pain")
    assert ran.code == 0
    assert "Name the nerve that supplies infraspinatus." in ran.lines
    assert terminal.json("search", "question", "--deck", "knee", "--limit", "5")["cards"] == 30
    found = terminal.json("search", "--deck", "shoulder", "--state", "new")
    assert found["cards"] == len(found["found"]) == 6
    assert terminal.json("search", "nowhere") == {"cards": 0, "found": []}


def test_an_unknown_value_of_a_filter_names_the_nearest(terminal: Terminal) -> None:
    terminal.write(shoulder=SHOULDER)
    for option, wrong, near in (
        ("--deck", "sholder", "shoulder"),
        ("--topic", "shouldr", "shoulder"),
        ("--state", "leach", "leech"),
    ):
        ran = terminal.run("search", option, wrong)
        assert (ran.code, ran.out) == (2, "")
        assert f"Did you mean {near}?" in ran.err


def test_a_card_is_shown_in_full(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 1))
    assert terminal.run("study", "--plain", typed="\n3\n").code == 0
    lines = terminal.run("card", "show", "knee-1").lines
    assert {"Question: Question 1 of knee?", "Answer: Answer 1."} <= set(lines)
    assert any("Good, next in 2 days" in line for line in lines)
    shown = terminal.json("card", "show", "knee-1")
    assert (shown["id"], shown["memory"]["answers"], len(shown["history"])) == ("knee-1", 1, 1)
    assert "predicts nothing for today" in shown["prediction"]


def test_a_card_that_is_nowhere_is_told(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 1))
    ran = terminal.run("card", "show", "nothing")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no card 'nothing'" in ran.err


def test_plain_find_lists_ten_at_a_time_and_shows_one(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 25), hip=plain_deck("hip", 2))
    typed = "/\nquestion knee\n\n12\n\nd\n1\n0\n?\nq\nq\n"
    out = terminal.run("plain", typed=typed).out
    first, _, rest = out.partition("Enter for more")
    assert "10. Question 10 of knee?" in first
    assert "11. Question 11 of knee?" not in first
    assert "20. Question 20 of knee?" in rest
    assert "Question: Question 12 of knee?" in rest
    assert "Answer: Answer 12." in rest
    assert "1. Deck knee: 25 cards." in rest
    assert "25 cards (deck knee)." in rest
    assert "g: Tag. Only the cards with a tag." in rest


def test_what_was_found_in_plain_lines_is_suspended_noted_and_taken_back(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 3))
    typed = "/\n\n2\nx\nx\nn\nask about this\n?!\n\nu\nq\nq\n"
    out = terminal.run("plain", typed=typed).out
    assert "Suspended: it is not asked until you take it back in." in out
    assert "Back in study." in out
    assert "Noted: it is shown with the answer." in out
    assert "'?!' is none of these." in out
    assert "Taken back: the note on: Question 2 of knee?" in out


def test_what_was_edited_in_plain_lines_is_found_by_its_words_still(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.write(knee=plain_deck("knee", 3))
    with_editor(terminal, "text.replace('Answer 1.', 'Answer one.')", tmp_path)
    terminal.run("plain", typed="\n\n\nq\nq\n")  # the first questions
    out = terminal.run("plain", typed="/\nquestion\n1\ne\n\n/\nquestion\nq\nq\n").out
    assert "Saved" in out
    assert out.count("3 cards.") == 2


def test_what_cannot_be_done_to_a_found_card_is_told_and_another_thing_may_be_done(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> None:
        raise NmtError("the file cannot be read", "Allow reading it.")

    terminal.write(knee=plain_deck("knee", 3))
    monkeypatch.setattr("nmt_study.cli.plain.handle.preview_plain", refused)
    out = terminal.run("plain", typed="/\n\n2\np\nx\n\nq\nq\n").out
    assert "Not done. The file cannot be read. Allow reading it." in out
    assert "Suspended: it is not asked until you take it back in." in out
