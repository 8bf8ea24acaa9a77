"""Keeps the promise that a deck which no file can hold is parted, and that nothing of it is lost on the way."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import Deck, Header, Heading, Item, Properties, Recall
from nmt_study.exchange import box
from nmt_study.exchange.format import Arrived, CardState, Loss, Medium, Parcel, PastReview
from nmt_study.exchange.parting import parted


def item(number: int, size: int = 0, *, both: bool = False) -> Item:
    """Return an item."""
    return Item(
        f"Number {number}?", Recall("x" * (size + 1)), properties=Properties(id=f"n{number}", both_ways=both)
    )


def test_what_fits_stays_one() -> None:
    parcel = Parcel(Deck(Header(title="Knee"), (item(1),)))
    assert parted(parcel, "x") == (parcel,)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.booleans(), st.booleans()), min_size=1, max_size=40),
    st.integers(900, 4000),
    st.integers(4, 30),
)
def test_parts_hold_all_items_in_order_and_each_can_be_read(
    sizes: list[tuple[int, bool, bool]], most: int, cards: int
) -> None:
    parts: list[Item | Heading] = []
    for number, (size, both, head) in enumerate(sizes):
        parts += [Heading(1 + number % 3, f"Head {number}")] if head else []
        parts.append(item(number, size, both=both))
    whole = Deck(Header(title="Knee", topic="knee"), tuple(parts))
    limits = LIMITS._replace(file=most, cards=cards)
    pieces = parted(Parcel(whole), "x", limits)
    assert [one for piece in pieces for one in piece.deck.items] == list(whole.items)
    for number, piece in enumerate(pieces, 1):
        read = parse(write(piece.deck), "x.md", limits=limits)
        assert (read.diagnostics, read.deck) == ((), piece.deck)
        assert piece.deck.header.topic == "knee"
        assert piece.deck.header.title == ("Knee" if len(pieces) == 1 else f"Knee, part {number}")


def test_pictures_answers_and_days_go_with_their_items() -> None:
    first, second = (replace(item(n), stem=f"![it]({n}.png) Number {n}?") for n in (1, 2))
    media = (Medium("1.png", b"1"), Medium("2.png", b"2"), Medium("3.png", b"unused"))
    reviews = tuple(PastReview(name, 0, 1, 3, 1) for name in ("n1", "n2", "nobody"))
    states = tuple(CardState(name, 0, 1, 1, 1, 0) for name in ("n1", "n2"))
    parcel = Parcel(Deck(Header(), (first, second)), media, reviews, states, made=7)
    one, two = parted(parcel, "File", LIMITS._replace(cards=1))
    assert [piece.deck.header.title for piece in (one, two)] == ["File, part 1", "File, part 2"]
    assert (one.media, two.media) == ((media[0], media[2]), (media[1],))
    assert (one.reviews, two.reviews) == ((reviews[0], reviews[2]), (reviews[1],))
    assert (one.states, two.states) == (states[:1], states[1:])
    assert (one.made, two.made) == (7, 7)


def test_headings_above_come_again_in_the_next_part() -> None:
    deck = Deck(
        Header(title="T"), (Heading(1, "A"), Heading(2, "B"), item(1), item(2), Heading(2, "C"), item(3))
    )
    _, two, three = parted(Parcel(deck), "x", LIMITS._replace(cards=1))
    assert two.deck.parts == (Heading(1, "A"), Heading(2, "B"), item(2), Heading(2, "C"))
    assert three.deck.parts == (Heading(1, "A"), Heading(2, "C"), item(3))


def test_more_cards_than_a_deck_may_have_come_out_of_the_box_in_parts() -> None:
    both = tuple(Item(f"{n}?", Recall("x"), properties=Properties(both_ways=True)) for n in range(110_000))
    found = box._arrived(box._told(box.in_parts(Arrived((Parcel(Deck(Header(title="T"), both)),)), "t.apkg")))
    assert found.losses == ()
    assert [one.deck.header.title for one in found.parcels] == ["T, part 1", "T, part 2"]
    assert sum(len(one.deck.items) for one in found.parcels) == 110_000


def test_what_a_deck_cannot_hold_is_told_when_it_leaves_the_box() -> None:
    large = Item("Large?", Recall("x" * 70_000))
    (loss,) = box._arrived(box._told(Arrived((Parcel(Deck(Header(title="T"), (item(1), large))),)))).losses
    assert loss == Loss("T, line 13", loss.what, "left out")
