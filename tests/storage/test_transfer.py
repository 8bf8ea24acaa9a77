"""Keeps the promises about answers from other programs: none twice, none between others, all of them one step."""

from datetime import timedelta
from pathlib import Path

import pytest

from nmt_study.srs.model import Grade
from nmt_study.storage.event import FLAG, SUSPEND, AnswerDraft, ShapingDraft
from tests.storage.builders import MONDAY, Learner, derived, learner, rows


@pytest.fixture
def student(tmp_path: Path) -> Learner:
    return learner(tmp_path)


def elsewhere(student: Learner, *cards: str, days: int = 0) -> list[AnswerDraft]:
    """Return answers given elsewhere, so many days ago."""
    made = []
    for card in cards:
        draft = student.draft(card)
        moment = draft.stamp.moment._replace(at=draft.stamp.moment.at - timedelta(days=days))
        made.append(draft._replace(stamp=draft.stamp._replace(moment=moment, day=MONDAY - days)))
    return made


def bring(student: Learner, answers: list[AnswerDraft], *suspended: str) -> tuple[int, int, int]:
    """Bring answers in; return how many are new, there already, and too old."""
    shapings = [ShapingDraft(student.stamp(), SUSPEND, card) for card in suspended]
    found = student.record.transfers.bring(student.stamp(), answers, shapings)
    return len(found.fresh), len(found.there), len(found.older)


def test_answers_are_remembered_as_if_they_had_been_given_here(student: Learner, tmp_path: Path) -> None:
    answers = [one for days in (9, 4, 1) for one in elsewhere(student, "calf", "knee", days=days)]
    assert bring(student, answers) == (6, 0, 0)
    other = learner(tmp_path / "other")
    for one in answers:
        other.record.answer(one, other.record.memory(one.card))
    assert student.record.memories(["calf", "knee"]) == other.record.memories(["calf", "knee"])
    assert student.record.verify() == ()


def test_what_comes_twice_is_recorded_once(student: Learner) -> None:
    answers = elsewhere(student, "calf", "knee", days=3)
    bring(student, answers)
    before = rows(student.record, "SELECT * FROM event")
    again = [one._replace(stamp=one.stamp._replace(id=student.stamp().id)) for one in answers]
    assert bring(student, again) == (0, 2, 0)
    assert rows(student.record, "SELECT * FROM event") == before


def test_our_own_answers_do_not_come_back_as_others_though_their_time_was_moved(student: Learner) -> None:
    student.answer("calf")
    (given,) = student.record.transfers.answers_to(["calf"])["calf"]
    draft = student.draft("calf")
    at = draft.stamp.moment.at.fromtimestamp((given.at + 3) / 1000, draft.stamp.moment.at.tzinfo)
    moved = draft._replace(stamp=draft.stamp._replace(moment=draft.stamp.moment._replace(at=at)))
    assert bring(student, [moved]) == (0, 1, 0)


def test_nothing_is_put_between_answers_that_are_there(student: Learner) -> None:
    student.answer("calf")
    before = derived(student.record)
    assert bring(student, elsewhere(student, "calf", days=5)) == (0, 0, 1)
    assert derived(student.record) == before
    student.day += 1
    assert bring(student, elsewhere(student, "calf", "knee")) == (2, 0, 0)


def test_an_import_is_one_step_back_and_can_come_again(student: Learner) -> None:
    student.answer("hip")
    before = derived(student.record)
    answers = elsewhere(student, "calf", "knee", "calf")
    bring(student, answers, "knee")
    student.answer("calf", Grade.EASY)
    assert [step.kind for step in (student.undo(), student.undo()) if step] == ["answer", "import"]
    assert derived(student.record) == before
    redone = student.redo()
    assert redone is not None
    assert redone.kind == "import"
    assert student.record.shapes.of("knee").suspended
    student.undo()
    assert bring(student, elsewhere(student, "calf", "knee")) == (2, 0, 0)
    assert student.record.verify() == ()


def test_a_card_that_was_taken_back_into_study_is_not_suspended_again(student: Learner) -> None:
    bring(student, [], "calf", "knee")
    assert student.record.shapes.of("calf").suspended
    student.shape(SUSPEND, "calf", 0)
    student.shape(FLAG, "hip")
    bring(student, [], "calf", "knee", "hip")
    shapes = student.record.shapes
    assert [shapes.of(card).suspended for card in ("calf", "knee", "hip")] == [False, True, True]


def test_answers_that_follow_a_card_are_taken_back_where_it_is_now(student: Learner) -> None:
    bring(student, elsewhere(student, "calf", days=2))
    assert student.record.relink(student.stamp(), "calf", "soleus", "same text")
    assert student.record.memory("soleus") is not None
    undone = student.undo()
    assert undone is not None
    assert undone.kind == "import"
    assert student.record.memory("soleus") is None
    assert student.record.verify() == ()
    student.redo()
    assert student.record.memory("soleus") is not None
    assert student.record.verify() == ()


def test_the_first_answer_to_a_content_has_its_text_and_each_names_its_import(student: Learner) -> None:
    bring(student, elsewhere(student, "calf", "calf", days=2))
    kept = rows(
        student.record, "SELECT free IS NULL, json_extract(body, '$.import') FROM event WHERE kind = 'answer'"
    )
    (came,) = rows(
        student.record, "SELECT id, json_extract(body, '$.count') FROM event WHERE kind = 'import'"
    )
    assert kept == [(0, came[0]), (1, came[0])]
    assert came[1] == 2


def test_time_spent_in_another_program_is_told_apart(student: Learner) -> None:
    student.answer("hip")
    bring(student, [one._replace(scheduler="anki") for one in elsewhere(student, "calf")])
    (day,) = student.record.studied().days
    assert (day.seconds, day.own) == (8.0, 4.0)
