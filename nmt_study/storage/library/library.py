"""The library of a home: its own decks and quizzes and the shipped ones, known through a cache.

A start compares file states only; while nothing changed no file is opened and no card is parsed. A card's text is
kept as its author wrote it and parsed when the card is asked for.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from nmt_study.clock import StudyDay
from nmt_study.config import Places
from nmt_study.errors import Diagnostic
from nmt_study.srs.queue import Candidate
from nmt_study.storage.database import Progress
from nmt_study.storage.library import shelf
from nmt_study.storage.library.changed import Changed, Link
from nmt_study.storage.library.citing import citations
from nmt_study.storage.library.files import roots_of
from nmt_study.storage.library.origin import Found, Origin, unfold
from nmt_study.storage.library.picks import Picks
from nmt_study.storage.library.shelf import EVERYTHING, DeckInfo, KeptItem, Overview, Selection, Waiting
from nmt_study.storage.library.stock import Stock
from nmt_study.storage.record.history import History

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations
    from nmt_study.storage.record.figures import Holdings

T = TypeVar("T")

__all__ = [
    "DeckInfo", "Found", "Library", "Link", "Origin", "Overview", "Progress", "Selection", "Waiting",
]  # fmt: skip


class Library:
    """The open library. It belongs to the thread that opened it."""

    def __init__(self, stock: Stock, record: History) -> None:
        self.changed = Changed(stock, record, self._cards)
        self.state = stock.state
        self._stock = stock
        self._record = record
        self.picks = Picks(stock, record)

    @classmethod
    def open(cls, places: Places, record: History, progress: Progress | None = None) -> "Library":
        """Open the library of a home and bring it up to date; `progress` hears bytes read and bytes to read."""
        library = cls(Stock(places.library, roots_of(places), record), record)
        library.refresh(progress)
        return library

    def close(self) -> None:
        """Let go of the cache."""
        self._stock.cache.close()

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read what changed in the files since the last time; tell whether anything did."""
        return self._stock.refresh(progress)

    def overview(self, day: StudyDay, scope: Selection = EVERYTHING) -> Overview:
        """Return what waits on a study day, in all and deck by deck."""
        return self._stock.ask(lambda cache: shelf.overview(cache, day, scope))

    def due_candidates(
        self, day: StudyDay, scope: Selection = EVERYTHING, limit: int | None = None
    ) -> tuple[Candidate, ...]:
        """Return the due cards of a scope, the best remembered first; siblings of what was answered today wait."""
        answered = self.answered_groups(day)
        return self._stock.ask(lambda cache: shelf.due_cards(cache, day, answered, scope, limit))

    def new_candidates(
        self, day: StudyDay, limit: int, scope: Selection = EVERYTHING, answered: frozenset[str] | None = None
    ) -> tuple[Candidate, ...]:
        """Return cards of a scope never asked, core ones first; siblings of what was answered today wait.

        Whoever asks for several scopes hands over the `answered` groups.
        """
        answered = self.answered_groups(day) if answered is None else answered
        return self._stock.ask(lambda cache: shelf.new_cards(cache, day, answered, scope, limit))

    def answered_groups(self, day: StudyDay) -> frozenset[str]:
        """Return the groups of which a card was answered on a study day."""
        cards = self._record.today(day).cards
        return self._stock.ask(lambda cache: shelf.groups_of(cache, cards))

    def card(self, key: str) -> Found | None:
        """Return a card and where it stands, parsed from its text; None when it is in no file."""
        found = self._stock.look(lambda cache: self._found(shelf.items_of_card(cache, key)))
        return next((one for one in found if one.card.key == key), None)

    def deck(self, name: str) -> DeckInfo | None:
        """Return a deck or quiz by its id."""
        return next((deck for deck in self.decks() if deck.id == name), None)

    def decks(self) -> tuple[DeckInfo, ...]:
        """Return all decks and quizzes in the order of their ids."""
        return self._stock.look(lambda cache: tuple(shelf.decks(cache, self._stock.shown, self._stock.file)))

    def deck_cards(self, name: str) -> tuple[Found, ...]:
        """Return the cards of a deck or quiz in the order of its text."""
        return self._stock.look(lambda cache: self._found(shelf.items_of_deck(cache, name)))

    def cards_of(self, keys: Iterable[str]) -> tuple[Found, ...]:
        """Return all cards of items, by the keys of the items; those in no file are passed over."""
        from nmt_study.storage.library.pool import items

        return self._found(self._stock.look(lambda cache: items(cache, keys)).values())

    def citations(self, ids: Sequence[str], evidence: str) -> "Citations":
        """Return what the sources of a card come to; `evidence` is the word that the card itself has for it."""
        return self._stock.look(lambda cache: citations(cache, ids, evidence))

    def new_core(self) -> int:
        """Return how many cards of the core set were never asked."""
        return self._stock.ask(shelf.new_core)

    def holdings(self, first: StudyDay, last: StudyDay, cards: Iterable[str]) -> "Holdings":
        """Return how much there is to study, what is due from `first` to `last`, and the topics of cards."""
        from nmt_study.storage.record.figures import holdings

        return self._stock.ask(lambda cache: holdings(cache, first, last, cards))

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Answer a question about decks and cards, as those of `search` and `pool`, with what is remembered up to date."""
        return self._stock.ask(question)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that is wrong with the files, by path and line."""
        return tuple(
            sorted([*self._stock.refused, *self._stock.look(lambda cache: list(shelf.diagnostics(cache)))])
        )

    def _cards(self, cache: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Found]:
        """Return cards by their keys; those in no file are absent."""
        cards = {}
        for key in keys:
            found = self._found(shelf.items_of_card(cache, key))
            cards.update({one.card.key: one for one in found if one.card.key == key})
        return cards

    def _found(self, items: Iterable[KeptItem]) -> tuple[Found, ...]:
        """Return the cards of items kept as text."""
        shown, file = self._stock.shown, self._stock.file
        return tuple(found for item in items for found in unfold(item, shown(item.place), file(item.place)))
