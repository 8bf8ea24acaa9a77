"""Keeps the promise that every name of an evaluation stands in docs/cpd-rules.md."""

from pathlib import Path

from tests.cpd.cases import data, done, run

PAGE = Path(__file__).parents[2] / "docs" / "cpd-rules.md"


def test_every_name_of_an_evaluation_is_explained() -> None:
    said = PAGE.read_text("utf-8").partition("## What an evaluation says")[2]
    for name in data(run({}, done("a", "1")), "a"):
        assert f"`{name}`" in said or f"`{name} {{" in said, name
