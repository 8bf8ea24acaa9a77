"""Keeps the promises on gaps: what a bracket hides, what it leaves alone, and where a wrong one is."""

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Cloze, Deletion
from tests.deck.reading import item_of, told


def hidden(text: str) -> list[str]:
    """Return the texts that a cloze hides, and check that each stands where it says."""
    item = item_of(f"C: {text}")
    assert isinstance(item.answer, Cloze)
    for gap in item.answer.deletions:
        assert item.stem[gap.start : gap.end] == f"[{gap.text}]"
    return [gap.text for gap in item.answer.deletions]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("a [b] c [d e].", ["b", "d e"]),
        ("[b]\n[c]\n\n[d]", ["b", "c", "d"]),
        ("— [Ecclesiastes] [6]:[9]", ["Ecclesiastes", "6", "9"]),
        ("[b][c]", ["b", "c"]),
        ("key [`us-east-2`] and [`]`]", ["`us-east-2`", "`]`"]),
        ("[see [text](a.md)] x", ["see [text](a.md)"]),
        ("[b](two words)", ["b"]),
        ("[x] marks", ["x"]),
        (r"\\[b]", ["b"]),
        ("` [b]", ["b"]),
        ("`` ` `` [b] `", ["b"]),
        ("[$n!$]", ["$n!$"]),
    ],
)
def test_brackets_hide_what_is_in_them(text: str, gaps: list[str]) -> None:
    assert hidden(text) == gaps


@pytest.mark.parametrize(
    "ordinary",
    [
        "`[c]`",
        "``a ` [c]``",
        "[^1]",
        "[[wiki]]",
        "[[wiki|shown]]",
        "[text](address)",
        "[text](<a b> 'title')",
        "[a [b] c](address)",
        '[text](address "a title")',
        "![picture](a.png)",
        "[]",
        "[ ]",
        r"\[c\]",
        "\n\n```\n[c]\n```\n\n",
        "\n- [x] done\n- [ ] open\n",
        "\n1. [X] done\n",
    ],
)
def test_brackets_of_ordinary_markdown_hide_nothing(ordinary: str) -> None:
    assert hidden(f"a {ordinary} [gap]") == ["gap"]


def test_the_same_words_are_counted() -> None:
    item = item_of("C: [two words], [one], [two\nwords]")
    assert isinstance(item.answer, Cloze)
    assert item.answer.deletions == (
        Deletion("two words", 0, 11),
        Deletion("one", 13, 18),
        Deletion("two\nwords", 20, 31),
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a [b", "D301 1:6"),
        ("[b\n\nc]", "D301 1:4 D304 3:2"),
        ("a\n  [b] [c", "D301 2:7"),
        ("[a [b] c]", "D302 1:7"),
        ("[a]\nx [[b] c]", "D302 2:4"),
        ("[a] b] c", "D304 1:9"),
        ("no gap", "D303 1:4"),
        ("`[a]` [b](c)", "D303 1:4"),
        ("b]", "D303 1:4 D304 1:5"),
    ],
)
def test_wrong_brackets_are_told_at_their_place(text: str, place: str) -> None:
    assert " ".join(told(f"C: {text}")) == place


def test_places_are_right_below_the_marker_and_behind_a_leading_space() -> None:
    assert told("C:\n\n Q: [a] and [b") == ["D301 3:13"]
    assert told("C:   [a] and [b") == ["D301 1:14"]


def test_a_cloze_without_gap_makes_no_item() -> None:
    assert parse("C: nothing\n\nC: [b]", "a.md").deck.items == (item_of("C: [b]"),)


def test_ten_thousand_wrong_brackets_are_not_ten_thousand_messages() -> None:
    assert len(told("C: [a] " + "] " * 10_000)) == 20
    assert parse("C: [a] " + "] " * 100 + "[b", "a.md").deck.items == ()
