"""Keeps the promises of the shipped files: small enough to review, said what they are, and easy to read on a Git host."""

import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from nmt_study.config import Places
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.lint.linter import lint
from nmt_study.errors import Diagnostic, Severity
from nmt_study.services.library import check
from nmt_study.storage.library.check import file_lines
from tests.content.shelf import DECKS, QUIZZES, ROOT, decks, quizzes

PROPERTY = re.compile(r"[a-z-]+:: ")
MOST = 120
TOPICS = {
    "trigger-points",
    "theory",
    "contraindications",
    "technique-pressures",
    "assessment",
    "ethics",
    "claims",
}
DISCLAIMER = re.compile(r"not (?:medical|legal) (?:or medical )?advice")


def count_of(path: Path) -> int:
    """Return how many cards a file makes."""
    return sum(len(cards_of(item)) for item in parse(path.read_bytes(), path.name).deck.items)


def test_the_library_is_whole_and_no_deck_is_too_long_to_review() -> None:
    counts = {path.stem: count_of(path) for path in DECKS}
    assert {name: count for name, count in counts.items() if count > MOST} == {}
    assert sum(counts.values()) >= 900
    assert sum(len(deck.items) for deck in quizzes().values()) >= 350
    assert {deck.header.topic for deck in decks().values()} == TOPICS


def test_deck_check_has_no_error_and_no_warning(tmp_path: Path) -> None:
    checked = check(Places(ROOT, ROOT, tmp_path, tmp_path), [])
    assert checked.files >= len(DECKS) + len(QUIZZES)
    assert [one for one in checked.diagnostics if one.severity is not Severity.INFO] == []


def test_the_lint_of_questions_has_no_error_no_warning_and_few_infos() -> None:
    """No rule is turned off either: what a rule is wrong about is mended in the rule."""
    found: list[Diagnostic] = []
    for path in (*DECKS, *QUIZZES):
        shown, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        deck = parse(text, shown).deck
        assert deck.header.lint_off == ()
        found += lint(deck, shown, file_lines(text))
    assert [one for one in found if one.severity is not Severity.INFO] == []
    assert len(found) <= 30


@pytest.mark.parametrize("path", [*DECKS, *QUIZZES], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_says_its_title_licence_and_standing_and_that_it_is_no_advice(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header = parse(text, path.name).deck.header
    assert header.title
    assert header.id
    assert header.topic or header.kind == "exam"
    assert (header.license, header.status) == ("CC-BY-4.0", "draft")
    first_card = re.search(r"^(?:Q|C|Case): ", text, re.MULTILINE)
    intro = text[: first_card.start() if first_card else len(text)]
    assert DISCLAIMER.search(intro) or header.kind == "exam"


def test_ids_of_decks_are_their_own() -> None:
    ids = Counter(deck.header.id for deck in (*decks().values(), *quizzes().values()))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("path", [*DECKS, *QUIZZES], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_part_of_a_card_renders_as_a_block_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    start = lines.index("---", 1) + 1
    tokens = MarkdownIt("commonmark").enable("table").parse("\n" * start + "\n".join(lines[start:]))
    begins = {token.map[0] for token in tokens if token.map and token.level == 0}
    setext = [token.map for token in tokens if token.type == "heading_open" and token.markup in {"=", "-"}]
    assert setext == []
    checked = 0
    for item in parse(path.read_bytes(), path.name).deck.items:
        inside = range(item.place.first - 1, item.place.last)
        markers = [at for at in inside if re.match(r"(?:Q|A|C|Why|Case|Order|Match):|= ", lines[at])]
        properties = [at for at in inside if PROPERTY.match(lines[at])][:1]
        options = [at for at in inside if lines[at].startswith("- [")][:1]
        for at in markers + properties + options:
            assert at in begins, f"{path.name}:{at + 1} runs into the block before it: {lines[at]!r}"
            checked += 1
    assert checked >= 2 * len(parse(path.read_bytes(), path.name).deck.items)
