"""Keeps the promise over the shipped decks: mending a typo costs nothing, and no two cards share progress.

What an edit does is known here, so that wrong merges can be counted; there must be none.
"""

from collections import Counter
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from nmt_study.deck.change.likeness import Degree, compare
from tests.deck import editing
from tests.deck.editing import CHANGING, HARMLESS, TYPOS, edited, items, recalls, told, used_elsewhere

ROUNDS = 3


@cache
def outcomes() -> dict[str, Counter[Degree]]:
    """Return for each harmless edit how often the cards it changed were which degree of alike."""
    rng = Random(7)
    found = {name: Counter[Degree]() for name in HARMLESS}
    for name, edit in HARMLESS.items():
        for item in items() * ROUNDS:
            for old, new in zip(told(item), told(edited(item, edit, rng)), strict=False):
                if old != new:
                    found[name][compare(old, new, used_elsewhere(item)).degree] += 1
    return found


def share(names: set[str] | frozenset[str]) -> float:
    """Return the share of edited cards that were the same, over the edits named."""
    total = sum((outcomes()[name] for name in names), Counter[Degree]())
    return total[Degree.SAME] / total.total()


def test_layout_and_articles_cost_nothing() -> None:
    assert share({"wrapped anew"}) == 1
    assert share({"an article"}) >= 0.99
    assert share({"punctuated anew"}) >= 0.95


def test_most_typos_cost_nothing_and_the_others_are_asked_about() -> None:
    assert share(TYPOS) >= 0.7
    assert share(frozenset(HARMLESS)) >= 0.82
    assert sum(outcomes()[name][Degree.OTHER] for name in HARMLESS) == 0


@pytest.mark.parametrize("name", CHANGING)
def test_no_edit_that_changes_the_meaning_leaves_a_card_the_same(name: str) -> None:
    rng = Random(11)
    wrong, tried = [], 0
    for item in items() * ROUNDS:
        for old, new in zip(told(item), told(edited(item, CHANGING[name], rng)), strict=False):
            if (old.question.split(), old.answer.split()) != (new.question.split(), new.answer.split()):
                tried += 1
                found = compare(old, new, used_elsewhere(item))
                wrong += [(old, new)] if found.degree is Degree.SAME else []
    assert tried >= 50
    assert wrong == []


def test_no_two_shipped_cards_are_the_same_and_few_are_worth_asking_about() -> None:
    cards = [(number, card) for number, item in enumerate(items()) for card in told(item)]
    degrees = [
        compare(one, other, lambda _: False).degree
        for at, (number, one) in enumerate(cards)
        for beside, other in cards[at + 1 :]
        if number != beside and one.kind == other.kind
    ]
    assert degrees.count(Degree.SAME) == 0
    assert degrees.count(Degree.LIKE) <= len(degrees) / 50


def test_cards_that_swapped_their_answers_are_asked_about() -> None:
    cards = recalls()
    swapped = [
        (one, one._replace(answer=other.answer))
        for one, other in pairwise(cards)
        if one.answer != other.answer
    ]
    assert {compare(*two, lambda _: False).degree for two in swapped} == {Degree.LIKE}


def test_the_edits_do_what_they_say() -> None:
    rng = Random(1)
    assert editing.opposed("to the left", rng) == "to the right"
    assert editing.renumbered("30 s", rng) != "30 s"
    assert editing.negated("do not press", rng) == "do press"
    assert len(editing.letter_dropped("pain", rng)) == 3
