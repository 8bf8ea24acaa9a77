"""From files to the cache: what changed since the last time is read, parsed and put in the place of what was there."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from nmt_study.deck.grammar.source import LIMITS
from nmt_study.errors import Diagnostic
from nmt_study.storage.database import Progress
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import DECK, Listing, Place, Root, State, is_deck, read_bytes
from nmt_study.storage.library.kept import known, listed, remembered
from nmt_study.storage.library.prepared import Prepared, Row, diagnostic_row
from nmt_study.storage.library.readers import Outcome, Unread, Wanted, read_all
from nmt_study.storage.library.registry import read_registry
from nmt_study.storage.record.history import History
from nmt_study.text import reason_of

MOST_CARDS = LIMITS.cards
_FAILED = b""  # in place of the hash of a file that could not be read


class Intake:
    """One bringing up to date; the caller holds the cache's write transaction."""

    def __init__(self, cache: sqlite3.Connection, record: History, progress: Progress | None) -> None:
        self._cache = cache
        self._record = record
        self._progress = progress
        self._labels: dict[str, int] = dict(cache.execute("SELECT tags, id FROM label"))
        self._item = _highest_item(cache)
        self._cards: int = cache.execute("SELECT count(*) FROM card").fetchone()[0]

    def run(self, listings: Sequence[Listing]) -> bool:
        """Take in what changed; tell whether anything did but times.

        `progress` hears bytes read and bytes to read.
        """
        before, now = known(self._cache), listed(listings)
        gone = before.keys() - now.keys()
        for place in gone:
            self._drop(place)
        waiting = [
            (listing.root, path, state)
            for listing in listings
            for path, state in listing.files.items()
            if before.get((listing.root.shipped, path)) != state
        ]
        total, done, changed = sum(state.size for _, _, state in waiting), 0, bool(gone)
        decks = [self._wanted(root, path) for root, path, _ in waiting if is_deck(path)]
        with closing(read_all(decks, total, os.cpu_count() or 1)) as outcomes:
            for root, path, state in waiting:
                self._tell(done, total)
                if is_deck(path):
                    changed |= self._take(root, path, state, next(outcomes))
                else:
                    changed |= self._take_list(root, path, state)
                done += state.size
        self._tell(total, total)
        return changed

    def _tell(self, done: int, total: int) -> None:
        if self._progress:
            self._progress(done, total)

    def _wanted(self, root: Root, path: str) -> Wanted:
        """Return what is to be read: with a digest where the cache has one, so that nothing is parsed in vain."""
        digest = self._digest((root.shipped, path))
        return Wanted(str(root.folder / path), root.shown(path), path, b"" if digest == _FAILED else digest)

    def _digest(self, place: Place) -> bytes:
        sql = "SELECT hash FROM file WHERE shipped = ? AND path = ?"
        row = self._cache.execute(sql, place).fetchone()
        return bytes(row[0]) if row else b""

    def _take(self, root: Root, path: str, state: State, outcome: Outcome) -> bool:
        """Take in one deck; tell whether it says anything else than before."""
        place = root.shipped, path
        if outcome is None:
            self._touch(place, state)
            return False
        if isinstance(outcome, Unread):
            return self._refuse(root, path, outcome.reason)
        self._drop(place)
        file = self._insert_file(place, state, outcome.digest)
        self._insert_diagnostics(file, outcome.diagnostics)
        if outcome.deck is not None:
            self._take_deck(file, root.shown(path), outcome)
        return True

    def _take_list(self, root: Root, path: str, state: State) -> bool:
        """Take in one list of sources or facts; tell whether it says anything else than before."""
        place = root.shipped, path
        try:
            data = read_bytes(root.folder / path)
        except OSError as fault:
            return self._refuse(root, path, reason_of(fault))
        digest = hashlib.sha256(data).digest()
        if self._digest(place) == digest:
            self._touch(place, state)
            return False
        self._drop(place)
        file = self._insert_file(place, state, digest)
        entries, diagnostics = read_registry(data, root.shown(path))
        insert_diagnostics(self._cache, file, diagnostics)
        self._cache.executemany(
            "INSERT INTO registered VALUES (?,?,?,?)",
            ((file, kind, name, value) for kind, name, value in entries),
        )
        return True

    def _touch(self, place: Place, state: State) -> None:
        """Note that a file says what it said, though its state is another one."""
        sql = "UPDATE file SET size = ?, modified = ?, changed = ? WHERE shipped = ? AND path = ?"
        self._cache.execute(sql, (state.size, state.modified, state.changed, *place))

    def _drop(self, place: Place) -> None:
        """Forget a file and all that came from it."""
        sql = "SELECT coalesce(sum(cards), 0) FROM deck JOIN file USING (id) WHERE shipped = ? AND path = ?"
        self._cards -= self._cache.execute(sql, place).fetchone()[0]
        items = "SELECT item.id FROM item JOIN file ON file.id = item.deck WHERE shipped = ? AND path = ?"
        self._cache.execute(f"DELETE FROM wording WHERE rowid IN ({items})", place)  # noqa: S608 - a constant
        self._cache.execute("DELETE FROM file WHERE shipped = ? AND path = ?", place)

    def _refuse(self, root: Root, path: str, reason: str) -> bool:
        """Note a file that cannot be read; it will be tried again at every start. Tell whether that is new."""
        place = root.shipped, path
        row = self._cache.execute("SELECT hash FROM file WHERE shipped = ? AND path = ?", place).fetchone()
        if row and row[0] == _FAILED:
            return False
        self._drop(place)
        file = self._insert_file(place, State(-1, -1, -1), _FAILED)
        message, hint = f"The file cannot be read: {reason}.", "Allow reading it, or move it away."
        insert_diagnostics(self._cache, file, [LibraryCode.UNREADABLE.at(root.shown(path), message, hint)])
        return True

    def _insert_file(self, place: Place, state: State, digest: bytes) -> int:
        cursor = self._cache.execute(
            "INSERT INTO file (shipped, path, size, modified, changed, hash) VALUES (?,?,?,?,?,?)",
            (*place, state.size, state.modified, state.changed, digest),
        )
        return cursor.lastrowid or 0

    def _insert_diagnostics(self, file: int, rows: Iterable[Row]) -> None:
        self._cache.executemany(_INSERT_DIAGNOSTIC, ((file, *row) for row in rows))

    def _take_deck(self, file: int, shown: str, deck: Prepared) -> None:
        """Insert a deck with its items, unless the library would have more cards than it may."""
        if self._cards + deck.made > MOST_CARDS:
            message = (
                f"With this file the library would have more than {MOST_CARDS:,} cards, so it was left out."
            )
            hint = "Move decks that you do not study to another home."
            insert_diagnostics(self._cache, file, [LibraryCode.TOO_MANY_CARDS.at(shown, message, hint)])
            return
        self._cards += deck.made
        row = deck.deck or ()
        self._cache.execute(_INSERT_DECK, (file, *row))
        first = self._item + 1
        self._item += len(deck.items)
        self._cache.executemany(
            _INSERT_ITEM, ((number, file, *item) for number, item in enumerate(deck.items, first))
        )
        self._cache.executemany(_INSERT_CARD, self._card_rows(file, first, deck, study=row[1] == DECK))

    def _card_rows(self, file: int, first: int, deck: Prepared, *, study: bool) -> Iterator[Row]:
        """Give the cards of a deck as rows, with what the record remembers of them."""
        labels = [self._label(tags) for tags in deck.tags]
        memories = self._record.memories(card[_KEY] for own in deck.cards for card in own)
        numbered = ((number, card) for number, own in enumerate(deck.cards, first) for card in own)
        for place, (number, (label, topic, *card)) in enumerate(numbered):
            memory = memories.get(card[_KEY - 2])
            yield (number, file, study, labels[label], topic, *card, *remembered(memory), place)

    def _label(self, tags: str) -> int:
        """Return the number of a set of tags."""
        if tags not in self._labels:
            cursor = self._cache.execute("INSERT INTO label (tags) VALUES (?)", (tags,))
            self._labels[tags] = cursor.lastrowid or 0
        return self._labels[tags]


def _highest_item(cache: sqlite3.Connection) -> int:
    """Return the number of the newest item, also of one that is gone: below the mark of the index none comes back."""
    sql = """SELECT max(coalesce((SELECT max(id) FROM item), 0),
        coalesce((SELECT CAST(value AS INTEGER) FROM note WHERE name = 'indexed'), 0))"""
    return int(cache.execute(sql).fetchone()[0])


_KEY = 2  # where the key stands in a prepared card
_INSERT_CARD = """
    INSERT INTO card (item, deck, study, label, topic, key, family, content, deletion, back, core,
        due, last, stability, lapses, place)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
"""
_INSERT_ITEM = """
    INSERT INTO item (id, deck, own, line, last, heading, source, kind, story) VALUES (?,?,?,?,?,?,?,?,?)
"""
_INSERT_DECK = """
    INSERT INTO deck (id, wanted, quiz, title, topic, license, status, evidence, source, tags, items, cards)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
"""
_INSERT_DIAGNOSTIC = "INSERT INTO diagnostic VALUES (?,?,?,?,?,?,?,?)"


def insert_diagnostics(cache: sqlite3.Connection, file: int | None, found: Iterable[Diagnostic]) -> None:
    """Write diagnostics; those of the library as a whole belong to no file."""
    cache.executemany(_INSERT_DIAGNOSTIC, ((file, *diagnostic_row(one)) for one in found))
