"""Keeps the promises of `make study`: set up once, never again; and words instead of tracebacks when that fails."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT, parsed

SCRIPT = ROOT / "scripts" / "run.py"
EXECUTABLE = ".exe" if os.name == "nt" else ""


def load() -> Any:  # noqa: ANN401 - a module, whose names are set as the test needs them
    """Return the script as a module of its own, so that a test may change what it sees."""
    spec = importlib.util.spec_from_file_location("run_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


class Checkout:
    """A checkout in a folder of its own, whose commands are noted down and played instead of run."""

    def __init__(self, folder: Path) -> None:
        self.script = load()
        self.folder = folder
        self.venv = folder / ".venv"
        self.bin = self.venv / self.script.BIN.rpartition(os.sep)[2]
        self.ran: list[str] = []
        self.refuse: BaseException | None = None
        for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
            (folder / name).write_text(name)
        places = {
            "CHECKOUT": folder,
            "VENV": self.venv,
            "BIN": self.bin,
            "STAMP": self.venv / "nmt-study.stamp",
        }
        places |= {"PYTHON": self.bin / f"python{EXECUTABLE}", "PROGRAM": self.bin / f"nmt-study{EXECUTABLE}"}
        for name, path in places.items():
            setattr(self.script, name, str(path))
        self.script.run = self.play

    def play(self, command: list[str], failure: str) -> None:
        """Do what venv and pip would leave behind, or fail as the test asked."""
        what = next(word for word in ("venv", "--requirement", "--editable") if word in command)
        self.ran.append(
            command[command.index("--requirement") + 1] if what == "--requirement" else what.strip("-")
        )
        if what == "venv":
            self.bin.mkdir(parents=True)
            python = self.bin / f"python{EXECUTABLE}"
            python.touch() if os.name == "nt" else python.symlink_to(sys.executable)
            version = ".".join(map(str, sys.version_info[:3]))
            (self.venv / "pyvenv.cfg").write_text(
                f"home = {Path(sys.executable).parent}\nversion = {version}\n"
            )
        elif self.refuse:
            raise self.refuse
        elif what == "--editable":
            (self.bin / f"nmt-study{EXECUTABLE}").touch()

    def set_up(self, lock_file: str = "requirements.lock") -> list[str]:
        """Set up and return the commands that took."""
        self.ran.clear()
        self.script.set_up(lock_file)
        return list(self.ran)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def catch_start(script: Any, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:  # noqa: ANN401 - see load
    """Note down what the script would start in its own place."""
    handed: list[list[str]] = []

    def become(command: list[str]) -> int:
        handed.append(command)
        return 0

    monkeypatch.setattr(script, "become", become)
    return handed


FROM_NOTHING = ["venv", "requirements.lock", "editable"]


def test_the_first_set_up_makes_the_environment_and_the_second_does_nothing(checkout: Checkout) -> None:
    assert checkout.set_up() == FROM_NOTHING
    assert checkout.set_up() == []


def test_a_development_set_up_serves_study_too(checkout: Checkout) -> None:
    assert checkout.set_up("requirements-dev.lock") == ["venv", "requirements-dev.lock", "editable"]
    assert checkout.set_up("requirements.lock") == []


def test_a_changed_lock_updates_the_environment_that_is_there(checkout: Checkout) -> None:
    checkout.set_up()
    (checkout.folder / "requirements.lock").write_text("newer")
    assert checkout.set_up() == ["requirements.lock", "editable"]


def test_an_interrupted_set_up_begins_again_from_nothing(checkout: Checkout) -> None:
    checkout.refuse = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        checkout.set_up()
    checkout.refuse = None
    (checkout.bin / "half-installed").touch()
    checkout.script.shutil.rmtree(checkout.bin)  # what `venv --clear` does
    assert checkout.set_up() == FROM_NOTHING


def test_a_failed_update_may_be_tried_again_without_losing_the_environment(checkout: Checkout) -> None:
    checkout.set_up()
    (checkout.folder / "requirements.lock").write_text("newer")
    checkout.refuse = checkout.script.MendableError("no network")
    with pytest.raises(checkout.script.MendableError):
        checkout.set_up()
    checkout.refuse = None
    assert checkout.set_up() == ["requirements.lock", "editable"]


@pytest.mark.parametrize("lost", ["python", "nmt-study", "pyvenv.cfg"])
def test_a_broken_environment_is_made_anew(checkout: Checkout, lost: str) -> None:
    checkout.set_up()
    gone = checkout.venv / lost if lost == "pyvenv.cfg" else checkout.bin / f"{lost}{EXECUTABLE}"
    gone.unlink()
    checkout.script.shutil.rmtree(checkout.bin)
    assert checkout.set_up() == FROM_NOTHING


def test_another_python_behind_the_same_link_means_a_new_environment(checkout: Checkout) -> None:
    checkout.set_up()
    settings = checkout.venv / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace("version = 3.", "version = 3.9"))
    real = Path(sys.executable).resolve().name
    names_its_version = real == f"python{sys.version_info[0]}.{sys.version_info[1]}"
    assert checkout.script.is_sound("requirements.lock") is not names_its_version
    assert not checkout.script.is_sound("requirements-dev.lock")


def test_a_moved_checkout_is_set_up_again(checkout: Checkout, tmp_path: Path) -> None:
    before = checkout.script.stamp_line("requirements.lock")
    moved = tmp_path / "moved"
    moved.mkdir()
    assert Checkout(moved).script.stamp_line("requirements.lock") != before


def test_a_folder_that_cannot_be_written_is_said_in_words(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: str, **options: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(checkout.script.os, "makedirs", refuse)
    assert checkout.script.main(["setup"]) == 3
    assert "cannot be written (Permission denied)" in capsys.readouterr().err


def test_a_python_without_venv_names_the_package_to_install(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else object())
    assert checkout.script.main(["setup"]) == 3
    assert "sudo apt install python3-venv" in capsys.readouterr().err


def test_ctrl_c_during_set_up_is_one_line_and_130(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.refuse = KeyboardInterrupt()
    assert checkout.script.main(["setup"]) == 130
    assert capsys.readouterr().err.strip().splitlines()[-1] == "Stopped. The same command takes it up again."


def test_a_missing_network_is_said_in_words() -> None:
    script = load()
    unreachable = ["-m", "pip", "download", "--no-deps", "--retries", "1", "--isolated", "click==0.0"]
    with pytest.raises(script.MendableError, match="The first set-up needs the internet"):
        script.run([sys.executable, *unreachable, "--index-url", "http://127.0.0.1:9/"], "No packages.")


def test_any_other_failure_shows_its_last_lines() -> None:
    script = load()
    with pytest.raises(script.MendableError, match=r"No luck\. What was said:\n  no room left"):
        script.run([sys.executable, "-c", "print('no room left'); raise SystemExit(1)"], "No luck.")


def test_study_hands_over_its_words_and_the_home(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = catch_start(checkout.script, monkeypatch)
    assert checkout.script.main(["study", "due", "--json"]) == 0
    python, *rest = handed[0]
    assert python == checkout.script.PYTHON
    assert rest == ["-m", "nmt_study", "--home", str(checkout.folder), "due", "--json"]


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 0), (["--help"], 0), (["walk"], 2), (["setup", "now"], 3)]
)
def test_the_words_of_the_command_line(arguments: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == code
    assert done.stderr == "" if code == 0 else "here" in done.stderr


def test_an_old_python_hears_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = load()
    monkeypatch.setattr(script, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert script.main(["study"]) == 3
    assert "nmt-study needs Python 3.11 or newer" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a script cannot stand for python on Windows")
def test_an_old_python_starts_the_first_newer_one_that_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = load()
    for name, code in (("python3.13", "exit 127"), ("python3.12", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{code}\n")
        (tmp_path / name).chmod(0o755)
    handed = catch_start(script, monkeypatch)
    monkeypatch.setattr(script, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert script.main(["study", "--plain"]) == 0
    assert handed == [[str(tmp_path / "python3.12"), str(SCRIPT), "study", "--plain"]]


def test_the_script_is_written_so_that_an_old_python_can_read_it() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match, ast.AsyncFunctionDef)
    tree = parsed(SCRIPT)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, newer)] == []
    displays = [node for node in ast.walk(tree) if isinstance(node, ast.List | ast.Tuple | ast.Set)]
    assert [
        node.lineno for node in displays if any(isinstance(part, ast.Starred) for part in node.elts)
    ] == []


def test_the_script_needs_the_standard_library_only() -> None:
    names = {
        alias.name
        for node in ast.walk(parsed(SCRIPT))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(parsed(SCRIPT)) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def starter(path: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the starter for a double click, with no other programs than those on a path."""
    return subprocess.run(
        [str(ROOT / "start.command"), *words], env={"PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has start.cmd")
def test_the_starter_without_make_runs_the_same_script_with_what_follows(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    python.chmod(0o755)
    done = starter(f"{tmp_path}:{os.environ['PATH']}", "study", "two words")
    assert done.stdout == f"{ROOT}/scripts/run.py|study|study|two words|"


@pytest.mark.skipif(os.name == "nt", reason="Windows has start.cmd")
def test_the_starter_says_what_it_needs_where_there_is_no_python(tmp_path: Path) -> None:
    done = starter(str(tmp_path))
    assert done.returncode == 3
    assert "Python 3.11 or newer" in done.stdout
    assert done.stderr == ""
