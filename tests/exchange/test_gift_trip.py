"""Keeps the promise that a deck goes to GIFT and comes back equal, unless the writer has told what it cannot carry.

Equal come back single and multiple choice with feedback, typed words, numbers with tolerance, range and unit, pairs,
steps in order, one gap in a text, open questions; cases, explanations, all properties, the header, headings, prose and
rules. Told are several gaps in one text, style in the right side of a pair and in steps, pictures, spaces at the edges of
a text, an accepted answer with `->`, and what goes along in comments that other programs pass over.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import (
    NO_HEADER,
    Choice,
    Cloze,
    Deck,
    Deletion,
    Header,
    Heading,
    Item,
    Kind,
    Match,
    Option,
    Order,
    Part,
    Properties,
    Prose,
    Recall,
    Rule,
    Typed,
)
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Departed, Loss, Parcel
from nmt_study.exchange.gift import read, write
from nmt_study.exchange.gift.writer import IN_COMMENT
from nmt_study.exchange.settled import accepted, settled
from tests.strategies import decks, items

QUESTION = Item("Which is it?", Typed(("this",)))


def is_lost(loss: Loss) -> bool:
    """Say whether something does not come back, rather than go along in a comment of ours."""
    return not loss.kept.endswith(IN_COMMENT)


def written(deck: Deck) -> Departed | None:
    """Return a deck as GIFT, None where no item of it can be carried."""
    try:
        return write(Parcel(deck))
    except NmtError:
        return None


def round_trip(deck: Deck) -> tuple[Deck, tuple[Loss, ...]]:
    """Return what comes back, and what the writer told to be lost."""
    departed = written(deck)
    if departed is None:
        return deck, (Loss("the file", "everything"),)
    arrived = read(departed.data, "deck.gift", {})
    assert arrived.doubts == ()
    (parcel,) = arrived.parcels
    lost = tuple(filter(is_lost, departed.losses))
    if not lost:
        assert arrived.losses == ()
    return parcel.deck, lost


@given(items())
def test_every_item_comes_back_equal_or_its_loss_is_told(item: Item) -> None:
    deck, lost = round_trip(Deck(NO_HEADER, (item,)))
    if not lost:
        assert deck.parts == (item,)


@given(decks())
def test_every_deck_comes_back_equal_or_its_losses_are_told(deck: Deck) -> None:
    again, lost = round_trip(deck)
    if not lost:
        assert again.parts == deck.parts
        assert again.header == (deck.header if deck.header != NO_HEADER else Header("deck", kind="quiz"))


@given(decks())
def test_the_same_deck_gives_the_same_bytes(deck: Deck) -> None:
    assert written(deck) == written(deck)


WORDS = st.text("ab 5.:=~#{}\\'\"/%*[]<>&_`-|\n", max_size=20).map(
    lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
)
TEXTS = WORDS.filter(str.strip)


@st.composite
def nasty(draw: st.DrawFn) -> Item:
    """Return an item whose texts are full of the signs of GIFT, Markdown and HTML."""
    options = draw(st.lists(st.builds(Option, TEXTS, st.booleans(), WORDS), min_size=2, max_size=3))
    right = sum(option.correct for option in options)
    answer = Choice(tuple(options), right > 1) if right else Recall(draw(TEXTS))
    return Item(draw(TEXTS), answer, draw(WORDS))


@given(nasty())
def test_signs_of_gift_markdown_and_html_come_back_as_they_were(item: Item) -> None:
    sound = settled(item)
    if sound is not None:  # else it is none that a deck file could hold
        deck, lost = round_trip(Deck(NO_HEADER, (sound,)))
        assert [loss.what for loss in lost if not loss.what.startswith("spaces at")] == []
        assert lost or deck.parts == (sound,)


def numeric(*written: str) -> Item:
    """Return a question for a number."""
    answer = accepted(written)
    assert answer is not None
    return Item("How many?", answer)


CARRIED: list[tuple[str, tuple[Part, ...]]] = [
    ("single", (Item("Which?", Choice((Option("a", True, "yes"), Option("b", False, "no"))), "So."),)),
    ("multiple", (Item("Which?", Choice((Option("a", True), Option("b", False), Option("c", True)), True)),)),
    ("three of four", (Item("W?", Choice(tuple(Option(str(n) + "x", n > 0) for n in range(4)), True)),)),
    (
        "one of many",
        (
            Item(
                "W?",
                Choice((Option("a", True), Option("b", False)), True),
                properties=Properties(select="many"),
            ),
        ),
    ),
    ("true", (Item("It is so.", Choice((Option("True", True, "r"), Option("False", False, "w"))), "So."),)),
    ("false", (Item("It is so.", Choice((Option("True", False), Option("False", True, "r")))),)),
    ("false first", (Item("It is so.", Choice((Option("False", False), Option("True", True)))),)),
    ("typed", (Item("Who?", Typed(("no one", "nobody", "TRUE", "*", "[html]x", "%5%"))),)),
    ("number", (numeric("98"),)),
    ("tolerance", (numeric("98 ± 1", "-3.5 ± 0.25"),)),
    ("range", (numeric("97 .. 99"),)),
    ("unit", (numeric("98+/-1 kPa", "735 mmHg"),)),
    ("pairs", (Item("Match.", Match((("a", "x"), ("b", "y -> z")), ("w",))),)),
    (
        "an arrow in a left side",
        (
            Item(
                "Match.",
                Match((("a->b", "x"), ("**b** &c; <d>", "y"))),
            ),
        ),
    ),
    ("order", (Item("Order.", Order(("a", "b: c", "0", "//d", "{e}", "f #### g"))),)),
    ("recall", (Item("Why?", Recall("Because.\n\nOf it."), "Said so."),)),
    ("missing word", (Item("A _____ of sheep.", Typed(("flock",))),)),
    ("missing choice", (Item("A _____ of sheep.", Choice((Option("flock", True), Option("pack", False)))),)),
    ("blank at the end", (Item("A flock of _____", Typed(("sheep",))),)),
    ("two blanks", (Item("A _____ of _____ here.", Typed(("x",))),)),
    ("gap", (Item("A [flock] of sheep.", Cloze((Deletion("flock", 2, 9),))),)),
    ("gap at the end", (Item("Of [sheep]", Cloze((Deletion("sheep", 3, 10),))),)),
    ("gap with style", (Item("Of [*big* `x`] it.", Cloze((Deletion("*big* `x`", 3, 14),))),)),
    ("case", (Item("Do you?", Recall("No."), case="A man:\n\n- ill"), Item("Why?", Recall("x"), case="B"))),
    (
        "properties",
        (
            Item(
                "Q?",
                Typed(("x",)),
                properties=Properties("a/b-1", ("t", "x]y", "<z>"), ("S",), topic="t: u"),
            ),
        ),
    ),
    (
        "headings",
        (
            Heading(1, "A/B"),
            Heading(2, "*C*"),
            QUESTION,
            Heading(2, "/D/"),
            Heading(4, ""),
            Heading(1, "top"),
        ),
    ),
    ("prose", (Prose("Notes: {a}\n\nQ: none\n<!-- x -->\n0"), Rule(), QUESTION, Rule(), Prose("0"))),
    (
        "comment-like",
        (Item("//x", Typed(("y",))), Item("::x::y", Typed(("y",))), Item("$CATEGORY: x", Recall("0"))),
    ),
    (
        "marks",
        (Item("[html] is a mark", Choice((Option("[plain]", True), Option("[x]", False, "[moodle]y")))),),
    ),
    ("entities", (Item("a < b &amp; c <b> `<i>` \\<u> \\& &#60; <https://x.y>", Recall("&lt; ~~x~~ \\~")),)),
]


@pytest.mark.parametrize(("parts"), [parts for _, parts in CARRIED], ids=[name for name, _ in CARRIED])
def test_what_both_sides_can_express_comes_back_and_nothing_is_told(parts: tuple[Part, ...]) -> None:
    told = [QUESTION] if not any(isinstance(part, Item) for part in parts) else []
    deck, lost = round_trip(Deck(NO_HEADER, (*parts, *told)))
    assert deck.parts == (*parts, *told)
    assert lost == ()


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (Item("A [b] and [c].", Cloze((Deletion("b", 2, 5), Deletion("c", 10, 13)))), "2 gaps"),
        (Item("x", Match((("a", "**b**"), ("c", "d")))), "style of “**b**”"),
        (Item("x", Order(("# a", "b"))), "style of “# a”"),
        (Item("x ![y](z.png)", Recall("w")), "a picture in"),
        (Item("    code", Recall("w")), "spaces at the beginning"),
        (Item("x", Typed(("a -> b",))), "would be taken for a pair"),
        (Item("x", Match((("`a->b`", "b"), ("c", "d")))), "would end its left side"),
        (Item("x", Order(("a", ">"))), "nothing of the step “>” can be shown"),
        (Item("x", Match((("a", ">"), ("c", "d")))), "nothing of the right side “>” can be shown"),
        (Item("A [>].", Cloze((Deletion(">", 2, 5),))), "nothing of the gap “>” can be typed"),
        (Item("x", Choice(tuple(Option(f"o{n}", True) for n in range(11)), True)), "11 right options"),
    ],
)
def test_what_gift_cannot_hold_is_told_by_its_item(item: Item, what: str) -> None:
    departed = write(Parcel(Deck(NO_HEADER, (QUESTION, item))))
    lost = [loss for loss in departed.losses if is_lost(loss)]
    assert [loss.where for loss in lost] == ["item 2"]
    assert what in lost[0].what
    read(departed.data, "x", {})


def test_what_only_our_comments_carry_is_told_in_sum() -> None:
    properties = Properties(source=("S-1",), evidence="rct", shuffle=False)
    answer = Choice((Option("a", True), Option("b", False)))
    parts = tuple(Item(f"Which {number}?", answer, properties=properties) for number in range(3))
    departed = write(Parcel(Deck(Header(title="T", minutes=5), parts)))
    assert [loss.what for loss in departed.losses] == [
        "the header of the deck",
        "evidence of 3 items",
        "shuffle of 3 items",
        "source of 3 items",
    ]
    assert {loss.kept for loss in departed.losses} == {IN_COMMENT}


def test_a_deck_without_questions_is_no_gift_file() -> None:
    with pytest.raises(NmtError, match="no item that GIFT can hold"):
        write(Parcel(Deck(NO_HEADER, (Prose("x"), Heading(1, "y")))))


def test_the_units_of_a_number_are_told() -> None:
    departed = write(Parcel(Deck(NO_HEADER, (numeric("98 ± 1 kPa"),))))
    assert [loss.what for loss in departed.losses] == ["the unit kPa"]
    assert b"=98:1\n" in departed.data


def test_a_comment_of_ours_that_the_question_no_longer_bears_out_is_passed_over() -> None:
    data = write(Parcel(Deck(NO_HEADER, (numeric("98 ± 1 kPa"),)))).data.replace(b"=98:1", b"=98:2")
    (item,) = read(data, "x", {}).parcels[0].deck.items
    assert item == numeric("98 ± 2")


def test_a_written_file_reads_well() -> None:
    source = b"""---
title: Notes
---

# Knee

Q: Which joint is it?

- [x] Knee
  > Yes.
- [ ] Hip

Why: It bends.

id:: knee-1
tags:: leg, joint
source:: S-1

Q: A _____ of sheep: how many are {5}?

= flock
"""
    deck = parse(source, "notes.md").deck
    assert write(Parcel(deck)).data.decode() == (
        "// nmt:header=title: Notes\n\n"
        "$CATEGORY: Knee\n\n"
        "// [id:knee-1] [tag:leg] [tag:joint]\n"
        "// nmt:source=S-1\n"
        "::knee-1::Which joint is it?{\n\t=Knee#Yes.\n\t~Hip\n\t####It bends.\n}\n\n"
        "A {\n\t=flock\n} of sheep\\: how many are \\{5\\}?\n"
    )


def test_every_kind_is_among_those_carried() -> None:
    kinds = {part.kind for _, parts in CARRIED for part in parts if isinstance(part, Item)}
    assert kinds == set(Kind)
