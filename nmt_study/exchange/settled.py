"""What a deck file can say of an item from elsewhere: the item itself, its id, and what is right when typed."""

import re
from collections.abc import Iterable
from dataclasses import astuple, replace
from unicodedata import normalize

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.properties import SLUG
from nmt_study.deck.grammar.writer import write_item
from nmt_study.deck.model import Item, Numeric, Place, Properties, Typed
from nmt_study.exchange.telling import digest_of
from nmt_study.text import canonical, clean

_UNSOUND = re.compile(r"[^A-Za-z0-9._:/-]+")
_LONGEST_ID = 60
_LIKE_NUMBER = re.compile(r"\s*[-+−.\d]")


def settled(item: Item) -> Item | None:
    """Return an item as a deck file gives it back, or None where it would come back as something else.

    A difference in white space is settled, and words that are nothing but numbers are compared as numbers.
    """
    parsed = parse(write_item(item), "")
    items = parsed.deck.items
    if len(items) != 1 or len(parsed.deck.parts) != 1:
        return None
    found = replace(items[0], place=Place())
    if isinstance(item.answer, Typed) and isinstance(found.answer, Numeric):
        item = replace(item, answer=found.answer)
    return found if _folded(astuple(found)) == _folded(astuple(item)) else None


def slug_of(foreign: str) -> str:
    """Return an id of another program as one of ours: itself where it is sound, else a slug with a mark of its own.

    "" where there is none.
    """
    foreign = clean(foreign).strip()
    if not foreign or SLUG.fullmatch(foreign):
        return foreign
    plain = normalize("NFKD", foreign).encode("ascii", "ignore").decode()
    plain = _UNSOUND.sub("-", plain).strip("-._:/")[:_LONGEST_ID].rstrip("-._:/") or "item"
    return f"{plain}-{digest_of(foreign)}"


def accepted(texts: Iterable[str]) -> Typed | Numeric | None:
    """Return what is right when typed, as numbers where all of it are numbers; None where there is nothing."""
    written = tuple(" ".join(text.split("\n")) for text in texts if text.strip())
    if not written:
        return None
    if not any(map(_LIKE_NUMBER.match, written)):
        return Typed(written)
    lines = "\n".join("= " + text.replace("|", "\\|") for text in written)
    found = parse(f"Q: x\n\n{lines}\n", "").deck.items
    answer = found[0].answer if found and found[0].properties == Properties() else None
    return answer if isinstance(answer, Typed | Numeric) else None


def _folded(value: object) -> object:
    """Return nested values with white space folded in every text."""
    if isinstance(value, str):
        return canonical(value)
    return tuple(map(_folded, value)) if isinstance(value, tuple) else value
