"""Seeded edits of the shipped cards: those that change nothing that is meant, and those that do."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from nmt_study.deck import face, terms, vocabulary
from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.model import Choice, Cloze, Item, Recall, Typed
from nmt_study.deck.told import Told

Edit = Callable[[str, Random], str]
DECKS = sorted((Path(__file__).resolve().parents[2] / "decks").rglob("*.md"))
WORD = re.compile(r"[A-Za-z]+")
OPPOSITES = [
    [name.partition("=")[0] for name in line.partition(":")[0].split()]
    for line in vocabulary.TERMS.strip().splitlines()
]
BESIDE = {word: [other for other in line if other != word] for line in OPPOSITES for word in line}


@cache
def items() -> tuple[Item, ...]:
    """Return every third item of all shipped decks, which is enough to tell and quick to go through."""
    return tuple(item for path in DECKS for item in parse(path.read_bytes(), path.name).deck.items)[::3]


def told(item: Item) -> list[Told]:
    """Return the cards of an item as text."""
    return [Told(item.kind, *face.told(card)) for card in cards_of(item)]


def spoken(card: Told) -> tuple[list[str], list[str]]:
    """Return a card without its layout."""
    return card.question.split(), card.answer.split()


def recalls() -> list[Told]:
    """Return the recall cards."""
    return [told(item)[0] for item in items() if isinstance(item.answer, Recall)]


def words_of(cards: list[Told]) -> set[str]:
    """Return the words of cards."""
    return {word for card in cards for side in (card.question, card.answer) for word in terms.words(side)}


@cache
def uses() -> Counter[str]:
    """Return how many items use each word."""
    return Counter(word for item in items() for word in words_of(told(item)))


@cache
def long_words() -> tuple[str, ...]:
    """Return words of the library that name things rather than join them."""
    return tuple(sorted(word for word in uses() if len(word) >= 6 and word.isalpha()))


def used_elsewhere(item: Item) -> Callable[[str], bool]:
    """Return whether an item other than this one uses a word."""
    own = words_of(told(item))
    return lambda word: uses()[word] > (word in own)


def edited(item: Item, edit: Edit, rng: Random) -> Item:
    """Return the item with an edit of its question or its answer, whichever is drawn."""
    answer = item.answer
    if isinstance(answer, Cloze):
        stem = edit(item.stem, rng)
        return replace(item, stem=stem, answer=Cloze(deletions(stem)[0]))
    if rng.random() < 0.5:
        match answer:
            case Recall():
                return replace(item, answer=Recall(edit(answer.text, rng)))
            case Typed():
                return replace(item, answer=Typed((edit(answer.accepted[0], rng), *answer.accepted[1:])))
            case Choice():
                options = tuple(
                    replace(one, text=edit(one.text, rng)) if one.correct else one for one in answer.options
                )
                return replace(item, answer=replace(answer, options=options))
    return replace(item, stem=edit(item.stem, rng))


# Edits that change nothing that is meant


def letter_dropped(text: str, rng: Random) -> str:
    """Drop a letter."""
    at = _letter(text, rng)
    return text[:at] + text[at + 1 :]


def letter_doubled(text: str, rng: Random) -> str:
    """Double a letter."""
    at = _letter(text, rng)
    return text[:at] + text[at : at + 1] + text[at:]


def letters_swapped(text: str, rng: Random) -> str:
    """Swap two neighbouring letters."""
    spots = [found.start() for found in re.finditer(r"(?=([A-Za-z])(?!\1)[A-Za-z])", text)]
    at = rng.choice(spots) if spots else len(text)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def wrapped(text: str, rng: Random) -> str:
    """Wrap lines anew."""
    return re.sub(" ", lambda _: rng.choice([" ", "\n", "  "]), text)


def punctuated(text: str, rng: Random) -> str:
    """Change a mark that separates, or the case of the first letter."""
    spots = [found.start() for found in re.finditer(r"[,;:.?](?=\s|$)", text)]
    if not spots:
        return text + rng.choice(".;!")
    at = rng.choice(spots)
    return text[:at] + rng.choice([mark for mark in (",", ";", ".", "") if mark != text[at]]) + text[at + 1 :]


def with_article(text: str, rng: Random) -> str:
    """Put an article before a word."""
    return _inserted(text, "the", rng)


# Edits that change what is meant


def opposed(text: str, rng: Random) -> str:
    """Replace a listed word by another of its line: left by right, abduction by adduction."""
    found = [one for one in WORD.finditer(text) if BESIDE.get(one[0].lower())]
    return _replaced(text, found, lambda word: rng.choice(BESIDE[word.lower()]), rng)


def renumbered(text: str, rng: Random) -> str:
    """Change a number."""
    found = list(re.finditer(r"\d+", text))
    return _replaced(text, found, lambda number: str(int(number) + rng.choice([1, 5, 10])), rng)


def negated(text: str, rng: Random) -> str:
    """Take a negation away, or put one in."""
    found = list(re.finditer(r"\b(?:no|not|never|without) ", text))
    return _replaced(text, found, lambda _: "", rng) if found else _inserted(text, "not", rng)


def renamed(text: str, rng: Random) -> str:
    """Replace a long word, the name of a muscle for instance, by another one of the library."""
    found = [one for one in WORD.finditer(text) if one[0] in uses() and len(one[0]) >= 6]
    return _replaced(text, found, lambda word: _other_word(word, rng), rng)


def neighboured(text: str, rng: Random) -> str:
    """Replace a word by the word of the library that is spelled most like it, its own plural aside."""
    found = [one for one in WORD.finditer(text) if one[0] in uses() and len(one[0]) >= 4]
    return _replaced(text, found, _nearest_word, rng)


def extended(text: str, rng: Random) -> str:
    """Add a word that means something."""
    return _inserted(text, rng.choice(long_words()), rng)


def shortened(text: str, rng: Random) -> str:
    """Take a word away that means something."""
    found = [one for one in WORD.finditer(text) if len(one[0]) >= 5]
    return _replaced(text, found, lambda _: "", rng)


def words_swapped(text: str, rng: Random) -> str:
    """Swap two words."""
    found = [one for one in WORD.finditer(text) if len(one[0]) >= 4]
    if len(found) < 2:
        return text
    one, other = sorted(rng.sample(found, 2), key=lambda word: word.start())
    if one[0].lower() == other[0].lower():
        return text
    return text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]


HARMLESS: dict[str, Edit] = {
    "a letter dropped": letter_dropped,
    "a letter doubled": letter_doubled,
    "letters swapped": letters_swapped,
    "wrapped anew": wrapped,
    "punctuated anew": punctuated,
    "an article": with_article,
}
TYPOS = frozenset(list(HARMLESS)[:3])
CHANGING: dict[str, Edit] = {
    "the opposite": opposed,
    "another number": renumbered,
    "a negation": negated,
    "another name": renamed,
    "a neighbour in spelling": neighboured,
    "a word more": extended,
    "a word less": shortened,
    "words swapped": words_swapped,
}


def _letter(text: str, rng: Random) -> int:
    spots = [at for at, letter in enumerate(text) if letter.isalpha()]
    return rng.choice(spots) if spots else len(text)


def _inserted(text: str, word: str, rng: Random) -> str:
    spots = [found.start(1) for found in re.finditer(r" ([a-z])", text)]
    at = rng.choice(spots) if spots else 0
    return f"{text[:at]}{word} {text[at:]}"


def _replaced(text: str, found: list[re.Match[str]], change: Callable[[str], str], rng: Random) -> str:
    if not found:
        return text
    one = rng.choice(found)
    return text[: one.start()] + change(one[0]) + text[one.end() :]


def _other_word(word: str, rng: Random) -> str:
    return rng.choice([other for other in long_words() if not terms.same_term(other, word.lower())])


@cache
def _nearest_word(word: str) -> str:
    def shared(other: str) -> tuple[int, str]:
        return (Counter(word) & Counter(other)).total() * 2 - len(other), other

    stem = terms.words(word)[0].rstrip("s")
    return max((other for other in uses() if other.isalpha() and other.rstrip("s") != stem), key=shared)
