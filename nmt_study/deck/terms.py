"""Whether two texts that look alike mean something else: sides, negations, numbers, levels, opposed terms.

All forms of a listed word count as that word (abduct, abductor); the listed words themselves differ from each
other (abduct, adduct). Order counts too: "flexion of the hip, extension of the knee" differs from its swap.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from unicodedata import normalize

from nmt_study.deck import vocabulary
from nmt_study.deck.units import unit_typed

_NEGATIONS = frozenset(vocabulary.NEGATIONS.split())
_ROMAN = frozenset(vocabulary.ROMAN.split())
_SIDES = frozenset(("left", "right"))
_SIGNS = frozenset(vocabulary.SIGNS.values())
_DIGITS = {word: str(number) for number, word in enumerate(vocabulary.NUMBERS.split())}
_PREFIXES = tuple(
    tuple(prefix.strip("-") for prefix in line.split()) for line in vocabulary.PREFIXES.strip().splitlines()
)
_SHORTEST_REST = 3
_SPELLINGS = dict(line.split() for line in vocabulary.SPELLINGS.strip().splitlines())
_SPELLING = re.compile("|".join(_SPELLINGS))
_LEVEL = r"(?<![^\W_])([ctls])-?(\d{1,2})(?![^\W_])(?:\s?[-‐‑‒–—/]\s?([ctls]?)(\d{1,2})(?![^\W_]))?"
# Letters, and the blocks of Indic, Thai, Tibetan and Burmese, whose vowel signs are none.
_LETTERS = r"(?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u109f])+"
_TOKEN = re.compile(
    rf"{_LEVEL}|((?<![\w)])[-−](?=\d))?(\d+(?:[.,]\d+)*)|({_LETTERS}(?:['’]{_LETTERS})*)|([%&<>≤≥±+→°])"
)
_ACCENT = re.compile("[\u0300-\u036f]")


def words(text: str) -> tuple[str, ...]:
    """Return the words, numbers and signs of a text as they are compared.

    Case, accents, hyphens and other punctuation are gone. A number has a point and may have a minus; levels
    come one by one, `L4/5` as l4 and l5; zero to twenty come as digits, British spelling as American.
    """
    return tuple(_words(_folded(text)))


def differ(a: str, b: str) -> bool:
    """Return whether two texts differ in a side, negation, number, level, unit, or listed or opposed word."""
    in_a, in_b = words(a), words(b)
    if in_a == in_b:
        return False
    only_a, only_b = _left_over(in_a, in_b)
    return _weighty(in_a) != _weighty(in_b) or opposed(only_a, only_b)


def clash(a: str, b: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the listed words, numbers and the like of each text that the other one lacks."""
    only_a, only_b = _left_over(words(a), words(b))
    return tuple(filter(_concept, only_a)), tuple(filter(_concept, only_b))


def opposed(a: Iterable[str], b: Iterable[str]) -> bool:
    """Return whether a word of `a` and one of `b` are the same but for opposed prefixes, as un- or hyper-."""
    prefixes: dict[tuple[int, str], set[str]] = {}
    for word in a:
        for key, prefix in _splits(word):
            prefixes.setdefault(key, set()).add(prefix)
    return any(prefixes.get(key, {prefix}) != {prefix} for word in b for key, prefix in _splits(word))


def prefix_of(word: str) -> str:
    """Return the longest listed prefix with which a word begins, as hyper- or infra-; "" where there is none."""
    found = [word.removesuffix(rest) for (_, rest), _ in _splits(word)]
    return max(found, key=len, default="")


def is_exact(word: str) -> bool:
    """Return whether a word as given by `words` admits no slip: a number, level, side, negation or letter."""
    return len(word) == 1 or word[-1].isnumeric() or word in _NEGATIONS or word in _ROMAN or word in _SIDES


def same_term(a: str, b: str) -> bool:
    """Return whether two words are one listed word in two forms, as abduct and abductor."""
    return a == b or (a in listed() and listed()[a] == listed().get(b))


@cache
def listed() -> dict[str, str]:
    """Return every form in the list with the word that it is a form of."""
    forms: dict[str, str] = {}
    for line in vocabulary.TERMS.strip().splitlines():
        bases, _, endings = line.partition(":")
        for names in bases.split():
            base, *variants = names.split("=")
            for name in (base, *variants):
                for ending in ("", *endings.split()):
                    forms.setdefault(name + ending, base)
    return forms


def _folded(text: str) -> str:
    """Return the text without case, and without the accents of Latin, Greek and Cyrillic."""
    if text.isascii():
        return text.lower()
    return normalize("NFC", _ACCENT.sub("", normalize("NFD", text.casefold())))


def _words(folded: str) -> Iterator[str]:
    for found in _TOKEN.finditer(folded):
        region, level, second_region, second, minus, number, word, sign = found.groups()
        if region:
            yield region + level
            if second:
                yield (second_region or region) + second
        elif number:
            yield ("-" if minus else "") + number.replace(",", ".")
        elif word:
            word = _SPELLING.sub(_one_spelling, word.replace("'", "").replace("’", ""))
            yield _DIGITS.get(word, word)
        else:
            yield vocabulary.SIGNS[sign]


def _one_spelling(found: re.Match[str]) -> str:
    return _SPELLINGS[found[0]]


def _left_over(a: Iterable[str], b: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    in_a, in_b = Counter(a), Counter(b)
    return in_a - in_b, in_b - in_a


def _weighty(said: Iterable[str]) -> list[str]:
    """Return what the sensitive words stand for, in order."""
    return list(filter(None, map(_concept, said)))


def _concept(word: str) -> str:
    """Return what a sensitive word stands for; empty for any other."""
    if unit := unit_typed(word):
        return unit.name
    if word in {"a", "i"}:
        return ""
    return word if is_exact(word) or word in _SIGNS else listed().get(word, "")


def _splits(word: str) -> Iterator[tuple[tuple[int, str], str]]:
    """Give every way to see a word as a listed prefix and a rest, with the line the prefix is from."""
    for line, prefixes in enumerate(_PREFIXES):
        for prefix in prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_REST:
                negated = "un" if prefix and "" in prefixes else prefix  # one negation is as good as another
                yield (line, word[len(prefix) :]), negated
