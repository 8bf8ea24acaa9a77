"""The sentences that every face of the program uses: the same words on the screen, in plain mode and in reports."""

from datetime import date
from typing import TYPE_CHECKING

from nmt_study.dates import MONTHS

if TYPE_CHECKING:
    from nmt_study.srs.queue import Remaining
    from nmt_study.storage.library import Waiting

STUDY_AID = "Study aid, not medical advice."
RED_FLAG = "Red flag"
NO_CLIENT = "Write nothing that tells who a client is."


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


def about(seconds: float) -> str:
    """Return an estimated duration: "about 6 minutes", "under a minute"."""
    text = minutes_words(seconds)
    return f"about {text}" if text[0].isdecimal() else text


def waiting_words(waiting: "Waiting | Remaining") -> str:
    """Return what is waiting, in words that do not blame: "12 due, 1 again, 3 new"."""
    amounts = (
        (waiting.due, "due"),
        (waiting.learning, "again"),
        (waiting.new, "new"),
        (getattr(waiting, "practice", 0), "to practise"),
        (getattr(waiting, "ahead", 0), "ahead of time"),
    )
    return ", ".join(f"{number} {word}" for number, word in amounts if number) or "nothing waiting"


def date_words(day: date) -> str:
    """Return a date with its month as a word, clear in every country: "1 March 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
