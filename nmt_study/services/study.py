"""Study: a session that saves each answer before it shows the next card."""

from dataclasses import dataclass, field
from enum import StrEnum
from math import inf, isinf

from nmt_study.deck.citation import Citations
from nmt_study.deck.face import Face, face_of
from nmt_study.deck.markup import plain
from nmt_study.deck.model import Card
from nmt_study.quiz.marking import MARKED, mark
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.services import overview
from nmt_study.services.desk import Desk
from nmt_study.srs import plan, queue, scheduler
from nmt_study.srs.model import Decision, Grade, Memory
from nmt_study.srs.queue import Candidate, Remaining, Stage
from nmt_study.storage.event import AnswerDraft
from nmt_study.storage.library import Origin
from nmt_study.storage.library import Scope as Selection
from nmt_study.storage.record import AnsweredElsewhereError

MORE_MINUTES = 5
LOAD_DAYS = 400  # how far ahead the days are balanced; beyond them spreading alone is enough


class Ending(StrEnum):
    """Why a session has no further card: all done, the day's minutes used, or nothing was waiting."""

    DONE = "done"
    BUDGET = "budget"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a session is about: some decks, some tags, and how much; empty means everything and today's budget."""

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    minutes: int | None = None
    limit: int | None = None


EVERYTHING = Scope()
FIRST_SESSION = Scope(limit=5)


@dataclass(frozen=True, slots=True)
class Shown:
    """A card on the screen, with everything that belongs to it.

    `event` is the id under which its answer will be recorded; `decisions` are what the four grades would do
    on study day `day`; `since` is a reading of the monotonic clock.
    """

    event: str
    card: Card
    origin: Origin
    face: Face
    citations: Citations
    standing: Stage
    memory: Memory | None
    decisions: tuple[Decision, ...]
    day: int
    since: float

    @property
    def checked(self) -> bool:
        """Whether the learner's own words or choice are checked, not only compared by eye."""
        return self.card.item.kind in MARKED

    @property
    def question(self) -> str:
        """The question as one line of text."""
        return " ".join(plain(self.face.question).split())


@dataclass(frozen=True, slots=True)
class Saved:
    """What a grade did: the days until the card comes back, 0 for this session."""

    grade: Grade
    interval: int


@dataclass(frozen=True, slots=True)
class Undone:
    """A grade that was taken back, and the question of its card ("" when the card is in no deck any more)."""

    grade: Grade
    question: str


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


@dataclass(slots=True)
class StudySession:
    """Today's cards, one at a time. `shown` is None when there is no further card; `ending` then says why.

    `outcome` is the check of what was typed or chosen, None until then. `notice` is a sentence about something
    that happened beside the learner's own doing, for the card on the screen.
    """

    desk: Desk
    line: queue.Session
    budget: float | None
    shown: Shown | None = None
    outcome: Mark | None = None
    response: str = ""
    overruled: bool = False
    notice: str = ""
    given: list[Given] = field(default_factory=list)
    _past: list[queue.Session] = field(default_factory=list)
    _load: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the first card on the screen."""
        today = self.desk.today()
        self._load = self.desk.record.load(today, today + LOAD_DAYS)
        self._show()

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
        """Why there is no further card."""
        if self.line.current is not None:
            return Ending.BUDGET
        return Ending.DONE if self.given else Ending.NOTHING

    @property
    def suggested(self) -> Grade:
        """The grade that a check proposes; Good when nothing was checked."""
        wrong = self.outcome is not None and self.outcome.verdict is Verdict.WRONG
        return Grade.AGAIN if wrong and not self.overruled else Grade.GOOD

    def check(self, response: str) -> Mark:
        """Check what was typed or chosen for the card on the screen.

        Raises:
            LookupError: no card of a checked kind is on the screen.
        """
        if self.shown is None or not self.shown.checked:
            raise LookupError("there is no card to check an answer for")
        self.response, self.overruled = response, False
        self.outcome = mark(self.shown.card.item, response)
        return self.outcome

    def overrule(self) -> bool:
        """Let the learner's word stand against the check; False when nothing was marked down."""
        if self.outcome is None or self.outcome.verdict is Verdict.RIGHT:
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
            self._show(f"{elsewhere.message[0].upper()}{elsewhere.message[1:]}. {elsewhere.hint}")
            return None
        self._moved(shown.memory, draft.decision.due)
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
        if self.given and self.given[-1].event == undone.event:
            self.given.pop()
            self.line = self._past.pop()
            self._show()
        else:
            self._bring_back(undone.card, undone.memory)
        return Undone(undone.grade, _question_of(self.desk, undone.card))

    def _bring_back(self, key: str, memory: Memory | None) -> None:
        """Put a card in front whose answer was not given in this session."""
        found = self.desk.library.card(key)
        if found is None:
            return
        learning = memory is not None and memory.repeating and memory.last == self.desk.today()
        self.line = self.line.restored(
            Candidate(key, found.card.group, found.origin.topic, new=memory is None, learning=learning)
        )
        self._show()

    def _draft(self, shown: Shown, grade: Grade, seconds: float) -> AnswerDraft:
        """Return the answer to record; past the roll-over the grades are decided anew for the day that it is."""
        stamp = self.desk.stamp(shown.event)
        decisions = (
            shown.decisions if stamp.day == shown.day else self._decide(shown.card, shown.memory, stamp.day)
        )
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
            suggested=self.suggested if self.outcome is not None else None,
            overruled=self.overruled,
        )

    def _show(self, notice: str = "") -> None:
        """Put the card in front on the screen, if the session is not over; cards that vanished are passed over."""
        self.shown, self.outcome, self.response, self.overruled = None, None, "", False
        self.notice = notice
        while (candidate := self.line.current) is not None and not self._over():
            self.shown = self._made(candidate)
            if self.shown is not None:
                return
            self.line = self.line.without(candidate.key)

    def _over(self) -> bool:
        """Tell whether the budget is used up."""
        return self.budget is not None and self.line.over(self.budget)

    def _made(self, candidate: Candidate) -> Shown | None:
        """Return a card with everything that belongs to it; None when it is in no deck any more."""
        desk = self.desk
        found = desk.library.card(candidate.key)
        if found is None:
            return None
        memory = desk.record.memory(candidate.key)
        day = desk.today()
        return Shown(
            event=desk.mint(),
            card=found.card,
            origin=found.origin,
            face=face_of(found.card),
            citations=desk.library.citations(found.origin.source, found.origin.evidence),
            standing=candidate.stage,
            memory=memory,
            decisions=self._decide(found.card, memory, day),
            day=day,
            since=desk.clock.monotonic(),
        )

    def _decide(self, card: Card, memory: Memory | None, day: int) -> tuple[Decision, ...]:
        """Return what the four grades would do."""
        return scheduler.decide(memory, card.key, day, self._load)

    def _moved(self, before: Memory | None, due: int) -> None:
        """Keep the load of the days in step with an answer."""
        if before is not None and self._load.get(before.due):
            self._load[before.due] -= 1
        self._load[due] = self._load.get(due, 0) + 1


def _given(shown: Shown, grade: Grade, seconds: float) -> Given:
    """Return what the summary needs of an answer."""
    counted = min(max(seconds, 0.0), queue.LONGEST_ANSWER)
    return Given(
        shown.event, shown.card.key, shown.question, shown.origin.topic, grade, counted, shown.standing
    )


def begin(desk: Desk, scope: Scope = EVERYTHING) -> StudySession:
    """Begin a session: today's share of what is waiting, or what the scope asks for.

    Minutes or a number of cards that were asked for count instead of the day's budget and its new cards.
    """
    day = desk.today()
    chosen = Selection(scope.decks, scope.tags)
    waiting = desk.library.overview(day, chosen).total
    budget = _budget(desk, scope)
    if scope.minutes is None and scope.limit is None:
        fits = overview.share_of(desk, waiting, budget)
    else:
        fits = plan.share(budget, waiting.due + waiting.learning, waiting.new, waiting.new)
    due = desk.library.due_candidates(day, chosen, fits.due)
    new = desk.library.new_candidates(day, fits.new, chosen)
    line = queue.arrange(due, new, day)[: scope.limit]
    return StudySession(desk, queue.Session.of(line), None if isinf(budget) else budget)


def _budget(desk: Desk, scope: Scope) -> float:
    """Return the seconds that a session may take; without end when only a number of cards was asked for."""
    if scope.minutes is not None:
        return scope.minutes * 60.0
    return inf if scope.limit is not None else overview.seconds_left(desk)


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
