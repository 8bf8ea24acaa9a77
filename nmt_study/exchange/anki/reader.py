"""An Anki package as decks: one parcel for each of its decks, with pictures, answers and where cards stand."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from nmt_study.deck.identity import item_key
from nmt_study.deck.model import Deck, Header, Item
from nmt_study.exchange.anki.collection import AnkiCard, Collection, Logged, Note, read_collection
from nmt_study.exchange.anki.database import Database
from nmt_study.exchange.anki.notes import take
from nmt_study.exchange.anki.package import Package
from nmt_study.exchange.anki.text import Reading, sound_name
from nmt_study.exchange.format import Arrived, CardState, Loss, Medium, Parcel, PastReview
from nmt_study.text import clean, shorten

_MOST_LOSSES = 20_000
_LATEST = 4_102_444_800_000  # milliseconds, the year 2100: a later answer is a clock gone wrong
_LONGEST = 3_600_000  # milliseconds of one answer
_FILTERED, _BY_HAND, _MOVED = 3, 4, 5  # kinds of the review log, as in Anki's manual under "Review log"
_NEW, _LEARNING = 0, 1
_SECONDS = 1_000_000_000  # a learning card is due at a time, not on a day; times are beyond this
_DAY = 86_400
_STAND_IN = "Please update to the latest Anki version"


@dataclass
class _Pile:
    """What one deck gets."""

    items: list[Item] = field(default_factory=list)
    pictures: dict[str, None] = field(default_factory=dict)
    cards: dict[int, tuple[str, int]] = field(default_factory=dict)
    states: list[CardState] = field(default_factory=list)


def read_package(data: bytes, name: str) -> Arrived:
    """Return what a package holds; nothing of it is ever in doubt.

    Raises:
        NmtError: it is no package, is damaged, from a newer Anki, holds no note, or is larger than it may be.
    """
    package = Package(data, name)
    with Database(package.collection, package.fault) as database:
        collection = read_collection(database)
    if not collection.notes or _is_stand_in(collection):
        raise package.fault("holds no note")
    sorting = _Sorting(collection)
    sorting.notes()
    parcels = tuple(sorting.parcel(deck, package) for deck in sorting.decks())
    sorting.tell_rest()
    losses = [*sorting.losses, *_unused(package, sorting.shown)]
    if len(losses) > _MOST_LOSSES:
        more = Loss("the whole package", f"{len(losses) - _MOST_LOSSES:,} further things")
        losses = [*losses[:_MOST_LOSSES], more]
    return Arrived(parcels, tuple(losses))


def _is_stand_in(collection: Collection) -> bool:
    """Say whether this is only the note that tells an old Anki to update."""
    return len(collection.notes) == 1 and collection.notes[0].fields[0].startswith(_STAND_IN)


class _Sorting:
    """Puts the notes of a collection, with what goes with them, on the piles of their decks."""

    def __init__(self, collection: Collection) -> None:
        self.losses: list[Loss] = []
        self.shown: set[str] = set()
        self._collection = collection
        self._piles: dict[int, _Pile] = {}
        self._answers: dict[int, list[Logged]] = {}
        for answer in collection.answers:
            self._answers.setdefault(answer.card, []).append(answer)

    def notes(self) -> None:
        """Take every note; those that make no item are told."""
        by_note: dict[int, list[AnkiCard]] = {}
        for card in self._collection.cards:
            by_note.setdefault(card.note, []).append(card)
        seen: Counter[str] = Counter()
        for number, note in enumerate(self._collection.notes, 1):
            self._note(number, note, by_note.get(note.id, []), seen)
        if self._collection.presets > 1:
            self._tell("the presets", "the settings of decks, such as their steps and daily limits")

    def _note(self, number: int, note: Note, cards: list[AnkiCard], seen: Counter[str]) -> None:
        kind = self._collection.types.get(note.kind)
        reading = Reading(f"note {number} ({shorten(clean(_words(note.fields[0])), 40)})")
        places = tuple(card.place for card in cards)
        taken = take(note, kind, places, reading) if kind and cards else None
        if kind is None or not cards:
            reading.tell("a note of a type that is not there" if cards else "a note without a card")
        if taken is None:
            self._forget(cards, reading)
        elif (key := item_key(taken.item)) in seen:
            reading.tell("a second note with the same id, or the same text and none")
            self._forget(cards, reading)
        else:
            seen[key] += 1
            pile = self._piles.setdefault(cards[0].deck, _Pile())
            pile.items.append(taken.item)
            pile.pictures |= dict.fromkeys(reading.pictures)
            self.shown |= set(reading.pictures)
            for card in cards:
                self._card(card, (key, taken.cards.get(card.place)), pile, reading)
            if any(card.deck != cards[0].deck for card in cards):
                reading.tell("that its cards lie in several decks", "the deck of the first")
        self.losses += reading.losses

    def _card(self, card: AnkiCard, name: tuple[str, int | None], pile: _Pile, reading: Reading) -> None:
        """Put a card on the pile, with what it is to be called; the answers to one that our item does not have are told."""
        key, index = name
        if index is None:
            if answers := len(self._answers.pop(card.id, [])):
                reading.tell(f"the answers to its card {card.place + 1}, {answers:,} of them")
            return
        pile.cards[card.id] = (key, index)
        if card.flags:
            reading.tell("a coloured flag")
        if card.queue < -1:
            reading.tell("that a card is buried until the next day", "the card")
        if card.filtered:
            reading.tell("that a card lies in a filtered deck", "the card, in its own deck")
        if card.type != _NEW or card.queue == -1:
            pile.states.append(_state(card, key, index, self._collection))

    def _forget(self, cards: Iterable[AnkiCard], reading: Reading) -> None:
        """Tell the answers of a note that made no item."""
        answers = sum(len(self._answers.pop(card.id, [])) for card in cards)
        if answers:
            reading.tell(f"its answers, {answers:,} of them")

    def tell_rest(self) -> None:
        """Tell the answers that belong to nothing, once every deck has its own."""
        lost = sum(len(answers) for answers in self._answers.values())
        if lost:
            self._tell("the review log", f"{lost:,} entries of cards that are not there")

    def _tell(self, where: str, what: str, kept: str = "") -> None:
        self.losses.append(Loss(where, what, kept))

    def decks(self) -> list[int]:
        """Return the decks that have something, by their names."""
        return sorted(self._piles, key=lambda deck: (self._title(deck), deck))

    def _title(self, deck: int) -> str:
        return " ".join(clean(self._collection.decks.get(deck, "")).split()) or "Anki"

    def parcel(self, deck: int, package: Package) -> Parcel:
        """Return what one deck comes to."""
        pile, title = self._piles[deck], self._title(deck)
        media = []
        for name in pile.pictures:
            data = package.medium(name)
            if data is None:
                self._tell(
                    f"the deck {title}",
                    f"the picture {shorten(clean(name), 60)}, which is not in the package",
                )
            else:
                media.append(Medium(sound_name(name), data))
        reviews = self._reviews(pile, title)
        return Parcel(Deck(Header(title=title), tuple(pile.items)), tuple(media), reviews, tuple(pile.states))

    def _reviews(self, pile: _Pile, title: str) -> tuple[PastReview, ...]:
        """Return the answers to the cards of a pile in the order of their times; what is none is counted and told."""
        reviews = []
        left: Counter[str] = Counter()
        for card, (key, index) in pile.cards.items():
            entries = sorted(self._answers.pop(card, []), key=lambda entry: entry.at)
            begun = max((entry.at for entry in entries if _sets_back(entry)), default=0)
            for entry in entries:
                reason = _BEFORE if entry.at < begun and not _no_review(entry) else _no_review(entry)
                if reason:
                    left[reason] += 1
                    continue
                days = max(0, entry.interval)
                reviews.append(
                    PastReview(key, index, entry.at, entry.ease, min(max(entry.millis, 0), _LONGEST), days)
                )
        for reason, count in left.items():
            self._tell(f"the review log of {title}", f"{count:,} {reason}")
        return tuple(sorted(reviews, key=lambda review: (review.at, review.item, review.card)))


_BEFORE = "answers given before their card was set back to new"


def _sets_back(entry: Logged) -> bool:
    """Say whether an entry made its card new again: one by hand that left no factor; a day given by hand has one."""
    return entry.kind == _BY_HAND and not entry.factor


def _no_review(entry: Logged) -> str:
    """Return why an entry of the review log is no answer that a memory is made of, "" where it is one.

    A filtered deck that does not reschedule writes a factor of 0: Anki's own FSRS leaves these out, too.
    """
    if entry.kind == _BY_HAND:
        return "entries of cards that were set back, or given a day, by hand"
    if entry.kind == _MOVED:
        return "entries of cards whose day was worked out anew"
    if entry.kind == _FILTERED and not entry.factor:
        return "answers in filtered decks that changed no day"
    if not 1 <= entry.ease <= 4:
        return "entries without a grade"
    return "" if 0 < entry.at < _LATEST else "answers at impossible times"


def _state(card: AnkiCard, key: str, index: int, collection: Collection) -> CardState:
    """Return where a card stands; a day counts from the collection's first, a learning card is due at a time."""
    due = card.due + collection.day_zero
    if card.type == _NEW:
        due = 0
    elif card.due >= _SECONDS:
        due = (card.due - collection.west * 60 - collection.rollover * 3600) // _DAY
    stability, difficulty = _memory(card.data)
    interval = 0 if card.type == _LEARNING else max(0, card.interval)
    return CardState(
        key, index, due, interval, card.reps, card.lapses, stability, difficulty, suspended=card.queue == -1
    )


def _memory(data: str) -> tuple[float | None, float | None]:
    """Return FSRS's stability and difficulty of a card, where Anki has worked them out."""
    try:
        found = json.loads(data) if len(data) < 10_000 else {}
    except (ValueError, RecursionError):
        return None, None
    values = [found.get(key) if isinstance(found, dict) else None for key in ("s", "d")]
    stability, difficulty = (float(one) if isinstance(one, int | float) else None for one in values)
    fits = stability is not None and difficulty is not None and 0 < stability < 1e6 and 1 <= difficulty <= 10
    return (stability, difficulty) if fits else (None, None)


def _words(text: str) -> str:
    """Return the start of a field without its HTML, to name a note by."""
    return " ".join(re.sub(r"<[^>]*>|\{\{c[0-9,]+::|\}\}", " ", text[:400]).split()) or "without text"


def _unused(package: Package, shown: set[str]) -> list[Loss]:
    """Tell the media that no item shows."""
    rest = [name for name in package.media if name not in shown]
    if not rest:
        return []
    named = ", ".join(shorten(clean(name), 40) for name in rest[:5]) + (" …" if len(rest) > 5 else "")
    return [Loss("the media", f"{len(rest):,} files that no item shows: {named}")]
