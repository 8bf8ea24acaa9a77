"""The library of a home: its own decks and quizzes and the shipped ones, known through a cache.

A start compares file states only; while nothing changed no file is opened and no card is parsed. A card's text is
kept as its author wrote it and parsed when the card is asked for.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TypeVar

from nmt_study.clock import StudyDay
from nmt_study.config import Places
from nmt_study.deck.citation import Citations
from nmt_study.errors import Diagnostic
from nmt_study.srs.queue import Candidate
from nmt_study.storage import shelf
from nmt_study.storage.cache import in_memory, open_cache, renewed, transaction
from nmt_study.storage.citing import citations
from nmt_study.storage.database import Progress
from nmt_study.storage.files import Place, Root, list_files
from nmt_study.storage.history import History, Mark
from nmt_study.storage.intake import Intake, differs, remembered
from nmt_study.storage.origin import Found, Origin, unfold
from nmt_study.storage.settle import settle
from nmt_study.storage.shelf import EVERYTHING, DeckInfo, KeptItem, Overview, Scope, Waiting

__all__ = [
    "DeckInfo", "Found", "Library", "Link", "Origin", "Overview", "Progress", "Scope", "Waiting",
]  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Link:
    """A card that vanished and the new one that says the same, both certain."""

    origin: str
    target: str


class Library:
    """The open library. It belongs to the thread that opened it."""

    def __init__(self, cache: sqlite3.Connection, path: Path, roots: Sequence[Root], record: History) -> None:
        self._cache = cache
        self._path = path
        self._roots = {root.shipped: root for root in roots}
        self._record = record
        self._refused: tuple[Diagnostic, ...] = ()

    @classmethod
    def open(cls, places: Places, record: History, progress: Progress | None = None) -> "Library":
        """Open the library of a home and bring it up to date; `progress` hears bytes read and bytes to read."""
        roots = [Root(places.home, shipped=False)]
        # In a checkout the shipped content is the home's own.
        if places.shipped.resolve() != places.home.resolve():
            roots.append(Root(places.shipped, shipped=True))
        library = cls(open_cache(places.library), places.library, roots, record)
        library.refresh(progress)
        return library

    def close(self) -> None:
        """Let go of the cache."""
        self._cache.close()

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read what changed in the files since the last time; tell whether anything did."""
        listings = [list_files(root) for root in self._roots.values()]
        self._refused = tuple(one for listing in listings for one in listing.diagnostics)

        def bring_up_to_date() -> bool:
            if not differs(self._cache, listings):
                return False
            with transaction(self._cache):
                self._set_mark(self._mark() or self._record.mark())
                changed = Intake(self._cache, self._record, progress).run(listings)
                if changed:
                    settle(self._cache, self._record, self._shown)
                    self._cache.execute("DELETE FROM note WHERE name = 'looked'")
            return changed

        return self._guarded(bring_up_to_date, fill=False)

    def overview(self, day: StudyDay, scope: Scope = EVERYTHING) -> Overview:
        """Return what waits on a study day, in all and deck by deck."""
        return self._ask(lambda: shelf.overview(self._cache, day, scope))

    def due_candidates(
        self, day: StudyDay, scope: Scope = EVERYTHING, limit: int | None = None
    ) -> tuple[Candidate, ...]:
        """Return the due cards of a scope, the best remembered first; siblings of what was answered today wait."""
        answered = self.answered_groups(day)
        return self._ask(lambda: shelf.due_cards(self._cache, day, answered, scope, limit))

    def new_candidates(self, day: StudyDay, limit: int, scope: Scope = EVERYTHING) -> tuple[Candidate, ...]:
        """Return cards of a scope never asked, core ones first; siblings of what was answered today wait."""
        answered = self.answered_groups(day)
        return self._ask(lambda: shelf.new_cards(self._cache, answered, scope, limit))

    def answered_groups(self, day: StudyDay) -> frozenset[str]:
        """Return the groups of which a card was answered on a study day."""
        cards = self._record.today(day).cards
        return self._ask(lambda: shelf.groups_of(self._cache, cards))

    def card(self, key: str) -> Found | None:
        """Return a card and where it stands, parsed from its text; None when it is in no file."""
        found = self._guarded(lambda: self._found(shelf.items_of_card(self._cache, key)))
        return next((one for one in found if one.card.key == key), None)

    def deck(self, name: str) -> DeckInfo | None:
        """Return a deck or quiz by its id."""
        return next((deck for deck in self.decks() if deck.id == name), None)

    def decks(self) -> tuple[DeckInfo, ...]:
        """Return all decks and quizzes in the order of their ids."""
        return self._guarded(lambda: tuple(shelf.decks(self._cache, self._shown)))

    def deck_cards(self, name: str) -> tuple[Found, ...]:
        """Return the cards of a deck or quiz in the order of its text."""
        return self._guarded(lambda: self._found(shelf.items_of_deck(self._cache, name)))

    def citations(self, ids: Sequence[str], evidence: str) -> Citations:
        """Return what the sources of a card come to; `evidence` is the word that the card itself has for it."""
        return self._guarded(lambda: citations(self._cache, ids, evidence))

    def new_core(self) -> int:
        """Return how many cards of the core set were never asked."""
        return self._ask(lambda: shelf.new_core(self._cache))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that is wrong with the files, by path and line."""
        return tuple(sorted([*self._refused, *self._guarded(lambda: list(shelf.diagnostics(self._cache)))]))

    def certain_links(self) -> tuple[Link, ...]:
        """Return vanished cards that new ones stand in for: the same content hash, unique among both.

        Nothing is looked up while the files are as they were when nothing was found.
        """
        return self._ask(self._certain_links)

    def _certain_links(self) -> tuple[Link, ...]:
        if self._cache.execute("SELECT 1 FROM note WHERE name = 'looked'").fetchone():
            return ()
        fresh = shelf.new_contents(self._cache)
        links = []
        for content, cards in self._record.cards_last_seen_as(fresh).items():
            vanished = [card for card in cards if not shelf.exists(self._cache, card)]
            if len(vanished) == 1:
                links.append(Link(vanished[0], fresh[content]))
        if not links:
            with transaction(self._cache):
                self._cache.execute("INSERT OR REPLACE INTO note VALUES ('looked', '')")
        return tuple(links)

    def _found(self, items: Sequence[KeptItem]) -> tuple[Found, ...]:
        """Return the cards of items kept as text."""
        return tuple(
            found for item in items for found in unfold(item, self._shown(item.place), self._file(item.place))
        )

    def _shown(self, place: Place) -> str:
        """Return how a file is named to people."""
        return self._roots[place[0]].shown(place[1])

    def _file(self, place: Place) -> Path:
        return self._roots[place[0]].folder / place[1]

    def _ask(self, question: Callable[[], T]) -> T:
        """Answer a question about what waits, with the copies of the memories kept up first."""

        def up_to_date() -> T:
            self._keep_up()
            return question()

        return self._guarded(up_to_date)

    def _guarded(self, work: Callable[[], T], *, fill: bool = True) -> T:
        """Do some work; where the cache is damaged do it again with a new one, then with one in memory."""
        for fresh in (renewed, in_memory):
            try:
                return work()
            except sqlite3.DatabaseError:
                self._cache.close()
                self._cache = fresh(self._path)
                if fill:
                    self.refresh()
        return work()

    def _keep_up(self) -> None:
        """Copy the memories that changed since the cache last looked."""
        mark = self._mark()
        if mark == self._record.mark():
            return
        changes = self._record.changes(mark)
        with transaction(self._cache):
            if changes.complete:
                self._cache.execute(
                    "UPDATE card SET due = NULL, last = NULL, stability = NULL WHERE due IS NOT NULL"
                )
            self._cache.executemany(
                "UPDATE card SET due = ?, last = ?, stability = ? WHERE key = ?",
                ((*remembered(memory), card) for card, memory in changes.memories.items()),
            )
            self._set_mark(changes.mark)

    def _mark(self) -> Mark | None:
        """Return how far the history went when the memories were copied."""
        row = self._cache.execute("SELECT value FROM note WHERE name = 'mark'").fetchone()
        return Mark(*json.loads(row[0])) if row else None

    def _set_mark(self, mark: Mark) -> None:
        self._cache.execute("INSERT OR REPLACE INTO note VALUES ('mark', ?)", (json.dumps(astuple(mark)),))
