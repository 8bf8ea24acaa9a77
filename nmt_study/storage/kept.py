"""What the cache keeps of files and of memories, to tell whether it is out of date; reads no deck."""

import sqlite3
from collections.abc import Sequence

from nmt_study.srs.model import Memory
from nmt_study.storage.files import Listing, Place, State


def differs(cache: sqlite3.Connection, listings: Sequence[Listing]) -> bool:
    """Tell whether any file changed, came or went since the cache was written; opens none of them."""
    return known(cache) != listed(listings)


def known(cache: sqlite3.Connection) -> dict[Place, State]:
    """Return the files in the cache with the state they had."""
    rows = cache.execute("SELECT shipped, path, size, modified, changed FROM file")
    return {(bool(shipped), path): State(*state) for shipped, path, *state in rows}


def listed(listings: Sequence[Listing]) -> dict[Place, State]:
    """Return the files there are with their state."""
    return {(one.root.shipped, path): state for one in listings for path, state in one.files.items()}


def remembered(memory: Memory | None) -> tuple[int | None, int | None, float | None]:
    """Return what the cache copies of a memory: due day, last day, stability."""
    return (memory.due, memory.last, memory.stability) if memory else (None, None, None)
