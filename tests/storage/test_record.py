"""Keeps the promise that an acknowledged answer is recorded once, durably, and can be taken back exactly."""

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.srs import scheduler
from nmt_study.srs.model import Answered, Grade
from nmt_study.storage.record import AnsweredElsewhereError, Record
from tests.storage.builders import MONDAY, derived, learner, moment, noise, rows


def test_an_answer_is_remembered_after_the_record_was_closed(tmp_path: Path) -> None:
    student = learner(tmp_path)
    memory = student.answer("calf", Grade.GOOD)
    student.record.close()
    again = Record.open(tmp_path / "progress.db", noise(9))
    assert again.memory("calf") == memory
    assert again.memory("never seen") is None
    assert again.memories(["calf", "never seen"]) == {"calf": memory}
    again.close()


def test_an_answer_stores_the_decision_and_the_view_tells_it(tmp_path: Path) -> None:
    student = learner(tmp_path)
    draft = student.draft("calf", Grade.HARD)._replace(
        response="soleus",
        suggested=Grade.AGAIN,
        overruled=True,
        millis=2500,
    )
    student.record.answer(draft, None)
    ((body, free),) = rows(student.record, "SELECT body, free FROM event")
    words = json.loads(str(free))
    assert len(words.pop("salt")) == 32
    assert words == {"text": "Question and answer of calf", "response": "soleus"}
    assert json.loads(str(body)) == {
        "card": "calf", "content": "content of calf", "grade": 2, "millis": 2500, "due": MONDAY + 4, "interval": 4,
        "scheduler": "fsrs-6", "parameters": "fsrs-6-default", "suggested": 1, "overruled": True,
    }  # fmt: skip
    told = rows(
        student.record,
        "SELECT card, grade, seconds, study_day, interval, due, is_first, zone, utc_offset, scheduler FROM reviews",
    )
    assert told == [("calf", 2, 2.5, MONDAY, 4, MONDAY + 4, 1, "Europe/Oslo", 7200, "fsrs-6")]
    student.record.close()


def test_the_text_of_a_card_is_kept_with_the_first_answer_to_that_content_only(tmp_path: Path) -> None:
    student = learner(tmp_path)
    for card, content in (("calf", "a"), ("calf", "a"), ("calf", "b"), ("other", "b"), ("calf", "a")):
        student.answer(card, content=content)
    texts = rows(student.record, "SELECT json_extract(free, '$.text') FROM event ORDER BY position")
    assert [text for (text,) in texts] == [
        "Question and answer of a", None, "Question and answer of b", None, None,
    ]  # fmt: skip
    student.record.close()


def test_memory_after_many_answers_is_what_the_scheduler_says_of_all_of_them(tmp_path: Path) -> None:
    student = learner(tmp_path)
    answers = []
    for step, grade in enumerate((3, 1, 3, 4, 2, 1, 1, 3, 3)):
        student.day = MONDAY + 3 * step
        draft = student.draft("calf", Grade(grade))
        student.record.answer(draft, student.record.memory("calf"))
        answers.append(Answered(student.day, Grade(grade), draft.decision.due))
    assert student.record.memory("calf") == scheduler.replay(answers)
    student.record.close()


def test_pressing_twice_records_once_and_says_the_same(tmp_path: Path) -> None:
    student = learner(tmp_path)
    draft = student.draft("calf", Grade.EASY)
    memory = student.record.answer(draft, None)
    before = derived(student.record)
    hasty = draft._replace(decision=draft.decision._replace(grade=Grade.AGAIN))
    assert student.record.answer(draft, None) == memory
    assert student.record.answer(hasty, memory) == memory
    student.answer("calf")
    assert student.record.answer(draft, None) == memory
    assert rows(student.record, "SELECT count(*) FROM event") == [(2,)]
    assert before["memory"] != derived(student.record)["memory"]
    student.record.close()


def test_an_answer_that_was_taken_back_is_not_recorded_again_under_its_id(tmp_path: Path) -> None:
    student = learner(tmp_path)
    draft = student.draft("calf")
    student.record.answer(draft, None)
    student.undo()
    with pytest.raises(AnsweredElsewhereError) as told:
        student.record.answer(draft, None)
    assert told.value.memory is None
    assert rows(student.record, "SELECT count(*) FROM event") == [(2,)]
    student.record.close()


def test_a_card_answered_in_another_window_is_not_overwritten(tmp_path: Path) -> None:
    here, there = learner(tmp_path, 1), learner(tmp_path, 50)
    shown = here.record.memory("calf")
    elsewhere = there.answer("calf", Grade.AGAIN)
    before = derived(here.record)
    with pytest.raises(AnsweredElsewhereError) as told:
        here.record.answer(here.draft("calf", Grade.EASY), shown)
    assert isinstance(told.value, NmtError)
    assert told.value.memory == elsewhere
    assert derived(here.record) == before
    assert rows(here.record, "SELECT count(*) FROM event") == [(1,)]
    here.record.close()
    there.record.close()


def test_undo_walks_back_answer_by_answer_across_a_restart(tmp_path: Path) -> None:
    student = learner(tmp_path)
    states = []
    for step, card in enumerate(("calf", "thigh", "calf", "calf", "neck")):
        student.day = MONDAY + step // 2
        states.append((card, student.day, derived(student.record)))
        student.answer(card, Grade.GOOD if step else Grade.AGAIN)
    for number, (card, day, before) in enumerate(reversed(states)):
        if number == 2:
            student.record.close()
            student.record = Record.open(tmp_path / "progress.db", noise(9))
        undone = student.undo()
        assert undone
        assert (undone.card, undone.day) == (card, day)
        assert undone.memory == student.record.memory(card)
        assert derived(student.record) == before
    assert undone
    assert undone.grade is Grade.AGAIN
    assert student.undo() is None
    assert student.record.counts().events == 10
    student.record.close()


def test_undo_repeated_under_one_id_takes_back_one_answer(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.answer("calf")
    student.answer("thigh")
    stamp = student.stamp()
    first = student.record.undo_last(stamp)
    assert first
    assert first.card == "thigh"
    assert student.record.undo_last(stamp) == first
    assert student.record.counts().answers == 1
    student.record.close()


def test_answers_move_to_a_card_with_a_new_key_and_back(tmp_path: Path) -> None:
    student = learner(tmp_path)
    memory = student.answer("old")
    before = derived(student.record)
    stamp = student.stamp()
    assert student.record.relink(stamp, "old", "new", "same text")
    assert student.record.relink(stamp, "old", "new", "same text")
    assert (student.record.memory("old"), student.record.memory("new")) == (None, memory)
    assert [(link.origin, link.target, link.reason) for link in student.record.relinks()] == [
        ("old", "new", "same text")
    ]
    assert student.record.undo_relink(student.stamp(), stamp.id)
    assert derived(student.record) == before
    assert not student.record.undo_relink(student.stamp(), stamp.id)
    student.record.close()


def test_two_cards_with_answers_are_never_made_one(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.answer("one")
    student.answer("other")
    before = derived(student.record)
    assert not student.record.relink(student.stamp(), "one", "other", "looks alike")
    assert not student.record.relink(student.stamp(), "never seen", "fresh", "looks alike")
    assert derived(student.record) == before
    assert rows(student.record, "SELECT count(*) FROM event") == [(2,)]
    student.record.close()


def test_a_key_used_anew_after_a_relink_begins_from_nothing(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.answer("old")
    moved = student.answer("old")
    student.record.relink(student.stamp(), "old", "new", "same text")
    fresh = student.answer("old", Grade.HARD)
    assert fresh.reps == 1
    assert student.record.memory("new") == moved
    undone = student.undo(), student.undo()
    assert [gone.card for gone in undone if gone] == ["old", "new"]
    student.record.close()


def test_numbers_of_events_have_no_gaps_and_ids_are_the_callers(tmp_path: Path) -> None:
    student, other = learner(tmp_path, 1), learner(tmp_path, 30)
    assert student.record.device == other.record.device
    for turn in range(6):
        (student if turn % 2 else other).answer(f"card {turn}")
    student.undo()
    numbers = rows(
        student.record, "SELECT seq FROM event WHERE device = ? ORDER BY position", student.record.device
    )
    assert numbers == [(number,) for number in range(1, 8)]
    student.record.close()
    other.record.close()


def test_two_records_write_under_two_names(tmp_path: Path) -> None:
    one, other = learner(tmp_path / "one", 1), learner(tmp_path / "other", 2)
    assert one.record.device != other.record.device
    one.record.close()
    other.record.close()


@pytest.mark.parametrize("statement", ["UPDATE event SET zone = 'x'", "DELETE FROM event"])
def test_the_file_itself_refuses_to_change_history(tmp_path: Path, statement: str) -> None:
    student = learner(tmp_path)
    student.answer("calf")
    student.record.close()
    connection = sqlite3.connect(tmp_path / "progress.db")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(statement)
    connection.close()


def test_the_digest_can_be_computed_by_another_program(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.record.answer(student.draft("calf")._replace(response="wadenmuskel ß ← \u202e"), None)
    ((*columns, free, seal, digest),) = rows(
        student.record,
        "SELECT id, device, seq, at_utc, utc_offset, zone, study_day, kind, body, free, seal, digest FROM event",
    )
    assert hashlib.sha256(str(free).encode()).hexdigest() == seal
    encoded = b""
    for value in ("nmt-event-1", *columns, seal):
        part = str(value).encode()
        encoded += str(len(part)).encode() + b":" + part + b","
    assert hashlib.sha256(encoded).hexdigest() == digest
    assert f"{columns[-1]}{free}".isascii()
    student.record.close()


def test_kinds_of_a_newer_version_are_kept_and_passed_over(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.answer("calf")
    before = derived(student.record)
    mark = student.record.mark()
    student.record._append(student.stamp(), "foresee", {"card": "calf"})
    assert derived(student.record) == before
    assert student.record.verify() == ()
    assert student.record.changes(mark).memories == {}
    student.record.rebuild()
    assert derived(student.record) == before
    assert student.record.counts().events == 2
    student.record.close()


def test_a_clock_that_went_back_does_not_disturb_the_order(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.answer("calf")
    student.day -= 30
    later = student.answer("calf")
    assert later.reps == 2
    assert student.record.verify() == ()
    undone = student.undo()
    assert undone
    assert undone.day == MONDAY - 30
    student.record.close()


def test_what_was_studied_on_a_day_is_told_with_idle_time_left_out(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.record.answer(student.draft("calf", Grade.AGAIN, millis=10_000), None)
    student.record.answer(student.draft("calf", millis=600_000), student.record.memory("calf"))
    student.day += 1
    student.record.answer(student.draft("calf", millis=5_000), student.record.memory("calf"))
    student.record.answer(student.draft("thigh", millis=1_500), None)
    monday, tuesday = student.record.today(MONDAY), student.record.today(MONDAY + 1)
    assert (monday.answers, monday.cards, monday.first, monday.seconds) == (2, frozenset({"calf"}), 1, 70.0)
    assert (tuesday.answers, tuesday.first, tuesday.seconds) == (2, 1, 6.5)
    assert tuesday.cards == {"calf", "thigh"}
    assert student.record.today(MONDAY + 2).answers == 0
    assert student.record.days(MONDAY, MONDAY + 5) == {MONDAY: 2, MONDAY + 1: 2}
    assert student.record.pace(2) == pytest.approx(3.25)
    student.record.close()


def test_the_load_counts_the_cards_due_on_each_day(tmp_path: Path) -> None:
    student = learner(tmp_path)
    for card, grade in (("a", 2), ("b", 3), ("c", 3), ("d", 1)):
        student.answer(card, Grade(grade))
    assert student.record.load(MONDAY + 1, MONDAY + 30) == {MONDAY + 4: 1, MONDAY + 6: 2}
    assert student.record.load(MONDAY, MONDAY) == {MONDAY: 1}
    student.record.close()


def test_an_empty_record_answers_every_question(tmp_path: Path) -> None:
    record = learner(tmp_path).record
    assert (record.last(), record.pace(), record.relinks(), record.load(0, 99_999)) == (None, None, (), {})
    assert record.counts().first_day is None
    assert record.today(MONDAY).cards == frozenset()
    assert record.verify() == ()
    record.close()


def test_the_newest_event_tells_when_it_was(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.answer("calf")
    stamp = student.stamp()
    student.record.undo_last(stamp)
    assert student.record.last() == stamp
    assert stamp.moment == moment(2)
    student.record.close()


def test_cards_are_found_by_what_they_last_said(tmp_path: Path) -> None:
    student = learner(tmp_path)
    for card, content in (("a", "x"), ("a", "y"), ("b", "y"), ("c", "x")):
        student.answer(card, content=content)
    assert student.record.cards_last_seen_as(["x", "y", "z"]) == {"x": ("c",), "y": ("a", "b")}
    student.record.close()


def test_changes_name_every_card_whose_memory_changed(tmp_path: Path) -> None:
    student = learner(tmp_path)
    student.answer("a")
    everything = student.record.changes(None)
    assert everything.complete
    assert everything.memories == {"a": student.record.memory("a")}
    student.answer("b")
    student.undo()
    student.answer("a")
    some = student.record.changes(everything.mark)
    assert (some.complete, some.memories) == (False, {"a": student.record.memory("a"), "b": None})
    student.record.relink(student.stamp(), "a", "c", "same text")
    moved = student.record.changes(some.mark)
    assert (moved.complete, moved.memories) == (False, {"a": None, "c": student.record.memory("c")})
    student.undo()
    undone = student.record.changes(moved.mark)
    assert (undone.complete, undone.memories) == (False, {"a": None, "c": student.record.memory("c")})
    student.record.undo_relink(student.stamp(), student.record.relinks()[0].event)
    assert student.record.changes(undone.mark).complete
    student.record.close()


def test_changes_since_a_mark_of_another_history_are_everything(tmp_path: Path) -> None:
    student, other = learner(tmp_path / "one"), learner(tmp_path / "other", 5)
    student.answer("a")
    other.answer("b")
    assert student.record.changes(other.record.mark()).complete
    mark = student.record.mark()
    assert student.record.changes(mark).memories == {}
    assert student.record.changes(mark._replace(event="some other id")).complete
    student.record.rebuild()
    assert student.record.changes(mark).complete
    student.record.close()
    other.record.close()
