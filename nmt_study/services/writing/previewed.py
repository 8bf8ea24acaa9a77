"""A card of a previewed file as study or a quiz would show it, the check of an answer to it, and the card as lines."""

from collections.abc import Iterator
from fractions import Fraction

from nmt_study.deck.face import Blocks, face_of, item_face
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Choice, Match, Order, Typed
from nmt_study.errors import Diagnostic
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.quiz.reading import understood
from nmt_study.quiz.response import Response, choices, is_blank
from nmt_study.quiz.scoring import score
from nmt_study.quiz.typed import typed_answers
from nmt_study.services.quiz import sheet
from nmt_study.services.study import shown
from nmt_study.services.study.study_words import evidence_words
from nmt_study.services.words import RED_FLAG, STUDY_AID
from nmt_study.services.writing.preview import Preview
from nmt_study.srs.queue import Stage
from nmt_study.storage.library.library import Found
from nmt_study.storage.library.lists import Lists
from nmt_study.storage.record.sitting import Asked
from nmt_study.text import canonical

_FEW = 3  # sources named below an answer


def in_study(found: Found, lists: Lists) -> shown.Shown:
    """Return a card as study shows one that was never asked."""
    origin = found.origin
    return shown.Shown(
        event="",
        card=found.card,
        origin=origin,
        face=face_of(found.card),
        citations=lists.citations(origin.source, origin.evidence),
        standing=Stage.NEW,
        memory=None,
        decisions=(),
        day=0,
        since=0.0,
    )


def in_quiz(
    preview: Preview, place: int, response: Response | None = None, mark: Mark | None = None
) -> sheet.Shown:
    """Return an item as a quiz shows it; with a mark, as it is shown once it is answered.

    Options stand as in the file; steps and right sides by their text, so that their order gives nothing away.
    """
    found = preview.cards[place]
    item = found.card.item
    texts = choices(item)
    numbers = list(range(len(texts)))
    if isinstance(item.answer, Order | Match):
        numbers.sort(key=lambda number: canonical(texts[number]))
    asked = Asked(found.card.group, found.card.content, found.origin.topic, tuple(numbers))
    face = item_face(item, [texts[number] for number in numbers])
    return sheet.Shown(
        place=place,
        asked=asked,
        found=found,
        face=face,
        order=tuple(numbers),
        response=response,
        sure=None,
        flagged=False,
        struck=frozenset(),
        mark=mark,
    )


def study_response(found: Found, written: str) -> Response | None:
    """Return what was typed or chosen for a card as study understands it, None where nothing was.

    Raises:
        UnreadableError: it is no answer to this card.
    """
    item = found.card.item
    return understood(item, range(len(choices(item))), written) if written else None


def study_mark(preview: Preview, found: Found, response: Response) -> Mark:
    """Return the check of what was typed or chosen for a card."""
    typed = isinstance(found.card.item.answer, Typed)
    return score(found.card.item, response, _rivals(preview, gaps=False) if typed else frozenset())


def quiz_mark(preview: Preview, found: Found, response: Response) -> Mark:
    """Return the mark of an answer to an item; one that is blank was not answered."""
    if is_blank(response):
        return Mark(Verdict.OPEN, Fraction(0), "")
    return score(found.card.item, response, _rivals(preview, gaps=True), partial=preview.partial)


def _rivals(preview: Preview, *, gaps: bool) -> frozenset[str]:
    return typed_answers((found.card.item for found in preview.cards), gaps=gaps)


def position_words(preview: Preview, place: int) -> str:
    """Return where a card is: "card 3 of 12, line 41"."""
    word = "item" if preview.quiz else "card"
    return f"{word} {place + 1} of {len(preview.cards)}, line {preview.cards[place].origin.line}"


def problem_words(problem: Diagnostic) -> str:
    """Return a problem as one line: how grave, where, what, and the mend."""
    said = f"{problem.severity.value.capitalize()}, line {problem.line}: {problem.message} {problem.hint}"
    return said.strip()


def card_lines(preview: Preview, place: int, lists: Lists) -> Iterator[str]:
    """Give a card as lines to read: where it stands, both its sides, where it is from, and what is wrong with it."""
    found = preview.cards[place]
    item, face = found.card.item, face_of(found.card)
    words = position_words(preview, place)
    yield f"{words[0].upper()}{words[1:]}. {found.origin.heading}".removesuffix(" ")
    yield from _said("Case", face.case)
    yield from _said("Question", face.question)
    for number, option in enumerate(face.options, 1):
        yield f"{number}. {_flat(option)}"
        if isinstance(item.answer, Choice) and item.answer.options[number - 1].feedback:
            yield f"   Who picks it is told: {_flat(blocks(item.answer.options[number - 1].feedback))}"
    yield from _said("Answer", face.answer)
    yield from _said("Why", face.why)
    citations = lists.citations(found.origin.source, found.origin.evidence)
    if citations.red_flag:
        yield f"{RED_FLAG}. {STUDY_AID}"
    if told := evidence_words(citations, _FEW):
        yield told
    yield from (problem_words(one) for one in preview.problems_of(found))


def _said(name: str, text: Blocks) -> Iterator[str]:
    if text:
        yield f"{name}: {plain(text)}"


def _flat(text: Blocks) -> str:
    return " ".join(plain(text).split())
