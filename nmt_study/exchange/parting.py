"""A deck from another program that is larger than a deck file may be, as several decks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nmt_study.deck.grammar.images import images_of
from nmt_study.deck.grammar.source import LIMITS, Limits
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.identity import item_key
from nmt_study.deck.model import Cloze, Deck, Heading, Item, Part
from nmt_study.exchange.format import Parcel

_PICTURE = 80  # bytes by which the path of a picture may grow where it comes to lie
_MARGIN = 20  # the share of each limit, one in so many, that stays free
_BETWEEN = 2  # lines between two parts
_RULE = 10  # bytes of what may have to stand between two parts


@dataclass(frozen=True, slots=True)
class _Size:
    """What a part takes of the limits of a file."""

    bytes: int = 0
    cards: int = 0
    lines: int = 0
    brackets: int = 0
    parts: int = 0

    def __add__(self, other: "_Size") -> "_Size":
        return _Size(
            self.bytes + other.bytes,
            self.cards + other.cards,
            self.lines + other.lines,
            self.brackets + other.brackets,
            self.parts + other.parts,
        )

    def within(self, limits: Limits) -> bool:
        """Whether a file may hold so much."""
        most = (limits.file, limits.cards, limits.lines, limits.brackets, limits.parts)
        mine = (self.bytes, self.cards, self.lines, self.brackets, self.parts)
        return all(one <= all_ - all_ // _MARGIN for one, all_ in zip(mine, most, strict=True))


def parted(parcel: Parcel, name: str, limits: Limits = LIMITS) -> tuple[Parcel, ...]:
    """Return a parcel as parcels each of which one deck file can hold, "title, part 1" and so on; mostly as it is.

    `name` stands for the title where there is none. Each part has the pictures, answers and days of its own items; what
    belongs to no item goes with the first.
    """
    header = parcel.deck.header
    pieces = list(_pieces(parcel.deck, limits))
    if len(pieces) == 1:
        return (parcel,)
    title = header.title or name
    decks = [
        Deck(replace(header, title=f"{title}, part {number}"), tuple(piece))
        for number, piece in enumerate(pieces, 1)
    ]
    of = {item_key(item): number for number, deck in reversed([*enumerate(decks)]) for item in deck.items}
    shown = [{path for item in deck.items for path in images_of(item)} for deck in decks]
    return tuple(
        replace(
            parcel,
            deck=deck,
            media=tuple(
                one
                for one in parcel.media
                if one.name in shown[number] or (not number and not any(one.name in each for each in shown))
            ),
            reviews=tuple(one for one in parcel.reviews if of.get(one.item, 0) == number),
            states=tuple(one for one in parcel.states if of.get(one.item, 0) == number),
        )
        for number, deck in enumerate(decks)
    )


def _pieces(deck: Deck, limits: Limits) -> Iterator[list[Part]]:
    """Give the parts of a deck in pieces; a piece begins with the headings that it stands under."""
    start = _size(Deck(deck.header))
    size, piece, path = start, list[Part](), list[Heading]()
    for part in deck.parts:
        more = _size(Deck(parts=(part,)))
        if piece and not (size + more).within(limits):
            yield piece
            piece = [one for one in path if not isinstance(part, Heading) or one.level < part.level]
            size = sum((_size(Deck(parts=(one,))) for one in piece), start)
        if isinstance(part, Heading):
            path = [one for one in path if one.level < part.level] + [part]
        piece.append(part)
        size += more
    yield piece


def _size(deck: Deck) -> _Size:
    text = write(deck)
    images = text.count("![")
    return _Size(
        len(text.encode("utf-8", "surrogatepass")) + _RULE + _PICTURE * images,
        sum(_cards(item) for item in deck.items),
        text.count("\n") + 2 * _BETWEEN,
        2 * text.count("["),  # looked at as a gap and as a picture
        len(deck.parts) + 1,
    )


def _cards(item: Item) -> int:
    if isinstance(item.answer, Cloze):
        return len(item.answer.deletions)
    return 2 if item.properties.both_ways else 1
