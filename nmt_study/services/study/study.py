"""Study: a session that saves each answer before it shows the next card."""

from contextlib import suppress
from dataclasses import dataclass

from nmt_study.deck.face import told
from nmt_study.deck.model import Kind
from nmt_study.errors import NmtError
from nmt_study.quiz.model import Mark, Verdict, marked
from nmt_study.quiz.reading import UnreadableError, understood
from nmt_study.quiz.response import Response, choices
from nmt_study.quiz.scoring import score
from nmt_study.services.cards import shaping
from nmt_study.services.desk import Desk
from nmt_study.services.study.custom import pick_cards
from nmt_study.services.study.offers import Offer, offers
from nmt_study.services.study.portion import EVERYTHING, Scope, portion
from nmt_study.services.study.showing import read, typed_answers
from nmt_study.services.study.shown import Ending, Given, Saved, Shown, Undone
from nmt_study.services.study.study_words import BY_OWN_WORD
from nmt_study.services.study.walk import Walk
from nmt_study.srs import queue, scheduler
from nmt_study.srs.model import Grade
from nmt_study.srs.queue import Stage
from nmt_study.storage.library.picks import Pick
from nmt_study.storage.record.event import AnswerDraft
from nmt_study.storage.record.record import AnsweredElsewhereError

__all__ = [
    "EVERYTHING", "Ending", "Given", "Pick", "Saved", "Scope", "Shown", "StudySession",
    "Undone", "begin",
]  # fmt: skip


@dataclass
class StudySession(Walk):
    """Today's cards, one at a time. `shown` is None when there is no further card; `ending` then says why.

    `scope` is what it is about; `outcome` is the check of what was typed or chosen, None until then.
    """

    scope: Scope = EVERYTHING
    outcome: Mark | None = None
    response: str = ""
    overruled: bool = False

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
        if self.scope.pick is not Pick.TODAY:
            return Ending.CUSTOM
        left = portion(self.desk)
        if left.due or left.new:
            return Ending.PART if self.given else Ending.NOTHING
        if self.given:
            return Ending.DONE
        if not left.waiting.total:
            return Ending.NOTHING
        return Ending.DONE if left.budget else Ending.BUDGET

    @property
    def two_buttons(self) -> bool:
        """Whether the learner grades with two buttons instead of four."""
        return self.desk.settings.two_buttons

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The buttons for the card on the screen, none without a card."""
        shown = self.shown
        if shown is None:
            return ()
        return offers(shown.decisions, two_buttons=self.two_buttons, practised=shown.practised)

    @property
    def suggested(self) -> Grade:
        """The grade to take when the learner does not choose one: what the check proposes, unless overruled."""
        return Grade.GOOD if self.overruled else self._proposed

    @property
    def _proposed(self) -> Grade:
        """The grade that a check proposes; without one Good, but Again where there was nothing to check that should have been."""
        if self.outcome is None:
            return Grade.AGAIN if self.shown is not None and self.shown.checked else Grade.GOOD
        return Grade.AGAIN if self.outcome.verdict is Verdict.WRONG else Grade.GOOD

    @property
    def marked_down(self) -> bool:
        """Whether the check says no and the learner has not overruled it."""
        return self.outcome is not None and self.suggested is Grade.AGAIN

    @property
    def mark(self) -> Mark | None:
        """What holds of the answer: what the check found, or that it was right where the learner says so."""
        if self.outcome is None or not self.overruled:
            return self.outcome
        return marked(Verdict.RIGHT, self.outcome.expected, BY_OWN_WORD)

    def ask_again(self, response: str) -> str:
        """Return that what was typed is no answer to the card on the screen, and why, to ask for it again; else ""."""
        if self.shown is None or not self.shown.checked or not response.strip():
            return ""
        try:
            _read(self.shown, response)
        except UnreadableError as fault:
            return str(fault)
        return ""

    def check(self, response: str) -> Mark:
        """Check what was typed or chosen for the card on the screen.

        Raises:
            LookupError: no card of a checked kind is on the screen.
            UnreadableError: it is no answer to this card; `ask_again` tells.
        """
        if self.shown is None or not self.shown.checked:
            raise LookupError("there is no card to check an answer for")
        read = _read(self.shown, response)
        self.response, self.overruled = response, False
        others = (
            typed_answers(self.desk, self.shown) if self.shown.card.item.kind is Kind.TYPED else frozenset()
        )
        self.outcome = score(self.shown.card.item, read, others)
        return self.outcome

    def overrule(self) -> bool:
        """Let the learner's word stand against the check; False when it did not say no."""
        if self.outcome is None or self._proposed is not Grade.AGAIN:
            return False
        self.overruled = True
        return True

    def look_ahead(self) -> None:
        """Read the card that comes next if the suggested grade is taken, while the learner thinks."""
        if self.line.current is not None and (after := self.line.graded(self.suggested, 0.0).current):
            with suppress(NmtError):  # it is told when that card is due to be shown
                self._ahead = read(self.desk, after.key)

    def grade(self, grade: Grade) -> Saved | None:
        """Record the grade of the card on the screen, then show the next one; it is on disk when this returns.

        None means that nothing was saved because the card was answered elsewhere meanwhile: it is shown again.

        Raises:
            NmtError: it could not be saved; the card stays on the screen.
            LookupError: there is no card on the screen.
        """
        shown = self._in_front()
        seconds = self.desk.clock.monotonic() - shown.since
        draft = self._draft(shown, grade, seconds)
        if shown.practised:
            self.desk.record.practise(draft)
            self._graded(shown, grade, seconds)
            return Saved(grade, 0, practised=True)
        try:
            memory = self.desk.record.answer(draft, shown.memory)
        except AnsweredElsewhereError as elsewhere:
            self._load.weigh()
            notice = f"{elsewhere.in_full[0].upper()}{elsewhere.in_full[1:]}"
            early = None if self.scope.pick is Pick.TODAY else Stage.PRACTICE
            self._bring_back(shown.card.key, elsewhere.memory, notice, early)
            return None
        self._load.moved(shown.memory, draft.decision.due)
        self._graded(shown, grade, seconds)
        leech = grade is Grade.AGAIN and shaping.turns_leech(memory.lapses)
        return Saved(grade, draft.decision.interval, leech, memory.lapses)

    def _graded(self, shown: Shown, grade: Grade, seconds: float) -> None:
        """Go on after a grade that was saved."""
        self.desk.keeping.happened()
        self._did(shown.event, self.line.graded(grade, seconds), _given(shown, grade, seconds))
        self._show()

    def _show(self, notice: str = "") -> None:
        """Put the card in front on the screen, with nothing typed or chosen."""
        self.outcome, self.response, self.overruled = None, "", False
        super()._show(notice)

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
            text="\n".join(told(shown.card)),
            response=self.response if self.outcome is not None else None,
            suggested=self._proposed if self.outcome is not None else None,
            overruled=self.overruled,
            kind=shown.card.item.kind.value,
            deck=shown.origin.deck,
        )


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
    if scope.pick is not Pick.TODAY:
        picked = pick_cards(desk, scope)
        return StudySession(desk, queue.Session.of(picked.cards), picked.budget, scope=scope)
    asked = portion(desk, scope)
    line = queue.arrange(asked.due, asked.new, desk.today())
    return StudySession(desk, queue.Session.of(line), asked.budget, scope=scope)


def _read(shown: Shown, response: str) -> Response:
    """Return what was typed or chosen as a response; options stand as in the file.

    Raises:
        UnreadableError: it is no answer to this card.
    """
    item = shown.card.item
    return understood(item, range(len(choices(item))), response)
