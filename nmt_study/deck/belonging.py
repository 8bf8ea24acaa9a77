"""What belongs to an item besides its own lines: the heading it stands under, and what its deck says for all items."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from nmt_study.deck.model import Deck, Heading, Item, Properties


class Shared(Protocol):
    """What says something for all items of a deck: its header, or what is kept of it."""

    @property
    def topic(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def source(self) -> tuple[str, ...]: ...
    @property
    def evidence(self) -> str: ...
    @property
    def status(self) -> str: ...


def under_headings(deck: Deck) -> Iterator[tuple[Item, str]]:
    """Yield each item with the heading it stands under; a deck's title on top groups nothing."""
    heading = ""
    for part in deck.parts:
        if isinstance(part, Heading):
            heading = part.text if part.level > 1 else ""
        elif isinstance(part, Item):
            yield part, heading


def under_all_headings(deck: Deck) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """Yield each item with all headings that are open above it, a title on top too: what a reader of the file sees."""
    path: tuple[Heading, ...] = ()
    for part in deck.parts:
        if isinstance(part, Heading):
            path = (*(one for one in path if one.level < part.level), part)
        elif isinstance(part, Item):
            yield part, tuple(one.text for one in path)


def inherited(own: Properties, shared: Shared) -> Properties:
    """Return an item's properties with what it has from its deck: the tags of both, all else where it says nothing."""
    return replace(
        own,
        tags=tuple(dict.fromkeys((*shared.tags, *own.tags))),
        source=own.source or shared.source,
        evidence=own.evidence or shared.evidence,
        topic=own.topic or shared.topic,
        status=own.status or shared.status,
    )
