"""A card as plain lines: its question, what a check found, and its answer."""

from collections.abc import Iterator

from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Choice, Item, Kind
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.services import words
from nmt_study.services.study import study_words
from nmt_study.services.study.study import Shown


def question_lines(shown: Shown, number: int) -> Iterator[str]:
    """Give where the card comes from, its case, question and options."""
    standing = "" if shown.standing in study_words.EARLY else shown.standing.value.capitalize()
    where = [shown.origin.title, shown.origin.heading, standing]
    yield f"Card {number}. " + ". ".join(part for part in where if part) + "."
    if shown.citations.red_flag:
        yield f"{words.RED_FLAG}. {words.STUDY_AID}"
    if made := study_words.shape_words(shown.shape, shown.day):
        yield made
    if early := study_words.EARLY.get(shown.standing):
        yield f"{early}."
    if shown.face.case:
        yield f"Case: {plain(shown.face.case)}"
    yield f"Question: {plain(shown.face.question)}"
    for place, option in enumerate(shown.face.options, 1):
        yield f"{place}. {plain(option)}"


def verdict_lines(mark: Mark, shown: Shown) -> Iterator[str]:
    """Give what the check found: right or not, why, and where the words differ."""
    # A remark on a choice was written by the deck's author, with markup; all others are our own words.
    reason = plain(blocks(mark.reason)) if shown.card.item.kind is Kind.SINGLE else mark.reason
    yield f"{study_words.VERDICTS[mark.verdict]} {sentence(reason)}".strip()
    if mark.verdict is Verdict.WRONG and mark.diff:
        yield f"Compared with the answer: {study_words.difference_words(mark.diff)}."


def answer_lines(shown: Shown) -> Iterator[str]:
    """Give the answer, why, and the evidence."""
    yield f"Answer: {_place_of_key(shown.card.item)}{plain(shown.face.answer)}"
    if shown.face.why:
        yield f"Why: {plain(shown.face.why)}"
    if shown.note:
        yield f"Your note: {shown.note}"
    evidence = study_words.evidence_words(shown.citations)
    if evidence:
        yield f"Evidence: {evidence}"


def _place_of_key(item: Item) -> str:
    """Return the number of the right option of a single choice, as it was listed."""
    if not isinstance(item.answer, Choice) or item.answer.many:
        return ""
    return next((f"{number}. " for number, option in enumerate(item.answer.options, 1) if option.correct), "")


def sentence(text: str) -> str:
    """Return a remark as a sentence of its own."""
    text = text.strip()
    return text and f"{text[0].upper()}{text[1:]}" + ("" if text[-1] in ".!?" else ".")
