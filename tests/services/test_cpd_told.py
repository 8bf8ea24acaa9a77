"""Keeps the promise that whatever a person reads or hands in about their hours says what counts, and only that."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from nmt_study.cpd.draft import drafted
from nmt_study.errors import NmtError
from nmt_study.reports.plain import markdown
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import asking, book, credentials, handing_in, importing, papers, sheets
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.booking import plan_lines
from nmt_study.services.cpd.noted import note_lines
from nmt_study.services.desk import Desk
from tests.builders import Learner, places_in

NOW = date(2026, 3, 2)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with an empty record."""
    learner = Learner(places_in(tmp_path))
    yield learner.sit_down()
    learner.get_up()


def logged(desk: Desk, **fields: str) -> str:
    """Log an activity in person, with these fields in place of the usual ones."""
    usual = {"title": "Course", "date": "2026-02-01", "hours": "6", "format": "in person"}
    return book.log(desk, drafted({**usual, **fields}, NOW))


def state(desk: Desk, body: str, on: date = NOW, **facts: str) -> Account:
    """Return what a credential comes to; it is held from now on, if it was not."""
    held = [one for one in credentials.credentials(desk) if one.pack.id == body]
    one = held[0] if held else credentials.add(desk, credentials.find_pack(desk, body), facts)
    return accounts.account(desk, one, book.logged(desk), on)


def notes(desk: Desk, one: Account) -> str:
    """Return what an account points at."""
    return "\n".join(note_lines(desk, one, book.logged(desk)))


def test_a_topic_in_the_words_of_the_body_is_that_topic(desk: Desk) -> None:
    logged(desk, topics="Professional ethics 2, Florida laws and rules 2; techniques 2")
    one = state(desk, "us-fl-lmt")
    assert [one.state.minimums[name].have for name in ("ethics", "florida_law")] == [2, 2]


def test_topics_and_approvals_that_bodies_ask_for_are_named_where_they_are_typed(desk: Desk) -> None:
    state(desk, "us-ncbtmb-bc", since="2025-11-01")
    packs = credentials.held_packs(desk)
    assert asking.asked_for(packs)[-1] == "approvals"
    assert "approvals" not in asking.asked_for(())
    assert "Your bodies name: accredited_college, ncbtmb_course." in asking.helps(packs)["approvals"]
    assert "ethics" in asking.helps(packs)["topics"]
    assert set(asking.CHANGED) == set(asking.HELP) == set(asking.LABELS)


def test_what_a_body_takes_only_with_an_approval_is_said_with_what_to_book(desk: Desk) -> None:
    one = state(desk, "us-ncbtmb-bc", since="2025-11-01")
    assert any(
        "only what has the approval: accredited college or ncbtmb course" in line
        for line in plan_lines([one])
    )


def test_a_copy_sheet_has_what_counts_and_names_the_rest(desk: Desk) -> None:
    logged(desk, title="Counts", topics="ethics 2, techniques 4")
    logged(desk, title="Read at home", **{"class": "self-directed"})
    logged(desk, title="To come", date="2026-12-15")
    text = markdown(sheets.copy_sheet(state(desk, "us-fl-lmt"), book.logged(desk)))
    copied, _, left = text.partition("Left out, because it does not count")
    assert "ethics 2, techniques 4" in copied
    assert ("Counts" in copied, "Read at home" in copied, "To come" in copied) == (True, False, False)
    assert "2026-02-01 Read at home" in left
    assert "2026-12-15 To come" in left


def test_a_paper_of_a_year_says_that_its_totals_are_of_the_cycle(desk: Desk) -> None:
    logged(desk)
    one = state(desk, "us-fl-lmt")
    assert "Of the whole cycle, not of 2026 alone." in markdown(
        papers.summary(one, book.logged(desk), year=2026)
    )
    assert "Of the whole cycle" not in markdown(papers.summary(one, book.logged(desk)))


def test_a_paper_shows_the_first_day_and_says_of_a_course_what_was_said_of_it(desk: Desk) -> None:
    logged(desk, start_date="2026-01-30", topics="techniques", format="self-paced")
    text = markdown(papers.summary(state(desk, "us-fl-lmt"), book.logged(desk)))
    assert "2026-01-30 to 2026-02-01" in text
    assert "self-paced, techniques" in text
    assert "self-paced, Techniques, in person" not in text


def test_an_audit_pack_has_the_history_of_what_was_voided_too(desk: Desk) -> None:
    gone = logged(desk, title="Twice")
    book.void(desk, book.find(desk, gone), "logged twice")
    pack = handing_in.audit_pack(desk, state(desk, "us-fl-lmt"), book.logged(desk), number=True, year=None)
    with zipfile.ZipFile(BytesIO(pack)) as files:
        history = json.loads(files.read("history.json"))
    assert [one["events"][-1]["void"] for one in history] == [True]


def test_a_cycle_that_ended_short_is_told_in_the_next_one(desk: Desk) -> None:
    logged(desk, hours="5")
    assert "is 19 contact hours short" not in notes(desk, state(desk, "us-nc-lmbt", expiry="2026-12-31"))
    later = notes(desk, state(desk, "us-nc-lmbt", date(2027, 1, 3)))
    assert "The cycle that ended on 2026-12-31 is 19 contact hours short by what is logged." in later
    assert "--on 2026-12-31" in later


def test_nothing_is_told_of_a_cycle_in_which_nothing_was_logged(desk: Desk) -> None:
    logged(desk, date="2026-03-01")
    assert "The cycle that ended" not in notes(desk, state(desk, "us-nc-lmbt", expiry="2027-12-31"))


def test_what_lacks_only_a_reflection_is_told(desk: Desk) -> None:
    identifier = logged(desk, topics="discipline")
    told = notes(desk, state(desk, "uk-cnhc", expiry="2026-12-31"))
    assert (
        f"1 activity lacks only a written reflection to count here: nmt-study cpd reflect {identifier[-6:]}."
        in told
    )


def test_a_training_that_is_still_to_come_is_not_done(desk: Desk) -> None:
    one = state(desk, "us-tx-lmt", expiry="2026-12-31")
    with pytest.raises(NmtError, match="still to come"):
        accounts.do_task(desk, one, "human_trafficking", NOW + timedelta(days=1))
    accounts.do_task(desk, one, "human_trafficking", NOW)


def test_a_row_written_twice_is_taken_once(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("title,date,hours\nCourse,2026-02-01,6\nCourse,2026-02-01,6\nOther,2026-02-01,1\n")
    found = importing.look(desk, table)
    assert [row.number for row in found.rows] == [2, 4]
    assert [row.number for row in found.known] == [3]
    assert "Row 3 looks like row 2 written twice; it is not taken." in found.warnings
    assert len(importing.take(desk, found)) == 2


def test_an_activity_goes_by_its_short_name_and_by_nothing_shorter(desk: Desk) -> None:
    identifier = logged(desk)
    assert book.find(desk, identifier[-6:]).id == identifier
    with pytest.raises(NmtError, match="there is no activity"):
        book.find(desk, identifier[-1])
