"""Keeps the promise that what a quiz cannot keep is told with line and column before anybody takes it."""

import pytest

from nmt_study.deck.lint.rules import RULES
from tests.cli.terminal import Terminal, terminal_in
from tests.quizzes import EXAM, QUIZ, write_quizzes


@pytest.fixture
def terminal(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give a terminal with a quiz and an exam."""
    found = terminal_in(tmp_path_factory.mktemp("home"), monkeypatch)
    write_quizzes(found.places)
    return found


def told(terminal: Terminal, text: str) -> list[tuple[str, int, int, str]]:
    """Return code, line, column and message of what is wrong with an exam, how its questions are written aside."""
    write_quizzes(terminal.places, exam=text, quiz=QUIZ)
    found = terminal.run("deck", "check", "--json").out
    import json

    return [
        (one["code"], one["line"], one["column"], one["message"])
        for one in json.loads(found)["diagnostics"]
        if one["code"] not in RULES
    ]


def test_a_quiz_and_an_exam_that_keep_their_promises_are_fine(terminal: Terminal) -> None:
    assert told(terminal, EXAM) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("from: quiz", "from: quis"), ("L501", 6, 7, "'quis' is no deck, quiz, folder or tag.")),
        (("  units: 50", "  unitz: 50"), ("L502", 9, 3, "No item has the topic or tag 'unitz'.")),
        (("draw: 4", "draw: 40"), ("L503", 5, 1, "40 items are to be drawn, and there are 7.")),
        (
            ("  units: 50", "  cautions: 50"),
            ("L504", 9, 3, "2 items on cautions are asked for, and there are 1."),
        ),
        (("from: quiz\n", ""), ("L505", 1, 1, "There is no item to ask.")),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_place(
    terminal: Terminal, change: tuple[str, str], expected: tuple[str, int, int, str]
) -> None:
    assert expected in told(terminal, EXAM.replace(*change))


RECALL = """\

Q: What is it called?

A: A name

topic:: names
"""


def test_an_item_that_no_exam_asks_is_told_and_counts_for_nothing(terminal: Terminal) -> None:
    message = "An exam does not ask this item: whoever answers would have to mark it."
    assert told(terminal, EXAM + RECALL) == [("L506", 14, 1, message)]
    assert told(terminal, EXAM.replace("kind: exam", "kind: quiz") + RECALL) == []
    found = told(terminal, EXAM.replace("  units: 50", "  names: 50") + RECALL)
    assert (
        "L502",
        9,
        3,
        "Only items with an `A:` have the topic or tag 'names', and an exam does not ask them.",
    ) in found
    alone = told(terminal, "---\nkind: exam\n---\n" + RECALL)
    assert [code for code, *_ in alone] == ["L505", "L506"]


def test_shares_that_do_not_add_up_are_told(terminal: Terminal) -> None:
    (found,) = told(terminal, EXAM.replace("units: 50", "units: 40"))
    assert "add up to 90" in found[3]


def test_one_file_alone_is_checked_beside_the_library_of_its_home(terminal: Terminal) -> None:
    path = terminal.home / "quizzes" / "exam.md"
    assert terminal.run("deck", "check", str(path)).code == 0
