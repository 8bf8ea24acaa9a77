"""What is asked next: the order of a session (`arrange`) and the session itself, a value that never changes.

Grading gives a new session; the one before it, kept by whoever graded, is the exact undo.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from nmt_study.srs.fuzz import chance
from nmt_study.srs.interleave import mix
from nmt_study.srs.model import Grade

GAP = 6  # other cards before one that was not known comes back
LONGEST_ANSWER = 60.0  # seconds that one answer may count; beyond them somebody left the desk (Anki's cap)


class Stage(StrEnum):
    """What a waiting card is to the learner.

    PRACTICE and AHEAD are cards before their day: asked without any change to what is remembered of them, or
    answered early.
    """

    NEW = "new"
    LEARNING = "learning"
    DUE = "due"
    PRACTICE = "practice"
    AHEAD = "ahead"


class Candidate(NamedTuple):
    """A card that may be asked today.

    `group` is shared by the siblings of one item. `learning` says that its last answer was Again and that it is
    still to come back. Among cards of one topic the lower `rank` comes first: the due day, or the place in the
    deck; equal ranks are shuffled. `early` says how a card is asked before its day, None for one whose day it is.
    """

    key: str
    group: str
    topic: str
    new: bool
    core: bool = False
    learning: bool = False
    rank: int = 0
    early: Stage | None = None

    @property
    def stage(self) -> Stage:
        """What it counts as."""
        if self.learning:
            return Stage.LEARNING
        return self.early or (Stage.NEW if self.new else Stage.DUE)


def arrange(due: Iterable[Candidate], new: Iterable[Candidate], seed: object) -> tuple[Candidate, ...]:
    """Return the order of a session: due and new cards mixed evenly, topics alternating, core first among new.

    One card of a group is asked, of a due and a new one the due one; its siblings wait for another day. The same `seed`
    (the study day, say) gives the same order.
    """
    ordered_due = sorted(due, key=lambda card: (not card.learning, card.rank, chance(seed, card.key)))
    ordered_new = sorted(new, key=lambda card: (not card.core, card.rank, chance(seed, card.key)))
    groups: set[str] = set()
    lanes = [
        list(_apart(ordered_due, groups)),
        list(_apart(ordered_new, groups)),
    ]
    stages = [
        [Counter(card.topic for card in lanes[0])],
        [Counter(card.topic for card in lanes[1] if card.core is core) for core in (True, False)],
    ]
    lines = [_by_topic(lane) for lane in lanes]
    turns = mix(stages, lambda topic: chance(seed, "topic", topic))
    return tuple(next(lines[lane][topic]) for lane, topic in turns)


def rounds(cards: Iterable[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    """Return all cards in their order, in rounds with at most one card of each group: siblings come far apart."""
    found: list[list[Candidate]] = []
    asked: Counter[str] = Counter()
    for card in cards:
        turn = asked[card.group]
        asked[card.group] += 1
        found += [[]] if turn == len(found) else []
        found[turn].append(card)
    return tuple(map(tuple, found))


def _apart(cards: Iterable[Candidate], taken: set[str]) -> Iterator[Candidate]:
    """Yield the first card of each group and note the group as taken."""
    for card in cards:
        if card.group not in taken:
            taken.add(card.group)
            yield card


def _by_topic(cards: Iterable[Candidate]) -> dict[str, Iterator[Candidate]]:
    """Return the cards of each topic in their order."""
    lines: dict[str, list[Candidate]] = {}
    for card in cards:
        lines.setdefault(card.topic, []).append(card)
    return {topic: iter(line) for topic, line in lines.items()}


class Remaining(NamedTuple):
    """How many cards of a session are still to be finished."""

    new: int = 0
    learning: int = 0
    due: int = 0
    practice: int = 0
    ahead: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.due + self.practice + self.ahead

    def changed(self, stage: Stage, by: int) -> "Remaining":
        """Return the counts with one of them changed."""
        return self._replace(**{stage: getattr(self, stage) + by})


class Session(NamedTuple):
    """What is still to be asked, current card first, and what was done. Begin with `Session.of`.

    `finished` are the keys of the cards passed so far, `seconds` the time that counts towards the budget,
    `settled` whether the last answer finished a card.
    """

    waiting: tuple[Candidate, ...]
    remaining: Remaining
    finished: tuple[str, ...] = ()
    answers: int = 0
    seconds: float = 0.0
    settled: bool = False

    @classmethod
    def of(cls, cards: Iterable[Candidate]) -> "Session":
        """Return a session that asks these cards in this order."""
        waiting = tuple(cards)
        return cls(waiting, _count(waiting))

    @property
    def current(self) -> Candidate | None:
        """The card being asked; None when all is done."""
        return self.waiting[0] if self.waiting else None

    def graded(self, grade: Grade, seconds: float) -> "Session":
        """Return the session after an answer to the current card.

        Again brings the card back after `GAP` others, or after all that are left; any other grade finishes it.
        `seconds` count up to `LONGEST_ANSWER`, and never less than 0.

        Raises:
            ValueError: nothing is being asked.
        """
        if not self.waiting:
            raise ValueError("the session is over: there is no card to grade")
        card, rest = self.waiting[0], self.waiting[1:]
        remaining = self.remaining.changed(card.stage, -1)
        finished = self.finished
        again = grade is Grade.AGAIN
        if again:
            back = card._replace(new=False, learning=True)
            rest = (*rest[:GAP], back, *rest[GAP:])
            remaining = remaining.changed(Stage.LEARNING, 1)
        else:
            finished = (*finished, card.key)
        spent = self.seconds + min(max(seconds, 0.0), LONGEST_ANSWER)
        return Session(rest, remaining, finished, self.answers + 1, spent, settled=not again)

    def over(self, budget_seconds: float) -> bool:
        """Tell whether this is the moment to end: the budget is used up and the last answer finished a card.

        It stays a proposal. Cards still to repeat are neither cut off nor forced on anybody: the learner may
        finish them first (`repeats`), go on with everything, or stop; then they are waiting tomorrow.
        """
        return self.settled and self.seconds >= budget_seconds

    def repeats(self) -> "Session":
        """Return the session with only those cards left that were not known and are still to come back."""
        return self._with(card for card in self.waiting if card.learning)

    def restored(self, card: Candidate) -> "Session":
        """Return the session with a card in front whose answer was undone, after a restart too.

        A sibling that had taken its turn meanwhile waits for another day, unless it is still learning or only
        practised.
        """
        others = (
            other
            for other in self.waiting
            if other.key != card.key and (other.learning or other.early or other.group != card.group)
        )
        session = self._with((card, *others))
        return session._replace(
            finished=tuple(key for key in self.finished if key != card.key), settled=False
        )

    def without(self, key: str) -> "Session":
        """Return the session without a card: suspended, vanished from its file, or answered elsewhere."""
        return self._with(card for card in self.waiting if card.key != key)

    def renamed(self, names: Mapping[str, tuple[str, str]]) -> "Session":
        """Return the session with some cards under another key and group, which an edit of their text gave them."""
        if not names:
            return self
        waiting = tuple(
            card._replace(key=names[card.key][0], group=names[card.key][1]) if card.key in names else card
            for card in self.waiting
        )
        finished = tuple(names[key][0] if key in names else key for key in self.finished)
        return self._replace(waiting=waiting, finished=finished)

    def _with(self, cards: Iterable[Candidate]) -> "Session":
        waiting = tuple(cards)
        return self._replace(waiting=waiting, remaining=_count(waiting))


def _count(cards: Iterable[Candidate]) -> Remaining:
    """Count the cards by stage."""
    return Remaining(**Counter(card.stage.value for card in cards))
