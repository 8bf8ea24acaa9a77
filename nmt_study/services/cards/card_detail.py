"""A card in full: both sides, where it comes from, how it stands, what was answered, and what the memory model says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nmt_study.clock import StudyDay, date_of
from nmt_study.services.cards.shaping import find, is_leech, note_on
from nmt_study.services.desk import Desk
from nmt_study.services.study.study_words import GRADE_WORDS
from nmt_study.services.words import count, date_words, interval_words
from nmt_study.srs import scheduler
from nmt_study.srs.model import Answered, Grade, Memory
from nmt_study.storage.library.library import Found
from nmt_study.storage.record.history import Answer
from nmt_study.storage.record.shape import Shape

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations
    from nmt_study.deck.face import Face

PAGE = 10
"""Answers of a history that are told at once."""

CURVE_ANSWERS = 6
"""So many of the last answers are in the curve; older ones say little about now."""

_AHEAD = 7  # days of the curve behind today or the due day
_LONGEST_AHEAD = 120


@dataclass(frozen=True, slots=True)
class Point:
    """One study day of the memory curve: the predicted recall, None on a day of an answer and before the first."""

    day: StudyDay
    recall: float | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """All there is to tell about a card; `answers` are its newest, at most `PAGE` of them."""

    found: Found
    face: "Face"
    citations: "Citations"
    memory: Memory | None
    shape: Shape
    note: str
    answers: tuple[Answer, ...]
    curve: tuple[Point, ...]
    today: StudyDay

    @property
    def key(self) -> str:
        """The card's key."""
        return self.found.card.key


def detail(desk: Desk, key: str) -> Detail:
    """Return a card in full.

    Raises:
        NmtError: it is in no deck, or the record cannot be read.
    """
    from nmt_study.deck.face import face_of

    found, memory, today = find(desk, key), desk.record.memory(key), desk.today()
    answers = desk.record.answers(key)
    return Detail(
        found=found,
        face=face_of(found.card),
        citations=desk.library.citations(found.origin.source, found.origin.evidence),
        memory=memory,
        shape=desk.record.shapes.of(key),
        note=note_on(desk, key),
        answers=answers[:PAGE],
        curve=_curve(answers, memory, today),
        today=today,
    )


def history(desk: Desk, key: str, offset: int) -> tuple[Answer, ...]:
    """Return a page of a card's answers, the newest first.

    Raises:
        NmtError: the record cannot be read.
    """
    return desk.record.answers(key, offset, PAGE)


def _curve(newest: Sequence[Answer], memory: Memory | None, today: StudyDay) -> tuple[Point, ...]:
    """Return the predicted recall day by day, from one of the last answers to some days ahead."""
    graded = [one for one in reversed(newest) if one.due is not None]
    if memory is None or not graded:
        return ()
    memories: list[tuple[Memory, str]] = []
    now: Memory | None = None
    for one in graded:
        now = scheduler.advance(now, Answered(one.day, Grade(one.grade), one.due or one.day), one.parameters)
        memories.append((now, one.parameters))
    shown = memories[-CURVE_ANSWERS:]
    days = {before.last for before, _ in shown}
    end = min(max(today, memory.due) + _AHEAD, today + _LONGEST_AHEAD)
    return tuple(_points(shown, days, range(shown[0][0].last, max(end, today) + 1)))


def _points(
    memories: Sequence[tuple[Memory, str]], days: set[StudyDay], span: Sequence[StudyDay]
) -> Sequence[Point]:
    """Return the points of some days; after each answer its own memory counts."""
    points, at = [], 0
    for day in span:
        while at + 1 < len(memories) and memories[at + 1][0].last <= day:
            at += 1
        memory, parameters = memories[at]
        recall = None if day in days else scheduler.predicted(memory, day, parameters)
        points.append(Point(day, recall, day in days))
    return points


def predicted_words(found: Detail) -> str:
    """Return what the memory model says, in one honest sentence."""
    memory = found.memory
    if memory is None:
        return "This card was not asked yet, so there is nothing to predict."
    aim = round(scheduler.AIM.retention * 100)
    due = date_words(date_of(memory.due))
    if memory.last >= found.today:
        if memory.repeating:
            return "Answered today and to be asked again today; within a day the model predicts nothing."
        return f"Answered today, so the model predicts nothing for today; {aim} % is the aim on {due}."
    recall = scheduler.predicted(memory, found.today)
    share = f"By the model, {round((recall or 0) * 100)} % today"
    if memory.repeating:
        return f"{share}; it was to be asked again on {due}."
    verb = "was" if memory.due < found.today else "is"
    return f"{share}; {aim} % {verb} the aim {'for today' if memory.due == found.today else f'on {due}'}."


def state_words(found: Detail) -> str:
    """Return what the card is to the learner, as a line."""
    memory, shape = found.memory, found.shape
    parts = [_standing(found)]
    if memory is not None and is_leech(memory.lapses):
        parts.append("leech: it slips again and again")
    if shape.flagged:
        parts.append("flagged")
    if found.note:
        parts.append("with a note")
    return ", ".join(parts)


def _standing(found: Detail) -> str:
    memory, today = found.memory, found.today
    if found.shape.suspended:
        return "suspended: it is not asked"
    if found.shape.buried(today):
        return f"buried until {date_words(date_of(found.shape.back))}"
    if memory is None:
        return "new"
    if memory.repeating and memory.last == today:
        return "again today"
    if memory.due <= today:
        return "due since " + date_words(date_of(memory.due)) if memory.due < today else "due today"
    return f"due on {date_words(date_of(memory.due))}"


def figures(found: Detail) -> tuple[tuple[str, str], ...]:
    """Return what is remembered of the card as pairs of a name and a value; none before the first answer."""
    memory = found.memory
    if memory is None:
        return ()
    return (
        ("Stability", interval_words(max(1, round(memory.stability)))),
        ("Difficulty", f"{memory.difficulty:.1f} of 10"),
        ("Answers", str(memory.reps)),
        ("Lapses", str(memory.lapses)),
    )


def answer_words(answer: Answer) -> str:
    """Return one answer as a line: "3 March 2027: Good, next in 5 days, 12 seconds"."""
    seconds = round(answer.seconds)
    parts = [
        GRADE_WORDS[Grade(answer.grade)],
        "practice"
        if answer.interval is None
        else f"next in {interval_words(answer.interval)}"
        if answer.interval
        else "again that day",
        count(seconds, "second") if seconds else "under a second",
    ]
    return f"{date_words(date_of(answer.day))}: {', '.join(parts)}"


def detail_json(found: Detail) -> dict[str, Any]:
    """Return a card in full in its documented shape; texts are plain."""
    from nmt_study.services.library import card_json

    memory = found.memory
    return {
        **card_json(found.found),
        "deck": found.found.origin.deck,
        "heading": found.found.origin.heading,
        "topic": found.found.origin.topic,
        "state": state_words(found),
        "note": found.note,
        "memory": None
        if memory is None
        else {
            "due": date_of(memory.due).isoformat(),
            "last": date_of(memory.last).isoformat(),
            "stability_days": round(memory.stability, 2),
            "difficulty": round(memory.difficulty, 2),
            "answers": memory.reps,
            "lapses": memory.lapses,
        },
        "prediction": predicted_words(found),
        "history": [
            {
                "date": date_of(one.day).isoformat(),
                "grade": GRADE_WORDS[Grade(one.grade)].lower(),
                "interval": one.interval,
                "seconds": one.seconds,
            }
            for one in found.answers
        ],
    }
