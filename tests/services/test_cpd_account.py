"""Keeps the promises about confirming rules, about cards, and about dates that cannot be."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from nmt_study.cpd.draft import FieldError, drafted
from nmt_study.errors import NmtError
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, cards, credentials, words
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.booking import plan_lines
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.cpd.noted import confirmed_words, note_lines
from nmt_study.services.cpd.rules import pack_template
from nmt_study.services.cpd.words import headline
from nmt_study.services.desk import Desk
from tests.builders import Learner, places_in

NOW = date(2026, 3, 2)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with an empty record."""
    learner = Learner(places_in(tmp_path))
    yield learner.sit_down()
    learner.get_up()


def hold(desk: Desk, body: str, **fields: str) -> Credential:
    """Hold a credential."""
    return credentials.add(desk, credentials.find_pack(desk, body), fields)


def state(desk: Desk, held: Credential, on: date = NOW) -> Account:
    """Return what a credential comes to on a day."""
    return accounts.account(desk, held, book.logged(desk), on)


def own_pack(desk: Desk, old: str, new: str) -> None:
    """Write a pack of one's own with one thing changed."""
    folder = desk.places.home / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "my-body.toml").write_text(pack_template("my-body").replace(old, new), encoding="utf-8")


def everything(desk: Desk) -> None:
    """Log all that Illinois asks in a cycle."""
    topics = "ethics 2, domestic violence awareness 1, sexual harassment prevention 1, techniques 21"
    fields = {"title": "Everything", "date": "2026-02-01", "hours": "25", "topics": topics}
    book.log(desk, drafted(fields, NOW))


def test_confirming_lifts_what_an_old_pack_withholds_for_this_cycle_alone(desk: Desk) -> None:
    held = hold(desk, "us-il-lmt")
    everything(desk)
    before = state(desk, held)
    assert (before.state.stale, before.complete) == (True, False)
    assert (
        "older than a year; compare them with the body's page, then nmt-study cpd pack confirm"
        in headline(before)
    )
    accounts.confirm(desk, before)
    after = state(desk, held)
    assert (after.provisional, after.complete) == (False, True)
    assert confirmed_words(after).startswith(
        "Confirmed for the cycle that ends on 2026-12-31. Complete by 31 December 2026"
    )
    assert any("you compared them" in one for one in note_lines(desk, after, ()))
    assert state(desk, held, date(2027, 3, 1)).provisional


def test_confirming_says_where_complete_is_not_said_all_the_same(desk: Desk) -> None:
    own_pack(desk, "total = 24", "total = 0\nno_requirement = true")
    held = hold(desk, "my-body", expiry="2026-12-31")
    accounts.confirm(desk, state(desk, held))
    after = state(desk, held)
    assert not after.complete
    assert "“Complete” is not said all the same: no requirement is on file" in confirmed_words(after)


def test_where_there_is_no_cycle_a_confirmation_grows_old(desk: Desk) -> None:
    text = pack_template("my-body")
    cycle = text[text.index("[rule.cycle_rule]") : text.index("[[rule.minimums]]")]
    own_pack(desk, cycle, "[rule.rolling]\nmonths = 24\n\n")
    held = hold(desk, "my-body")
    accounts.confirm(desk, state(desk, held))
    assert state(desk, held).confirmed
    assert state(desk, held, date(2027, 3, 2)).confirmed
    assert not state(desk, held, date(2027, 3, 4)).confirmed


def test_a_card_ends_after_it_begins(desk: Desk) -> None:
    with pytest.raises(NmtError, match="would begin on 2027-01-01, after it ended on 2026-12-31"):
        cards.hold(desk, "cpr", date(2026, 12, 31), date(2027, 1, 1))
    assert cards.held(desk) == ()


@pytest.mark.parametrize(
    ("typed", "name"), [("CPR", "cpr"), ("First-Aid", "first_aid"), ("parking", "parking")]
)
def test_a_card_is_known_by_the_name_that_bodies_use(desk: Desk, typed: str, name: str) -> None:
    assert cards.named(desk, typed) == name


def test_a_misspelt_card_is_not_taken_for_another_one(desk: Desk) -> None:
    hold(desk, "us-pa-lmt", expiry="2027-01-31")
    with pytest.raises(NmtError, match="no body asks for a card called 'cprr'") as refused:
        cards.named(desk, "cprr")
    assert refused.value.hint == "Did you mean cpr?"
    assert (cards.is_asked(desk, "cpr"), cards.is_asked(desk, "parking")) == (True, False)


def test_an_older_card_replaces_a_newer_one_only_when_that_is_meant(desk: Desk) -> None:
    cards.hold(desk, "cpr", date(2028, 5, 31))
    with pytest.raises(NmtError, match="valid until 2028-05-31 already"):
        cards.hold(desk, "cpr", date(2027, 5, 31))
    cards.hold(desk, "cpr", date(2027, 5, 31), shorten_it=True)
    cards.hold(desk, "cpr", date(2029, 5, 31))
    assert [one.valid_to for one in cards.held(desk)] == [date(2029, 5, 31)]


@pytest.mark.parametrize(
    ("body", "fields", "field"),
    [
        ("us-il-lmt", {"issued": "2099-01-01"}, "issued"),
        ("us-nc-lmbt", {"expiry": "2062-12-31"}, "expiry"),
        ("us-ncbtmb-bc", {"since": "2031-01-01"}, "since"),
        ("us-ncbtmb-bc", {"since": "1031-01-01"}, "since"),
    ],
)
def test_a_date_that_cannot_be_is_refused(desk: Desk, body: str, fields: dict[str, str], field: str) -> None:
    with pytest.raises(FieldError, match="cannot be") as refused:
        hold(desk, body, **fields)
    assert refused.value.field == field
    assert credentials.credentials(desk) == ()


def test_an_expiry_against_the_dates_of_the_rules_is_pointed_at(desk: Desk) -> None:
    wrong = hold(desk, "us-fl-lmt", expiry="2026-12-30")
    (note,) = (one for one in note_lines(desk, state(desk, wrong), ()) if "look at your licence" in one)
    assert "ends on 2027-08-31, but you gave 2026-12-30" in note
    assert credentials.date_note(credentials.change(desk, wrong, {"expiry": "2027-08-31"})) == ""
    assert credentials.date_note(hold(desk, "us-nc-lmbt", expiry="2026-12-30")) == ""


def test_hours_never_complete_a_body_that_counts_points(desk: Desk) -> None:
    held = hold(desk, "uk-fht", since="2026-01-01")
    book.log(desk, drafted({"title": "Course", "date": "2026-02-01", "hours": "12"}, NOW))
    one = state(desk, held)
    assert headline(one).startswith("Still needed: 10 points")
    assert any("states hours only, and this body counts points" in note for note in notes(desk, one))
    book.log(desk, drafted({"title": "Course", "date": "2026-02-02", "hours": "6, 10 points"}, NOW))
    assert state(desk, held).state.compliant


def test_a_certification_that_a_body_takes_instead_is_said_and_asks_for_nothing_more(desk: Desk) -> None:
    held = hold(desk, "us-va-lmt", birth="march even")
    assert "takes a current NCBTMB certification" in " ".join(notes(desk, state(desk, held)))
    cards.hold(desk, "ncbtmb", date(2029, 1, 1))
    one = state(desk, held)
    assert headline(one).startswith("Your NCBTMB card stands in place of the hours.")
    assert words.needed_lines(one) == ()
    assert plan_lines([one]) == ()
    assert not any("certification: nmt-study cpd card" in note for note in notes(desk, one))


def test_the_day_from_which_the_years_are_counted_is_that_of_the_issue_unless_another_is_said(
    desk: Desk,
) -> None:
    held = hold(desk, "us-al-lmt", since="2025-11-01")
    assert state(desk, held).state.required == 0
    held = credentials.change(desk, held, {"issued": "2021-11-01"})
    assert state(desk, held).state.required == 16


def test_what_was_said_of_a_credential_can_be_taken_back_but_not_what_places_its_cycle(desk: Desk) -> None:
    held = hold(desk, "us-fl-lmt", issued="2026-02-20", number="MA 1", label="Home")
    assert state(desk, held).state.required < 24
    held = credentials.change(desk, held, {"issued": "", "number": " "})
    assert (held.issued, held.number, held.label) == (None, "", "Home")
    assert state(desk, held).state.required == 24
    abroad = hold(desk, "us-nc-lmbt", expiry="2026-12-31")
    with pytest.raises(FieldError, match="it is needed"):
        credentials.change(desk, abroad, {"expiry": ""})


def test_what_was_not_found_about_carrying_hours_over_is_not_told_as_a_rule(desk: Desk) -> None:
    with pytest.raises(FieldError, match="was not found"):
        hold(desk, "us-nc-lmbt", expiry="2026-12-31", carry_in="5")
    with pytest.raises(FieldError, match="by the rules of"):
        hold(desk, "us-fl-lmt", carry_in="5")


def notes(desk: Desk, one: Account) -> tuple[str, ...]:
    """Return what an account points at."""
    return note_lines(desk, one, book.logged(desk))
