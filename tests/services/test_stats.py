"""Keeps the promise that statistics are the learner's own answers, told in honest sentences."""

from dataclasses import replace
from datetime import date

import pytest

from nmt_study.services.stats import AHEAD_DAYS, SPAN, Statistics, statistics
from nmt_study.services.stats_words import (
    TITLES,
    calibration_words,
    percent,
    range_words,
    retention_words,
    sentences,
    share_words,
    topic_words,
)
from nmt_study.services.study.portion import Scope
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.stats.calibration import Better, Calibration
from nmt_study.stats.retention import Retention, Verdict
from nmt_study.stats.share import Share
from tests.builders import DAY, give, plain_deck, session
from tests.services.conftest import Made

BLAME = ("lost", "lose", "miss", "fail", "behind", "overdue", "only")


def studied(someone: Made) -> Statistics:
    """Return where somebody stands who began 40 knee cards, and was asked for them again two days later.

    Monday 2 March 2026, five seconds an answer: 40 first answers, Good. Wednesday: all are due, 30 are known.
    """
    student = someone(knee=plain_deck("knee", 45, core=10), hip=plain_deck("hip", 15))
    student.set_up(Settings(minutes=20, exam_date=date(2026, 4, 1)))
    desk = student.sit_down()
    session(desk, *[Grade.GOOD] * 40, scope=Scope(decks=("knee",), limit=40))
    student.next_day(2)
    found = session(desk, scope=Scope(decks=("knee",), limit=40))
    asked: set[str] = set()
    while found.shown is not None:
        repeated = found.shown.card.key in asked
        asked.add(found.shown.card.key)
        give(found, Grade.AGAIN if len(asked) <= 10 and not repeated else Grade.GOOD)
    return statistics(desk)


def test_a_learner_sees_what_was_studied_and_remembered(someone: Made) -> None:
    found = studied(someone)
    assert found.day == DAY + 2
    assert [(one.day, one.answers, one.first, one.tested, one.recalled) for one in found.days] == [
        (DAY, 40, 40, 0, 0),
        (DAY + 2, 50, 0, 40, 30),
    ]
    assert found.days[0].seconds == pytest.approx(200)
    assert (found.retention.share, found.recent.share) == (Share(30, 40), Share(30, 40))
    # Good on Monday leaves a stability of 2.3065 days: .9095 on Wednesday (tests/srs/test_predicted.py).
    assert found.retention.predicted == pytest.approx(0.9095, abs=1e-4)
    assert [(one.name, one.verdict) for one in found.topics] == [("knee", Verdict.LESS)]
    assert (found.habit.week, found.habit.week_days, found.habit.month, found.habit.run) == (2, 3, 2, 2)
    assert found.calibration.answers == 40


def test_a_learner_sees_what_is_left_and_when_it_is_seen_at_this_pace(someone: Made) -> None:
    """40 of 60 begun; two days are too few to tell a pace from. The exam is 28 days ahead: a card a day."""
    found = studied(someone)
    assert (found.extent.cards, found.extent.begun, found.extent.core, found.extent.core_left) == (
        60,
        40,
        10,
        0,
    )
    assert found.pace.new_per_day == 20
    assert (found.pace.everything, found.pace.core, found.pace.settled) == (None, None, False)
    assert found.exam == date(2026, 4, 1)
    assert found.asked is not None
    assert (found.asked.days, found.asked.per_day, found.asked.core) == (28, 1, 0)
    assert sentences(found)["pace"] == (
        "You have seen 40 of 60 cards; of the core set 10 of 10. From the 8th day on it can be told when you"
        " will have seen everything at your pace. Your exam on 1 April 2026 is 28 days away: everything before it takes 1 new card"
        " a day."
    )


def test_what_is_due_is_told_for_a_month(someone: Made) -> None:
    found = studied(someone)
    assert len(found.due) == AHEAD_DAYS
    assert sum(found.due) <= 40
    assert found.due[0] == 0
    assert f"average day of the next {SPAN}" in sentences(found)["due"]


def test_an_answer_taken_back_leaves_no_trace_in_the_statistics(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    desk = student.sit_down()
    before = statistics(desk)
    given = session(desk, Grade.GOOD)
    assert statistics(desk) != before
    given.undo()
    assert statistics(desk) == before


def test_before_the_first_answer_every_part_has_a_sentence_and_no_figure(someone: Made) -> None:
    found = statistics(someone(knee=plain_deck("knee", 3)).sit_down())
    said = sentences(found)
    assert list(said) == list(TITLES)
    assert all(sentence.endswith(".") for sentence in said.values())
    assert "%" not in "".join(said.values()).replace("a percentage", "")
    assert said["pace"] == "3 cards still to come."


def test_an_empty_home_has_statistics_too(someone: Made) -> None:
    found = statistics(someone().sit_down())
    assert sentences(found)["pace"] == "There are no cards to study yet."
    assert (found.days, found.topics, sum(found.due)) == ((), (), 0)


def test_cards_that_vanished_count_but_belong_to_no_topic(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    session(student.sit_down(), *[Grade.GOOD] * 3)
    student.next_day(3)
    desk = student.sit_down()
    session(desk, *[Grade.GOOD] * 3)
    student.get_up()
    student.delete("knee")
    found = statistics(student.sit_down())
    assert [(topic_words(one.name), one.share.asked) for one in found.topics] == [("in no deck any more", 3)]
    assert found.total.answers == 6


def test_after_the_exam_the_date_asks_for_nothing(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    student.set_up(Settings(exam_date=date(2026, 3, 1)))
    found = statistics(student.sit_down())
    assert (found.exam, found.asked) == (None, None)


def test_sentences_do_not_blame(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 30))
    session(student.sit_down(), *[Grade.GOOD] * 12)
    student.next_day(40)
    text = " ".join(sentences(statistics(student.sit_down())).values()).lower().split()
    assert [word for word in text if word.strip(".,;:") in BLAME] == []


# ---- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.001, "1 %"), (0.5, "50 %"), (0.996, "99 %"), (1.0, "100 %")],
)
def test_only_nothing_is_0_percent_and_only_all_is_100(share: float, text: str) -> None:
    assert percent(share) == text


def test_few_answers_are_told_as_a_count_and_many_as_a_percentage_with_its_range() -> None:
    assert share_words(Share(9, 10)) == "9 of 10"
    assert (share_words(Share(90, 100)), range_words(Share(90, 100))) == ("90 %", "83–94 %")


def losses(model: float, average: float, margin: float, answers: int = 500) -> Calibration:
    """Return a calibration with these losses."""
    difference = model - average
    return Calibration(answers, model, average, difference, difference - margin, difference + margin, ())


@pytest.mark.parametrize(
    ("found", "better", "words"),
    [
        (losses(0.30, 0.33, 0.01), Better.MODEL, "The memory model predicts your answers better than"),
        (
            losses(0.34, 0.31, 0.01),
            Better.AVERAGE,
            "The plain moving average of your answers predicts them better",
        ),
        (
            losses(0.32, 0.33, 0.02),
            Better.NEITHER,
            "The memory model is ahead by no more than chance may do.",
        ),
        (
            losses(0.33, 0.32, 0.02),
            Better.NEITHER,
            "The moving average is ahead by no more than chance may do.",
        ),
        (losses(0.30, 0.33, 0.01, 99), Better.TOO_FEW, "so far there are 99."),
    ],
)
def test_it_is_said_plainly_when_the_simple_average_wins(
    someone: Made, found: Calibration, better: Better, words: str
) -> None:
    one = replace(statistics(someone().sit_down()), calibration=found)
    assert found.better is better
    assert words in calibration_words(one)


def test_topics_that_stand_out_are_named_and_those_with_too_few_answers_counted(someone: Made) -> None:
    topics = (
        Retention("nerves", Share(60, 100), 85.0),
        Retention("shoulder", Share(88, 100), 88.0),
        Retention("red-flags", Share(99, 100), 88.0),
        Retention("law", Share(3, 4), 3.5),
    )
    one = replace(
        statistics(someone().sit_down()), topics=topics, retention=Retention("", Share(250, 304), 264.5)
    )
    words = retention_words(one)
    assert "82 % were right (78–86 %), with 87 % predicted: less than predicted." in words
    assert (
        "Less than predicted: nerves. More than predicted: red flags. Too few answers to tell: 1 topic."
        in words
    )
