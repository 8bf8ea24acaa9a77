"""Keeps the promise that a card can be shaped without fear: set aside, marked, written on, and all of it taken back."""

import pytest

from nmt_study.errors import NmtError
from nmt_study.services.cards import shaping
from nmt_study.services.desk import Desk
from nmt_study.services.study.study import Scope
from nmt_study.srs.model import Grade
from nmt_study.storage.record.shape import Shape
from tests.builders import front, give, plain_deck, session, tables
from tests.services.conftest import Made


def waiting(desk: Desk) -> tuple[int, int, int]:
    total = desk.waiting().total
    return total.new, total.learning, total.due


def test_a_suspended_card_is_counted_nowhere_and_never_asked_until_it_is_taken_back_in(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3, core=2))
    desk = student.sit_down()
    shaping.suspend(desk, "knee-1")
    assert waiting(desk) == (2, 0, 0)
    assert desk.library.new_core() == 1
    assert desk.library.holdings(desk.today(), desk.today(), []).extent.cards == 2
    found = session(desk, Grade.EASY, Grade.EASY)
    assert found.shown is None
    assert {one.key for one in found.given} == {"knee-2", "knee-3"}
    student.next_day(400)
    assert waiting(desk) == (0, 0, 2)
    shaping.suspend(desk, "knee-1", on=False)
    assert waiting(desk) == (1, 0, 2)


def test_a_buried_card_comes_back_with_the_next_study_day(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    desk = student.sit_down()
    shaping.bury(desk, "knee-1")
    assert waiting(desk) == (1, 0, 0)
    assert desk.library.overview(desk.today() + 1).total.new == 2
    student.next_day()
    assert waiting(desk) == (2, 0, 0)


def test_a_due_card_that_was_set_aside_is_no_due_card(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    session(student.sit_down(), Grade.GOOD, Grade.GOOD)
    student.get_up()
    student.next_day(30)
    desk = student.sit_down()
    assert waiting(desk) == (0, 0, 2)
    shaping.bury(desk, "knee-1")
    shaping.suspend(desk, "knee-2")
    assert waiting(desk) == (0, 0, 0)
    assert desk.library.holdings(desk.today(), desk.today() + 9, []).due == {desk.today() + 1: 1}
    student.get_up()
    assert waiting(student.sit_down()) == (0, 0, 0)


def test_shapes_are_known_after_the_cache_was_deleted_and_after_the_deck_changed(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    shaping.suspend(student.sit_down(), "knee-1")
    student.get_up()
    student.places.library.unlink()
    assert waiting(student.sit_down()) == (2, 0, 0)
    student.get_up()
    student.write(knee=plain_deck("knee", 4))
    assert waiting(student.sit_down()) == (3, 0, 0)


def test_setting_the_card_on_the_screen_aside_goes_on_and_undo_brings_it_back(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 3)).sit_down())
    first = front(found).card.key
    before = tables(found.desk), found.line
    found.bury()
    second = front(found).card.key
    assert second != first
    found.suspend()
    assert found.counts.total == 1
    assert found.undo()
    assert front(found).card.key == second
    assert found.undo()
    assert front(found).card.key == first
    assert (tables(found.desk), found.line) == before
    assert found.desk.record.verify() == ()


def test_redo_walks_forward_as_far_as_undo_walked_back(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 4)).sit_down(), Grade.GOOD, Grade.AGAIN)
    found.suspend()
    after = tables(found.desk), found.line, [one.key for one in found.given], found.seconds
    assert [bool(found.undo()) for _ in range(3)] == [True] * 3
    assert found.done == 0
    assert [bool(found.redo()) for _ in range(4)] == [True, True, True, False]
    assert (tables(found.desk), found.line, [one.key for one in found.given], found.seconds) == after


def test_redo_after_a_restart_puts_the_answer_back(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    found = session(student.sit_down(), Grade.GOOD)
    rows = tables(found.desk)
    found.undo()
    student.get_up()
    again = session(student.sit_down())
    key = front(again).card.key
    redone = again.redo()
    assert redone
    assert redone.grade is Grade.GOOD
    assert tables(again.desk) == rows
    assert front(again).card.key != key
    assert shaping.redo_last(again.desk) is None


def test_a_flag_a_note_and_a_report_leave_the_card_on_the_screen(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 2)).sit_down())
    shown = front(found)
    assert found.flag()
    found.note("  mine \x1b[31m ")
    found.report("wrong side")
    assert front(found).event == shown.event
    assert front(found).shape == Shape(flagged=True, noted=True, reports=1)
    assert "\x1b" not in shaping.note_on(found.desk, shown.card.key)
    (report,) = shaping.reports(found.desk)
    assert (report.card, report.text, report.deck, report.path) == (
        shown.card.key, "wrong side", "Deck knee", "decks/knee.md",
    )  # fmt: skip
    assert report.question == shown.question
    assert not found.flag()
    found.note("")
    assert front(found).shape == Shape(reports=1)
    assert shaping.notes(found.desk) == ()
    give(found, Grade.GOOD)


def test_a_flag_taken_back_shows_the_same_card_without_it(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 2)).sit_down())
    key = front(found).card.key
    found.flag()
    undone = found.undo()
    assert undone
    assert undone.kind == "flag"
    assert (front(found).card.key, front(found).shape.flagged) == (key, False)


def test_a_report_without_words_and_a_note_without_end_are_refused(someone: Made) -> None:
    desk = someone(knee=plain_deck("knee", 1)).sit_down()
    with pytest.raises(NmtError, match="needs words"):
        shaping.report(desk, "knee-1", "  ")
    with pytest.raises(NmtError, match="at most"):
        shaping.note(desk, "knee-1", "x" * 5000)
    with pytest.raises(NmtError, match="no card"):
        shaping.report(desk, "elbow", "wrong")
    assert desk.record.counts().events == 0


def test_a_card_turns_into_a_leech_at_its_eighth_lapse_and_is_mentioned_now_and_then(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    desk = student.sit_down()
    told = []
    for _ in range(14):
        found = session(desk, scope=Scope(limit=1))
        student.clock.advance(5)
        saved = found.grade(Grade.AGAIN)
        assert saved
        give(found, Grade.GOOD)
        memory = desk.record.memory("knee-1")
        assert memory
        told.append((memory.lapses, saved.leech))
        student.next_day(memory.due - desk.today())
    assert [lapses for lapses, leech in told if leech] == [8, 12]
    assert shaping.is_leech(8)
    assert not shaping.is_leech(7)
