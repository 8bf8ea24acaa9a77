"""Keeps the promise that a course is credited once where a body says so, and that carried hours are for one cycle."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from nmt_study.cpd.draft import FieldError, drafted
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, credentials
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.cpd.noted import note_lines
from nmt_study.services.cpd.rules import pack_template
from nmt_study.services.desk import Desk
from tests.builders import Learner, places_in

NOW = date(2026, 3, 2)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with an empty record."""
    learner = Learner(places_in(tmp_path))
    yield learner.sit_down()
    learner.get_up()


def log(desk: Desk, title: str, day: str, hours: str = "3", **more: str) -> str:
    """Log an activity and return its id."""
    fields = {"title": title, "date": day, "hours": hours, "approvals": "ncbtmb_course", **more}
    return book.log(desk, drafted(fields, NOW))


def state(desk: Desk, held: Credential, on: date = NOW) -> Account:
    """Return what a credential comes to on a day."""
    return accounts.account(desk, held, book.logged(desk), on)


def certified(desk: Desk) -> Credential:
    """Hold a certification whose body takes a course once and never again."""
    return credentials.add(desk, credentials.find_pack(desk, "us-ncbtmb-bc"), {"since": "2023-03-01"})


def test_a_course_credited_in_an_earlier_cycle_is_a_repeat(desk: Desk) -> None:
    held = certified(desk)
    first = log(desk, "Ethics A", "2024-02-01", course_key="ETH1")
    again = log(desk, "Ethics by another name", "2026-03-01", course_key="eth1")
    other = log(desk, "Ethics B", "2026-03-01", course_key="ETH2")
    earlier, now = state(desk, held, date(2025, 2, 28)), state(desk, held)
    assert earlier.state.credit(first) == 3
    assert now.state.reasons[again] == ("REPEAT",)
    assert now.state.credit(other) == now.state.total == 3


def test_the_same_title_by_the_same_provider_is_the_same_course(desk: Desk) -> None:
    held = certified(desk)
    log(desk, "Ethics A", "2024-02-01", provider="A School", course_key="ETH1")
    again = log(desk, "ethics  a", "2026-03-01", provider="a school")
    log(desk, "Neck", "2024-02-02", provider="A School")
    neck = log(desk, "Neck", "2026-03-01", provider="A School")
    elsewhere = log(desk, "Neck", "2026-03-01", provider="B School")
    found = state(desk, held).state
    assert (found.reasons[again], found.reasons[neck]) == (("REPEAT",), ("REPEAT",))
    assert found.credit(elsewhere) == 3


def test_a_title_without_provider_or_course_key_is_pointed_at(desk: Desk) -> None:
    held = certified(desk)
    log(desk, "Ethics A", "2024-02-01")
    again = log(desk, "Ethics A", "2026-03-01")
    found = state(desk, held)
    assert found.state.credit(again) == 3
    notes = note_lines(desk, found, book.logged(desk))
    assert any("“Ethics A” of 2026-03-01 has the title of an earlier one" in one for one in notes)


@pytest.mark.parametrize(("day", "repeat"), [("2022-03-02", True), ("2022-03-01", False)])
def test_within_four_years_is_a_repeat_and_later_is_none(desk: Desk, day: str, *, repeat: bool) -> None:
    held = credentials.add(desk, credentials.find_pack(desk, "us-al-lmt"), {"since": "2019-05-01"})
    log(desk, "Neck", day, course_key="N1")
    again = log(desk, "Neck", "2026-03-01", course_key="N1")
    found = state(desk, held).state
    assert (found.reasons.get(again) == ("REPEAT",)) is repeat


def test_what_was_not_credited_then_is_no_repeat_now(desk: Desk) -> None:
    held = certified(desk)
    log(desk, "Ethics A", "2024-02-01", course_key="ETH1", approvals="")
    again = log(desk, "Ethics A", "2026-03-01", course_key="ETH1")
    assert state(desk, held).state.credit(again) == 3


def carrying(desk: Desk) -> None:
    """Write a pack whose body lets 10 hours be carried over."""
    text = pack_template("my-body") + "\n[rule.carry_over]\nallowed = true\nmax = 10\n"
    folder = desk.places.home / "packs"
    folder.mkdir(parents=True)
    (folder / "my-body.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "hours", "told"),
    [
        ("us-il-lmt", "20", "no hours are carried over .*ilga"),
        ("my-body", "11", "at most 10 are carried over"),
    ],
)
def test_more_carried_in_than_the_body_lets_is_refused_with_its_rule(
    desk: Desk, body: str, hours: str, told: str
) -> None:
    carrying(desk)
    fields = {"carry_in": hours, **({"expiry": "2026-12-31"} if body == "my-body" else {})}
    with pytest.raises(FieldError, match=told):
        credentials.add(desk, credentials.find_pack(desk, body), fields)
    assert credentials.credentials(desk) == ()


def test_hours_carried_in_are_for_the_cycle_in_which_that_was_said(desk: Desk) -> None:
    carrying(desk)
    pack = credentials.find_pack(desk, "my-body")
    held = credentials.add(desk, pack, {"expiry": "2026-12-31", "carry_in": "8"})
    held = credentials.change(desk, held, {"label": "mine"})
    assert state(desk, held).state.total == 8
    assert state(desk, held, date(2028, 1, 1)).state.total == 0
    log(desk, "Much", "2026-02-01", "21")
    assert state(desk, held, date(2028, 1, 1)).ledger.carry_in == Fraction(5)
