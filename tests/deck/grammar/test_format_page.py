"""Keeps the promises of the page about the format: its examples work, and decks read well on a Git host."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from nmt_study.deck.citation import EVIDENCE_WORDS
from nmt_study.deck.grammar.header import HEADER_KEYS
from nmt_study.deck.grammar.lines import PROPERTY_KEYS, LineKind, kind_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import Kind
from nmt_study.deck.units import UNITS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "deck-format.md").read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.md"))
CANONICAL = [path for path in EXAMPLES if path.stem != "hashcards"]
SHIPPED = sorted([*(ROOT / "decks").rglob("*.md"), *(ROOT / "quizzes").rglob("*.md")])
SNIPPETS = re.findall(r"^```\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
MARKERS = {LineKind.QUESTION, LineKind.ANSWER, LineKind.CLOZE, LineKind.WHY, LineKind.CASE}


def paragraphs(source: str) -> list[list[str]]:
    """Return the lines of every paragraph as a Git host renders them; a header is shown apart."""
    body = re.sub(r"\A---\n.*?^---\n", "", source, flags=re.DOTALL | re.MULTILINE)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    inside = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "paragraph_open"]
    return [token.content.split("\n") for token in inside]


def parts_in(lines: list[str]) -> int:
    """Count what stands in one paragraph: each marker, and each group of properties, is one."""
    kinds = [kind_of(line) for line in lines]
    groups = sum(
        kind is LineKind.PROPERTY and (at == 0 or kinds[at - 1] is not LineKind.PROPERTY)
        for at, kind in enumerate(kinds)
    )
    return sum(kind in MARKERS for kind in kinds) + groups


def test_there_are_examples_and_shipped_decks() -> None:
    assert {path.name for path in EXAMPLES} >= {"first.md", "every-kind.md", "quiz.md", "hashcards.md"}
    assert SHIPPED
    assert len(SNIPPETS) >= 10


@pytest.mark.parametrize("path", [*CANONICAL, *SHIPPED], ids=lambda path: path.name)
def test_each_part_of_a_deck_renders_as_its_own_block(path: Path) -> None:
    found = [lines for lines in paragraphs(path.read_text(encoding="utf-8")) if parts_in(lines) > 1]
    assert found == []


def test_the_count_sees_what_runs_together() -> None:
    assert [
        parts_in(lines) for lines in paragraphs("Q: a\nA: b\n\nsource:: x\ntags:: y\n\nWhy: c\ntags:: d\n")
    ] == [2, 1, 2]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_have_no_problem(path: Path) -> None:
    parsed = parse(path.read_bytes(), path.name)
    assert parsed.diagnostics == ()
    assert parsed.deck.items


@pytest.mark.parametrize("path", [*CANONICAL, *SHIPPED], ids=lambda path: path.name)
def test_examples_and_shipped_decks_are_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert write(parse(text, path.name).deck) == text


def test_one_example_shows_every_kind() -> None:
    deck = parse((ROOT / "docs" / "examples" / "every-kind.md").read_bytes(), "a.md").deck
    assert {item.kind for item in deck.items} == set(Kind)
    assert any(item.case for item in deck.items)
    assert any(item.properties.both_ways for item in deck.items)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_what_the_page_shows_can_be_copied_into_a_deck(snippet: str) -> None:
    text = (
        f"Q: a\n\nA: b\n\n{snippet}"
        if kind_of(snippet.split("\n", maxsplit=1)[0]) is LineKind.PROPERTY
        else snippet
    )
    parsed = parse(text, "a.md")
    assert parsed.diagnostics == ()
    assert parsed.deck.items or parsed.deck.header.title


def test_the_first_snippet_is_the_first_example_and_makes_four_cards() -> None:
    assert (ROOT / "docs" / "examples" / "first.md").read_text(encoding="utf-8") == SNIPPETS[0]
    assert len(SNIPPETS[0].splitlines()) <= 10


@pytest.mark.parametrize("name", [*PROPERTY_KEYS, *HEADER_KEYS])
def test_every_key_is_on_the_page(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("word", [*UNITS, *EVIDENCE_WORDS])
def test_every_unit_and_kind_of_evidence_is_on_the_page(word: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", PAGE)


def test_the_examples_of_other_programs_give_the_same_cards() -> None:
    deck = parse((ROOT / "docs" / "examples" / "hashcards.md").read_bytes(), "a.md").deck
    assert deck.header.title == "Cell Biology"
    assert [item.stem for item in deck.items] == [
        "List the parts of a SOAP note.",
        "What does the S take?",
        "The [O] takes what the therapist [finds].",
    ]
