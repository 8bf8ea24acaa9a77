"""Custom sessions: cards of the learner's own choice, asked so that the schedule stays whole.

What is due, or was never answered, is answered as always. What is not due yet is practised: nothing that is remembered
of it changes. Ahead of time it is answered, and a pass never brings it back earlier than planned.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nmt_study.services.desk import Desk
from nmt_study.services.study.portion import MOST, Scope, portion, refuse_unknown
from nmt_study.services.study.shown import Ending
from nmt_study.services.study.study_words import ENDINGS
from nmt_study.services.words import count
from nmt_study.srs import plan, queue
from nmt_study.srs.queue import Candidate, Stage
from nmt_study.storage.library.library import Selection
from nmt_study.storage.library.picks import Pick, Reach, Tally
from nmt_study.storage.library.search import LEECH

if TYPE_CHECKING:
    from nmt_study.services.study.study import StudySession

AMOUNT = 20
"""So many cards a custom session has if nothing else is said on its form."""

AMOUNT_HINT = "Type a number of cards, as in 20, or of minutes, as in 10 minutes, or all."
DAYS_HINT = "Type a number of days from 1 to 365."

MOST_CARDS = 10_000
MOST_MINUTES = 600
LONGEST_AHEAD = 365

_DAYS = re.compile(r"(\d{1,3})\s*(?:d|days?)?\.?")


@dataclass(frozen=True, slots=True)
class Choice:
    """A pick as people see it: its name, what it asks, what it does to the schedule, and why it may be empty."""

    pick: Pick
    label: str
    about: str
    effect: str
    empty: str


_PRACTICE = "What is not due yet is only practised: no due day moves."

CHOICES: tuple[Choice, ...] = (
    Choice(
        Pick.TODAY,
        "What is waiting today",
        "Due and new cards, as every day.",
        "Every answer counts, as every day.",
        "Nothing is waiting here today.",
    ),
    Choice(
        Pick.WEAKEST,
        "Weakest first",
        "All you have answered, the worst remembered first.",
        _PRACTICE,
        "You have answered no cards here yet.",
    ),
    Choice(
        Pick.MISSES,
        "Today's misses",
        "What you did not know today.",
        _PRACTICE,
        "You have missed nothing here today.",
    ),
    Choice(
        Pick.AHEAD,
        "Ahead of time",
        "What is due in the next days, before a journey, say.",
        "Answers count; what you know never comes back earlier.",
        "Nothing more is due here in these days.",
    ),
    Choice(
        Pick.FLAGGED,
        "Flagged cards",
        "The cards you put a flag on.",
        _PRACTICE,
        "No card here has a flag.",
    ),
    Choice(
        Pick.LEECHES,
        "Often forgotten",
        f"The cards you have forgotten {LEECH} times or more.",
        _PRACTICE,
        f"You have forgotten no card here {LEECH} times.",
    ),
    Choice(
        Pick.ALL,
        "Everything you have seen",
        "All you have ever answered, of a deck or tag, say.",
        _PRACTICE,
        "You have answered no cards here yet.",
    ),
)
BY_PICK: dict[Pick, Choice] = {choice.pick: choice for choice in CHOICES}


@dataclass(frozen=True, slots=True)
class Picked:
    """The cards of a custom session in their order; `budget` is in seconds, None where only cards are counted."""

    cards: tuple[Candidate, ...]
    budget: float | None


def pick_cards(desk: Desk, scope: Scope) -> Picked:
    """Return what a custom session of this scope asks now.

    Raises:
        NmtError: there is no such deck to study.
    """
    refuse_unknown(desk, scope)
    found = desk.library.picks.cards(scope.pick, reach(desk, scope), _selection(scope), _most(scope))
    budget = None if scope.minutes is None else scope.minutes * 60.0
    if scope.pick is Pick.WEAKEST:
        return Picked(tuple(card for turn in queue.rounds(found) for card in turn), budget)
    # Topics take turns within each round, in which no two cards are siblings.
    turns = (queue.arrange(turn, (), desk.today()) for turn in queue.rounds(found))
    return Picked(tuple(card for turn in turns for card in turn), budget)


def numbers(desk: Desk, scope: Scope) -> dict[Pick, int]:
    """Return how many cards each pick has in the decks and tags of a scope, and so many days ahead.

    Raises:
        NmtError: there is no such deck to study.
    """
    today = portion(desk, Scope(scope.decks, scope.tags)).share
    found = desk.library.picks.count(reach(desk, scope), _selection(scope))
    return found | {Pick.TODAY: today.due + today.new}


def asked(desk: Desk, scope: Scope, known: Mapping[Pick, int] | None = None) -> int:
    """Return how many cards a session of a scope would ask; `known` saves counting the picks anew.

    Raises:
        NmtError: there is no such deck to study.
    """
    if scope.pick is Pick.TODAY and (scope.minutes, scope.limit) != (None, None):
        share = portion(desk, scope).share
        return share.due + share.new
    found = numbers(desk, scope) if known is None else known
    return min(found[scope.pick], _most(scope))


def decks(desk: Desk, scope: Scope) -> tuple[Tally, ...]:
    """Return the decks that the pick of a scope has cards in, among those with its tags.

    Raises:
        NmtError: the record cannot be read.
    """
    return desk.library.picks.decks(scope.pick, reach(desk, scope), scope.tags)


def tags(desk: Desk, scope: Scope) -> tuple[Tally, ...]:
    """Return the tags that cards of the pick of a scope have, among those of its decks.

    Raises:
        NmtError: the record cannot be read.
    """
    return desk.library.picks.tags(scope.pick, reach(desk, scope), scope.decks)


def reach(desk: Desk, scope: Scope) -> Reach:
    """Return how far the pick of a scope reaches today."""
    return Reach(desk.today(), scope.ahead, LEECH)


def _selection(scope: Scope) -> Selection:
    return Selection(scope.decks, scope.tags)


def _most(scope: Scope) -> int:
    """Return how many cards there may be: as many as were asked for and fit the minutes."""
    fits = MOST if scope.minutes is None else plan.share(scope.minutes * 60.0, MOST, 0).due
    return min(fits, MOST if scope.limit is None else scope.limit)


_AMOUNT = re.compile(r"(\d{1,5})\s*(cards?|m|min|mins|minutes?)?\.?", re.IGNORECASE)
_ALL = frozenset(("all", "everything", "all of them"))


def with_amount(scope: Scope, text: str) -> Scope | None:
    """Return a scope with an amount as it was typed: "20", "20 cards", "10 minutes" or "all"; None for anything else."""
    text = text.strip().casefold()
    if text in _ALL:
        return scope._replace(limit=None, minutes=None)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    number, unit = int(found[1]), found[2] or "cards"
    if unit.startswith("c"):
        return scope._replace(limit=number, minutes=None) if 1 <= number <= MOST_CARDS else None
    return scope._replace(limit=None, minutes=number) if 1 <= number <= MOST_MINUTES else None


def amount_words(scope: Scope) -> str:
    """Return how much a session of a scope asks for."""
    if scope.minutes is not None:
        return count(scope.minutes, "minute")
    if scope.limit is not None:
        return f"at most {count(scope.limit, 'card')}"
    return "as every day" if scope.pick is Pick.TODAY else "all of them"


def with_days(scope: Scope, text: str) -> Scope | None:
    """Return a scope that reaches so many days ahead as were typed: "7", "7 days"; None for anything else."""
    found = _DAYS.fullmatch(text.strip().casefold())
    days = int(found[1]) if found else 0
    return scope._replace(ahead=days) if 1 <= days <= LONGEST_AHEAD else None


def usual(pick: Pick) -> Scope:
    """Return what a form begins with: a number of cards that is done in one go, for today what every day has."""
    return Scope(pick=pick, limit=None if pick is Pick.TODAY else AMOUNT)


def ending_words(session: "StudySession") -> str:
    """Return why a session has no further card, and what it did to the schedule."""
    if session.ending is not Ending.CUSTOM:
        return ENDINGS[session.ending]
    choice, practised = BY_PICK[session.scope.pick], _cards(session, practised=True)
    answered = _cards(session, practised=False)
    if not practised and not answered:
        return choice.empty
    if not answered:
        return f"Practised {count(practised, 'card')}. Your schedule is as it was."
    if choice.pick is Pick.AHEAD:
        return f"Answered {count(answered, 'card')} ahead of time."
    if not practised:
        return f"Answered {count(answered, 'card')} whose day had come."
    due = "1 that was due" if answered == 1 else f"{answered} that were due"
    return f"Practised {count(practised, 'card')}, answered {due}. No other due day moved."


def _cards(session: "StudySession", *, practised: bool) -> int:
    """Return how many cards were practised, or really answered."""
    found = (one for one in session.given if (one.standing is Stage.PRACTICE) is practised)
    return len({one.key for one in found})
