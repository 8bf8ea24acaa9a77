"""Keeps the promise that a module imports only from rows below its own, and that the core stays pure."""

import ast
import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.architecture.tree import PACKAGE, ROOT, imported, module_name, parsed, python_files

CORE = {"text", "deck", "srs", "quiz", "cpd", "stats"}


def test_every_import_contract_is_kept(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(cache_dir=str(tmp_path_factory.mktemp("imports")))
    assert code == 0, capsys.readouterr().out


def test_every_module_of_the_core_is_under_the_purity_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    pure = next(contract for contract in contracts if "pure" in contract["name"])
    covered = {name.removesuffix(".*") for name in pure["source_modules"]}
    present = {path.stem for path in PACKAGE.iterdir()} & CORE
    assert {f"nmt_study.{name}" for name in present} <= covered


def test_the_command_line_reaches_the_full_screen_through_one_deferred_import() -> None:
    doors = []
    for path in python_files("nmt_study/cli"):
        tree = parsed(path)
        deferred = {
            id(inner)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in ast.walk(function)
        }
        doors += [
            (module_name(path), id(node) in deferred)
            for node in ast.walk(tree)
            if any(f"{name}.".startswith("nmt_study.tui.") for name in imported(node))
        ]
    assert [deferred for _, deferred in doors] == [True], doors


def test_nothing_fetches_from_the_network() -> None:
    fetching = ("urllib.request", "http.client", "socket", "ssl", "requests", "httpx")
    found = [
        f"{module_name(path)} {name}"
        for path in python_files("nmt_study")
        for node in ast.walk(parsed(path))
        for name in imported(node)
        if f"{name}.".startswith(tuple(f"{module}." for module in fetching))
    ]
    assert found == []
