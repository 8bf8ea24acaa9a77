"""Keeps the promise that what a learner does to a card is recorded, is what the card is then, and can be taken back."""

from dataclasses import replace
from pathlib import Path

import pytest

from nmt_study.srs.model import Grade
from nmt_study.storage.record.event import (
    APART,
    BURY,
    FLAG,
    KEEP,
    NOTE,
    PARKED,
    PRACTICE,
    RELINK,
    REPORT,
    SUSPEND,
    ShapingDraft,
)
from nmt_study.storage.record.record import Record
from nmt_study.storage.record.shape import SUSPENDED, UNSHAPED, Shape
from tests.storage.builders import MONDAY, Learner, learner, rows


@pytest.fixture
def student(tmp_path: Path) -> Learner:
    return learner(tmp_path)


def reopened(student: Learner) -> Learner:
    student.record.close()
    return replace(student, record=Record.open(student.record.path, student.random))


def test_the_newest_of_each_kind_is_what_a_card_is(student: Learner) -> None:
    student.shape(SUSPEND, "a")
    student.shape(FLAG, "a")
    student.shape(FLAG, "a", 0)
    student.shape(BURY, "a", MONDAY + 1)
    student.shape(NOTE, "a", text="first")
    student.shape(NOTE, "a", text="second")
    student.shape(REPORT, "a", text="wrong side")
    student.shape(REPORT, "a", text="and a typo")
    student.shape(FLAG, "b")
    again = reopened(student)
    wanted = {
        "a": Shape(suspended=True, back=MONDAY + 1, noted=True, reports=2),
        "b": Shape(flagged=True),
    }
    assert again.record.shapes.all() == wanted
    assert again.record.shapes.of("a") == wanted["a"]
    assert again.record.shapes.of("c") == UNSHAPED
    note = again.record.shapes.note("a")
    assert note
    assert note.text == "second"
    assert [one.text for one in again.record.shapes.reports("a")] == ["wrong side", "and a typo"]
    assert [one.content for one in again.record.shapes.reports()] == ["content of a", "content of a"]
    assert again.record.verify() == ()
    again.record.close()


def test_from_which_day_on_a_card_may_be_asked() -> None:
    assert UNSHAPED.aside == 0
    assert Shape(back=MONDAY + 1).aside == MONDAY + 1
    assert Shape(back=MONDAY + 1, suspended=True).aside == SUSPENDED
    assert Shape(back=MONDAY + 1).buried(MONDAY)
    assert not Shape(back=MONDAY + 1).buried(MONDAY + 1)
    assert not Shape(back=MONDAY + 1, suspended=True).buried(MONDAY)


def test_an_empty_note_takes_the_note_away(student: Learner) -> None:
    student.shape(NOTE, "a", text="first")
    student.shape(NOTE, "a")
    assert student.record.shapes.note("a") is None
    assert student.record.shapes.notes() == ()
    assert not student.record.shapes.of("a").noted
    student.undo()
    assert student.record.shapes.note("a")
    student.record.close()


def test_the_same_id_twice_does_a_thing_once(student: Learner) -> None:
    draft = student.shape(REPORT, "a", text="wrong")
    student.record.shape(draft)
    student.record.shape(ShapingDraft(draft.stamp, FLAG, "a"))
    assert student.record.shapes.of("a") == Shape(reports=1)
    student.record.close()


def test_steps_of_every_kind_are_taken_back_and_put_back_in_order_across_restarts(student: Learner) -> None:
    student.answer("a")
    student.practise("a", Grade.HARD)
    student.shape(SUSPEND, "a")
    student.record.relink(student.stamp(), "a", "b", "asked")
    student.record.tell_apart(student.stamp(), "x", "y")
    kinds = [APART, RELINK, SUSPEND, PRACTICE, "answer"]
    undone = []
    for _ in range(5):
        student = reopened(student)
        undone.append(student.undo())
    assert student.undo() is None
    assert [step.kind for step in undone if step] == kinds
    assert student.record.memory("a") is None
    redone = []
    for _ in range(5):
        student = reopened(student)
        redone.append(student.redo())
    assert student.redo() is None
    assert [step.kind for step in redone if step] == kinds[::-1]
    assert student.record.memory("b")
    assert student.record.shapes.of("b").suspended
    assert [(one.origin, one.target) for one in student.record.aparts()] == [("x", "y")]
    assert student.record.verify() == ()
    student.record.close()


def test_what_was_done_since_ends_what_can_be_put_back(student: Learner) -> None:
    student.answer("a")
    student.undo()
    student.shape(FLAG, "b")
    assert student.redo() is None
    student.undo()
    redone = student.redo()
    assert redone
    assert redone.kind == FLAG
    assert student.redo() is None
    student.record.close()


def test_undo_under_one_id_takes_back_one_step_and_redo_puts_back_one(student: Learner) -> None:
    student.answer("a")
    student.answer("b")
    stamp = student.stamp()
    first, second = student.record.undo_last(stamp), student.record.undo_last(stamp)
    assert first
    assert second
    assert first.event == second.event
    stamp = student.stamp()
    assert student.record.redo_last(stamp)
    assert student.record.redo_last(stamp)
    assert student.record.memory("a")
    student.record.close()


def test_a_link_that_was_found_is_no_step(student: Learner) -> None:
    student.answer("a")
    student.record.relink(student.stamp(), "a", "b", "same text")
    undone = student.undo()
    assert undone
    assert (undone.kind, undone.card) == ("answer", "b")
    student.record.close()


def test_a_reset_card_is_new_and_keeps_what_it_was_made(student: Learner) -> None:
    before = student.answer("a", Grade.EASY)
    student.shape(FLAG, "a")
    student.shape(NOTE, "a", text="mine")
    assert student.record.reset(student.stamp(), "a")
    assert not student.record.reset(student.stamp(), "a")
    assert student.record.memory("a") is None
    assert student.record.shapes.of("a") == Shape(flagged=True, noted=True)
    assert student.answer("a").reps == 1
    assert student.record.verify() == ()
    student.undo()
    undone = student.undo()
    assert undone
    assert (undone.kind, undone.card) == (RELINK, "a")
    assert student.record.memory("a") == before
    student.record.close()


def test_the_place_of_answers_that_count_no_more_is_no_key_of_a_card(student: Learner) -> None:
    student.answer("a")
    student.record.reset(student.stamp(), "a")
    (link,) = student.record.relinks()
    assert link.target.startswith(f"a{PARKED}")
    assert not link.follows
    student.record.close()


def test_what_a_card_was_made_follows_it(student: Learner) -> None:
    student.answer("a")
    student.practise("a")
    student.shape(FLAG, "a")
    stamp = student.stamp()
    student.record.relink(stamp, "a", "b", "same text")
    student.shape(NOTE, "b", text="later")
    assert student.record.shapes.all() == {"b": Shape(flagged=True, noted=True)}
    assert rows(student.record, "SELECT card FROM practices") == [("b",)]
    student.record.undo_relink(student.stamp(), stamp.id)
    assert student.record.shapes.all() == {"a": Shape(flagged=True), "b": Shape(noted=True)}
    assert student.record.verify() == ()
    student.record.close()


def test_practice_counts_as_study_time_and_leaves_memory_and_siblings_alone(student: Learner) -> None:
    memory = student.answer("a")
    student.practise("a", Grade.AGAIN)
    student.practise("b", Grade.AGAIN)
    assert student.record.memory("a") == memory
    assert student.record.memory("b") is None
    today = student.record.today(MONDAY)
    assert (today.answers, today.cards, today.first, today.seconds) == (3, frozenset("a"), 1, 12.0)
    (day,) = student.record.studied().days
    assert (day.answers, day.first, day.seconds, day.tested) == (3, 1, 12.0, 0)
    student.record.close()


def test_changes_tell_the_shapes_when_any_changed_and_only_then(student: Learner) -> None:
    student.answer("a")
    mark = student.record.mark()
    student.answer("b")
    assert student.record.changes(mark).shapes is None
    student.shape(SUSPEND, "b")
    changed = student.record.changes(mark)
    assert changed.shapes == {"b": Shape(suspended=True)}
    assert not changed.complete
    student.undo()
    assert student.record.changes(mark).shapes == {}
    assert student.record.changes(None).shapes == {}
    student.record.close()


def test_changes_name_the_card_an_answer_counts_for_after_links(student: Learner) -> None:
    student.answer("a")
    student.record.relink(student.stamp(), "a", "b", "same text")
    mark = student.record.mark()
    student.undo()
    changes = student.record.changes(mark)
    assert not changes.complete
    assert changes.memories == {"a": None, "b": None}
    student.record.close()


def test_contents_that_were_decided_to_be_the_same_card(student: Learner) -> None:
    student.shape(KEEP, "a")
    student.shape(FLAG, "b")
    assert student.record.shapes.kept(["a", "b"]) == {"a": frozenset({"content of a"})}
    student.record.close()


def test_notes_and_reports_are_told_by_the_public_view(student: Learner) -> None:
    student.shape(NOTE, "a", text="old")
    student.shape(NOTE, "a", text="new")
    student.shape(NOTE, "b", text="gone")
    student.shape(NOTE, "b")
    student.shape(REPORT, "a", text="wrong")
    told = rows(student.record, "SELECT kind, card, text FROM notes ORDER BY at_utc")
    assert told == [("note", "a", "new"), ("report", "a", "wrong")]
    student.record.close()
