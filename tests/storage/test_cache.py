"""Keeps the promise that the cache only saves time: whatever happens to it, the answers stay the same."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nmt_study.storage.library import cache
from nmt_study.storage.library.cache import open_cache
from tests.storage.shelves import SHOULDER, Reader, reader, watched

ROOT = Path(__file__).parents[2]


def studied(folder: Path) -> Reader:
    """Return a reader with a library and an answer."""
    student = reader(folder, {"decks/a.md": SHOULDER, "decks/b.md": "Q: b?\n\nA: yes\n\nid:: b\n"})
    student.answer("b")
    return student


def all_is_there(student: Reader) -> None:
    """Check that everything can be asked and is answered rightly."""
    assert student.library.overview(student.student.day).total.new == 3
    assert len(student.new()) == 3
    assert len(student.library.deck_cards("tp-shoulder")) == 3
    assert student.library.card("b")
    student.student.day += 99
    assert [card.key for card in student.library.due_candidates(student.student.day)] == ["b"]
    student.student.day -= 99


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_cache_that_is_no_cache_is_made_anew(tmp_path: Path, content: bytes) -> None:
    student = studied(tmp_path)
    student.close()
    student.places.library.write_bytes(content)
    student = student.reopen()
    all_is_there(student)
    student.close()
    assert student.places.library.read_bytes()[:6] == b"SQLite"


@pytest.mark.parametrize("page", range(1, 12))
def test_a_damaged_page_is_mended_by_reading_the_files_again(tmp_path: Path, page: int) -> None:
    student = studied(tmp_path)
    student.close()
    content = bytearray(student.places.library.read_bytes())
    content[4096 * page : 4096 * (page + 1)] = b"\xff" * 4096
    student.places.library.write_bytes(content)
    student = student.reopen()
    all_is_there(student)
    student.close()


@pytest.mark.parametrize(("name", "value"), [("VERSION", 99), ("__version__", "99.0")])
def test_a_cache_of_another_version_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    student = studied(tmp_path)
    student.close()
    monkeypatch.setattr(cache, name, value)
    work = watched(monkeypatch)
    student = student.reopen()
    assert sorted(work.opened) == ["a.md", "b.md"]
    all_is_there(student)
    student.close()
    work.opened.clear()
    student = student.reopen()
    assert work.opened == []
    student.close()


def test_a_change_in_any_module_that_makes_its_rows_is_another_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    for folder in ("deck", "storage"):
        shutil.copytree(
            ROOT / "nmt_study" / folder, package / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    monkeypatch.setattr(cache, "__file__", str(package / "storage/library/cache.py"))
    before = cache._edition()
    assert cache._edition() == before
    own = [f"storage/library/{name}" for name in cache._MAKERS]
    for name in (*own, "deck/identity", "deck/terms", "deck/grammar/parser", "deck/change/pairing"):
        file = package / f"{name}.py"
        file.write_bytes(file.read_bytes() + b"#")
        assert cache._edition() != before, name
        before = cache._edition()


def test_where_no_cache_can_be_written_it_lives_in_memory(tmp_path: Path) -> None:
    student = studied(tmp_path)
    student.close()
    for file in (tmp_path / "cache").iterdir():
        file.unlink()
    (tmp_path / "cache").rmdir()
    (tmp_path / "cache").write_text("a file where the folder should be")
    student = student.reopen()
    all_is_there(student)
    student.close()
    assert (tmp_path / "cache").read_text() == "a file where the folder should be"


def test_a_cache_that_may_only_be_read_does_no_harm(tmp_path: Path) -> None:
    student = studied(tmp_path)
    student.close()
    student = student.reopen()
    student.library._stock.cache.close()
    student.library._stock.cache = sqlite3.connect(
        f"{student.places.library.as_uri()}?mode=ro", uri=True, isolation_level=None
    )
    student.write("decks/b.md", "Q: changed?\n\nA: yes\n\nid:: b\n")
    assert student.library.refresh()
    all_is_there(student)
    student.close()


def test_a_cache_that_another_program_is_filling_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = studied(tmp_path)
    student.close()
    before = student.places.library.stat().st_ino
    monkeypatch.setattr(cache, "BUSY_SECONDS", 0)
    other = sqlite3.connect(student.places.library, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    student = student.reopen()
    all_is_there(student)
    student.close()
    other.execute("ROLLBACK")
    other.close()
    assert student.places.library.stat().st_ino == before
    student = student.reopen()
    all_is_there(student)
    student.close()


def test_a_full_disk_does_no_harm(tmp_path: Path) -> None:
    student = studied(tmp_path)
    pages = student.library._stock.cache.execute("PRAGMA page_count").fetchone()[0]
    student.library._stock.cache.execute(f"PRAGMA max_page_count = {pages}")
    student.write("decks/c.md", "\n".join(f"Q: c{number}?\n\nA: yes\n" for number in range(500)))
    assert student.library.refresh()
    assert student.library.overview(student.student.day).total.new == 503
    student.close()


def test_a_cache_deleted_while_in_use_does_no_harm(tmp_path: Path) -> None:
    student = studied(tmp_path)
    try:
        student.places.library.unlink()
    except PermissionError:
        pytest.skip("an open file cannot be deleted here")
    student.write("decks/c.md", "Q: c?\n\nA: yes\n\nid:: c\n")
    student.library.refresh()
    assert student.library.card("c")
    student = student.reopen()
    assert student.library.card("c")
    assert len(student.new()) == 4
    student.close()


def test_our_own_mistakes_are_not_hidden_for_ever(tmp_path: Path) -> None:
    student = studied(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        student.library._stock.look(lambda open_one: open_one.execute("SELECT absent FROM card"))
    student.close()


def test_opening_an_up_to_date_cache_writes_nothing(tmp_path: Path) -> None:
    student = studied(tmp_path)
    all_is_there(student)
    student.library.changed.certain_links()
    student.close()
    before = student.places.library.read_bytes(), student.places.library.stat().st_mtime_ns
    student = student.reopen()
    all_is_there(student)
    assert student.library.changed.certain_links() == ()
    student.close()
    student.reopen().close()
    assert (student.places.library.read_bytes(), student.places.library.stat().st_mtime_ns) == before


def test_a_cache_in_memory_can_be_opened_anywhere(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    connection = open_cache(tmp_path / "file" / "below" / "library.db")
    assert connection.execute("SELECT count(*) FROM card").fetchone() == (0,)
    connection.close()


@pytest.mark.slow
def test_programs_that_start_at_once_on_a_new_library_all_succeed(tmp_path: Path) -> None:
    student = reader(
        tmp_path, {f"decks/{n}.md": SHOULDER.replace("tp-shoulder", f"d{n}") for n in range(200)}
    )
    student.close()
    student.places.library.unlink()
    program = (
        "import sys; from pathlib import Path; from tests.storage.shelves import reader;"
        "student = reader(Path(sys.argv[1]), {}); print(len(student.library.decks())); student.close()"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", program, tmp_path],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    assert [one.communicate(timeout=120) for one in programs] == [("200\n", "")] * 3
