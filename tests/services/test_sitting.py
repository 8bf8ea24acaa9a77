"""Keeps the promises of quizzes and exams: every answer is on disk, no time is gained, nothing is filled silently."""

import errno
import os
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from nmt_study.clock import moment_at
from nmt_study.errors import NmtError
from nmt_study.quiz.blueprint import Shortage
from nmt_study.quiz.model import Verdict
from nmt_study.quiz.response import Response, written
from nmt_study.quiz.sitting import Outcome
from nmt_study.services.cards.shaping import undo_last
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import item_figures, quizzes, results, sitting
from nmt_study.services.quiz.look_back import LookBack
from nmt_study.services.quiz.quizzes import Wish
from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.services.quiz.sitting_words import CHANGED, GONE, OWN_PAPER
from nmt_study.storage.record.sitting import EXAM as AS_EXAM
from nmt_study.storage.record.sitting import PRACTICE, ResponseDraft
from tests.builders import Learner
from tests.quizzes import EXAM, QUIZ, RIGHT, WRONG, write_quizzes
from tests.services.conftest import Made


def sat(student: Learner, name: str = "quiz", wish: Wish = Wish(seed=3)) -> QuizSession:  # noqa: B008 - frozen
    """Begin a sitting at a new desk."""
    desk = student.sit_down()
    return sitting.begin(desk, quizzes.prepare(desk, quizzes.find(desk, name), wish))


@pytest.fixture
def student(someone: Made) -> Learner:
    """A learner with the quiz and the exam."""
    one = someone()
    write_quizzes(one.places)
    return one


def answer_all(
    student: Learner, session: QuizSession, wrong: tuple[str, ...] = (), sure: int | None = None
) -> None:
    """Answer every item after ten seconds, some of them wrongly."""
    for place in range(session.state.places):
        if place:
            session.go(place)
        student.clock.advance(10)
        item = session.shown.asked.item
        session.answer((WRONG if item in wrong else RIGHT)[item], sure)


def refusal(desk: Desk, name: str, wish: Wish | None = None) -> str:
    """Return why a paper cannot be drawn."""
    with pytest.raises(NmtError) as caught:
        quizzes.prepare(desk, quizzes.find(desk, name), wish or Wish())
    return f"{caught.value.message}. {caught.value.hint}"


def test_every_kind_of_item_is_asked_marked_and_counted_by_area(student: Learner) -> None:
    session = sat(student)
    assert session.terms.at_once
    answer_all(student, session, wrong=("calf", "two"), sure=3)
    assert session.state.open == ()
    session.end()
    found = results.result(session.desk, session.id)
    assert results.headline(found) == "5 of 7 right (71 %)."
    assert {area.name: (area.share.passed, area.share.asked) for area in found.tally.areas} == {
        "shoulder": (3, 4),
        "units": (2, 2),
        "cautions": (0, 1),
    }
    assert [one.item for one in found.missed if one.sure_and_wrong] == [one.item for one in found.missed], (
        "they were sure of all"
    )
    assert found.tally.certainty == 5 * 3 - 2 * 6
    assert found.tally.whole.seconds == 10
    assert session.desk.record.verify() == ()


def test_a_part_of_the_point_is_earned_where_the_header_says_so(student: Learner) -> None:
    session = sat(student)
    place = next(n for n, one in enumerate(session.asked) if one.item == "actions")
    session.go(place)
    mark = session.answer((0, 2))
    assert mark is not None
    assert mark.share == pytest.approx(0.5)
    assert session.shown.settled
    with pytest.raises(NmtError, match="stands"):
        session.answer((0, 1))


def test_a_seed_gives_the_same_paper_again(student: Learner) -> None:
    first, again, other = (
        sat(student, wish=Wish(seed=5)),
        sat(student, wish=Wish(seed=5)),
        sat(student, wish=Wish(seed=6)),
    )
    assert first.asked == again.asked
    assert first.asked != other.asked
    assert {one.item for one in first.asked} == set(RIGHT)


@pytest.mark.parametrize("draw", ["", "draw: 5\n"])
@pytest.mark.parametrize("kind", ["quiz", "exam"])
def test_a_paper_that_is_not_to_be_shuffled_keeps_the_order_of_its_file(
    student: Learner, kind: str, draw: str
) -> None:
    head = f"kind: {kind}\nshuffle: no\n{draw}"
    write_quizzes(student.places, quiz=QUIZ.replace("kind: quiz\n", head))
    desk = student.sit_down()
    for seed in range(8):
        wish = Wish(AS_EXAM if kind == "exam" else PRACTICE, seed=seed)
        paper = quizzes.prepare(desk, quizzes.find(desk, "quiz"), wish)
        asked = [one.item for one in paper.asked]
        assert asked == [item for item in RIGHT if item in asked]
        assert len(asked) == (5 if draw else 7)


def test_an_unshuffled_exam_drawn_by_areas_keeps_the_order_of_its_files(student: Learner) -> None:
    write_quizzes(student.places, quiz=QUIZ, exam=EXAM.replace("draw: 4", "draw: 4\nshuffle: no"))
    desk = student.sit_down()
    for seed in range(8):
        paper = quizzes.prepare(desk, quizzes.find(desk, "exam"), Wish(AS_EXAM, seed=seed))
        asked = [one.item for one in paper.asked]
        assert asked == [item for item in RIGHT if item in asked]
        assert sorted(one.topic for one in paper.asked) == ["shoulder", "shoulder", "units", "units"]


def test_an_exam_keeps_to_its_blueprint_and_its_time(student: Learner) -> None:
    session = sat(student, "exam", Wish(AS_EXAM, seed=1, extra=25))
    assert sorted(one.topic for one in session.asked) == ["shoulder", "shoulder", "units", "units"]
    assert session.left == 750
    assert not session.terms.at_once
    assert session.answer(RIGHT[session.shown.asked.item]) is None
    assert session.shown.mark is None
    student.clock.advance(749)
    assert not session.tick()
    session.answer(WRONG[session.shown.asked.item])
    student.clock.advance(2)
    assert session.tick()
    assert session.state.outcome is Outcome.TIMED_OUT
    with pytest.raises(NmtError, match="ended"):
        session.go(1)
    found = results.result(session.desk, session.id)
    assert "The time ran out." in results.notes(found)
    assert OWN_PAPER in results.notes(found)
    assert found.tally.whole.answered == 1


def test_after_a_crash_a_sitting_goes_on_with_the_clock_having_run(student: Learner) -> None:
    session = sat(student, "exam", Wish(AS_EXAM, seed=1))
    first = session.shown.asked.item
    session.answer(RIGHT[first])
    session.flag()
    session.go(1)
    student.clock.advance(120)
    again = sitting.resume(student.sit_down(), session.id)
    assert again.left == 480
    assert again.asked == session.asked
    assert (again.state.here, again.state.flagged) == (1, {0})
    assert again.at(0).response == RIGHT[first]
    student.clock.advance(3600)
    late = sitting.resume(student.sit_down(), session.id)
    assert late.over
    assert results.result(late.desk, late.id).tally.whole.share.passed == 1


def test_setting_the_clock_back_gives_no_time(student: Learner) -> None:
    session = sat(student, "exam", Wish(AS_EXAM, seed=1))
    student.clock.advance(400)
    session.answer(RIGHT[session.shown.asked.item])
    student.clock.set(moment_at(datetime(2026, 3, 2, 11, tzinfo=UTC), "UTC"))
    assert session.left == 200
    student.clock.advance(30)
    assert session.left == 170, "the machine's own count goes on"
    again = sitting.resume(student.sit_down(), session.id)
    assert again.left == 200, (
        "what was seen last counts; a crash and a wrong clock give half a minute at most"
    )
    session.answer(RIGHT[session.shown.asked.item])
    session.end()
    assert results.result(session.desk, session.id).clock_went_back


def test_an_exam_leaves_a_trace_of_time_while_it_is_only_looked_at(student: Learner) -> None:
    session = sat(student, "exam", Wish(AS_EXAM, seed=1))
    for _ in range(100):
        student.clock.advance(1)
        session.tick()
    assert len(session.desk.record.sittings.story(session.id)) == 1 + 100 // sitting.PULSE


def test_flags_struck_options_and_answers_can_be_changed_until_the_end(student: Learner) -> None:
    session = sat(student, "exam", Wish(AS_EXAM, seed=1))
    item = session.shown.asked.item
    session.answer(WRONG[item])
    session.answer(RIGHT[item])
    assert session.flag()
    session.strike(1)
    assert not session.flag()
    assert session.shown.struck == {1}
    session.strike(1)
    assert session.shown.struck == frozenset()
    session.end()
    found = results.result(session.desk, session.id)
    assert (found.outcome, found.tally.whole.share.passed) == ("handed in", 1)


@pytest.mark.parametrize("wish", [Wish(seed=3), Wish(AS_EXAM, seed=3)])
def test_a_number_that_cannot_be_read_is_refused_and_nothing_recorded(student: Learner, wish: Wish) -> None:
    session = sat(student, "quiz", wish)
    session.go(next(n for n, one in enumerate(session.asked) if one.item == "pressure"))
    for unreadable in ("98 smoots", "what", "1 00 0 kPa"):
        with pytest.raises(NmtError, match="cannot be read, type it again"):
            session.answer(unreadable)
    assert session.state.given == {}
    assert session.desk.record.sittings.answers() == ()
    session.answer("0.98 bar")
    assert [one.share for one in session.desk.record.sittings.answers()] == [1.0]


def test_a_number_of_two_readings_is_asked_about_once(student: Learner) -> None:
    session = sat(student)
    session.go(next(n for n, one in enumerate(session.asked) if one.item == "pressure"))
    said = "“98,066” is read as 98.066; for 98066 leave out the mark. Give it once more to keep it."
    assert session.doubt("98,066 kPa") == said
    assert session.doubt("98,067 kPa") != ""
    assert session.doubt("98,067 kPa") == ""
    assert session.doubt("98 kPa") == ""
    session.go(next(n for n, one in enumerate(session.asked) if one.item == "nerve"))
    assert session.doubt("98,066") == "", "only a number is read as one"


def test_an_order_that_is_not_finished_is_refused_and_nothing_recorded(student: Learner) -> None:
    session = sat(student, "quiz", Wish(AS_EXAM, seed=3))
    session.go(next(n for n, one in enumerate(session.asked) if one.item == "steps"))
    with pytest.raises(NmtError, match="There are 3 steps, and 2 of them in order"):
        session.answer((0, 1))
    assert session.desk.record.sittings.answers() == ()
    session.answer((0, 1, 2))


@pytest.mark.parametrize(
    ("item", "part", "said"),
    [
        ("force", ("stone",), "1 of 2 gaps have no answer"),
        ("actions", (0, None), "1 of 2 lines have no partner"),
    ],
)
def test_parts_that_are_left_empty_are_asked_about_once(
    student: Learner, item: str, part: Response, said: str
) -> None:
    session = sat(student)
    session.go(next(n for n, one in enumerate(session.asked) if one.item == item))
    assert session.doubt(part) == f"{said} yet. Give it once more to keep it."
    assert session.doubt(part) == ""
    assert session.doubt(RIGHT[item]) == ""


def test_an_item_that_went_from_its_file_does_not_hold_up_a_paper_that_goes_one_way(student: Learner) -> None:
    write_quizzes(student.places, oneway=ONE_WAY)
    session = sat(student, "oneway", Wish(AS_EXAM, seed=1))
    with pytest.raises(NmtError, match="answer this item before the next one"):
        session.go(1)
    write_quizzes(student.places, oneway=ONE_WAY.replace(session.stem(0), "Other?"))
    again = sitting.resume(student.sit_down(), session.id)
    again.go(1)
    assert again.shown.item is not None


def test_two_windows_on_one_sitting_end_it_once(student: Learner) -> None:
    session = sat(student)
    other = sitting.resume(student.sit_down(), session.id)
    other.end()
    with pytest.raises(NmtError, match="ended in another window"):
        session.answer(RIGHT[session.shown.asked.item])
    assert session.over


def test_what_cannot_be_drawn_is_refused_in_words_before_anything_is_recorded(student: Learner) -> None:
    write_quizzes(
        student.places,
        much=EXAM.replace("draw: 4", "draw: 40"),
        area=EXAM.replace("  units: 50", "  unitz: 50"),
        source=EXAM.replace("from: quiz", "from: quis"),
        empty="---\ntitle: Empty\nkind: quiz\n---\n\nNothing here.\n",
    )
    desk = student.sit_down()
    assert "draws 40 items, but there are only 7" in refusal(desk, "much")
    assert "names 'unitz', and no item has it. Did you mean units?" in refusal(desk, "area")
    assert "draws from 'quis', which is neither" in refusal(desk, "source")
    assert "has no item to ask" in refusal(desk, "empty")
    with pytest.raises(NmtError, match="no quiz or exam 'quit'") as caught:
        quizzes.find(desk, "quit")
    assert caught.value.hint == "Did you mean quiz?"
    assert desk.record.counts().events == 0


def test_an_area_with_too_few_items_is_said_and_not_filled(student: Learner) -> None:
    write_quizzes(student.places, exam=EXAM.replace("shoulder: 50", "cautions: 50"), quiz=QUIZ)
    desk = student.sit_down()
    paper = quizzes.prepare(desk, quizzes.find(desk, "exam"), Wish(AS_EXAM, seed=1))
    assert quizzes.shortage_words(paper.short) == (
        "The blueprint asks for 2 items on cautions, there is 1: the paper is shorter.",
    )
    assert len(paper.asked) == 3
    assert quizzes.shortage_words([Shortage("cautions", 1, 0)]) == (
        "The blueprint asks for 1 item on cautions, there are 0: the paper is shorter.",
    )


def test_a_broken_item_is_left_out_and_said(student: Learner) -> None:
    write_quizzes(student.places, quiz=QUIZ + "\nQ: Broken\n\n- [ ] a\n- [ ] b\n", exam=EXAM)
    desk = student.sit_down()
    quiz = quizzes.find(desk, "quiz")
    assert len(quizzes.prepare(desk, quiz, Wish()).asked) == 7
    assert "1 error in quizzes/quiz.md: what is wrong is left out." in quizzes.broken_words(quiz)[0]


def test_an_item_that_went_from_its_file_meanwhile_is_passed_over(student: Learner) -> None:
    session = sat(student)
    write_quizzes(student.places, quiz=QUIZ.replace("id:: nerve", "id:: other"), exam=EXAM)
    again = sitting.resume(student.sit_down(), session.id)
    place = next(n for n, one in enumerate(again.asked) if one.item == "nerve")
    again.go(place)
    assert again.shown.item is None
    with pytest.raises(NmtError, match="in no file any more"):
        again.answer("suprascapular nerve")


def test_the_misses_are_asked_again_alone_and_studied_once(student: Learner) -> None:
    session = sat(student)
    answer_all(student, session, wrong=("nerve", "force"))
    session.end()
    desk = session.desk
    found = results.result(desk, session.id)
    assert {one.item for one in found.missed} == {"nerve", "force"}
    assert desk.library.overview(desk.today()).total.new == 0
    assert results.send_to_study(desk, found) == 3, "a cloze is a card for each gap"
    assert results.send_to_study(desk, found) == 0
    assert desk.library.overview(desk.today()).total.new == 3
    assert [one.id for one in desk.library.overview(desk.today()).decks] == ["quiz"]
    assert student.sit_down().library.overview(desk.today()).total.new == 3
    assert undo_last(desk)
    assert desk.library.overview(desk.today()).total.new == 2
    only = Wish(only=tuple(one.item for one in found.missed))
    paper = quizzes.prepare(desk, quizzes.find(desk, "quiz"), only)
    assert {one.item for one in paper.asked} == {"nerve", "force"}


def test_the_list_to_print_has_sure_and_wrong_first_and_is_written_once(student: Learner) -> None:
    session = sat(student)
    session.answer(WRONG[session.shown.asked.item], 3)
    session.end()
    found = results.result(session.desk, session.id)
    lines = results.weak_list(found)
    assert lines[3] == "Sure and wrong (1 item)"
    assert "Not answered (6 items)" in lines
    path = results.write_weak_list(session.desk, found)
    assert path.read_text(encoding="utf-8").splitlines()[:2] == list(lines[:2])
    assert results.write_weak_list(session.desk, found) == path, "written once"
    path.write_text("my own notes\n", encoding="utf-8")
    other = results.write_weak_list(session.desk, found)
    assert (path.read_text(encoding="utf-8"), other.name) == ("my own notes\n", f"{path.stem}-2.txt")
    assert other.read_text(encoding="utf-8").splitlines() == list(lines)


def test_a_list_or_a_made_quiz_that_the_disk_has_no_room_for_leaves_no_half_file(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sat(student)
    session.end()
    found = results.result(session.desk, session.id)
    home = session.desk.places.home
    before = sorted(home.rglob("*"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NmtError, match="disk is full"):
        results.write_weak_list(session.desk, found)
    assert sorted(home.rglob("*")) == before


def test_earlier_sittings_stand_beside_a_new_one(student: Learner) -> None:
    first = sat(student)
    answer_all(student, first, wrong=tuple(RIGHT))
    first.end()
    student.next_day()
    second = sat(student)
    answer_all(student, second)
    second.end()
    found = results.result(second.desk, second.id)
    assert [one.event for one in found.earlier] == [first.id]
    assert results.headline(found) == "7 of 7 right (100 %)."
    assert not sitting.unfinished(second.desk)


def again(student: Learner, session: QuizSession) -> QuizSession:
    """Sit what was missed once more, and get all of it right."""
    found = results.result(session.desk, session.id)
    other = sat(student, wish=Wish(only=tuple(one.item for one in found.missed)))
    answer_all(student, other)
    other.end()
    return other


def test_a_sitting_of_missed_items_only_compares_with_no_other_and_says_so(student: Learner) -> None:
    first = sat(student)
    answer_all(student, first, wrong=("nerve",))
    first.end()
    student.next_day()
    part = results.result(first.desk, again(student, first).id)
    assert part.earlier == ()
    assert results.ONLY_MISSED in results.notes(part)
    student.next_day()
    third = sat(student)
    answer_all(student, third)
    third.end()
    found = results.result(third.desk, third.id)
    assert [one.event for one in found.earlier] == [first.id]
    assert results.ONLY_MISSED not in results.notes(found)
    listed = third.desk.record.sittings.summaries()
    assert [one.part for one in listed] == [False, True, False]
    assert "(practice, missed items only, handed in)" in results.summary_line(listed[1])


def test_statistics_leave_out_sittings_of_missed_items_only(student: Learner) -> None:
    for wrong in (("nerve", "calf"), ("nerve",)):
        session = sat(student)
        answer_all(student, session, wrong=wrong)
        session.end()
        before = item_figures.of_quiz(session.desk, "quiz").figures
        again(student, session)
        told = item_figures.of_quiz(session.desk, "quiz")
        assert told.figures == before
    assert told.figures.n == 2
    assert told.figures.alpha.why == ""
    assert "2 sittings of missed items only left out." in told.about
    assert item_figures.DIFFERENT_PAPERS not in told.about


def test_papers_with_different_items_give_no_figure_that_compares_sums(student: Learner) -> None:
    for seed in range(3):
        session = sat(student, "exam", Wish(AS_EXAM, seed=seed))
        answer_all(student, session)
        session.end()
    told = item_figures.of_quiz(session.desk, "exam")
    found = item_figures.as_json(told)
    assert (found["n"], found["alpha"], found["alpha_interval"], found["sem"]) == (3, None, None, None)
    assert len(found["items"]) > 4
    for item in found["items"]:
        assert (item["facility"], item["item_total"], item["discrimination"]) == (1.0, None, None)
        assert item["n"] <= 3
        assert "the papers had different items" in item["notes"]
    assert sum(item["n"] for item in found["items"]) == 3 * 4
    assert item_figures.DIFFERENT_PAPERS in told.about


def test_an_item_left_open_is_an_item_of_the_paper_all_the_same(student: Learner) -> None:
    for _ in range(2):
        session = sat(student)
        session.answer(RIGHT[session.shown.asked.item])
        session.end()
    found = item_figures.of_quiz(session.desk, "quiz").figures
    assert sorted(item.n for item in found.items) == [0, 0, 0, 0, 0, 0, 2]


def test_statistics_tell_which_item_is_meant_and_leave_out_sittings_without_an_answer(
    student: Learner,
) -> None:
    session = sat(student)
    answer_all(student, session, wrong=("nerve",))
    session.end()
    before = item_figures.of_quiz(session.desk, "quiz")
    sat(student).end()
    write_quizzes(student.places, quiz=QUIZ.replace("id:: calf", "id:: other"), exam=EXAM)
    desk = student.sit_down()
    told = item_figures.of_quiz(desk, "quiz")
    assert told.figures == before.figures
    assert "1 sitting without any answer left out." in told.about
    assert "left out" not in before.about
    items = {one["id"]: one for one in item_figures.as_json(told)["items"]}
    line = QUIZ.splitlines().index("Q: Name the nerve that supplies infraspinatus.") + 1
    assert [items["nerve"][name] for name in ("question", "path", "line")] == [
        "Name the nerve that supplies infraspinatus.",
        "quizzes/quiz.md",
        line,
    ]
    assert [items["calf"][name] for name in ("question", "path", "line")] == ["What comes first?", None, None]


def test_certainty_is_judged_only_from_enough_answers(student: Learner) -> None:
    few = replace(results.certainty_levels(student.sit_down())[2], answers=19, right=19)
    many = replace(few, answers=40, right=20)
    assert "too few to say more (20 are needed)" in results.level_words(few)
    assert "too sure" in results.level_words(many)
    assert "about right" in results.level_words(replace(many, right=36))


# ---- what is told when -------------------------------------------------------------------------------------------------


def test_an_exam_that_goes_on_tells_no_marks_anywhere(student: Learner) -> None:
    session = sat(student, "exam", Wish(AS_EXAM, seed=1))
    session.answer(WRONG[session.shown.asked.item])
    with pytest.raises(NmtError, match="1 of 4 items answered"):
        results.result(session.desk, session.id)
    (summary,) = session.desk.record.sittings.summaries()
    assert "1 of 4 answered" in results.summary_line(summary)
    session.end()
    assert results.result(session.desk, session.id).tally.whole.share.passed == 0


def test_looking_back_shows_every_item_with_its_key_and_what_was_answered(student: Learner) -> None:
    session = sat(student, "exam", Wish(AS_EXAM, seed=1))
    wrong = session.shown.place
    session.answer(WRONG[session.shown.asked.item])
    session.end()
    back = LookBack(session.desk, results.result(session.desk, session.id))
    assert sorted(back.places) == [0, 1, 2, 3]
    shown = back.at(wrong)
    assert (shown.settled, shown.mark and shown.mark.verdict) == (True, Verdict.WRONG)
    assert shown.face is not None
    assert shown.face.answer
    left_open = back.at(next(place for place in back.places if place != wrong))
    assert (left_open.settled, left_open.mark and left_open.mark.verdict) == (True, Verdict.OPEN)


GAP_QUIZ = """\
---
title: One gap
kind: quiz
---

C: The [heart; the muscle] beats.

id:: gap
"""


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(Fraction(1), Verdict.RIGHT), (Fraction(1, 2), Verdict.PARTLY), (Fraction(0), Verdict.WRONG)],
)
def test_an_answer_looked_back_at_is_what_it_was_worth_when_it_was_given(
    student: Learner, share: Fraction, verdict: Verdict
) -> None:
    """Whatever marks it otherwise by now: an edited item, or another edition of the program."""
    write_quizzes(student.places, gap=GAP_QUIZ)
    session = sat(student, "gap")
    draft = ResponseDraft(
        session.desk.stamp(session.desk.mint()), session.id, 0, session.asked[0], share, 900,
        written(("heart", "the muscle")), None,
    )  # fmt: skip
    session.desk.record.sittings.respond(draft)
    desk = student.sit_down()
    session = sitting.resume(desk, session.id)
    session.end()
    mark = LookBack(session.desk, results.result(session.desk, session.id)).at(0).mark
    assert mark
    assert (mark.verdict, mark.share) == (verdict, share)
    assert mark.expected == "heart; the muscle"
    assert not mark.reason or verdict is Verdict.WRONG


def test_what_ran_out_while_nobody_was_there_has_ended_and_the_rest_can_be_ended(student: Learner) -> None:
    sat(student, "exam", Wish(AS_EXAM, seed=1))
    student.clock.advance(3600)
    desk = student.sit_down()
    assert sitting.unfinished(desk, "exam") == ()
    assert [one.outcome for one in desk.record.sittings.summaries("exam")] == [Outcome.TIMED_OUT.value]
    sat(student, "exam", Wish(AS_EXAM, seed=2))
    desk = student.sit_down()
    assert len(sitting.unfinished(desk, "exam")) == 1
    assert sitting.end_unfinished(desk, "exam") == 1
    assert sitting.unfinished(desk, "exam") == ()


ONE_WAY = "---\nkind: exam\nforward-only: yes\n---\n" + "".join(
    f"\nQ: Number {n}?\n\n- [x] yes\n- [ ] no\n" for n in range(3)
)


def test_a_paper_that_goes_one_way_shows_nothing_of_what_is_to_come(student: Learner) -> None:
    write_quizzes(student.places, oneway=ONE_WAY)
    session = sat(student, "oneway", Wish(AS_EXAM, seed=1))
    assert [bool(session.stem(place)) for place in range(3)] == [True, False, False]
    session.answer((0,))
    session.go(1)
    assert [bool(session.stem(place)) for place in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "blueprint:\n  shoulder: 40\n  leg: 50",
        "blueprint:\n  shoulder: half",
        "minutes: soon",
        "forward-only: maybe",
    ],
)
def test_a_paper_with_a_wrong_header_is_refused_before_it_begins(student: Learner, line: str) -> None:
    write_quizzes(student.places, wrong=f"---\nkind: exam\n{line}\n---\n\nQ: One?\n\n- [x] yes\n- [ ] no\n")
    desk = student.sit_down()
    with pytest.raises(NmtError, match="its header is wrong, line"):
        quizzes.prepare(desk, quizzes.find(desk, "wrong"), Wish(AS_EXAM))


@pytest.mark.parametrize(("chosen", "told"), [(1, "that is not reached"), (0, "that is reached")])
def test_what_the_author_asks_for_is_told_with_the_result(student: Learner, chosen: int, told: str) -> None:
    text = "---\nkind: exam\npass: 70\n---\n\nQ: One?\n\n- [x] yes\n- [ ] no\n"
    write_quizzes(student.places, paper=text)
    session = sat(student, "paper", Wish(AS_EXAM, seed=1))
    session.answer((chosen,))
    session.end()
    assert any(told in line for line in results.notes(results.result(session.desk, session.id)))


PARTS = "---\nkind: exam\nshuffle: no\npartial: yes\n---\n" + "".join(
    f"\nQ: Number {n}?\n\n- [x] a\n- [x] b\n- [ ] c\n- [ ] d\n\nid:: n{n}\npoints:: {worth}\n"
    for n, worth in ((1, 1), (2, 3), (3, 1), (4, 2))
)


def test_the_points_of_each_item_are_told_where_right_and_wrong_do_not(student: Learner) -> None:
    write_quizzes(student.places, parts=PARTS)
    session = sat(student, "parts", Wish(AS_EXAM, seed=1))
    for place, response in enumerate(((0,), (0, 1), (2, 3))):
        session.go(place)
        session.answer(response)
    session.end()
    found = results.result(session.desk, session.id)
    assert results.headline(found).startswith("1 of 4 right, 3.5 of 7 points")
    assert [(title, [(one.item, one.points) for one in some]) for title, some in results.groups(found)] == [
        ("Wrong", [("n3", "")]),
        ("Partly right", [("n1", "0.5 of 1 point")]),
        ("Not answered", [("n4", "0 of 2 points")]),
    ]
    assert results.right_words(found) == "Right: item 2, 3 of 3 points."
    assert "  [ ] Number 1? (parts; 0.5 of 1 point)" in results.weak_list(found)


def test_where_right_or_wrong_says_it_no_points_are_told(student: Learner) -> None:
    session = sat(student)
    answer_all(student, session, wrong=("calf",))
    session.end()
    found = results.result(session.desk, session.id)
    assert results.right_words(found) == ""
    assert [one.points for one in found.missed] == [""]


@pytest.mark.parametrize("own", ["", "\n\nid:: one"])
def test_an_item_whose_key_was_mended_since_is_said_to_be_changed_and_not_gone(
    student: Learner, own: str
) -> None:
    text = f"---\nkind: exam\n---\n\nQ: Which one?\n\n- [x] yes\n- [ ] no{own}\n"
    write_quizzes(student.places, paper=text)
    session = sat(student, "paper", Wish(AS_EXAM, seed=1))
    session.answer((0,))
    session.end()

    def remark(new: str) -> str:
        write_quizzes(student.places, paper=new)
        desk = student.sit_down()
        return LookBack(desk, results.result(desk, session.id)).at(0).remark

    assert remark(text) == ""
    assert remark(text.replace("[x] yes\n- [ ] no", "[ ] yes\n- [x] no")) == CHANGED
    assert remark(text.replace("Which one?", "Which other?").replace("id:: one", "id:: two")) == GONE
    (student.places.home / "quizzes" / "paper.md").unlink()
    desk = student.sit_down()
    assert LookBack(desk, results.result(desk, session.id)).at(0).remark == GONE


def test_an_item_counts_as_many_points_as_its_author_says(student: Learner) -> None:
    text = "---\nkind: exam\n---\n" + "".join(
        f"\nQ: Number {n}?\n\n- [x] yes\n- [ ] no\n\nid:: n{n}\npoints:: {n}\n" for n in (1, 3)
    )
    write_quizzes(student.places, weighted=text)
    session = sat(student, "weighted", Wish(AS_EXAM, seed=1))
    for place in range(2):
        session.go(place)
        session.answer((0 if session.shown.asked.item == "n3" else 1,))
    session.end()
    found = results.result(session.desk, session.id)
    assert results.headline(found) == "1 of 2 right, 3 of 4 points (75 %)."
    (summary,) = session.desk.record.sittings.summaries()
    assert (summary.points, summary.worth, results.came_to(summary)) == (3.0, 4.0, "3 of 4")
    session.desk.record.rebuild()
    assert session.desk.record.sittings.summaries() == (summary,)
    assert session.desk.record.verify() == ()
