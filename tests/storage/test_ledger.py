"""Keeps the promise that a ledger is append-only: every version stays, the newest counts, words can be erased."""

from pathlib import Path

import pytest

from nmt_study.storage.copies.erase import erase_in_record
from nmt_study.storage.record.event import Stamp
from nmt_study.storage.record.ledger import ACTIVITY, REFLECTION, Entry
from nmt_study.storage.record.record import Record
from tests.storage.builders import Learner, learner, noise, rows


@pytest.fixture
def student(tmp_path: Path) -> Learner:
    """Return a learner with an empty record."""
    return learner(tmp_path)


def entry(student: Learner, thing: str = "a", what: str = ACTIVITY, **more: object) -> Entry:
    """Return a version of a thing."""
    words = {"title": str(more.pop("title", "A course")), "note": str(more.pop("note", ""))}
    return Entry(
        student.stamp(), what, thing, str(more.pop("about", "")), {"date": "2026-05-01", "class": "structured", **more},
        words,
    )  # fmt: skip


def test_the_newest_version_counts_and_every_version_stays(student: Learner) -> None:
    book = student.record.ledger
    book.put(entry(student, minutes="60"), entry(student, "b"))
    book.put(entry(student, minutes="90"))
    (b, a) = book.things(ACTIVITY)
    assert (a.id, a.data["minutes"], b.id) == ("a", "90", "b")
    assert [one.data.get("minutes") for one in book.versions(ACTIVITY, "a")] == ["60", "90"]
    book.put(Entry(student.stamp(), ACTIVITY, "a", words={"reason": "twice"}, void=True))
    assert [one.id for one in book.things(ACTIVITY)] == ["b"]
    assert [(one.id, one.void) for one in book.things(ACTIVITY, voided=True)] == [("b", False), ("a", True)]
    assert student.record.verify() == ()


def test_the_same_event_twice_writes_nothing(student: Learner) -> None:
    once = entry(student)
    student.record.ledger.put(once)
    student.record.ledger.put(once)
    assert len(student.record.ledger.versions(ACTIVITY, "a")) == 1


def test_all_entries_or_none(student: Learner) -> None:
    good = entry(student)
    bad = Entry(Stamp("x", good.stamp.moment, good.stamp.day), ACTIVITY, "b", data={"minutes": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        student.record.ledger.put(good, bad)
    assert student.record.ledger.things(ACTIVITY) == ()


def test_the_view_shows_what_stands(student: Learner) -> None:
    student.record.ledger.put(entry(student, title="First", minutes="60"), entry(student, "b", title="Other"))
    student.record.ledger.put(entry(student, title="Second", minutes="75", format="in_person"))
    student.record.ledger.put(Entry(student.stamp(), ACTIVITY, "b", void=True))
    shown = rows(student.record, "SELECT id, completed_on, title, class, format, minutes FROM activities")
    assert shown == [("a", "2026-05-01", "Second", "structured", "in_person", "75")]


def test_a_rebuild_gives_the_same(student: Learner) -> None:
    book = student.record.ledger
    book.put(entry(student), entry(student, "r", REFLECTION, about="a"))
    before = book.things(ACTIVITY), book.things(REFLECTION)
    student.record.rebuild()
    assert (book.things(ACTIVITY), book.things(REFLECTION)) == before
    assert student.record.verify() == ()


def test_words_are_erased_and_the_rest_stays(student: Learner) -> None:
    book, path = student.record.ledger, student.record.path
    book.put(entry(student, note="a client's name"), entry(student, note="better"))
    book.put(entry(student, "r", REFLECTION, about="a", note="more"))
    events = book.events_of("a")
    assert len(events) == 3
    student.record.close()
    for event in events:
        erase_in_record(path, event)
    again = Record.open(path, noise(3))
    (thing,) = again.ledger.things(ACTIVITY)
    assert (thing.words, thing.erased, thing.data["date"]) == ({}, True, "2026-05-01")
    assert again.verify() == ()
    again.close()
    assert b"client" not in path.read_bytes()
