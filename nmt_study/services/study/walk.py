"""A walk through cards: which one is in front, what is done to it beside grading, and steps back and forth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nmt_study.errors import NmtError
from nmt_study.services.cards import shaping
from nmt_study.services.desk import Desk
from nmt_study.services.study.showing import Load, Read, make, shaped
from nmt_study.services.study.shown import Given, Shown, Undone, standing_of
from nmt_study.srs import queue
from nmt_study.srs.model import Memory
from nmt_study.srs.queue import Candidate, Remaining, Stage
from nmt_study.storage.record.event import ANSWER, BURY, PRACTICE, SUSPEND

if TYPE_CHECKING:
    from nmt_study.services.cards.editing import Saved as Edited

_PASSING = {ANSWER, PRACTICE, SUSPEND, BURY}
"""Steps after which a card is not on the screen any more."""

_MOST_STEPS = 300
"""Of so many steps the line before and after is kept, a copy each; older ones are taken back as those of other sessions."""

Early = Stage | None
"""How a card is asked whose day has not come."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of this session: its event, the line before and after it, and the answer, if it was one."""

    event: str
    before: queue.Session
    after: queue.Session
    given: Given | None = None

    def renamed(self, names: Mapping[str, tuple[str, str]]) -> "_Step":
        """Return the step with some cards under another key and group."""
        return replace(self, before=self.before.renamed(names), after=self.after.renamed(names))


@dataclass
class Walk:
    """Cards one at a time. `shown` is None when there is none; where one could not be read, `fault` says why.

    `notice` is a sentence about something that happened beside the learner's own doing, for the card on the screen.
    """

    desk: Desk
    line: queue.Session
    budget: float | None
    shown: Shown | None = None
    notice: str = ""
    fault: NmtError | None = None
    given: list[Given] = field(default_factory=list)
    _past: list[_Step] = field(default_factory=list)
    _future: list[_Step] = field(default_factory=list)
    _load: Load = field(init=False)
    _ahead: Read | None = None

    def __post_init__(self) -> None:
        """Put the first card on the screen."""
        self._load = Load(self.desk)
        self._show()
        if self.fault is not None:
            raise self.fault

    @property
    def counts(self) -> Remaining:
        """How many cards are still to be finished."""
        return self.line.remaining

    @property
    def done(self) -> int:
        """How many answers were given in this session and not taken back."""
        return len(self.given)

    @property
    def seconds(self) -> float:
        """The study time of this session so far."""
        return self.line.seconds

    def suspend(self) -> None:
        """Take the card on the screen out of study and go on.

        Raises:
            NmtError: it could not be saved; the card stays.
            LookupError: there is no card on the screen.
        """
        self._set_aside(shaping.suspend)

    def bury(self) -> None:
        """Set the card on the screen aside until tomorrow and go on.

        Raises:
            NmtError: it could not be saved; the card stays.
            LookupError: there is no card on the screen.
        """
        self._set_aside(shaping.bury)

    def flag(self) -> bool:
        """Put a flag on the card on the screen, or take it off; return whether it has one now.

        Raises:
            NmtError: it could not be saved.
            LookupError: there is no card on the screen.
        """
        shown = self._in_front()
        on = not shown.shape.flagged
        self._shaped(shaping.flag(self.desk, shown.card.key, on=on))
        return on

    def note(self, text: str) -> None:
        """Write a note on the card on the screen; an empty one takes it away.

        Raises:
            NmtError: it is too long, or could not be saved.
            LookupError: there is no card on the screen.
        """
        self._shaped(shaping.note(self.desk, self._in_front().card.key, text))

    def report(self, text: str) -> None:
        """Note down a mistake in the card on the screen.

        Raises:
            NmtError: it is empty or too long, or could not be saved.
            LookupError: there is no card on the screen.
        """
        self._shaped(shaping.report(self.desk, self._in_front().card.key, text))

    def undo(self) -> Undone | None:
        """Take back the last step, also one from before this session, and show its card; None: nothing is left.

        Raises:
            NmtError: it could not be saved.
        """
        undone = self.desk.record.undo_last(self.desk.stamp(self.desk.mint()))
        if undone is None:
            return None
        if self._past and self._past[-1].event == undone.event:
            self._future.append(step := self._past.pop())
            if step.given:
                self.given.pop()
            self._turn(step.before)
        else:
            self._future.clear()
            self.given = [one for one in self.given if one.event != undone.event]
            self._load.weigh()
            if undone.kind in _PASSING:
                self._bring_back(undone.card, undone.memory, early=_again(undone.kind))
            else:
                self._show()
        return shaping.told(self.desk, undone)

    def redo(self) -> Undone | None:
        """Put back what was taken back last, also before this session; None: there is nothing to put back.

        Raises:
            NmtError: it could not be saved.
        """
        redone = self.desk.record.redo_last(self.desk.stamp(self.desk.mint()))
        if redone is None:
            return None
        if self._future and self._future[-1].event == redone.event:
            step = self._future.pop()
            self._past.append(step)
            if step.given:
                self.given.append(step.given)
            self._turn(step.after)
        else:
            self._turn(self.line.without(redone.card) if redone.kind in _PASSING else self.line)
        return shaping.told(self.desk, redone)

    def edited(self, saved: "Edited") -> None:
        """Show the card on the screen as it reads after an edit of its item, or the next one when it is gone."""
        key, names = self._in_front().card.key, saved.renamed
        self.line = self.line.renamed(names)
        self._past = [step.renamed(names) for step in self._past]
        self._future = [step.renamed(names) for step in self._future]
        if (successor := saved.successor(key)) is not None:
            self._bring_back(successor, self.desk.record.memory(successor), early=_early(self.line))
        else:
            self._turn(self.line.without(key))

    def _did(self, event: str, after: queue.Session, given: Given | None = None) -> None:
        """Note a step of this session; what was taken back before it cannot be put back any more."""
        self._past = [*self._past[1 - _MOST_STEPS :], _Step(event, self.line, after, given)]
        self._future.clear()
        self.line = after
        if given:
            self.given.append(given)

    def _set_aside(self, how: Callable[[Desk, str], str]) -> None:
        key = self._in_front().card.key
        self._did(how(self.desk, key), self.line.without(key))
        self._show()

    def _shaped(self, event: str) -> None:
        """Note a step that leaves the card on the screen."""
        shown = self._in_front()
        self._did(event, self.line)
        self.shown = replace(shown, **shaped(self.desk, shown.card.key))

    def _in_front(self) -> Shown:
        """Return the card on the screen.

        Raises:
            LookupError: there is none.
        """
        if self.shown is None:
            raise LookupError("there is no card on the screen")
        return self.shown

    def _turn(self, line: queue.Session) -> None:
        """Go on with another line; the load of the days is read anew."""
        self._load.weigh()
        self.line = line
        self._show()

    def end(self) -> None:
        """Take leave, finished or not; every answer is saved already, and now has its second copy too."""
        self.desk.keeping.ship()

    def _bring_back(self, key: str, memory: Memory | None, notice: str = "", early: Early = None) -> None:
        """Put a card in front whose newest answer is not of this session; `early` as in `showing.make`."""
        self.line = _restored(self.line, self.desk, key, memory, early)
        self._show(notice)

    def _show(self, notice: str = "") -> None:
        """Put the card in front on the screen, if the session is not over; cards that vanished are passed over.

        When it cannot be read, `fault` says so: what came before is saved and must not look as if it were not.
        """
        self.shown, self.notice, self.fault = None, notice, None
        try:
            while (candidate := self.line.current) is not None and not _over(self.line, self.budget):
                self.shown = make(self.desk, candidate, self._load, self._ahead)
                if self.shown is not None:
                    return
                self.line = self.line.without(candidate.key)
        except NmtError as refusal:
            self.fault = refusal


def _restored(
    line: queue.Session, desk: Desk, key: str, memory: Memory | None, early: Early
) -> queue.Session:
    """Return the session with a card in front that has this memory; without it when it is in no deck any more."""
    found = desk.library.card(key)
    if found is None:
        return line
    standing = standing_of(memory, desk.today(), early)
    new, learning = standing is Stage.NEW, standing is Stage.LEARNING
    card = Candidate(key, found.card.group, found.origin.topic, new=new, learning=learning, early=early)
    return line.restored(card)


def _again(kind: str) -> Early:
    """Return how a card is asked before its day once a step on it was taken back: an answer is given anew."""
    return None if kind == ANSWER else Stage.PRACTICE


def _early(line: queue.Session) -> Early:
    """Return how the card in front is asked before its day."""
    return line.current.early if line.current else None


def _over(line: queue.Session, budget: float | None) -> bool:
    """Tell whether the budget is used up."""
    return budget is not None and line.over(budget)
