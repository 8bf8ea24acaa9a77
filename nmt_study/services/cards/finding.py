"""Finding cards: searching the library by words and by what cards are, and the values that tell them apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from nmt_study.clock import StudyDay, date_of
from nmt_study.dates import MONTHS
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.desk import Desk
from nmt_study.storage.library import search
from nmt_study.storage.library.origin import cards_in
from nmt_study.storage.library.search import Count, Facet, Hit, Query, State
from nmt_study.text import clean, nearest, shorten

__all__ = ["Count", "Facet", "Query", "Row", "State"]

LARGE = 10_000
"""Items; fewer are indexed before anybody wonders."""

FIELDS: dict[Facet, str] = {
    Facet.DECK: "decks",
    Facet.TOPIC: "topics",
    Facet.TAG: "tags",
    Facet.HEADING: "headings",
    Facet.STATE: "states",
}
"""For each facet the field of a query that its values stand in."""

STATE_WORDS: dict[State, str] = {
    State.NEW: "new",
    State.LEARNING: "again today",
    State.DUE: "due",
    State.LATER: "later",
    State.LEECH: "leech",
    State.BURIED: "buried",
    State.SUSPENDED: "suspended",
    State.FLAGGED: "flagged",
    State.NOTED: "with note",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A card in a list: its question on one line, where it stands, what it is to the learner, and its due day."""

    key: str
    question: str
    deck: str
    title: str
    heading: str
    topic: str
    states: tuple[State, ...]
    due: StudyDay | None

    @property
    def state(self) -> str:
        """The states in words, with the day where a card comes back later."""
        names = [STATE_WORDS[state] for state in self.states]
        if State.LATER in self.states and self.due is not None:
            day = date_of(self.due)
            names[self.states.index(State.LATER)] = f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
        return ", ".join(names)


def index(desk: Desk) -> tuple[int, int]:
    """Index the words of some items; return how many are indexed and how many there are: to be called until all are.

    Raises:
        NmtError: the record cannot be read.
    """
    return desk.library.ask(search.index)


def index_all(desk: Desk, told: search.Told | None = None) -> None:
    """Index the words of all items that are not yet; `told` hears how many are and how many there are.

    Raises:
        NmtError: the record cannot be read.
    """
    done, total = index(desk)
    while done < total:
        done, total = index(desk)
        if told:
            told(done, total)


def find(desk: Desk, query: Query) -> int:
    """Look for cards among what is indexed; return how many there are. `page` gives them.

    Raises:
        NmtError: the record cannot be read.
    """
    return desk.library.ask(lambda cache: search.find(cache, query, desk.today()))


def page(desk: Desk, offset: int, limit: int) -> tuple[Row, ...]:
    """Return some of the cards that were found last, from `offset` on; only these are parsed.

    Raises:
        NmtError: the record cannot be read.
    """
    hits = desk.library.ask(lambda cache: search.page(cache, desk.today(), offset, limit))
    return tuple(map(_row, hits))


def place(desk: Desk, key: str) -> int | None:
    """Return where a card stands among those found last, from 0 on; None when it is not among them.

    Raises:
        NmtError: the record cannot be read.
    """
    return desk.library.ask(lambda cache: search.place(cache, key))


def choices(desk: Desk, query: Query, which: Facet, like: str = "", limit: int = 200) -> tuple[Count, ...]:
    """Return what a facet may be set to under the other filters of a query, with the number of cards.

    Raises:
        NmtError: the record cannot be read.
    """
    others = with_filter(query, which, ())
    found = desk.library.ask(lambda cache: search.facet(cache, others, which, desk.today(), like, limit))
    if which is Facet.STATE:
        named = (replace(one, name=STATE_WORDS[State(one.value)]) for one in found)
        return tuple(one for one in named if like.casefold() in one.name)
    return found


def asked(desk: Desk, words: str, wanted: dict[Facet, Sequence[str]]) -> Query:
    """Return the query for words and values as a person typed them.

    Raises:
        NmtError: there is no such deck, topic, tag, heading or state; the nearest is named.
    """
    fields: dict[str, Any] = {}
    for which, values in wanted.items():
        known = _known(desk, which) if values else ()
        fields[FIELDS[which]] = tuple(_one_of(which, value, known) for value in values)
    fields["states"] = tuple(State(value) for value in fields.get("states", ()))
    return Query(words, **fields)


def _known(desk: Desk, which: Facet) -> Sequence[str]:
    if which is Facet.STATE:
        return list(State)
    return desk.library.ask(lambda cache: search.known(cache, which))


def _one_of(which: Facet, value: str, known: Sequence[str]) -> str:
    """Return the value as it is written in the library."""
    exact = next((one for one in known if one == value), None) or next(
        (one for one in known if one.casefold() == value.casefold()), None
    )
    if exact is not None:
        return exact
    near = nearest(value, known)
    hint = f"Did you mean {near}?" if near else _listed(which, known)
    raise NmtError(f"there is no {which} {shorten(clean(value), 60)!r}", hint, ExitCode.USAGE)


def _listed(which: Facet, known: Sequence[str]) -> str:
    most = 12
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"There is {', '.join(known[:most])}{more}." if known else f"No card has a {which}."


def with_words(query: Query, words: str) -> Query:
    """Return a query with other words."""
    return replace(query, words=words)


def with_filter(query: Query, which: Facet, values: Sequence[str]) -> Query:
    """Return a query with a facet set to any of some values, to none of them for all cards."""
    chosen: dict[str, Any] = {FIELDS[which]: tuple(values)}
    if which is Facet.STATE:
        chosen = {FIELDS[which]: tuple(map(State, values))}
    return replace(query, **chosen)


def filter_words(query: Query, titles: dict[str, str] | None = None) -> str:
    """Return the filters of a query in words, "" without any; `titles` are those of decks by their ids."""
    parts = []
    for which, field in FIELDS.items():
        values = getattr(query, field)
        if values:
            names = [_named(which, value, titles or {}) for value in values]
            parts.append(f"{which} {' or '.join(names)}")
    return ", ".join(parts)


def _named(which: Facet, value: str, titles: dict[str, str]) -> str:
    if which is Facet.STATE:
        return STATE_WORDS[State(value)]
    return titles.get(value, value) if which is Facet.DECK else value


def _row(hit: Hit) -> Row:
    """Return a card in a list, its question read from the text of its item."""
    from nmt_study.deck.face import face_of
    from nmt_study.deck.markup import plain

    card = next((card for card in cards_in(hit.text, hit.own) if card.key == hit.key), None)
    question = " ".join(plain(face_of(card).question).split()) if card else ""
    return Row(hit.key, question, hit.deck, hit.title, hit.heading, hit.topic, hit.states, hit.due)


def row_json(row: Row) -> dict[str, Any]:
    """Return a card of a list in its documented shape."""
    return {
        "id": row.key,
        "question": row.question,
        "deck": row.deck,
        "heading": row.heading,
        "topic": row.topic,
        "states": [str(state) for state in row.states],
        "due": None if row.due is None else date_of(row.due).isoformat(),
    }
