"""Keeps the promise that a change to some lines of a deck file touches no other byte, and that nothing is lost."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.errors import NmtError
from nmt_study.storage.library import manuscript
from nmt_study.storage.library.files import Root, list_files
from nmt_study.storage.library.manuscript import (
    ChangedMeanwhileError,
    Manuscript,
    place_new,
    read_manuscript,
    remove_same,
    rewrite,
)

ROOT = Path(__file__).parents[2]
TEXT = "# Title\n\nQ: a\n\nA: b\n\nQ: c\n\nA: d\n"


def file_in(folder: Path, data: bytes) -> Path:
    """Write a deck into a home in this folder."""
    path = folder / "decks" / "own.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def opened(folder: Path, data: bytes = TEXT.encode()) -> Manuscript:
    """Return a deck with this content, read for editing."""
    return read_manuscript(file_in(folder, data), "decks/own.md", folder)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_line_ends_and_byte_order_mark_are_kept(tmp_path: Path, end: str, mark: bytes) -> None:
    read = opened(tmp_path, mark + TEXT.replace("\n", end).encode())
    assert read.excerpt(3, 5) == "Q: a\n\nA: b"
    rewrite(read, read.revised(3, 5, "Q: a?\n\nmore\n\nA: b"))
    wanted = TEXT.replace("Q: a\n", "Q: a?\n\nmore\n").replace("\n", end).encode()
    assert read.path.read_bytes() == mark + wanted


def test_lines_that_were_not_touched_keep_their_mixed_ends(tmp_path: Path) -> None:
    data = b"Q: a\r\n\rA: b\n\r\nsource:: x\rid:: y\r\nQ: next\nA: n\r"
    read = opened(tmp_path, data)
    changed = read.revised(1, 6, "Q: a\n\nA: changed\n\nsource:: x\nid:: y")
    assert changed == data.replace(b"A: b", b"A: changed")
    more = read.revised(1, 6, "Q: a\n\nA: b\nmore\n\nsource:: x\nid:: y")
    assert more == data.replace(b"A: b\n", b"A: b\nmore\r\n")


def test_a_file_without_a_last_line_end_stays_so(tmp_path: Path) -> None:
    assert opened(tmp_path, b"Q: a\r\nA: b").revised(1, 2, "Q: a\n\nA: c") == b"Q: a\r\n\r\nA: c"
    assert opened(tmp_path, b"C: [a]").revised(1, 1, "C: [a]\nid:: x") == b"C: [a]\nid:: x"


def test_line_ends_of_several_kinds_never_run_into_one(tmp_path: Path) -> None:
    lines = opened(tmp_path, b"\n\n\r\r\n\n").revised(3, 5, "\n\na\n")
    assert len(manuscript._LINE_END.findall(lines.decode())) == 2 + 4
    assert opened(tmp_path, b"a\rb\n").revised(2, 2, "\nb") == b"a\r\r\nb\n"


ENDS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.lists(st.tuples(st.text("ab\u2028\x0b\x85\t ", max_size=3), ENDS), min_size=1, max_size=8)


@given(lines=LINES, data=st.data())
def test_writing_back_what_was_read_changes_no_byte(
    lines: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = "".join(line + end for line, end in lines)
    pieces = manuscript._LINE_END.split(text)
    whole = Manuscript(Path(), "", text.encode(), False, tuple(pieces[::2]), (*pieces[1::2], ""))
    first = data.draw(st.integers(1, len(whole.lines)))
    last = data.draw(st.integers(first, len(whole.lines)))
    assert whole.revised(first, last, whole.excerpt(first, last)) == whole.data


@given(lines=LINES, fresh=st.text("ab\n", max_size=6), data=st.data())
def test_a_change_leaves_all_before_and_after_it_byte_for_byte(
    lines: list[tuple[str, str]], fresh: str, data: st.DataObject
) -> None:
    text = "".join(line + end for line, end in lines)
    pieces = manuscript._LINE_END.split(text)
    whole = Manuscript(Path(), "", text.encode(), False, tuple(pieces[::2]), (*pieces[1::2], ""))
    first = data.draw(st.integers(1, len(whole.lines)))
    last = data.draw(st.integers(first, len(whole.lines)))
    made = whole.revised(first, last, fresh).decode()
    before = "".join(a + b for a, b in zip(whole.lines[: first - 1], whole.ends, strict=False))
    after = "".join(a + b for a, b in zip(whole.lines[last:], whole.ends[last:], strict=True))
    assert made.startswith(before)
    assert made.endswith(after)
    middle = made[len(before) : len(made) - len(after)]
    kept = manuscript._LINE_END.sub("\n", middle)
    assert kept == fresh + ("\n" if whole.ends[last - 1] else "")


def test_what_another_program_wrote_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    read = opened(tmp_path)
    file_in(tmp_path, b"Q: theirs\nA: x\n")
    with pytest.raises(ChangedMeanwhileError) as refused:
        rewrite(read, b"Q: mine\nA: x\n")
    assert "changed meanwhile in another program" in refused.value.message
    assert "Look at the new state first" in refused.value.hint
    assert read.path.read_bytes() == b"Q: theirs\nA: x\n"


def test_a_change_of_the_same_length_at_the_same_time_is_noticed(tmp_path: Path) -> None:
    read = opened(tmp_path)
    state = read.path.stat()
    read.path.write_bytes(TEXT.replace("A: b", "A: x").encode())
    os.utime(read.path, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(ChangedMeanwhileError):
        rewrite(read, b"Q: mine\nA: x\n")


def test_a_file_that_was_deleted_meanwhile_is_not_made_anew(tmp_path: Path) -> None:
    read = opened(tmp_path)
    read.path.unlink()
    with pytest.raises(ChangedMeanwhileError, match="moved or deleted"):
        rewrite(read, b"x")
    assert not read.path.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_are_kept(tmp_path: Path) -> None:
    read = opened(tmp_path)
    read.path.chmod(0o640)
    rewrite(read, b"Q: new\nA: x\n")
    assert stat.S_IMODE(read.path.stat().st_mode) == 0o640


def test_a_file_marked_read_only_is_left_alone(tmp_path: Path) -> None:
    read = opened(tmp_path)
    read.path.chmod(0o444)
    with pytest.raises(NmtError, match="marked as read-only"):
        rewrite(read, b"x")
    assert read.path.read_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "may not be written"),
        (errno.EACCES, "may not be written"),
    ],
)
def test_what_the_disk_refuses_is_said_in_words_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    read = opened(tmp_path)

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NmtError, match=words) as refused:
        rewrite(read, b"x")
    assert refused.value.hint
    assert read.path.read_bytes() == TEXT.encode()
    assert [path.name for path in read.path.parent.iterdir()] == ["own.md"]


def test_a_link_inside_the_home_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    real = file_in(tmp_path, TEXT.encode())
    link = real.with_name("link.md")
    link.symlink_to("own.md")
    read = read_manuscript(link, "decks/link.md", tmp_path)
    rewrite(read, b"Q: new\nA: x\n")
    assert link.is_symlink()
    assert real.read_bytes() == b"Q: new\nA: x\n"


def test_a_link_that_leads_out_of_the_home_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(TEXT)
    home = tmp_path / "home"
    home.mkdir()
    link = home / "link.md"
    link.symlink_to(outside)
    with pytest.raises(NmtError, match="leads out"):
        read_manuscript(link, "link.md", home)


@pytest.mark.parametrize(
    ("data", "words"), [(b"Q: \xff\nA: b\n", "not UTF-8"), (b"x" * 21_000_000, "more than")]
)
def test_what_could_not_be_written_back_as_it_is_is_not_opened(
    tmp_path: Path, data: bytes, words: str
) -> None:
    with pytest.raises(NmtError, match=words):
        opened(tmp_path, data)


def test_a_new_file_never_takes_the_place_of_one_that_is_there(tmp_path: Path) -> None:
    target = tmp_path / "decks" / "deep" / "own.md"
    place_new(target, "own.md", b"first")
    with pytest.raises(NmtError, match="is there already"):
        place_new(target, "own.md", b"second")
    assert target.read_bytes() == b"first"
    assert [path.name for path in target.parent.iterdir()] == ["own.md"]


def test_a_disk_without_hard_links_gets_the_new_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    target = tmp_path / "own.md"
    place_new(target, "own.md", b"first")
    with pytest.raises(NmtError, match="is there already"):
        place_new(target, "own.md", b"second")
    assert target.read_bytes() == b"first"


def test_only_an_unchanged_copy_is_taken_away_again(tmp_path: Path) -> None:
    copy = file_in(tmp_path, b"same")
    assert not remove_same(copy, b"other")
    assert copy.exists()
    assert remove_same(copy, b"same")
    assert not copy.exists()


KILLED = """
import os, sys
from pathlib import Path
from nmt_study.storage.library.manuscript import read_manuscript, rewrite
Path.replace = lambda self, target: os._exit(9)
folder = Path(sys.argv[1])
read = read_manuscript(folder / "decks" / "own.md", "own.md", folder)
rewrite(read, b"Q: new\\nA: x\\n")
"""


def test_a_program_killed_before_the_last_step_leaves_the_old_file_and_a_library_that_reads(
    tmp_path: Path,
) -> None:
    path = file_in(tmp_path, TEXT.encode())
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=ROOT, check=False)
    assert killed.returncode == 9
    assert path.read_bytes() == TEXT.encode()
    listing = list_files(Root(tmp_path, shipped=False))
    assert list(listing.files) == ["decks/own.md"]
    assert listing.diagnostics == []
    rewrite(read_manuscript(path, "own.md", tmp_path), b"Q: later\nA: x\n")
    assert path.read_bytes() == b"Q: later\nA: x\n"
