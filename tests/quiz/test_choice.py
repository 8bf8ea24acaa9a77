"""Keeps the promise that an option is chosen by its number or letter, in whatever way people write these."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.model import Choice, Item, Option
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.quiz.reading import UnreadableError, understood
from nmt_study.quiz.scoring import score

ANSWER = Choice(
    (
        Option("one", correct=False, feedback="Not that."),
        Option("two", correct=True),
        Option("three", correct=False),
    )
)


def mark_choice(answer: Choice, response: str) -> Mark:
    """Return the mark of what was typed where options stand as in the file."""
    item = Item("Q", answer)
    return score(item, understood(item, range(len(answer.options)), response))


@pytest.mark.parametrize("response", ["2", "b", "B", " b) ", "(2)", "2.", "[b]", "b:", "٢"])
def test_the_key_may_be_named_in_any_of_these_ways(response: str) -> None:
    assert mark_choice(ANSWER, response) == Mark(Verdict.RIGHT, Fraction(1), "two")


def test_another_option_is_wrong_and_tells_what_its_author_says() -> None:
    assert mark_choice(ANSWER, "a") == Mark(Verdict.WRONG, Fraction(0), "two", reason="Not that.")
    assert mark_choice(ANSWER, "3").reason == ""


@pytest.mark.parametrize("response", ["4", "0", "z", "999"])
def test_there_are_no_other_options(response: str) -> None:
    with pytest.raises(UnreadableError, match="There are 3 to choose from"):
        mark_choice(ANSWER, response)


@pytest.mark.parametrize("response", ["", "two", "12a", "-1", "é", "²", "9999", "1 2", "ab"])
def test_anything_else_names_no_option_and_is_asked_again(response: str) -> None:
    with pytest.raises(UnreadableError, match="Type the number of your choice"):
        mark_choice(ANSWER, response)


@given(st.integers(1, 26), st.data())
def test_each_option_has_a_number_and_a_letter(count: int, data: st.DataObject) -> None:
    key = data.draw(st.integers(0, count - 1))
    answer = Choice(tuple(Option(str(place), correct=place == key) for place in range(count)))
    chosen = data.draw(st.integers(0, count - 1))
    expected = Verdict.RIGHT if chosen == key else Verdict.WRONG
    assert mark_choice(answer, str(chosen + 1)).verdict is expected
    assert mark_choice(answer, chr(ord("a") + chosen)).verdict is expected


@given(st.text(max_size=20))
def test_every_response_gets_a_mark_or_is_asked_again(response: str) -> None:
    with suppress(UnreadableError):
        mark = mark_choice(ANSWER, response)
        assert (mark.expected, mark.share) == ("two", Fraction(mark.verdict is Verdict.RIGHT))
