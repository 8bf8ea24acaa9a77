"""In which order items and their options stand on a paper: by a seed alone, the same on every machine for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from nmt_study.deck.model import Choice, Item, Match, Order
from nmt_study.deck.refers import refers_to_others
from nmt_study.quiz.response import rights

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pooled:
    """An item that may be drawn: its key, the areas it belongs to (topic and tags), and its case, "" for none."""

    key: str
    areas: frozenset[str]
    case: str = ""


def options_in_order(item: Item, seed: str, *, shuffle: bool) -> tuple[int, ...]:
    """Return the numbers of an item's options, steps or right sides in the order in which they are shown.

    Options keep the author's order where they are not to be shuffled, or where one of them speaks of the others.
    Steps and right sides are always shuffled: their order as written is the answer. Empty for other kinds.
    """
    match item.answer:
        case Choice():
            numbers = list(range(len(item.answer.options)))
            own = item.properties.shuffle
            fixed = not (shuffle if own is None else own)
            if fixed or any(refers_to_others(option.text) for option in item.answer.options):
                return tuple(numbers)
        case Order():
            numbers = list(range(len(item.answer.steps)))
        case Match():
            numbers = list(range(len(rights(item.answer))))
        case _:
            return ()
    numbers = shuffled(numbers, seed)
    if isinstance(item.answer, Order) and numbers == sorted(numbers):
        numbers = numbers[1:] + numbers[:1]  # as written it would be solved already
    return tuple(numbers)


def in_order(items: Sequence[Pooled], seed: str, *, shuffle: bool) -> tuple[Pooled, ...]:
    """Return items in the order of a paper: shuffled, but the items of one case stay together as they were."""
    groups: dict[str, list[Pooled]] = {}
    for number, item in enumerate(items):
        groups.setdefault(f"case {item.case}" if item.case else f"item {number}", []).append(item)
    stacks = list(groups.values())
    return tuple(item for stack in (shuffled(stacks, seed) if shuffle else stacks) for item in stack)


def shuffled(values: Sequence[T], seed: str) -> list[T]:
    """Return values in an order that follows from the seed alone: by the hash of the seed with each one's place."""
    return [values[place] for place in sorted(range(len(values)), key=lambda place: _lot(seed, place))]


def _lot(seed: str, place: int) -> bytes:
    return sha256(f"{seed}/{place}".encode("utf-8", "surrogatepass")).digest()
