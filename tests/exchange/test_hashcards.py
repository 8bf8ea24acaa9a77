"""Keeps the promises of decks of hashcards and repeater: read as those read them, and written so that they can.

Questions with answers and texts with gaps go out and come back equal, with their explanations and the title. Every other
kind is written as a question with its answer; properties, headings and prose stay behind and are told.
"""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.deck.grammar.brackets import brackets
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import (
    Cloze,
    Deck,
    Header,
    Item,
    Properties,
    Prose,
    Recall,
)
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Medium, Parcel
from nmt_study.exchange.hashcards import read, write
from tests.architecture.tree import ROOT
from tests.strategies import items


def cards(text: str) -> list[tuple[str, str]]:
    """Return questions with answers, and texts with gaps, of a deck as it is read."""
    found = []
    for item in read(text.encode(), "cell_biology.md", {}).parcels[0].deck.items:
        assert isinstance(item.answer, Recall | Cloze)
        found.append((item.stem, item.answer.text if isinstance(item.answer, Recall) else ""))
    return found


# What hashcards' own tests of its parser read (eudoxia0/hashcards, src/parser.rs).
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q: What is Rust?\nA: A systems programming language.", [("What is Rust?", "A systems programming language.")]),
        ("Q: foo\nbaz\nbaz\nA: FOO\nBAR\nBAZ", [("foo\nbaz\nbaz", "FOO\nBAR\nBAZ")]),
        ("Q: foo\nA: bar\n\nQ: baz\nA: quux\n\n", [("foo", "bar"), ("baz", "quux")]),
        ("C: [foo]\nQ: Question\nA: Answer", [("[foo]", ""), ("Question", "Answer")]),
        ("C: Foo [bar] ![](image.jpg) [quux].", [("Foo [bar] ![](image.jpg) [quux].", "")]),
        ("C: [foo]\n[bar]\nbaz.", [("[foo]\n[bar]\nbaz.", "")]),
        ("C: [foo]\nC: [bar]", [("[foo]", ""), ("[bar]", "")]),
        ("C:\nBuild in Lisp.\n\n— [Paul Graham], [_Hackers_]\n\n", [("Build in Lisp.\n\n— [Paul Graham], [_Hackers_]", "")]),
        ("C: The notation [$n!$] means 'n factorial'.", [("The notation [$n!$] means 'n factorial'.", "")]),
        ("Q: a\nA: b\n---\nnotes\n", [("a", "b")]),
        # repeater: a marker that is indented is text, and a separator ends a card (its docs, "Card Format")
        ("Q: Term?\nA: Definition\n  Q: still the answer\n", [("Term?", "Definition\n  Q: still the answer")]),
    ],
)  # fmt: skip
def test_cards_are_read_as_their_own_programs_read_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert cards(text) == expected


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('---\nname = "Cell Biology"\n---\n', "Cell Biology"),
        ('---\nname = "a \\"b\\" \\\\ c"\n---\n', 'a "b" \\ c'),
        ("---\nname = 'it is'\n---\n", "it is"),
        ('---\nother_field = "value"\n---\n', "cell biology"),
        ("---\n---\n", "cell biology"),
        ("", "cell biology"),
    ],
)
def test_the_name_is_the_title(head: str, title: str) -> None:
    arrived = read(f"{head}\nQ: a\nA: b\n".encode(), "cell_biology.md", {})
    assert arrived.parcels[0].deck.header.title == title


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("Q: a\n---\nQ: b\nA: c\n", "line 1", "The question has no answer."),
        ("Q: a\nA: b\nA: c\n\nQ: d\nA: e\n", "line 3", "This is a second answer to the same question."),
        ("C: half [good\n\nQ: a\nA: b\n", "line 1", "This `[` is never closed in its paragraph."),
        ("C: none\n\nQ: a\nA: b\n", "line 1", "This cloze hides nothing, so it makes no card."),
        ("Q: ![x](knee.png)\nA: b\n", "line 1", "the picture “knee.png”"),
        ("Q: hear ![](a.mp3)\nA: b\n", "line 1", "the sound “a.mp3”"),
    ],
)
def test_what_is_no_card_is_told(text: str, where: str, what: str) -> None:
    assert (where, what) in [(loss.where, loss.what) for loss in read(text.encode(), "a.md", {}).losses]


def test_a_card_that_cannot_be_read_stays_as_text() -> None:
    deck = read(b"Q: a\n\nQ: b\nA: c\n", "a.md", {}).parcels[0].deck
    assert deck.parts[0] == Prose("Q: a")


# ---- out and in again

plain_items = (
    items()
    .filter(lambda item: isinstance(item.answer, Recall | Cloze))
    .map(lambda item: replace(item, properties=Properties()))
)


@given(
    st.lists(plain_items, min_size=1, max_size=4),
    st.sampled_from(["A title", 'say "x"', "it's \\ so", "'q'"]),
)
@settings(max_examples=150)
def test_cards_go_out_and_come_back_equal(made: list[Item], title: str) -> None:
    deck = Deck(Header(title=title), tuple(made))
    departed = write(Parcel(deck))
    expected = tuple(
        replace(one, why="") if isinstance(one.answer, Cloze) and "[" in one.why else one for one in made
    )
    assert read(departed.data, "a.md", {}).parcels[0].deck == replace(deck, parts=expected)
    assert write(Parcel(deck)).data == departed.data


@given(st.lists(items(), min_size=1, max_size=3))
def test_every_kind_becomes_a_card_and_no_card_becomes_two(made: list[Item]) -> None:
    departed = write(Parcel(Deck(parts=tuple(made))))
    found = read(departed.data, "a.md", {}).parcels[0].deck.items
    assert len(found) == len(made)
    for before, after in zip(made, found, strict=True):
        assert isinstance(after.answer, Recall | Cloze)
        if not isinstance(before.answer, Recall | Cloze):
            assert [loss for loss in departed.losses if f"“{before.kind.value}”" in loss.what]


def test_other_kinds_are_written_as_questions_with_answers() -> None:
    deck = parse((ROOT / "docs" / "examples" / "every-kind.md").read_bytes(), "every-kind.md").deck
    text = write(Parcel(deck)).data.decode()
    assert (
        "- A) Supraspinatus\n- B) Teres major\n- C) Teres minor\n\nA: Supraspinatus\n\nTeres minor\n" in text
    )
    assert "A: 98 ± 1 kPa\n" in text
    assert "A: subjective / S\n" in text
    assert "\n1. Subjective\n2. Objective\n" in text
    assert "- Subjective → what the client says\n" in text


def test_what_they_cannot_hold_is_told() -> None:
    source = "Prose.\n\n# Head\n\nCase: old.\n\nQ: a\n\nA: b\n\ntags:: x\npoints:: 2\n\nC: see [x] and [y](z.md)\n\nWhy: [w]\n"
    told = [loss.what for loss in write(Parcel(parse(source, "a.md").deck, (Medium("a.png", b""),))).losses]
    assert told == [
        "text that is no item: “Prose.”",
        "the heading “Head”",
        "“a”: tags, points",
        "that questions share a case",
        "that questions share a case",
        "“see [x] and [y](z.md)”: brackets that hide nothing",
        "“see [x] and [y](z.md)”: its explanation, whose brackets would be gaps",
        "the picture “a.png”",
    ]


def test_what_is_written_has_no_bracket_that_they_would_take_for_another_gap() -> None:
    deck = parse("C: one [two] ![x](y.png) three [four]\n", "a.md").deck
    text = write(Parcel(deck)).data.decode()
    assert len([pair for pair in brackets(text).pairs if not pair.image]) == 2
    assert write(Parcel(deck)).losses == ()


# ---- damage and harm


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xff\xfeQ", "not UTF-8"),
        (b"notes only\n", "has no card"),
        (b"", "has no card"),
        (b"Q: a\nA: b\n" * 2_200_000, "at most"),
    ],
)
def test_a_file_that_is_no_deck_is_refused_in_words(data: bytes, what: str) -> None:
    with pytest.raises(NmtError, match=what):
        read(data, "a.md", {})


def test_a_deck_without_items_is_refused() -> None:
    with pytest.raises(NmtError, match="no item"):
        write(Parcel(Deck()))


@given(st.binary(max_size=200) | st.text("QAC:[]!()\n -=\"'name", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(NmtError):
        read(data, "a.md", {})
