"""Today's portion: which of the cards that wait fit into what is asked for, siblings apart.

Home counts it and a session asks it, so the number that is promised is the number that comes.
"""

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from nmt_study.clock import day_of
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.desk import Desk
from nmt_study.srs import plan, queue
from nmt_study.srs.queue import Candidate
from nmt_study.storage.library.library import Overview, Selection, Waiting
from nmt_study.storage.library.picks import Pick
from nmt_study.text import clean

MOST = 1_000_000  # stands for "all there are" where only the new cards of a day are limited
AHEAD_DAYS = 7  # so far ahead of time a session reaches if nothing else is said
MOST_DECKS = 32  # new cards are taken from the first so many decks that have any, or starting would take long


class Scope(NamedTuple):
    """What a session is about: some decks, some tags, and how much; empty means everything and today's budget.

    `minutes` and `limit`, a number of cards, take the place of the day's budget and of its number of new cards.
    `pick` asks for other cards than those of the day; `ahead` is how many days ahead of time it may reach.
    """

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    minutes: int | None = None
    limit: int | None = None
    pick: Pick = Pick.TODAY
    ahead: int = AHEAD_DAYS


MORE_MINUTES = 5
FIRST_SESSION = Scope(limit=5)


EVERYTHING = Scope()


class Portion(NamedTuple):
    """Due and new cards to ask, one of each item; `budget` is in seconds, None where only cards are counted.

    `waiting` is all that waits in the scope, the siblings of what was answered today included.
    """

    waiting: Waiting
    due: tuple[Candidate, ...]
    new: tuple[Candidate, ...]
    budget: float | None

    @property
    def share(self) -> plan.Share:
        """How many cards of either kind it has."""
        return plan.Share(len(self.due), len(self.new))


def portion(desk: Desk, scope: Scope = EVERYTHING, seen: Overview | None = None) -> Portion:
    """Return what a session of this scope asks now; `seen` saves counting what waits in the scope.

    Raises:
        NmtError: there is no such deck to study.
    """
    day, chosen = desk.today(), Selection(scope.decks, scope.tags)
    refuse_unknown(desk, scope)
    seen = seen or desk.library.overview(day, chosen)
    waiting = seen.total
    seconds = _seconds(desk, scope)
    most = MOST if scope.limit is None else scope.limit
    fits = plan.share(seconds, waiting.due + waiting.learning, 0)
    due = _apart(lambda limit: desk.library.due_candidates(day, chosen, limit), min(fits.due, most), set())
    fits = plan.share(seconds, len(due), waiting.new, min(_new_cards(desk, scope), most - len(due)))
    decks = [deck.id for deck in seen.decks if deck.waiting.new][:MOST_DECKS]
    groups = {card.group for card in due}
    new = _mixed(desk, [Selection((deck,), scope.tags) for deck in decks], fits.new, groups)
    return Portion(waiting, due, new, None if seconds == inf else seconds)


def refuse_unknown(desk: Desk, scope: Scope) -> None:
    """Refuse a deck that is not there, and a quiz, which is taken and not studied."""
    for name in scope.decks:
        from nmt_study.services import library  # it brings the grammar in; home asks for no deck by name

        if library.find(desk, name).quiz:
            hint = "Choose a deck: nmt-study deck list shows them."
            raise NmtError(f"{clean(name)!r} is a quiz, not a deck to study", hint, ExitCode.USAGE)


def _seconds(desk: Desk, scope: Scope) -> float:
    """Return the seconds that a session may take; without end when only a number of cards was asked for."""
    if scope.minutes is not None:
        return scope.minutes * 60.0
    return inf if scope.limit is not None else seconds_left(desk)


def _new_cards(desk: Desk, scope: Scope) -> int:
    """Return how many new cards may come: what is left of the day's, or as many as fit what was asked for."""
    if scope.minutes is not None or scope.limit is not None:
        return MOST
    return max(0, new_limit(desk) - desk.record.today(desk.today()).first)


def _mixed(desk: Desk, sources: Sequence[Selection], wanted: int, groups: set[str]) -> tuple[Candidate, ...]:
    """Return up to `wanted` new cards, core ones first, taken evenly from the topics of all decks."""
    if not wanted:
        return ()
    day = desk.today()
    answered = desk.library.answered_groups(day)

    def fetch_from(source: Selection) -> Callable[[int], tuple[Candidate, ...]]:
        return lambda limit: desk.library.new_candidates(day, limit, source, answered)

    found = [card for source in sources for card in _apart(fetch_from(source), wanted, groups)]
    return queue.arrange((), found, day)[:wanted]


def _apart(
    fetch: Callable[[int], tuple[Candidate, ...]], wanted: int, groups: set[str]
) -> tuple[Candidate, ...]:
    """Return up to `wanted` of the candidates that `fetch(limit)` gives, one of each group and none of `groups`.

    A card to be repeated after Again goes before its siblings.
    """
    limit = wanted
    while True:
        found = fetch(limit)
        apart = tuple(_first_of_each(sorted(found, key=lambda card: not card.learning), set(groups)))
        if len(apart) >= wanted or len(found) < limit:
            return apart[:wanted]
        limit *= 2


def _first_of_each(cards: list[Candidate], groups: set[str]) -> Iterator[Candidate]:
    for card in cards:
        if card.group not in groups:
            groups.add(card.group)
            yield card


def new_limit(desk: Desk) -> int:
    """Return how many new cards a day may bring: as set, else the usual number.

    An exam date raises the usual number to the pace at which every card is begun before it. What is due goes
    first, so new cards get only the minutes that are left over.
    """
    if desk.settings.new_per_day is not None:
        return desk.settings.new_per_day
    if desk.settings.exam_date is None:
        return plan.NEW_PER_DAY
    exam = exam_pace(desk, desk.library.overview(desk.today()).total.new)
    return max(plan.NEW_PER_DAY, exam.per_day) if exam else plan.NEW_PER_DAY


def exam_pace(desk: Desk, new: int) -> plan.ExamPace | None:
    """Return what the exam date asks for; None without one, and once it has passed."""
    exam = desk.settings.exam_date
    if exam is None or day_of(exam) < desk.today():
        return None
    return plan.exam_pace(new, desk.library.new_core(), day_of(exam) - desk.today())


def seconds_left(desk: Desk) -> float:
    """Return what is left of today's minutes."""
    return max(0.0, desk.settings.minutes * 60.0 - desk.record.today(desk.today()).seconds)
