"""Keeps the promise that what a person types for a shuffled paper means what they see, in any usual way of writing."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.model import (
    Choice,
    Cloze,
    Deletion,
    Item,
    Match,
    Numeric,
    Option,
    Order,
    Quantity,
    Recall,
    Typed,
)
from nmt_study.quiz.reading import UnreadableError, how_to_answer, told, understood
from nmt_study.quiz.response import choices
from nmt_study.quiz.scoring import score
from tests.quiz.test_scoring import responses
from tests.strategies import items

ONE = Item("Q", Choice(tuple(Option(text, correct=text == "a") for text in "abc")))
MANY = Item("Q", Choice(tuple(Option(text, correct=text in "ab") for text in "abc"), many=True))
STEPS = Item("Q", Order(("first", "second", "third")))
PAIRS = Item("Q", Match((("x", "one"), ("y", "two")), ("three",)))
GAPS = Item("[a] and [b]", Cloze((Deletion("a", 0, 3), Deletion("b", 8, 11))))
GAP = Item("[C5; C6]", Cloze((Deletion("C5; C6", 0, 8),)))
PRESSURE = Item("Q", Numeric((Quantity(Decimal(97), Decimal(99), "kPa", "98 ± 1 kPa"),)))
ORDER = (2, 0, 1)


@pytest.mark.parametrize(
    ("item", "text", "response"),
    [
        (ONE, "1", (2,)),
        (ONE, " b) ", (0,)),
        (ONE, "(C)", (1,)),
        (MANY, "1 3", (1, 2)),
        (MANY, "a,c", (1, 2)),
        (MANY, "3; 1 & 2", (0, 1, 2)),
        (STEPS, "2 3 1", (0, 1, 2)),
        (STEPS, "b, c, a", (0, 1, 2)),
        (STEPS, "2 - 3 - 1", (0, 1, 2)),
        (STEPS, "- 2 - 3 - 1", (0, 1, 2)),
        (STEPS, "−2 −3 −1", (0, 1, 2)),
        (PAIRS, "1b 2c", (0, 1)),
        (PAIRS, "2-c, 1 = b", (0, 1)),
        (PAIRS, "b c", (0, 1)),
        (PAIRS, "2a", (None, 2)),
        (PAIRS, "B, c.", (0, 1)),
        (PAIRS, "2b1c", (1, 0)),
        (PRESSURE, " 98 ± 1 kPa ", "98 ± 1 kPa"),
        (PRESSURE, "98 kg", "98 kg"),
        (GAPS, "one ; two", ("one", "two")),
        (GAPS, "one; two;", ("one", "two")),
        (GAPS, "one", ("one",)),
        (GAPS, "; two", ("", "two")),
        (GAP, " C5; C6 ", ("C5; C6",)),
        (Item("Q", Typed(("a",))), " suprascapular nerve ", "suprascapular nerve"),
        (Item("Q", Recall("a")), "Y", "yes"),
    ],
)
def test_what_is_typed_means_what_stands_on_the_paper(item: Item, text: str, response: object) -> None:
    assert understood(item, ORDER, text) == response


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (ONE, ""),
        (ONE, "1 2"),
        (ONE, "4"),
        (ONE, "0"),
        (ONE, "first"),
        (ONE, "-1"),
        (MANY, " − 2"),
        (ONE, "ı"),
        (MANY, "1 ſ"),
        (STEPS, "İ b c"),
        (PAIRS, "1ı 2ſ"),
        (PAIRS, "ı ſ"),
        (PAIRS, "K a"),
        (MANY, "1 1"),
        (MANY, "x"),
        (STEPS, "1 2"),
        (STEPS, "1 2 2"),
        (PAIRS, "1z"),
        (PAIRS, "3a"),
        (PAIRS, "1"),
        (PAIRS, "1b and more"),
        (PAIRS, "ba"),
        (PAIRS, "0a 1b"),
        (PAIRS, "bac"),
        (PAIRS, "idea"),
        (PAIRS, "banana"),
        (PAIRS, "b"),  # for which of the two is not said
        (PAIRS, "b c a"),
        (PAIRS, "1b 2a c"),
        (PAIRS, "1a 2b 2c"),
        (PAIRS, "1a 1a"),
        (GAPS, "one; two; three"),
        (PRESSURE, "what"),
        (PRESSURE, "98 smoots"),
        (PRESSURE, "98 kPa or so"),
        (Item("Q", Recall("a")), "perhaps"),
        (ONE, "1" * 600),
    ],
)
def test_what_means_nothing_is_refused_with_how_to_type_it(item: Item, text: str) -> None:
    with pytest.raises(UnreadableError, match=r"\.$"):
        understood(item, ORDER, text)


@pytest.mark.parametrize(
    ("item", "text", "said"),
    [
        (
            PAIRS,
            "banana",
            "This cannot be read, type it again. Type a letter for each number, such as 1b 2a 3c.",
        ),
        (PAIRS, "1a 2b 2c", "The number 2 is there twice. Type a letter for each number, such as 1b 2a 3c."),
        (PAIRS, "b", "There are 2 numbers. Type a letter for each number, such as 1b 2a 3c."),
        (
            GAPS,
            "one; two; three",
            "There are 2 gaps. Type what belongs in the gaps, in their order, with ; between them.",
        ),
        (PRESSURE, "98 smoots", "This cannot be read, type it again: “smoots” is not a unit known here."),
    ],
)
def test_a_refusal_says_what_is_wrong(item: Item, text: str, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        understood(item, ORDER, text)
    assert str(caught.value) == said


@given(st.data())
def test_a_response_told_is_understood_again(data: st.DataObject) -> None:
    item = data.draw(items())
    if isinstance(item.answer, Cloze | Typed) or len(choices(item)) > 26:
        return
    order = data.draw(st.permutations(range(len(choices(item)))))
    response = data.draw(responses(item))
    text = told(item, order, response)
    if text and not isinstance(response, str):
        expected = tuple(sorted(response)) if isinstance(item.answer, Choice) else response  # type: ignore[type-var]
        if not isinstance(item.answer, Choice) or item.answer.many or len(response) == 1:
            assert understood(item, order, text) == expected
    assert how_to_answer(item).endswith(".")


@given(items(), st.text() | st.text("ıſİK12ab-−;, .)=", max_size=12))
def test_any_text_is_understood_or_asked_for_again(item: Item, text: str) -> None:
    with suppress(UnreadableError):
        understood(item, range(len(choices(item))), text)


def test_how_to_answer_a_cloze_depends_on_its_gaps() -> None:
    one = Item("[a]", Cloze((Deletion("a", 0, 3),)))
    assert how_to_answer(one) == "Type what belongs in the gap."
    assert "with ; between them" in how_to_answer(GAPS)


def test_a_single_gap_is_right_with_all_of_its_key_and_nothing_more() -> None:
    plain = Item("[C5]", Cloze((Deletion("C5", 0, 4),)))
    assert score(plain, understood(plain, (), "C5; C6")).share == 0
    assert score(plain, understood(plain, (), "C5")).share == 1
    assert score(GAP, understood(GAP, (), "C5; C6")).share == 1
    assert score(GAP, understood(GAP, (), "C5")).share == 0


def test_what_was_filled_into_gaps_is_told_as_it_is_typed() -> None:
    assert told(GAPS, (), ("femur", "tibia")) == "femur; tibia"
    assert understood(GAPS, (), "femur; tibia") == ("femur", "tibia")


def test_what_was_chosen_is_told_by_the_places_of_the_paper() -> None:
    assert told(ONE, ORDER, (2,)) == "1"
    assert told(MANY, ORDER, (0, 2)) == "1 2"
    assert told(STEPS, ORDER, (0, 1, 2)) == "2 3 1"
    assert told(PAIRS, ORDER, (0, 2)) == "1b 2a"
    assert told(PAIRS, ORDER, (None, 1)) == "2c"
    assert told(ONE, ORDER, ()) == ""
