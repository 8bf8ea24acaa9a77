"""Keeps the promise that the pictures of an item are found where they are shown, and only there."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.images import images_of, with_images
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.markup import BlockKind, blocks
from nmt_study.deck.model import Cloze, Heading, Item, Recall

PATHS = ("a.png", "b/a.png", "b%20c.png", "b%20(1).png", "<b c.png>", "a.png 'A title'", "a\\_b.png")
PIECES = (
    *(f"![it]({path})" for path in PATHS),
    "`![it](a.png)`",
    "words",
    "\\![it](a.png)",
    "[a](b)",
    "(a.png)",
)


def asked(text: str) -> Item:
    """Return an item that asks this."""
    return Item(text, Recall("Yes."))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join))
def test_they_are_those_that_are_shown(text: str) -> None:
    shown = [block.label for block in blocks(text) if block.kind is BlockKind.IMAGE]
    assert list(images_of(asked(text))) == shown
    renamed = with_images(asked(text), lambda path: f"new/{path}")
    assert list(images_of(renamed)) == [f"new/{path}" for path in shown]
    assert [block.label for block in blocks(renamed.stem) if block.kind is BlockKind.IMAGE] == [
        f"new/{path}" for path in shown
    ]


@pytest.mark.parametrize("text", ["`![it](a.png)`", "```\n![it](a.png)\n```", "\\![it](a.png)", "![it]()"])
def test_what_shows_no_picture_stays(text: str) -> None:
    item = asked(f"Why?\n\n{text}")
    assert with_images(item, lambda _: "b.png") == item
    assert list(images_of(item)) == []


SHOWN = "![it](a.png)"
EVERYWHERE = f"""\
Case: {SHOWN} case

Q: {SHOWN} choice

- [x] {SHOWN} right
- [ ] wrong
  > {SHOWN} feedback

Why: {SHOWN} why

Q: {SHOWN} order

Order:
1. {SHOWN} first
2. {SHOWN} second

Q: {SHOWN} match

Match:
- {SHOWN} left -> {SHOWN} right
- -> {SHOWN} wrong

Q: {SHOWN} recall

A: {SHOWN} answer

Q: {SHOWN} typed

= words

C: {SHOWN} and a [gap]
"""


def test_pictures_are_found_and_renamed_in_every_text_of_every_kind_of_item() -> None:
    """What is written of the renamed items is the file with the other path in every place, and nothing else."""
    deck = parse(EVERYWHERE, "a.md").deck
    assert [len(list(images_of(item))) for item in deck.items] == [5, 4, 5, 3, 2, 2]
    renamed = replace(deck, parts=tuple(with_images(item, lambda _: "new/longer.png") for item in deck.items))
    assert write(renamed) == write(deck).replace("a.png", "new/longer.png")
    cloze = renamed.items[-1]
    assert isinstance(cloze.answer, Cloze)
    assert [cloze.stem[one.start : one.end] for one in cloze.answer.deletions] == ["[gap]"]


def test_a_heading_shows_its_pictures() -> None:
    assert list(images_of(Heading(1, f"A {SHOWN}"))) == ["a.png"]


@pytest.mark.parametrize("path", [None, "a.png"])
def test_a_picture_without_another_name_stays(path: str | None) -> None:
    item = asked(SHOWN)
    assert with_images(item, lambda _: path) == item
