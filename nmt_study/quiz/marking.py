"""Marking an answer to an item, whatever its kind."""

from collections.abc import Collection

from nmt_study.deck.model import Choice, Item, Kind, Numeric, Typed
from nmt_study.quiz.choice import mark_choice
from nmt_study.quiz.model import Mark
from nmt_study.quiz.numeric import mark_numeric
from nmt_study.quiz.typed import mark_typed
from nmt_study.text import clean

MARKED = frozenset((Kind.TYPED, Kind.NUMERIC, Kind.SINGLE))


def mark(item: Item, response: str, others: Collection[str] = ()) -> Mark:
    """Mark what a learner typed, or the number or letter of the option chosen.

    `others` are answers of other items: no slip is forgiven that comes as near to one of them. Every string
    gets a mark; an item of a kind that is not in `MARKED` raises ValueError.
    """
    response = clean(response)
    match item.answer:
        case Typed():
            return mark_typed(item.answer, response, others)
        case Numeric():
            return mark_numeric(item.answer, response, item.stem)
        case Choice(many=False):
            return mark_choice(item.answer, response)
        case _:
            raise ValueError(f"a {item.kind} item is graded by the learner, not marked")
