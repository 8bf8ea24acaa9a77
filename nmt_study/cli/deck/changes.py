"""What `deck changes` prints and does."""

from collections.abc import Iterator, Sequence
from typing import Any

from nmt_study.cli.output import choice_of
from nmt_study.cli.plain.changed import INDENTED, question_lines
from nmt_study.clock import date_of
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services import words
from nmt_study.services.cards import changes
from nmt_study.services.cards.changes import Question
from nmt_study.services.desk import Desk
from nmt_study.text import clean, shorten


def lines(desk: Desk) -> Iterator[str]:
    """Give the questions, then what was decided."""
    questions = changes.questions(desk)
    for number, question in enumerate(questions, 1):
        yield f"{number}. {' or '.join(f'--{name} {number}' for name, _ in question.choices)}"
        yield from (f"   {line}".replace("\n", INDENTED) for line in question_lines(question))
    if not questions:
        yield "No card is waiting for a decision."
    for one in changes.followed(desk):
        yield f"{words.date_words(date_of(one.day))}: {one.state}: {one.question or 'a card in no deck any more'}"
        yield f"   --undo {one.event}"


def decide(desk: Desk, decisions: Sequence[tuple[str, str]]) -> list[str]:
    """Decide about questions, each a choice and the number in the list or the key of the card, which stays the same.

    All numbers are those of one list: nothing is decided before each is found.

    Raises:
        NmtError: there is no such question or choice, or one is decided twice, or it could not be saved.
    """
    questions = changes.questions(desk)
    chosen = [(_asked(questions, choice, name), choice) for choice, name in decisions]
    twice = {question.origin for question, _ in chosen}
    if len(twice) < len(chosen):
        raise NmtError("one question is decided twice", "Give each question one decision.", ExitCode.USAGE)
    return [
        f"{changes.decide(desk, question, choice)} {question.new.question}" for question, choice in chosen
    ]


def _asked(questions: Sequence[Question], choice: str, name: str) -> Question:
    """Return the question that is meant, which has this choice."""
    question = next((one for one in questions if name in {one.origin, one.target}), None)
    if question is None and (number := choice_of(name, len(questions))):
        question = questions[number - 1]
    if question is None:
        hint = "nmt-study deck changes lists them."
        message = f"there is no question {shorten(clean(name), 60)!r}: {len(questions)} are waiting"
        raise NmtError(message, hint, ExitCode.USAGE)
    names = [name for name, _ in question.choices]
    if choice not in names:
        hint = f"For this card there is --{names[0]} and --{names[1]}."
        raise NmtError(f"question {name} cannot be answered with --{choice}", hint, ExitCode.USAGE)
    return question


def take_back(desk: Desk, event: str) -> str:
    """Take back a decision by its id.

    Raises:
        NmtError: it does not stand, or could not be saved.
    """
    if not changes.take_back(desk, event):
        hint = "nmt-study deck changes lists the ids."
        raise NmtError(f"there is no decision {shorten(clean(event), 60)!r}", hint, ExitCode.USAGE)
    return changes.TAKEN_BACK


def as_json(desk: Desk) -> dict[str, Any]:
    """Return questions and decisions in their documented shape."""
    return {
        "questions": [_question_json(one) for one in changes.questions(desk)],
        "decisions": [
            {"id": one.event, "study_day": one.day, "about": one.state, "question": one.question}
            for one in changes.followed(desk)
        ],
    }


def _question_json(question: Question) -> dict[str, Any]:
    return {
        "card": question.origin,
        "now": question.target,
        "same_id": question.same_id,
        "before": {"question": question.old.question, "answer": question.old.answer},
        "after": {"question": question.new.question, "answer": question.new.answer},
        "answers": question.memory.reps,
        "due": question.memory.due,
        "path": question.found.origin.path,
        "line": question.found.origin.line,
        "choices": [name for name, _ in question.choices],
    }
