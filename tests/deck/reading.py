"""Short ways to parse a deck in a test."""

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Item, Part


def parts_of(source: bytes | str) -> tuple[Part, ...]:
    """Return the parts of a deck that must have no problem."""
    parsed = parse(source, "a.md")
    assert parsed.diagnostics == ()
    return parsed.deck.parts


def item_of(source: str) -> Item:
    """Return the only item of a deck, whatever else is wrong with it."""
    (item,) = parse(source, "a.md").deck.items
    return item


def told(source: bytes | str) -> list[str]:
    """Return what is wrong with a deck, each as `D101 line:column`."""
    return [f"{found.code} {found.line}:{found.column}" for found in parse(source, "a.md").diagnostics]


def stems(source: str) -> list[str]:
    """Return the questions of a deck."""
    return [item.stem for item in parse(source, "a.md").deck.items]
