"""Keeps the promise that home is on the screen before anything is loaded that it does not need."""

import json
import subprocess
import sys
from pathlib import Path

from tests.tui.stage import ROOT, a_desk, many

HEAVY = [
    "markdown_it",
    "fsrs",
    "sqlite_utils",
    "rich.markdown",
    "nmt_study.tui.screens.study",
    "nmt_study.tui.commands",
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


def test_the_first_paint_needs_nothing_heavy(tmp_path: Path) -> None:
    a_desk(tmp_path, many(3)).close()
    screen, modules = json.loads(loaded(PAINT, str(tmp_path)))
    assert "Study 3 cards" in screen
    assert [name for name in HEAVY if name in modules] == []


def test_importing_the_program_loads_no_other_screen() -> None:
    modules = loaded("import sys, nmt_study.tui.app; print(*sys.modules)").split()
    screens = {name for name in modules if name.startswith("nmt_study.tui.screens.")}
    assert {name.rpartition(".")[2] for name in screens} == {"home", "page", "too_small"}
