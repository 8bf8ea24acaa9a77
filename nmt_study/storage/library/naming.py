"""Which deck or quiz bears which id: own ones first, and what happens to one whose id is taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nmt_study.config import Places
from nmt_study.deck.grammar.header import header_of
from nmt_study.errors import Diagnostic
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import Place, Shown, deck_id, decks_in, roots_of


@dataclass(frozen=True, slots=True)
class Naming:
    """A deck or quiz that wants an id: whose it is, its file, and the hash of what is in it."""

    id: int
    wanted: str
    shipped: bool
    path: str
    hash: bytes

    @property
    def place(self) -> Place:
        """Which file it is."""
        return bool(self.shipped), self.path


def name_decks(decks: Iterable[Naming], shown: Shown) -> tuple[dict[str, Naming], tuple[Diagnostic, ...]]:
    """Give each deck its id; what is taken falls back to the path, then is left out. Own decks come first.

    An own deck stands in for the shipped one with the same id, without a word where both say the same.
    """
    named: dict[str, Naming] = {}
    return named, tuple(_name(decks, shown, named))


def _name(decks: Iterable[Naming], shown: Shown, named: dict[str, Naming]) -> Iterator[Diagnostic]:
    for deck in decks:
        other = named.setdefault(deck.wanted, deck)
        if other is deck:
            continue
        place, there = shown(deck.place), shown(other.place)
        if deck.shipped and not other.shipped:
            if deck.hash != other.hash:
                message = f"This deck stands in for the shipped one with the same id, {deck.wanted}."
                yield LibraryCode.DECK_REPLACED.at(there, message, "Give it an id of its own to study both.")
            continue
        by_path = deck_id(deck.path)
        left_out = named.setdefault(by_path, deck) is not deck
        outcome = "so this one was left out" if left_out else f"so this one goes by its path, {by_path}"
        message = f"{there} has the id {deck.wanted} too, {outcome}."
        hint = f"Give one of the two another id: a line `id: …` in the header of {place} or {there}."
        yield LibraryCode.DECK_ID_TWICE.at(place, message, hint)


def wanted_ids(places: Places) -> dict[str, str]:
    """Return the ids that the files of a home and the shipped ones want, each with its file as it is named to people.

    Only their headers are read.
    """
    found: dict[str, str] = {}
    for root in roots_of(places):
        for path, data in decks_in(root):
            found.setdefault(header_of(data).id or deck_id(path), root.shown(path))
    return found
