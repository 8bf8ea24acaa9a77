"""What a quiz may draw from: what its header's `from:` means, and the areas that a blueprint may name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from nmt_study.deck.areas import item_areas
from nmt_study.deck.identity import item_key, story_of
from nmt_study.deck.model import Deck, Kind
from nmt_study.quiz.paper import Pooled


@dataclass(frozen=True, slots=True)
class Wanted:
    """The decks and tags that entries of `from:` mean, and the entries that mean nothing."""

    decks: frozenset[str]
    tags: frozenset[str]
    unknown: tuple[str, ...]


def wanted(entries: Iterable[str], decks: Collection[str], tags: Collection[str]) -> Wanted:
    """Return what entries mean: the id or path of a deck or quiz, a folder of them, or else a tag."""
    found: set[str] = set()
    named: set[str] = set()
    unknown = []
    for entry in entries:
        path = entry.removeprefix("@/").removeprefix("decks/").removeprefix("quizzes/")
        name = (path[: -len(".md")] if path.lower().endswith(".md") else path).strip("/")
        matching = {deck for deck in decks if deck == name or deck.startswith(f"{name}/") or not name}
        found |= matching
        if not matching and entry in tags:
            named.add(entry)
        elif not matching:
            unknown.append(entry)
    return Wanted(frozenset(found), frozenset(named), tuple(unknown))


def pooled(deck: Deck, name: str, *, exam: bool) -> tuple[Pooled, ...]:
    """Return the items of a deck as they may be drawn; in an exam nothing is marked by the person."""
    return tuple(
        Pooled(
            item_key(item),
            item_areas(name, deck.header, item),
            f"{name}/{story_of(item)}" if item.case.strip() else "",
        )
        for item in deck.items
        if not (exam and item.kind is Kind.RECALL)
    )
