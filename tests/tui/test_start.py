"""Keeps the promise that home is on the screen before anything is loaded that it does not need."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nmt_study.clock import SystemClock
from nmt_study.config import Places
from nmt_study.errors import NmtError
from nmt_study.services.desk import LARGE
from nmt_study.tui import app, shell
from tests.tui.stage import ROOT, a_desk, many
from tests.tui.test_presets import pages

HEAVY = [
    "markdown_it",
    "fsrs",
    "sqlite_utils",
    "rich.markdown",
    "nmt_study.tui.screens.study.study",
    "nmt_study.tui.palette",
]

PAINT = """
import asyncio, json, os, sys
from pathlib import Path
from nmt_study.clock import SystemClock
from nmt_study.config import Places
from nmt_study.services.desk import open_desk
from nmt_study.tui.app import NmtApp

async def main():
    home = Path(sys.argv[1])
    desk = open_desk(Places(home / "home", home / "shipped", home / "cache", home / "data"), SystemClock(), os.urandom)
    app = NmtApp(desk)
    async with app.run_test() as pilot:
        await pilot.pause()
        print(json.dumps([str(app.screen.query_one("#study").render()), sorted(sys.modules)]))

asyncio.run(main())
"""


def loaded(code: str, *arguments: str) -> str:
    """Run code in an interpreter of its own and return what it prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def test_a_home_is_opened_without_the_commands(tmp_path: Path) -> None:
    a_desk(tmp_path, many(3)).close()
    code = (
        "import json, sys\n"
        "from nmt_study.cli import program, start\n"
        "program.open_program = lambda home: print(json.dumps([home, sorted(sys.modules)]))\n"
        "start.run()\n"
    )
    for words, wanted in (((), None), (("--home", str(tmp_path)), str(tmp_path))):
        home, modules = json.loads(loaded(code, *words))
        assert home == wanted
        assert "click" not in modules
        assert "nmt_study.cli.main" not in modules


def test_the_first_paint_needs_nothing_heavy(tmp_path: Path) -> None:
    a_desk(tmp_path, many(3)).close()
    screen, modules = json.loads(loaded(PAINT, str(tmp_path)))
    assert "Study 3 cards" in screen
    assert [name for name in HEAVY if name in modules] == []


def test_importing_the_program_loads_no_other_screen() -> None:
    modules = loaded("import sys, nmt_study.tui.app; print(*sys.modules)").split()
    screens = {name for name in modules if name.startswith("nmt_study.tui.screens.")}
    assert {name.rpartition(".")[2] for name in screens} == {"doors", "home", "page", "too_small"}


def test_a_home_that_cannot_be_opened_is_refused_before_the_screen_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*arguments: object) -> None:
        raise NmtError("the record is from a newer version", "Update nmt-study.")

    monkeypatch.setattr(app, "open_desk", refuse)
    places = Places(tmp_path, tmp_path, tmp_path, tmp_path)
    with pytest.raises(NmtError, match="newer version"):
        app.run(places, SystemClock(), bytes)
    assert capfd.readouterr() == ("", "")


def test_reading_a_large_library_is_counted_on_one_line_that_vanishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    app._tell_progress(10, 20)
    assert stream.getvalue() == ""
    app._tell_progress(LARGE // 2, LARGE)
    assert stream.getvalue().endswith("Reading your decks: 50 %")
    app._tell_progress(LARGE, LARGE)
    assert stream.getvalue().split("\r")[-2].strip() == ""


def test_every_sheet_is_read_once_by_the_program_and_none_comes_with_a_screen() -> None:
    """A sheet that comes with a screen makes Textual read every sheet again when the screen is opened."""
    sheets = sorted(path.stem for path in Path(shell.__file__).with_name("screens").glob("*.tcss"))
    assert sorted([*shell.SHEETS, "home"]) == sheets
    assert not [one.__name__ for one in pages() if one.CSS_PATH]
