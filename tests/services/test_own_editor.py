"""Keeps the promise that the person's own editor opens the file at its line, and that its lack is said in words."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.services.cards.own_editor import HOW_TO_SET, command, editor, run_editor

FILE = Path("/home/decks/my deck.md")


@pytest.mark.parametrize(
    ("environment", "platform", "words"),
    [
        ({}, "linux", None),
        ({"EDITOR": "  "}, "darwin", None),
        ({}, "win32", ("notepad",)),
        ({"EDITOR": "nano"}, "linux", ("nano",)),
        ({"EDITOR": "nano", "VISUAL": "code --wait"}, "linux", ("code", "--wait")),
        ({"EDITOR": "'/my tools/ed it' -n"}, "linux", ("/my tools/ed it", "-n")),
        ({"EDITOR": r'"C:\Program Files\N\n.exe" -x'}, "win32", (r"C:\Program Files\N\n.exe", "-x")),
        ({"EDITOR": "it's"}, "linux", ("it's",)),
    ],
)
def test_the_editor_is_the_one_that_was_set(
    environment: dict[str, str], platform: str, words: tuple[str, ...] | None
) -> None:
    assert editor(environment, platform) == words


def test_a_program_whose_path_has_spaces_is_one_word(tmp_path: Path) -> None:
    program = tmp_path / "my editor"
    program.touch()
    assert editor({"EDITOR": str(program)}, "linux") == (str(program),)


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("vim",), ["+7", str(FILE)]),
        (("/usr/bin/nano", "-w"), ["+7", str(FILE)]),
        (("C:\\Tools\\nvim.exe",), ["+7", str(FILE)]),
        (("hx",), ["+7", str(FILE)]),
        (("code",), ["--wait", "-g", f"{FILE}:7"]),
        (("code", "--wait"), ["-g", f"{FILE}:7"]),
        (("subl",), ["--wait", f"{FILE}:7"]),
        (("notepad",), [str(FILE)]),
        (("something", "-else"), [str(FILE)]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(words: tuple[str, ...], more: list[str]) -> None:
    assert command(words, FILE, 7) == [*words, *more]


def test_an_editor_is_run_to_its_end(tmp_path: Path) -> None:
    script = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('edited')"
    file = tmp_path / "deck.md"
    run_editor((sys.executable, "-c", script), file, 1)
    assert file.read_text() == "edited"


def test_an_editor_is_started_by_the_path_that_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    found = "C:\\Programs\\bin\\code.CMD"

    def run(words: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        started.append(words)
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(shutil, "which", {"code": found}.get)
    monkeypatch.setattr(subprocess, "run", run)
    run_editor(("code", "--wait"), FILE, 7)
    assert started == [[found, "--wait", "-g", f"{FILE}:7"]]


def test_an_editor_that_is_not_there_is_told_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(NmtError, match="there is no editor") as refused:
        run_editor((str(tmp_path / "no-such-editor"),), FILE, 1)
    assert refused.value.hint == HOW_TO_SET


def test_an_editor_that_ends_with_a_fault_is_told() -> None:
    with pytest.raises(NmtError, match="ended with a fault"):
        run_editor((sys.executable, "-c", "raise SystemExit(3)"), FILE, 1)
