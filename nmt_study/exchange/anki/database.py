"""The database inside an Anki package: read in memory, with limits, as what a stranger sent; and made for one of ours.

The only module outside storage that speaks SQL. Of a foreign database nothing is run: no view, trigger, generated
column, function or extension. Only whole ordinary tables are read, as far as steps, rows and bytes allow.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Self

from nmt_study.errors import NmtError

Value = int | float | str | bytes | None
Row = tuple[Value, ...]

_TABLES = frozenset(
    {"col", "notes", "cards", "revlog", "config", "notetypes", "fields", "templates", "decks", "deck_config"}
)
_SQLITE = b"SQLite format 3\x00"
_HEADER = 100  # bytes
_VERSIONS = slice(18, 20)  # of the header: 1 for a journal, 2 for a write-ahead log, which memory cannot have
_LONGEST = 50_000_000  # bytes of one value; the oldest form of a collection keeps all note types in one
_STEPS, _MOST_STEPS = (
    100_000,
    4_000,
)  # of the virtual machine; the largest collections need a tenth of their product
_SPARE = 1_000_000
_FAULTS = (sqlite3.Error, UnicodeError)  # what SQLite says of a damaged schema may be no text


class Database:
    """A foreign database, open in memory until `close`."""

    def __init__(self, data: bytes, fault: Callable[[str], NmtError]) -> None:
        """Open it; `fault` makes the refusal.

        Raises:
            NmtError: it is no database.
        """
        self._fault = fault
        self._steps = 0
        self._bytes = 2 * len(data) + _SPARE  # rows that share pages could give more than there is
        if not data.startswith(_SQLITE) or len(data) < _HEADER:
            raise fault("holds a collection that is no database")
        if data[_VERSIONS] == b"\x02\x02":
            data = data[: _VERSIONS.start] + b"\x01\x01" + data[_VERSIONS.stop :]
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.text_factory = bytes
        try:
            self._limit(data)
        except _FAULTS as error:
            self._connection.close()
            raise fault("holds a damaged collection") from error

    def _limit(self, data: bytes) -> None:
        connection = self._connection
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _SPARE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.deserialize(data)
        for setting in ("trusted_schema = off", "cell_size_check = on", "query_only = on"):
            connection.execute(f"PRAGMA {setting}")
        connection.set_progress_handler(self._step, _STEPS)
        connection.set_authorizer(_allowed)

    def refusal(self, what: str) -> NmtError:
        """Return the refusal of the package that holds it."""
        return self._fault(what)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def has(self, table: str) -> bool:
        """Say whether there is a table of this name."""
        return any(name == table.encode() for name, _ in self._schema())

    def rows(self, table: str, columns: Sequence[str], most: int) -> Iterator[Row]:
        """Give the rows of a table in no certain order; texts come as bytes, and any value may be of any type.

        Raises:
            NmtError: it is no ordinary table with these columns, is damaged, or holds more than it may.
        """
        self._require(table, columns)
        query = f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED"  # noqa: S608 - the names are our own
        try:
            for count, row in enumerate(self._connection.execute(query)):
                if count >= most:
                    raise self._fault(f"holds more than {most:,} {table}")
                self._bytes -= sum(len(value) for value in row if isinstance(value, bytes))
                if self._bytes < 0:
                    raise self._fault("holds a collection with rows that are no rows")
                yield row
        except _FAULTS as error:
            raise self._fault(f"holds a collection whose {table} are damaged or too large") from error

    def _require(self, table: str, columns: Sequence[str]) -> None:
        """Refuse anything but a table whose columns are stored in it."""
        made = next((sql for name, sql in self._schema() if name == table.encode()), b"")
        if not made.lstrip()[:13].upper().startswith(b"CREATE TABLE "):
            raise self._fault(f"holds a collection without a proper table of {table}")
        try:
            described = self._connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
        except _FAULTS as error:
            raise self._fault("holds a damaged collection") from error
        stored = {str(name, "utf-8", "replace").lower() for _, name, *_, hidden in described if not hidden}
        if not set(columns) <= stored or any(hidden for *_, hidden in described):
            raise self._fault(f"holds a collection whose {table} are not Anki's")

    def _schema(self) -> list[tuple[bytes, bytes]]:
        try:
            found = self._connection.execute("SELECT name, sql FROM sqlite_master LIMIT 1000").fetchall()
        except _FAULTS as error:
            raise self._fault("holds a damaged collection") from error
        return [(name, sql) for name, sql in found if isinstance(name, bytes) and isinstance(sql, bytes)]

    def _step(self) -> int:
        self._steps += 1
        return int(self._steps > _MOST_STEPS)


def _allowed(
    action: int, first: str | None, _second: str | None, _base: str | None, source: str | None
) -> int:
    """Let tables be read from a statement of ours, not from a view or trigger (`source`), and nothing else be done."""
    fine = (
        action == sqlite3.SQLITE_SELECT
        or (action == sqlite3.SQLITE_READ and source is None and first in {*_TABLES, "sqlite_master"})
        or (action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo")
    )
    return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY


def database(script: str, tables: Sequence[tuple[str, Sequence[Row]]]) -> bytes:
    """Return the bytes of a database made by a script and filled with rows; the same ones give the same bytes."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(script)
        connection.execute("BEGIN")
        for table, rows in tables:
            if rows:
                places = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - as above
        connection.execute("COMMIT")
        return connection.serialize()
