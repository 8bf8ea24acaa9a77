"""Keeps the promise that every kind of item is marked by a named rule, and nothing answered is worth nothing."""

import json
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nmt_study.deck.model import (
    Answer,
    Choice,
    Cloze,
    Deletion,
    Item,
    Kind,
    Match,
    Numeric,
    Option,
    Order,
    Quantity,
    Recall,
    Typed,
)
from nmt_study.quiz.model import Verdict
from nmt_study.quiz.response import Response, is_blank, read_response, rights, written
from nmt_study.quiz.scoring import score, score_choice, score_cloze, score_match, score_order
from tests.strategies import items

STEPS = Order(("history", "assess", "treat", "reassess"))
PAIRS = Match(
    (
        ("supraspinatus", "abduction"),
        ("subscapularis", "internal rotation"),
        ("teres major", "internal rotation"),
    ),
    ("extension",),
)


def many(keys: str, wrong: int = 2) -> Choice:
    """Return a choice with as many keys as letters, then wrong options."""
    right = [Option(letter, correct=True) for letter in keys]
    return Choice(
        (*right, *(Option(str(n), correct=False, feedback=f"no {n}") for n in range(wrong))), many=True
    )


@pytest.mark.parametrize(
    ("chosen", "share"),
    [
        ((0, 1), Fraction(1)),
        ((0,), Fraction(1, 2)),
        ((0, 1, 2), Fraction(1, 2)),
        ((0, 2), Fraction(0)),
        ((0, 1, 2, 3), Fraction(0)),
        ((2, 3), Fraction(0)),
    ],
)
def test_each_right_option_earns_its_part_and_each_wrong_one_costs_by_the_rule_false2(
    chosen: tuple[int, ...], share: Fraction
) -> None:
    answer = many("ab")
    assert score_choice(answer, chosen, partial=True).share == share
    assert score_choice(answer, chosen).share == (1 if share == 1 else 0)


def test_one_wrong_option_alone_costs_half_the_point_not_all_of_it() -> None:
    assert score_choice(many("ab", wrong=1), (0, 1, 2), partial=True).share == Fraction(1, 2)


def test_the_feedback_of_what_was_chosen_is_told() -> None:
    assert score_choice(many("ab"), (0, 2, 3)).reason == "no 0\n\nno 1"


@pytest.mark.parametrize(
    ("order", "share"),
    [
        ((0, 1, 2, 3), Fraction(1)),
        ((3, 0, 1, 2), Fraction(2, 3)),
        ((1, 0, 2, 3), Fraction(1, 3)),
        ((3, 2, 1, 0), Fraction(0)),
        ((0, 1), Fraction(0)),
    ],
)
def test_an_order_earns_for_each_step_followed_by_the_right_one(
    order: tuple[int, ...], share: Fraction
) -> None:
    assert score_order(STEPS, order, partial=True).share == share
    assert score_order(STEPS, order).share == (1 if share == 1 else 0)


def test_steps_that_read_the_same_stand_for_each_other() -> None:
    assert score_order(Order(("rest", "press", "rest")), (2, 1, 0)).share == 1


def test_another_order_with_the_same_neighbours_is_not_right() -> None:
    answer = Order(("Press", "Release", "Press", "Wait", "Press"))
    other = score_order(answer, (0, 3, 2, 1, 4), partial=True)
    assert (other.share, other.verdict) == (Fraction(3, 4), Verdict.PARTLY)
    assert score_order(answer, (4, 1, 0, 3, 2), partial=True).share == 1


@given(st.lists(st.sampled_from("ab"), min_size=2, max_size=5), st.data())
def test_an_order_is_worth_the_point_only_where_it_reads_as_the_right_one(
    steps: list[str], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(steps))))
    same = [steps[number] for number in order] == steps
    for partial in (True, False):
        assert (score_order(Order(tuple(steps)), order, partial=partial).share == 1) == same


def test_a_match_earns_for_each_pair_and_equal_right_sides_interchange() -> None:
    assert rights(PAIRS) == ("abduction", "internal rotation", "extension")
    assert score_match(PAIRS, (0, 1, 1)).share == 1
    assert score_match(PAIRS, (0, 2, 1), partial=True).share == Fraction(2, 3)
    assert score_match(PAIRS, (0, 2, 1)).share == 0
    assert score_match(PAIRS, (0, None, None), partial=True).share == Fraction(1, 3)


def test_each_blank_of_a_cloze_counts_and_slips_are_forgiven() -> None:
    answer = Cloze((Deletion("suprascapular nerve", 0, 1), Deletion("C5–C6", 2, 3)))
    mark = score_cloze(answer, ["suprascapullar nerve", "c5-c6"])
    assert (mark.verdict, mark.share) == (Verdict.CLOSE, Fraction(1))
    assert score_cloze(answer, ["suprascapular nerve", "C6–C7"], partial=True).share == Fraction(1, 2)
    assert score_cloze(answer, ["suprascapular nerve"]).share == 0
    for partial in (True, False):
        assert score_cloze(answer, ["suprascapular nerve", "C5–C6", "C7"], partial=partial).share == 0
    assert score_cloze(answer, ["suprascapular nerve", "C5–C6", " "]).share == 1


def test_a_recall_item_is_marked_by_the_person() -> None:
    item = Item("Q", Recall("A"))
    assert score(item, "yes").share == 1
    assert score(item, "no").share == 0


def test_a_response_of_another_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no response to a typed item"):
        score(Item("Q", Typed(("a",))), (1, 2))


def responses(item: Item) -> st.SearchStrategy[Response]:
    """Give responses that an item can have."""
    match item.answer:
        case Choice():
            return st.lists(st.integers(0, len(item.answer.options) - 1), unique=True).map(tuple)
        case Order():
            return st.permutations(range(len(item.answer.steps))).map(tuple)
        case Match():
            some = st.none() | st.integers(0, len(rights(item.answer)) - 1)
            return st.tuples(*[some for _ in item.answer.pairs])
        case Cloze():
            return st.tuples(*[st.text(max_size=12) for _ in item.answer.deletions])
        case Recall():
            return st.sampled_from(["yes", "no"])
        case _:
            return st.text(max_size=20)


@given(st.data())
def test_every_response_gets_a_mark_between_nothing_and_the_point(data: st.DataObject) -> None:
    item = data.draw(items())
    response = data.draw(responses(item))
    partly, whole = score(item, response, partial=True), score(item, response)
    assert 0 <= whole.share <= partly.share <= 1
    assert whole.share in {0, 1}
    assert (whole.share == 1) == (partly.share == 1)
    if is_blank(response):
        assert partly.share == 0


@given(st.data())
def test_a_response_is_read_back_as_it_was_written(data: st.DataObject) -> None:
    item = data.draw(items())
    response = data.draw(responses(item))
    assert read_response(item, written(response)) == response
    assert written(response).isascii()


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[9]", "[-1]", "[true]", "[1.0]", '["a"]', "null", "[" * 900, "[" * 20_000, "x" * 30_000],
)
def test_what_is_no_response_to_a_choice_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_response(Item("Q", many("ab")), text)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 30)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["yes", "no"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(items(), JSON)
@example(Item("Q", Recall("a")), ["yes"])
@example(Item("Q", Recall("a")), {})
def test_what_any_record_says_is_a_response_with_a_mark_or_refused(item: Item, value: object) -> None:
    """An item may have become one of another kind since it was answered."""
    with suppress(ValueError):
        response = read_response(item, json.dumps(value))
        assert read_response(item, written(response)) == response
        is_blank(response)
        assert 0 <= score(item, response, partial=True).share <= 1


def test_every_kind_of_item_is_marked() -> None:
    marked = {
        Kind.SINGLE,
        Kind.MULTIPLE,
        Kind.TYPED,
        Kind.NUMERIC,
        Kind.ORDER,
        Kind.MATCH,
        Kind.CLOZE,
        Kind.RECALL,
    }
    assert marked == set(Kind)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Cloze((Deletion("a", 0, 3),)), "[1]"),
        (Cloze((Deletion("a", 0, 3),)), '"a"'),
        (Recall("a"), '"perhaps"'),
        (Typed(("a",)), "[0]"),
        (Typed(("a",)), "7"),
        (PAIRS, "[3]"),
        (STEPS, '["a"]'),
        (STEPS, "[null]"),
        (PAIRS, "[null, -1]"),
    ],
)
def test_what_is_no_response_to_an_item_of_its_kind_is_refused(answer: Answer, text: str) -> None:
    with pytest.raises(ValueError):
        read_response(Item("Q", answer), text)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (Cloze((Deletion("a", 0, 3), Deletion("b", 4, 7))), "a; b"),
        (Typed(("one", "two")), "one"),
        (Numeric((Quantity(Decimal(97), Decimal(99), "kPa", "98 ± 1 kPa"),)), "98 ± 1 kPa"),
        (Recall("Said aloud."), "Said aloud."),
        (STEPS, "1. history; 2. assess; 3. treat; 4. reassess"),
        (
            PAIRS,
            "supraspinatus → abduction; subscapularis → internal rotation; teres major → internal rotation",
        ),
        (many("ab"), "a; b"),
    ],
)
def test_who_answers_nothing_is_told_the_whole_key_and_gets_nothing(answer: Answer, key: str) -> None:
    found = score(Item("Q", answer), ())
    assert (found.verdict, found.share, found.expected) == (Verdict.WRONG, Fraction(0), key)
    assert found.reason == "not answered"


def test_a_response_may_be_as_long_in_the_record_as_it_says_and_no_longer() -> None:
    longest = json.dumps("x" * (20_000 - 2))
    assert read_response(Item("Q", Typed(("a",))), longest) == "x" * 19_998
    with pytest.raises(ValueError):
        read_response(Item("Q", Typed(("a",))), longest + " ")


def test_options_chosen_of_an_item_are_marked_by_their_numbers() -> None:
    found = score(Item("Q", many("ab")), (0,), partial=True)
    assert (found.verdict, found.share) == (Verdict.PARTLY, Fraction(1, 2))
    assert score(Item("Q", many("ab")), (0, 1)).share == 1
    assert score(Item("Q", many("ab")), (0,)).share == 0
