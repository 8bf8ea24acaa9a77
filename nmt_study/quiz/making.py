"""Choice items made from cards, only where other cards of the same kind give sound wrong options.

Two cards are of one kind when their questions are nearly the same but for what they are about, which is what stands
in their heading: "Which nerve supplies X?" for two muscles X. The answers of the others are the wrong options, as
long as none of them could pass for the right one: neither contains the other, and they have few words in common.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nmt_study.deck import terms
from nmt_study.deck.model import Choice, Item, Option, Properties, Recall, Typed
from nmt_study.quiz.paper import shuffled

WRONG = 3
"""Wrong options of a made item: with the key four, which is what most exams have."""

LONGEST = 120  # characters of an answer that still reads as an option
SAME_KIND = 0.6
"""Share of the words of two questions, without what they are about, that both must have to ask the same."""
LIKENESS = 0.5
"""Share of an answer's words above which it could pass for another one; half is one word beside "nerve"."""

_SHORT = 3  # letters of the words, such as "the" or "of", that tell no two answers apart
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")

_Question = frozenset[str]


@dataclass(frozen=True, slots=True)
class Card:
    """A card that an item may be made from: its item, the heading above it, and what it has from its deck."""

    item: Item
    heading: str
    source: tuple[str, ...] = ()
    evidence: str = ""
    topic: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """The items that were made, and how many cards were left out for which reason."""

    items: tuple[Item, ...]
    left_out: tuple[tuple[str, int], ...]


def make(cards: Sequence[Card], count: int, seed: str) -> Made:
    """Make at most so many items, from cards taken in an order that the seed gives."""
    kinds = _Kinds()
    reasons: Counter[str] = Counter()
    fit: list[Card] = []
    for card in cards:
        if reason := _unfit(card):
            reasons[reason] += 1
        else:
            fit.append(card)
            kinds.add(card)
    made: list[Item] = []
    for card in shuffled(fit, seed):
        wrong = _wrong_options(card, kinds.others(card), f"{seed}/{card.item.stem}")
        if len(wrong) < WRONG:
            reasons[_TOO_FEW] += 1
        elif len(made) < count:
            made.append(_item(card, wrong, f"{seed}/{card.item.stem}/places"))
    return Made(tuple(made), tuple(reasons.most_common()))


_OTHER_KIND = "is no question with one answer in words"
_NOT_ABOUT = "does not name its heading in the question, so there is nothing to compare it with"
_LONG = "has an answer too long for an option"
_TOO_FEW = "has fewer than three others that ask the same and whose answers could be wrong options"


def _unfit(card: Card) -> str:
    """Return why no item can be made from a card, or nothing."""
    if not isinstance(card.item.answer, Recall | Typed) or card.item.case or card.item.properties.both_ways:
        return _OTHER_KIND
    if len(_question(card)) == len(set(terms.words(card.item.stem))):
        return _NOT_ABOUT
    return _LONG if len(answer_of(card)) > LONGEST else ""


def _question(card: Card) -> _Question:
    """Return the words of a card's question without those of its heading, in singular or plural."""
    about = {word.removesuffix("s") for word in terms.words(card.heading)}
    return frozenset(word for word in terms.words(card.item.stem) if word.removesuffix("s") not in about)


class _Kinds:
    """The cards by what they ask, so that those that ask nearly the same are found without a look at all."""

    def __init__(self) -> None:
        self._cards: dict[tuple[str, _Question], list[Card]] = {}
        self._alike: dict[tuple[str, _Question], list[_Question]] = {}
        self._with_word: dict[tuple[str, str], list[_Question]] = {}

    def add(self, card: Card) -> None:
        key = (card.topic, _question(card))
        if key not in self._cards:
            for word in key[1]:
                self._with_word.setdefault((card.topic, word), []).append(key[1])
        self._cards.setdefault(key, []).append(card)

    def others(self, card: Card) -> list[Card]:
        """Return the cards about something else that ask nearly the same."""
        key = (card.topic, _question(card))
        if key not in self._alike:
            self._alike[key] = [other for other in self._near(*key) if _same(key[1], other)]
        found = (one for question in self._alike[key] for one in self._cards[card.topic, question])
        return [one for one in found if one.heading.casefold() != card.heading.casefold()]

    def _near(self, topic: str, question: _Question) -> list[_Question]:
        """Return the questions with one of the rarest words of a question, one of which each that asks the same has."""
        lists = sorted((self._with_word[topic, word] for word in question), key=len)
        enough = len(question) - int(SAME_KIND * len(question)) + 1
        return list(dict.fromkeys(one for several in lists[:enough] for one in several))


def _same(one: _Question, other: _Question) -> bool:
    return len(one & other) >= SAME_KIND * len(one | other)


def answer_of(card: Card) -> str:
    """Return the answer of a card as one line."""
    answer = card.item.answer
    text = (
        answer.text if isinstance(answer, Recall) else answer.accepted[0] if isinstance(answer, Typed) else ""
    )
    return " ".join(text.split())


def _wrong_options(card: Card, others: Iterable[Card], seed: str) -> list[Card]:
    """Return cards whose answers are sound wrong options beside each other, in an order that the seed gives."""
    taken: list[Card] = []
    for other in shuffled(list(others), seed):
        if all(_apart(answer_of(other), answer_of(one)) for one in (card, *taken)):
            taken.append(other)
        if len(taken) == WRONG:
            break
    return taken


def _apart(one: str, other: str) -> bool:
    """Tell whether neither of two answers could pass for the other."""
    left, right = _telling(one), _telling(other)
    return bool(left and right) and len(left & right) <= LIKENESS * min(len(left), len(right))


def _telling(answer: str) -> set[str]:
    """Return the words that tell an answer apart: the long ones and the numbers, else all."""
    words = set(terms.words(answer))
    return {word for word in words if len(word) > _SHORT or word[-1].isdigit()} or words


def _item(card: Card, wrong: Sequence[Card], seed: str) -> Item:
    """Return the item with the key and its wrong options at places that the seed gives."""
    options = [Option(answer_of(card), correct=True)]
    options += [
        Option(answer_of(one), correct=False, feedback=f"That is the answer for {one.heading}.")
        for one in wrong
    ]
    name = card.item.properties.id
    properties = Properties(
        id=f"{name}-choice" if _SLUG.fullmatch(name) else "",
        tags=card.tags, source=card.source, evidence=card.evidence, topic=card.topic,
    )  # fmt: skip
    why = card.item.why or f"{answer_of(card)} is what the card says."
    return replace(card.item, answer=Choice(tuple(shuffled(options, seed))), why=why, properties=properties)
