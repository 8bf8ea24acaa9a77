"""What a session came to, in numbers and in sentences."""

from collections import Counter
from dataclasses import dataclass

from nmt_study.services import overview, words
from nmt_study.services.study.study import StudySession
from nmt_study.srs.model import Grade
from nmt_study.srs.queue import Stage

HARDEST = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to. `recalled` of `asked` counts the due cards at their first answer in it.

    `hardest` are questions graded Again or Hard, worst first; `tomorrow` is the number of cards of the next
    study day; durations are seconds.
    """

    answers: int
    cards: int
    seconds: float
    recalled: int
    asked: int
    hardest: tuple[str, ...]
    topics: tuple[str, ...]
    tomorrow: int
    tomorrow_seconds: float


def summary(session: StudySession) -> Summary:
    """Return what a session has come to so far."""
    due = [one for one in session.given if one.standing is Stage.DUE]
    tomorrow, seconds = overview.tomorrow(session.desk)
    return Summary(
        answers=len(session.given),
        cards=len({one.key for one in session.given}),
        seconds=sum(one.seconds for one in session.given),
        recalled=sum(one.grade is not Grade.AGAIN for one in due),
        asked=len(due),
        hardest=_hardest(session),
        topics=tuple(dict.fromkeys(one.topic for one in session.given if one.topic)),
        tomorrow=tomorrow,
        tomorrow_seconds=seconds,
    )


def _hardest(session: StudySession) -> tuple[str, ...]:
    """Return the questions that took most: each Again counts more than any number of Hards."""
    trouble: Counter[str] = Counter()
    for one in session.given:
        trouble[one.question] += {Grade.AGAIN: 100, Grade.HARD: 1}.get(one.grade, 0)
    return tuple(question for question, weight in trouble.most_common(HARDEST) if weight)


def summary_lines(found: Summary) -> list[str]:
    """Return a summary as sentences."""
    if not found.answers:
        return ["No answers this time."]
    cards = words.count(found.cards, "card")
    lines = [f"{cards}, {words.count(found.answers, 'answer')}, {words.minutes_words(found.seconds)}."]
    if found.asked:
        lines.append(f"Remembered {found.recalled} of {found.asked} that were due.")
    lines += [f"Hard today: {question}" for question in found.hardest]
    if found.tomorrow:
        time = words.about(found.tomorrow_seconds)
        lines.append(f"Tomorrow: {words.count(found.tomorrow, 'card')}, {time}.")
    return lines
