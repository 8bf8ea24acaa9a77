"""Keeps the promise that nothing is lost or overwritten by what happens while a card is on the screen.

Another window, the roll-over of the day, a full disk, a deck file that goes away, a clock that is put back.
"""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from nmt_study.clock import Moment
from nmt_study.errors import NmtError
from nmt_study.services import notices, overview
from nmt_study.services.desk import Desk
from nmt_study.services.study import study_words
from nmt_study.services.study.study import Ending, Scope, StudySession, begin
from nmt_study.services.study.summary import summary, summary_lines
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.srs.queue import Stage
from nmt_study.storage.record.record import Record
from tests.builders import DAY, NOON, SHOULDER, events, front, give, plain_deck, session, tables
from tests.services.conftest import Made


def two_windows(someone: Made) -> tuple[StudySession, StudySession]:
    """Return two sessions of one learner with the same card on their screens."""
    student = someone(knee=plain_deck("knee", 3))
    here, there = session(student.sit_down()), session(student.sit_down())
    assert front(here).card.key == front(there).card.key
    return here, there


# ---- another window ----------------------------------------------------------------------------------------------------


def test_a_card_answered_in_another_window_is_shown_again_and_nothing_is_overwritten(someone: Made) -> None:
    here, there = two_windows(someone)
    key, event = front(here).card.key, front(here).event
    give(there, Grade.EASY)
    before = tables(here.desk)
    assert here.grade(Grade.AGAIN) is None
    assert tables(here.desk) == before
    assert (front(here).card.key, front(here).memory) == (key, here.desk.record.memory(key))
    assert front(here).event != event
    assert here.notice == (
        "This card was answered or taken back in another window meanwhile. Here it is again, as it stands now."
    )
    assert here.done == 0


def test_it_can_then_be_graded_as_it_stands_and_the_session_goes_on(someone: Made) -> None:
    here, there = two_windows(someone)
    give(there, Grade.EASY)
    here.grade(Grade.AGAIN)
    assert front(here).standing is Stage.DUE
    give(here, Grade.HARD)
    assert here.notice == ""
    assert front(here).card.key == "knee-2"
    memory = here.desk.record.memory("knee-1")
    assert memory
    assert memory.reps == 2
    assert not here.desk.record.verify()


def test_an_answer_taken_back_in_another_window_counts_as_changed_too(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    first = session(student.sit_down(), Grade.AGAIN, Grade.GOOD)
    there = session(student.sit_down())
    assert front(first).memory
    there.undo()
    there.undo()
    assert first.grade(Grade.GOOD) is None
    assert front(first).memory is None
    assert front(first).standing is Stage.NEW


def test_undo_takes_back_the_newest_answer_whichever_window_gave_it(someone: Made) -> None:
    here, there = two_windows(someone)
    give(here, Grade.GOOD)
    there = session(there.desk)
    give(there, Grade.HARD)
    undone = here.undo()
    assert undone
    assert (undone.grade, undone.question) == (Grade.HARD, "Question 2 of knee?")
    assert here.done == 1
    undone = here.undo()
    assert undone
    assert undone.grade is Grade.GOOD
    assert here.done == 0
    assert tables(here.desk)["review"] == []


def test_pressing_twice_records_once(someone: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    found = session(someone(knee=plain_deck("knee", 2)).sit_down())
    answer = Record.answer

    def twice(record: Record, *args: object) -> object:
        answer(record, *args)  # type: ignore[arg-type]
        return answer(record, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Record, "answer", twice)
    give(found, Grade.GOOD)
    assert events(found.desk) == 1


# ---- the roll-over -----------------------------------------------------------------------------------------------------


def test_past_the_roll_over_the_answer_counts_for_the_day_that_it_is(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    student.clock.set(Moment(datetime(2026, 3, 3, 3, 59, tzinfo=UTC), 0, "UTC"))
    found = session(student.sit_down())
    assert front(found).day == DAY
    shown = front(found)
    student.clock.advance(120)
    saved = found.grade(Grade.GOOD)
    assert saved
    memory = found.desk.record.memory(shown.card.key)
    assert memory
    assert (memory.last, memory.due) == (DAY + 1, DAY + 1 + saved.interval)
    assert front(found).day == DAY + 1


def test_a_due_card_graded_past_the_roll_over_is_decided_anew(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    session(student.sit_down(), Grade.GOOD)
    student.clock.set(Moment(datetime(2026, 3, 20, 3, 59, tzinfo=UTC), 0, "UTC"))
    found = session(student.sit_down())
    front(found)
    shown = front(found)
    student.clock.advance(120)
    saved = found.grade(Grade.EASY)
    memory = found.desk.record.memory("knee-1")
    assert saved
    assert memory
    assert memory.due == shown.day + 1 + saved.interval
    assert not found.desk.record.verify()


def test_the_hour_of_the_roll_over_is_the_learners(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    student.set_up(Settings(rollover=0))
    student.clock.set(Moment(datetime(2026, 3, 3, 0, 30, tzinfo=UTC), 0, "UTC"))
    assert student.sit_down().today() == DAY + 1


# ---- the disk ----------------------------------------------------------------------------------------------------------


def fill_the_disk(desk: Desk) -> None:
    """Let the record's file grow no further."""
    connection: sqlite3.Connection = desk.record._connection
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")


def make_room(desk: Desk) -> None:
    """Let it grow again."""
    desk.record._connection.execute("PRAGMA max_page_count = 1000000")


def until_it_fails(found: StudySession) -> NmtError:
    """Grade until an answer cannot be saved; return what is said then."""
    for _ in range(500):
        try:
            assert found.grade(Grade.AGAIN)
        except NmtError as refusal:
            return refusal
    raise AssertionError("the disk never got full")


def test_a_grade_that_cannot_be_saved_keeps_the_card_and_can_be_given_again(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 3)).sit_down())
    fill_the_disk(found.desk)
    refusal = until_it_fails(found)
    assert refusal.message.startswith("not saved: the disk is full")
    assert str(found.desk.places.record) in refusal.hint
    shown, before, done = found.shown, tables(found.desk), found.done
    assert shown
    with pytest.raises(NmtError, match="not saved"):
        found.grade(Grade.GOOD)
    assert (found.shown, tables(found.desk), found.done) == (shown, before, done)
    make_room(found.desk)
    assert found.grade(Grade.GOOD)
    assert found.done == done + 1
    assert not found.desk.record.verify()


def test_an_undo_that_cannot_be_saved_changes_nothing(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 3)).sit_down())
    fill_the_disk(found.desk)
    until_it_fails(found)
    before: list[object] = []

    def undo_all() -> None:
        for _ in range(found.done):
            before[:] = found.shown, tables(found.desk)
            found.undo()

    with pytest.raises(NmtError, match="not saved"):
        undo_all()
    assert [found.shown, tables(found.desk)] == before


def test_when_the_next_card_cannot_be_read_the_answer_still_counts_as_saved(
    someone: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = session(someone(knee=plain_deck("knee", 3)).sit_down())

    def fails(*_: object) -> None:
        raise NmtError("progress.db cannot be read from its disk", "Check the disk.")

    monkeypatch.setattr(Record, "memory", fails)
    assert found.grade(Grade.GOOD)
    assert (found.shown, found.ending, found.done) == (None, Ending.FAULT, 1)
    assert found.fault
    assert found.fault.message.startswith("progress.db")
    assert study_words.ENDINGS[found.ending] == "Stopped: the next card could not be read."
    with pytest.raises(NmtError, match="cannot be read"):
        begin(found.desk)
    monkeypatch.undo()
    assert found.undo()
    front(found)
    assert found.fault is None


# ---- the files ---------------------------------------------------------------------------------------------------------


def test_a_card_that_goes_from_its_file_in_mid_session_is_passed_over(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    found = session(student.sit_down())
    student.write(knee=plain_deck("knee", 3).replace("Q: Question 2", "Not any more: 2"))
    student.sit_down()
    give(found, Grade.GOOD)
    assert front(found).card.key == "knee-3"
    assert found.counts.total == 1


def test_a_card_that_goes_while_it_is_on_the_screen_is_graded_and_kept_in_mind(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    found = session(student.sit_down())
    student.delete("knee")
    student.sit_down()
    give(found, Grade.GOOD)
    assert found.shown is None
    assert found.desk.record.memory("knee-1")
    student.write(knee=plain_deck("knee", 2))
    assert [card.key for card in session(student.sit_down()).line.waiting] == ["knee-2"]


def test_a_card_answered_elsewhere_and_gone_from_its_file_does_not_hold_up_the_session(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    here, there = session(student.sit_down()), session(student.sit_down())
    give(there, Grade.GOOD)
    student.write(knee=plain_deck("knee", 2).replace("Q: Question 1", "Not any more: 1"))
    student.sit_down()
    assert here.grade(Grade.GOOD) is None
    assert front(here).card.key == "knee-2"


def test_a_typo_mended_in_mid_session_shows_at_once_and_costs_nothing(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    found = session(student.sit_down(), Grade.AGAIN)
    student.write(knee=plain_deck("knee", 2).replace("Answer 1.", "The answer."))
    student.sit_down()
    give(found, Grade.GOOD)
    assert (front(found).card.key, front(found).standing) == ("knee-1", Stage.LEARNING)
    assert "The answer." in str(front(found).face.answer)


# ---- the clock ---------------------------------------------------------------------------------------------------------


def put_back(moment: Moment, days: int) -> Moment:
    """Return a moment some days earlier."""
    return Moment(moment.at - timedelta(days=days), moment.offset, moment.zone)


def test_a_clock_that_went_back_loses_nothing_and_is_said(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    session(student.sit_down(), Grade.AGAIN)
    student.clock.set(put_back(NOON, 5))
    desk = student.sit_down()
    assert (
        "The clock of this computer is behind your last answer; please check its date."
        in overview.today(desk).lines
    )
    found = session(desk)
    while found.shown:
        give(found, Grade.GOOD)
    assert not desk.record.verify()
    student.clock.set(NOON)
    assert notices.notices(student.sit_down()) == ()


def test_a_monotonic_clock_counts_the_seconds_even_if_the_date_jumps(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    found = session(student.sit_down())
    student.clock.advance(9)
    student.clock.set(put_back(NOON, 1))
    found.grade(Grade.GOOD)
    assert found.seconds == 9


# ---- what it came to ---------------------------------------------------------------------------------------------------


def test_the_summary_counts_what_was_given_and_not_taken_back(someone: Made) -> None:
    student = someone(shoulder=SHOULDER, knee=plain_deck("knee", 2))
    session(student.sit_down(), Grade.GOOD, Grade.GOOD, scope=Scope(decks=("knee",)))
    student.next_day(30)
    found = session(student.sit_down(), scope=Scope(decks=("knee",)))
    give(found, Grade.AGAIN, Grade.HARD, Grade.GOOD)
    found.undo()
    come = summary(found)
    assert (come.answers, come.cards, come.asked, come.recalled) == (2, 2, 2, 1)
    assert come.seconds == 10
    assert [question.split(" of")[0] for question in come.hardest] == ["Question 1", "Question 2"]
    assert come.topics == ("knee",)
    assert summary_lines(come)[:2] == [
        "2 cards, 2 answers, under a minute.",
        "Remembered 1 of 2 that were due.",
    ]


def test_a_session_without_an_answer_says_so(someone: Made) -> None:
    assert summary_lines(summary(session(someone(knee=plain_deck("knee", 1)).sit_down()))) == [
        "No answers this time."
    ]


def test_tomorrow_is_told_with_its_time(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 50))
    found = session(student.sit_down(), Grade.HARD)
    tomorrow, seconds = overview.tomorrow(found.desk)
    assert tomorrow == 20 + (1 if found.desk.record.load(DAY, DAY + 1) else 0)
    assert seconds == pytest.approx(600 + 15 * (tomorrow - 20))
