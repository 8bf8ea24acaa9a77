"""Keeps the promise that no file does harm, whichever door it comes through.

Nothing that a terminal would obey is printed, no file outside the home changes, no socket is opened, no traceback is shown,
and the program always comes to an end, within limits of memory and time. `decks` and `imports` make the files.
"""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from nmt_study.exchange.formats import FORMATS
from tests.cli.terminal import Ran, Terminal
from tests.cli.test_hostile import assert_harmless
from tests.hostile.decks import all_decks, grammar, names, texts
from tests.hostile.imports import Hostile, all_imports, picture

DECKS = dict(all_decks())
SMALL = {name: data for name, data in DECKS.items() if len(data) < 400_000}
IMPORTS: list[Hostile] = list(all_imports())
FINE = {0, 1, 2, 3}
MOST_MEMORY = 768_000_000
"""Bytes of data; files from outside are read in a process with a limit of its own."""

LONGEST = 180
"""Seconds, on a slow machine."""


@pytest.fixture(autouse=True)
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every socket be a failure."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)


@pytest.fixture(autouse=True)
def within_limits() -> Iterator[None]:
    """Let a door take no more memory than so much beyond what is taken before, and no more time than so much."""
    resource = pytest.importorskip("resource", reason="this system knows no limits")

    def too_long(*_: object) -> None:
        raise AssertionError(f"it took longer than {LONGEST} seconds")

    before, usual = resource.getrlimit(resource.RLIMIT_DATA), signal.signal(signal.SIGALRM, too_long)
    status = Path("/proc/self/status")
    if status.exists():
        now = int(status.read_text().partition("VmData:")[2].split()[0]) * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (now + MOST_MEMORY, before[1]))
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, usual)
        resource.setrlimit(resource.RLIMIT_DATA, before)


@pytest.fixture(autouse=True)
def nothing_else_changes(terminal: Terminal, tmp_path: Path) -> Iterator[None]:
    """Compare what lies beside the home before and after."""
    (terminal.folder / "owned-not").write_bytes(b"mine")
    before = _beside(tmp_path, terminal)
    yield
    after = _beside(tmp_path, terminal)
    assert {path for path in after if "owned" in path} == {path for path in before if "owned" in path}
    assert before.items() <= after.items()
    assert not Path("/tmp/owned").exists()


def _beside(top: Path, terminal: Terminal) -> dict[str, bytes]:
    own = (terminal.home, terminal.places.cache, terminal.places.data)
    files = (
        path for path in top.rglob("*") if path.is_file() and not any(path.is_relative_to(one) for one in own)
    )
    return {str(path): path.read_bytes() for path in files if path.stat().st_size < 1_000_000}


def harmless(ran: Ran) -> Ran:
    assert ran.code in FINE
    assert_harmless(ran)
    return ran


def put(terminal: Terminal, decks: dict[str, bytes]) -> None:
    folder = terminal.home / "decks"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in decks.items():
        (folder / name).write_bytes(data)


def test_there_are_enough_of_them() -> None:
    assert len(DECKS) + len(IMPORTS) >= 150
    assert {form for _, _, form in IMPORTS} == {one.id for one in FORMATS if one.reads}


@pytest.mark.slow
def test_all_decks_at_once_are_checked_listed_shown_searched_and_studied(terminal: Terminal) -> None:
    put(terminal, DECKS)
    assert "sign-csi.md" in harmless(terminal.run("deck", "check", "--all")).out
    listed = terminal.json("deck", "list")
    for large in DECKS.keys() - SMALL.keys():  # the last of them is listed, and then gone for the doors below
        (terminal.home / "decks" / large).unlink()
    harmless(terminal.run("deck", "check", "--format", "github"))
    for words in (
        ("due",),
        ("doctor",),
        ("stats",),
        ("search", "yes"),
        ("search", "\x1b[2J"),
        ("quiz", "list"),
    ):
        harmless(terminal.run(*words))
    harmless(terminal.run("study", "--plain", "--limit", "200", typed="x\n?\nr\ns\n1\n3\n" * 150))
    harmless(terminal.run("plain", typed="p\n\nq\n"))
    assert len(listed) > len(SMALL) / 2


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({name for some in (texts, names, grammar) for name, _ in some()}))
def test_a_deck_is_shown_previewed_laid_out_and_taken_out(terminal: Terminal, name: str) -> None:
    put(terminal, {name: DECKS[name]})
    path = terminal.home / "decks" / name
    harmless(terminal.run("deck", "preview", "--plain", str(path)))
    harmless(terminal.run("deck", "fmt", "--dry-run", str(path)))
    listed = terminal.json("deck", "list")
    for deck in (one["id"] for one in listed if one["path"].endswith(name)):
        harmless(terminal.run("deck", "show", deck))
        for form in ("gift", "csv", "hashcards"):
            harmless(
                terminal.run("export", deck, "--format", form, "-o", f"{terminal.home}/out.{form}", "--force")
            )
        harmless(
            terminal.run("print", deck, "--format", "html", "-o", f"{terminal.home}/out.html", "--force")
        )


@pytest.mark.slow
@pytest.mark.parametrize(("name", "data", "form"), IMPORTS, ids=[name for name, _, _ in IMPORTS])
def test_an_import_is_taken_or_refused_in_words(
    terminal: Terminal, name: str, data: bytes, form: str
) -> None:
    path = terminal.folder / name
    path.write_bytes(data)
    ran = harmless(terminal.run("import", str(path), "--format", form, "--to", "came"))
    made = sorted(one.name for one in terminal.home.rglob("*") if one.is_file())
    if ran.code in {2, 3}:
        assert ran.err.startswith(("error: ", "Reading ")) or "error: " in ran.err
        assert [one for one in made if one.endswith(".md")] == []
    else:
        harmless(terminal.run("deck", "check"))
        harmless(terminal.run("deck", "show", "came"))


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (0, 0), (1, 1)])
def test_a_picture_that_lies_about_its_size_is_left_out_of_print(
    terminal: Terminal, width: int, height: int
) -> None:
    put(terminal, {"bomb.md": b"Q: ![a](bomb.png) what?\n\nA: x\n"})
    (terminal.home / "decks" / "bomb.png").write_bytes(picture(width, height))
    for form in ("pdf", "html"):
        harmless(
            terminal.run("print", "bomb", "--format", form, "-o", f"{terminal.home}/out.{form}", "--force")
        )


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such things")
def test_links_pipes_and_folders_in_the_place_of_files_are_named(terminal: Terminal) -> None:
    folder = terminal.home / "decks"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.md")
    (folder / "link.md").symlink_to("/etc/passwd")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "around").symlink_to(folder)
    (folder / "folder.md").mkdir()
    (folder / "picture.md").write_bytes(b"Q: ![a](out.png) what?\n\nA: x\n")
    (folder / "out.png").symlink_to("/etc/passwd")
    for words in (("deck", "check"), ("deck", "list"), ("doctor",), ("due",)):
        harmless(terminal.run(*words))
    assert (
        b"root:"
        not in terminal.run("print", "picture", "--format", "html", "-o", f"{terminal.home}/o.html").raw
    )
    for made in terminal.home.glob("o*.html"):
        assert b"cm9vd" not in made.read_bytes()
