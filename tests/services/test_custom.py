"""Keeps the promise of custom sessions: any card may be asked at any time, and the schedule stays whole."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.errors import NmtError
from nmt_study.services import overview
from nmt_study.services.cards import shaping
from nmt_study.services.study import custom
from nmt_study.services.study.study import Ending, Pick, Scope, StudySession, begin
from nmt_study.services.study.study_words import EARLY
from nmt_study.services.study.summary import summary
from nmt_study.srs.model import Grade
from nmt_study.srs.queue import Stage
from nmt_study.storage.library.search import LEECH
from tests.builders import Learner, front, give, learner, plain_deck, session, tables
from tests.services.conftest import Made

BOTH_WAYS = "---\ntitle: Words\n---\n\n" + "\n\n".join(
    f"Q: Term {number}\n\nA: Meaning {number}\n\nid:: word-{number}\nboth-ways:: yes\ntags:: words"
    for number in range(1, 4)
)
PRACTISED = [pick for pick in Pick if pick not in {Pick.TODAY, Pick.AHEAD}]


def keys(found: StudySession) -> list[str]:
    """Return the cards of a session in their order."""
    return [card.key for card in found.line.waiting]


def practised_deck(student: Learner, grades: dict[str, Grade]) -> None:
    """Answer all cards of a deck today, each with its grade, Good by default."""
    found = session(student.sit_down())
    while found.shown is not None:
        give(found, grades.get(found.shown.card.key, Grade.GOOD))
    student.get_up()


def memories(student: Learner) -> object:
    """Return every memory there is, due days among them, as they lie in the file."""
    return tables(student.desks[-1])["memory"]


# ---- which cards -------------------------------------------------------------------------------------------------------


def test_the_weakest_come_first_due_or_not(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 4))
    practised_deck(student, {"knee-1": Grade.EASY, "knee-2": Grade.HARD, "knee-3": Grade.GOOD})
    student.next_day()
    found = begin(student.sit_down(), Scope(pick=Pick.WEAKEST))
    assert keys(found)[0] == "knee-2"
    assert keys(found)[-1] == "knee-1"
    assert len(keys(found)) == 4


def test_misses_are_what_was_not_known_today_in_answers_and_in_practice(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    practised_deck(student, {})
    desk = student.sit_down()
    assert keys(begin(desk, Scope(pick=Pick.MISSES))) == []
    found = begin(desk, Scope(pick=Pick.ALL))
    missed = front(found).card.key
    give(found, Grade.AGAIN)
    assert keys(begin(desk, Scope(pick=Pick.MISSES))) == [missed]
    student.next_day(2)
    assert keys(begin(desk, Scope(pick=Pick.MISSES))) == []
    due = session(desk, Grade.AGAIN)
    give(due, *[Grade.GOOD] * due.counts.total)
    assert keys(begin(desk, Scope(pick=Pick.MISSES))) == [due.given[0].key]


def test_flagged_cards_are_asked_new_ones_as_new_and_suspended_ones_never(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 4))
    desk = student.sit_down()
    for number in range(1, 4):
        shaping.flag(desk, f"knee-{number}")
    shaping.suspend(desk, "knee-2")
    shaping.bury(desk, "knee-3")
    found = begin(desk, Scope(pick=Pick.FLAGGED))
    assert keys(found) == ["knee-1"]
    assert front(found).standing is Stage.NEW
    give(found, Grade.GOOD)
    assert desk.record.memory("knee-1") is not None
    for pick in Pick:
        shaping.suspend(desk, "knee-1")
        assert "knee-1" not in keys(begin(desk, Scope(pick=pick, limit=10)))


def test_leeches_are_asked_by_their_lapses(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    desk = student.sit_down()
    give(session(desk), Grade.GOOD, Grade.GOOD)
    for _ in range(LEECH):
        memory = desk.record.memory("knee-1")
        assert memory
        student.next_day(memory.due - desk.today())
        found = session(desk)
        while found.shown is not None:
            first = found.shown.card.key == "knee-1" and found.shown.standing is not Stage.LEARNING
            give(found, Grade.AGAIN if first else Grade.GOOD)
    assert keys(begin(desk, Scope(pick=Pick.LEECHES))) == ["knee-1"]


def test_a_tag_alone_asks_everything_seen_with_it_siblings_far_apart(someone: Made) -> None:
    student = someone(words=BOTH_WAYS, knee=plain_deck("knee", 3))
    for _ in range(2):
        started = session(student.sit_down())
        give(started, *[Grade.GOOD] * started.counts.total)
        student.next_day()
    student.clock.advance(-86_400)
    found = begin(student.sit_down(), Scope(tags=("words",), pick=Pick.ALL))
    assert len(keys(found)) == len(set(keys(found))) == 6
    groups = [card.group for card in found.line.waiting]
    assert len(set(groups[:3])) == len(set(groups[3:])) == 3


def test_ahead_of_time_reaches_so_many_days_and_keeps_siblings_apart(someone: Made) -> None:
    student = someone(words=BOTH_WAYS)
    for _ in range(2):
        started = session(student.sit_down())
        give(started, *[Grade.EASY] * started.counts.total)
        student.next_day()
    desk = student.sit_down()
    dues = {
        key: desk.record.memory(key)
        for key in (f"word-{n}{back}" for n in (1, 2, 3) for back in ("", "~back"))
    }
    for days in (1, 5, 8, 30):
        wanted = {
            key.partition("~")[0]
            for key, memory in dues.items()
            if memory and desk.today() < memory.due <= desk.today() + days
        }
        scope = Scope(pick=Pick.AHEAD, ahead=days)
        found = begin(desk, scope)
        assert {key.partition("~")[0] for key in keys(found)} == wanted
        assert len(keys(found)) == len(wanted) == custom.asked(desk, scope)
    assert {front(found).standing} == {Stage.AHEAD}


def test_decks_and_tags_narrow_every_pick_and_an_unknown_deck_is_named(someone: Made) -> None:
    student = someone(words=BOTH_WAYS, knee=plain_deck("knee", 3))
    practised_deck(student, {})
    desk = student.sit_down()
    assert len(keys(begin(desk, Scope(decks=("knee",), pick=Pick.ALL)))) == 3
    assert len(keys(begin(desk, Scope(decks=("knee",), tags=("words",), pick=Pick.ALL)))) == 0
    assert len(keys(begin(desk, Scope(pick=Pick.ALL, limit=2)))) == 2
    with pytest.raises(NmtError, match="there is no deck"):
        begin(desk, Scope(decks=("elbow",), pick=Pick.ALL))


def test_what_the_form_counts_is_what_a_session_asks(someone: Made) -> None:
    student = someone(words=BOTH_WAYS, knee=plain_deck("knee", 7))
    practised_deck(student, {"knee-2": Grade.HARD})
    student.next_day()
    desk = student.sit_down()
    shaping.flag(desk, "knee-3")
    give(session(desk), Grade.AGAIN)
    for scope in (Scope(), Scope(decks=("knee",)), Scope(tags=("words",)), Scope(decks=("words",), ahead=3)):
        found = custom.numbers(desk, scope)
        for pick, number in found.items():
            one = Scope(scope.decks, scope.tags, pick=pick, ahead=scope.ahead)
            assert begin(desk, one).counts.total == number == custom.asked(desk, one), pick
            if pick not in {Pick.TODAY, Pick.AHEAD}:
                assert sum(one.cards for one in custom.decks(desk, one)) >= number
    some = Scope(pick=Pick.ALL, minutes=1)
    assert begin(desk, some).counts.total == custom.asked(desk, some) == 4
    tallies = {tally.name: tally.cards for tally in custom.tags(desk, Scope(pick=Pick.ALL))}
    assert tallies == {"words": len(begin(desk, Scope(tags=("words",), pick=Pick.ALL)).line.waiting)}


# ---- the schedule stays whole ------------------------------------------------------------------------------------------


def test_practice_says_so_and_brings_back_what_was_not_known(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    practised_deck(student, {})
    found = begin(student.sit_down(), Scope(pick=Pick.ALL))
    before = memories(student)
    shown = front(found)
    assert shown.practised
    assert EARLY[shown.standing].startswith("Practice")
    assert [offer.when for offer in found.offers] == ["this session", *["practice"] * 3]
    assert (found.counts.practice, found.counts.due) == (2, 0)
    saved = found.grade(Grade.AGAIN)
    assert saved
    assert saved.practised
    assert found.counts.learning == 1
    give(found, Grade.GOOD)
    assert front(found).card.key == shown.card.key
    assert front(found).practised
    give(found, Grade.GOOD)
    assert (found.shown, found.ending) == (None, Ending.CUSTOM)
    assert custom.ending_words(found) == "Practised 2 cards. Your schedule is as it was."
    assert memories(student) == before
    assert summary(found).asked == 0
    assert found.desk.record.verify() == ()


def test_practice_counts_as_study_time_and_not_as_a_card_of_the_day(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    practised_deck(student, {})
    student.next_day(400)
    desk = student.sit_down()
    before = overview.today(desk)
    student.clock.advance(-399 * 86_400)
    student.next_day(399)
    assert before.waiting.due == 2
    found = begin(desk, Scope(pick=Pick.ALL))
    assert not front(found).practised  # its day has come: it is answered as always
    give(found, Grade.GOOD, Grade.GOOD)
    assert custom.ending_words(found) == "Answered 2 cards whose day had come."
    again = begin(desk, Scope(pick=Pick.ALL))
    seconds = overview.today(desk).studied
    give(again, Grade.GOOD)
    assert overview.today(desk).studied == seconds + 5


def test_a_session_with_both_says_what_was_practised_and_what_was_answered(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    practised_deck(student, {"knee-1": Grade.HARD, "knee-2": Grade.EASY, "knee-3": Grade.EASY})
    student.next_day()
    found = begin(student.sit_down(), Scope(pick=Pick.WEAKEST))
    assert not front(found).practised
    give(found, *[Grade.GOOD] * 3)
    assert custom.ending_words(found) == "Practised 2 cards, answered 1 that was due. No other due day moved."
    assert summary(found).asked == 1


def test_a_practice_of_an_earlier_session_that_is_taken_back_is_practised_again(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2), hip=plain_deck("hip", 2))
    session(student.sit_down(), Grade.EASY, Grade.EASY, scope=Scope(decks=("knee",), limit=2))
    give(begin(student.sit_down(), Scope(pick=Pick.ALL)), Grade.AGAIN)
    student.get_up()
    before = None
    found = begin(student.sit_down(), Scope(decks=("hip",)))
    before = memories(student)
    undone = found.undo()
    assert undone
    assert (undone.kind, undone.grade) == ("practice", Grade.AGAIN)
    assert front(found).practised
    give(found, Grade.GOOD)
    assert memories(student) == before


def test_an_answer_that_is_taken_back_in_a_custom_session_is_given_for_real_again(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 2))
    session(student.sit_down(), Grade.GOOD)
    found = begin(student.sit_down(), Scope(pick=Pick.ALL))
    assert front(found).practised
    found.undo()
    assert not front(found).practised
    give(found, Grade.EASY)
    assert found.desk.record.counts().answers == 1


def test_a_card_set_aside_that_was_not_due_comes_back_only_for_practice(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1), hip=plain_deck("hip", 1))
    session(student.sit_down(), Grade.EASY, scope=Scope(decks=("knee",), limit=1))
    desk = student.sit_down()
    shaping.suspend(desk, "knee-1")
    found = begin(desk)
    found.undo()
    assert front(found).card.key == "knee-1"
    assert front(found).practised


def test_ahead_of_time_counts_and_never_comes_back_earlier(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 3))
    practised_deck(student, {"knee-1": Grade.EASY, "knee-2": Grade.EASY, "knee-3": Grade.EASY})
    student.next_day()
    desk = student.sit_down()
    found = begin(desk, Scope(pick=Pick.AHEAD, ahead=30))
    key = front(found).card.key
    before = desk.record.memory(key)
    assert before
    assert all(offer.decision.due >= before.due for offer in found.offers[1:])
    give(found, Grade.HARD)
    after = desk.record.memory(key)
    assert after
    assert after.reps == before.reps + 1
    assert after.due >= before.due
    slipped = front(found).card.key
    give(found, Grade.AGAIN)
    memory = desk.record.memory(slipped)
    assert memory
    assert (memory.due, memory.lapses) == (desk.today(), 1)
    give(found, Grade.GOOD)
    assert front(found).standing is Stage.LEARNING
    give(found, Grade.GOOD)
    assert custom.ending_words(found) == "Answered 3 cards ahead of time."
    assert begin(desk, Scope(pick=Pick.AHEAD, ahead=30)).shown is None


def test_a_card_answered_ahead_in_another_window_is_only_practised_then(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    practised_deck(student, {"knee-1": Grade.EASY})
    student.next_day()
    desk, other = student.sit_down(), student.sit_down()
    scope = Scope(pick=Pick.AHEAD, ahead=30)
    here, there = begin(desk, scope), begin(other, scope)
    give(there, Grade.GOOD)
    assert here.grade(Grade.AGAIN) is None
    assert here.notice
    assert front(here).practised


ACTS = st.lists(st.sampled_from([*Grade, "undo", "redo", "bury"]), max_size=14)
DAYS = st.lists(st.lists(st.sampled_from(Grade), max_size=8), min_size=1, max_size=3)


def lived(folder: Path, days: list[list[Grade]]) -> Learner:
    """Return a learner who studied on some days, a few days apart."""
    student = learner(folder, knee=plain_deck("knee", 5), words=BOTH_WAYS)
    for grades in days:
        found = session(student.sit_down())
        for grade in grades:
            if found.shown is not None:
                give(found, grade)
        student.get_up()
        student.next_day(2)
    return student


@settings(max_examples=12)
@given(DAYS, st.sampled_from(PRACTISED), ACTS)
def test_whatever_is_practised_every_memory_and_due_day_is_as_before(
    days: list[list[Grade]], pick: Pick, acts: list[Grade | str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        student = lived(Path(folder), days)
        desk = student.sit_down()
        shaping.flag(desk, "knee-1")
        found = begin(desk, Scope(pick=pick))
        rows = tables(desk)
        past = []
        for act in acts:
            if found.shown is None:
                break
            if isinstance(act, Grade):
                key, practised = found.shown.card.key, found.shown.practised
                before = desk.record.memory(key)
                past.append((tables(desk), found.line))
                give(found, act)
                assert (desk.record.memory(key) == before) is practised
            elif act == "bury":
                past.append((tables(desk), found.line))
                found.bury()
            elif act == "undo" and past:
                after = tables(desk), found.line
                found.undo()
                assert (tables(desk), found.line) == past[-1]
                found.redo()
                assert (tables(desk), found.line) == after
                found.undo()
                past.pop()
        while past:
            found.undo()
            assert (tables(desk), found.line) == past.pop()
        assert tables(desk) == rows
        assert desk.record.verify() == ()
        student.get_up()


@settings(max_examples=12)
@given(DAYS, st.integers(1, 60), st.lists(st.sampled_from(Grade), max_size=12))
def test_whatever_is_passed_ahead_of_time_no_due_day_moves_earlier(
    days: list[list[Grade]], ahead: int, grades: list[Grade]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        student = lived(Path(folder), days)
        desk = student.sit_down()
        found = begin(desk, Scope(pick=Pick.AHEAD, ahead=ahead))
        forgotten = set()
        for grade in grades:
            if found.shown is None:
                break
            key, planned = found.shown.card.key, found.shown.memory
            promised = {offer.grade: offer.decision.due for offer in found.offers}
            give(found, grade)
            memory = desk.record.memory(key)
            assert memory
            assert planned
            assert memory.due == promised[grade]
            if grade is Grade.AGAIN:
                forgotten.add(key)
                assert memory.due == desk.today()
            elif key not in forgotten:
                assert memory.due >= planned.due
        assert desk.record.verify() == ()
        student.get_up()


# ---- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "minutes", "limit"),
    [
        ("20", None, 20),
        ("7 cards", None, 7),
        ("1 card", None, 1),
        (" 10 minutes ", 10, None),
        ("5 min", 5, None),
        ("ALL", None, None),
    ],
)
def test_an_amount_is_understood_as_people_write_it(
    typed: str, minutes: int | None, limit: int | None
) -> None:
    scope = custom.with_amount(custom.usual(Pick.ALL), typed)
    assert scope
    assert (scope.minutes, scope.limit, scope.pick) == (minutes, limit, Pick.ALL)
    assert custom.amount_words(scope)


@pytest.mark.parametrize("typed", ["", "0", "many", "-3", "20 hours", "601 minutes", "99999", "²"])
def test_an_amount_that_is_none_is_refused(typed: str) -> None:
    assert custom.with_amount(Scope(), typed) is None


def test_every_pick_has_words_and_says_why_it_is_empty(someone: Made) -> None:
    assert [choice.pick for choice in custom.CHOICES] == list(Pick)
    sentences = [text for one in custom.CHOICES for text in (one.about, one.effect, one.empty)]
    assert max(map(len, sentences)) <= 56, "a sentence takes one line of the smallest window"
    desk = someone().sit_down()
    for pick in Pick:
        found = begin(desk, Scope(pick=pick))
        assert found.shown is None
        assert custom.ending_words(found) == custom.BY_PICK[pick].empty
        assert custom.asked(desk, Scope(pick=pick)) == 0
    assert custom.with_days(Scope(), "12 days") == Scope(ahead=12)
    assert custom.with_days(Scope(), "0") is custom.with_days(Scope(), "x") is None
