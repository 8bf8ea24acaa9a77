"""Keeps the promise that the project stands by itself: no machine's paths, no package registry's address."""

import re

from tests.architecture.tree import ROOT, text_files

# Each is written in two parts, so that this file does not name it either.
REGISTRIES = [
    a + b for a, b in (("pypi", ".org"), ("python", "hosted.org"), ("ana", "conda.org"), ("npm", "js.com"))
]
ELSEWHERE = ["/" + "work/", "/" + "root/", "sub" + "agent"]
UNWANTED = re.compile(
    "|".join(rf"(?<![\w.]){re.escape(word)}" for word in ELSEWHERE)
    + "|"
    + "|".join(map(re.escape, REGISTRIES))
)


def test_no_file_names_a_registry_or_a_place_outside_the_project() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path, text in text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if UNWANTED.search(line)
    ]
    assert found == []


def test_the_search_sees_what_it_looks_for() -> None:
    assert all(UNWANTED.search(f"see {word}x") for word in REGISTRIES + ELSEWHERE)
    assert {path.name for path, _ in text_files()} >= {"pyproject.toml", "requirements.lock", "run.py"}
