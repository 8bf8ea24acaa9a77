"""Keeps the promise of docs/record.md: what is written there about the record is so."""

import hashlib
import re
from pathlib import Path

import pytest

from nmt_study.storage import database
from nmt_study.storage.event import AnswerDraft
from tests.storage.builders import Learner, learner, rows

TEXT = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")


@pytest.fixture
def anna(tmp_path: Path) -> Learner:
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
        ("## What happened: the table `event`", "event"),
    ],
)
def test_every_column_is_described_and_no_other(anna: Learner, title: str, table: str) -> None:
    columns = {str(row[1]) for row in rows(anna.record, f"PRAGMA table_info({table})")}
    anna.record.close()
    assert named(section(title)) == columns


def test_every_key_of_an_answer_is_described_and_no_other(anna: Learner) -> None:
    plain = anna.draft("x")
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
    )
    anna.record.close()
    body = full.body(with_text=True)
    free = {f"free.{name}" for name in body.pop("free")}
    assert named(section("### `answer`")) == set(body) | free


def test_every_table_is_described(anna: Learner) -> None:
    tables = {
        str(name) for (name,) in rows(anna.record, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    anna.record.close()
    assert named(section("## What follows from it")) == tables - {"event", "_sqlite_migrations"}


def test_the_marks_of_the_file_are_told(anna: Learner) -> None:
    anna.record.close()
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


def test_the_queries_of_the_page_run(anna: Learner) -> None:
    month, text = re.findall(r"^    (SELECT .*?;)$", TEXT, re.MULTILINE | re.DOTALL)
    (by_day,) = re.findall(r'mode=ro" "(SELECT .*?)"', TEXT)
    anna.day += 10
    anna.answer("c")
    assert rows(anna.record, by_day) == [(20000, 1), (20010, 1)]
    assert rows(anna.record, month) == [("2024-10", 1, 1.0)]
    assert rows(anna.record, text.replace("KEY", "a")) == [("Question and answer of a",)]
    anna.record.close()
