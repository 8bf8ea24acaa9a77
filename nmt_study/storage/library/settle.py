"""What no file decides alone: which deck bears an id, which item keeps a copied one, and where a card is asked from."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from nmt_study.errors import Diagnostic
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import Shown
from nmt_study.storage.library.intake import insert_diagnostics
from nmt_study.storage.library.kept import remembered
from nmt_study.storage.library.naming import Naming, name_decks
from nmt_study.storage.library.origin import cards_in
from nmt_study.storage.record.history import History


def settle(cache: sqlite3.Connection, record: History, shown: Shown) -> None:
    """Decide all that depends on several files; the caller holds the cache's write transaction."""
    cache.execute("DELETE FROM diagnostic WHERE file IS NULL")
    insert_diagnostics(cache, None, [*_name_decks(cache, shown), *_part_ids(cache, record, shown)])
    _choose_places(cache)


def _name_decks(cache: sqlite3.Connection, shown: Shown) -> tuple[Diagnostic, ...]:
    """Give each deck its id."""
    rows = cache.execute(
        "SELECT deck.id, wanted, shipped, path, hash FROM deck JOIN file USING (id) ORDER BY shipped, path"
    ).fetchall()
    named, told = name_decks((Naming(*row) for row in rows), shown)
    cache.execute("UPDATE deck SET name = ''")
    cache.executemany(
        "UPDATE deck SET name = ?, rank = ? WHERE id = ?",
        ((name, rank, deck.id) for rank, (name, deck) in enumerate(sorted(named.items(), key=_by_name))),
    )
    return told


def _by_name(pair: tuple[str, Naming]) -> str:
    return pair[0]


@dataclass(frozen=True, slots=True)
class _Claim:
    """An item that claims an id, and its cards' keys with the hash of what each of them says."""

    item: int
    place: str
    line: int
    cards: tuple[tuple[str, str], ...]


def _part_ids(cache: sqlite3.Connection, record: History, shown: Shown) -> Iterator[Diagnostic]:
    """Let one item keep an id that several claim: the one that was answered last, else the first."""
    for (item,) in cache.execute("SELECT id FROM item WHERE by_text").fetchall():
        _rekey(cache, record, item, by_text=False)
    copied = cache.execute(
        "SELECT own FROM item JOIN deck ON deck.id = item.deck WHERE own <> '' AND name <> ''"
        " GROUP BY own HAVING count(*) > 1 ORDER BY own"
    ).fetchall()
    for (own,) in copied:
        claims = _claims(cache, own, shown)
        answered = record.last_contents(key for claim in claims for key, _ in claim.cards)
        keeper = max(
            claims, key=lambda claim: sum(answered.get(key) == content for key, content in claim.cards)
        )
        for claim in claims:
            if claim is not keeper:
                same = claim.cards == keeper.cards
                if not same:
                    _rekey(cache, record, claim.item, by_text=True)
                yield _copied(own, claim, keeper, same=same)


def _claims(cache: sqlite3.Connection, own: str, shown: Shown) -> list[_Claim]:
    """Return the items that claim an id, in the order of the library."""
    rows = cache.execute(
        "SELECT item.id, shipped, path, line FROM item JOIN file ON file.id = item.deck JOIN deck ON deck.id = file.id"
        " WHERE own = ? AND name <> '' ORDER BY shipped, path, line",
        (own,),
    ).fetchall()
    return [
        _Claim(item, shown((bool(shipped), path)), line, _keys(cache, item))
        for item, shipped, path, line in rows
    ]


def _keys(cache: sqlite3.Connection, item: int) -> tuple[tuple[str, str], ...]:
    rows = cache.execute("SELECT key, content FROM card WHERE item = ? ORDER BY place", (item,))
    return tuple((key, content) for key, content in rows)


def _copied(own: str, claim: _Claim, keeper: _Claim, *, same: bool) -> Diagnostic:
    outcome = "both say the same, so they count as one" if same else "so this one goes by its text"
    message = f"{keeper.place}:{keeper.line} has the id {own} too, {outcome}."
    return LibraryCode.CARD_ID_TWICE.at(
        claim.place, message, "Give one of the two another id, or delete the line.", claim.line
    )


def _rekey(cache: sqlite3.Connection, record: History, item: int, *, by_text: bool) -> None:
    """Give an item's cards the keys of its id, or of its text."""
    source, own = cache.execute("SELECT source, own FROM item WHERE id = ?", (item,)).fetchone()
    cards = cards_in(source, "" if by_text else own)
    memories = record.memories(card.key for card in cards)
    numbers = cache.execute("SELECT id FROM card WHERE item = ? ORDER BY place", (item,)).fetchall()
    cache.execute("UPDATE item SET by_text = ? WHERE id = ?", (by_text, item))
    cache.executemany(
        "UPDATE card SET key = ?, family = ?, due = ?, last = ?, stability = ?, lapses = ? WHERE id = ?",
        (
            (card.key, card.group, *remembered(memories.get(card.key)), number)
            for card, (number,) in zip(cards, numbers, strict=True)
        ),
    )


def _choose_places(cache: sqlite3.Connection) -> None:
    """Let each card be asked from one place: the first deck that has it; quizzes are not studied."""
    studied = "SELECT id FROM deck WHERE name <> '' AND NOT quiz"
    cache.execute(f"UPDATE card SET study = 1 WHERE NOT study AND deck IN ({studied})")  # noqa: S608 - constant
    cache.execute(f"UPDATE card SET study = 0 WHERE study AND deck NOT IN ({studied})")  # noqa: S608 - constant
    for (key,) in cache.execute("SELECT key FROM card GROUP BY key HAVING count(*) > 1").fetchall():
        cache.execute(
            "UPDATE card SET study = 0 WHERE key = ?1 AND study AND id <> ("
            " SELECT card.id FROM card JOIN deck ON deck.id = card.deck JOIN file ON file.id = deck.id"
            " WHERE key = ?1 AND study ORDER BY shipped, rank, place LIMIT 1)",
            (key,),
        )
