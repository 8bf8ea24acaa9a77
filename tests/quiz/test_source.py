"""Keeps the promise that `from:` draws from the decks and tags it names, and an exam from what can be marked."""

import pytest

from nmt_study.deck.areas import areas_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.quiz.source import Wanted, pooled, wanted

DECKS = ("arm/elbow", "arm/wrist", "army", "leg")
EVERY = frozenset(DECKS)


@pytest.mark.parametrize(
    ("entry", "decks"),
    [
        ("leg", {"leg"}),
        ("leg.md", {"leg"}),
        ("decks/leg.MD", {"leg"}),
        ("decks/leg.md", {"leg"}),
        ("@/decks/leg.md", {"leg"}),
        ("@/quizzes/leg.md", {"leg"}),
        ("arm", {"arm/elbow", "arm/wrist"}),
        ("decks/arm/", {"arm/elbow", "arm/wrist"}),
        ("arm/wrist", {"arm/wrist"}),
        ("decks/", EVERY),
        ("@/", EVERY),
    ],
)
def test_an_entry_is_a_deck_or_a_folder_of_them_as_people_write_it(entry: str, decks: set[str]) -> None:
    assert wanted([entry], DECKS, ()) == Wanted(frozenset(decks), frozenset(), ())


def test_a_tag_is_meant_only_where_no_deck_has_the_name_and_the_rest_is_told() -> None:
    found = wanted(["leg", "core", "nothing", "arm", "no such"], DECKS, {"leg", "core"})
    assert found.decks == {"leg", "arm/elbow", "arm/wrist"}
    assert found.tags == {"core"}
    assert found.unknown == ("nothing", "no such")


def test_an_item_without_a_topic_belongs_to_its_deck() -> None:
    assert areas_of("leg", "bones", ["core"]) == {"bones", "core"}
    assert areas_of("leg", "", ()) == {"leg"}


DECK = """\
---
topic: bones
tags: all
---

Q: Alone?

= yes

id:: alone

Case: A story.

Q: First?

= one

id:: first
topic:: nerves
tags:: core

Q: Second?

A: To be said.

id:: second
"""


def test_items_are_pooled_with_their_areas_and_those_of_one_case_together() -> None:
    alone, first, second = pooled(parse(DECK, "leg.md").deck, "leg", exam=False)
    assert [one.key for one in (alone, first, second)] == ["alone", "first", "second"]
    assert alone.areas == {"bones", "all"}
    assert first.areas == {"nerves", "all", "core"}
    assert alone.case == ""
    assert first.case == second.case
    assert first.case.startswith("leg/")


def test_an_exam_draws_nothing_that_the_person_would_mark() -> None:
    assert [one.key for one in pooled(parse(DECK, "leg.md").deck, "leg", exam=True)] == ["alone", "first"]
