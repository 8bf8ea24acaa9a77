"""What tables, views and guards a record must have: those that the steps make which built it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

_LAYOUT = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name <> '_sqlite_migrations'"


def changed_definitions(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is missing in a record or is not defined as it was made, such as "view reviews".

    What it has beyond that is left alone.
    """
    from nmt_study.storage.record.migrations import migrate  # with it comes a library that costs time

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        right = fresh.execute(_LAYOUT).fetchall()
    found = set(connection.execute(_LAYOUT))
    yield from (f"{kind} {name}" for kind, name, *rest in right if (kind, name, *rest) not in found)
