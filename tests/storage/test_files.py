"""Keeps the promise that only decks are read: never a device, never through a link out of the home, never for ever."""

import os
import threading
from pathlib import Path

import pytest

from nmt_study.config import Places
from nmt_study.services.writing.reviewing import standings
from nmt_study.storage.library import files
from nmt_study.storage.library.files import Root, deck_id, decks_in, list_files, read_bytes
from nmt_study.storage.library.known import Known


def made(root: Path, *paths: str) -> Root:
    """Make files with something in them."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("Q: a\nA: b\n", encoding="utf-8")
    return Root(root, shipped=False)


def refused(root: Root) -> list[tuple[str, str]]:
    """Return what a root refuses."""
    return [(found.path, found.code) for found in list_files(root).diagnostics]


def test_files_are_listed_in_one_order_with_slashes(tmp_path: Path) -> None:
    root = made(tmp_path, "decks/b.md", "decks/a/z.md", "decks/a.md", "quizzes/q.MD", "decks/sources.toml")
    assert list(list_files(root).files) == [
        "decks/a.md", "decks/a/z.md", "decks/b.md", "decks/sources.toml", "quizzes/q.MD",
    ]  # fmt: skip
    assert refused(root) == []


@pytest.mark.parametrize("name", ["a.txt", "a.md.txt", "a.markdown", "a.rtf", "a.docx"])
def test_what_was_meant_as_a_deck_is_named(tmp_path: Path, name: str) -> None:
    root = made(tmp_path, f"decks/{name}")
    assert list_files(root).files == {}
    assert refused(root) == [(f"decks/{name}", "L108")]


def test_what_is_no_deck_is_passed_over(tmp_path: Path) -> None:
    root = made(
        tmp_path,
        "decks/.hidden/a.md",
        "decks/.a.md",
        "decks/note.pdf",
        "other/a.md",
        "a.md",
        "decks/x/facts.toml",
    )
    assert list(list_files(root).files) == []
    assert refused(root) == []


def test_a_root_without_decks_is_empty(tmp_path: Path) -> None:
    assert list_files(Root(tmp_path / "nowhere", shipped=False)).files == {}


def test_a_folder_named_like_a_deck_is_refused(tmp_path: Path) -> None:
    assert refused(made(tmp_path, "decks/x.md/a.md")) == [("decks/x.md", "L101")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_refused_and_never_opened(tmp_path: Path) -> None:
    root = made(tmp_path, "decks/a.md")
    os.mkfifo(tmp_path / "decks" / "pipe.md")
    assert refused(root) == [("decks/pipe.md", "L101")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_that_took_a_files_place_after_the_listing_stops_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    outcome: list[BaseException | bytes] = []

    def reading() -> None:
        try:
            outcome.append(read_bytes(tmp_path / "pipe.md"))
        except OSError as fault:
            outcome.append(fault)

    thread = threading.Thread(target=reading, daemon=True)
    thread.start()
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert isinstance(outcome[0], OSError)


def test_a_folder_that_took_a_files_place_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(OSError, match=r"."):
        read_bytes(tmp_path / "a.md")


def linked(link: Path, target: Path) -> None:
    """Make a link, where the system lets us."""
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("needs symbolic links")


def test_links_are_followed_to_files_of_the_home_only(tmp_path: Path) -> None:
    root = made(tmp_path / "home", "decks/a.md")
    made(tmp_path / "elsewhere", "secret.md")
    linked(tmp_path / "home/decks/inside.md", Path("a.md"))
    linked(tmp_path / "home/decks/outside.md", tmp_path / "elsewhere/secret.md")
    linked(tmp_path / "home/decks/broken.md", Path("nothing.md"))
    linked(tmp_path / "home/decks/folder", tmp_path / "elsewhere")
    linked(tmp_path / "home/decks/circle", Path())
    linked(tmp_path / "home/decks/words.txt", tmp_path / "elsewhere/secret.md")
    assert list(list_files(root).files) == ["decks/a.md", "decks/inside.md"]
    assert refused(root) == [
        ("decks/broken.md", "L104"),
        ("decks/circle", "L103"),
        ("decks/folder", "L103"),
        ("decks/outside.md", "L102"),
    ]


def test_a_home_that_is_itself_reached_by_a_link_is_a_home(tmp_path: Path) -> None:
    made(tmp_path / "real", "decks/a.md")
    linked(tmp_path / "home", tmp_path / "real")
    linked(tmp_path / "real/decks/b.md", tmp_path / "home/decks/a.md")
    assert list(list_files(Root(tmp_path / "home", shipped=False)).files) == ["decks/a.md", "decks/b.md"]


def test_a_checkout_that_is_reached_by_a_link_is_read_once(tmp_path: Path) -> None:
    made(tmp_path / "checkout", "decks/a.md", "quizzes/q.md")
    linked(tmp_path / "link", tmp_path / "checkout")
    places = Places(tmp_path / "link", tmp_path / "checkout", tmp_path / "cache", tmp_path / "data")
    known = Known(places)
    known.now()
    assert list(known._read) == [tmp_path / "link/decks/a.md", tmp_path / "link/quizzes/q.md"]
    assert [one.path for one in standings(places, [])] == ["decks/a.md", "quizzes/q.md"]


def test_the_decks_of_a_root_are_given_with_their_bytes_and_what_cannot_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = made(tmp_path, "decks/a.md", "decks/b.md", "decks/sources.toml", "quizzes/q.MD")

    def failing(path: Path) -> bytes:
        if path.name == "b.md":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(files, "read_bytes", failing)
    assert [path for path, _ in decks_in(root)] == ["decks/a.md", "quizzes/q.MD"]


def test_a_file_over_20_mb_is_refused_unread(tmp_path: Path) -> None:
    root = made(tmp_path, "decks/a.md")
    with (tmp_path / "decks/a.md").open("r+b") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    assert refused(root) == [("decks/a.md", "L107")]


def test_names_that_some_systems_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    root = made(tmp_path, "decks/Knee.md", "decks/knee.md", "decks/caf\u00e9.md", "decks/cafe\u0301.md")
    if len(list((tmp_path / "decks").iterdir())) < 4:
        pytest.skip("this system cannot tell them apart")
    assert list(list_files(root).files) == ["decks/Knee.md", "decks/cafe\u0301.md"]
    assert [code for _, code in refused(root)] == ["L105", "L105"]


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    root = made(tmp_path, "decks/a.md")
    try:
        (tmp_path / "decks/a.md").rename(tmp_path / "decks" / os.fsdecode(b"\xff.md"))
    except OSError:
        pytest.skip("this system refuses such names itself")
    assert refused(root) == [("decks/\ufffd.md", "L106")]


def test_a_name_is_shown_without_what_a_terminal_would_obey(tmp_path: Path) -> None:
    try:
        root = made(tmp_path, "decks/\x1b[31m.md/a.md")
    except OSError:
        pytest.skip("this system refuses such names itself")
    assert "\x1b" not in refused(root)[0][0]
    assert deck_id("decks/\x1b[31m.md") == "\u241b[31m"


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = made(tmp_path, "decks/a.md", "decks/closed/b.md")
    scandir = os.scandir

    def guarded(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    assert refused(root) == [("decks/closed", "L104")]
    assert list(list_files(root).files) == ["decks/a.md"]


def test_a_deck_is_named_by_its_place() -> None:
    assert deck_id("decks/shoulder/rotator cuff.md") == "shoulder/rotator cuff"
    assert deck_id("quizzes/caf\u0065\u0301.MD") == "caf\u00e9"
