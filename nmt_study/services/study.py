"""Study: a session that saves each answer before it shows the next card."""

from dataclasses import dataclass, field

from nmt_study.deck.face import face_of
from nmt_study.deck.markup import plain
from nmt_study.deck.model import Kind
from nmt_study.errors import NmtError
from nmt_study.quiz.marking import mark
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.services.desk import Desk
from nmt_study.services.portion import EVERYTHING, Scope, portion
from nmt_study.services.showing import Load, make, typed_answers
from nmt_study.services.shown import Ending, Given, Saved, Shown, Undone, standing_of
from nmt_study.srs import queue, scheduler
from nmt_study.srs.model import Grade, Memory
from nmt_study.srs.queue import Candidate, Remaining, Stage
from nmt_study.storage.event import AnswerDraft
from nmt_study.storage.record import AnsweredElsewhereError

__all__ = [
    "EVERYTHING", "FIRST_SESSION", "MORE_MINUTES", "Ending", "Given", "Saved", "Scope", "Shown", "StudySession",
    "Undone", "begin", "undo_last",
]  # fmt: skip

MORE_MINUTES = 5
FIRST_SESSION = Scope(limit=5)


@dataclass(slots=True)
class StudySession:
    """Today's cards, one at a time. `shown` is None when there is no further card; `ending` then says why.

    `outcome` is the check of what was typed or chosen, None until then. `notice` is a sentence about something
    that happened beside the learner's own doing, for the card on the screen. `fault` says why the next card
    could not be read after an answer was saved.
    """

    desk: Desk
    line: queue.Session
    budget: float | None
    shown: Shown | None = None
    outcome: Mark | None = None
    response: str = ""
    overruled: bool = False
    notice: str = ""
    fault: NmtError | None = None
    given: list[Given] = field(default_factory=list)
    _past: list[queue.Session] = field(default_factory=list)
    _load: Load = field(init=False)

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

    @property
    def ending(self) -> Ending:
        """Why there is no further card.

        Raises:
            NmtError: what is left of the day cannot be read.
        """
        if self.fault is not None:
            return Ending.FAULT
        if self.line.current is not None:
            return Ending.BUDGET
        left = portion(self.desk)
        if left.due or left.new:
            return Ending.PART if self.given else Ending.NOTHING
        if self.given:
            return Ending.DONE
        if not left.waiting.total:
            return Ending.NOTHING
        return Ending.DONE if left.budget else Ending.BUDGET

    @property
    def suggested(self) -> Grade:
        """The grade to take when the learner does not choose one: what the check proposes, unless overruled."""
        return Grade.GOOD if self.overruled else self._proposed

    @property
    def _proposed(self) -> Grade:
        """The grade that a check proposes; Good when nothing was checked."""
        wrong = self.outcome is not None and self.outcome.verdict is Verdict.WRONG
        return Grade.AGAIN if wrong else Grade.GOOD

    def check(self, response: str) -> Mark:
        """Check what was typed or chosen for the card on the screen.

        Raises:
            LookupError: no card of a checked kind is on the screen.
        """
        if self.shown is None or not self.shown.checked:
            raise LookupError("there is no card to check an answer for")
        self.response, self.overruled = response, False
        others = (
            typed_answers(self.desk, self.shown) if self.shown.card.item.kind is Kind.TYPED else frozenset()
        )
        self.outcome = mark(self.shown.card.item, response, others)
        return self.outcome

    def overrule(self) -> bool:
        """Let the learner's word stand against the check; False when it did not say no."""
        if self._proposed is not Grade.AGAIN:
            return False
        self.overruled = True
        return True

    def grade(self, grade: Grade) -> Saved | None:
        """Record the grade of the card on the screen, then show the next one; it is on disk when this returns.

        None means that nothing was saved because the card was answered elsewhere meanwhile: it is shown again.

        Raises:
            NmtError: it could not be saved; the card stays on the screen.
            LookupError: there is no card on the screen.
        """
        shown = self.shown
        if shown is None:
            raise LookupError("there is no card to grade")
        seconds = self.desk.clock.monotonic() - shown.since
        draft = self._draft(shown, grade, seconds)
        try:
            self.desk.record.answer(draft, shown.memory)
        except AnsweredElsewhereError as elsewhere:
            self._load.weigh()
            notice = f"{elsewhere.message[0].upper()}{elsewhere.message[1:]}. {elsewhere.hint}"
            self._bring_back(shown.card.key, elsewhere.memory, notice)
            return None
        self.desk.keeping.happened()
        self._load.moved(shown.memory, draft.decision.due)
        self._past.append(self.line)
        self.given.append(_given(shown, grade, seconds))
        self.line = self.line.graded(grade, seconds)
        self._show()
        return Saved(grade, draft.decision.interval)

    def undo(self) -> Undone | None:
        """Take back the last grade, also one from before this session, and show its card; None: nothing is left.

        Raises:
            NmtError: it could not be saved.
        """
        undone = self.desk.record.undo_last(self.desk.stamp(self.desk.mint()))
        if undone is None:
            return None
        self.desk.keeping.happened()
        self._load.weigh()
        if self.given and self.given[-1].event == undone.event:
            self.given.pop()
            self.line = self._past.pop()
            self._show()
        else:
            self._bring_back(undone.card, undone.memory)
        return Undone(undone.grade, _question_of(self.desk, undone.card))

    def end(self) -> None:
        """Take leave, finished or not; every answer is saved already, and now has its second copy too."""
        self.desk.keeping.ship()

    def _bring_back(self, key: str, memory: Memory | None, notice: str = "") -> None:
        """Put a card in front whose newest answer is not of this session; one in no deck any more is left out."""
        found = self.desk.library.card(key)
        if found is not None:
            standing = standing_of(memory, self.desk.today())
            new, learning = standing is Stage.NEW, standing is Stage.LEARNING
            self.line = self.line.restored(
                Candidate(key, found.card.group, found.origin.topic, new=new, learning=learning)
            )
        self._show(notice)

    def _draft(self, shown: Shown, grade: Grade, seconds: float) -> AnswerDraft:
        """Return the answer to record; past the roll-over the grades are decided anew for the day that it is."""
        stamp = self.desk.stamp(shown.event)
        decisions = shown.decisions
        if stamp.day != shown.day:
            decisions = self._load.decide(shown.card.key, shown.memory, stamp.day)
        return AnswerDraft(
            stamp=stamp,
            card=shown.card.key,
            content=shown.card.content,
            decision=decisions[grade - 1],
            millis=max(0, round(seconds * 1000)),
            scheduler=scheduler.SCHEDULER,
            parameters=scheduler.DEFAULT,
            text=f"{shown.question}\n{plain(shown.face.answer)}",
            response=self.response if self.outcome is not None else None,
            suggested=self._proposed if self.outcome is not None else None,
            overruled=self.overruled,
        )

    def _show(self, notice: str = "") -> None:
        """Put the card in front on the screen, if the session is not over; cards that vanished are passed over.

        When it cannot be read, `fault` says so: what came before is saved and must not look as if it were not.
        """
        self.shown, self.outcome, self.response, self.overruled = None, None, "", False
        self.notice, self.fault = notice, None
        try:
            while (candidate := self.line.current) is not None and not self._over():
                self.shown = make(self.desk, candidate.key, self._load)
                if self.shown is not None:
                    return
                self.line = self.line.without(candidate.key)
        except NmtError as refusal:
            self.fault = refusal

    def _over(self) -> bool:
        """Tell whether the budget is used up."""
        return self.budget is not None and self.line.over(self.budget)


def _given(shown: Shown, grade: Grade, seconds: float) -> Given:
    """Return what the summary needs of an answer."""
    counted = min(max(seconds, 0.0), queue.LONGEST_ANSWER)
    return Given(
        shown.event, shown.card.key, shown.question, shown.origin.topic, grade, counted, shown.standing
    )


def begin(desk: Desk, scope: Scope = EVERYTHING) -> StudySession:
    """Begin a session: today's portion of what is waiting, or what the scope asks for.

    Raises:
        NmtError: there is no such deck to study, or the record cannot be read.
    """
    asked = portion(desk, scope)
    line = queue.arrange(asked.due, asked.new, desk.today())
    return StudySession(desk, queue.Session.of(line), asked.budget)


def undo_last(desk: Desk) -> Undone | None:
    """Take back the newest answer, of whatever day; None when there is none left.

    Raises:
        NmtError: it could not be saved.
    """
    undone = desk.record.undo_last(desk.stamp(desk.mint()))
    return None if undone is None else Undone(undone.grade, _question_of(desk, undone.card))


def _question_of(desk: Desk, key: str) -> str:
    """Return the question of a card as one line, "" when it is in no deck any more."""
    found = desk.library.card(key)
    return "" if found is None else " ".join(plain(face_of(found.card).question).split())
