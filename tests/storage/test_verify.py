"""Keeps the promise that a changed bit, a missing event and a wrong table are found and named, and can be mended."""

from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.srs.model import Grade
from nmt_study.storage.record.event import Stamp
from nmt_study.storage.record.record import Record
from tests.storage.builders import Learner, changed_by_force, derived, learner, noise, rows


def studied(folder: Path, answers: int = 40) -> Learner:
    """Return a learner with some history of each kind."""
    student = learner(folder)
    for turn in range(answers):
        student.day += turn % 3
        student.answer(f"card {turn % 7}", Grade(1 + turn % 4))
    student.undo()
    student.record.relink(student.stamp(), "card 3", "card new", "same text")
    return student


def tampered(student: Learner, *statements: str) -> Record:
    """Change the file behind the product's back, without its guards, and open it again."""
    student.record.close()
    changed_by_force(student.record.path, *statements)
    return Record.open(student.record.path, noise(9))


def test_a_sound_record_has_no_findings_and_verifying_writes_nothing(tmp_path: Path) -> None:
    student = studied(tmp_path)
    before = student.record.path.read_bytes()
    heard: list[tuple[int, int]] = []
    assert student.record.verify(lambda done, total: heard.append((done, total))) == ()
    assert student.record.path.read_bytes() == before
    assert heard == [(0, 42), (42, 42)]
    student.record.close()


@pytest.mark.parametrize("bit", range(8))
def test_a_flipped_bit_in_an_event_is_named(tmp_path: Path, bit: int) -> None:
    student = studied(tmp_path)
    student.record.close()
    content = bytearray(student.record.path.read_bytes())
    # A content hash in an event's body stands only there and in the review table, after the events' pages.
    ((event, body),) = rows(student.record, "SELECT id, body FROM event WHERE seq = 17")
    at = content.index(str(body).encode()) + 25
    content[at] ^= 1 << bit
    student.record.path.write_bytes(content)
    record = Record.open(student.record.path, noise(9))
    findings = record.verify()
    record.close()
    assert [finding.where for finding in findings if "was changed" in finding.message] == [f"event {event}"]


@pytest.mark.parametrize(
    "column", ["at_utc", "utc_offset", "study_day", "zone", "kind", "body", "device", "digest", "id"]
)
def test_a_change_to_any_column_of_an_event_is_found(tmp_path: Path, column: str) -> None:
    text = column in {"zone", "kind", "body", "device", "digest", "id"}
    change = f"{column} || 'x'" if text else f"{column} + 1"
    record = tampered(studied(tmp_path), f"UPDATE event SET {column} = {change} WHERE seq = 17")
    findings = record.verify()
    record.close()
    assert any("number 17" in finding.message for finding in findings)


def test_a_missing_event_is_found(tmp_path: Path) -> None:
    record = tampered(studied(tmp_path), "PRAGMA foreign_keys = off", "DELETE FROM event WHERE seq = 17")
    findings = record.verify()
    record.close()
    assert any("41 events, but they are numbered up to 42" in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE memory SET due = due + 1 WHERE card = 'card 1'", "memory card 1"),
        ("UPDATE memory SET stability = stability * 1.001 WHERE card = 'card 1'", "memory card 1"),
        ("DELETE FROM memory WHERE card = 'card new'", "memory card new"),
        ("INSERT INTO memory VALUES ('ghost', 1.0, 1.0, 1, 1, 1, 0)", "memory ghost"),
        ("UPDATE review SET grade = 1 WHERE position = 4", "review 4"),
        ("DELETE FROM review WHERE position = 4", "review 4"),
        (
            "UPDATE seen_content SET event = 'x' WHERE content = 'content of card 2'",
            "seen_content content of card 2",
        ),
        ("DELETE FROM alias", "alias 42"),
    ],
)
def test_a_derived_row_that_does_not_follow_from_the_events_is_named_and_mended(
    tmp_path: Path, statement: str, where: str
) -> None:
    student = studied(tmp_path)
    right = derived(student.record)
    record = tampered(student, statement)
    assert where in [finding.where for finding in record.verify()]
    record.rebuild()
    assert record.verify() == ()
    assert derived(record) == right
    record.close()


def test_nothing_is_made_anew_from_an_event_that_was_changed(tmp_path: Path) -> None:
    student = studied(tmp_path)
    right = derived(student.record)
    record = tampered(student, "UPDATE event SET study_day = study_day + 1 WHERE seq = 17")
    with pytest.raises(
        NmtError, match="was changed since it was written, so what follows from it would be wrong"
    ) as refusal:
        record.rebuild()
    assert "data restore" in refusal.value.hint
    assert derived(record) == right
    record.close()


def test_many_wrong_rows_are_counted_rather_than_listed(tmp_path: Path) -> None:
    record = tampered(studied(tmp_path), "UPDATE review SET millis = millis + 1")
    findings = record.verify()
    record.close()
    assert [finding.where.split()[0] for finding in findings] == ["review"] * 21
    assert findings[-1].message == "19 further rows differ from the events"


def test_an_event_that_cannot_be_read_is_named_and_stops_nothing(tmp_path: Path) -> None:
    student = studied(tmp_path)
    for body in ({"card": "x"}, {"target": 3}, {"from": "a", "to": None, "reason": ""}):
        kind = {"card": "answer", "target": "undo", "from": "relink"}[next(iter(body))]
        student.record._append(student.stamp(), kind, body)
    findings = student.record.verify()
    assert [finding.message for finding in findings] == ["its body cannot be read"] * 3
    student.record.rebuild()
    assert len(student.record.verify()) == 3
    student.record.close()


def test_numbers_too_large_for_a_calendar_are_not_believed(tmp_path: Path) -> None:
    student = learner(tmp_path)
    draft = student.draft("calf")
    huge = Stamp(draft.stamp.id, draft.stamp.moment, 10**9)
    student.record._append(huge, "answer", draft.body(with_text=False))
    assert [finding.message for finding in student.record.verify()] == ["its body cannot be read"]
    student.record.close()


def test_a_damaged_page_is_a_finding(tmp_path: Path) -> None:
    student = studied(tmp_path, 400)
    student.record.close()
    ((root,),) = rows(student.record, "SELECT rootpage FROM sqlite_schema WHERE name = 'memory'")
    content = bytearray(student.record.path.read_bytes())
    content[4096 * (int(str(root)) - 1) : 4096 * int(str(root))] = b"\xff" * 4096
    student.record.path.write_bytes(content)
    record = Record.open(student.record.path, noise(9))
    assert any(finding.where == "the file" for finding in record.verify())
    record.close()


def test_rebuilding_tells_how_far_it_is(tmp_path: Path) -> None:
    student = studied(tmp_path)
    heard: list[tuple[int, int]] = []
    student.record.rebuild(lambda done, total: heard.append((done, total)))
    assert heard == [(0, 42), (42, 42)]
    student.record.close()
