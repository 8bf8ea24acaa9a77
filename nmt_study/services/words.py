"""The sentences that every face of the program uses: the same words on the screen, in plain mode and in reports."""

from datetime import date

from nmt_study.deck.citation import Citations
from nmt_study.srs.model import Decision, Grade

STUDY_AID = "Study aid, not medical advice."
RED_FLAG = "Red flag"
UNVALIDATED_MAP = "Classic map, not validated"

GRADE_WORDS: dict[Grade, str] = {
    Grade.AGAIN: "Again",
    Grade.HARD: "Hard",
    Grade.GOOD: "Good",
    Grade.EASY: "Easy",
}

GRADE_MEANINGS: dict[Grade, str] = {
    Grade.AGAIN: "did not know it",
    Grade.HARD: "knew it, with effort",
    Grade.GOOD: "knew it",
    Grade.EASY: "knew it at once",
}


def count(number: int, word: str, plural: str = "") -> str:
    """Return a number with its word: "1 card", "3 cards"."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def interval_words(days: int) -> str:
    """Return an interval in days as a learner would say it; 0 days is this very session."""
    if days == 0:
        return "this session"
    if days < 31:
        return count(days, "day")
    if days < 365:
        return count(round(days / 30.4), "month")
    return f"{days / 365:.1f}".removesuffix(".0") + (" year" if round(days / 365, 1) == 1 else " years")


def minutes_words(seconds: float) -> str:
    """Return a duration in whole minutes: "under a minute", "6 minutes"."""
    minutes = round(seconds / 60)
    return count(minutes, "minute") if minutes else "under a minute"


def waiting_words(new: int, learning: int, due: int) -> str:
    """Return what is waiting, in words that do not blame: "12 due, 1 again, 3 new"."""
    parts = [f"{number} {word}" for number, word in ((due, "due"), (learning, "again"), (new, "new")) if number]
    return ", ".join(parts) or "nothing waiting"


def decision_words(decision: Decision) -> str:
    """Return what a grade does: "3 Good: 5 days"."""
    return f"{decision.grade.value} {GRADE_WORDS[decision.grade]}: {interval_words(decision.interval)}"


def evidence_words(citations: Citations) -> str:
    """Return the kind of evidence and the sources in one line, or "" when a card cites nothing."""
    parts = [citations.evidence] if citations.evidence else []
    parts += citations.cites
    if citations.unvalidated_map:
        parts.insert(0, UNVALIDATED_MAP)
    return " · ".join(parts)


def date_words(day: date) -> str:
    """Return a date with its month as a word, clear in every country: "1 March 2027"."""
    return f"{day.day} {day.strftime('%B %Y')}"
