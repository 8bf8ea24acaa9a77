"""What the cache keeps of files and of memories, to tell whether it is out of date; reads no deck."""

import sqlite3
from collections.abc import Mapping, Sequence

from nmt_study.srs.model import Memory
from nmt_study.storage.library.files import Listing, Place, State
from nmt_study.storage.record.shape import Shape

# From one place only, and not where a deck has the card anyway.
_STUDY_SENT = """
    UPDATE card SET study = 1 WHERE id = (
        SELECT card.id FROM card JOIN deck ON deck.id = card.deck WHERE key = ?1 AND deck.name <> ''
            AND NOT EXISTS (SELECT 1 FROM card AS other WHERE other.key = ?1 AND other.study) ORDER BY rank LIMIT 1)
"""


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


def remembered(memory: Memory | None) -> tuple[int | None, int | None, float | None, int | None]:
    """Return what the cache copies of a memory: due day, last day, stability, lapses."""
    if memory is None:
        return None, None, None, None
    return memory.due, memory.last, memory.stability, memory.lapses


def keep_shapes(cache: sqlite3.Connection, shapes: Mapping[str, Shape]) -> None:
    """Copy what the learner made of cards, over all that was copied before; what was sent from a quiz is studied."""
    cache.execute("UPDATE card SET study = 0 WHERE study AND deck IN (SELECT id FROM deck WHERE quiz)")
    cache.executemany(_STUDY_SENT, ((card,) for card, shape in shapes.items() if shape.sent))
    cache.execute("UPDATE card SET aside = 0, flagged = 0, noted = 0 WHERE aside > 0 OR flagged OR noted")
    cache.executemany(
        "UPDATE card SET aside = ?, flagged = ?, noted = ? WHERE key = ?",
        ((shape.aside, shape.flagged, shape.noted, card) for card, shape in shapes.items()),
    )
