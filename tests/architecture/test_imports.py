"""Keeps the promises that help comes at once, because it loads next to nothing, and that every module loads on Windows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, module_name, python_files

HEAVY = {
    "textual",
    "rich",
    "sqlite_utils",
    "fsrs",
    "markdown_it",
    "numpy",
    "sqlite3",
    "asyncio",
    "tzlocal",
    "platformdirs",
}

RUN_AND_LIST = """
import json, sys
sys.argv = ["nmt-study", *json.loads(sys.argv[1])]
from nmt_study.cli.start import run
try:
    run()
except SystemExit as leaving:
    print("LOADED", json.dumps([leaving.code or 0, sorted(sys.modules)]), file=sys.stderr)
"""

COUNT_DATACLASSES = """
import dataclasses, json, sys
ordinary, made = dataclasses.dataclass, []
def counted(cls=None, /, **how):
    if cls is None:
        return lambda given: counted(given, **how)
    if cls.__module__.startswith("nmt_study."):
        made.append(cls.__qualname__)
    return ordinary(cls, **how)
dataclasses.dataclass = counted
sys.argv = ["nmt-study", *json.loads(sys.argv[1])]
from nmt_study.cli.start import run
try:
    run()
except SystemExit:
    import nmt_study.tui.app
    print("MADE", json.dumps(made), file=sys.stderr)
"""

IMPORT_AS_ON_WINDOWS = """
import builtins, importlib, json, sys, types
names, missing = json.loads(sys.argv[1])
for name in names:  # once as it is, so that all libraries are loaded and only our own code runs under the pretence
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "nmt_study"]:
    del sys.modules[name]
ordinary = builtins.__import__
def as_on_windows(name, globals=None, locals=None, fromlist=(), level=0):
    asking = (globals or {}).get("__name__", "")
    if level == 0 and name.partition(".")[0] in missing and asking.partition(".")[0] == "nmt_study":
        raise ModuleNotFoundError(f"{asking} needs {name}, which Windows does not have", name=name)
    return ordinary(name, globals, locals, fromlist, level)
builtins.__import__ = as_on_windows
sys.platform = "win32"
for name in ("msvcrt", "winreg"):
    sys.modules.setdefault(name, types.ModuleType(name))
for name in names:
    importlib.import_module(name)
"""

POSIX_ONLY = ["fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"]


def python(code: str, argument: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a Python of its own, with one argument as JSON, and a folder in the place of the user's own."""
    command = [sys.executable, "-c", code, json.dumps(argument)]
    own = {name: str(folder) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = os.environ | own | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def loaded_by(folder: Path, *arguments: str) -> set[str]:
    """Return the top-level modules that are loaded when a command has ended well."""
    done = python(RUN_AND_LIST, arguments, folder)
    said, _, listing = done.stderr.rpartition("LOADED ")
    assert listing, said
    code, modules = json.loads(listing)
    assert code == 0, said
    assert done.stdout
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(argument: str, tmp_path: Path) -> None:
    assert loaded_by(tmp_path, argument) & HEAVY == set()


def test_what_is_due_loads_no_terminal_library(tmp_path: Path) -> None:
    loaded = loaded_by(tmp_path, "--home", str(tmp_path), "due", "--json")
    assert loaded & {"textual", "rich", "markdown_it", "numpy"} == set()


def test_a_start_makes_few_dataclasses(tmp_path: Path) -> None:
    """Making one takes eight times as long as making a named tuple, and a start had made seventy of them."""
    words = ["--home", str(tmp_path), "due", "--json"]
    python(RUN_AND_LIST, words, tmp_path)  # so that there is nothing left to be parsed
    done = python(COUNT_DATACLASSES, words, tmp_path)
    said, _, made = done.stderr.rpartition("MADE ")
    assert made, said
    assert len(json.loads(made)) <= 24, made


def test_every_module_loads_without_what_windows_lacks(tmp_path: Path) -> None:
    names = [module_name(path) for path in python_files("nmt_study") if path.name != "__main__.py"]
    done = python(IMPORT_AS_ON_WINDOWS, [names, POSIX_ONLY], tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_pretence_catches_a_module_that_needs_posix(tmp_path: Path) -> None:
    package = tmp_path / "nmt_study"
    package.mkdir()
    (package / "__init__.py").write_text("import fcntl\n")
    done = python(IMPORT_AS_ON_WINDOWS, [["nmt_study"], POSIX_ONLY], tmp_path)
    assert "needs fcntl, which Windows does not have" in done.stderr
