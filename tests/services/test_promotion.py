"""Keeps the promise that study time is no credit by itself, and that no minute becomes part of an activity twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.clock import FixedClock, date_of, day_of, moment_at
from nmt_study.cpd.draft import FieldError, typed_fields
from nmt_study.errors import NmtError
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, credentials, promotion
from nmt_study.services.cpd.book import Reflection
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.cpd.promotion import Promotion
from nmt_study.services.desk import Desk
from nmt_study.services.safety import data
from nmt_study.services.study.study import Scope, begin
from nmt_study.srs.model import Grade
from nmt_study.text import clean
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


MAY = day_of(date(2026, 5, 1))


def clock_to(desk: Desk, day: int) -> None:
    """Put the clock to noon of a study day."""
    assert isinstance(desk.clock, FixedClock)
    desk.clock.set(moment_at(datetime(2026, 5, 1, 12, tzinfo=UTC) + timedelta(days=day - MAY), "UTC"))


def on(day: int) -> date:
    """Return the date of a study day."""
    return date_of(day)


def promote(desk: Desk, held: Credential, day: int, minutes: int) -> str:
    """Make an activity out of minutes of a day."""
    told = Promotion("Referral maps of the shoulder", on(day), on(day), Fraction(minutes), "", SAID)
    return promotion.promote(desk, held, told)


def free(desk: Desk, day: int) -> Fraction:
    """Return the minutes of a day that no activity stands on."""
    return promotion.recorded(desk, on(day), on(day)).free


def mend(desk: Desk, day: int) -> None:
    """Put the clock right, and let the answers that are dated later count as given on that day."""
    clock_to(desk, day)
    found = data.ahead(desk)
    assert found is not None
    data.redate(desk, found, day)


def test_a_minute_whose_day_was_mended_is_on_its_true_day_and_becomes_no_second_activity(desk: Desk) -> None:
    held = virginia(desk)
    clock_to(desk, MAY + 9)
    study(desk, 6, 60)
    name = promote(desk, held, MAY + 9, 4)
    mend(desk, MAY)
    assert promotion.recorded(desk, on(MAY + 9), on(MAY + 9)).minutes == 0
    assert [promotion.recorded(desk, on(MAY), on(MAY)).minutes, free(desk, MAY)] == [6, 2]
    promote(desk, held, MAY, 2)
    with pytest.raises(NmtError, match="0 stand for no activity yet"):
        promote(desk, held, MAY, 1)
    one = book.find(desk, name)
    book.change(desk, one, {**typed_fields(one.data, one.words), "date": "2026-05-01", "start_date": ""})
    assert book.find(desk, name).activity.date == on(MAY)
    assert data.undo_redate(desk)
    assert [free(desk, MAY), free(desk, MAY + 9)] == [0, 0], "also what was promoted while the mending stood"


def test_what_is_studied_on_the_day_that_a_clock_showed_too_early_has_its_own_minutes(desk: Desk) -> None:
    held = virginia(desk)
    clock_to(desk, MAY + 9)
    study(desk, 6, 60)
    promote(desk, held, MAY + 9, 6)
    mend(desk, MAY)
    clock_to(desk, MAY + 9)
    study(desk, 3, 60)
    assert [free(desk, MAY), free(desk, MAY + 9)] == [0, 3]


def test_a_promoted_activity_whose_day_was_mended_since_can_be_given_another_title(desk: Desk) -> None:
    held = virginia(desk)
    clock_to(desk, MAY + 9)
    study(desk, 6, 60)
    name = promote(desk, held, MAY + 9, 6)
    mend(desk, MAY)
    one = book.find(desk, name)
    title = "Referral maps of the shoulder and arm"
    book.change(desk, one, {**typed_fields(one.data, one.words), "title": title})
    one = book.find(desk, name)
    assert (one.activity.title, one.activity.date) == (title, on(MAY + 9))
    with pytest.raises(FieldError, match="it was studied from 2026-05-01 to 2026-05-10"):
        book.change(desk, one, {**typed_fields(one.data, one.words), "date": "2026-04-30", "start_date": ""})


def test_minutes_that_were_mended_away_before_a_day_was_promoted_stay_free(desk: Desk) -> None:
    held = virginia(desk)
    clock_to(desk, MAY + 9)
    study(desk, 6, 60)
    mend(desk, MAY)
    clock_to(desk, MAY + 9)
    study(desk, 5, 60)
    promote(desk, held, MAY + 9, 5)
    assert [free(desk, MAY), free(desk, MAY + 9)] == [6, 0]
    assert data.undo_redate(desk)
    assert free(desk, MAY + 9) == 6, "of eleven minutes on that day now, five were promoted"


def test_a_day_promoted_after_a_mending_was_taken_back_stands_on_the_minutes_it_had_then(desk: Desk) -> None:
    held = virginia(desk)
    clock_to(desk, MAY + 9)
    study(desk, 6, 60)
    mend(desk, MAY)
    assert data.undo_redate(desk)
    promote(desk, held, MAY + 9, 6)
    assert free(desk, MAY + 9) == 0
    mend(desk, MAY)
    assert [free(desk, MAY), free(desk, MAY + 9)] == [0, 0]


doings = st.lists(st.sampled_from(["study", "promote", "ahead", "mend", "undo"]), min_size=4, max_size=14)


@settings(deadline=None, max_examples=12)
@given(doings, st.randoms(use_true_random=False))
def test_no_more_minutes_are_promoted_than_were_recorded(did: list[str], chance: Random) -> None:
    with TemporaryDirectory() as folder:
        places = places_in(Path(folder))
        write_decks(places, {"maps": plain_deck("maps", 60)})
        desk = Learner(places).sit_down()
        held, day = virginia(desk), MAY
        clock_to(desk, day)
        for one in did:
            if one == "study" and desk.library.overview(desk.today()).total.new >= 2:
                study(desk, 2, 60)
            elif one == "ahead":
                clock_to(desk, desk.today() + chance.randint(1, 4))
            elif one == "mend":
                day += 1
                clock_to(desk, day)
                if data.ahead(desk):
                    mend(desk, day)
            elif one == "undo":
                data.undo_redate(desk)
            elif one == "promote":
                for back in range(12):
                    if there := free(desk, desk.today() - back):
                        promote(desk, held, desk.today() - back, int(there))
        used = sum((each.activity.minutes or 0 for each in book.logged(desk)), Fraction(0))
        assert used <= sum(each.own for each in desk.record.studied().days) / 60
        desk.close()


def test_what_is_said_of_study_time_passes_the_gate_like_any_text(desk: Desk) -> None:
    said = replace(SAID, need=f"{SAID.need}\x1b[2J", learnt=f"{SAID.learnt}\u202e")
    one = book.find(desk, promotion.promote(desk, virginia(desk), wish(3, reflection=said)))
    assert (one.reflection.need, one.reflection.learnt) == (
        clean(said.need).strip(),
        clean(said.learnt).strip(),
    )
    assert "\x1b" not in "".join(desk.record.ledger.versions("reflection", one.id)[-1].words.values())
