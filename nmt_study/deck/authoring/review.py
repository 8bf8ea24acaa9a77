"""Review marks: who looked an item over and when, bound to its text by a digest.

A mark counts only while the text is the one that was looked at, so whoever changes an item takes its mark away.
"""

from dataclasses import replace
from hashlib import sha256

from nmt_study.deck.grammar.properties import DIGITS
from nmt_study.deck.grammar.writer import write_item
from nmt_study.deck.model import Choice, Item, Properties, Review

REVIEWED = "reviewed"
"""The status that needs a mark."""


def digest_of(item: Item) -> str:
    """Return the digest of what a reviewer vouches for: case, question, answers, feedback, reason and sources.

    The layout of the lines, the order of shuffled options, and all other properties have no part in it.
    """
    properties = Properties(
        source=tuple(sorted(item.properties.source)), evidence=item.properties.evidence,
        both_ways=item.properties.both_ways,
    )  # fmt: skip
    answer = item.answer
    if isinstance(answer, Choice) and item.properties.shuffle is not False:
        answer = replace(answer, options=tuple(sorted(answer.options, key=lambda one: one.text)))
    text = write_item(replace(item, properties=properties, answer=answer))
    return sha256(" ".join(text.split()).encode()).hexdigest()[:DIGITS]


def review_of(item: Item) -> Review | None:
    """Return the mark of an item if its text is still the one that was reviewed."""
    mark = item.properties.reviewed
    return mark if mark is not None and mark.digest == digest_of(item) else None
