"""Keeps the promise of one canonical layout, which reads well and gives back the same deck."""

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write, write_item
from nmt_study.deck.model import (
    Cloze,
    Deck,
    Deletion,
    Header,
    Heading,
    Item,
    Match,
    Order,
    Part,
    Properties,
    Prose,
    Recall,
    Rule,
    Typed,
)

CANONICAL = """\
---
title: Everything
kind: quiz
shuffle: no
blueprint:
  a: 60.5
  b: 39.5
author: somebody
---

Notes.

# One

Case: A man.

Q: What?

A: That.

Why: So it is.

id:: x
source:: TP-1, SRC-x
evidence:: rct
topic:: knee
level:: core
tags:: a, b
points:: 2
status:: draft
both-ways:: yes

Q:

- listed
- question

A:

1. listed
2. answer

---

C: A [gap] here.

Q: Which?

- [ ] this
  goes on
  > No.
  >
  > Never.
- [x] that

select:: many
shuffle:: no

Q: How much?

= 98 ± 1 kPa | 9.8 N/cm²

Q: In order?

Order:
1. one
   goes on
2. two

Q: Pairs?

Match:
- a -> b
- c -> d
- -> e
"""


def deck_of(*parts: Part) -> Deck:
    return Deck(parts=parts)


def test_the_canonical_layout_stays_as_it_is() -> None:
    parsed = parse(CANONICAL, "a.md")
    assert write(parsed.deck) == CANONICAL
    assert [found.code for found in parsed.diagnostics] == ["D012", "D116"]


def test_hurried_writing_becomes_canonical() -> None:
    hurried = "Q:a\nb\nA:c\nWhy:d\n\n\ntags::x,y\nid::z\n----\nQ:e\n* [X] f\n+ [ ]  g\n# H #\nQ:h\n=i|j\n=k"
    assert write(parse(hurried.replace("=i", "= i").replace("=k", "= k"), "a.md").deck) == (
        "Q: a\nb\n\nA: c\n\nWhy: d\n\nid:: z\ntags:: x, y\n\n---\n\nQ: e\n\n- [x] f\n- [ ] g\n\n# H\n\nQ: h\n\n= i | j | k\n"
    )


def test_an_empty_deck_is_an_empty_file() -> None:
    assert write(Deck()) == ""


def test_a_rule_on_top_is_no_header() -> None:
    deck = deck_of(Rule(), Prose("title: x"), Rule())
    assert parse(write(deck), "a.md").deck == deck


@pytest.mark.parametrize(
    "line",
    ["A: x", "Why: x", "Order:", "- [x] y", "= 5", "# x", "---", "source:: x", "id::", "Case: x", "C: x"],
)
def test_text_that_would_be_read_as_something_else_gets_one_space(line: str) -> None:
    item = Item(f"a\n{line}", Recall(f"b\n\n{line}\nc"))
    assert f"\n {line}\n" in write_item(item)
    assert parse(write_item(item), "a.md").deck.items == (item,)


@pytest.mark.parametrize("text", ["A: b", "= 5", "source:: x", "Order:", ": x", "「x」"])
def test_a_first_line_may_say_anything_behind_its_marker(text: str) -> None:
    assert write_item(Item(text, Recall("b"))) == f"Q: {text}\n\nA: b\n"


@pytest.mark.parametrize(
    "text", ["- a\n- b", "1. a", "> a", "| a |", "    a", "```\nQ: x\n```", "<b>", "\xa0a"]
)
def test_a_text_that_begins_with_a_block_starts_below_its_marker(text: str) -> None:
    assert write_item(Item("a", Recall(text))) == f"Q: a\n\nA:\n\n{text}\n"


def test_code_is_not_touched() -> None:
    item = Item("a", Recall("b\n```\nQ: x\n# y\n```\nend"))
    assert write_item(item) == "Q: a\n\nA: b\n```\nQ: x\n# y\n```\nend\n"


def test_bars_are_escaped_and_many_answers_get_lines_of_their_own() -> None:
    assert write_item(Item("a", Typed(("b | c", "d")))) == "Q: a\n\n= b \\| c | d\n"
    many = Item("a", Typed(tuple(f"answer number {number}" for number in range(100))))
    assert write_item(many).count("\n= ") == 100
    assert parse(write_item(many), "a.md").deck.items == (many,)


def test_a_case_is_written_where_it_begins() -> None:
    items = [
        Item(text, Recall("b"), case=case) for text, case in (("a", ""), ("c", "X"), ("d", "X"), ("e", "Y"))
    ]
    assert write(deck_of(*items)).split("\n\n")[2:] == [
        "Case: X",
        "Q: c",
        "A: b",
        "Q: d",
        "A: b",
        "Case: Y",
        "Q: e",
        "A: b\n",
    ]
    assert write_item(items[1]) == "Case: X\n\nQ: c\n\nA: b\n"
    assert write_item(items[1], case_before="X") == "Q: c\n\nA: b\n"


# ---- decks that no file says, as an import may make them -------------------------------------------------------------


def test_prose_below_an_open_answer_is_kept_apart() -> None:
    item, prose = Item("a", Recall("b")), Prose("Notes.")
    assert parse(write(deck_of(item, prose)), "a.md").deck.parts == (item, Rule(), prose)


def test_a_case_that_simply_stops_is_ended() -> None:
    first, second = Item("a", Recall("b"), case="X"), Item("c", Recall("d"))
    assert parse(write(deck_of(first, second)), "a.md").deck.parts == (first, Rule(), second)


def test_values_of_several_lines_are_put_on_one() -> None:
    item = Item("a", Typed(("b\nc",)), properties=Properties(topic="x\ny"))
    (read,) = parse(write(Deck(Header(title="t\nu"), (Heading(1, "h\ni"), item))), "a.md").deck.items
    assert (read.answer, read.properties.topic) == (Typed(("b c",)), "x y")


def test_an_unclosed_fence_in_a_text_is_disarmed() -> None:
    first, second = Item("a", Recall("b\n```")), Item("c", Recall("d"))
    assert [item.stem for item in parse(write(deck_of(first, second)), "a.md").deck.items] == ["a", "c"]


def test_every_kind_reads_back_from_an_item_alone() -> None:
    for answer in (Order(("x", "y\n- [ ] z")), Match((("x", "y"), ("z", "y")), ("w",))):
        item = Item("a", answer, why="so", properties=Properties(id="i"))
        assert parse(write_item(item), "a.md").deck.items == (item,)
    cloze = Item("a [b]", Cloze((Deletion("b", 2, 5),)), why="= not an answer")
    assert parse(write_item(cloze), "a.md").deck.items == (cloze,)
