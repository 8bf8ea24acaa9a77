"""Keeps the promise that a review mark is bound to the text that was reviewed, and to nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from nmt_study.deck.authoring.review import digest_of, review_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write_item
from nmt_study.deck.model import Choice, Item, Review
from tests.strategies import items

CARD = """\
Q: Which nerve supplies popliteus?

- [ ] The femoral nerve
  > It supplies the quadriceps.
- [x] The tibial nerve

Why: It runs behind the knee.

id:: popliteus
source:: TP-0347
evidence:: textbook
tags:: nerve
"""


def only(text: str) -> Item:
    """Return the one item of a text."""
    (item,) = parse(text, "a.md").deck.items
    return item


def codes(text: str) -> list[str]:
    """Return the codes of what is wrong with a text."""
    return [found.code for found in parse(text, "a.md").diagnostics]


def marked(text: str) -> str:
    """Return a text with a mark that counts."""
    return f"{text}reviewed:: {digest_of(only(text))} 2026-11-20 A reviewer, LMBT\n"


@given(items())
def test_a_mark_survives_writing_and_reading(item: Item) -> None:
    review = Review(digest_of(item), date(2026, 11, 20), "A reviewer, LMBT")
    whole = replace(item, properties=replace(item.properties, reviewed=review))
    read = only(write_item(whole))
    assert read.properties.reviewed == review
    assert review_of(read) == review


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("popliteus?", "the popliteus?"),
        ("[x] The tibial", "[x] The common tibial"),
        ("The femoral nerve", "The obturator nerve"),
        ("the quadriceps", "sartorius"),
        ("behind the knee", "in front of the knee"),
        ("TP-0347", "TP-0348"),
        ("textbook", "blog"),
        ("Q: Which", "Case: A client.\n\nQ: Which"),
    ],
)
def test_changing_what_was_reviewed_takes_the_mark_away(before: str, after: str) -> None:
    text = marked(CARD)
    assert codes(text) == []
    changed = text.replace(before, after, 1)
    assert changed != text
    assert codes(changed) == ["D411"]
    assert review_of(only(changed)) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Which nerve supplies", "Which nerve\nsupplies"),
        ("tags:: nerve", "tags:: nerve, knee"),
        ("id:: popliteus", "id:: popliteus-nerve"),
    ],
)
def test_layout_tags_and_id_are_no_part_of_it(before: str, after: str) -> None:
    assert codes(marked(CARD).replace(before, after)) == []


def test_the_order_of_options_counts_only_where_it_is_kept() -> None:
    item = only(CARD)
    assert isinstance(item.answer, Choice)
    turned = replace(item.answer, options=tuple(reversed(item.answer.options)))
    assert digest_of(replace(item, answer=turned)) == digest_of(item)
    kept = replace(item, properties=replace(item.properties, shuffle=False))
    assert digest_of(replace(kept, answer=turned)) != digest_of(kept)


@pytest.mark.parametrize("status", ["---\nstatus: reviewed\n---\n", ""])
def test_the_status_reviewed_needs_a_mark_that_counts(status: str) -> None:
    own = "" if status else "status:: reviewed\n"
    assert codes(f"{status}{CARD}{own}") == ["D412"]
    assert codes(f"{status}{marked(CARD + own)}") == []
    assert sorted(codes(f"{status}{marked(CARD + own).replace('knee', 'leg')}")) == ["D411", "D412"]
    assert len(parse(f"{status}{CARD}{own}", "a.md").deck.items) == 1


@pytest.mark.parametrize(
    "mark", ["yes", "2026-11-20 A reviewer", "06df9b224776 2026-02-30 A reviewer", "06df9b224776 2026-11-20"]
)
def test_what_is_no_mark_is_named(mark: str) -> None:
    assert codes(f"{CARD}reviewed:: {mark}\n") == ["D408"]
