"""Whether an item from elsewhere reads the same once it stands in a deck file."""

import re
from dataclasses import replace

from nmt_study.deck.model import Choice, Item, Match, Numeric, Order, Place, Properties, Typed
from nmt_study.deck.parser import parse
from nmt_study.deck.properties import SLUG
from nmt_study.deck.writer import write_item

_UNSOUND = re.compile(r"[^A-Za-z0-9._:/-]+")
_LONGEST_ID = 60
_LIKE_NUMBER = re.compile(r"[-+−.\d]")


def settled(item: Item) -> Item | None:
    """Return an item as a deck file says it, or None where it would not be read from there as what it is.

    A difference in white space is settled; one in the kind, the key or the number of parts is not.
    """
    found = parse(write_item(item), "").deck.items
    if len(found) != 1 or found[0].kind is not item.kind or _shape(found[0]) != _shape(item):
        return None
    return replace(found[0], place=Place())


def _shape(item: Item) -> object:
    """Return what of an answer may not change: how many parts it has, and which of them are right."""
    match item.answer:
        case Choice(options, many):
            return many, [(option.correct, bool(option.feedback)) for option in options]
        case Match(pairs, distractors):
            return len(pairs), len(distractors)
        case Order(steps):
            return len(steps)
        case Typed(accepted):
            return accepted
        case Numeric(quantities):
            return [(quantity.low, quantity.high) for quantity in quantities]
        case _:
            return None


def slug(foreign: str) -> str:
    """Return the id of another program as one that a deck can have, "" where nothing of it is left."""
    if SLUG.fullmatch(foreign):
        return foreign
    return _UNSOUND.sub("-", foreign).strip("-._:/")[:_LONGEST_ID].rstrip("-._:/")


def accepted(texts: tuple[str, ...]) -> Typed | Numeric | None:
    """Return what a deck makes of accepted answers: numbers where all are, else words; None where none has text."""
    if texts and not any(_LIKE_NUMBER.match(text) for text in texts):
        return Typed(texts)
    lines = "\n".join("= " + " ".join(text.split("\n")).replace("|", "\\|") for text in texts)
    found = parse(f"Q: x\n\n{lines}\n", "").deck.items
    answer = found[0].answer if found and found[0].properties == Properties() else None
    return answer if isinstance(answer, Typed | Numeric) else None
