"""How hard a text is to read, by the formula of Flesch and Kincaid."""

import re

from nmt_study.deck.terms import listed

_SENTENCE = re.compile(r"(?<![.?!])[.?!]++(?=\s|$)")
_LETTERS = re.compile(r"[a-z]+(?:'[a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^td]ed|[^sxz]es)$")


def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    count = len(_VOWELS.findall(word))
    if count > 1 and _SILENT.search(word):
        count -= 1
    return max(1, count)


def grade(text: str, least: int) -> float | None:
    """Return the school grade that a text needs, None where it has fewer than `least` words.

    Terms of the field count as words and have no part in the syllables: they are what is being learnt.
    """
    words = _LETTERS.findall(text.lower())
    terms = listed()
    plain = [word for word in words if word not in terms]
    if len(words) < least or not plain:
        return None
    sentences = max(1, len(_SENTENCE.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, plain)) / len(plain) - 15.59
