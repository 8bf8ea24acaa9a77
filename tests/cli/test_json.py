"""Keeps the promise that the shapes of --json are an interface: these keys, of these types, in ASCII."""

from pathlib import Path

import pytest

from tests.builders import SHOULDER, plain_deck
from tests.cli.terminal import Terminal, parsed

QUIZ = "---\ntitle: Mock\nkind: quiz\n---\n\nQ: One?\n\n- [x] Right\n- [ ] Wrong\n"
COUNTS = {"new": int, "learning": int, "due": int}
DIAGNOSTIC = {
    "path": str, "line": int, "column": int, "code": str, "severity": str, "message": str, "hint": str,
}  # fmt: skip


def shape(value: object) -> object:
    """Return the types of a value: of each key of an object, of the first entry of a list."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return type(value)


@pytest.fixture
def filled(terminal: Terminal) -> Terminal:
    """Give a terminal with a deck of every kind, a plain one and a quiz."""
    terminal.write(shoulder=SHOULDER, knee=plain_deck("knee", 3))
    (terminal.home / "quizzes").mkdir()
    (terminal.home / "quizzes" / "mock.md").write_text(QUIZ, encoding="utf-8")
    return terminal


def test_due(filled: Terminal) -> None:
    filled.run("study", "--plain", "--deck", "knee", typed="\n1\n\n3\n")
    found = filled.json("due")
    assert shape(found) == {"study_day": int, "total": COUNTS, "decks": [{"id": str, "title": str} | COUNTS]}
    assert [deck["id"] for deck in found["decks"]] == ["knee", "shoulder"]
    assert found["decks"][0] == {"id": "knee", "title": "Deck knee", "new": 1, "learning": 1, "due": 0}
    assert found["total"] == {"new": 7, "learning": 1, "due": 0}


def test_deck_list(filled: Terminal) -> None:
    found = filled.json("deck", "list")
    assert shape(found) == [{"id": str, "title": str, "topic": str, "cards": int, "path": str, "status": str}]
    assert found[1] == {
        "id": "shoulder", "title": "Shoulder", "topic": "shoulder", "cards": 6, "path": "decks/shoulder.md", "status": "",
    }  # fmt: skip
    assert [deck["id"] for deck in found] == ["knee", "shoulder"]


def test_deck_show(filled: Terminal) -> None:
    found = filled.json("deck", "show", "shoulder")
    assert (found["id"], found["title"], len(found["cards"])) == ("shoulder", "Shoulder", 6)
    card = {"id": str, "kind": str, "question": str, "answer": str, "options": [], "tags": [], "sources": []}
    assert shape(found["cards"][0]) == card | {"evidence": str, "path": str, "line": int}
    assert [card["kind"] for card in found["cards"]] == [
        "recall",
        "typed",
        "numeric",
        "single",
        "cloze",
        "cloze",
    ]
    single, cloze = found["cards"][3], found["cards"][4]
    assert single["options"] == [
        {"text": "Work lightly", "correct": False},
        {"text": "Take the history", "correct": True},
        {"text": "Assess", "correct": False},
    ]
    assert (single["answer"], single["line"], single["path"]) == ("Take the history", 20, "decks/shoulder.md")
    assert "suprascapular" not in cloze["question"]
    assert "suprascapular" in cloze["answer"]


def test_deck_show_gives_what_a_card_has_from_its_deck(terminal: Terminal) -> None:
    text = "---\nsource: SRC-a\nevidence: textbook\ntags: deck\n---\n\nQ: One?\n\nA: *Two*.\n\nid:: one\ntags:: own\n"
    terminal.write(mine=text)
    (card,) = terminal.json("deck", "show", "mine")["cards"]
    assert card == {
        "id": "one", "kind": "recall", "question": "One?", "answer": "Two.", "options": [], "tags": ["deck", "own"],
        "sources": ["SRC-a"], "evidence": "textbook", "path": "decks/mine.md", "line": 7,
    }  # fmt: skip


def test_options_are_plain_text_like_everything_else(terminal: Terminal) -> None:
    terminal.write(mine="Q: One?\n\n- [x] *Right* and `code`\n- [ ] [link](a.png)\n")
    (card,) = terminal.json("deck", "show", "mine")["cards"]
    assert [option["text"] for option in card["options"]] == ["Right and code", "link"]
    assert card["answer"] == "Right and code"


def test_deck_show_of_a_quiz(filled: Terminal) -> None:
    found = filled.json("deck", "show", "mock")
    assert [card["question"] for card in found["cards"]] == ["One?"]


def test_deck_check(filled: Terminal) -> None:
    (filled.home / "quizzes" / "mock.md").unlink()
    filled.write(bad="Q: No answer\n\nQ: Two?\n\nA: Yes.\n\ntagz:: a\n")
    ran = filled.run("deck", "check", "--json")
    found = parsed(ran)
    assert ran.code == 1
    assert shape(found) == {"diagnostics": [DIAGNOSTIC], "errors": int, "warnings": int, "infos": int}
    assert (found["errors"], found["warnings"]) == (1, 1)
    assert [(one["path"], one["line"], one["severity"]) for one in found["diagnostics"]] == [
        ("decks/bad.md", 1, "error"),
        ("decks/bad.md", 7, "warning"),
    ]
    assert filled.json("deck", "check", str(filled.home / "decks" / "knee.md")) == {
        "diagnostics": [], "errors": 0, "warnings": 0, "infos": 0,
    }  # fmt: skip


def test_data_where(filled: Terminal) -> None:
    found = filled.json("data", "where")
    names = {"home", "decks", "quizzes", "record", "settings", "shipped", "cache", "log"}
    assert names <= set(found)
    assert set(map(type, found.values())) == {str}
    assert found["record"] == str(filled.places.record)
    assert Path(found["log"]).name == "faults.log"


def test_data_verify(filled: Terminal) -> None:
    filled.run("study", "--plain", typed="\n\n" * 3)
    assert filled.json("data", "verify") == {"events": 3, "findings": []}


def test_doctor(filled: Terminal) -> None:
    filled.run("due")
    found = filled.json("doctor")
    assert shape(found) == [{"check": str, "ok": bool, "found": str, "hint": str}]
    assert {one["check"] for one in found} >= {"nmt-study", "terminal", "home", "settings", "record", "decks"}
    assert {one["ok"] for one in found} == {True}


@pytest.mark.parametrize("words", [("due",), ("deck", "list"), ("data", "where")])
def test_json_is_one_document_and_nothing_else(filled: Terminal, words: tuple[str, ...]) -> None:
    filled.places.settings.write_text("minute = 3\n", encoding="utf-8")
    ran = filled.run(*words, "--json")
    parsed(ran)
    assert ran.out.count("\n{") + ran.out.count("\n[") <= 1


def test_a_problem_in_the_settings_is_told_beside_the_data(filled: Terminal) -> None:
    filled.places.settings.write_text("minute = 3\n", encoding="utf-8")
    ran = filled.run("due", "--json")
    assert "nmt-study.toml:1:1: warning S101: unknown setting 'minute' (Did you mean minutes?)" in ran.err
    assert parsed(ran)["total"]["new"] == 9
