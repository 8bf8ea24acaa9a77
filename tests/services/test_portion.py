"""Keeps the promise of the day: what home counts is what a session asks, within the minutes, siblings apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.services import overview
from nmt_study.services.study.portion import Scope, new_limit, portion
from nmt_study.services.study.study import EVERYTHING, begin
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from tests.builders import SHOULDER, TODAY, give, learner, plain_deck, session
from tests.services.conftest import Made

BOTH_WAYS = "---\ntitle: Words\n---\n\n" + "\n\n".join(
    f"Q: Term {number}\n\nA: Meaning {number}\n\nid:: word-{number}\nboth-ways:: yes"
    for number in range(1, 5)
)
CLOZES = "---\ntitle: Texts\n---\n\n" + "\n\n".join(
    f"C: The [first] and the [second] and the [third] of text {number}.\n\nid:: text-{number}"
    for number in range(1, 5)
)


def asked(anna_line: tuple[object, ...]) -> list[str]:
    """Return the keys of a session's cards."""
    return [card.key for card in anna_line]  # type: ignore[attr-defined]


# ---- what home counts is what comes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [BOTH_WAYS, CLOZES, SHOULDER, plain_deck("knee", 30)])
@pytest.mark.parametrize("minutes", [1, 2, 15])
def test_home_counts_the_cards_that_the_session_asks(someone: Made, text: str, minutes: int) -> None:
    student = someone(deck=text)
    student.set_up(Settings(minutes=minutes))
    desk = student.sit_down()
    for _ in range(3):
        promised = overview.today(desk).cards
        found = begin(desk)
        assert found.counts.total == promised
        give(found, *[Grade.GOOD] * min(1, promised))


def test_when_only_siblings_wait_the_day_is_done_and_they_come_tomorrow(someone: Made) -> None:
    student = someone(words=BOTH_WAYS)
    desk = student.sit_down()
    session(desk, *[Grade.EASY] * 4, scope=EVERYTHING)
    today = overview.today(desk)
    assert (today.cards, today.done, today.waiting.new) == (0, True, 4)
    assert today.lines[0] == "Done for today."
    assert begin(desk).shown is None
    student.next_day()
    assert sorted(asked(begin(student.sit_down()).line.waiting)) == [
        f"word-{number}~back" for number in range(1, 5)
    ]


def test_siblings_do_not_take_one_anothers_places(someone: Made) -> None:
    student = someone(texts=CLOZES)
    student.set_up(Settings(new_per_day=3))
    line = begin(student.sit_down()).line.waiting
    assert len(line) == 3
    assert len({card.group for card in line}) == 3


def test_a_due_card_goes_before_its_new_siblings(someone: Made) -> None:
    student = someone(words=BOTH_WAYS)
    session(student.sit_down(), Grade.GOOD)
    student.next_day(40)
    line = begin(student.sit_down()).line.waiting
    (due,) = [card for card in line if not card.new]
    assert [card.key for card in line if card.group == due.group] == [due.key]


def test_of_two_due_siblings_one_is_asked_and_the_place_of_the_other_is_filled(someone: Made) -> None:
    student = someone(words=BOTH_WAYS, knee=plain_deck("knee", 1))
    session(student.sit_down(), *[Grade.GOOD] * 5)
    student.next_day()
    session(student.sit_down(), *[Grade.GOOD] * 4)
    student.next_day(60)
    desk = student.sit_down()
    assert desk.library.overview(desk.today()).total.due == 9
    found = portion(desk, Scope(limit=5))
    assert len(found.due) == len({card.group for card in found.due}) == 5
    assert "knee-1" in {card.key for card in found.due}


def test_a_card_to_repeat_goes_before_its_sibling(someone: Made) -> None:
    student = someone(words=BOTH_WAYS)
    session(student.sit_down(), Grade.AGAIN)
    line = begin(student.sit_down()).line.waiting
    assert [card.key for card in line if card.learning] == ["word-1"]
    assert "word-1~back" not in asked(line)


# ---- how much ----------------------------------------------------------------------------------------------------------


@settings(max_examples=12)
@given(st.integers(1, 30), st.integers(0, 12), st.none() | st.integers(0, 12))
def test_the_minutes_and_the_number_of_new_cards_are_kept(minutes: int, due: int, limit: int | None) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        student = learner(Path(folder), knee=plain_deck("knee", 12), hip=plain_deck("hip", 20))
        try:
            session(student.sit_down(), *[Grade.HARD] * due, scope=Scope(decks=("knee",), limit=12))
            student.get_up()
            student.next_day(90)
            student.set_up(Settings(minutes=minutes, new_per_day=limit))
            share = portion(student.sit_down()).share
            assert share.due == min(due, minutes * 4)
            left = minutes * 60 - share.due * 15
            assert share.new == min(32 - due, 20 if limit is None else limit, left // 30)
        finally:
            student.get_up()


def test_what_was_studied_today_is_taken_from_the_minutes(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 30))
    student.set_up(Settings(minutes=5))
    desk = student.sit_down()
    found = begin(desk)
    for _ in range(3):
        student.clock.advance(50)
        found.grade(Grade.EASY)
    again = begin(desk)
    assert again.budget == 150
    assert again.counts.total == 5


def test_new_cards_begun_today_count_also_after_a_restart_and_not_when_taken_back(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 30))
    student.set_up(Settings(new_per_day=4))
    session(student.sit_down(), Grade.EASY, Grade.EASY, Grade.EASY, scope=EVERYTHING)
    student.get_up()
    found = begin(student.sit_down())
    assert found.counts.new == 1
    found.undo()
    assert begin(found.desk).counts.new == 2


def test_minutes_and_cards_that_are_asked_for_go_beyond_the_day(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 30))
    student.set_up(Settings(minutes=1, new_per_day=0))
    desk = student.sit_down()
    assert begin(desk).shown is None
    assert begin(desk, Scope(minutes=5)).counts.new == 10
    assert begin(desk, Scope(limit=7)).counts.new == 7
    assert begin(desk, Scope(minutes=5, limit=3)).counts.new == 3
    assert begin(desk, Scope(limit=7)).budget is None
    assert begin(desk, Scope(minutes=5)).budget == 300


def test_a_backlog_is_spread_and_new_cards_wait_for_it(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 40), hip=plain_deck("hip", 5))
    session(student.sit_down(), *[Grade.HARD] * 40, scope=Scope(decks=("knee",), limit=40))
    student.get_up()
    student.next_day(200)
    student.set_up(Settings(minutes=5))
    today = overview.today(student.sit_down())
    assert (today.share.due, today.share.new) == (20, 0)
    assert today.lines == (
        "Today: 20 cards, about 5 minutes (20 due).",
        "20 more cards will be spread over at least 1 day of 5 minutes.",
    )


# ---- which -------------------------------------------------------------------------------------------------------------


def test_core_cards_come_first_and_topics_take_turns(someone: Made) -> None:
    student = someone(
        knee=plain_deck("knee", 20, core=3), hip=plain_deck("hip", 20, core=3), toe=plain_deck("toe", 20)
    )
    line = begin(student.sit_down()).line.waiting
    assert len(line) == 20
    assert {card.core for card in line[:6]} == {True}
    assert not any(card.core for card in line[6:])
    assert {card.topic for card in line} == {"knee", "hip", "toe"}
    topics = [card.topic for card in line[6:]]
    assert not any(topics[at] == topics[at + 1] for at in range(len(topics) - 1))


def test_one_large_deck_does_not_push_the_others_out(someone: Made) -> None:
    student = someone(a=plain_deck("a", 300), b=plain_deck("b", 6))
    student.set_up(Settings(new_per_day=8))
    topics = [card.topic for card in begin(student.sit_down()).line.waiting]
    assert sorted(set(topics)) == ["a", "b"]
    assert topics.count("b") >= 3


def test_the_same_day_gives_the_same_order(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 9), hip=plain_deck("hip", 9))
    assert asked(begin(student.sit_down()).line.waiting) == asked(begin(student.sit_down()).line.waiting)


# ---- the exam ----------------------------------------------------------------------------------------------------------


def test_the_exam_raises_the_new_cards_of_a_day_to_its_pace(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 90, core=10))
    student.set_up(Settings(exam_date=TODAY.replace(day=5), minutes=60))
    desk = student.sit_down()
    assert new_limit(desk) == 30
    assert (
        "Exam on 5 March 2026, in 3 days: 90 new cards, 30 a day; the core set: 4 a day."
        in overview.today(desk).lines
    )
    student.next_day(3)
    assert (
        "Exam on 5 March 2026, in 0 days: 90 new cards, 90 a day; the core set: 10 a day."
        in overview.today(desk).lines
    )
    student.next_day()
    assert new_limit(desk) == 20
    assert not any(line.startswith("Exam") for line in overview.today(desk).lines)


def test_an_own_number_of_new_cards_goes_before_the_exam(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 90))
    student.set_up(Settings(exam_date=TODAY.replace(day=5), new_per_day=3))
    assert new_limit(student.sit_down()) == 3


def test_before_an_exam_with_everything_begun_it_says_so(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    student.set_up(Settings(exam_date=TODAY.replace(day=5)))
    desk = student.sit_down()
    session(desk, Grade.GOOD)
    assert "Exam on 5 March 2026, in 3 days: every card is begun." in overview.today(desk).lines
