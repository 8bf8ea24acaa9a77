"""What one event says, read strictly: an answer, a practice, a re-link, a mending of days, what a card was made of.

Each of them is a row of a derived table for as long as the event stands.
"""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from nmt_study.srs.model import Grade
from nmt_study.storage.event import BURY, FLAG, KEEP, NOTE, REPORT, RESET, SEND, SUSPEND, Event

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


class Alias(NamedTuple):
    """A re-link that stands: all reviews of `origin` up to this position count for `target`."""

    position: int
    event: str
    origin: str
    target: str
    reason: str

    @property
    def follows(self) -> bool:
        """Whether the target is the same card, not a place where answers are put that count no more."""
        return self.reason != RESET


class Redate(NamedTuple):
    """A mending of days that stands: these answers were given so many days later (earlier: negative) than was said."""

    position: int
    event: str
    days: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """The coming in of what was done in another program: the next `count` events came with it."""

    position: int
    event: str
    count: int

    @property
    def last(self) -> int:
        """The position of the last event that came with it."""
        return self.position + self.count


@dataclass(slots=True)
class Practice:
    """An answer that stands and changes no memory. `key` is the card as it was then, `card` the one it is of now."""

    position: int
    event: str
    card: str
    key: str
    content: str
    day: int
    grade: int
    millis: int


@dataclass(slots=True)
class Shaping:
    """Something else that was done to a card: one of `event.SHAPINGS`, see `Shape` for what it comes to.

    `value` is 1 for on and 0 for off, for a burying the study day on which the card is back; `content` is what the
    card said, where that matters.
    """

    position: int
    event: str
    kind: str
    card: str
    key: str
    value: int
    content: str


class Apart(NamedTuple):
    """Two cards that are not the same, whatever they look like: `target` is new and does not follow `origin`."""

    position: int
    event: str
    origin: str
    target: str


def read_review(position: int, event: Event) -> Review:
    """Read an answer event.

    Raises:
        KeyError, TypeError, ValueError: the body is not one of an answer.
    """
    body = body_of(event)
    card, content, name, parameters = (
        text_of(body[key]) for key in ("card", "content", "scheduler", "parameters")
    )
    grade, millis, due, interval = (number_of(body[key]) for key in ("grade", "millis", "due", "interval"))
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
    body = body_of(event)
    origin, target, reason = (text_of(body[key]) for key in ("from", "to", "reason"))
    return Alias(position, event.id, origin, target, reason)


def read_redate(position: int, event: Event) -> Redate:
    """Read a mending of days.

    Raises:
        KeyError, TypeError, ValueError: the body is not one of a mending.
    """
    body = body_of(event)
    days, answers = number_of(body["days"]), body["answers"]
    if not isinstance(answers, list) or abs(days) > MOST_DAYS:
        raise TypeError(event.id)
    return Redate(position, event.id, days, tuple(dict.fromkeys(map(text_of, answers))))


def read_practice(position: int, event: Event) -> Practice:
    """Read a practice.

    Raises:
        KeyError, TypeError, ValueError: the body is not one of a practice.
    """
    body = body_of(event)
    card, content = text_of(body["card"]), text_of(body["content"])
    grade, millis = Grade(number_of(body["grade"])), number_of(body["millis"])
    if not _DAYS[0] <= event.day <= _DAYS[1]:
        raise ValueError(event.day)
    return Practice(position, event.id, card, card, content, event.day, grade, millis)


def read_shaping(position: int, event: Event) -> Shaping:
    """Read what was done to a card.

    Raises:
        KeyError, TypeError, ValueError: the body is not of its kind.
    """
    body, kind = body_of(event), event.kind
    card = text_of(body["card"])
    content = text_of(body["content"]) if kind in {REPORT, KEEP} else ""
    value = 1
    if kind in {SUSPEND, FLAG, NOTE, SEND}:
        value = int(_truth(body["on"]))
    elif kind == BURY:
        value = number_of(body["until"])
    return Shaping(position, event.id, kind, card, card, value, content)


def read_apart(position: int, event: Event) -> Apart:
    """Read that two cards are not the same.

    Raises:
        KeyError, TypeError, ValueError: the body is not of this kind.
    """
    body = body_of(event)
    return Apart(position, event.id, text_of(body["from"]), text_of(body["to"]))


def read_import(position: int, event: Event) -> Import:
    """Read the coming in of what was done in another program.

    Raises:
        KeyError, TypeError, ValueError: the body is not of this kind.
    """
    body = body_of(event)
    text_of(body["from"])
    return Import(position, event.id, max(0, number_of(body["count"])))


def read_target(event: Event) -> str:
    """Read which event an undo takes back, or a redo puts back.

    Raises:
        KeyError, TypeError, ValueError: the body is of neither.
    """
    return text_of(body_of(event)["target"])


def body_of(event: Event) -> dict[str, Any]:
    """Return the body of an event.

    Raises:
        TypeError, ValueError: it is no object.
    """
    body = json.loads(event.body)
    if not isinstance(body, dict):
        raise TypeError(event.id)
    return body


def text_of(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def number_of(value: object) -> int:
    """Return a whole number; JSON's `true` is none, and numbers have a size."""
    if type(value) is not int or abs(value) > _LARGEST:
        raise TypeError(value)
    return value


def _truth(value: object) -> bool:
    """Return a yes or no."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value
