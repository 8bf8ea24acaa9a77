"""The cache of one library, kept in step with the files, which authors change, and with the record."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from nmt_study.errors import Diagnostic
from nmt_study.storage.database import Progress
from nmt_study.storage.library.cache import filling, in_memory, open_cache, replaced, transaction
from nmt_study.storage.library.files import Listing, Place, Root, list_files
from nmt_study.storage.library.kept import differs, keep_shapes, remembered
from nmt_study.storage.record.history import History, Mark

T = TypeVar("T")
Question = Callable[[sqlite3.Connection], T]

LOOKED = "looked"
"""The note that no re-link is left to be found among the files as they are; it holds what is in doubt."""


class Stock:
    """What is known of the files, in a cache that is made anew whenever it fails."""

    def __init__(self, path: Path, roots: Sequence[Root], record: History) -> None:
        self.cache = open_cache(path)
        self.refused: tuple[Diagnostic, ...] = ()
        self._path = path
        self._roots = {root.shipped: root for root in roots}
        self._record = record
        self._changes = 0  # how often files were found changed here

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read what changed in the files since the last time; tell whether anything did."""
        listings = [list_files(root) for root in self._roots.values()]
        self.refused = tuple(one for listing in listings for one in listing.diagnostics)
        changed = self._persist(lambda cache: self._take_in(cache, listings, progress), refill=False)
        self._changes += changed
        return changed

    def state(self) -> tuple[int, int]:
        """Return what is another one after files were found changed, by this program or by another one.

        Also after another one wrote anything else; the answer costs next to nothing.
        """
        ((elsewhere,),) = self._persist(lambda cache: cache.execute("PRAGMA data_version").fetchall())
        return self._changes, elsewhere

    def look(self, question: "Question[T]") -> T:
        """Answer a question about the files."""
        return self._persist(question)

    def ask(self, question: "Question[T]") -> T:
        """Answer a question about what waits: what is remembered is brought up to date first."""

        def up_to_date(cache: sqlite3.Connection) -> T:
            self._keep_up(cache)
            return question(cache)

        return self._persist(up_to_date)

    def shown(self, place: Place) -> str:
        """Return how a file is named to people."""
        return self._roots[place[0]].shown(place[1])

    def file(self, place: Place) -> Path:
        """Return where a file is."""
        return self._roots[place[0]].folder / place[1]

    def _persist(self, question: "Question[T]", *, refill: bool = True) -> T:
        """Answer a question; where the cache fails ask again with a new one, then with one in memory."""
        for again in (False, True):
            try:
                return question(self.cache)
            except sqlite3.DatabaseError as fault:
                self.cache.close()
                self.cache = in_memory() if again else replaced(self._path, fault)
                if refill:
                    self.refresh()
        return question(self.cache)

    def _take_in(
        self, cache: sqlite3.Connection, listings: Sequence[Listing], progress: Progress | None
    ) -> bool:
        """Take in the files that changed."""
        if not differs(cache, listings):
            return False
        # Only a change brings the grammar in: a start without one stays light.
        from nmt_study.storage.library.intake import Intake
        from nmt_study.storage.library.settle import settle

        with transaction(cache):
            _set_mark(cache, _mark(cache) or self._record.mark())
            with filling(cache):
                changed = Intake(cache, self._record, progress).run(listings)
            if changed:
                settle(cache, self._record, self.shown)
                keep_shapes(cache, self._record.shapes.all())
                cache.execute("DELETE FROM note WHERE name = ?", (LOOKED,))
        return changed

    def _keep_up(self, cache: sqlite3.Connection) -> None:
        """Copy the memories that changed since the cache last looked."""
        mark = _mark(cache)
        if mark == self._record.mark():
            return
        changes = self._record.changes(mark)
        with transaction(cache):
            if changes.complete:
                cache.execute(
                    "UPDATE card SET due = NULL, last = NULL, stability = NULL, lapses = NULL"
                    " WHERE due IS NOT NULL"
                )
            cache.executemany(
                "UPDATE card SET due = ?, last = ?, stability = ?, lapses = ? WHERE key = ?",
                ((*remembered(memory), card) for card, memory in changes.memories.items()),
            )
            if changes.shapes is not None:
                keep_shapes(cache, changes.shapes)
            _set_mark(cache, changes.mark)


def _mark(cache: sqlite3.Connection) -> Mark | None:
    """Return how far the history went when the memories were copied."""
    row = cache.execute("SELECT value FROM note WHERE name = 'mark'").fetchone()
    return Mark(*json.loads(row[0])) if row else None


def _set_mark(cache: sqlite3.Connection, mark: Mark) -> None:
    cache.execute("INSERT OR REPLACE INTO note VALUES ('mark', ?)", (json.dumps(tuple(mark)),))
