"""Keeps the promise that statistics are made of honest sums: what stands, on its day, and tests of memory told apart."""

import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.srs.model import Answered, Grade
from nmt_study.srs.scheduler import predicted, replay
from nmt_study.stats.outlook import Extent
from nmt_study.stats.retention import Trial
from nmt_study.storage import database
from nmt_study.storage.record import figures
from nmt_study.storage.record.figures import DayFigures
from nmt_study.storage.record.record import Record
from tests.storage.builders import MONDAY, Learner, learner, noise, rows
from tests.storage.shelves import reader

steps = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(list(Grade)), st.integers(-1, 4), st.booleans()),
    max_size=25,
)


def studied(student: Learner, *answers: tuple[int, str, Grade]) -> None:
    """Give answers, each on so many days after Monday."""
    for days, card, grade in answers:
        student.day = MONDAY + days
        student.answer(card, grade)


def test_only_the_first_answer_of_a_later_day_tests_memory(tmp_path: Path) -> None:
    """Monday: first answer and a repeat. Wednesday: a test that failed, and its repeat. Thursday: another test."""
    student = learner(tmp_path)
    studied(student, (0, "a", Grade.AGAIN), (0, "a", Grade.GOOD), (2, "a", Grade.AGAIN), (2, "a", Grade.GOOD))
    studied(student, (3, "a", Grade.HARD))
    first = replay([Answered(MONDAY, Grade.AGAIN, MONDAY), Answered(MONDAY, Grade.GOOD, MONDAY + 6)])
    (failed, passed) = student.record.studied().trials
    assert (failed.card, failed.passed, passed.passed) == ("a", False, True)
    assert failed.predicted == pytest.approx(predicted(first, MONDAY + 2))
    assert [one.tested for one in student.record.studied().days] == [0, 1, 1]
    student.record.close()


def test_a_day_is_summed_with_idle_time_capped(tmp_path: Path) -> None:
    """4 s and an hour away from the desk are 4 + 60 s; the hour counts as one minute."""
    student = learner(tmp_path)
    student.answer("a")
    student.record.answer(student.draft("b", millis=3_600_000), None)
    assert student.record.studied().days == (DayFigures(MONDAY, 2, 2, 64.0, 0, 0, 0.0, 64.0),)
    student.record.close()


def test_what_was_taken_back_is_in_no_figure(tmp_path: Path) -> None:
    student = learner(tmp_path)
    studied(student, (0, "a", Grade.GOOD))
    before = student.record.studied()
    studied(student, (5, "a", Grade.AGAIN))
    student.undo()
    assert student.record.studied() == before
    student.record.close()


def test_a_relink_keeps_what_was_predicted(tmp_path: Path) -> None:
    student = learner(tmp_path)
    studied(student, (0, "a", Grade.GOOD), (3, "a", Grade.GOOD))
    (before,) = student.record.studied().trials
    student.record.relink(student.stamp(), "a", "z", "same text")
    assert student.record.studied().trials == (Trial("z", before.passed, before.predicted),)
    student.record.close()


def test_only_the_newest_tests_come_and_in_the_order_they_were_given(tmp_path: Path) -> None:
    student = learner(tmp_path)
    studied(student, *((0, card, Grade.GOOD) for card in "abc"), *((4, card, Grade.GOOD) for card in "cab"))
    assert [one.card for one in figures.studied(student.record._connection, newest=2).trials] == ["a", "b"]
    student.record.close()


def test_a_record_from_before_predictions_gets_them_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = learner(tmp_path)
    studied(student, (0, "a", Grade.GOOD), (3, "a", Grade.AGAIN), (3, "a", Grade.GOOD), (9, "a", Grade.GOOD))
    before = student.record.studied()
    student.record.close()
    with sqlite3.connect(student.record.path) as old:
        old.execute("UPDATE review SET predicted = NULL")
    old.close()
    monkeypatch.setattr(database, "VERSION", database.VERSION + 1)
    again = Record.open(student.record.path, noise())
    assert again.studied() == before
    assert len(before.trials) == 2
    assert again.verify() == ()
    again.close()


def test_a_wrong_prediction_is_found_by_verify(tmp_path: Path) -> None:
    student = learner(tmp_path)
    studied(student, (0, "a", Grade.GOOD), (3, "a", Grade.GOOD))
    with sqlite3.connect(student.record.path) as other:
        other.execute("UPDATE review SET predicted = 0.5 WHERE predicted IS NOT NULL")
    other.close()
    (found,) = student.record.verify()
    assert found.where.startswith("review")
    student.record.close()


def test_the_sums_are_those_of_the_public_view(tmp_path: Path) -> None:
    """One learner goes on and on; after every stretch of answers the sums are made anew, one by one."""
    student = learner(tmp_path)
    student.record._connection.execute("PRAGMA synchronous = OFF")

    @settings(max_examples=40, deadline=None)
    @given(steps)
    def goes_on(stretch: list[tuple[str, Grade, int, bool]]) -> None:
        for card, grade, days, undone in stretch:
            student.day += days
            student.answer(card, grade)
            if undone:
                student.undo()
        assert_figures_of_the_view(student.record)

    goes_on()
    student.record.close()


def assert_figures_of_the_view(record: Record) -> None:
    """Compare the figures with what can be counted in the public view."""
    found = record.studied()
    seen: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for day, *answer in rows(record, "SELECT study_day, grade, is_first, seconds, predicted FROM reviews"):
        seen[cast(int, day)].append(tuple(answer))
    assert [one.day for one in found.days] == sorted(seen)
    for one in found.days:
        answers = seen[one.day]
        tests = [(grade, chance) for grade, _, _, chance in answers if chance is not None]
        assert (one.answers, one.first) == (len(answers), sum(first for _, first, _, _ in answers))
        assert one.seconds == pytest.approx(sum(min(seconds, 60.0) for _, _, seconds, _ in answers))
        assert (one.tested, one.recalled) == (len(tests), sum(grade > 1 for grade, _ in tests))
        assert one.expected == pytest.approx(sum(chance for _, chance in tests))
    assert len(found.trials) == sum(one.tested for one in found.days)


# ---- the library -----------------------------------------------------------------------------------------------------

DECK = """\
---
title: Calf
topic: calf
---

Q: One?

A: 1.

id:: one
level:: core

Q: Two?

A: 2.

id:: two
topic:: red-flags

Q: Three?

A: 3.

id:: three
"""
BARE = "Q: Four?\n\nA: 4.\n\nid:: four\nlevel:: core\n"
QUIZ = "---\nkind: quiz\n---\n\nQ: Five?\n\n- [x] Yes\n- [ ] No\n"


def test_the_library_tells_its_extent_what_is_due_and_the_topics(tmp_path: Path) -> None:
    """Of four cards, two are begun: `one` due after 6 days (Good), `two` after 4 (Hard); the quiz is not studied."""
    files = {"decks/calf.md": DECK, "decks/bare.md": BARE, "quizzes/five.md": QUIZ}
    student = reader(tmp_path, files)
    student.student.answer("one", Grade.GOOD)
    student.student.answer("two", Grade.HARD)
    student.student.answer("gone", Grade.GOOD)
    found = student.library.holdings(MONDAY + 5, MONDAY + 10, ["one", "two", "four", "gone", "one"])
    assert found.extent == Extent(cards=4, begun=2, core=2, core_begun=1)
    assert found.due == {MONDAY + 5: 1, MONDAY + 6: 1}
    assert found.topics == {"one": "calf", "two": "red-flags", "four": "bare"}
    student.close()


def test_an_empty_library_has_an_extent_of_nothing(tmp_path: Path) -> None:
    student = reader(tmp_path, {})
    found = student.library.holdings(MONDAY, MONDAY + 10, [])
    assert (found.extent, found.due, found.topics) == (Extent(), {}, {})
    student.close()


def test_topics_are_found_by_key_and_not_by_reading_all_cards(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/calf.md": DECK})
    plan = student.library._stock.cache.execute("EXPLAIN QUERY PLAN " + figures._TOPICS, ("[]",)).fetchall()
    student.close()
    assert any("USING INDEX card_key" in step[3] for step in plan)
