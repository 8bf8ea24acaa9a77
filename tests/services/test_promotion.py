"""Keeps the promise that study time is no credit by itself, and that no minute becomes part of an activity twice."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from nmt_study.clock import FixedClock, moment_at
from nmt_study.cpd.draft import FieldError, typed_fields
from nmt_study.errors import NmtError
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, credentials, promotion
from nmt_study.services.cpd.book import Reflection
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.cpd.promotion import Promotion
from nmt_study.services.desk import Desk
from nmt_study.services.study import Scope, begin
from nmt_study.srs.model import Grade
from tests.builders import TODAY, Learner, places_in, plain_deck, write_decks

SAID = Reflection("to tell the maps apart", "where each of them leads", "I ask before I press", final=True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk at which ten cards were answered in half a minute each."""
    places = places_in(tmp_path)
    write_decks(places, {"maps": plain_deck("maps", 30)})
    found = Learner(places).sit_down()
    study(found, 10, 30)
    return found


def study(desk: Desk, cards: int, seconds: int) -> None:
    """Answer so many cards, each open for so many seconds."""
    clock = desk.clock
    assert isinstance(clock, FixedClock)
    session = begin(desk, Scope(limit=cards))
    for _ in range(cards):
        clock.advance(seconds)
        session.grade(Grade.GOOD)


def virginia(desk: Desk) -> Credential:
    """Hold a licence whose body takes self-directed learning."""
    return credentials.add(desk, credentials.find_pack(desk, "us-va-lmt"), {"birth": "may odd"})


def wish(minutes: int, **changed: object) -> Promotion:
    """Return what is said of study time."""
    first = changed.get("first", TODAY)
    assert isinstance(first, date)
    reflection = changed.get("reflection", SAID)
    assert isinstance(reflection, Reflection)
    return Promotion(
        str(changed.get("title", "Referral maps of the shoulder")),
        first,
        TODAY,
        Fraction(minutes),
        "",
        reflection,
    )


def test_one_activity_stands_on_the_minutes_and_no_other_can(desk: Desk) -> None:
    held = virginia(desk)
    assert promotion.recorded(desk, TODAY, TODAY).free == 5
    promotion.promote(desk, held, wish(3))
    assert promotion.recorded(desk, TODAY, TODAY).free == 2
    with pytest.raises(NmtError, match="2 stand for no activity yet"):
        promotion.promote(desk, held, wish(3))
    promotion.promote(desk, held, wish(2))
    with pytest.raises(NmtError, match="0 stand for no activity yet"):
        promotion.promote(desk, held, wish(1, first=TODAY - timedelta(days=30)))
    found = book.logged(desk)
    assert sorted(str(one.activity.minutes) for one in found) == ["2", "3"]
    assert all(one.activity.class_ == "self_directed" and one.activity.reflection for one in found)
    state = accounts.account(desk, held, book.logged(desk), TODAY).state
    assert state.total == Fraction(5, 60)
    assert desk.record.verify() == ()


def test_a_void_activity_gives_its_minutes_back(desk: Desk) -> None:
    held = virginia(desk)
    one = book.find(desk, promotion.promote(desk, held, wish(5)))
    book.void(desk, one, "wrong subject")
    assert promotion.recorded(desk, TODAY, TODAY).free == 5


def test_a_changed_activity_keeps_its_minutes(desk: Desk) -> None:
    held = virginia(desk)
    one = book.find(desk, promotion.promote(desk, held, wish(5)))
    book.change(
        desk, one, {"title": "Other words", "date": "2026-03-02", "minutes": "5", "class": "self-directed"}
    )
    assert promotion.recorded(desk, TODAY, TODAY).free == 0


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("minutes", "6", "it stands on 5 recorded minutes"),
        ("minutes", "1:30", "study time never counts for more than was recorded"),
        ("hours", "3", "made out of study time"),
        ("class", "course", "study time becomes no course"),
        ("certificate_no", "A-1", "has no certificate"),
        ("format", "in person", "it stays self paced"),
        ("hands_on", "yes", "made out of study time"),
        ("approvals", "ncbtmb_course", "made out of study time"),
        ("kind", "teaching", "made out of study time"),
        ("days", "3", "made out of study time"),
        ("date", "2026-03-03", "not dated to another day"),
        ("title", "cards", "say what you studied"),
    ],
)
def test_no_change_makes_more_of_study_time_than_its_rules_let(
    desk: Desk, field: str, typed: str, told: str
) -> None:
    held = virginia(desk)
    one = book.find(desk, promotion.promote(desk, held, wish(5)))
    with pytest.raises(FieldError, match=told) as refused:
        book.change(desk, one, {**typed_fields(one.data, one.words), field: typed})
    assert refused.value.field == field
    (after,) = book.logged(desk)
    assert (after.data, after.words) == (one.data, one.words)


def test_what_is_allowed_of_study_time_is_changed(desk: Desk) -> None:
    held = virginia(desk)
    one = book.find(desk, promotion.promote(desk, held, wish(5)))
    fields = {**typed_fields(one.data, one.words), "minutes": "4", "topics": "techniques", "note": "better"}
    book.change(desk, one, fields)
    (after,) = book.logged(desk)
    assert after.activity.minutes == 4
    assert (after.activity.topics, after.words["note"]) == (("techniques",), "better")


@pytest.mark.parametrize(
    "said",
    [
        Reflection("to tell the maps apart", "", "I ask before I press", final=True),
        Reflection("to tell the maps apart", "where each of them leads", "I ask before I press", final=False),
    ],
)
def test_study_time_keeps_the_reflection_it_stands_on(desk: Desk, said: Reflection) -> None:
    one = book.find(desk, promotion.promote(desk, virginia(desk), wish(5)))
    with pytest.raises(NmtError, match="say "):
        book.reflect(desk, one, said)
    assert book.find(desk, one.id).reflection == SAID


def test_words_that_could_tell_a_client_are_pointed_at(desk: Desk) -> None:
    said = Reflection("to help Mrs Example", "where each of them leads", "I ask before I press", final=True)
    (told,) = promotion.notes(wish(3, reflection=said))
    assert "“Mrs Example” looks like a name" in told


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "cards"},
        {"reflection": Reflection("", "where each of them leads", "I ask before I press", final=True)},
        {"reflection": Reflection("to tell the maps apart", "", "I ask before I press", final=True)},
        {"reflection": Reflection("to tell the maps apart", "where each of them leads", "", final=True)},
        {"first": TODAY + timedelta(days=1)},
    ],
)
def test_what_says_too_little_is_refused_and_nothing_recorded(desk: Desk, changed: dict[str, object]) -> None:
    with pytest.raises(NmtError):
        promotion.promote(desk, virginia(desk), wish(3, **changed))
    assert book.logged(desk) == ()


def test_a_body_that_takes_none_refuses_with_rule_and_source(desk: Desk) -> None:
    held = credentials.add(desk, credentials.find_pack(desk, "us-wi-mt"), {})
    with pytest.raises(NmtError, match=r"the page does not say.*https://dsps\.wi\.gov"):
        promotion.promote(desk, held, wish(3))
    assert book.logged(desk) == ()


def test_where_items_are_counted_study_becomes_one_item(desk: Desk) -> None:
    held = credentials.add(desk, credentials.find_pack(desk, "uk-fht"), {"since": "2025-06-01"})
    promotion.promote(desk, held, wish(5))
    state = accounts.account(desk, held, book.logged(desk), TODAY).state
    assert state.total == 2
    assert state.still_needed == 8


def test_a_card_that_lay_open_counts_a_minute_at_most(desk: Desk) -> None:
    study(desk, 2, 3600)
    assert promotion.recorded(desk, TODAY, TODAY).minutes == 7


def test_neither_another_zone_nor_a_clock_set_back_makes_minutes(desk: Desk) -> None:
    clock = desk.clock
    assert isinstance(clock, FixedClock)
    session = begin(desk, Scope(limit=2))
    clock.set(moment_at(clock.now().at - timedelta(hours=2), "Pacific/Auckland"))
    session.grade(Grade.GOOD)
    clock.set(moment_at(clock.now().at - timedelta(minutes=30), "America/Los_Angeles"))
    session.grade(Grade.GOOD)
    whole = promotion.recorded(desk, TODAY - timedelta(days=3), TODAY + timedelta(days=3))
    assert whole.minutes == 5
