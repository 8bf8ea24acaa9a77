"""What the history comes to, said once and plainly: from all events to all derived values, in memory.

The record keeps the same values in tables, event by event (`derive`); `verify` compares the two.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from nmt_study.srs.model import Memory
from nmt_study.storage.record.entries import (
    Alias,
    Apart,
    Import,
    Practice,
    Redate,
    Review,
    Shaping,
    read_alias,
    read_apart,
    read_import,
    read_practice,
    read_redate,
    read_review,
    read_shaping,
    read_target,
)
from nmt_study.storage.record.event import (
    ANSWER,
    APART,
    IMPORT,
    LEDGER,
    PRACTICE,
    REDATE,
    REDO,
    RELINK,
    SHAPINGS,
    SIT,
    SITTING_STEPS,
    UNDO,
    Event,
)
from nmt_study.storage.record.ledger import Row, read_ledger_entry
from nmt_study.storage.record.replay import by_origin, forwarded, unfolded
from nmt_study.storage.record.sitting import Sat, SatStep, read_sit, read_step


@dataclass(slots=True)
class Fold:
    """All that follows from a history: by event what stands, by card the memories.

    `seen` tells for a content which answer event holds its text.
    """

    reviews: dict[str, Review] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    shapings: dict[str, Shaping] = field(default_factory=dict)
    aliases: dict[str, Alias] = field(default_factory=dict)
    redates: dict[str, Redate] = field(default_factory=dict)
    aparts: dict[str, Apart] = field(default_factory=dict)
    sittings: dict[str, Sat] = field(default_factory=dict)
    sitting_steps: dict[str, SatStep] = field(default_factory=dict)
    ledger: dict[str, Row] = field(default_factory=dict)
    memories: dict[str, Memory] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def fold(history: Iterable[tuple[int, Event]]) -> Fold:
    """Return all derived values of a history given in order, each event with its position.

    Kinds that are not known are passed over, so that a newer version may add some; an event of a known kind
    that cannot be read is named in `unreadable`.
    """
    taking = _Taking()
    for position, event in history:
        try:
            taking.take(position, event)
        except (KeyError, TypeError, ValueError):
            taking.result.unreadable.append(event.id)
    result = taking.result
    _mend_days(result)
    _follow(result)
    for card, reviews in _by_card(result).items():
        _finish(result, card, reviews)
    return result


_SHELVES: Mapping[str, tuple[str, Callable[[int, Event], Any]]] = {
    ANSWER: ("reviews", read_review),
    PRACTICE: ("practices", read_practice),
    RELINK: ("aliases", read_alias),
    APART: ("aparts", read_apart),
    REDATE: ("redates", read_redate),
    SIT: ("sittings", read_sit),
    LEDGER: ("ledger", read_ledger_entry),
    **dict.fromkeys(SHAPINGS, ("shapings", read_shaping)),
    **dict.fromkeys(SITTING_STEPS, ("sitting_steps", read_step)),
}
"""For each kind of event that stands for itself: where a `Fold` keeps what it says, and how it is read."""


class _Taking:
    """Takes in one event after the other: each stands until an undo takes it back, and again once it was redone."""

    def __init__(self) -> None:
        self.result = Fold()
        self._undone: dict[str, list[tuple[dict[str, Any], Any]]] = {}
        self._imports: dict[str, Import] = {}
        self._contents: dict[str, int] = {}

    def take(self, position: int, event: Event) -> None:
        result = self.result
        if event.kind in _SHELVES:
            name, read_entry = _SHELVES[event.kind]
            self._stand(getattr(result, name), read_entry(position, event))
        elif event.kind == IMPORT:
            self._imports[event.id] = read_import(position, event)
        elif event.kind == UNDO:
            self._take_back(read_target(event))
        elif event.kind == REDO:
            for shelf, entry in self._undone.pop(read_target(event), ()):
                self._stand(shelf, entry)

    def _stand(self, shelf: dict[str, Any], entry: Any) -> None:  # noqa: ANN401 - an entry of the shelf's kind
        shelf[entry.event] = entry
        if shelf is self.result.reviews:
            self._contents[entry.content] = self._contents.get(entry.content, 0) + 1
            self.result.seen.setdefault(entry.content, entry.event)

    def _take_back(self, target: str) -> None:
        if standing := list(self._standing(target)):
            self._undone[target] = standing
        for shelf, entry in standing:
            del shelf[entry.event]
            if shelf is self.result.reviews:
                self._forget(entry.content)

    def _standing(self, target: str) -> Iterator[tuple[dict[str, Any], Any]]:
        """Give what stands of a target: itself, or all that came with it when it is an import."""
        whole = self._imports.get(target)
        for name in sorted({name for name, _ in _SHELVES.values()}):
            shelf: dict[str, Any] = getattr(self.result, name)
            if whole is not None:
                came = (one for one in shelf.values() if whole.position < one.position <= whole.last)
                yield from ((shelf, entry) for entry in came)
            elif target in shelf:
                yield shelf, shelf[target]

    def _forget(self, content: str) -> None:
        self._contents[content] -= 1
        if not self._contents[content]:
            del self.result.seen[content]


def _mend_days(result: Fold) -> None:
    """Move the answers that were given on another day than the clock said; several mendings add up."""
    for redate in result.redates.values():
        for answer in redate.answers:
            if review := result.reviews.get(answer):
                review.day += redate.days
                review.due += redate.days


def _follow(result: Fold) -> None:
    """Let everything count for the card that it is of now; what a card was made stays with it when it begins anew."""
    origins = by_origin(result.aliases.values())
    following = by_origin(alias for alias in result.aliases.values() if alias.follows)
    for review in result.reviews.values():
        review.card = forwarded(review.key, review.position, origins)
    for practice in result.practices.values():
        practice.card = forwarded(practice.key, practice.position, origins)
    for shaping in result.shapings.values():
        shaping.card = forwarded(shaping.key, shaping.position, following)


def _by_card(result: Fold) -> dict[str, list[Review]]:
    """Return the standing reviews by the card they count for, in the order in which they were given."""
    cards: dict[str, list[Review]] = {}
    for review in sorted(result.reviews.values(), key=attrgetter("position")):
        cards.setdefault(review.card, []).append(review)
    return cards


def _finish(result: Fold, card: str, reviews: Sequence[Review]) -> None:
    """Mark a card's first review, say what was predicted for the others, and compute the card's memory."""
    reviews[0].first = True
    given = [(review.day, review.grade, review.due, review.parameters) for review in reviews]
    for review, (memory, predicted) in zip(reviews, unfolded(given), strict=True):
        review.predicted = predicted
        result.memories[card] = memory
