"""Keeps the promise that the pictures of an item are found where they are shown, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.images import images_of, with_images
from nmt_study.deck.markup import BlockKind, blocks
from nmt_study.deck.model import Item, Recall

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
