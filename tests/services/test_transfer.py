"""Keeps the promises about answers that come along with decks and leave with them: nothing lost untold, nothing twice."""

from dataclasses import replace
from pathlib import Path

from nmt_study.deck.grammar.parser import parse
from nmt_study.exchange.format import Arrived, CardState, Parcel, PastReview
from nmt_study.services.cards import shaping
from nmt_study.services.exchange import exchanging
from nmt_study.services.exchange.exchanging import Brought, bring_in, take_out
from nmt_study.services.study.study_words import undone_words
from nmt_study.srs.model import Grade
from nmt_study.storage.record.event import milliseconds
from tests.builders import DAY, NOON, Learner, plain_deck, session
from tests.services.conftest import Made

HOUR = 3_600_000
DECK = parse(plain_deck("knee", 3), "knee.md").deck
NOW = milliseconds(NOON)


def ago(days: int, *, card: str = "knee-1", grade: int = 3, interval: int | None = None) -> PastReview:
    """Return an answer that was given so many days ago."""
    return PastReview(card, 0, NOW - days * 24 * HOUR, grade, 4000, interval)


def bring(
    student: Learner, *reviews: PastReview, states: tuple[CardState, ...] = (), dry_run: bool = False
) -> Brought:
    """Bring in the deck with answers; return what came of it."""
    arrived = Arrived((Parcel(DECK, (), reviews, states),))
    (told,) = bring_in(student.sit_down(), arrived, "x.apkg", dry_run=dry_run)
    return told


def test_answers_count_here_and_the_day_is_the_one_that_was_decided_there(someone: Made) -> None:
    student = someone()
    state = CardState("knee-1", 0, DAY + 12, 15, 2, 0)
    told = bring(student, ago(8, interval=5), ago(3, interval=15), states=(state,))
    assert (told.answers, told.answers_there, told.losses) == (2, 0, ())
    desk = student.sit_down()
    memory = desk.record.memory("knee-1")
    assert memory is not None
    assert (memory.reps, memory.last, memory.due) == (2, DAY - 3, DAY + 12)
    assert desk.record.verify() == ()
    assert desk.library.card("knee-1") is not None


def test_an_answer_in_the_small_hours_is_of_the_evening_before(someone: Made) -> None:
    student = someone()
    at_three = PastReview("knee-1", 0, NOW - 33 * HOUR, 3, 4000, 5)
    bring(student, at_three)
    memory = student.sit_down().record.memory("knee-1")
    assert memory is not None
    assert memory.last == DAY - 2


def test_a_second_import_adds_nothing_and_a_later_one_what_is_new(someone: Made) -> None:
    student = someone()
    bring(student, ago(8), ago(3))
    before = student.sit_down().record.counts()
    again = bring(student, ago(8), ago(3))
    assert (again.answers, again.answers_there) == (0, 2)
    assert student.sit_down().record.counts() == before
    more = bring(student, ago(8), ago(3), ago(1))
    assert (more.answers, more.answers_there) == (1, 2)


def test_a_dry_run_tells_the_same_and_writes_nothing(someone: Made) -> None:
    student = someone()
    told = bring(student, ago(8), ago(3), dry_run=True)
    assert told.answers == 2
    assert student.sit_down().record.counts().events == 0
    assert bring(student, ago(8), ago(3)) == told


def test_what_cannot_be_taken_is_told_and_the_rest_comes(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    session(student.sit_down(), Grade.GOOD)
    first = student.sit_down().record.memories(["knee-1", "knee-2", "knee-3"])
    (card,) = first
    other = next(key for key in ("knee-1", "knee-2", "knee-3") if key != card)
    bare = CardState("knee-3" if other != "knee-3" else "knee-1", 0, DAY + 3, 9, 4, 0)
    reviews = (ago(5, card=card), ago(5, card=other), ago(-2, card=other), ago(4, card="nobody"))
    told = bring(student, *reviews, states=(bare,) if bare.item != card else ())
    assert told.answers == 1
    said = " ".join(one.what for one in told.losses)
    assert "1 given before the newest answer" in said
    assert "1 to cards that did not come along" in said
    assert "1 with a time that is still to come" in said
    assert student.sit_down().record.memory(card) == first[card]


def test_one_undo_takes_back_an_import_of_several_decks_and_leaves_the_files(someone: Made) -> None:
    student, other = someone(), parse(plain_deck("hip", 2), "hip.md").deck
    parcels = (Parcel(DECK, (), (ago(3),)), Parcel(other, (), (ago(2, card="hip-1"), ago(1, card="hip-1"))))
    told = bring_in(student.sit_down(), Arrived(parcels), "x.apkg")
    assert [one.answers for one in told] == [1, 2]
    desk = student.sit_down()
    said = undone_words(shaping.undo_last(desk), two_buttons=False)
    assert said == "Taken back: all the answers that an import brought. Its decks stay."
    assert desk.record.counts().answers == 0
    assert desk.library.deck("deck-hip") is not None
    shaping.redo_last(desk)
    assert desk.record.counts().answers == 3


def test_suspended_cards_stay_suspended_and_those_without_answers_too(someone: Made) -> None:
    student = someone()
    states = (CardState("knee-2", 0, 0, 0, 0, 0, suspended=True),)
    bring(student, ago(3), states=states)
    assert student.sit_down().record.shapes.of("knee-2").suspended


def test_what_leaves_is_what_comes_back(someone: Made, tmp_path: Path) -> None:
    here, there = someone(knee=plain_deck("knee", 3)), someone()
    for grades in ((Grade.GOOD, Grade.AGAIN, Grade.EASY, Grade.HARD), (Grade.GOOD,)):
        session(here.sit_down(), *grades)
        here.next_day(4)
    desk = here.sit_down()
    departed, answers = take_out(desk, "knee", "anki")
    assert answers == desk.record.counts().answers > 4
    file = tmp_path / "knee.apkg"
    file.write_bytes(departed.data)
    there.clock.set(here.clock.now())
    _, arrived = exchanging.read_file(file)
    (told,) = bring_in(there.sit_down(), arrived, file.name)
    assert told.answers == answers
    keys = ["knee-1", "knee-2", "knee-3"]
    assert there.sit_down().record.memories(keys) == desk.record.memories(keys)
    (back,) = bring_in(desk, arrived, file.name)
    assert (back.new, back.answers, back.answers_there) == (0, 0, answers)


def test_answers_stay_here_when_they_are_not_to_leave(someone: Made, tmp_path: Path) -> None:
    student = someone(knee=plain_deck("knee", 3))
    session(student.sit_down(), Grade.GOOD)
    departed, answers = take_out(student.sit_down(), "knee", "anki", answers=False)
    file = tmp_path / "knee.apkg"
    file.write_bytes(departed.data)
    (parcel,) = exchanging.read_file(file)[1].parcels
    assert (answers, parcel.reviews, parcel.states) == (0, (), ())


def test_study_in_another_program_is_no_time_for_continuing_education(someone: Made) -> None:
    from nmt_study.clock import date_of
    from nmt_study.services.cpd.promotion import latest_days, recorded

    student = someone()
    bring(student, *(replace(ago(days), millis=60_000) for days in range(1, 9)))
    desk = student.sit_down()
    assert recorded(desk, date_of(DAY - 30), date_of(DAY)).minutes == 0
    assert latest_days(desk) is None
