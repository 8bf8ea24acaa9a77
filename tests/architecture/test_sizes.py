"""Keeps the promise that every file, class and function can be read in one sitting, and is named for what it does."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, parsed, python_files

FILE_LINES = 400
FUNCTION_LINES = 50
CLASS_LINES = 200
CLASS_METHODS = 20
VAGUE = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}

FILES = python_files("nmt_study", "scripts")


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def definitions() -> Iterator[tuple[str, ast.stmt]]:
    """Give every function and class with the place where it stands."""
    for path in FILES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def lines(node: ast.stmt) -> int:
    """Return how many lines a definition takes, its decorators aside."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_there_is_something_to_measure() -> None:
    assert {path.name for path in FILES} >= {"run.py", "errors.py", "main.py"}


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    functions = {place: lines(node) for place, node in definitions() if isinstance(node, FUNCTIONS)}
    assert {place: length for place, length in functions.items() if length > FUNCTION_LINES} == {}


def test_no_class_is_longer_than_200_lines() -> None:
    classes = {place: lines(node) for place, node in definitions() if isinstance(node, ast.ClassDef)}
    assert {place: length for place, length in classes.items() if length > CLASS_LINES} == {}


def test_no_class_has_more_than_20_methods() -> None:
    counts = {
        place: sum(isinstance(part, FUNCTIONS) for part in node.body)
        for place, node in definitions()
        if isinstance(node, ast.ClassDef)
    }
    assert {place: count for place, count in counts.items() if count > CLASS_METHODS} == {}


def test_no_module_has_a_name_that_could_hold_anything() -> None:
    def words(path: Path) -> set[str]:
        return {word for part in path.relative_to(ROOT).with_suffix("").parts for word in part.split("_")}

    assert [path for path in FILES if words(path) & VAGUE] == []
