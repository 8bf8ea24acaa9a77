"""The sentences that every face of the program uses: the same words on the screen, in plain mode and in reports."""

import os
import re
from datetime import date
from typing import TYPE_CHECKING

from nmt_study.dates import MONTHS
from nmt_study.text import clean

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations
    from nmt_study.srs.queue import Remaining
    from nmt_study.storage.library.library import Waiting

STUDY_AID = "Study aid, not medical advice."
RED_FLAG = "Red flag"
UNVALIDATED_MAP = "Classic map, not validated"
NO_CLIENT = "Write nothing that tells who a client is."


def count(number: int, word: str, plural: str = "") -> str:
    """Return a number with its word: "1 card", "1,330 cards"."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


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


def citation_lines(citations: "Citations") -> list[str]:
    """Return what sources and facts come to, a sentence a line; nothing where none is cited."""
    lines = [f"Kind of evidence: {citations.evidence}."] if citations.evidence else []
    lines += [f"Source: {cite}" for cite in citations.cites]
    if citations.unvalidated_map:
        lines.append(
            f"{UNVALIDATED_MAP}: sources agree on what is handed down, not on what a person will feel."
        )
    if citations.unsettled:
        lines.append("Not settled: the support for this is weak.")
    return lines + [f"Not in the list of sources: {unknown}" for unknown in citations.unknown]


def date_words(day: date) -> str:
    """Return a date with its month as a word, clear in every country: "1 March 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def as_argument(path: object, *, windows: bool = os.name == "nt") -> str:
    """Return a path as it is typed into a command: in quotes, of the kind the system's shell knows, where it needs any."""
    text = clean(str(path))
    if windows:
        return text if _NO_QUOTES.fullmatch(text) else f'"{text}"'
    import shlex

    return shlex.quote(text)


_NO_QUOTES = re.compile(r"[\w@+=:,./\\-]+")
