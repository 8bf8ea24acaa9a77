"""Keeps the promise that every module can be the first one that is imported: a command imports what it needs, and no more."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.architecture.tree import ROOT, imported, module_name, parsed, python_files

EACH_FIRST = """
import importlib, sys
names = sys.argv[1:]
for name in names:
    for known in names:
        sys.modules.pop(known, None)
    try:
        importlib.import_module(name)
    except ImportError as fault:
        print(name, fault, sep=": ")
"""
"""Imports each of some modules with none of them loaded; all others stay."""


def at_once(node: ast.AST) -> Iterator[ast.AST]:
    """Give the statements that run when a module is imported."""
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield inner
            yield from at_once(inner)


def needed(modules: Mapping[str, Path]) -> dict[str, set[str]]:
    """Return what each module needs to be loaded: what it imports, and the packages that any of these lies in."""
    found: dict[str, set[str]] = {}
    for name, path in modules.items():
        names = {name} | {one for node in at_once(parsed(path)) for one in imported(node)}
        steps = {one.rsplit(".", count)[0] for one in names for count in range(one.count(".") + 1)}
        found[name] = (steps & modules.keys()) - {name}
    return found


def in_cycles(needs: Mapping[str, set[str]]) -> list[str]:
    """Return the modules that need themselves on some way."""

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        left = [*needs[name]]
        while left:
            one = left.pop()
            if one not in seen:
                seen.add(one)
                left += needs[one]
        return seen

    return sorted(name for name in needs if name in reached(name))


def first_of_all(names: list[str], folder: Path) -> str:
    """Import each of some modules with none of the others loaded; return what failed."""
    command = [sys.executable, "-c", EACH_FIRST, *names]
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    return done.stdout + done.stderr


def test_every_module_that_could_meet_itself_can_be_imported_first(tmp_path: Path) -> None:
    modules = {module_name(path): path for path in python_files("nmt_study") if path.name != "__main__.py"}
    assert first_of_all(in_cycles(needed(modules)), tmp_path) == ""


def test_two_modules_that_need_each_other_are_found_by_the_one_that_cannot_be_first(tmp_path: Path) -> None:
    for name, text in (
        ("one", "import two\nfrom two import b\na = 1\n"),
        ("two", "b = 1\nfrom one import a\n"),
    ):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    modules = {path.stem: path for path in tmp_path.glob("*.py")}
    assert in_cycles(needed(modules)) == ["one", "two"]
    assert "one: cannot import name 'a'" in first_of_all(["one", "two"], tmp_path)
