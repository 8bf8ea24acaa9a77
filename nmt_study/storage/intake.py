"""From files to the cache: what changed since the last time is read, parsed and put in the place of what was there."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence

from nmt_study.deck.identity import cards_of, story_of
from nmt_study.deck.model import NO_HEADER, Card, Deck, Header, Heading, Item
from nmt_study.deck.parser import parse
from nmt_study.deck.source import LIMITS
from nmt_study.errors import Diagnostic
from nmt_study.srs.model import Memory
from nmt_study.storage.codes import LibraryCode
from nmt_study.storage.database import Progress
from nmt_study.storage.files import DECK, EXAM, QUIZ, Listing, Place, Root, State, deck_id, read_bytes
from nmt_study.storage.history import History
from nmt_study.storage.kept import known, listed, remembered
from nmt_study.storage.origin import Source
from nmt_study.storage.registry import read_registry
from nmt_study.text import clean

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
        for root, path, state in waiting:
            self._tell(done, total)
            changed |= self._take(root, path, state)
            done += state.size
        self._tell(total, total)
        return changed

    def _tell(self, done: int, total: int) -> None:
        if self._progress:
            self._progress(done, total)

    def _take(self, root: Root, path: str, state: State) -> bool:
        """Take in one file; tell whether it says anything else than before."""
        place = root.shipped, path
        sql = "SELECT id, hash FROM file WHERE shipped = ? AND path = ?"
        known = self._cache.execute(sql, place).fetchone()
        try:
            data = read_bytes(root.folder / path)
        except OSError as fault:
            return not (known and known[1] == _FAILED) and self._refuse(root, path, fault)
        digest = hashlib.sha256(data).digest()
        if known and known[1] == digest:
            sql = "UPDATE file SET size = ?, modified = ?, changed = ? WHERE id = ?"
            self._cache.execute(sql, (state.size, state.modified, state.changed, known[0]))
            return False
        self._drop(place)
        file = self._insert_file(place, state, digest)
        if path.endswith(".toml"):
            self._take_registry(file, root.shown(path), data)
        else:
            self._take_deck(file, root, path, data)
        return True

    def _drop(self, place: Place) -> None:
        """Forget a file and all that came from it."""
        sql = "SELECT coalesce(sum(cards), 0) FROM deck JOIN file USING (id) WHERE shipped = ? AND path = ?"
        self._cards -= self._cache.execute(sql, place).fetchone()[0]
        items = "SELECT item.id FROM item JOIN file ON file.id = item.deck WHERE shipped = ? AND path = ?"
        self._cache.execute(f"DELETE FROM wording WHERE rowid IN ({items})", place)  # noqa: S608 - a constant
        self._cache.execute("DELETE FROM file WHERE shipped = ? AND path = ?", place)

    def _refuse(self, root: Root, path: str, fault: OSError) -> bool:
        """Note a file that cannot be read; it will be tried again at every start."""
        self._drop((root.shipped, path))
        file = self._insert_file((root.shipped, path), State(-1, -1, -1), _FAILED)
        reason = clean(fault.strerror or type(fault).__name__)
        message, hint = f"The file cannot be read: {reason}.", "Allow reading it, or move it away."
        self._report(file, [LibraryCode.UNREADABLE.at(root.shown(path), message, hint)])
        return True

    def _insert_file(self, place: Place, state: State, digest: bytes) -> int:
        cursor = self._cache.execute(
            "INSERT INTO file (shipped, path, size, modified, changed, hash) VALUES (?,?,?,?,?,?)",
            (*place, state.size, state.modified, state.changed, digest),
        )
        return cursor.lastrowid or 0

    def _report(self, file: int, diagnostics: Sequence[Diagnostic]) -> None:
        insert_diagnostics(self._cache, file, diagnostics)

    def _take_registry(self, file: int, shown: str, data: bytes) -> None:
        entries, diagnostics = read_registry(data, shown)
        self._report(file, diagnostics)
        self._cache.executemany(
            "INSERT INTO registered VALUES (?,?,?,?)",
            ((file, kind, name, value) for kind, name, value in entries),
        )

    def _take_deck(self, file: int, root: Root, path: str, data: bytes) -> None:
        parsed = parse(data, root.shown(path))
        self._report(file, parsed.diagnostics)
        deck, items = parsed.deck, parsed.deck.items
        if not items and deck.header == NO_HEADER:
            return
        cards = [cards_of(item) for item in items]
        count = sum(map(len, cards))
        if self._cards + count > MOST_CARDS:
            message = (
                f"With this file the library would have more than {MOST_CARDS:,} cards, so it was left out."
            )
            hint = "Move decks that you do not study to another home."
            self._report(file, [LibraryCode.TOO_MANY_CARDS.at(root.shown(path), message, hint)])
            return
        self._cards += count
        quiz = QUIZ if path.startswith("quizzes/") or deck.header.kind else DECK
        quiz = EXAM if deck.header.kind == "exam" else quiz
        self._insert_deck(file, path, deck, count, quiz)
        self._insert_items(file, deck, cards, Source(data), study=quiz == DECK)

    def _insert_deck(self, file: int, path: str, deck: Deck, cards: int, quiz: int) -> None:
        header = deck.header
        values = (
            file, header.id or deck_id(path), quiz, header.title or deck_id(path).rpartition("/")[2], header.topic,
            header.license, header.status, header.evidence, json.dumps(header.source), json.dumps(header.tags),
            len(deck.items), cards,
        )  # fmt: skip
        self._cache.execute(
            "INSERT INTO deck (id, wanted, quiz, title, topic, license, status, evidence, source, tags, items, cards)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            values,
        )

    def _insert_items(
        self, file: int, deck: Deck, cards: Sequence[tuple[Card, ...]], source: "Source", *, study: bool
    ) -> None:
        """Insert items as text and their cards, with what the record remembers of them."""
        numbered = list(
            zip(range(self._item + 1, self._item + 1 + len(cards)), deck.items, cards, strict=True)
        )
        self._item += len(cards)
        self._cache.executemany(
            "INSERT INTO item (id, deck, own, line, last, heading, source, kind, story) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                (
                    number,
                    file,
                    item.properties.id,
                    item.place.first,
                    item.place.last,
                    heading,
                    source.of(item),
                    item.kind.value,
                    story_of(item),
                )
                for (number, item, _), heading in zip(numbered, _headings(deck), strict=True)
            ),
        )
        memories = self._record.memories(card.key for made in cards for card in made)
        rows = (
            (
                number,
                file,
                study,
                self._label(deck.header, item),
                _topic(deck, item),
                *_of_card(card, memories.get(card.key)),
            )
            for number, item, made in numbered
            for card in made
        )
        self._cache.executemany(_INSERT_CARD, ((*row, place) for place, row in enumerate(rows)))

    def _label(self, header: Header, item: Item) -> int:
        """Return the number of the set of tags that an item has, its own and its deck's."""
        tags = json.dumps(sorted({*header.tags, *item.properties.tags}))
        if tags not in self._labels:
            cursor = self._cache.execute("INSERT INTO label (tags) VALUES (?)", (tags,))
            self._labels[tags] = cursor.lastrowid or 0
        return self._labels[tags]


def _highest_item(cache: sqlite3.Connection) -> int:
    """Return the number of the newest item, also of one that is gone: below the mark of the index none comes back."""
    sql = """SELECT max(coalesce((SELECT max(id) FROM item), 0),
        coalesce((SELECT CAST(value AS INTEGER) FROM note WHERE name = 'indexed'), 0))"""
    return int(cache.execute(sql).fetchone()[0])


_INSERT_CARD = """
    INSERT INTO card (item, deck, study, label, topic, key, family, content, deletion, back, core,
        due, last, stability, lapses, place)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
"""


def _headings(deck: Deck) -> Iterator[str]:
    """Yield for each item the heading it stands under; a deck's title on top groups nothing."""
    heading = ""
    for part in deck.parts:
        if isinstance(part, Heading):
            heading = part.text if part.level > 1 else ""
        elif isinstance(part, Item):
            yield heading


def _topic(deck: Deck, item: Item) -> str:
    return item.properties.topic or deck.header.topic


def _of_card(card: Card, memory: Memory | None) -> tuple[object, ...]:
    """Return the part of a row that a card itself and its memory decide."""
    core = card.item.properties.level == "core"
    return (card.key, card.group, card.content, card.index, card.back, core, *remembered(memory))


def insert_diagnostics(cache: sqlite3.Connection, file: int | None, found: Sequence[Diagnostic]) -> None:
    """Write diagnostics; those of the library as a whole belong to no file."""
    cache.executemany(
        "INSERT INTO diagnostic VALUES (?,?,?,?,?,?,?,?)",
        (
            (file, one.path, one.line, one.column, one.code, one.severity.value, one.message, one.hint)
            for one in found
        ),
    )
