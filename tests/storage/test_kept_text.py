"""Keeps the promise that an item kept as text in the cache is, when shown, the item of its file."""

from hypothesis import given, settings

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.storage.library.origin import Source, cards_in
from tests.strategies import sources


@settings(max_examples=300, deadline=None)
@given(sources)
def test_an_item_cut_out_of_any_file_makes_the_same_cards(source: str) -> None:
    data = source.encode("utf-8", "surrogatepass")
    cut = Source(data)
    for item in parse(data, "x.md").deck.items:
        assert cards_in(cut.of(item), item.properties.id) == cards_of(item)
