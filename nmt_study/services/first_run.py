"""The first run: four short questions that may all be skipped, and how their answers are understood."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from nmt_study.dates import read_date
from nmt_study.services.words import count, date_words
from nmt_study.settings import Settings

_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|mins|minutes?)?\.?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2})\s*(?:h|hrs?|hours?)\.?", re.IGNORECASE)
NO_EXAM = frozenset(("no", "none", "no exam", "-", "n"))
"""What says that there is no exam."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A ready answer: its label and the value it gives the setting."""

    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the setting it fills, its words, ready answers, and a hint where free words are welcome."""

    setting: str
    text: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""


WHO = (
    Choice("A student, revising for certification", "student"),
    Choice("A therapist, keeping up and logging hours", "therapist"),
    Choice("An instructor, writing decks and quizzes", "instructor"),
)

QUESTIONS: tuple[Question, ...] = (
    Question("who", "Who are you?", WHO),
    Question(
        "minutes",
        "How many minutes a day?",
        (Choice("5 minutes", 5), Choice("15 minutes", 15), Choice("30 minutes", 30)),
        "or type another number",
    ),
    Question("exam_date", "When is your exam, if you have one?", (), "for example 1 March 2027"),
    Question("theme", "Dark or light?", (Choice("Dark", "dark"), Choice("Light", "light"))),
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What an answer was taken for: the settings with it, or None when it could not be, and a sentence."""

    settings: Settings | None
    words: str


def understand(question: Question, answer: str, settings: Settings, today: date) -> Understood:
    """Take an answer, a choice's number or free words; an empty one skips the question."""
    answer = answer.strip()
    if not answer:
        return Understood(settings, "Skipped.")
    if question.setting == "exam_date":
        return _exam_date(answer, settings, today)
    if question.setting == "minutes":
        return _minutes(question, answer, settings)
    chosen = _choice(question, answer)
    if chosen is None:
        return Understood(None, f"Choose 1 to {len(question.choices)}, or press Enter to skip.")
    return Understood(settings._replace(**{question.setting: chosen.value}), f"{chosen.label}.")


def _choice(question: Question, answer: str) -> Choice | None:
    """Return the choice with that number, or the only one whose value begins like the answer."""
    if answer.isdecimal() and len(answer) < 3 and 1 <= int(answer) <= len(question.choices):
        return question.choices[int(answer) - 1]
    starts = [choice for choice in question.choices if str(choice.value).startswith(answer.lower())]
    return starts[0] if len(starts) == 1 else None


def read_minutes(text: str) -> int | None:
    """Return the minutes that a text means, "20", "20 min" or "1 hour"; None when it is no such thing or too many."""
    minutes, hours = _MINUTES.fullmatch(text), _HOURS.fullmatch(text)
    value = int(minutes[1]) if minutes else int(hours[1]) * 60 if hours else 0
    return value if 1 <= value <= 600 else None


def _minutes(question: Question, answer: str, settings: Settings) -> Understood:
    """Take a bare 1 to 3 as the number of a choice, and anything else up to 600 as minutes, or as hours if so said."""
    chosen = _choice(question, answer) if answer.isdecimal() else None
    value = chosen.value if chosen else read_minutes(answer)
    if value is None:
        return Understood(None, "Type a number of minutes up to 600, or press Enter to skip.")
    return Understood(settings._replace(minutes=value), f"{count(value, 'minute')} a day.")


def _exam_date(answer: str, settings: Settings, today: date) -> Understood:
    """Take a date written in any common way that leaves no doubt, from today on."""
    if answer.lower().rstrip(".") in NO_EXAM:
        return Understood(settings._replace(exam_date=None), "No exam.")
    found = read_date(answer, today)
    if found is None:
        return Understood(None, "Type it like 1 March 2027 or 2027-03-01, or press Enter to skip.")
    if found < today:
        return Understood(None, f"{date_words(found)} has passed. Type a later day, or press Enter to skip.")
    left = "today" if found == today else f"{count((found - today).days, 'day')} from now"
    return Understood(settings._replace(exam_date=found), f"{date_words(found)}, {left}.")
