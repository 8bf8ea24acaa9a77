"""Keeps the promise that undo is the exact inverse of grade: any number of steps, also after a restart.

What is compared is everything a person or a later answer could notice: the rows of the record, the day's
overview, the order of the session, the card on the screen and what each of its grades would do.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.services import overview
from nmt_study.services.cards.shaping import redo_words, undo_last, undo_words
from nmt_study.services.desk import Desk
from nmt_study.services.study import walk
from nmt_study.services.study.study import Scope, StudySession, begin
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.srs.queue import Stage
from tests.builders import SHOULDER, Learner, events, front, give, learner, plain_deck, session, tables
from tests.services.conftest import Made

EVERY_CARD = Scope(limit=1000)


@dataclass(frozen=True)
class Seen:
    """What can be noticed at one moment."""

    rows: object
    overview: object
    today: object
    line: object
    shown: object


def seen_of(desk: Desk) -> tuple[object, object, object]:
    """Return what can be noticed without a session."""
    return tables(desk), desk.waiting(), overview.today(desk)


def seen(found: StudySession) -> Seen:
    """Return what can be noticed now."""
    shown = found.shown
    card = shown and (shown.card.key, shown.memory, shown.standing, shown.decisions)
    return Seen(*seen_of(found.desk), (found.line, found.counts, found.seconds, found.done), card)


def study_for(student: Learner, days: list[list[Grade]]) -> None:
    """Study on some days, two weeks apart, so that cards of every standing are there."""
    for grades in days:
        found = begin(student.sit_down(), EVERY_CARD)
        for grade in grades:
            if found.shown:
                give(found, grade)
        student.get_up()
        student.next_day(14)


grades = st.sampled_from(list(Grade))


@settings(max_examples=10)
@given(st.lists(st.lists(grades, max_size=6), max_size=2), st.lists(grades | st.none(), max_size=14))
def test_each_undo_gives_back_exactly_what_was_before_its_grade(
    before: list[list[Grade]], steps: list[Grade | None]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        student = learner(Path(folder), shoulder=SHOULDER, knee=plain_deck("knee", 4))
        try:
            study_for(student, before)
            found = begin(student.sit_down(), EVERY_CARD)
            past: list[Seen] = []
            for step in steps:
                if step is not None and found.shown:
                    past.append(seen(found))
                    give(found, step)
                elif step is None and past:
                    assert found.undo()
                    assert seen(found) == past.pop()
            while past:
                assert found.undo()
                assert seen(found) == past.pop()
            assert not found.desk.record.verify()
        finally:
            student.get_up()


@settings(max_examples=10)
@given(
    st.lists(st.lists(grades, max_size=5), max_size=2), st.lists(st.tuples(grades, st.booleans()), max_size=8)
)
def test_after_a_restart_each_undo_gives_back_the_card_and_all_that_belongs_to_it(
    before: list[list[Grade]], steps: list[tuple[Grade, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        student = learner(Path(folder), shoulder=SHOULDER, knee=plain_deck("knee", 4))
        try:
            study_for(student, before)
            found = begin(student.sit_down(), EVERY_CARD)
            past: list[tuple[object, object]] = []
            for grade, restart in steps:
                if found.shown:
                    past.append((seen_of(found.desk), front(found).card.key))
                    give(found, grade)
                if restart:
                    student.get_up()
                    found = begin(student.sit_down(), EVERY_CARD)
            student.get_up()
            found = begin(student.sit_down(), EVERY_CARD)
            while past:
                wanted, key = past.pop()
                assert found.undo()
                assert seen_of(found.desk) == wanted
                assert front(found).card.key == key
        finally:
            student.get_up()


def test_undo_reaches_back_to_the_very_first_answer_and_then_says_that_nothing_is_left(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    first = session(student.sit_down())
    fresh = seen_of(first.desk)
    give(first, Grade.AGAIN, Grade.GOOD, Grade.EASY)
    student.get_up()
    found = begin(student.sit_down())
    assert [bool(found.undo()) for _ in range(4)] == [True, True, True, False]
    assert seen_of(found.desk) == fresh
    assert events(found.desk) == 6


def test_an_answer_of_yesterday_comes_back_in_front_with_its_old_standing(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3), hip=plain_deck("hip", 3))
    first = session(student.sit_down(), scope=Scope(decks=("hip",)))
    give(first, Grade.GOOD)
    key = first.given[0].key
    student.next_day()
    found = session(student.sit_down(), scope=Scope(decks=("knee",)))
    undone = found.undo()
    assert undone
    assert undone.question.startswith("Question")
    assert (front(found).card.key, front(found).standing) == (key, Stage.NEW)
    give(found, Grade.GOOD)
    assert front(found).card.key.startswith("knee")


def test_the_last_card_of_a_session_can_be_taken_back_when_no_card_is_left(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 1)).sit_down(), Grade.EASY)
    assert found.shown is None
    assert found.undo()
    front(found)
    give(found, Grade.HARD)
    memory = found.desk.record.memory("knee-1")
    assert memory
    assert memory.reps == 1


def test_undo_without_a_session_takes_back_the_newest_answer(someone: Made) -> None:
    desk = someone(knee=plain_deck("knee", 2)).sit_down()
    fresh = seen_of(desk)
    session(desk, Grade.HARD)
    undone = undo_last(desk)
    assert undone
    assert undone.grade is Grade.HARD
    assert undone.question == "Question 1 of knee?"
    assert undo_last(desk) is None
    assert seen_of(desk) == fresh


def test_undoing_an_answer_to_a_card_that_is_gone_leaves_the_session_as_it_is(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2), hip=plain_deck("hip", 1))
    session(student.sit_down(), Grade.GOOD, scope=Scope(decks=("hip",)))
    student.get_up()
    student.delete("hip")
    found = session(student.sit_down())
    key = front(found).card.key
    undone = found.undo()
    assert undone
    assert undone.question == ""
    assert front(found).card.key == key
    assert found.desk.record.memory("hip-1") is None


def test_of_a_long_session_every_answer_can_be_taken_back_though_not_every_step_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_MOST_STEPS", 2)
    student = learner(tmp_path, knee=plain_deck("knee", 6))
    found = begin(student.sit_down(), EVERY_CARD)
    asked = []
    for _ in range(5):
        asked.append(front(found).card.key)
        give(found, Grade.GOOD)
    for left in reversed(range(5)):
        assert found.undo()
        assert (found.done, front(found).card.key) == (left, asked[left])
    assert found.undo() is None
    assert found.counts.total == 6
    student.get_up()


def test_a_step_back_and_forth_is_told_in_a_sentence_with_the_words_of_the_settings(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    for two, word in ((False, "Good"), (True, "Knew it")):
        student.set_up(Settings(two_buttons=two))
        desk = student.sit_down()
        session(desk, Grade.GOOD)
        told = undo_words(desk), redo_words(desk), undo_words(desk)
        assert told == (
            f"Taken back: {word} on: Question 1 of knee?",
            f"Put back: {word} on: Question 1 of knee?",
            f"Taken back: {word} on: Question 1 of knee?",
        )
        student.get_up()
    desk = student.sit_down()
    assert undo_words(desk).startswith("There is nothing left to take back.")
