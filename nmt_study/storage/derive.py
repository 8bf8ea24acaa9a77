"""The derived tables, kept event by event inside the transaction that appends the event.

Each function changes them as one event demands; `fold` says what the result has to be.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter

from nmt_study.srs import scheduler
from nmt_study.srs.model import Answered, Grade, Memory
from nmt_study.storage.entries import Alias, Apart, Practice, Redate, Review, Shaping
from nmt_study.storage.replay import by_origin, forwarded, remembered, unfolded

SELECT_REVIEW = (
    "SELECT position, event, card, key, content, day, grade, millis, due, interval, scheduler, parameters, first,"
    " predicted FROM review"
)
SELECT_PRACTICE = "SELECT position, event, card, key, content, day, grade, millis FROM practice"
SELECT_SHAPING = "SELECT position, event, kind, card, key, value, content FROM shaping"
SELECT_APART = "SELECT position, event, origin, target FROM apart"
SELECT_ALIAS = "SELECT position, event, origin, target, reason FROM alias"
SELECT_REDATE = "SELECT position, event, days, answers FROM redate"
SELECT_MEMORY = "SELECT card, stability, difficulty, last, due, reps, lapses FROM memory"

review_row = attrgetter(*(item.name for item in fields(Review)))
practice_row = attrgetter(*(item.name for item in fields(Practice)))
shaping_row = attrgetter(*(item.name for item in fields(Shaping)))


def redate_row(redate: Redate) -> tuple[int, str, int, str]:
    """Return a mending of days as a row."""
    return redate.position, redate.event, redate.days, json.dumps(redate.answers)


def memory_of(connection: sqlite3.Connection, card: str) -> Memory | None:
    """Return what is remembered of a card."""
    row = connection.execute(SELECT_MEMORY + " WHERE card = ?", (card,)).fetchone()
    return Memory(*row[1:]) if row else None


def aliases(connection: sqlite3.Connection) -> tuple[Alias, ...]:
    """Return the re-links that stand, oldest first."""
    return tuple(Alias(*row) for row in connection.execute(SELECT_ALIAS + " ORDER BY position"))


def redates(connection: sqlite3.Connection) -> tuple[Redate, ...]:
    """Return the mendings of days that stand, oldest first."""
    rows = connection.execute(SELECT_REDATE + " ORDER BY position")
    return tuple(
        Redate(position, event, days, tuple(json.loads(given))) for position, event, days, given in rows
    )


def insert_reviews(connection: sqlite3.Connection, reviews: Iterable[Review]) -> None:
    """Write reviews."""
    connection.executemany(
        "INSERT INTO review VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", map(review_row, reviews)
    )


def insert_memories(connection: sqlite3.Connection, memories: Iterable[tuple[str, Memory]]) -> None:
    """Write memories, over older ones."""
    connection.executemany(
        "INSERT OR REPLACE INTO memory VALUES (?,?,?,?,?,?,?)",
        ((card, *memory) for card, memory in memories),
    )


def insert_aliases(connection: sqlite3.Connection, found: Iterable[Alias]) -> None:
    """Write re-links."""
    connection.executemany("INSERT INTO alias VALUES (?,?,?,?,?)", found)


def insert_practices(connection: sqlite3.Connection, found: Iterable[Practice]) -> None:
    """Write practices."""
    connection.executemany("INSERT INTO practice VALUES (?,?,?,?,?,?,?,?)", map(practice_row, found))


def insert_shapings(connection: sqlite3.Connection, found: Iterable[Shaping]) -> None:
    """Write what was done to cards."""
    connection.executemany("INSERT INTO shaping VALUES (?,?,?,?,?,?,?)", map(shaping_row, found))


def insert_aparts(connection: sqlite3.Connection, found: Iterable[Apart]) -> None:
    """Write which cards are not the same."""
    connection.executemany("INSERT INTO apart VALUES (?,?,?,?)", found)


def insert_redates(connection: sqlite3.Connection, found: Iterable[Redate]) -> None:
    """Write mendings of days."""
    connection.executemany("INSERT INTO redate VALUES (?,?,?,?)", map(redate_row, found))


def add_review(connection: sqlite3.Connection, review: Review, before: Memory | None) -> Memory:
    """Take in an answer to a card whose memory is `before`, and return the memory after it."""
    review.first = before is None
    review.predicted = scheduler.predicted(before, review.day, review.parameters)
    answered = Answered(review.day, Grade(review.grade), review.due)
    memory = scheduler.advance(before, answered, review.parameters)
    insert_reviews(connection, [review])
    insert_memories(connection, [(review.card, memory)])
    connection.execute("INSERT OR IGNORE INTO seen_content VALUES (?, ?)", (review.content, review.event))
    return memory


def drop_review(connection: sqlite3.Connection, position: int) -> None:
    """Take back an answer: its card is as if it had never been given."""
    card, content = connection.execute(
        "SELECT card, content FROM review WHERE position = ?", (position,)
    ).fetchone()
    connection.execute("DELETE FROM review WHERE position = ?", (position,))
    connection.execute(
        "DELETE FROM seen_content WHERE content = ?1 AND NOT EXISTS (SELECT 1 FROM review WHERE content = ?1)",
        (content,),
    )
    _recompute(connection, card)


def take_in_reviews(connection: sqlite3.Connection, reviews: Sequence[Review]) -> None:
    """Take in answers at their places: new ones of many cards, or such that were taken back."""
    origins = by_origin(aliases(connection))
    moved = redates(connection)
    for review in reviews:
        review.card = forwarded(review.key, review.position, origins)
        for redate in moved:
            if review.event in redate.answers:
                review.day += redate.days
                review.due += redate.days
    insert_reviews(connection, reviews)
    connection.executemany(
        "INSERT OR IGNORE INTO seen_content VALUES (?, ?)", ((one.content, one.event) for one in reviews)
    )
    for card in sorted({review.card for review in reviews}):
        _recompute(connection, card)


def drop_span(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Take back the answers, and what was done to cards, between two positions, both included."""
    connection.execute("DELETE FROM shaping WHERE position BETWEEN ? AND ?", (first, last))
    gone = connection.execute(
        "DELETE FROM review WHERE position BETWEEN ? AND ? RETURNING card, content", (first, last)
    ).fetchall()
    connection.executemany(
        "DELETE FROM seen_content WHERE content = ?1 AND NOT EXISTS (SELECT 1 FROM review WHERE content = ?1)",
        sorted({(content,) for _, content in gone}),
    )
    for card in sorted({card for card, _ in gone}):
        _recompute(connection, card)


def add_practice(connection: sqlite3.Connection, practice: Practice) -> None:
    """Take in a practice, also one that was taken back."""
    practice.card = forwarded(practice.key, practice.position, by_origin(aliases(connection)))
    insert_practices(connection, [practice])


def add_shaping(connection: sqlite3.Connection, shaping: Shaping) -> None:
    """Take in what was done to a card, also when that was taken back."""
    following = by_origin(alias for alias in aliases(connection) if alias.follows)
    shaping.card = forwarded(shaping.key, shaping.position, following)
    insert_shapings(connection, [shaping])


def add_alias(connection: sqlite3.Connection, alias: Alias) -> None:
    """Take in a re-link: what counted for its origin counts for its target."""
    insert_aliases(connection, [alias])
    for table in _followers(alias):
        sql = f"UPDATE {table} SET card = ? WHERE card = ? AND position < ?"  # noqa: S608 - a constant
        connection.execute(sql, (alias.target, alias.origin, alias.position))
    _recompute(connection, alias.origin)
    _recompute(connection, alias.target)


def drop_alias(connection: sqlite3.Connection, event: str) -> None:
    """Take back a re-link; what came through it goes where the other re-links lead."""
    row = connection.execute(SELECT_ALIAS + " WHERE event = ?", (event,)).fetchone()
    alias = Alias(*row)
    before = aliases(connection)
    connection.execute("DELETE FROM alias WHERE event = ?", (event,))
    touched = set()
    for table in _followers(alias):
        follows = [one for one in before if table != "shaping" or one.follows]
        here = forwarded(alias.target, alias.position, by_origin(follows))
        origins = by_origin(one for one in follows if one.event != event)
        touched |= {here, *_led_on(connection, table, here, alias.position, origins)}
    for card in sorted(touched):
        _recompute(connection, card)


def _followers(alias: Alias) -> tuple[str, ...]:
    """Return the tables whose rows a re-link leads on: what a card was made stays with it when it begins anew."""
    return ("review", "practice", "shaping") if alias.follows else ("review", "practice")


def _led_on(
    connection: sqlite3.Connection, table: str, card: str, before: int, origins: Mapping[str, list[Alias]]
) -> set[str]:
    """Let the older rows of a card be of the cards that re-links lead to; return those cards."""
    sql = f"SELECT position, key FROM {table} WHERE card = ? AND position < ?"  # noqa: S608 - a constant
    led = [
        (forwarded(key, position, origins), position)
        for position, key in connection.execute(sql, (card, before)).fetchall()
    ]
    connection.executemany(f"UPDATE {table} SET card = ? WHERE position = ?", led)  # noqa: S608 - a constant
    return {now for now, _ in led}


def add_redate(connection: sqlite3.Connection, redate: Redate) -> None:
    """Take in a mending of days: its answers count as given, and are due, so many days later."""
    insert_redates(connection, [redate])
    _move_days(connection, redate.days, json.dumps(redate.answers))


def drop_redate(connection: sqlite3.Connection, event: str) -> None:
    """Take back a mending of days."""
    sql = "DELETE FROM redate WHERE event = ? RETURNING days, answers"
    for days, answers in connection.execute(sql, (event,)).fetchall():
        _move_days(connection, -days, answers)


def _move_days(connection: sqlite3.Connection, days: int, answers: str) -> None:
    sql = """UPDATE review SET day = day + ?1, due = due + ?1 WHERE event IN (SELECT value FROM json_each(?2))
        RETURNING card"""
    for card in sorted({card for (card,) in connection.execute(sql, (days, answers)).fetchall()}):
        _recompute(connection, card)


def memory_after(connection: sqlite3.Connection, card: str, position: int) -> Memory | None:
    """Return the memory that a card's answers up to a position, that one included, come to."""
    return remembered(
        connection.execute(
            "SELECT day, grade, due, parameters FROM review WHERE card = ? AND position <= ? ORDER BY position",
            (card, position),
        )
    )


def _recompute(connection: sqlite3.Connection, card: str) -> None:
    """Bring a card's memory in line with its reviews, and what each of them says about the ones before it."""
    rows = connection.execute(
        "SELECT position, day, grade, due, parameters FROM review WHERE card = ? ORDER BY position", (card,)
    ).fetchall()
    if not rows:
        connection.execute("DELETE FROM memory WHERE card = ?", (card,))
        return
    states = list(unfolded(row[1:] for row in rows))
    insert_memories(connection, [(card, states[-1][0])])
    connection.executemany(
        "UPDATE review SET first = ?1, predicted = ?2 WHERE position = ?3 AND (first, predicted) IS NOT (?1, ?2)",
        (
            (not place, predicted, row[0])
            for place, (row, (_, predicted)) in enumerate(zip(rows, states, strict=True))
        ),
    )
