"""A card in full as plain lines."""

from collections.abc import Iterator

from nmt_study.deck.markup import plain
from nmt_study.services.cards import card_detail
from nmt_study.services.cards.card_detail import Detail
from nmt_study.services.study import study_words
from nmt_study.services.words import count


def detail_lines(found: Detail) -> Iterator[str]:
    """Give a card in full, a fact a line."""
    origin, face = found.found.origin, found.face
    yield " › ".join(part for part in (origin.title, origin.heading) if part)
    if face.case:
        yield f"Case: {plain(face.case)}"
    yield f"Question: {plain(face.question)}"
    for number, option in enumerate(face.options, 1):
        yield f"{number}. {plain(option)}"
    yield f"Answer: {plain(face.answer)}"
    if face.why:
        yield f"Why: {plain(face.why)}"
    yield from study_words.source_lines(found.citations, found.found.card.item)
    if origin.tags:
        yield f"Tags: {', '.join(origin.tags)}."
    yield f"File: {origin.path}, line {origin.line}. Key: {found.key}"
    yield f"State: {card_detail.state_words(found)}."
    if found.note:
        yield f"Your note: {found.note}"
    values = card_detail.figures(found)
    if values:
        yield ". ".join(f"{name}: {value}" for name, value in values) + "."
    yield card_detail.predicted_words(found)
    for one in found.answers:
        yield f"{card_detail.answer_words(one)}."
    if found.memory and found.memory.reps > len(found.answers):
        yield f"… and {count(found.memory.reps - len(found.answers), 'earlier answer')}."
