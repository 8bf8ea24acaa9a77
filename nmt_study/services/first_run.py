"""The first run: four short questions that may all be skipped, and how their answers are understood."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nmt_study.config import Settings
from nmt_study.services.words import count, date_words

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


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


QUESTIONS: tuple[Question, ...] = (
    Question(
        "who",
        "Who are you?",
        (
            Choice("A student, revising for certification", "student"),
            Choice("A therapist, keeping up and logging hours", "therapist"),
            Choice("An instructor, writing decks and quizzes", "instructor"),
        ),
    ),
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
    return Understood(replace(settings, **{question.setting: chosen.value}), f"{chosen.label}.")


def _choice(question: Question, answer: str) -> Choice | None:
    """Return the choice with that number, or whose label or value begins like the answer."""
    if answer.isdecimal() and 1 <= int(answer) <= len(question.choices):
        return question.choices[int(answer) - 1]
    starts = [choice for choice in question.choices if str(choice.value).startswith(answer.lower())]
    return starts[0] if len(starts) == 1 else None


def _minutes(question: Question, answer: str, settings: Settings) -> Understood:
    """Take 1 to 3 as the number of a choice and anything from 4 to 600 as minutes."""
    number = re.search(r"\d{1,4}", answer)
    value = int(number[0]) if number else 0
    if 1 <= value <= len(question.choices):
        value = question.choices[value - 1].value
    if not 4 <= value <= 600:
        return Understood(None, "Type a number of minutes from 4 to 600, or press Enter to skip.")
    return Understood(replace(settings, minutes=value), f"{count(value, 'minute')} a day.")


def _exam_date(answer: str, settings: Settings, today: date) -> Understood:
    """Take a date written in any common way that leaves no doubt, from today on."""
    if answer.lower() in {"no", "none", "-", "n"}:
        return Understood(replace(settings, exam_date=None), "No exam.")
    found = read_date(answer, today)
    if found is None:
        return Understood(None, "Type it like 1 March 2027 or 2027-03-01, or press Enter to skip.")
    if found < today:
        return Understood(None, f"{date_words(found)} has passed. Type a later day, or press Enter to skip.")
    left = count((found - today).days, "day")
    return Understood(replace(settings, exam_date=found), f"{date_words(found)}, {left} from now.")


def read_date(text: str, today: date) -> date | None:
    """Return the date that a text means, None when it is none or could be two.

    Understood are year-month-day, and a day and a month as a word in either order; without a year, the next
    such day. A date in figures with the day or month first is refused unless only one reading exists.
    """
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    month = next(
        (at for at, name in enumerate(_MONTHS, 1) if re.search(rf"(?<![a-z]){name}", text.lower())), None
    )
    if month and len(numbers) in {1, 2}:
        years = numbers[1:] or [today.year]
        found = _date(years[0], month, numbers[0])
        return (
            _date(today.year + 1, month, numbers[0]) if found and not numbers[1:] and found < today else found
        )
    if month or len(numbers) != 3:
        return None
    if numbers[0] > 31:
        return _date(*numbers)
    readings = {_date(numbers[2], numbers[1], numbers[0]), _date(numbers[2], numbers[0], numbers[1])} - {None}
    return readings.pop() if len(readings) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    """Return the date, None when there is no such day; a year of two figures is of this century."""
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
