"""Keeps the promises of reading with helpers: the same cache as without, whatever becomes of the helpers."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from nmt_study.storage.library import readers
from nmt_study.storage.library.prepared import Prepared
from nmt_study.storage.library.readers import Outcome, Unread, Wanted, read, read_all
from tests.storage.shelves import SHOULDER, reader


def deck(name: str) -> str:
    """Return a deck of one card."""
    return f"Q: What is {name}?\n\nA: It is {name}.\n"


DECKS = {f"decks/part/{name}.md": deck(name) for name in "abcdefg"}
ODD = {
    "decks/shoulder.md": SHOULDER,
    "decks/broken.md": "Q: no answer?\n\n---\n\nQ: one?\n\nA: yes\n\ntags:: x, y\nid:: one\n",
    "decks/prose.md": "Nothing to ask.\n",
    "decks/twin.md": "---\ntags: all\n---\n\nQ: one?\n\nA: yes\n\ntags:: x\nid:: one\n",
    "quizzes/exam.md": "---\nkind: exam\ntitle: Exam\n---\n\nQ: which?\n\n- [x] a\n- [ ] b\n",
    "decks/bad.md": "\xff\xfe no text",
    "decks/sources.toml": '[SRC-a]\ncite = "A"\nyear = 2020\n',
}


def wanted(folder: Path, *names: str) -> list[Wanted]:
    return [Wanted(str(folder / name), name, name, b"") for name in names]


def outcomes(asked: list[Wanted], processors: int) -> list[Outcome]:
    with closing(read_all(asked, readers.WORTH_IT, processors)) as found:
        return list(found)


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of a cache."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    return {name: found for name, found in rows.items() if name != "file"}


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[readers._Helper]:
    """Return the helpers that are begun from now on."""
    found: list[readers._Helper] = []
    start = readers._Helper.__init__

    def starting(self: readers._Helper, some: list[Wanted]) -> None:
        start(self, some)
        found.append(self)

    monkeypatch.setattr(readers._Helper, "__init__", starting)
    return found


@pytest.mark.slow
def test_a_library_read_by_helpers_is_the_one_read_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: list[readers._Helper]
) -> None:
    alone = reader(tmp_path / "alone", {**DECKS, **ODD})
    monkeypatch.setattr(readers, "WORTH_IT", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    helped = reader(tmp_path / "helped", {**DECKS, **ODD})
    assert len(begun) == 3
    assert held(alone.places.library) == held(helped.places.library)
    assert helped.library.diagnostics() == alone.library.diagnostics() != ()
    alone.close()
    helped.close()


@pytest.mark.slow
def test_what_is_known_already_is_not_parsed_and_what_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(deck("a"), encoding="utf-8")
    (first,) = outcomes(wanted(tmp_path, "a.md"), 1)
    assert isinstance(first, Prepared)
    known = Wanted(str(tmp_path / "a.md"), "a.md", "a.md", first.digest)
    gone = Wanted(str(tmp_path / "b.md"), "b.md", "b.md", b"")
    found = outcomes([known, gone, *wanted(tmp_path, "a.md")], 3)
    assert found[0] is None
    assert isinstance(found[1], Unread)
    assert found[2] == first


@pytest.mark.slow
def test_a_helper_that_dies_is_replaced_by_reading_here(tmp_path: Path, begun: list[readers._Helper]) -> None:
    names = []
    for number in range(20):
        names.append(f"{number}.md")
        (tmp_path / names[-1]).write_text(deck(f"deck{number}"), encoding="utf-8")
    asked = wanted(tmp_path, *names)
    expected = [read(one) for one in asked]
    with closing(read_all(asked, readers.WORTH_IT, 2)) as found:
        got = [next(found)]
        begun[1].process.kill()
        got += list(found)
    assert got == expected
    assert all(one.process.returncode is not None for one in begun)


def test_where_no_process_can_be_started_this_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text(deck("a"), encoding="utf-8")

    def refusing(*_: object, **__: object) -> object:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refusing)
    assert all(isinstance(one, Prepared) for one in outcomes(wanted(tmp_path, "a.md", "a.md"), 4))


@pytest.mark.parametrize(("size", "processors"), [(readers.WORTH_IT - 1, 8), (readers.WORTH_IT, 1)])
def test_no_helper_is_asked_for_little_or_on_one_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, processors: int
) -> None:
    (tmp_path / "a.md").write_text(deck("a"), encoding="utf-8")
    monkeypatch.delattr(subprocess, "Popen")
    with closing(read_all(wanted(tmp_path, "a.md"), size, processors)) as found:
        assert isinstance(next(found), Prepared)


@pytest.mark.slow
def test_a_helper_ends_when_nobody_reads_on(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.md").write_text(SHOULDER * 20, encoding="utf-8")
    asked = wanted(tmp_path, *(f"{number}.md" for number in range(300)))
    helper = readers._Helper(asked)
    assert isinstance(helper.next(asked[0]), Prepared)
    assert helper.process.stdout is not None
    helper.process.stdout.close()
    assert helper.process.wait(30) != 0
