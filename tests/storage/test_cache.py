"""Keeps the promise that the cache only saves time: whatever happens to it, the answers stay the same."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nmt_study.storage import cache
from nmt_study.storage.cache import open_cache
from tests.storage.shelves import SHOULDER, Reader, reader, watched

ROOT = Path(__file__).parents[2]


def studied(folder: Path) -> Reader:
    """Return a reader with a library and an answer."""
    anna = reader(folder, {"decks/a.md": SHOULDER, "decks/b.md": "Q: b?\n\nA: yes\n\nid:: b\n"})
    anna.answer("b")
    return anna


def all_is_there(anna: Reader) -> None:
    """Check that everything can be asked and is answered rightly."""
    assert anna.library.overview(anna.anna.day).total.new == 3
    assert len(anna.new()) == 3
    assert len(anna.library.deck_cards("tp-shoulder")) == 3
    assert anna.library.card("b")
    anna.anna.day += 99
    assert [card.key for card in anna.library.due_candidates(anna.anna.day)] == ["b"]
    anna.anna.day -= 99


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_cache_that_is_no_cache_is_made_anew(tmp_path: Path, content: bytes) -> None:
    anna = studied(tmp_path)
    anna.close()
    anna.places.library.write_bytes(content)
    anna = anna.reopen()
    all_is_there(anna)
    anna.close()
    assert anna.places.library.read_bytes()[:6] == b"SQLite"


@pytest.mark.parametrize("page", range(1, 12))
def test_a_damaged_page_is_mended_by_reading_the_files_again(tmp_path: Path, page: int) -> None:
    anna = studied(tmp_path)
    anna.close()
    content = bytearray(anna.places.library.read_bytes())
    content[4096 * page : 4096 * (page + 1)] = b"\xff" * 4096
    anna.places.library.write_bytes(content)
    anna = anna.reopen()
    all_is_there(anna)
    anna.close()


@pytest.mark.parametrize(("name", "value"), [("VERSION", 99), ("__version__", "99.0")])
def test_a_cache_of_another_version_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    anna = studied(tmp_path)
    anna.close()
    monkeypatch.setattr(cache, name, value)
    work = watched(monkeypatch)
    anna = anna.reopen()
    assert sorted(work.opened) == ["a.md", "b.md"]
    all_is_there(anna)
    anna.close()
    work.opened.clear()
    anna = anna.reopen()
    assert work.opened == []
    anna.close()


def test_where_no_cache_can_be_written_it_lives_in_memory(tmp_path: Path) -> None:
    anna = studied(tmp_path)
    anna.close()
    for file in (tmp_path / "cache").iterdir():
        file.unlink()
    (tmp_path / "cache").rmdir()
    (tmp_path / "cache").write_text("a file where the folder should be")
    anna = anna.reopen()
    all_is_there(anna)
    anna.close()
    assert (tmp_path / "cache").read_text() == "a file where the folder should be"


def test_a_cache_that_may_only_be_read_does_no_harm(tmp_path: Path) -> None:
    anna = studied(tmp_path)
    anna.close()
    anna = anna.reopen()
    anna.library._stock.cache.close()
    anna.library._stock.cache = sqlite3.connect(
        f"{anna.places.library.as_uri()}?mode=ro", uri=True, isolation_level=None
    )
    anna.write("decks/b.md", "Q: changed?\n\nA: yes\n\nid:: b\n")
    assert anna.library.refresh()
    all_is_there(anna)
    anna.close()


def test_a_cache_that_another_program_is_filling_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = studied(tmp_path)
    anna.close()
    before = anna.places.library.stat().st_ino
    monkeypatch.setattr(cache, "BUSY_SECONDS", 0)
    other = sqlite3.connect(anna.places.library, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    anna = anna.reopen()
    all_is_there(anna)
    anna.close()
    other.execute("ROLLBACK")
    other.close()
    assert anna.places.library.stat().st_ino == before
    anna = anna.reopen()
    all_is_there(anna)
    anna.close()


def test_a_full_disk_does_no_harm(tmp_path: Path) -> None:
    anna = studied(tmp_path)
    pages = anna.library._stock.cache.execute("PRAGMA page_count").fetchone()[0]
    anna.library._stock.cache.execute(f"PRAGMA max_page_count = {pages}")
    anna.write("decks/c.md", "\n".join(f"Q: c{number}?\n\nA: yes\n" for number in range(500)))
    assert anna.library.refresh()
    assert anna.library.overview(anna.anna.day).total.new == 503
    anna.close()


def test_a_cache_deleted_while_in_use_does_no_harm(tmp_path: Path) -> None:
    anna = studied(tmp_path)
    try:
        anna.places.library.unlink()
    except PermissionError:
        pytest.skip("an open file cannot be deleted here")
    anna.write("decks/c.md", "Q: c?\n\nA: yes\n\nid:: c\n")
    anna.library.refresh()
    assert anna.library.card("c")
    anna = anna.reopen()
    assert anna.library.card("c")
    assert len(anna.new()) == 4
    anna.close()


def test_our_own_mistakes_are_not_hidden_for_ever(tmp_path: Path) -> None:
    anna = studied(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        anna.library._stock.look(lambda open_one: open_one.execute("SELECT absent FROM card"))
    anna.close()


def test_opening_an_up_to_date_cache_writes_nothing(tmp_path: Path) -> None:
    anna = studied(tmp_path)
    all_is_there(anna)
    anna.library.certain_links()
    anna.close()
    before = anna.places.library.read_bytes(), anna.places.library.stat().st_mtime_ns
    anna = anna.reopen()
    all_is_there(anna)
    assert anna.library.certain_links() == ()
    anna.close()
    anna.reopen().close()
    assert (anna.places.library.read_bytes(), anna.places.library.stat().st_mtime_ns) == before


def test_a_cache_in_memory_can_be_opened_anywhere(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    connection = open_cache(tmp_path / "file" / "below" / "library.db")
    assert connection.execute("SELECT count(*) FROM card").fetchone() == (0,)
    connection.close()


@pytest.mark.slow
def test_programs_that_start_at_once_on_a_new_library_all_succeed(tmp_path: Path) -> None:
    anna = reader(tmp_path, {f"decks/{n}.md": SHOULDER.replace("tp-shoulder", f"d{n}") for n in range(200)})
    anna.close()
    anna.places.library.unlink()
    program = (
        "import sys; from pathlib import Path; from tests.storage.shelves import reader;"
        "anna = reader(Path(sys.argv[1]), {}); print(len(anna.library.decks())); anna.close()"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", program, tmp_path],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    assert [one.communicate(timeout=120) for one in programs] == [("200\n", "")] * 3
