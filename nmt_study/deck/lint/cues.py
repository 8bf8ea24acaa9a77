"""Rules about what gives the right option away to somebody who does not know it."""

import re
from collections import Counter
from collections.abc import Iterator

from nmt_study.deck.grammar.source import quoted
from nmt_study.deck.lint.rules import Rule
from nmt_study.deck.lint.subject import Check, Finding, Subject
from nmt_study.deck.lint.wording import ABSOLUTE, FIELD, VAGUE, content, wants_an, words

LONGER = 1.25  # times the next longest option
BY = 10  # characters longer
FEWEST = 3  # options, below which nothing stands out
_SHORT = 3  # letters; words of no more tell nothing
_BLANK = re.compile(r"[\s:_.…-]*$")
_PLURAL = {"are": True, "were": True, "is": False, "was": False}
_SHARED = 2  # telling words that each option has, for one to be the mean of all
_MARGIN = 1.5  # times what the next option has in common with the others


def longest_key(one: Subject) -> Iterator[Finding]:
    """A right option that is by far the longest."""
    if one.key is None or len(one.options) < FEWEST:
        return
    lengths = [len(text) for text in one.texts]
    key, other = lengths[one.key], max(lengths[number] for number in one.wrong)
    if key >= LONGER * other and key - other >= BY:
        message = f"The right option has {key} characters, the next longest {other}."
        hint = "Shorten it, or make a wrong option as long."
        yield Finding(Rule.LONGEST_KEY, one.at_option(one.key), message, hint)


def absolutes(one: Subject) -> Iterator[Finding]:
    """Words such as "always" in wrong options, and in no right one."""
    if not one.options or one.true_or_false:
        return
    said = [ABSOLUTE.intersection(words(text)) for text in one.texts]
    if any(said[number] for number, option in enumerate(one.options) if option.correct):
        return
    for number in one.wrong:
        for word in sorted(said[number]):
            message = f"“{word}” stands in a wrong option, and in no right one."
            hint = "Say it without the word, or use such words in right options too."
            yield Finding(Rule.ABSOLUTE, one.at_option(number, word), message, hint)


def vague(one: Subject) -> Iterator[Finding]:
    """Words for a share that everybody takes for another one."""
    for number, text in enumerate(one.texts):
        for word in sorted(VAGUE.intersection(words(text))):
            hint = "Say how often, or leave the word out."
            message = f"“{word}” means another share to everybody."
            yield Finding(Rule.VAGUE, one.at_option(number, word), message, hint)


def article(one: Subject) -> Iterator[Finding]:
    """A question that ends with "a" or "an", and options that the other article would need."""
    last = _last_word(one.stem)
    if not one.options or last not in {"a", "an"}:
        return
    for number, text in enumerate(one.texts):
        first = text.split(" ", 1)[0].strip("\"'“”‘’(")
        if first and wants_an(first) != (last == "an"):
            message = f"The question ends with “{last}”, and {quoted(text)} does not go with it."
            hint = "End the question with “a(n)”, or put the article into each option."
            yield Finding(Rule.ARTICLE, one.at_option(number), message, hint)


def number_of_verb(one: Subject) -> Iterator[Finding]:
    """A question that ends with "is" or "are", where the right option alone goes with it."""
    last = _last_word(one.stem)
    if one.key is None or last not in _PLURAL or len(one.options) < FEWEST:
        return
    fits = [_is_plural(text) is _PLURAL[last] for text in one.texts]
    if fits[one.key] and fits.count(True) == 1:
        message = f"The question ends with “{last}”, and only the right option goes with it."
        yield Finding(
            Rule.NUMBER, one.at_option(one.key), message, "Write “is/are”, or put the verb into the options."
        )


def _is_plural(text: str) -> bool:
    """Tell whether an option looks like several things, by its last word or an "and"."""
    said = words(text)
    last = said[-1] if said else ""
    return "and" in said or (last.endswith("s") and not last.endswith(("ss", "us", "is")))


def _last_word(stem: str) -> str:
    """Return the last word of a question that goes on in its options, "" where it ends as a sentence."""
    text = stem.rstrip()
    if text.endswith(("?", "!")) or (text.endswith(".") and not text.endswith("..")):
        return ""
    said = words(_BLANK.sub("", text[-60:])[-40:])
    return said[-1] if said else ""


def clang(one: Subject) -> Iterator[Finding]:
    """A telling word of the question that comes back in the right option, and in no wrong one."""
    if one.key is None or len(one.options) < FEWEST:
        return
    telling = (content(one.stem) - FIELD) & content(one.texts[one.key])
    if not telling:
        return
    others = " ".join(one.texts[number] for number in one.wrong).lower()
    for word in sorted(telling):
        if word[:5] not in others:
            message = f"“{word}” stands in the question and in the right option only."
            hint = "Say it in other words, or use the word in a wrong option too."
            yield Finding(Rule.CLANG, one.at_option(one.key, word), message, hint)


def convergence(one: Subject) -> Iterator[Finding]:
    """A right option whose telling words are those that most others have too."""
    if one.key is None or len(one.options) <= FEWEST:
        return
    said = [frozenset(word for word in words(text) if len(word) > _SHORT) for text in one.texts]
    having = Counter(word for each in said for word in each)
    common = [sum(having[word] - 1 for word in each) for each in said]
    elements = [sum(having[word] > 1 for word in each) for each in said]
    others = max(common[number] for number in one.wrong)
    if elements[one.key] >= _SHARED and others and common[one.key] >= _MARGIN * others:
        message = "The right option has more words in common with the others than any wrong one."
        hint = "Combine the elements so that each stands in as many wrong options."
        yield Finding(Rule.CONVERGENCE, one.at_option(one.key), message, hint)


CHECKS: tuple[Check, ...] = (longest_key, absolutes, vague, article, number_of_verb, clang, convergence)
