"""Keeps the promise that the page about flaws in questions says what the program does."""

import re
from pathlib import Path

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.lint.rules import SOURCES, Rule
from nmt_study.storage.library.levels import LEVELS, read_levels

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "lint.md").read_text(encoding="utf-8")


def rows(head: str) -> list[str]:
    """Return the rows of the table with that head."""
    assert PAGE.count(head) == 1
    return PAGE.partition(head)[2].lstrip("\n").split("\n\n")[0].splitlines()[1:]


def test_the_table_of_rules_is_that_of_the_code() -> None:
    wanted = [f"| {rule.id} | {rule.severity} | {rule.reason} | {rule.cited} |" for rule in Rule]
    assert rows("| code | weight | reason | source |") == wanted


def test_the_table_of_sources_is_that_of_the_code() -> None:
    assert rows("| source | what it is |") == [f"| {name} | {what} |" for name, what in SOURCES.items()]


def test_the_levels_that_the_page_shows_are_understood(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert block
    (tmp_path / "nmt-study.toml").write_text(block[1], encoding="utf-8")
    levels, problems = read_levels(tmp_path / "nmt-study.toml")
    assert problems == ()
    assert len(levels) == 3
    assert all(f"`{level}`" in PAGE for level in LEVELS)


def test_the_header_that_the_page_shows_is_understood() -> None:
    block = re.search(r"```\n(---\n.*?---\n)```", PAGE, re.DOTALL)
    assert block
    parsed = parse(f"{block[1]}\nQ: One?\n\n= two\n", "a.md")
    assert parsed.diagnostics == ()
    assert parsed.deck.header.lint_off == ("I103", "I203")
