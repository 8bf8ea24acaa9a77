"""Keeps the promise of the last trial on the way into a deck: an item comes as the deck file gives it back, or is told."""

from nmt_study.deck.model import Header, Item, Match, Recall
from nmt_study.exchange.landing import Landing


def test_an_item_that_a_deck_file_would_change_is_told_and_left_out() -> None:
    landing = Landing({})
    landing.add("row 1", Item("Which?", Recall("This.")))
    landing.add("row 2", Item("Which?", Match((("a -> b", "c"), ("d", "e")))))
    landing.add("row 3", Item("[x]", Recall("")))
    deck = landing.deck(Header(title="T"), "x.csv")
    assert [item.stem for item in deck.items] == ["Which?"]
    assert [(loss.where, loss.kept) for loss in landing.losses] == [
        ("row 2", "nothing of it"),
        ("row 3", "nothing of it"),
    ]
