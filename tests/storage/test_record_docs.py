"""Keeps the promise of docs/record.md: what is written there about the record is so."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from nmt_study.storage import database
from nmt_study.storage.copies.segment_line import line_of
from nmt_study.storage.copies.segments import Series
from nmt_study.storage.record.event import NOTE, REPORT, SELECT_EVENT, SHAPINGS, AnswerDraft, Event
from tests.storage.builders import Learner, learner, rows

TEXT = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")


@pytest.fixture
def student(tmp_path: Path) -> Learner:
    """A learner with an answer that stands, one taken back, and a re-link."""
    one = learner(tmp_path)
    one.answer("a")
    one.answer("b")
    one.undo()
    one.record.relink(one.stamp(), "a", "c", "same text")
    return one


def section(title: str) -> str:
    """Return the text below a heading."""
    return TEXT.partition(f"{title}\n")[2].partition("\n#")[0]


def named(text: str) -> set[str]:
    """Return what the first column of a table names."""
    cells = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(.*?)`", cell)}


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("## What was studied: the view `reviews`", "reviews"),
        ("## What was practised: the view `practices`", "practices"),
        ("## What was written: the view `notes`", "notes"),
        ("## What was asked in quizzes and exams: the view `quiz_answers`", "quiz_answers"),
        ("## What was sat: the view `sittings`", "sittings"),
        ("## What happened: the table `event`", "event"),
    ],
)
def test_every_column_is_described_and_no_other(student: Learner, title: str, table: str) -> None:
    columns = {str(row[1]) for row in rows(student.record, f"PRAGMA table_info({table})")}
    student.record.close()
    assert named(section(title)) == columns


def test_every_key_of_an_answer_is_described_and_no_other(student: Learner) -> None:
    plain = student.draft("x")
    full = AnswerDraft(
        plain.stamp,
        "x",
        "y",
        plain.decision,
        1,
        "s",
        "p",
        "text",
        "typed",
        plain.decision.grade,
        overruled=True,
        kind="recall",
        deck="d",
    )
    student.record.close()
    body = full.body(with_text=True)
    free = {f"free.{name}" for name in body.pop("free")}
    assert named(section("### `answer`")) == set(body) | free


def test_every_key_of_an_import_is_described_and_no_other(student: Learner) -> None:
    student.record.transfers.bring(student.stamp(), [student.draft("x")], [])
    (body,) = rows(student.record, "SELECT body FROM event WHERE kind = 'import'")
    student.record.close()
    assert named(section("### `import`")) == set(json.loads(str(body[0])))


@pytest.mark.parametrize("kind", [*sorted(SHAPINGS)])
def test_every_key_of_what_is_done_to_a_card_is_described(student: Learner, kind: str) -> None:
    body = student.shape(kind, "a", text="x" if kind in {NOTE, REPORT} else "").body()
    student.record.close()
    told = re.findall(rf"^\| `{kind}` \| (.*?) \|", TEXT, re.MULTILINE)
    wanted = {*body} - {"free"} | {f"free.{name}" for name in body.get("free", {})}
    assert set(re.findall(r"`(.*?)`", told[0])) == wanted


def test_every_key_of_a_segment_is_described_and_no_other(student: Learner) -> None:
    ((*columns, digest),) = rows(student.record, SELECT_EVENT + " WHERE seq = 1")
    student.record.close()
    line = json.loads(line_of(Event(*columns[1:]), str(digest)))  # type: ignore[arg-type]
    assert named(section("## The second copy: segments")) == set(line)


def test_the_head_of_a_segment_is_as_it_is_shown(student: Learner, tmp_path: Path) -> None:
    student.record.close()
    (shown,) = re.findall(r'^    (\{"nmt-study".*\})$', TEXT, re.MULTILINE)
    head = Series(tmp_path, "…", "…")._head(1)
    assert json.loads(head) == json.loads(shown)


def test_every_table_is_described(student: Learner) -> None:
    tables = {
        str(name) for (name,) in rows(student.record, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    student.record.close()
    assert named(section("## What follows from it")) == tables - {"event", "_sqlite_migrations"}


def test_the_marks_of_the_file_are_told(student: Learner) -> None:
    student.record.close()
    assert f"| {database.APPLICATION_ID} (" in TEXT
    assert f"| {database.VERSION};" in TEXT


def test_the_worked_digest_is_right() -> None:
    ((encoded, digest),) = re.findall(
        r"^    (11:nmt-event-1,.*,)$\n\ngives `([0-9a-f]{64})`", TEXT, re.MULTILINE
    )
    assert hashlib.sha256(encoded.encode()).hexdigest() == digest
    parts = []
    while encoded:
        length, _, rest = encoded.partition(":")
        parts.append(rest[: int(length)])
        assert rest[int(length)] == ","
        encoded = rest[int(length) + 1 :]
    assert len(parts) == 10


def test_the_queries_of_the_page_run(student: Learner) -> None:
    month, text = re.findall(r"^    (SELECT .*?;)$", TEXT, re.MULTILINE | re.DOTALL)
    (by_day,) = re.findall(r'mode=ro" "(SELECT .*?)"', TEXT)
    student.day += 10
    student.answer("c")
    assert rows(student.record, by_day) == [(20000, 1), (20010, 1)]
    assert rows(student.record, month) == [("2024-10", 1, 1.0)]
    assert rows(student.record, text.replace("KEY", "a")) == [("Question and answer of a",)]
    student.record.close()
