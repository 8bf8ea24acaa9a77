"""Keeps the promise that the outline of a deck has its headings and items, each where it stands."""

from hypothesis import given

from nmt_study.deck.authoring.outline import Entry, outline
from nmt_study.deck.authoring.spot import lines_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import Deck, Kind
from tests.strategies import decks

TEXT = "Q: a\n\nA: b\n\n# One\n\n## Two\n\nC: [x] y\n\n# Three #\n\n```\n# none\n```\n"


def test_headings_hold_what_is_below_them() -> None:
    last = len(lines_of(TEXT))
    two = Entry("Two", None, 7, 10, (Entry("[x] y", Kind.CLOZE, 9, 9),))
    assert outline(parse(TEXT, "a.md").deck, last) == (
        Entry("a", Kind.RECALL, 1, 3),
        Entry("One", None, 5, 10, (two,)),
        Entry("Three", None, 11, last),
    )


@given(decks())
def test_every_item_is_there_once_and_every_entry_lies_within_the_one_above(deck: Deck) -> None:
    text = write(deck)
    read = parse(text, "a.md").deck
    seen: list[int] = []

    def walk(entries: tuple[Entry, ...], first: int, last: int) -> None:
        for one in entries:
            assert one.name
            assert first <= one.first <= one.last <= last
            seen.extend([one.first] if one.kind else [])
            walk(one.below, one.first, one.last)
            first = one.last + 1

    lines = len(lines_of(text))
    walk(outline(read, lines), 1, lines)
    assert seen == [item.place.first for item in read.items]
