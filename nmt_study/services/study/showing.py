"""Making the card that is shown: its face, its sources, and what each grade would do to it."""

from typing import NamedTuple, TypedDict

from nmt_study.deck.citation import Citations
from nmt_study.deck.face import Face, face_of
from nmt_study.quiz import typed
from nmt_study.services.desk import Desk
from nmt_study.services.study.shown import Shown, standing_of
from nmt_study.srs import scheduler
from nmt_study.srs.model import Decision, Memory
from nmt_study.srs.queue import Candidate
from nmt_study.storage.library.origin import Found
from nmt_study.storage.record.shape import Shape

MOST_COMPARED = 2000  # cards of a deck; to read so many takes a tenth of a second
LOAD_DAYS = 400  # how far ahead the days are balanced; beyond them spreading alone is enough


class Load:
    """How many cards are due on each of the coming days, kept in step with the answers of a session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.weigh()

    def weigh(self) -> None:
        """Read it anew."""
        today = self._desk.today()
        self._last = today + LOAD_DAYS
        self._due = self._desk.record.load(today, self._last)

    def moved(self, before: Memory | None, due: int) -> None:
        """Take in that an answer moved a card to another day; the same comes out as when it is read anew."""
        if before is not None and self._due.get(before.due):
            self._due[before.due] -= 1
        if due <= self._last:
            self._due[due] = self._due.get(due, 0) + 1

    def decide(self, key: str, memory: Memory | None, day: int) -> tuple[Decision, ...]:
        """Return what the four grades would do to a card on a study day; passed before its day it keeps that day."""
        return scheduler.not_before(scheduler.decide(memory, key, day, self._due), memory, day)


class Read(NamedTuple):
    """What the files say of a card, and the state of the library from before it was read."""

    found: Found
    face: Face
    citations: Citations
    state: tuple[int, int]

    def is_of(self, desk: Desk, key: str) -> bool:
        """Tell whether this is that card as the files say it now."""
        return self.found.card.key == key and self.state == desk.library.state()


def read(desk: Desk, key: str) -> Read | None:
    """Return what the files say of a card; None when it is in no deck any more."""
    state, found = desk.library.state(), desk.library.card(key)
    if found is None:
        return None
    citations = desk.library.citations(found.origin.source, found.origin.evidence)
    return Read(found, face_of(found.card), citations, state)


def make(desk: Desk, asked: Candidate, load: Load, ahead: Read | None = None) -> Shown | None:
    """Return a card with everything that belongs to it; None when it is in no deck any more.

    `ahead` is what was read ahead of time, maybe of this card.

    Raises:
        NmtError: the record cannot be read.
    """
    key = asked.key
    said = ahead if ahead and ahead.is_of(desk, key) else read(desk, key)
    if said is None:
        return None
    found, memory, day = said.found, desk.record.memory(key), desk.today()
    return Shown(
        event=desk.mint(),
        card=found.card,
        origin=found.origin,
        face=said.face,
        citations=said.citations,
        standing=standing_of(memory, day, asked.early),
        memory=memory,
        decisions=load.decide(key, memory, day),
        day=day,
        since=desk.clock.monotonic(),
        **shaped(desk, key),
    )


class Shaped(TypedDict):
    """What a learner made of a card, as it belongs to a card that is shown."""

    shape: Shape
    note: str


def shaped(desk: Desk, key: str) -> Shaped:
    """Return what the learner made of a card, and wrote on it.

    Raises:
        NmtError: the record cannot be read.
    """
    shape = desk.record.shapes.of(key)
    note = desk.record.shapes.note(key) if shape.noted else None
    return {"shape": shape, "note": note.text if note else ""}


def typed_answers(desk: Desk, shown: Shown) -> frozenset[str]:
    """Return the typed answers of the card's deck, none of which a forgiven slip may come near to.

    Empty for a deck so large that reading it would be felt.

    Raises:
        NmtError: the library cannot be read.
    """
    deck = desk.library.deck(shown.origin.deck)
    if deck is None or deck.cards > MOST_COMPARED:
        return frozenset()
    items = (found.card.item for found in desk.library.deck_cards(deck.id))
    return typed.typed_answers(items, gaps=False)
