"""In which order items and their options stand on a paper: by a seed alone, the same on every machine for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
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


def options_in_order(item: Item, seed: str, *, shuffle: bool, before: str = "") -> tuple[int, ...]:
    """Return the numbers of an item's options, steps or right sides in the order in which they are shown.

    Options keep the author's order where they are not to be shuffled, or where one of them speaks of the others.
    Steps and right sides are always shuffled: their order as written is the answer. Empty for other kinds.
    Where another order than that of the seed `before` is possible, it is another one.
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
    order = _unsolved(item, shuffled(numbers, seed))
    if before and order == options_in_order(item, before, shuffle=shuffle):
        order = _unsolved(item, order[1:] + order[:1])
    return order


def _unsolved(item: Item, order: Sequence[int]) -> tuple[int, ...]:
    """Return an order, another one if it is the right one of steps: as written they would be in order already."""
    solved = isinstance(item.answer, Order) and sorted(order) == list(order)
    return (*order[1:], *order[:1]) if solved else tuple(order)


def in_order(items: Sequence[Pooled], seed: str, *, shuffle: bool, before: str = "") -> tuple[Pooled, ...]:
    """Return items in the order of a paper: shuffled, but the items of one case stay together as they were.

    Where another order than that of the seed `before` is possible, it is another one.
    """
    groups: dict[str, list[Pooled]] = {}
    for number, item in enumerate(items):
        groups.setdefault(f"case {item.case}" if item.case else f"item {number}", []).append(item)
    stacks = list(groups.values())
    if shuffle:
        written, stacks = stacks, shuffled(stacks, seed)
        if before and stacks == shuffled(written, before):
            stacks = stacks[1:] + stacks[:1]
    return tuple(chain.from_iterable(stacks))


def shuffled(values: Sequence[T], seed: str) -> list[T]:
    """Return values in an order that follows from the seed alone: by the hash of the seed with each one's place."""
    return [values[place] for place in sorted(range(len(values)), key=lambda place: _lot(seed, place))]


def _lot(seed: str, place: int) -> bytes:
    return sha256(f"{seed}/{place}".encode("utf-8", "surrogatepass")).digest()
