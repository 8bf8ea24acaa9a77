"""Comparing what vanished with what is new, and what has its id with what it said: the slow part of `changed`."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nmt_study.deck import terms
from nmt_study.deck.face import told
from nmt_study.deck.likeness import Degree, Likeness, Read, read, weigh
from nmt_study.deck.told import Told
from nmt_study.storage.changed import Finder, Link
from nmt_study.storage.history import History
from nmt_study.storage.origin import Found
from nmt_study.storage.past import Past

MOST_FRESH = 5_000
"""So many new cards are compared at most; a library that is new as a whole has nothing to be compared with."""

MOST_ASKED = 200
"""So many doubts are kept; nobody answers more of them."""

_COMPARED = 12  # new cards that are weighed against a vanished one: those that share its rarest words


@dataclass(frozen=True, slots=True)
class Pairs:
    """Vanished cards with the new ones that are the same but for slips, and doubts, the likeliest first."""

    same: tuple[Link, ...]
    doubts: tuple[Link, ...]


def told_of(found: Found) -> Told:
    """Return a card of the library as text."""
    question, answer = told(found.card)
    return Told(found.card.item.kind.value, question, answer)


def pairs(cache: sqlite3.Connection, record: History, find: Finder) -> Pairs:
    """Compare what vanished with what is new, and what has its id with what it said."""
    vanished = _vanished(cache, record)
    pasts = [past for past in record.pasts.of(vanished) if past.told is not None]
    fresh = find(_fresh(cache, pasts)) if pasts else {}
    apart = {(one.origin, one.target) for one in record.aparts()}
    weighed = _weighed(cache, pasts, fresh, apart)
    same = tuple(_certain(weighed))
    taken = {one.origin for one in same} | {one.target for one in same}
    likely = sorted(
        (found for found in weighed if found.past.card not in taken and found.target not in taken),
        key=lambda found: -found.likeness.score,
    )
    doubts = [Link(found.past.card, found.target) for found in _best(likely)]
    return Pairs(same, tuple([*_other_meanings(cache, record, find), *doubts][:MOST_ASKED]))


def _vanished(cache: sqlite3.Connection, record: History) -> list[str]:
    """Return the answered cards that stand in no file."""
    there = {key for (key,) in cache.execute("SELECT key FROM card")}
    return sorted(record.pasts.remembered() - there)


def _fresh(cache: sqlite3.Connection, pasts: Sequence[Past]) -> list[str]:
    """Return new cards that may be one of the vanished, those of their decks first."""
    sql = """
        SELECT key FROM card JOIN deck ON deck.id = card.deck WHERE study = 1 AND due IS NULL
        ORDER BY deck.name NOT IN (SELECT value FROM json_each(?)), card.id DESC LIMIT ?
    """
    decks = json.dumps(sorted({past.deck for past in pasts}))
    return [key for (key,) in cache.execute(sql, (decks, MOST_FRESH))]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A vanished card beside a new one."""

    past: Past
    target: str
    likeness: Likeness
    near: bool


def _weighed(
    cache: sqlite3.Connection,
    pasts: Sequence[Past],
    fresh: Mapping[str, Found],
    apart: set[tuple[str, str]],
) -> list[_Weighed]:
    """Weigh each vanished card against the new ones that share its rarest words."""
    ready = {key: read(told_of(found)) for key, found in fresh.items()}
    by_word: dict[str, list[str]] = defaultdict(list)
    for key, card in ready.items():
        for word in _words(card):
            by_word[word].append(key)
    uses = _Uses(cache)
    decks = {name for (name,) in cache.execute("SELECT name FROM deck")}
    weighed = []
    for past in pasts:
        old = read(past.told) if past.told else None
        for key in _candidates(old, by_word) if old else ():
            if (past.card, key) in apart or old is None:
                continue
            likeness = weigh(old, ready[key], uses.beside(ready[key]))
            if likeness.degree is not Degree.OTHER:
                near = past.deck == fresh[key].origin.deck or past.deck not in decks
                weighed.append(_Weighed(past, key, likeness, near))
    return weighed


def _words(card: Read) -> set[str]:
    return {*card.question.words, *card.answer.words}


def _candidates(card: Read, by_word: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give the new cards that share most of a card's words, rare words counting more."""
    shared: Counter[str] = Counter()
    for word in _words(card):
        keys = by_word.get(word, ())
        for key in keys:
            shared[key] += 1_000_000 // len(keys)
    ordered = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))
    return (key for key, _ in ordered[:_COMPARED])


class _Uses:
    """Which words the library uses; read from its text when a word is first asked for."""

    def __init__(self, cache: sqlite3.Connection) -> None:
        self._cache = cache
        self._counts: Counter[str] | None = None

    def beside(self, card: Read) -> Callable[[str], bool]:
        """Return what tells whether another item than that of a card uses a word."""
        own = _words(card)
        return lambda word: self._count(word) - (word in own) > 0

    def _count(self, word: str) -> int:
        if self._counts is None:
            self._counts = Counter()
            for (source,) in self._cache.execute("SELECT source FROM item"):
                self._counts.update(set(terms.words(source)))
        return self._counts[word]


def _certain(weighed: Sequence[_Weighed]) -> Iterator[Link]:
    """Give the pairs that are the same, near, and the only ones of either side that are."""
    same = [found for found in weighed if found.likeness.degree is Degree.SAME]
    origins = Counter(found.past.card for found in same)
    targets = Counter(found.target for found in same)
    for found in same:
        if found.near and origins[found.past.card] == targets[found.target] == 1:
            yield Link(found.past.card, found.target)


def _best(likely: Iterable[_Weighed]) -> Iterator[_Weighed]:
    """Give each vanished and each new card once, the likeliest pairs first."""
    taken: set[str] = set()
    for found in likely:
        if found.past.card not in taken and found.target not in taken:
            taken |= {found.past.card, found.target}
            yield found


def _other_meanings(cache: sqlite3.Connection, record: History, find: Finder) -> Iterator[Link]:
    """Give the cards that have their id and say something else than when they were answered last."""
    sql = """
        SELECT key, content FROM card JOIN item ON item.id = card.item
        WHERE study = 1 AND due IS NOT NULL AND own <> '' AND NOT by_text
    """
    now = dict(cache.execute(sql))
    before = record.last_contents(now)
    changed = [key for key, content in now.items() if before.get(key, content) != content]
    kept = record.shapes.kept(changed)
    changed = [key for key in changed if now[key] not in kept.get(key, frozenset())]
    cards = find(changed)
    uses = _Uses(cache)
    for past in record.pasts.of(changed):
        found = cards.get(past.card)
        if past.told is None or found is None:
            continue
        new = read(told_of(found))
        if weigh(read(past.told), new, uses.beside(new)).degree is not Degree.SAME:
            yield Link(past.card, past.card)
