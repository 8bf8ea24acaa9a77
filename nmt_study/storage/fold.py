"""What the history comes to, said once and plainly: from all events to all derived values, in memory.

The record keeps the same values in tables, event by event (`derive`); `verify` compares the two.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nmt_study.srs import scheduler
from nmt_study.srs.model import Answered, Grade, Memory
from nmt_study.storage.event import ANSWER, REDATE, RELINK, UNDO, Event

_LARGEST = 2**53  # what every JSON reader holds exactly (RFC 8259, section 6)
_DAYS = (-700_000, 2_900_000)  # the study days a calendar has, years 54 to 9909
MOST_DAYS = 200_000
"""So far a clock may have gone wrong: 1970 to 2500 and back."""


@dataclass(slots=True)
class Review:
    """An answer that stands. `key` is the card as it was then, `card` the one it counts for after re-links.

    `predicted` is how likely recall was by what was remembered before, None where nothing can be said.
    """

    position: int
    event: str
    card: str
    key: str
    content: str
    day: int
    grade: int
    millis: int
    due: int
    interval: int
    scheduler: str
    parameters: str
    first: bool = False
    predicted: float | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A re-link that stands: all reviews of `origin` up to this position count for `target`."""

    position: int
    event: str
    origin: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Redate:
    """A mending of days that stands: these answers were given so many days later (earlier: negative) than was said."""

    position: int
    event: str
    days: int
    answers: tuple[str, ...]


@dataclass(slots=True)
class Fold:
    """All that follows from a history. `seen` tells for a content which answer event holds its text."""

    reviews: dict[str, Review] = field(default_factory=dict)
    aliases: dict[str, Alias] = field(default_factory=dict)
    redates: dict[str, Redate] = field(default_factory=dict)
    memories: dict[str, Memory] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


Given = tuple[int, int, int, str]
"""An answer as the memory model needs it: day, grade, due day and parameter set."""


def remembered(reviews: Iterable[Given]) -> Memory | None:
    """Return what a card's answers come to, in order."""
    states = list(unfolded(reviews))
    return states[-1][0] if states else None


def unfolded(reviews: Iterable[Given]) -> Iterator[tuple[Memory, float | None]]:
    """Yield for each of a card's answers the memory after it, and how likely recall was before it."""
    memory: Memory | None = None
    for day, grade, due, parameters in reviews:
        predicted = scheduler.predicted(memory, day, parameters)
        memory = scheduler.advance(memory, Answered(day, Grade(grade), due), parameters)
        yield memory, predicted


def by_origin(aliases: Iterable[Alias]) -> dict[str, list[Alias]]:
    """Return re-links by the card they start from, each list in order of position."""
    origins: dict[str, list[Alias]] = {}
    for alias in sorted(aliases, key=lambda alias: alias.position):
        origins.setdefault(alias.origin, []).append(alias)
    return origins


def forwarded(key: str, position: int, origins: Mapping[str, Sequence[Alias]]) -> str:
    """Return the card that an answer given to `key` at `position` counts for, following later re-links."""
    card = key
    while True:
        step = next((alias for alias in origins.get(card, ()) if alias.position > position), None)
        if step is None:
            return card
        card, position = step.target, step.position


def read_review(position: int, event: Event) -> Review:
    """Read an answer event.

    Raises:
        KeyError, TypeError, ValueError: the body is not one of an answer.
    """
    body = _body(event)
    card, content, name, parameters = (
        _text(body[key]) for key in ("card", "content", "scheduler", "parameters")
    )
    grade, millis, due, interval = (_number(body[key]) for key in ("grade", "millis", "due", "interval"))
    if not (_DAYS[0] <= event.day <= _DAYS[1] and _DAYS[0] <= due <= _DAYS[1]):
        raise ValueError(event.day, due)
    return Review(
        position,
        event.id,
        card,
        card,
        content,
        event.day,
        Grade(grade),
        millis,
        due,
        interval,
        name,
        parameters,
    )


def read_alias(position: int, event: Event) -> Alias:
    """Read a re-link event.

    Raises:
        KeyError, TypeError, ValueError: the body is not one of a re-link.
    """
    body = _body(event)
    origin, target, reason = (_text(body[key]) for key in ("from", "to", "reason"))
    return Alias(position, event.id, origin, target, reason)


def read_redate(position: int, event: Event) -> Redate:
    """Read a mending of days.

    Raises:
        KeyError, TypeError, ValueError: the body is not one of a mending.
    """
    body = _body(event)
    days, answers = _number(body["days"]), body["answers"]
    if not isinstance(answers, list) or abs(days) > MOST_DAYS:
        raise TypeError(event.id)
    return Redate(position, event.id, days, tuple(dict.fromkeys(map(_text, answers))))


def read_target(event: Event) -> str:
    """Read which event an undo takes back.

    Raises:
        KeyError, TypeError, ValueError: the body is not one of an undo.
    """
    return _text(_body(event)["target"])


def fold(history: Iterable[tuple[int, Event]]) -> Fold:
    """Return all derived values of a history given in order, each event with its position.

    Kinds that are not known are passed over, so that a newer version may add some; an event of a known kind
    that cannot be read is named in `unreadable`.
    """
    result = Fold()
    contents: dict[str, int] = {}
    for position, event in history:
        try:
            _take(result, contents, position, event)
        except (KeyError, TypeError, ValueError):
            result.unreadable.append(event.id)
    _mend_days(result)
    for card, reviews in _by_card(result).items():
        _finish(result, card, reviews)
    return result


def _take(result: Fold, contents: dict[str, int], position: int, event: Event) -> None:
    """Take in one event: answers and re-links stand until an undo takes them back."""
    if event.kind == ANSWER:
        review = read_review(position, event)
        result.reviews[event.id] = review
        contents[review.content] = contents.get(review.content, 0) + 1
        result.seen.setdefault(review.content, event.id)
    elif event.kind == RELINK:
        result.aliases[event.id] = read_alias(position, event)
    elif event.kind == REDATE:
        result.redates[event.id] = read_redate(position, event)
    elif event.kind == UNDO:
        target = read_target(event)
        result.aliases.pop(target, None)
        result.redates.pop(target, None)
        undone = result.reviews.pop(target, None)
        if undone:
            contents[undone.content] -= 1
            if not contents[undone.content]:
                del result.seen[undone.content]


def _mend_days(result: Fold) -> None:
    """Move the answers that were given on another day than the clock said; several mendings add up."""
    for redate in result.redates.values():
        for answer in redate.answers:
            if review := result.reviews.get(answer):
                review.day += redate.days
                review.due += redate.days


def _by_card(result: Fold) -> dict[str, list[Review]]:
    """Return the standing reviews by the card they count for."""
    cards: dict[str, list[Review]] = {}
    origins = by_origin(result.aliases.values())
    for review in result.reviews.values():
        review.card = forwarded(review.key, review.position, origins)
        cards.setdefault(review.card, []).append(review)
    return cards


def _finish(result: Fold, card: str, reviews: Sequence[Review]) -> None:
    """Mark a card's first review, say what was predicted for the others, and compute the card's memory."""
    reviews[0].first = True
    given = [(review.day, review.grade, review.due, review.parameters) for review in reviews]
    for review, (memory, predicted) in zip(reviews, unfolded(given), strict=True):
        review.predicted = predicted
        result.memories[card] = memory


def _body(event: Event) -> dict[str, Any]:
    body = json.loads(event.body)
    if not isinstance(body, dict):
        raise TypeError(event.id)
    return body


def _text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    """Return a whole number; JSON's `true` is none, and numbers have a size."""
    if type(value) is not int or abs(value) > _LARGEST:
        raise TypeError(value)
    return value
