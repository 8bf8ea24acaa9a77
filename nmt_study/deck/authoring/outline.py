"""The outline of a deck: its headings, one in another by their levels, and the items below them."""

from collections.abc import Sequence
from dataclasses import dataclass

from nmt_study.deck.model import Deck, Heading, Item, Kind
from nmt_study.text import shorten

_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with what is below it, or an item, which has a kind; lines count from 1, both included."""

    name: str
    kind: Kind | None
    first: int
    last: int
    below: tuple["Entry", ...] = ()


def outline(deck: Deck, lines: int) -> tuple[Entry, ...]:
    """Return the outline of a deck whose file has so many lines."""
    parts = [part for part in deck.parts if isinstance(part, Heading | Item)]
    return _entries(parts, lines)


def _entries(parts: Sequence[Heading | Item], end: int) -> tuple[Entry, ...]:
    """Return parts as entries; an open heading takes what follows up to the next one of its level or above."""
    made: list[list[Entry]] = [[]]
    opened: list[Heading] = []

    def close(last: int) -> None:
        heading, below = opened.pop(), tuple(made.pop())
        name = shorten(heading.text, _WIDTH) or "#" * heading.level
        made[-1].append(Entry(name, None, heading.place.first, last, below))

    for part in parts:
        if isinstance(part, Item):
            name = shorten(part.stem, _WIDTH) or part.kind.value
            made[-1].append(Entry(name, part.kind, part.place.first, part.place.last))
            continue
        while opened and opened[-1].level >= part.level:
            close(part.place.first - 1)
        opened.append(part)
        made.append([])
    while opened:
        close(end)
    return tuple(made[0])
