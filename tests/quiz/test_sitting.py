"""Keeps the promise of a sitting: no time is gained, what is not allowed is refused with its reason."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.quiz.sitting import Given, Outcome, RefusedError, Sitting, Terms

NOON = 1_700_000_000_000
RIGHT = Given('"x"', Fraction(1))


def exam(**terms: object) -> Sitting:
    """Return a sitting of three places that began at noon."""
    return Sitting(Terms(**terms), 3, NOON)  # type: ignore[arg-type]


def refusal(sitting: Sitting, place: int, *, go: bool = False, after: int = 1000) -> str:
    """Return why something is refused."""
    with pytest.raises(RefusedError) as caught:
        (sitting.may_go if go else sitting.may_answer)(place, NOON + after)
    return str(caught.value)


def test_time_runs_out_and_then_nothing_is_taken() -> None:
    sitting = exam(seconds=60)
    assert sitting.left(NOON + 20_000) == 40_000
    sitting.may_answer(0, NOON + 59_999)
    assert sitting.left(NOON + 60_000) == 0
    assert refusal(sitting, 0, after=60_000) == "The time is over."
    assert exam().left(NOON + 10**9) is None


@given(st.lists(st.integers(-10_000_000, 10_000_000), max_size=30))
def test_no_setting_of_the_clock_gives_time_back(moves: list[int]) -> None:
    sitting = exam(seconds=3600)
    before = sitting.left(NOON)
    for move in moves:
        left = sitting.left(NOON + move)
        assert left is not None
        assert before is not None
        assert left <= before
        before = left


def test_one_way_goes_on_only_after_an_answer_and_never_back() -> None:
    sitting = exam(one_way=True)
    assert "answer this item" in refusal(sitting, 1, go=True)
    sitting.answer(0, RIGHT, 500)
    sitting.may_go(1, NOON)
    sitting.note(1, flagged=False, struck=frozenset())
    assert "no going back" in refusal(sitting, 0, go=True)
    assert "only the item in front" in refusal(sitting, 0)
    assert "first item" in refusal(exam(), -1, go=True)
    assert "no further item" in refusal(exam(), 3, go=True)


def test_one_way_leaves_no_item_out_but_one_that_is_gone_and_says_so_without_a_real_exam() -> None:
    sitting = exam(one_way=True)
    assert sitting.to_answer
    sitting.may_go(1, NOON, gone=True)
    sitting.answer(0, RIGHT, 500)
    assert not sitting.to_answer
    assert refusal(sitting, 2, go=True) == "This paper goes one way: no item is left out."
    sitting.note(2, flagged=False, struck=frozenset())
    assert not sitting.to_answer, "after the last one it is handed in"
    assert (
        refusal(sitting, 0, go=True)
        == "This paper goes one way, as its author chose: there is no going back."
    )


@pytest.mark.parametrize(
    ("terms", "final"), [({}, False), ({"one_way": True}, True), ({"at_once": True}, True)]
)
def test_an_answer_is_final_where_it_cannot_be_given_anew(terms: dict[str, bool], *, final: bool) -> None:
    assert exam(**terms).terms.final is final


def test_an_answer_that_was_shown_to_be_right_or_wrong_stands() -> None:
    sitting = exam(at_once=True)
    sitting.answer(0, RIGHT, 500)
    assert "stands" in refusal(sitting, 0)
    exam().may_answer(0, NOON)


def test_answers_can_be_changed_and_their_time_adds_up() -> None:
    sitting = exam()
    sitting.answer(1, RIGHT, 500)
    sitting.answer(1, Given('"y"', Fraction(0)), 700)
    assert sitting.given[1].share == 0
    assert sitting.spent == {1: 1200}
    assert sitting.open == (0, 2)


def test_flags_and_what_is_struck_out_stay_until_they_are_taken_off() -> None:
    sitting = exam()
    sitting.note(2, flagged=True, struck=frozenset({1}))
    assert (sitting.here, sitting.flagged, sitting.struck[2]) == (2, {2}, frozenset({1}))
    sitting.note(2, flagged=False, struck=frozenset())
    assert sitting.flagged == set()


def test_only_the_first_end_counts_and_nothing_follows_it() -> None:
    sitting = exam()
    sitting.end(Outcome.TIMED_OUT)
    sitting.end(Outcome.HANDED_IN)
    assert sitting.outcome is Outcome.TIMED_OUT
    assert refusal(sitting, 0) == "This sitting has ended."


def test_terms_are_read_as_they_were_told_and_later_ones_too() -> None:
    terms = Terms(7, 5400, 25, certainty=True, one_way=True)
    assert Terms.read({**terms.told(), "something newer": 1}) == terms
