"""From an item of a file to the text that the cache keeps, and back to its cards with the place where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nmt_study.storage.library.shelf import KeptItem

if TYPE_CHECKING:  # the grammar is imported when a card is first parsed: a start parses none
    from nmt_study.deck.model import Card, Item

_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Source:
    """The text of a file, from which items are cut out word for word."""

    lines: list[str]

    def __init__(self, data: bytes) -> None:
        text = data.removeprefix(_BOM).decode(errors="replace")
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def of(self, item: "Item") -> str:
        """Return a text that parses to this item alone: its lines, with its case in front where it has one."""
        text = "\n".join(self.lines[item.place.first - 1 : item.place.last])
        if not item.case:
            return text
        from nmt_study.deck.grammar.writer import write_item

        return write_item(item)


class Origin(NamedTuple):
    """Where a card stands, and what it has from its item or else from its deck; the tags of both count.

    `path` is as shown to people, `file` is where to open it; `line` counts from 1; `heading` is the one above it.
    """

    deck: str
    title: str
    path: str
    file: Path
    line: int
    heading: str
    topic: str
    tags: tuple[str, ...]
    source: tuple[str, ...]
    evidence: str
    status: str
    shipped: bool
    quiz: bool


class Found(NamedTuple):
    """A card with the place it was found at."""

    card: "Card"
    origin: Origin


def unfold(kept: KeptItem, shown: str, file: Path) -> Iterator[Found]:
    """Yield the cards of an item; `shown` is how its file is named to people, `file` where it is."""
    from nmt_study.deck.belonging import inherited
    from nmt_study.deck.model import Place

    for card in cards_in(kept.text, kept.own):
        item = replace(card.item, place=Place(kept.line, kept.last))
        properties = inherited(item.properties, kept)
        origin = Origin(
            deck=kept.deck,
            title=kept.title,
            path=shown,
            file=file,
            line=kept.line,
            heading=kept.heading,
            topic=properties.topic,
            tags=properties.tags,
            source=properties.source,
            evidence=properties.evidence,
            status=properties.status,
            shipped=kept.place[0],
            quiz=kept.quiz,
        )
        yield Found(replace(card, item=item), origin)


def cards_in(text: str, own: str) -> "tuple[Card, ...]":
    """Return the cards of an item kept as text, under the id it goes by, "" for its text."""
    from nmt_study.deck.grammar.parser import parse
    from nmt_study.deck.identity import cards_of

    items = parse(text, "").deck.items
    if not items:
        return ()
    item = items[0]
    return cards_of(replace(item, properties=replace(item.properties, id=own)))
