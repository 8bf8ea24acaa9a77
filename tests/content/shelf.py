"""The shipped content as its tests look at it: items with the deck they stand in, facts and sources."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nmt_study.deck.citation import Fact, Source, read_facts, read_sources
from nmt_study.deck.face import face_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.markup import plain
from nmt_study.deck.model import Choice, Deck, Item

ROOT = Path(__file__).resolve().parents[2]
DECKS = sorted((ROOT / "decks").rglob("*.md"))
QUIZZES = sorted((ROOT / "quizzes").rglob("*.md"))
CLAIMS = "claims-on-trial"
"""The deck of claims, the only one that may cite what popular articles say."""


@dataclass(frozen=True)
class Shipped:
    """An item with the deck it stands in."""

    item: Item
    deck: Deck

    @property
    def name(self) -> str:
        """Its id, which failures are named by."""
        return self.item.properties.id

    @property
    def facts(self) -> list[Fact]:
        """The facts it cites, in its order; claims are among them."""
        return [facts()[name] for name in self.item.properties.source if name in facts()]

    @property
    def settled(self) -> list[Fact]:
        """The facts it cites that are no claims."""
        return [fact for fact in self.facts if not fact.verdict]

    @property
    def answer(self) -> str:
        """Everything that stands on the answer side, on all its cards."""
        faces = [face_of(card) for card in cards_of(self.item)]
        return " ".join(plain(side) for face in faces for side in (face.answer, face.why))

    @property
    def key(self) -> str:
        """What is right: of options those that are, else the answer side without the reason."""
        answer = self.item.answer
        if isinstance(answer, Choice):
            return " ".join(option.text for option in answer.options if option.correct)
        return " ".join(plain(face_of(card).answer) for card in cards_of(self.item))

    @property
    def feedback(self) -> list[str]:
        """What is said to whoever picks a wrong option, an empty text where nothing is."""
        answer = self.item.answer
        return (
            [one.feedback for one in answer.options if not one.correct] if isinstance(answer, Choice) else []
        )

    @property
    def tags(self) -> set[str]:
        """Its tags and its deck's."""
        return {*self.item.properties.tags, *self.deck.header.tags}

    @property
    def is_claim(self) -> bool:
        """Whether it puts a claim on trial."""
        return self.deck.header.id == CLAIMS


def _table(name: str) -> tuple[str, dict[str, object]]:
    text = (ROOT / "decks" / name).read_text(encoding="utf-8")
    return text, tomllib.loads(text)


@cache
def facts() -> dict[str, Fact]:
    """Return the facts by id."""
    text, tables = _table("facts.toml")
    found, problems = read_facts(tables, "decks/facts.toml", text)
    assert problems == ()
    return found


@cache
def sources() -> dict[str, Source]:
    """Return the sources by id."""
    text, tables = _table("sources.toml")
    found, problems = read_sources(tables, "decks/sources.toml", text)
    assert problems == ()
    return found


@cache
def decks() -> dict[str, Deck]:
    """Return the shipped decks by path below decks."""
    return {_below(path, "decks"): parse(path.read_bytes(), path.name).deck for path in DECKS}


@cache
def quizzes() -> dict[str, Deck]:
    """Return the shipped quizzes and exams by path below quizzes."""
    return {_below(path, "quizzes"): parse(path.read_bytes(), path.name).deck for path in QUIZZES}


def _below(path: Path, folder: str) -> str:
    return path.relative_to(ROOT / folder).with_suffix("").as_posix()


@cache
def cards() -> tuple[Shipped, ...]:
    """Return the items of the decks."""
    return tuple(Shipped(item, deck) for deck in decks().values() for item in deck.items)


@cache
def asked() -> tuple[Shipped, ...]:
    """Return the items of the quizzes."""
    return tuple(Shipped(item, deck) for deck in quizzes().values() for item in deck.items)


def items() -> tuple[Shipped, ...]:
    """Return all shipped items, of decks and of quizzes."""
    return (*cards(), *asked())


def choices() -> list[tuple[str, Choice]]:
    """Return all single-choice items."""
    return [
        (one.name, one.item.answer)
        for one in items()
        if isinstance(one.item.answer, Choice) and not one.item.answer.many
    ]


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, for telling texts that say the same."""
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))
