"""Which of the cards that are gone came back under another key, and which the learner should be asked about.

Comparing each with each would take minutes in a large library. Cards are compared only where they share what
few others have: a whole question, a whole answer, or rare words, also misspelt ones.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from nmt_study.deck.change.likeness import Degree, IsTerm, Likeness, Read, is_slip, read, weigh
from nmt_study.deck.told import Told

Near = Callable[
    [str, str], bool
]  # whether the cards of two keys, the vanished one first, stand close together
Feature = str | tuple[str, tuple[str, ...]]  # a word, or a whole side with its name

MOST_OFFERED = 3
_LOOKED_UP = 200  # cards that share a feature with one card, rarest features first
_WEIGHED = 10  # cards that one card is compared with
_WORTH = 0.3  # of what the card shares that has most in common; what shares less is not compared
_MISSPELT = 4  # words that a word may be a slip of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new card that may be a vanished one, and how alike the two are."""

    fresh: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Pairs:
    """Keys of vanished cards with what became of them, in the order of the keys.

    `certain` holds the new key of a card that changed in nothing but slips and the like; `doubtful` up to
    `MOST_OFFERED` candidates, most alike first. No new key stands twice in all of it.
    """

    certain: dict[str, str]
    doubtful: dict[str, tuple[Candidate, ...]]


def pair(vanished: Mapping[str, Told], fresh: Mapping[str, Told], is_term: IsTerm, near: Near) -> Pairs:
    """Pair cards that are gone with new ones.

    `is_term` tells whether a card that stayed uses a word; what both vanished and new cards use counts as well.
    """
    old, new = ({key: read(cards[key]) for key in sorted(cards)} for cards in (vanished, fresh))
    said_before, said_now = (
        Counter(word for card in cards.values() for word in _words(card)) for cards in (old, new)
    )

    def is_word(word: str) -> bool:
        return (word in said_before and word in said_now) or is_term(word)

    found = {
        (gone, come): likeness
        for gone, come in _candidates(old, new, _misspelt(said_before, said_now))
        if (likeness := weigh(old[gone], new[come], is_word)).degree is not Degree.OTHER or likeness.apart
    }
    certain = {gone: come for gone, come in _unrivalled(found) if near(gone, come)}
    return Pairs(certain, _doubtful(found, certain))


def _words(card: Read) -> set[str]:
    return {*card.question.words, *card.answer.words}


def _features(card: Read) -> Iterator[Feature]:
    yield ("question", card.question.words)
    yield ("answer", card.answer.words)
    yield ("both", (*card.question.words, "", *card.answer.words))
    yield from _words(card)


def _candidates(
    old: Mapping[str, Read], new: Mapping[str, Read], misspelt: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """Give the keys of cards that are worth comparing, with the most promising first for each vanished one."""
    holders: dict[Feature, list[str]] = {}
    for key, card in new.items():
        for feature in _features(card):
            holders.setdefault(feature, []).append(key)
    for key, card in old.items():
        shared = _shared(card, holders, misspelt)
        least = _WORTH * max(shared.values(), default=0)
        worth = (other for other, weight in shared.items() if weight >= least)
        for other in nsmallest(_WEIGHED, worth, key=lambda other: (-shared[other], other)):
            yield key, other


def _shared(
    card: Read, holders: Mapping[Feature, list[str]], misspelt: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    """Return the new cards that share features with a vanished one, and how much: the rarer a feature the more."""
    forms = {*_features(card)}
    forms |= {other for word in _words(card) for other in misspelt.get(word, ())}
    known = sorted(
        (form for form in forms if form in holders), key=lambda form: (len(holders[form]), str(form))
    )
    shared: dict[str, float] = {}
    left = _LOOKED_UP
    for form in known:
        sharing = holders[form]
        for other in sharing[:left]:
            shared[other] = shared.get(other, 0) + 1 / len(sharing)
        left -= len(sharing)
        if left <= 0:
            break
    return shared


def _misspelt(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return for words of vanished cards which words of new cards they may be a slip of, or the other way round.

    One of the two is found on its own side alone: what is on both was not mended.
    """
    by_rest: dict[str, list[str]] = {}
    for word in sorted(now):
        for rest in _rests(word):
            by_rest.setdefault(rest, []).append(word)
    found = {}
    for word in before:
        alike = {other for rest in _rests(word) for other in by_rest.get(rest, ())}
        slips = (other for other in alike if not (other in before and word in now) and is_slip(word, other))
        if chosen := nsmallest(_MISSPELT, slips):
            found[word] = tuple(chosen)
    return found


def _rests(word: str) -> Iterable[str]:
    """Return a word and what is left of it without one of its letters; two words a slip apart share one of these."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(min(len(word), 40)))}


def _unrivalled(found: Mapping[tuple[str, str], Likeness]) -> Iterator[tuple[str, str]]:
    """Give the pairs that are the same where neither card has another one that comes as close."""
    by_gone, by_come = _grouped(found)
    for (gone, come), likeness in found.items():
        if likeness.degree is Degree.SAME:
            rivals = [other for other in by_gone[gone] + by_come[come] if other != (gone, come)]
            if not any(_rivals(found[other], likeness) for other in rivals):
                yield gone, come


def _rivals(other: Likeness, chosen: Likeness) -> bool:
    if other.degree is Degree.SAME:
        return True
    return other.apart is not None and chosen.apart is not None and other.apart <= chosen.apart


def _grouped(
    keys: Iterable[tuple[str, str]],
) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    """Return pairs of keys by the first and by the second of them."""
    by_gone: dict[str, list[tuple[str, str]]] = {}
    by_come: dict[str, list[tuple[str, str]]] = {}
    for gone, come in keys:
        by_gone.setdefault(gone, []).append((gone, come))
        by_come.setdefault(come, []).append((gone, come))
    return by_gone, by_come


def _doubtful(
    found: Mapping[tuple[str, str], Likeness], certain: Mapping[str, str]
) -> dict[str, tuple[Candidate, ...]]:
    """Return what is left to ask about: each new card below the vanished one it is most like."""
    settled = set(certain.values())
    ranked = sorted(
        (
            (likeness.degree is not Degree.SAME, -likeness.score, gone, come)
            for (gone, come), likeness in found.items()
            if likeness.degree is not Degree.OTHER and gone not in certain and come not in settled
        ),
    )
    offered: set[str] = set()
    asked: dict[str, list[Candidate]] = {}
    for _, _, gone, come in ranked:
        if come not in offered:
            offered.add(come)
            asked.setdefault(gone, []).append(Candidate(come, found[gone, come]))
    return {gone: tuple(asked[gone][:MOST_OFFERED]) for gone in sorted(asked)}
