"""The cache of the parsed library: one SQLite file that anyone may delete, because it only saves time.

Whatever is wrong with it, it is thrown away and made anew; where nothing can be written it lives in memory.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import crc32

from nmt_study import __version__

VERSION = 7
"""Raised whenever the tables, the parser, the identity of cards or the meaning of a column changes."""

BUSY_SECONDS = 30

_SCHEMA = """
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE file (
    id INTEGER PRIMARY KEY, shipped INTEGER NOT NULL, path TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL, hash BLOB NOT NULL,
    UNIQUE (shipped, path)
) STRICT;
-- A deck, quiz or exam: 0, 1, 2 in `quiz`. `id` is the file's; `name` is what people call its id, '' when it is left out.
CREATE TABLE deck (
    id INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE,
    wanted TEXT NOT NULL, name TEXT NOT NULL DEFAULT '', rank INTEGER NOT NULL DEFAULT 0,
    quiz INTEGER NOT NULL, title TEXT NOT NULL, topic TEXT NOT NULL, license TEXT NOT NULL, status TEXT NOT NULL,
    evidence TEXT NOT NULL, source TEXT NOT NULL, tags TEXT NOT NULL, items INTEGER NOT NULL, cards INTEGER NOT NULL
) STRICT;
CREATE INDEX deck_rank ON deck (rank);
CREATE UNIQUE INDEX deck_name ON deck (name) WHERE name <> '';
-- An item as its source text. `own` is its id as the parser saw it; `by_text` says that it goes by its text; `story`
-- is a mark that the items of one case share, "" for none.
CREATE TABLE item (
    id INTEGER PRIMARY KEY, deck INTEGER NOT NULL REFERENCES deck ON DELETE CASCADE,
    own TEXT NOT NULL, by_text INTEGER NOT NULL DEFAULT 0, line INTEGER NOT NULL, last INTEGER NOT NULL,
    heading TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, story TEXT NOT NULL
) STRICT;
CREATE INDEX item_deck ON item (deck);
CREATE INDEX item_own ON item (own) WHERE own <> '';
-- The words of items up to the one that the note `indexed` names; the others follow when somebody searches. So the
-- first start with a library does not wait for it. No trigger keeps it in step: SQLite lets none write to a virtual
-- table whose schema it was told not to trust.
CREATE VIRTUAL TABLE wording USING fts5 (text, heading, about, tokenize = 'unicode61 remove_diacritics 2');
-- A card wherever it stands. `study` marks the one place from which it is asked. What is remembered of it and what the
-- learner made of it are copies; `aside` is the study day from which on it may be asked.
CREATE TABLE card (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, family TEXT NOT NULL, content TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE, deck INTEGER NOT NULL, place INTEGER NOT NULL,
    deletion INTEGER, back INTEGER NOT NULL, topic TEXT NOT NULL, label INTEGER NOT NULL, core INTEGER NOT NULL,
    study INTEGER NOT NULL, due INTEGER, last INTEGER, stability REAL, lapses INTEGER,
    aside INTEGER NOT NULL DEFAULT 0, flagged INTEGER NOT NULL DEFAULT 0, noted INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Few cards have a shape: it is taken away from them all, and given anew, in no time.
CREATE INDEX card_shaped ON card (key) WHERE aside > 0 OR flagged OR noted;
-- A set of tags that some cards have, as a JSON list.
CREATE TABLE label (id INTEGER PRIMARY KEY, tags TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE diagnostic (
    file INTEGER REFERENCES file ON DELETE CASCADE, path TEXT NOT NULL, line INTEGER NOT NULL, "column" INTEGER NOT NULL,
    code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL
) STRICT;
CREATE INDEX diagnostic_file ON diagnostic (file);
CREATE TABLE registered (
    file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL
) STRICT;
CREATE INDEX registered_id ON registered (id);
CREATE INDEX registered_file ON registered (file);
"""

_CARD_INDEXES = {
    "card_key": "(key)",
    "card_item": "(item)",
    # Counts and the next new cards come from this one alone. It is not partial: SQLite would then look up each row
    # again to prove the index's own condition.
    "card_waiting": "(study, deck, due, last, core, place, label, aside)",
    "card_due": "(study, due, aside, deck, last, label, stability)",
}


def open_cache(path: Path) -> sqlite3.Connection:
    """Open the cache at a path, made anew if it is of another version or damaged; in memory where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _prepared(str(path))
    except (sqlite3.DatabaseError, OSError) as fault:
        return replaced(path, fault)


def replaced(path: Path, fault: Exception) -> sqlite3.Connection:
    """Return an empty cache in place of one that failed; one that is only busy is left to the other program."""
    busy = getattr(fault, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    if not busy:
        with suppress(sqlite3.DatabaseError, OSError):
            _throw_away(path)
            return _prepared(str(path))
    return in_memory()


def in_memory() -> sqlite3.Connection:
    """Return an empty cache that leaves nothing behind."""
    return _prepared(":memory:")


@contextmanager
def transaction(cache: sqlite3.Connection) -> Iterator[None]:
    """Hold the cache's write transaction."""
    cache.execute("BEGIN IMMEDIATE")
    try:
        yield
        cache.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            if cache.in_transaction:
                cache.execute("ROLLBACK")
        raise


def _throw_away(path: Path) -> None:
    """Delete the cache, its journal first: a left-over journal would be rolled back into the new one."""
    for name in (f"{path.name}-journal", path.name):
        path.with_name(name).unlink(missing_ok=True)


def _prepared(name: str) -> sqlite3.Connection:
    """Connect, and make the tables where there are none.

    Raises:
        sqlite3.DatabaseError: it cannot be used as it is.
    """
    connection = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in (
            "journal_mode = TRUNCATE",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")
        # Kept in memory while a large library is read: indexes are filled in no order.
        connection.execute("PRAGMA cache_size = -65536")
        edition = _edition()
        if _made_by(connection) != edition:
            connection.execute("BEGIN IMMEDIATE")
            if not _made_by(connection):
                _make(connection, edition)
            connection.execute("COMMIT")
        if _made_by(connection) != edition:
            raise sqlite3.DatabaseError("the cache was made by another edition of the program")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def filling(cache: sqlite3.Connection) -> Iterator[None]:
    """Make the indexes of an empty cache after it was filled, which takes half the time."""
    empty = cache.execute("SELECT 1 FROM card LIMIT 1").fetchone() is None
    if empty:
        for name in _CARD_INDEXES:
            cache.execute(f"DROP INDEX {name}")
    yield
    if empty:
        _index(cache)


def _index(cache: sqlite3.Connection) -> None:
    for name, columns in _CARD_INDEXES.items():
        cache.execute(f"CREATE INDEX {name} ON card {columns}")


_MAKERS = (
    "changed", "codes", "compared", "files", "intake", "kept", "naming", "origin", "prepared", "readers", "registry",
    "search", "settle", "wording",
)  # fmt: skip
"""The modules beside this one that make its rows."""

_GRAMMAR = ("deck", "deck/grammar", "deck/change")
"""The folders of the package whose modules decide what the rows hold."""


def _edition() -> int:
    """Return a number for what decides about the cache's content: release, tables, and the modules that make its rows."""
    here = Path(__file__).parent
    package = here.parents[1]
    modules = [
        *(path for folder in _GRAMMAR for path in package.glob(f"{folder}/*.py")),
        package / "text.py",
        *(here / f"{name}.py" for name in _MAKERS),
    ]
    states = []
    for path in sorted(modules):
        with suppress(OSError):  # a program in one file has none of them
            state = path.stat()
            states.append((path.name, state.st_size, state.st_mtime_ns))
    return crc32(f"{__version__} {VERSION} {states}".encode()) >> 1 or 1


def _made_by(connection: sqlite3.Connection) -> int:
    """Return the edition that made the tables, 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _make(connection: sqlite3.Connection, edition: int) -> None:
    for statement in _SCHEMA.split(";\n"):
        connection.execute(statement)
    _index(connection)
    connection.execute(f"PRAGMA user_version = {edition}")
