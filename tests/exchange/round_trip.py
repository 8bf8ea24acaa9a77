"""What holds for every format that our decks go out to and come back from, whatever program it is of."""

from dataclasses import dataclass, replace

import pytest

from nmt_study.deck.model import Choice, Deck, Header, Item, Option, Properties, Recall
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Departed, Medium, Parcel, Reader, Writer
from tests.exchange.carriable import through_html, told, words


@dataclass(frozen=True)
class RoundTrip:
    """A format by what writes and reads it; `name` is how its files are called."""

    write: Writer
    read: Reader
    name: str

    def equal(self, deck: Deck) -> None:
        """The deck goes out without a loss and comes back equal; the same deck gives the same bytes."""
        out = self.write(Parcel(deck))
        assert out.losses == ()
        back = self.read(out.data, self.name, {})
        assert (back.losses, back.doubts) == ((), ())
        assert [parcel.deck for parcel in back.parcels] == [deck]
        assert self.write(Parcel(deck)).data == out.data

    def says_the_same(self, deck: Deck) -> None:
        """Every item comes back saying the same or is told as left out; a deck without items is refused."""
        if not deck.items:
            with pytest.raises(NmtError, match="no item of its own"):
                self.write(Parcel(deck))
            return
        out = self.write(Parcel(deck))
        back = self.read(out.data, self.name, {})
        found = [item for parcel in back.parcels for item in parcel.deck.items]
        left_out = [loss for loss in back.losses if loss.kept == "the question is left out"]
        assert len(found) + len(left_out) == len(deck.items)
        assert back.doubts == ()
        if not left_out:
            for item, other in zip(deck.items, found, strict=True):
                if item.kind.value != "cloze":
                    assert words(other.stem) == words(through_html(item.stem))
                    assert other.kind is item.kind or {other.kind.value, item.kind.value} == {
                        "typed",
                        "numeric",
                    }
        for parcel in back.parcels:
            assert told(parcel.deck).items == parcel.deck.items

    def keeps_pictures(self, picture: bytes) -> Departed:
        """Pictures go out with the items that show them and come back; return what went out."""
        item = Item("Which?\n\n![knee](a%20b.png)", Choice((Option("![](c.png)", True), Option("no", False))))
        media = (Medium("a b.png", picture), Medium("c.png", picture + b"c"), Medium("unused.png", picture))
        out = self.write(Parcel(Deck(Header(title="T"), (item,)), media))
        assert out.losses == ()
        back = self.read(out.data, self.name, {})
        assert set(back.parcels[0].media) == set(media[:2])
        assert back.parcels[0].deck.items == (item,)
        return out

    def gives_items_what_their_header_says(self) -> None:
        """What the header says of all items comes back on each, unless an item says otherwise."""
        header = Header(
            title="T", tags=("all",), source=("SRC-1",), evidence="rct", topic="knee", status="draft"
        )
        own = Properties(tags=("own",), source=("SRC-2",), evidence="textbook", topic="hip", status="checked")
        deck = Deck(header, (Item("a", Recall("b")), Item("c", Recall("d"), properties=own)))
        out = self.write(Parcel(deck))
        assert out.losses == ()
        first, second = self.read(out.data, self.name, {}).parcels[0].deck.items
        wanted = Properties(tags=("all",), source=("SRC-1",), evidence="rct", topic="knee", status="draft")
        assert replace(first.properties, id="") == wanted
        assert replace(second.properties, id="") == replace(own, tags=("all", "own"))
