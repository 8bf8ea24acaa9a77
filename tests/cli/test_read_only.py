"""Keeps the promise that whatever may not be written stops only what needs it, in words, and that nothing is claimed.

Each folder and file of a home and of its user is made read-only in turn, for a process that has no rights beyond them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nmt_study.config import Places
from tests.builders import plain_deck
from tests.cli.terminal import Ran, Terminal
from tests.cli.test_refusals import files, without_rights

Where = Callable[[Places, Path], Path]

CANNOT_SAVE: dict[str, Where] = {
    "the record": lambda places, _: places.record,
    "the home, so that there is no journal": lambda places, _: places.home,
}
CAN_SAVE: dict[str, tuple[Where, str]] = {
    "the folder of the segments": (lambda _, user: next(user.rglob("segments/*")), "second copy"),
    "the backups": (lambda _, user: next(user.rglob("backups/*")), "backup"),
    "the list of homes and all beside it": (
        lambda _, user: next(user.rglob("homes.json")).parent,
        "list of your homes",
    ),
    "the folder of the cache": (lambda _, user: next(user.parent.rglob("library-*.db")).parent, ""),
}


@contextmanager
def read_only(where: Path) -> Iterator[None]:
    """Let a file or a folder be read-only while the block runs."""
    mode = where.stat().st_mode
    where.chmod(0o500 if where.is_dir() else 0o400)
    try:
        yield
    finally:
        where.chmod(mode)


@pytest.fixture
def studied(terminal: Terminal) -> Terminal:
    """Give a terminal with a record of one answer, a second copy, a backup and a cache."""
    terminal.environment["XDG_CACHE_HOME"] = str(terminal.home.parent / "cache")
    terminal.write(knee=plain_deck("knee", 5))
    assert terminal.run("study", "--plain", "--limit", "1", typed="\n3\n").code == 0
    assert terminal.run("due").code == 0
    return terminal


def study(terminal: Terminal) -> Ran:
    """Answer one card."""
    ran = without_rights(terminal, "study", "--plain", "--limit", "1", typed=b"\n3\n")
    assert "Traceback" not in ran.err
    assert "inside nmt-study" not in ran.err
    return ran


@pytest.mark.parametrize("what", CANNOT_SAVE)
def test_what_an_answer_needs_is_named_and_once_it_may_be_written_all_goes_on(
    studied: Terminal, what: str
) -> None:
    places = studied.places
    places.record.with_name("progress.db-journal").unlink(missing_ok=True)
    before = files(studied.home)
    with read_only(CANNOT_SAVE[what](places, places.home.parent / "user")):
        ran = study(studied)
        looked = without_rights(studied, "data", "verify")
    assert ran.code == 3
    assert "NOT SAVED. Not saved: " in ran.out
    assert f"{places.record} or its folder may not be written. Allow writing there" in ran.out
    assert "Saved: " not in ran.out
    assert (looked.code, looked.err) == (0, "")
    assert files(studied.home) == before
    assert study(studied).code == 0
    assert studied.answers() == 2


@pytest.mark.parametrize("what", CAN_SAVE)
def test_what_an_answer_does_not_need_is_told_and_the_answer_saved(studied: Terminal, what: str) -> None:
    where, words = CAN_SAVE[what]
    path = where(studied.places, studied.home.parent / "user")
    if words == "backup":
        for old in path.glob("*.db"):
            old.unlink()
    with read_only(path):
        ran = study(studied)
        again = without_rights(studied, "due")
    assert (ran.code, again.code) == (0, 0)
    assert "Saved: " in ran.out
    told = ran.err + again.err
    assert words in told
    assert (str(path) in told) == ("ake room there, or allow writing." in told) == bool(words), told
    assert studied.run("due").err == ""
    assert studied.answers() == 2
