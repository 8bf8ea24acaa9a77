"""Keeps the promise that one function marks whatever can be marked, and says so of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.model import Item
from nmt_study.deck.parser import parse
from nmt_study.quiz.marking import MARKED, mark
from nmt_study.quiz.model import Verdict
from nmt_study.text import clean

TYPED = "Q: Name the nerve.\n\n= suprascapular nerve | suprascapular\n"
NUMERIC = "Q: About how many kPa is 1 kgf/cm²?\n\n= 98 ± 1 kPa\n"
SINGLE = "Q: Which?\n\n- [ ] one\n- [x] two\n"
MULTIPLE = "Q: Which?\n\n- [x] one\n- [x] two\n"
RECALL = "Q: a\nA: b\n"
CLOZE = "C: a [b]\n"
ORDER = "Q: q\n\nOrder:\n1. a\n2. b\n"
MATCH = "Q: q\n\nMatch:\n- a -> b\n- c -> d\n"


def item(source: str) -> Item:
    (only,) = parse(source, "x.md").deck.items
    return only


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


@pytest.mark.parametrize("source", [RECALL, CLOZE, MULTIPLE, ORDER, MATCH])
def test_what_cannot_be_marked_says_so(source: str) -> None:
    unmarked = item(source)
    assert unmarked.kind not in MARKED
    with pytest.raises(ValueError, match=f"a {unmarked.kind} item is graded by the learner"):
        mark(unmarked, "x")


@given(st.sampled_from([TYPED, NUMERIC, SINGLE]), st.text(max_size=60))
def test_every_response_gets_a_mark_that_may_be_shown_as_it_is(source: str, response: str) -> None:
    found = mark(item(source), response)
    shown = [
        found.expected,
        found.reason,
        *(text for part in found.diff for text in (part.typed, part.expected)),
    ]
    assert [clean(text) for text in shown] == shown
    assert found.share == (found.verdict is not Verdict.WRONG)
