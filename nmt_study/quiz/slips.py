"""What counts as a slip of the keyboard in a word that was typed: little, so that none makes another word of it.

A slip is a letter missing or written twice, two neighbours swapped, or an `s` of the plural more or less. It is none

- at or before the third letter, or within a listed prefix: there "afferent" differs from "efferent", and
  "hyperalgesia" from "hypalgesia";
- in a short word, where nearly every slip makes another word: from five letters on only what is written double or
  single, from six on the others;
- at the end, where a letter less makes "tibia" of "tibial", in the `s` that tells "-stomy" from "-tomy", or in the
  `o` that tells "mucous" from "mucus".

Another letter in the place of one is never a slip: it makes "massive" of "passive", "patent" of "latent".
"""

from collections.abc import Iterator
from functools import cache

from nmt_study.deck import terms, vocabulary

UNTOUCHED = 3  # letters at the beginning of a word
SHORTEST = 5
SHORTEST_OTHER = 6
TWO_FROM = 15
"""Letters of a word from which on two slips in it are forgiven, as in "sternocleidomastoid"."""

_TELLING_ENDINGS = (("stomy", "tomy"), ("ous", "us"))


def allowed(letters: int) -> int:
    """Return how many slips a word of so many letters may have."""
    return 0 if letters < SHORTEST else 1 if letters < TWO_FROM else 2


def slips(typed: str, expected: str) -> int | None:
    """Return how many slips made one word of another; None where more or other things than slips did."""
    if typed == expected:
        return 0
    most = allowed(len(expected))
    if most and typed in forms(expected):
        return 1
    if most > 1 and any(typed in forms(form) for form in forms(expected)):
        return 2
    return None


def forms(word: str) -> frozenset[str]:
    """Return what one slip makes of a word."""
    found = {form for form in _forms(word) if not _tells_apart(form, word)}
    return frozenset(found - {word})


def _forms(word: str) -> Iterator[str]:
    first, end = max(UNTOUCHED, len(terms.prefix_of(word))), len(word)
    if end < SHORTEST:
        return
    for at in range(first, end):
        yield word[:at] + word[at - 1] + word[at:]
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
    yield word + word[-1]
    if end < SHORTEST_OTHER:
        return
    for at in range(first, end - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    yield word.removesuffix("s") if word.endswith("s") else word + "s"


def _tells_apart(form: str, word: str) -> bool:
    """Tell whether a form has lost the letter that tells its ending from another one."""
    return any(
        word.endswith(long) and form == word.removesuffix(long) + short for long, short in _TELLING_ENDINGS
    )


@cache
def other_words() -> frozenset[str]:
    """Return the words that are one slip away from another word, and words all the same."""
    return frozenset((vocabulary.OTHER_WORDS + vocabulary.LOOKALIKES).split())
