"""Keeps the promise that changed cards are decided about without a full screen too."""

import pytest

from tests.cli.terminal import Terminal

OLD = "Q: Which nerve supplies the infraspinatus muscle?\n\nA: The suprascapular nerve.\n"
NEW = OLD.replace("infraspinatus", "supraspinatus")


@pytest.fixture
def changed(terminal: Terminal) -> Terminal:
    """Give a terminal with one answered card that became another one."""
    terminal.write(deck=OLD)
    terminal.run("study", "--plain", typed="\n3\n")
    terminal.write(deck=NEW)
    return terminal


def test_the_question_is_listed_with_both_texts_and_answered_by_number(changed: Terminal) -> None:
    out = changed.run("deck", "changes").out
    assert "This card is gone: Which nerve supplies the infraspinatus muscle?" in out
    assert "This one is new: Which nerve supplies the supraspinatus muscle?" in out
    assert "1. --keep 1 or --new 1" in out
    assert changed.run("deck", "changes", "--keep", "1").lines == [
        "Its progress goes on. Which nerve supplies the supraspinatus muscle?"
    ]
    told = changed.json("deck", "changes")
    assert told["questions"] == []
    (decision,) = told["decisions"]
    assert decision["about"] == "Kept, as you decided"
    assert changed.run("deck", "changes", "--undo", decision["id"]).code == 0
    assert changed.json("due")["total"]["new"] == 1


def test_the_shape_of_a_question_as_json(changed: Terminal) -> None:
    (question,) = changed.json("deck", "changes")["questions"]
    assert set(question) == {
        "card", "now", "same_id", "before", "after", "answers", "due", "path", "line", "choices",
    }  # fmt: skip
    assert question["choices"] == ["keep", "new"]
    assert question["path"] == "decks/deck.md"


def test_what_is_not_there_is_refused(changed: Terminal) -> None:
    assert "there is no question '2'" in changed.run("deck", "changes", "--new", "2").err
    assert "cannot be answered with --reset" in changed.run("deck", "changes", "--reset", "1").err
    ran = changed.run("deck", "changes", "--undo", "x")
    assert ran.code == 2
    assert "there is no decision 'x'" in ran.err


def test_the_plain_menu_asks_and_an_empty_line_is_later(changed: Terminal) -> None:
    ran = changed.run("plain", typed="g\n\ng\n9\n2\nq\n")
    assert "1 card that you answered was changed. What becomes of the progress?" in ran.out
    assert "Nothing was decided; you will be asked again." in ran.out
    assert "Type a number from 1 to 2." in ran.out
    assert "It counts as a new card. Undo takes it back." in ran.out
    assert "No card is waiting for a decision." in ran.out


def test_a_deck_edited_while_the_menu_is_open_is_noticed(terminal: Terminal) -> None:
    terminal.write(deck=OLD)
    ran = terminal.run("plain", typed="problems\nq\n")
    assert "1 new" in ran.out


def test_a_card_is_decided_about_by_its_key_whatever_its_number_is_by_now(changed: Terminal) -> None:
    (question,) = changed.json("deck", "changes")["questions"]
    assert changed.run("deck", "changes", "--new", question["card"]).lines == [
        "It counts as a new card. Which nerve supplies the supraspinatus muscle?"
    ]


def test_numbers_in_one_command_are_those_of_the_list_that_was_printed(terminal: Terminal) -> None:
    def deck(*sides: str) -> str:
        return "\n".join(
            f"Q: Which bone of the {side} is the longest?\n\nA: That of the {side}.\n\nid:: card-{number}\n"
            for number, side in enumerate(sides)
        )

    terminal.write(deck=deck("arm", "leg", "hand"))
    terminal.run("study", "--plain", typed="\n3\n" * 3)
    terminal.write(deck=deck("neck", "chest", "foot"))
    asked = terminal.json("deck", "changes")["questions"]
    assert len(asked) == 3
    assert terminal.run("deck", "changes", "--keep", "1", "--reset", "2").code == 0
    assert terminal.json("deck", "changes")["questions"] == [asked[2]]


def test_nothing_is_decided_where_one_of_several_is_wrong(changed: Terminal) -> None:
    for options in (("--keep", "1", "--new", "2"), ("--keep", "1", "--new", "1")):
        assert changed.run("deck", "changes", *options).code == 2
    assert len(changed.json("deck", "changes")["questions"]) == 1


def test_an_answer_of_several_lines_stands_below_its_name(terminal: Terminal) -> None:
    steps = "Q: Which order has the examination of infraspinatus?\n\nOrder:\n1. look\n2. feel\n3. move\n"
    terminal.write(deck=steps)
    terminal.run("study", "--plain", typed="123\n3\n")
    terminal.write(deck=steps.replace("infraspinatus", "supraspinatus"))
    out = terminal.run("deck", "changes").out
    assert "   Its answer: 1. look\n      2. feel\n      3. move\n" in out
    assert "Its answer: 1. look\n   2. feel\n   3. move\n" in terminal.run("plain", typed="g\n\nq\n").out
