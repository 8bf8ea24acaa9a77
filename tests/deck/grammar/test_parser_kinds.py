"""Keeps the promises on what makes each kind of question: options, typed words, numbers, order, pairs."""

from decimal import Decimal

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Choice, Item, Kind, Match, Numeric, Option, Order, Quantity, Recall, Typed
from tests.deck.reading import item_of, parts_of, told


def wrong(text: str, feedback: str = "") -> Option:
    return Option(text, correct=False, feedback=feedback)


def right(text: str, feedback: str = "") -> Option:
    return Option(text, correct=True, feedback=feedback)


def quantity(written: str) -> Quantity:
    answer = item_of(f"Q: a\n= {written}").answer
    assert isinstance(answer, Numeric)
    return answer.accepted[0]


# ---- options -------------------------------------------------------------------------------------------------------


def test_one_mark_makes_a_single_choice() -> None:
    (item,) = parts_of("Q: a\n\n- [ ] b\n- [x] c\n- [ ] d")
    assert item == Item("a", Choice((wrong("b"), right("c"), wrong("d"))))
    assert isinstance(item, Item)
    assert item.kind is Kind.SINGLE


def test_several_marks_or_select_many_make_a_multiple_response() -> None:
    assert item_of("Q: a\n- [x] b\n- [X] c\n").answer == Choice((right("b"), right("c")), many=True)
    assert item_of("Q: a\n* [x] b\n+ [ ] c\nselect:: many").kind is Kind.MULTIPLE
    assert told("Q: a\n- [x] b\n- [ ] c\nselect:: many\nshuffle:: no") == []


def test_an_indented_quote_is_feedback_on_the_option_above() -> None:
    source = "Q: a\n- [ ] b\n  > No:\n  > not b.\n\n- [x] c\n    > Yes.\n  indeed\n"
    assert item_of(source).answer == Choice((wrong("b", "No:\nnot b."), right("c", "Yes.\nindeed")))


def test_an_option_goes_on_in_indented_or_lazy_lines() -> None:
    source = "Q: a\n- [ ] b\n  more\nlazy\n\n  next paragraph\n- [x] c"
    assert item_of(source).answer == Choice((wrong("b\nmore\nlazy\n\nnext paragraph"), right("c")))


def test_options_may_follow_the_explanation() -> None:
    source = "Q: a\n\nWhy: so\nand so\n\n- [ ] b\n- [x] c\n\nsource:: X"
    assert (item_of(source).why, told(source)) == ("so\nand so", [])


def test_beside_an_answer_options_are_text_and_told() -> None:
    source = "Q: a\n- [ ] b\n- [x] c\n\nA: d\n- [ ] e"
    assert item_of(source) == Item("a\n- [ ] b\n- [x] c", Recall("d\n- [ ] e"))
    assert told(source) == ["D108 2:1"]


def test_math_and_words_beside_an_answer_are_text_without_a_word() -> None:
    assert parts_of("Q: a\n= b\nOrder:\nA: c\n= d\nMatch:\nBody:") == (
        Item("a\n= b\nOrder:", Recall("c\n= d\nMatch:\nBody:")),
    )


def test_text_between_options_is_taken_as_part_of_the_question() -> None:
    source = "Q: a\n- [ ] b\n\nMind this.\n\nAnd that.\n\n- [x] c\n"
    assert item_of(source) == Item("a\n\nMind this.\n\nAnd that.", Choice((wrong("b"), right("c"))))
    assert told(source) == ["D118 4:1"]


def test_a_quote_that_is_not_indented_is_told_how_to_become_feedback() -> None:
    (found,) = parse("Q: a\n- [ ] b\n> No.\n- [x] c", "a.md").diagnostics
    assert (found.code, found.line) == ("D118", 3)
    assert "feedback" in found.hint


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("- [ ] b\n- [ ] c", "D201 2:1"),
        ("- [x] b\n- [ ]\n- [ ] c", "D202 3:1"),
        ("- [x] b\n- [x] c\nselect:: one", "D203 1:1"),
        ("- [x] b", "D204 2:1"),
        ("- [x] b\n- c\n- [ ] d", "D205 3:1"),
        ("- [x] b\n\n- [] c\n- [ ] d", "D205 4:1"),
    ],
)
def test_faulty_options_leave_the_question_out(lines: str, place: str) -> None:
    assert told(f"Q: a\n{lines}") == [place]
    assert parse(f"Q: a\n{lines}", "a.md").deck.items == ()


@pytest.mark.parametrize(
    ("source", "hint"),
    [("Q: a\n  - [x] b", "left edge"), ("Q: a\n=b", "space after"), ("Q: a\nb", "Add a line")],
)
def test_a_missing_answer_says_what_may_have_been_meant(source: str, hint: str) -> None:
    (found,) = parse(source, "a.md").diagnostics
    assert found.code == "D101"
    assert hint in found.hint


# ---- typed words ---------------------------------------------------------------------------------------------------


def test_every_line_and_bar_adds_an_alternative() -> None:
    assert item_of("Q: a\n\n= b | c d\n= e|f\n").answer == Typed(("b", "c d", "e", "f"))


def test_an_escaped_bar_is_part_of_an_alternative() -> None:
    assert item_of("Q: a\n= b \\| c | d\\").answer == Typed(("b | c", "d\\"))


def test_an_empty_alternative_is_passed_over_and_told() -> None:
    assert item_of("Q: a\n= b |\n=\n").answer == Typed(("b",))
    assert told("Q: a\n= b |\n=\n") == ["D206 2:1", "D206 3:1"]
    assert told("Q: a\n=\n") == ["D101 2:1", "D206 2:1"]


# ---- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "low", "high", "unit"),
    [
        ("98", "98", "98", ""),
        ("98 kPa", "98", "98", "kPa"),
        ("98kPa", "98", "98", "kPa"),
        ("98 ± 1 kPa", "97", "99", "kPa"),
        ("98 +/- 0.5 kPa", "97.5", "98.5", "kPa"),
        ("98±1", "97", "99", ""),
        ("97 .. 99 kPa", "97", "99", "kPa"),
        ("97..99", "97", "99", ""),
        ("-5 .. +5 °C", "-5", "5", "°C"),
        ("−5 °C", "-5", "-5", "°C"),
        (".5 m", "0.5", "0.5", "m"),
        ("9.8 N/cm2", "9.8", "9.8", "N/cm²"),
        ("1 kg/cm²", "1", "1", "kgf/cm²"),
        ("20%", "20", "20", "%"),
        ("90°", "90", "90", "°"),
        ("30 seconds", "30", "30", "s"),
        ("000123.4500", "123.45", "123.45", ""),
    ],
)
def test_a_number_with_a_unit_of_the_table_is_numeric(written: str, low: str, high: str, unit: str) -> None:
    assert quantity(written) == Quantity(Decimal(low), Decimal(high), unit, written)
    assert told(f"Q: a\n= {written}") == []


@pytest.mark.parametrize(
    "written",
    ["C5", "98 points", "twelve", "5 kg of force", "1e5", "1/2", "98 99", "5 boxes", "± 5", "1" * 13],
)
def test_anything_else_is_typed(written: str) -> None:
    assert item_of(f"Q: a\n= {written}").answer == Typed((written,))
    assert told(f"Q: a\n= {written}") == []


@pytest.mark.parametrize(
    "written",
    ["3,5 kPa", "98 ± 1 kPas", "5-10 mm", "5–10 mm", "5 to 10 mm", "10 mins", "98 kPa ± 1", "98 ± x"],
)
def test_what_looks_like_a_number_but_is_none_is_told(written: str) -> None:
    assert told(f"Q: a\n= {written}") == ["D207 2:1"]


def test_several_numbers_make_one_numeric_question() -> None:
    answer = item_of("Q: a\n= 98 kPa | 9.8 N/cm²\n= 1 kgf/cm²").answer
    assert isinstance(answer, Numeric)
    assert [one.unit for one in answer.accepted] == ["kPa", "N/cm²", "kgf/cm²"]


def test_numbers_among_words_are_compared_as_words() -> None:
    assert item_of("Q: a\n= 98 kPa | about a bar").answer == Typed(("98 kPa", "about a bar"))
    assert told("Q: a\n= 98 kPa | about a bar") == ["D208 2:1"]


def test_a_range_runs_from_small_to_large() -> None:
    assert told("Q: a\n= 9 .. 5 s") == ["D209 2:1"]


# ---- order and pairs -----------------------------------------------------------------------------------------------


def test_an_order_is_the_order_of_its_lines() -> None:
    source = "Q: a\n\nOrder:  \n\n1. one\n   goes on\n2) two\n- three\n"
    assert item_of(source).answer == Order(("one\ngoes on", "two", "three"))
    assert told("Q: a\nOrder:\n1. x\n1. y\n1. z") == []
    assert told("Q: a\nOrder:\n2. x\n1. y") == ["D211 2:1"]


def test_an_order_needs_two_steps_with_text() -> None:
    assert told("Q: a\nOrder:\n1. x") == ["D204 2:1"]
    assert told("Q: a\nOrder:\n1. x\n2.\n3. y") == ["D202 4:1"]


def test_pairs_are_split_at_the_first_arrow() -> None:
    source = "Q: a\n\nMatch:\n- b -> c -> d\n- [ ] e -> f\n- -> g -> h\n- i\n  j -> k\n"
    assert item_of(source).answer == Match((("b", "c -> d"), ("[ ] e", "f"), ("i\nj", "k")), ("g -> h",))


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("- b -> c\n- d", "D210 4:1"),
        ("- b -> c\n- d->e", "D210 4:1"),
        ("- b -> c\n- d ->", "D202 4:1"),
        ("- b -> c\n- ->", "D202 4:1"),
        ("- b -> c", "D204 2:1"),
        ("- -> c\n- -> d", "D204 2:1"),
    ],
)
def test_faulty_pairs_leave_the_question_out(lines: str, place: str) -> None:
    assert told(f"Q: a\nMatch:\n{lines}") == [place]
    assert parse(f"Q: a\nMatch:\n{lines}", "a.md").deck.items == ()


def test_one_pair_and_a_distractor_are_enough() -> None:
    assert item_of("Q: a\nMatch:\n- b -> c\n- -> d").answer == Match((("b", "c"),), ("d",))


@pytest.mark.parametrize(
    "lines",
    [
        "= b\n- [x] c",
        "Order:\n1. b\n2. c\nMatch:\n- d -> e",
        "Order:\n1. b\n\nOrder:\n1. c",
        "= b\nOrder:\n1. c",
    ],
)
def test_a_question_has_one_kind_of_answer(lines: str) -> None:
    assert [found.split()[0] for found in told(f"Q: a\n{lines}")] == ["D106"]


def test_two_explanations_are_joined() -> None:
    source = "Q: a\nWhy: one\nA: b\nWhy: two\nsource:: X\n\nWhy: three\n"
    assert item_of(source).why == "one\n\ntwo\n\nthree"
    assert told(source) == ["D119 4:1", "D119 7:1"]
