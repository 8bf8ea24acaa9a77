"""Changed cards: what progress followed by itself, and what only the learner can decide: keep, reset, or it is new."""

from collections.abc import Iterable
from dataclasses import dataclass

from nmt_study.clock import StudyDay, date_of
from nmt_study.deck.face import told
from nmt_study.deck.told import Told
from nmt_study.services import words
from nmt_study.services.cards.shaping import question_of
from nmt_study.services.desk import Desk
from nmt_study.srs.model import Memory
from nmt_study.storage.library.changed import Link
from nmt_study.storage.library.library import Found
from nmt_study.storage.record.entries import Alias
from nmt_study.storage.record.event import ASKED, KEEP, RESET, ShapingDraft

TAKE_BACK_HELP = "The old answers go back to the old card; the card as it is now begins as new."
TAKEN_BACK = "Taken back: the old answers are with the old card again."

KEEP_HELP = "It is the same card: its progress goes on."
RESET_HELP = "It asks something else now: it begins anew, and the old answers count no more."
NEW_HELP = "It is another card: it begins as new. The old answers stay in the record."


@dataclass(frozen=True, slots=True)
class Question:
    """An answered card and one that may be it now, side by side.

    `old` is what the answered card said, `new` what the other one says; both are one where `same_id`.
    """

    origin: str
    target: str
    old: Told
    new: Told
    found: Found
    memory: Memory

    @property
    def same_id(self) -> bool:
        """Whether one card has its id and says something else than when it was answered."""
        return self.origin == self.target

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What can be decided, each with what it means; the last one can do least harm."""
        if self.same_id:
            return ("keep", KEEP_HELP), ("reset", RESET_HELP)
        return ("keep", KEEP_HELP), ("new", NEW_HELP)


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision about progress that stands: its event, the day, in words what happened, and the card's question."""

    event: str
    day: StudyDay
    state: str
    question: str

    @property
    def key(self) -> str:
        """What a list knows it by."""
        return self.event


def questions(desk: Desk) -> tuple[Question, ...]:
    """Return what the learner has to decide.

    Raises:
        NmtError: the record or the library cannot be read.
    """
    found = (_question(desk, doubt) for doubt in desk.library.changed.doubts())
    return tuple(question for question in found if question is not None)


def decide(desk: Desk, question: Question, choice: str) -> str:
    """Do what the learner decided, "keep", "reset" or "new"; return what was done in a sentence.

    Raises:
        NmtError: it could not be saved.
        ValueError: this question has no such choice.
    """
    if choice not in dict(question.choices):
        raise ValueError(choice)
    stamp = desk.stamp(desk.mint())
    if choice == "new":
        desk.record.tell_apart(stamp, question.origin, question.target)
    elif choice == "reset":
        desk.record.reset(stamp, question.target)
    elif question.same_id:
        content = question.found.card.content
        desk.record.shape(ShapingDraft(stamp, KEEP, question.target, content=content))
    else:
        desk.record.relink(stamp, question.origin, question.target, ASKED)
    desk.keeping.happened()
    return _DONE[choice]


_DONE = {
    "keep": "Its progress goes on.",
    "reset": "It begins anew.",
    "new": "It counts as a new card.",
}


def stakes(question: Question) -> str:
    """Return what memory a question is about: "4 answers, next on 9 May 2027"."""
    memory = question.memory
    return f"{words.count(memory.reps, 'answer')}, next on {words.date_words(date_of(memory.due))}"


def followed(desk: Desk, offset: int = 0, limit: int = -1) -> tuple[Followed, ...]:
    """Return where progress went to another text or begins anew, the newest first, from an offset at most so many.

    Raises:
        NmtError: the record cannot be read.
    """
    return tuple(_followed(desk, alias) for alias in desk.record.relinks(offset, limit))


def followed_words(one: Followed) -> str:
    """Return what was decided, about which card, and when, as two lines."""
    card = one.question or "A card that is in no deck any more."
    return f"{card}\n{one.state}, on {words.date_words(date_of(one.day))}."


def take_back(desk: Desk, event: str) -> bool:
    """Take back what `followed` lists; the two cards are not put together again. False when it does not stand.

    Raises:
        NmtError: it could not be saved.
    """
    alias = next((one for one in desk.record.relinks() if one.event == event), None)
    if alias is None:
        return False
    stamp = desk.stamp(desk.mint())
    if alias.follows:
        done = desk.record.part(stamp, desk.stamp(desk.mint()), alias)
    else:
        done = desk.record.undo_relink(stamp, event)
    if done:
        desk.keeping.happened()
    return done


def asked_about(desk: Desk, cards: Iterable[str]) -> bool:
    """Tell whether there is something to decide about any of some cards, by their keys before an edit.

    Raises:
        NmtError: the record or the library cannot be read.
    """
    return not {doubt.origin for doubt in desk.library.changed.doubts()}.isdisjoint(cards)


def _question(desk: Desk, doubt: Link) -> Question | None:
    """Return a doubt with its texts; None when something of it is not there any more."""
    found, memory = desk.library.card(doubt.target), desk.record.memory(doubt.origin)
    past = next(iter(desk.record.pasts.of([doubt.origin])), None)
    if found is None or memory is None or past is None or past.told is None:
        return None
    now = Told(found.card.item.kind.value, *told(found.card))
    return Question(doubt.origin, doubt.target, past.told, now, found, memory)


def _followed(desk: Desk, alias: Alias) -> Followed:
    about = {
        "same text": "Kept: only its id changed",
        "same but for slips": "Kept: only slips were mended",
        ASKED: "Kept, as you decided",
        RESET: "Begun anew, as you decided",
    }.get(alias.reason, "Kept")
    day = desk.record.pasts.day_of(alias.event)
    card = alias.target if alias.follows else alias.origin
    return Followed(alias.event, day, about, question_of(desk, card))
