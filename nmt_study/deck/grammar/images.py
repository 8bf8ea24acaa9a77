"""The pictures that the texts of an item show: where their paths stand, and the item with other paths in their place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

from nmt_study.deck.grammar.brackets import brackets
from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.model import Answer, Choice, Cloze, Heading, Item, Match, Order, Recall
from nmt_study.text import clean

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

Naming = Callable[[str], str | None]
"""Gives the new path of a picture from the one that is written, or None where that stays."""


def images_of(part: Item | Heading) -> Iterator[str]:
    """Give the path of each picture that an item or a heading shows, as it is meant: without `%20` and the like."""
    for text in _texts(part):
        for _, written in _spans(text):
            yield meant(written)


def meant(written: str) -> str:
    """Return the path that is meant by one as it stands in Markdown."""
    return clean(unquote(_ESCAPED.sub(r"\1", written)))


def with_images(item: Item, naming: Naming) -> Item:
    """Return an item whose pictures have other paths; what stands in code stays as it is."""

    def named(text: str) -> str:
        return _renamed(text, naming)

    if not any("![" in text for text in _texts(item)):
        return item
    stem = named(item.stem)
    answer = _answer(item.answer, named)
    if isinstance(answer, Cloze):
        answer = Cloze(deletions(stem)[0])
    return replace(item, stem=stem, answer=answer, why=named(item.why), case=named(item.case))


def _renamed(text: str, naming: Naming) -> str:
    for start, written in sorted(_spans(text), reverse=True):
        before = meant(written)
        path = naming(before)
        if path not in {None, before}:
            text = text[:start] + quote(path or "", safe="/@+=,._-") + text[start + len(written) :]
    return text


def _spans(text: str) -> Iterator[tuple[int, str]]:
    """Give the offset and the path, as it is written, of each picture of a text."""
    if "![" not in text:
        return
    for pair in brackets(text).pairs:
        if pair.image and pair.address:
            yield text.index(pair.address, pair.end + 1), pair.address


def _answer(answer: Answer, named: Callable[[str], str]) -> Answer:
    match answer:
        case Recall(text):
            return Recall(named(text))
        case Choice(options):
            changed = (replace(one, text=named(one.text), feedback=named(one.feedback)) for one in options)
            return replace(answer, options=tuple(changed))
        case Order(steps):
            return Order(tuple(map(named, steps)))
        case Match(pairs, wrong):
            return Match(
                tuple((named(left), named(right)) for left, right in pairs), tuple(map(named, wrong))
            )
        case _:
            return answer


def _texts(part: Item | Heading) -> Iterator[str]:
    """Give all texts that may show a picture."""
    if isinstance(part, Heading):
        yield part.text
        return
    yield from (part.case, part.stem, part.why)
    match part.answer:
        case Recall(text):
            yield text
        case Choice(options):
            for option in options:
                yield from (option.text, option.feedback)
        case Order(steps):
            yield from steps
        case Match(pairs, wrong):
            for pair in pairs:
                yield from pair
            yield from wrong
