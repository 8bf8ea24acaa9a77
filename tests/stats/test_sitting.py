"""Keeps the promise that what a sitting came to is counted from its places: by area, in time and by certainty."""

from nmt_study.stats.share import Share
from nmt_study.stats.sitting import Answered, Area, review_order, tally

RIGHT = Answered(1, "bones", 1.0, 3, 10.0)
HALF = Answered(2, "bones", 0.5, 3, 20.0, worth=2.0)
WRONG = Answered(3, "nerves", 0.0, 1, 30.0)
BLANK = Answered(4, "nerves", None, 3, 90.0)
PAPER = (RIGHT, HALF, WRONG, BLANK)


def test_only_a_whole_point_is_right_and_only_a_sure_answer_can_be_sure_and_wrong() -> None:
    assert [one.right for one in PAPER] == [True, False, False, False]
    assert [one.sure_and_wrong for one in PAPER] == [False, True, False, False]


def test_areas_are_counted_apart_and_in_paper_order_and_come_to_the_whole() -> None:
    """The seconds are those of an answer: what was passed over has none, however long it stood there."""
    found = tally(PAPER)
    assert found.areas == (
        Area("bones", Share(1, 2), 2, 2.0, 15.0, 3.0),
        Area("nerves", Share(0, 2), 1, 0.0, 30.0, 2.0),
    )
    assert found.whole == Area("", Share(1, 4), 3, 2.0, 20.0, 5.0)
    assert found.per_cent == 40


def test_certainty_is_marked_for_answers_that_were_given_and_rated() -> None:
    """3 for the right one, -6 for the half at level 3, 0 for the wrong one at level 1."""
    found = tally(PAPER)
    assert found.certainty == -3
    assert [(one.level, one.answers, one.right) for one in found.levels] == [(1, 1, 0), (2, 0, 0), (3, 2, 1)]


def test_certainty_that_was_not_asked_is_no_mark() -> None:
    assert tally([Answered(1, "bones", 1.0, None, 10.0), BLANK]).certainty is None


def test_a_paper_with_nothing_on_it_comes_to_nothing() -> None:
    found = tally([])
    assert (found.per_cent, found.areas, found.certainty) == (0, (), None)
    assert found.whole == Area("", Share(0, 0), 0, 0.0, 0.0, 0.0)


def test_a_review_begins_with_what_was_sure_and_wrong_and_leaves_out_what_was_right() -> None:
    early = Answered(0, "nerves", None, None, 5.0)
    assert review_order([BLANK, WRONG, RIGHT, HALF, early]) == (HALF, WRONG, early, BLANK)
