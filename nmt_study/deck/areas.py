"""The areas that an item counts for, in a blueprint and in results."""

from collections.abc import Iterable

from nmt_study.deck.model import Header, Item


def areas_of(deck: str, topic: str, tags: Iterable[str]) -> frozenset[str]:
    """Return the areas that an item belongs to: its topic, or without one its deck, and its tags."""
    return frozenset({topic or deck, *tags})


def item_areas(deck: str, header: Header, item: Item) -> frozenset[str]:
    """Return the areas of an item of a deck by what it says itself and what the header says for all."""
    own = item.properties
    return areas_of(deck, own.topic or header.topic, (*header.tags, *own.tags))
