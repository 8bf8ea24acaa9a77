"""Keeps the promise that whatever is typed is read and marked by the rules of its kind, in study as in a quiz."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Item
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.quiz.reading import UnreadableError, understood
from nmt_study.quiz.response import choices
from nmt_study.quiz.scoring import score
from nmt_study.text import clean

TYPED = "Q: Name the nerve.\n\n= suprascapular nerve | suprascapular\n"
NUMERIC = "Q: About how many kPa is 1 kgf/cm²?\n\n= 98 ± 1 kPa\n"
SINGLE = "Q: Which?\n\n- [ ] one\n- [x] two\n"


def item(source: str) -> Item:
    (only,) = parse(source, "x.md").deck.items
    return only


def mark(one: Item, response: str, others: Collection[str] = ()) -> Mark:
    return score(one, understood(one, range(len(choices(one))), response), others)


@pytest.mark.parametrize(
    ("source", "response", "verdict"),
    [
        (TYPED, "Supra-scapular", Verdict.RIGHT),
        (TYPED, "suprascapulra nerve", Verdict.CLOSE),
        (TYPED, "tibial nerve", Verdict.WRONG),
        (NUMERIC, "98", Verdict.RIGHT),  # the question names the unit
        (NUMERIC, "1 kgf/cm²", Verdict.RIGHT),
        (NUMERIC, "98 psi", Verdict.WRONG),
        (SINGLE, "b", Verdict.RIGHT),
        (SINGLE, "1", Verdict.WRONG),
    ],
)
def test_each_kind_is_marked_by_its_own_rules(source: str, response: str, verdict: Verdict) -> None:
    assert mark(item(source), response).verdict is verdict


def test_answers_of_other_items_reach_the_marking_of_typed_ones() -> None:
    assert mark(item(TYPED), "suprascapullar", ["suprascapulxar"]).verdict is Verdict.WRONG
    assert mark(item(TYPED), "suprascapullar").verdict is Verdict.CLOSE


@given(st.sampled_from([TYPED, NUMERIC, SINGLE]), st.text(max_size=60))
def test_every_response_gets_a_mark_that_may_be_shown_as_it_is(source: str, response: str) -> None:
    try:
        found = mark(item(source), response)
    except UnreadableError as fault:
        assert clean(str(fault)) == str(fault)  # noqa: PT017 - both ways are right
        return
    shown = [
        found.expected,
        found.reason,
        *(text for part in found.diff for text in (part.typed, part.expected)),
    ]
    assert [clean(text) for text in shown] == shown
    assert found.share == (found.verdict is not Verdict.WRONG)
