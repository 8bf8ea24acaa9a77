"""Keeps the promises of laying out: idempotent, every byte of prose stays, nothing is said differently."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import Deck, Item, Prose
from nmt_study.services.writing.formatting import format_files
from tests.strategies import decks

UNTIDY = """\
A note   with  spaces and\ttabs.
Q: One?
A: Yes.
id:: one
C: A [gap] here.
<!-- a comment -->
# Part
Case: A client
comes in.

Q: Two?
- [x] right
- [ ] wrong

Prose below, kept.
"""  # fmt: skip


def formatted(tmp_path: Path, data: bytes, *, ids: bool = False) -> bytes:
    """Return a file after it was laid out."""
    path = tmp_path / "deck.md"
    path.write_bytes(data)
    format_files([path], ids=ids)
    return path.read_bytes()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cards_are_laid_out_and_all_else_stays(tmp_path: Path, end: str) -> None:
    data = UNTIDY.replace("\n", end).encode()
    once = formatted(tmp_path, data)
    text = once.decode()
    assert f"Q: One?{end}{end}A: Yes.{end}{end}id:: one{end}" in text
    for kept in (
        "A note   with  spaces and\ttabs.",
        "<!-- a comment -->",
        f"Case: A client{end}comes in.",
        "Prose below, kept.",
    ):
        assert kept in text
    assert formatted(tmp_path, once) == once
    assert text.count("\n") == text.count(end)


@settings(max_examples=60)
@given(deck=decks())
def test_laying_out_twice_is_laying_out_once_and_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, deck: Deck
) -> None:
    folder = tmp_path_factory.mktemp("fmt")
    data = write(deck).replace("\n\n", "\n").encode()
    before = parse(data, "deck.md").deck
    once = formatted(folder, data)
    after = parse(once, "deck.md").deck
    assert [item for item in after.parts if isinstance(item, Item)] == list(before.items)
    assert [part for part in after.parts if isinstance(part, Prose)] == [
        part for part in before.parts if isinstance(part, Prose)
    ]
    assert formatted(folder, once) == once


def test_ids_are_made_of_the_question_and_stay(tmp_path: Path) -> None:
    data = b"---\nid: shoulder\n---\n\nQ: Which nerve supplies deltoid?\n\nA: x\n\nQ: Which nerve supplies deltoid, again?\n\nA: y\n\nQ: ?\n\nA: z\n"
    once = formatted(tmp_path, data, ids=True)
    ids = [item.properties.id for item in parse(once, "a.md").deck.items]
    assert ids == [
        "shoulder-nerve-supplies-deltoid",
        "shoulder-nerve-supplies-deltoid-again",
        "shoulder-card",
    ]
    assert formatted(tmp_path, once, ids=True) == once


def test_a_card_with_a_problem_is_left_alone_and_told(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(b"Q: One?\nA: yes\nlevel:: hard\n\nQ: Two?\nA: no\n")
    (told,) = format_files([path])
    assert (told.left, told.changed) == (1, 1)
    assert b"Q: One?\nA: yes\nlevel:: hard\n" in path.read_bytes()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(UNTIDY.encode())
    assert format_files([path], dry_run=True)[0].changed > 0
    assert path.read_bytes() == UNTIDY.encode()
