"""What follows from a card's answers, and which card answers count for: small steps that the record and its fold share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from nmt_study.srs import scheduler
from nmt_study.srs.model import Answered, Grade, Memory
from nmt_study.storage.record.entries import Alias

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
    for alias in sorted(aliases, key=attrgetter("position")):
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
