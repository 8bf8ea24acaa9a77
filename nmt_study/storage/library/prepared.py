"""What one deck file comes to, as plain rows for the cache: worked out from its bytes alone, in whichever process."""

import hashlib
import json
from typing import Any, NamedTuple

from nmt_study.deck.belonging import under_headings
from nmt_study.deck.grammar.header import is_quiz
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of, story_of
from nmt_study.deck.model import NO_HEADER, Card, Deck, Header, Item
from nmt_study.errors import Diagnostic
from nmt_study.storage.library.files import DECK, EXAM, QUIZ, deck_id
from nmt_study.storage.library.origin import Source

Row = tuple[Any, ...]


class Prepared(NamedTuple):
    """The rows of a file: those of its diagnostics, of its deck (None where it is none), of its items and their cards.

    None of them has a number yet. `tags` are the sets of tags that cards have, as JSON; a card names one by its place.
    """

    digest: bytes
    diagnostics: list[Row]
    deck: Row | None
    items: list[Row]
    cards: list[list[Row]]
    tags: list[str]

    @property
    def made(self) -> int:
        """How many cards there are."""
        return sum(map(len, self.cards))


def prepare(data: bytes, shown: str, path: str) -> Prepared:
    """Return what the bytes of a deck or quiz file come to; `shown` is its path as people see it."""
    parsed = parse(data, shown)
    deck, placed = parsed.deck, tuple(under_headings(parsed.deck))
    told = [diagnostic_row(one) for one in parsed.diagnostics]
    digest = hashlib.sha256(data).digest()
    if not placed and deck.header == NO_HEADER:
        return Prepared(digest, told, None, [], [], [])
    cards, source, labels = [cards_of(item) for item, _ in placed], Source(data), _Labels(deck.header)
    rows = [
        (item.properties.id, item.place.first, item.place.last, heading, source.of(item), item.kind.value, story_of(item))
        for item, heading in placed
    ]  # fmt: skip
    made = [
        [_card(card, labels.of(item), item.properties.topic or deck.header.topic) for card in own]
        for (item, _), own in zip(placed, cards, strict=True)
    ]
    return Prepared(digest, told, _deck(path, deck, sum(map(len, cards))), rows, made, labels.all)


def diagnostic_row(one: Diagnostic) -> Row:
    """Return a diagnostic as a row."""
    return one.path, one.line, one.column, one.code, one.severity.value, one.message, one.hint


class _Labels:
    """Numbers the sets of tags that the items of one deck have, each with those of the deck."""

    def __init__(self, header: Header) -> None:
        self.all: list[str] = []
        self._header = header
        self._known: dict[tuple[str, ...], int] = {}

    def of(self, item: Item) -> int:
        own = item.properties.tags
        if own not in self._known:
            self._known[own] = len(self.all)
            self.all.append(json.dumps(sorted({*self._header.tags, *own})))
        return self._known[own]


def _deck(path: str, deck: Deck, cards: int) -> Row:
    header = deck.header
    kind = QUIZ if is_quiz(header, path) else DECK
    kind = EXAM if header.kind == "exam" else kind
    return (
        header.id or deck_id(path), kind, header.title or deck_id(path).rpartition("/")[2], header.topic,
        header.license, header.status, header.evidence, json.dumps(header.source), json.dumps(header.tags),
        len(deck.items), cards,
    )  # fmt: skip


def _card(card: Card, label: int, topic: str) -> Row:
    core = card.item.properties.level == "core"
    return label, topic, card.key, card.group, card.content, card.index, card.back, core
