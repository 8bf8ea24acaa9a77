"""Keeps the promise that a sitting is in the record answer by answer, whatever happens next."""

from pathlib import Path

import pytest

from nmt_study.storage.record.event import HAND_IN, MARK, RESPOND, SIT, UNDO
from nmt_study.storage.record.sitting import EXAM, HANDED_IN, TIMED_OUT, SittingOverError
from tests.storage.builders import Learner, derived, learner, rows


@pytest.fixture
def student(tmp_path: Path) -> Learner:
    """A learner with a record."""
    return learner(tmp_path)


def test_an_answer_counts_until_a_later_one_at_its_place_does(student: Learner) -> None:
    sitting = student.sit("a", "b", "c")
    student.respond(sitting, 0, "0", sure=3, response="1")
    student.respond(sitting, 1, "1/2")
    student.respond(sitting, 0, "1", sure=1)
    given = student.record.sittings.answers(sitting=sitting)
    assert [(one.place, one.share, one.sure, one.seconds) for one in given] == [
        (0, 1, 1, 5),
        (1, 0.5, None, 5),
    ]
    assert [(one.content, one.topic, one.response) for one in given] == [
        ("content 0", "nerves", "0"),
        ("content 1", "nerves", "0"),
    ]
    (summary,) = student.record.sittings.summaries()
    assert (summary.items, summary.answered, summary.points, summary.outcome) == (3, 2, 1.5, "")
    assert student.record.verify() == ()
    student.record.close()


def test_the_story_of_a_sitting_is_told_in_order_and_without_others(student: Learner) -> None:
    first, second = student.sit("a"), student.sit("b", mode=EXAM)
    student.respond(second, 0)
    student.respond(first, 0)
    student.record.sittings.mark(student.stamp(), second, {"place": 0, "flagged": True})
    assert student.record.sittings.end(student.stamp(), second, HANDED_IN)
    assert [one.kind for one in student.record.sittings.story(second)] == [SIT, RESPOND, MARK, HAND_IN]
    assert [one.kind for one in student.record.sittings.story(first)] == [SIT, RESPOND]
    assert student.record.sittings.story("no such") == ()
    assert [one.event for one in student.record.sittings.summaries(mode=EXAM)] == [second]
    assert student.record.verify() == ()
    student.record.close()


def test_after_the_end_nothing_is_taken_and_the_first_end_counts(student: Learner) -> None:
    sitting = student.sit("a", mode=EXAM)
    assert student.record.sittings.end(student.stamp(), sitting, TIMED_OUT)
    assert not student.record.sittings.end(student.stamp(), sitting, HANDED_IN)
    with pytest.raises(SittingOverError):
        student.respond(sitting, 0)
    with pytest.raises(SittingOverError):
        student.record.sittings.mark(student.stamp(), sitting, {"place": 0})
    assert [one.outcome for one in student.record.sittings.summaries()] == [TIMED_OUT]
    assert rows(student.record, "SELECT count(*) FROM event") == [(2,)]
    student.record.close()


def test_recording_the_same_twice_changes_nothing(student: Learner) -> None:
    sitting = student.sit("a")
    draft = student.respond(sitting, 0)
    student.record.sittings.respond(draft)
    assert rows(student.record, "SELECT count(*) FROM event") == [(2,)]
    student.record.close()


def test_a_rebuild_changes_nothing_and_an_undone_sitting_is_gone_from_all_lists(student: Learner) -> None:
    sitting, other = student.sit("a", "b"), student.sit("c")
    student.respond(sitting, 1, "1/3")
    student.respond(other, 0)
    student.record.sittings.end(student.stamp(), sitting, HANDED_IN)
    before = derived(student.record)
    student.record.rebuild()
    assert derived(student.record) == before
    student.record._append(student.stamp(), UNDO, {"target": sitting})
    student.record.rebuild()
    assert [one.event for one in student.record.sittings.summaries()] == [other]
    assert [one.sitting for one in student.record.sittings.answers()] == [other]
    assert student.record.sittings.story(sitting) == ()
    assert student.record.verify() == ()
    student.record.close()


@pytest.mark.parametrize("share", ["1/0", "1e999999999", "2", "-1", "1/3/3", "nan"])
def test_a_share_that_is_none_is_named_and_never_crashes(student: Learner, share: str) -> None:
    sitting = student.sit("a")
    body = {
        "sitting": sitting,
        "place": 0,
        "item": "a",
        "content": "",
        "topic": "",
        "share": share,
        "millis": 1,
    }
    student.record._append(student.stamp(), RESPOND, body)
    (finding,) = student.record.verify()
    assert "cannot be read" in finding.message
    student.record.close()


def test_undo_of_answers_to_cards_leaves_sittings_alone(student: Learner) -> None:
    student.answer("card")
    sitting = student.sit("a")
    student.respond(sitting, 0)
    step = student.undo()
    assert step
    assert step.card == "card"
    assert student.undo() is None
    assert len(student.record.sittings.answers()) == 1
    student.record.close()
