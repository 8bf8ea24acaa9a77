"""Taking a quiz or exam: one item in front, every answer on disk before the next one, the clock running on."""

import json
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any

from nmt_study.deck.model import Numeric
from nmt_study.errors import ExitCode, NmtError
from nmt_study.quiz.model import Mark
from nmt_study.quiz.numeric import query
from nmt_study.quiz.reading import ask_again, left_empty, steps_left
from nmt_study.quiz.response import Response, is_blank, written
from nmt_study.quiz.sitting import ONE_WAY, Given, Outcome, RefusedError, Sitting, Terms
from nmt_study.services.desk import Desk
from nmt_study.services.quiz.quizzes import Paper
from nmt_study.services.quiz.sheet import Sheet, Shown
from nmt_study.storage.record.entries import body_of
from nmt_study.storage.record.event import HAND_IN, MARK, RESPOND, Event, milliseconds
from nmt_study.storage.record.sitting import (
    EXAM,
    Asked,
    ResponseDraft,
    SitDraft,
    SittingOverError,
    Summary,
    worth_of,
)
from nmt_study.text import clean, shorten

PULSE = 30
"""Seconds after which an exam notes that it is still being sat: so much time a crash can give at most, should the
clock be set back meanwhile."""


@dataclass
class QuizSession:
    """A sitting under way. `id` is the event with which it began."""

    desk: Desk
    id: str
    title: str
    mode: str
    quiz: str
    asked: tuple[Asked, ...]
    state: Sitting
    sheet: Sheet = field(init=False)
    _since: float = 0.0
    _base: tuple[int, float] = (0, 0.0)
    _noted: int = 0
    _doubted: tuple[int, Response] | None = None

    def __post_init__(self) -> None:
        """Read the items, and begin to look at the one in front."""
        terms = self.terms
        self.sheet = Sheet(self.desk, self.asked, at_once=terms.at_once, partial=terms.partial)
        self._base = self._wall(), self.desk.clock.monotonic()
        self._noted = self.now()
        self._since = self.desk.clock.monotonic()

    @property
    def terms(self) -> Terms:
        """What the sitting is taken under."""
        return self.state.terms

    @property
    def exam(self) -> bool:
        """Whether it is an exam."""
        return self.mode == EXAM

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.state.outcome is not None

    def now(self) -> int:
        """Return the present instant; neither a clock set back nor a machine that slept gives time."""
        wall, since = self._base
        passed = round((self.desk.clock.monotonic() - since) * 1000)
        return max(self._wall(), wall + passed, self.state.seen)

    @property
    def left(self) -> float | None:
        """The seconds that are left; None where there is no end."""
        left = self.state.left(self.now())
        return None if left is None else left / 1000

    @property
    def shown(self) -> Shown:
        """The item in front."""
        return self.at(self.state.here)

    def stem(self, place: int) -> str:
        """Return the question at a place in short; where it goes one way, nothing of what is still to come."""
        hidden = self.terms.one_way and not self.over and place > self.state.here
        return "" if hidden else self.asked[place].stem

    def at(self, place: int) -> Shown:
        """Return the item at a place."""
        return self.sheet.at(place, self.state)

    def answer(self, response: Response, sure: int | None = None) -> Mark | None:
        """Record an answer to the item in front; return its mark where answers are shown at once.

        Raises:
            NmtError: it is not allowed now, or could not be saved; nothing changed.
        """
        shown = self.shown
        self._allowed(self.state.may_answer, shown.place)
        if shown.item is None:
            raise NmtError("this item is in no file any more", "Go on with the next one.", ExitCode.USAGE)
        if is_blank(response):
            hint = f"{ONE_WAY}." if self.state.to_answer else "Answer, or go on without."
            raise NmtError("nothing is answered yet", hint, ExitCode.USAGE)
        if problem := steps_left(shown.item, response) or (
            ask_again(shown.item, response) if isinstance(response, str) else ""
        ):
            raise NmtError(problem.removesuffix("."), "", ExitCode.USAGE)
        mark = self.sheet.mark(shown.item, response)
        millis = round((self.desk.clock.monotonic() - self._since) * 1000)
        sure = sure if self.terms.certainty else None
        given = Given(written(response), mark.share, sure)
        draft = ResponseDraft(
            self.desk.stamp(self.desk.mint()), self.id, shown.place, shown.asked, mark.share, millis,
            given.response, sure,
        )  # fmt: skip
        self._record(lambda: self.desk.record.sittings.respond(draft))
        self.state.answer(shown.place, given, millis)
        self._since = self.desk.clock.monotonic()
        return mark if self.terms.at_once else None

    def doubt(self, response: Response) -> str:
        """Return what to ask about a number that can be read in two ways, or about parts that are left empty.

        "" for any other answer, or when it is given again. To be asked before the certainty, and before the answer is
        recorded.
        """
        item, given = self.shown.item, (self.state.here, response)
        if item is None or given == self._doubted:
            return ""
        asked = left_empty(item, response)
        if isinstance(response, str) and isinstance(item.answer, Numeric):
            asked = query(clean(response), item.stem)
        self._doubted = given if asked else None
        return f"{asked}. Give it once more to keep it." if asked else ""

    def go(self, place: int) -> None:
        """Put another item in front.

        Raises:
            NmtError: that is not allowed, or could not be saved.
        """
        state = self.state
        self._allowed(partial(state.may_go, gone=self.shown.item is None), place)
        self._note(place, flagged=place in state.flagged, struck=state.struck.get(place, frozenset()))
        self._since = self.desk.clock.monotonic()

    def flag(self) -> bool:
        """Put a flag on the item in front, or take it off; return whether it has one now.

        Raises:
            NmtError: the sitting has ended, or it could not be saved.
        """
        shown = self.shown
        self._allowed(self.state.may_go, shown.place)
        self._note(shown.place, flagged=not shown.flagged, struck=shown.struck)
        return not shown.flagged

    def strike(self, number: int) -> None:
        """Strike out an option of the item in front, by its number in the file, or take that back.

        Raises:
            NmtError: the sitting has ended, or it could not be saved.
        """
        shown = self.shown
        self._allowed(self.state.may_go, shown.place)
        self._note(shown.place, flagged=shown.flagged, struck=shown.struck ^ {number})

    def tick(self) -> bool:
        """Take note that time passes; tell whether it has just run out. An exam leaves a trace of it now and then.

        Raises:
            NmtError: it could not be saved.
        """
        if self.over:
            return False
        if self.left == 0:
            self.end(Outcome.TIMED_OUT)
            return True
        if self.exam and self.now() - self._noted >= PULSE * 1000:
            shown = self.shown
            self._note(shown.place, flagged=shown.flagged, struck=shown.struck)
        return False

    def end(self, outcome: Outcome = Outcome.HANDED_IN) -> None:
        """Hand in, or end because the time is over.

        Raises:
            NmtError: it could not be saved.
        """
        self.desk.record.sittings.end(self.desk.stamp(self.desk.mint()), self.id, outcome.value)
        self.state.end(outcome)
        self.desk.keeping.happened()
        self.desk.keeping.ship()

    def _note(self, place: int, *, flagged: bool, struck: frozenset[int]) -> None:
        body: dict[str, Any] = {"place": place, "flagged": flagged, "struck": sorted(struck)}
        stamp = self.desk.stamp(self.desk.mint())
        self._record(lambda: self.desk.record.sittings.mark(stamp, self.id, body))
        self.state.note(place, flagged=flagged, struck=struck)
        self._noted = self.now()

    def _record(self, save: Any) -> None:  # noqa: ANN401 - any callable
        try:
            save()
        except SittingOverError:
            self.state = replayed(self.desk.record.sittings.story(self.id))
            raise
        self.desk.keeping.happened()

    def _allowed(self, ask: Any, place: int) -> None:  # noqa: ANN401 - one of the state's questions
        try:
            ask(place, self.now())
        except RefusedError as refusal:
            raise NmtError(str(refusal).removesuffix("."), "", ExitCode.USAGE) from refusal

    def _wall(self) -> int:
        return milliseconds(self.desk.clock.now())


def begin(desk: Desk, paper: Paper) -> QuizSession:
    """Begin a sitting of a paper; it is on disk before the first item is shown.

    Raises:
        NmtError: it could not be saved.
    """
    stamp = desk.stamp(desk.mint())
    info = paper.quiz.info
    draft = SitDraft(stamp, info.id, info.title, paper.mode, paper.asked, paper.terms.told())
    desk.record.sittings.begin(draft)
    desk.keeping.happened()
    state = Sitting(paper.terms, len(paper.asked), milliseconds(stamp.moment))
    return QuizSession(desk, stamp.id, info.title, paper.mode, info.id, paper.asked, state)


def resume(desk: Desk, sitting: str) -> QuizSession:
    """Take up a sitting again as it was left; if its time has run out meanwhile, it ends now.

    Raises:
        NmtError: there is no such sitting, it has ended, or it cannot be read.
    """
    story = desk.record.sittings.story(sitting)
    if not story:
        hint = "nmt-study quiz results and exam results list them."
        raise NmtError(f"there is no sitting {shorten(clean(sitting), 60)!r}", hint, ExitCode.USAGE)
    body = body_of(story[0])
    session = QuizSession(
        desk, sitting, str(body["title"]), str(body["mode"]), str(body["quiz"]), asked_in(story[0]), replayed(story)
    )  # fmt: skip
    session.tick()
    return session


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A sitting that goes on, and the seconds that it still has; None where there is no end."""

    sitting: Summary
    left: float | None


def unfinished(desk: Desk, quiz: str | None = None) -> tuple[Unfinished, ...]:
    """Return the sittings that have not ended, the newest first, of one quiz or of all.

    One whose time ran out while nobody was there ends now, and is not among them.

    Raises:
        NmtError: the record cannot be read or written.
    """
    found = []
    for one in desk.record.sittings.summaries(quiz):
        if one.outcome:
            continue
        state = replayed(desk.record.sittings.story(one.event))
        left = state.left(max(milliseconds(desk.clock.now()), state.seen))
        if left == 0:
            desk.record.sittings.end(desk.stamp(desk.mint()), one.event, Outcome.TIMED_OUT.value)
            desk.keeping.happened()
        else:
            found.append(Unfinished(one, None if left is None else left / 1000))
    return tuple(found)


def end_unfinished(desk: Desk, quiz: str) -> int:
    """Hand in what was begun of a quiz and not finished, as it is; return how many sittings that were.

    Raises:
        NmtError: it could not be saved.
    """
    found = unfinished(desk, quiz)
    for one in found:
        desk.record.sittings.end(desk.stamp(desk.mint()), one.sitting.event, Outcome.HANDED_IN.value)
        desk.keeping.happened()
    return len(found)


def replayed(story: tuple[Event, ...]) -> Sitting:
    """Return what the events of a sitting come to."""
    first = body_of(story[0])
    state = Sitting(Terms.read(first["terms"]), len(first["paper"]), story[0].at)
    for event in story:
        state.seen = max(state.seen, event.at)
        body = body_of(event) if event is not story[0] else {}
        if event.kind == RESPOND:
            given = Given(event.words.get("response", ""), Fraction(body["share"]), body.get("sure"))
            state.answer(body["place"], given, body["millis"])
        elif event.kind == MARK:
            struck = frozenset(body.get("struck", ()))
            state.note(body["place"], flagged=bool(body.get("flagged")), struck=struck)
        elif event.kind == HAND_IN:
            state.end(Outcome(body["outcome"]))
    return state


def asked_in(begun: Event) -> tuple[Asked, ...]:
    """Return the places of the paper of a sitting, from the event with which it began."""
    paper, stems = body_of(begun)["paper"], json.loads(begun.words.get("stems", "[]"))
    stems += [""] * (len(paper) - len(stems))
    return tuple(
        Asked(one["item"], one["content"], one["topic"], tuple(one["options"]), str(stem), worth_of(one))
        for one, stem in zip(paper, stems, strict=False)
    )
