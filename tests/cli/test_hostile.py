"""Keeps the promise that a file made to do harm is harmless visible text in everything the command line prints."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nmt_study.cli import output
from nmt_study.text import clean
from tests.cli.terminal import Ran, Terminal

PAYLOADS = {
    "colour": "\x1b[31mred\x1b[0m",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "link": "\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\",
    "device": "\x1bP+q544e\x1b\\",
    "report": "\x1b[6n",
    "c1": "\x9b31m\x85\x90",
    "bell": "a\x07b\x08c\x0bd\x0ce\x7f",
    "override": "abc\u202edef\u202c \u2066x\u2069 \u200f",
    "separators": "one\u2028two\u2029three",
    "zero": "a\u200bb\u2060c\ufeffd\u00ade",
    "tags": "x\U000e0041\U000e007f",
    "zalgo": "z" + "\u0301" * 60,
    "markup": "[/] [b]x[/b] [@click=app.quit]x[/] {typed} %s {0}",
    "emoji": "👩\u200d⚕️ नमस्ते می\u200cخواهم",
}
FORBIDDEN = {"Cc", "Cs"}


def deck_of(payloads: dict[str, str]) -> str:
    """Return a deck that has each text wherever a text can stand."""
    items = [
        f"## Head {text}\n\nCase: Case {text}\n\nQ: Ask {name} {text}?\n\nA: Tell {text}.\n\nWhy: So {text}.\n\n"
        f"tags:: {name}, {text}\nsource:: SRC-{text}\nevidence:: {text}\ntagz:: {text}\n\n"
        f"Q: Choose {name} {text}?\n\n- [x] yes {text}\n- [ ] no {text}\n  > said {text}\n\n"
        f"Q: Type {name} {text}\n\n= {text}\n\nC: Hide [{name} {text}] now\n"
        for name, text in payloads.items()
    ]
    title = payloads.get("title", "x")
    return f"---\ntitle: T {title}\ntopic: {title}\nodd: {title}\n---\n\n" + "\n".join(items)


def assert_harmless(ran: Ran) -> None:
    """Assert that nothing a terminal would obey, and nothing that reorders or hides text, was printed."""
    for text in (ran.out, ran.err):
        odd = {
            char
            for char in set(text)
            if char not in "\n\t\u200c\u200d"
            and (unicodedata.category(char) in FORBIDDEN or clean(char) != char)
        }
        assert odd == set()
        assert "Traceback" not in text
    assert clean(ran.out) == ran.out


@pytest.fixture
def hostile(terminal: Terminal) -> Terminal:
    """Give a terminal with the deck of all payloads."""
    terminal.write(hostile=deck_of(PAYLOADS))
    return terminal


WORDS = [
    ("deck", "check"),
    ("deck", "list"),
    ("deck", "show", "hostile"),
    ("due",),
    ("doctor",),
    ("data", "where"),
]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_text_output_is_harmless(hostile: Terminal, words: tuple[str, ...]) -> None:
    ran = hostile.run(*words)
    assert ran.code in {0, 1}
    assert ran.out
    assert_harmless(ran)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_json_is_ascii_and_parses_back(hostile: Terminal, words: tuple[str, ...]) -> None:
    ran = hostile.run(*words, "--json")
    assert ran.raw.isascii()
    assert set(ran.raw) & set(range(32)) == {10}
    for text in texts_of(json.loads(ran.out)):
        assert clean(text) == text


def texts_of(value: object) -> list[str]:
    """Return every text in a JSON document."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_of(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_of(inner)]
    return [value] if isinstance(value, str) else []


def test_what_was_hidden_is_visible_and_what_looks_like_markup_stands_as_it_is(hostile: Terminal) -> None:
    shown = hostile.run("deck", "show", "hostile").out
    assert "␛[31mred␛[0m" in shown
    assert "abc<U+202E>def<U+202C>" in shown
    assert "one<U+2028>two<U+2029>three" in shown
    assert PAYLOADS["markup"] in shown
    assert PAYLOADS["emoji"] in shown
    cards = hostile.json("deck", "show", "hostile")["cards"]
    assert any(PAYLOADS["markup"] in card["question"] for card in cards)


def test_every_card_of_the_hostile_deck_is_there(hostile: Terminal) -> None:
    cards = hostile.json("deck", "show", "hostile")["cards"]
    kinds = [card["kind"] for card in cards]
    assert kinds.count("recall") == kinds.count("single") == kinds.count("typed") == len(PAYLOADS)


@pytest.mark.parametrize("mode", [("study", "--plain", "--limit", "200"), ("plain",)])
def test_studying_it_is_harmless(hostile: Terminal, mode: tuple[str, ...]) -> None:
    first = "" if mode[0] == "study" else "1\n"
    typed = first + "?\nr\ns\n\x1b[2J\u202e\ns\no\nr\n1\nu\n2\n3\n" * 40
    ran = hostile.run(*mode, typed=typed)
    assert ran.code == 0
    assert ran.out.count("Saved: ") > 5
    assert_harmless(ran)


@pytest.mark.parametrize("name", list(PAYLOADS))
def test_messages_about_files_with_such_names_are_harmless(terminal: Terminal, name: str) -> None:
    text = PAYLOADS[name].replace("/", "_").replace("\0", "_")
    path = terminal.folder / f"{text[:40]}.md"
    try:
        path.write_text("Q: No answer\n", encoding="utf-8")
    except (OSError, ValueError):
        pytest.skip("this system allows no such name")
    assert_harmless(terminal.run("deck", "check", path.name))
    assert_harmless(terminal.run("deck", "check", "--json", path.name))
    (terminal.home / "decks").mkdir()
    (terminal.home / "decks" / path.name).write_text("Q: No answer\n", encoding="utf-8")
    for words in (("deck", "check"), ("deck", "list"), ("due",), ("doctor",)):
        assert_harmless(terminal.run(*words))
    assert_harmless(terminal.run("plain", typed="p\nd\n\nq\n"))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_what_is_typed_on_the_command_line_comes_back_harmless(terminal: Terminal, text: str) -> None:
    for words in (
        ("deck", "show", text), ("deck", "check", text), ("deck", "check", "--explain", text), (text,), ("deck", text),
        ("study", "--plain", "--deck", text), ("study", f"--{text}"), ("study", "--minutes", text), ("due", text),
    ):  # fmt: skip
        ran = terminal.run(*words)
        assert ran.code == 2, words
        assert_harmless(ran)
    assert_harmless(terminal.run("--home", text, "data", "where", home=False))


def test_settings_and_a_record_with_such_text_are_harmless(terminal: Terminal) -> None:
    terminal.places.settings.write_text('"\\u001b[2J" = 1\nwho = "\\u202e\\u009b"\n', encoding="utf-8")
    assert_harmless(terminal.run("due"))
    assert_harmless(terminal.run("doctor"))
    assert_harmless(terminal.run("plain", typed="p\nq\n"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_deck_at_all_is_harmless(tmp_path: Path, terminal: Terminal, text: str) -> None:
    terminal.write(any=text)
    assert_harmless(terminal.run("deck", "check"))
    assert_harmless(terminal.run("study", "--plain", typed="s\n\n?\n3\n" * 5))


@given(st.text(), st.text(), st.integers() | st.text())
def test_a_table_is_harmless_and_one_line_a_row(first: str, second: str, third: object) -> None:
    lines = output.table(("a", "b", "c"), [(first, second, third), ("x", "y", third)])
    assert len(lines) == 3
    assert all(clean(line) == line and "\n" not in line for line in lines)
