"""Keeps the promise of a session: an answer is on disk before the next card is shown, and Again comes back."""

import json
import sqlite3
from pathlib import Path

import pytest

from nmt_study.errors import ExitCode, NmtError
from nmt_study.quiz.model import Verdict
from nmt_study.quiz.reading import UnreadableError
from nmt_study.services.study.portion import FIRST_SESSION
from nmt_study.services.study.study import EVERYTHING, Ending, Scope, begin
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.srs.queue import Stage
from nmt_study.storage.record.event import SELECT_EVENT, Event
from tests.builders import DAY, SHOULDER, events, front, give, plain_deck, session, tables, turn_to
from tests.services.conftest import Made


def test_an_answer_is_on_disk_when_grade_returns(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 3)).sit_down())
    front(found)
    first = front(found)
    found.desk.clock.advance(7)  # type: ignore[attr-defined]
    saved = found.grade(Grade.GOOD)
    assert saved
    (review,) = tables(found.desk)["review"]
    assert first.event in review
    assert first.card.key in review
    assert 7000 in review
    decision = first.decisions[Grade.GOOD - 1]
    memory = found.desk.record.memory(first.card.key)
    assert memory
    assert (saved.interval, memory.due, memory.last) == (decision.interval, decision.due, DAY)


def test_what_was_read_while_the_learner_thought_is_not_read_again(
    someone: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = session(someone(knee=plain_deck("knee", 3)).sit_down())
    found.look_ahead()
    monkeypatch.setattr(found.desk.library, "card", lambda _: pytest.fail("read while the learner waits"))
    before = front(found).card.key
    give(found, Grade.GOOD)
    assert front(found).card.key != before


def test_a_card_that_was_changed_after_it_was_read_ahead_is_asked_as_it_reads_now(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    desk = student.sit_down()
    found = session(desk)
    found.look_ahead()
    deck = student.places.home / "decks/knee.md"
    deck.write_text(deck.read_text().replace("?", ", in other words?"))
    desk.look_again()
    give(found, Grade.GOOD)
    assert ", in other words?" in front(found).question


def test_a_card_that_another_program_found_changed_is_asked_as_it_reads_now(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    found = session(student.sit_down())
    found.look_ahead()
    deck = student.places.home / "decks/knee.md"
    deck.write_text(deck.read_text().replace("?", ", in other words?"))
    student.sit_down()
    found.desk.look_again()
    give(found, Grade.GOOD)
    assert ", in other words?" in front(found).question


@pytest.mark.parametrize("grade", list(Grade))
def test_the_interval_that_was_shown_is_the_one_that_is_recorded(someone: Made, grade: Grade) -> None:
    found = session(someone(knee=plain_deck("knee", 2)).sit_down())
    key, promised = front(found).card.key, front(found).decisions[grade - 1]
    assert promised.grade is grade
    give(found, grade)
    memory = found.desk.record.memory(key)
    assert memory
    assert memory.due == promised.due == DAY + promised.interval


def test_again_comes_back_in_the_session_and_counts_as_learning(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 3)).sit_down())
    missed = front(found).card.key
    give(found, Grade.AGAIN)
    asked = []
    while found.shown:
        asked.append((front(found).card.key, front(found).standing))
        give(found, Grade.GOOD)
    assert asked[-1] == (missed, Stage.LEARNING)
    assert [stage for _, stage in asked[:-1]] == [Stage.NEW, Stage.NEW]
    assert found.done == 4


def test_a_card_of_an_earlier_day_is_due_and_no_longer_new(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    session(student.sit_down(), Grade.GOOD)
    student.next_day(30)
    found = session(student.sit_down())
    assert front(found).standing is Stage.DUE
    assert front(found).memory


def test_a_card_not_known_yesterday_and_left_so_is_due_today(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    session(student.sit_down(), Grade.AGAIN)
    assert session(student.sit_down()).counts.learning == 1
    student.next_day()
    counts = session(student.sit_down()).counts
    assert (counts.learning, counts.due) == (0, 1)


def test_a_session_can_be_left_and_gone_on_with(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 6))
    first = session(student.sit_down(), Grade.GOOD, Grade.GOOD)
    asked = {one.key for one in first.given}
    student.get_up()
    second = session(student.sit_down())
    assert second.counts.total == 4
    while second.shown:
        assert front(second).card.key not in asked
        give(second, Grade.GOOD)


def test_the_scope_of_decks_tags_and_number_is_kept(someone: Made) -> None:
    tagged = plain_deck("hip", 3).replace("id:: hip-2", "id:: hip-2\ntags:: hard")
    desk = someone(knee=plain_deck("knee", 4), hip=tagged).sit_down()
    assert {card.key[:4] for card in begin(desk, Scope(decks=("knee",))).line.waiting} == {"knee"}
    assert [card.key for card in begin(desk, Scope(tags=("hard",))).line.waiting] == ["hip-2"]
    assert begin(desk, Scope(limit=5)).counts.total == 5
    assert begin(desk, Scope(decks=("knee",), limit=2)).counts.total == 2


def test_the_first_session_has_five_cards_of_several_topics(someone: Made) -> None:
    desk = someone(a=SHOULDER, knee=plain_deck("knee", 9), hip=plain_deck("hip", 9)).sit_down()
    line = begin(desk, FIRST_SESSION).line.waiting
    assert len(line) == 5
    assert {card.topic for card in line} == {"shoulder", "knee", "hip"}


def test_a_deck_that_is_not_there_is_refused_with_the_nearest(someone: Made) -> None:
    desk = someone(knee=plain_deck("knee", 1)).sit_down()
    with pytest.raises(NmtError, match="there is no deck 'kne'") as refused:
        begin(desk, Scope(decks=("kne",)))
    assert (refused.value.hint, refused.value.exit_code) == ("Did you mean knee?", ExitCode.USAGE)


def test_a_quiz_is_not_studied(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    student.write(mock="---\nkind: quiz\n---\n\nQ: One?\n\nA: Two.\n")
    desk = student.sit_down()
    with pytest.raises(NmtError, match="'mock' is a quiz"):
        begin(desk, Scope(decks=("mock",)))
    assert [card.key for card in begin(desk).line.waiting] == ["knee-1"]


def test_without_a_card_on_the_screen_there_is_nothing_to_grade_or_check(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 1)).sit_down(), Grade.GOOD)
    assert found.shown is None
    with pytest.raises(LookupError):
        found.grade(Grade.GOOD)
    with pytest.raises(LookupError):
        found.check("x")
    assert events(found.desk) == 1


# ---- the check of an answer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [("typed", "Suprascapular Nerve", "axillary nerve"), ("numeric", "98", "12 kPa"), ("single", "2", "1")],
)
def test_a_check_proposes_the_grade_and_is_recorded(someone: Made, kind: str, right: str, wrong: str) -> None:
    found = session(someone(shoulder=SHOULDER).sit_down())
    turn_to(found, kind)
    found.check(right)
    assert (found.suggested, found.overrule()) == (Grade.GOOD, False)
    found.check(wrong)
    assert found.suggested == Grade.AGAIN
    key = front(found).card.key
    give(found, Grade.AGAIN)
    assert body_of(found.desk.places.record, key) == {"response": wrong, "suggested": 1}
    assert (found.outcome, found.response) == (None, "")


def body_of(record: Path, key: str) -> dict[str, object]:
    """Return what the newest answer to a card says about a check."""
    connection = sqlite3.connect(record)
    try:
        rows = connection.execute(SELECT_EVENT + " WHERE kind = 'answer' ORDER BY position DESC").fetchall()
    finally:
        connection.close()
    found = [Event.of_row(row)[1] for row in rows]
    body = next(body for one in found if (body := json.loads(one.body) | one.words)["card"] == key)
    return {name: body[name] for name in ("response", "suggested", "overruled") if name in body}


@pytest.mark.parametrize("kind", ["typed", "numeric", "single"])
def test_where_nothing_was_answered_the_careful_grade_is_proposed_and_no_check_recorded(
    someone: Made, kind: str
) -> None:
    found = session(someone(shoulder=SHOULDER).sit_down())
    turn_to(found, kind)
    assert (found.suggested, found.overrule(), found.mark) == (Grade.AGAIN, False, None)
    key = front(found).card.key
    give(found, found.suggested)
    assert body_of(found.desk.places.record, key) == {}


def test_an_overruled_check_is_recorded_as_what_it_was(someone: Made) -> None:
    found = session(someone(shoulder=SHOULDER).sit_down())
    turn_to(found, "typed")
    found.check("my own word for it")
    assert found.mark is found.outcome
    assert found.overrule()
    assert found.suggested is Grade.GOOD
    assert found.mark is not None
    assert (found.mark.verdict, found.mark.reason) == (Verdict.RIGHT, "by your own word")
    key = front(found).card.key
    give(found, found.suggested)
    wanted = {"response": "my own word for it", "suggested": 1, "overruled": True}
    assert body_of(found.desk.places.record, key) == wanted
    assert not found.overruled


def test_a_slip_that_comes_near_to_another_answer_of_the_deck_is_not_forgiven(someone: Made) -> None:
    pair = "Q: One?\n\n= naproxene\n\nQ: Two?\n\n= naproxane\n"
    alone = session(someone(deck="Q: One?\n\n= naproxene\n").sit_down())
    assert alone.check("naproxne").verdict is Verdict.CLOSE
    beside = session(someone(deck=pair).sit_down())
    assert beside.check("naproxne").verdict is Verdict.WRONG
    wanted = {"naproxene", "naproxane"} - {beside.outcome.expected if beside.outcome else ""}
    assert beside.check(wanted.pop()).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("single", "7", "There are 3 to choose from. Type the number of your choice."),
        ("single", "1 2", "This cannot be read, type it again. Type the number of your choice."),
        ("numeric", "98 smoots", "“smoots” is not a unit known here"),
        ("typed", "x" * 600, "500 characters"),
    ],
)
def test_what_is_no_answer_to_a_card_is_asked_again_as_in_a_quiz(
    someone: Made, kind: str, typed: str, told: str
) -> None:
    found = session(someone(shoulder=SHOULDER).sit_down())
    turn_to(found, kind)
    assert told in found.ask_again(typed)
    with pytest.raises(UnreadableError):
        found.check(typed)
    assert (found.outcome, found.response) == (None, "")
    assert found.ask_again(" ") == ""


def test_whatever_is_typed_for_a_card_compared_by_eye_is_not_asked_again(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 1)).sit_down())
    assert found.ask_again("perhaps") == ""


def test_an_answer_compared_by_eye_says_nothing_of_a_check(someone: Made) -> None:
    found = session(someone(knee=plain_deck("knee", 1)).sit_down())
    with pytest.raises(LookupError):
        found.check("x")
    assert not found.overrule()
    give(found, Grade.HARD)
    assert body_of(found.desk.places.record, "knee-1") == {}


# ---- the end -----------------------------------------------------------------------------------------------------------


def test_the_budget_ends_the_session_with_cards_left(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 9))
    student.set_up(Settings(minutes=2))
    desk = student.sit_down()
    found = begin(desk)
    assert found.counts.total == 4
    for _ in range(2):
        student.clock.advance(60)
        found.grade(Grade.GOOD)
    assert found.shown is None
    assert found.counts.total == 2
    assert found.ending is Ending.BUDGET
    assert begin(desk).ending is Ending.BUDGET
    front(begin(desk, Scope(minutes=5)))


def test_a_card_to_repeat_is_not_cut_off_by_the_budget(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 9))
    student.set_up(Settings(minutes=1))
    found = begin(student.sit_down())
    student.clock.advance(60)
    found.grade(Grade.AGAIN)
    front(found)


def test_when_all_of_today_is_done_it_says_so(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    desk = student.sit_down()
    assert session(desk, Grade.GOOD, Grade.GOOD, scope=EVERYTHING).ending is Ending.DONE
    assert begin(desk).ending is Ending.NOTHING
    assert begin(someone(empty="# Nothing yet\n").sit_down()).ending is Ending.NOTHING


def test_a_part_that_is_done_is_not_the_day(someone: Made) -> None:
    desk = someone(knee=plain_deck("knee", 2), hip=plain_deck("hip", 2)).sit_down()
    found = session(desk, Grade.GOOD, Grade.GOOD, scope=Scope(decks=("hip",)))
    assert (found.shown, found.ending) == (None, Ending.PART)
    assert begin(desk, Scope(decks=("hip",))).ending is Ending.NOTHING


def test_new_cards_beyond_the_days_number_are_for_another_day(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 5))
    student.set_up(Settings(new_per_day=2))
    desk = student.sit_down()
    found = session(desk, Grade.GOOD, Grade.GOOD, scope=EVERYTHING)
    assert (found.shown, found.ending) == (None, Ending.DONE)
    assert begin(desk).ending is Ending.DONE
    student.next_day()
    assert begin(student.sit_down()).counts.new == 2
