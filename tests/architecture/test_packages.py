"""Keeps the promises about what is installed: locked with hashes, nothing heavy, and the content in the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Return package -> (version, number of hashes) of a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.findall(r"(?m)^([\w.-]+)==([^\s;]+)((?:.*\\\n)*.*)", text)
    return {
        canonicalize_name(package): (version, rest.count("--hash=sha256:"))
        for package, version, rest in entries
    }


def asked_for(*groups: str) -> list[Requirement]:
    """Return the project's own requirements and those of dependency groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        entry for group in groups for entry in project["dependency-groups"][group] if isinstance(entry, str)
    ]
    return [Requirement(entry) for entry in project["project"]["dependencies"] + named]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hashes(name: str) -> None:
    assert len(locked(name)) > 20
    assert [package for package, (_, hashes) in locked(name).items() if not hashes] == []


@pytest.mark.parametrize(("name", "groups"), [(LOCKS[0], ["build"]), (LOCKS[1], ["build", "dev"])])
def test_the_locks_are_up_to_date_with_the_ranges(name: str, groups: list[str]) -> None:
    versions = locked(name)
    stale = [
        str(requirement)
        for requirement in asked_for(*groups)
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), ("0", 0))[0])
    ]
    assert stale == []


def test_development_works_with_the_very_versions_that_learners_get() -> None:
    learners, developers = (locked(name) for name in LOCKS)
    assert {package: developers.get(package) for package in learners} == learners


def test_learners_get_nothing_heavy_and_nothing_under_a_foreign_licence() -> None:
    assert {"anki", "numpy", "pandas", "pytest", "torch"} & locked(LOCKS[0]).keys() == set()


def test_the_locks_name_no_address() -> None:
    assert [
        name
        for name in LOCKS
        if re.search(r"://|--(extra-)?index-url|--find-links", (ROOT / name).read_text())
    ] == []


@pytest.mark.slow
def test_the_wheel_holds_the_program_and_the_shipped_content(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    content = [
        path.relative_to(ROOT) for folder in ("decks", "quizzes") for path in (ROOT / folder).rglob("*.*")
    ]
    code = [
        path.relative_to(ROOT)
        for kind in ("*.py", "*.toml", "*.tcss")
        for path in (ROOT / "nmt_study").rglob(kind)
    ]
    expected = {f"nmt_study/content/{path.as_posix()}" for path in content} | {
        path.as_posix() for path in code
    }
    assert expected <= names
    assert {name.partition("/")[0] for name in names} <= {
        "nmt_study",
        next(n for n in names if "dist-info" in n).partition("/")[0],
    }
