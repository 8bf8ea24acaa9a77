"""The values of a study session: the card on the screen, what was given for it, and why there is no further one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from nmt_study.srs.model import Decision, Grade, Memory
from nmt_study.srs.queue import Stage
from nmt_study.storage.library.library import Origin
from nmt_study.storage.record.shape import UNSHAPED, Shape

if TYPE_CHECKING:  # imported when a card is shown: what is due is told without them
    from nmt_study.deck.citation import Citations
    from nmt_study.deck.face import Face
    from nmt_study.deck.model import Card


class Ending(StrEnum):
    """Why a session has no further card.

    The day is done, its minutes are used, only what this session was about is done, nothing was waiting, or the
    next card could not be read. CUSTOM: the cards that were picked for it are done.
    """

    DONE = "done"
    BUDGET = "budget"
    PART = "part"
    NOTHING = "nothing"
    FAULT = "fault"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Shown:
    """A card on the screen, with everything that belongs to it.

    `event` is the id under which its answer will be recorded; `decisions` are what the four grades would do
    on study day `day`; `since` is a reading of the monotonic clock; `shape` is what the learner made of the card,
    `note` what the learner wrote on it.
    """

    event: str
    card: "Card"
    origin: Origin
    face: "Face"
    citations: "Citations"
    standing: Stage
    memory: Memory | None
    decisions: tuple[Decision, ...]
    day: int
    since: float
    shape: Shape = UNSHAPED
    note: str = ""

    @property
    def practised(self) -> bool:
        """Whether its answer changes nothing that is remembered of it."""
        return self.standing is Stage.PRACTICE

    @property
    def checked(self) -> bool:
        """Whether the learner's own words or choice are checked, not only compared by eye."""
        from nmt_study.deck.model import Kind

        return self.card.item.kind in {Kind.TYPED, Kind.NUMERIC, Kind.SINGLE}

    @property
    def question(self) -> str:
        """The question as one line of text."""
        from nmt_study.deck.markup import plain

        return " ".join(plain(self.face.question).split())


@dataclass(frozen=True, slots=True)
class Saved:
    """What a grade did: the days until the card comes back, 0 for this session.

    `leech` says that the card has slipped so often by now, `lapses` times, that it should be looked at; `practised`
    that the grade changed nothing that is remembered of it.
    """

    grade: Grade
    interval: int
    leech: bool = False
    lapses: int = 0
    practised: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that was taken back, or put back: its kind of event, and the question of its card.

    `grade` is that of an answer, None otherwise; the question is "" when the card is in no deck any more. `passed_over`
    says that an entry of continuing education was newer, which no undo reaches.
    """

    kind: str
    grade: Grade | None
    question: str
    passed_over: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of this session, as the summary needs it."""

    event: str
    key: str
    question: str
    topic: str
    grade: Grade
    seconds: float
    standing: Stage


def standing_of(memory: Memory | None, day: int, early: Stage | None = None) -> Stage:
    """Return what a card is to the learner on a study day; `early` is what it is if its day has not come.

    A card that was answered on the day itself is never answered ahead of time, only practised.
    """
    if memory is None:
        return Stage.NEW
    if early is not None and memory.due > day:
        return Stage.PRACTICE if memory.last >= day else early
    return Stage.LEARNING if memory.repeating and memory.last == day else Stage.DUE
