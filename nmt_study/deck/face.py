"""What a card shows: case, question, options, answer and why, as blocks that a front end draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nmt_study.deck.markup import Block, BlockKind, Span, blocks, hidden, plain, shown, verbatim
from nmt_study.deck.model import Answer, Card, Choice, Cloze, Item, Match, Numeric, Order, Recall, Typed
from nmt_study.deck.stem import unbracketed
from nmt_study.text import canonical

Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """The two sides of a card.

    `options` are the choices as written; the steps of an order and the right sides of a match come sorted by
    their text, so that their order gives nothing away. The left sides of a match are part of the question.
    """

    case: Blocks
    question: Blocks
    options: tuple[Blocks, ...]
    answer: Blocks
    why: Blocks


def face_of(card: Card) -> Face:
    """Return what a card shows; a back card asks for the question, a cloze card for one deletion."""
    question, answer = _sides(card)
    item = card.item
    return Face(blocks(item.case), question, _options(item.answer), answer, blocks(item.why))


@dataclass(frozen=True, slots=True)
class ItemFace:
    """An item as a quiz asks it, whole: every gap of a cloze is empty, nothing in it gives the answer away.

    `rows` are the left sides of a match; `options` are the choices, steps or right sides in the order asked for.
    """

    case: Blocks
    question: Blocks
    rows: tuple[Blocks, ...]
    options: tuple[Blocks, ...]
    answer: Blocks
    why: Blocks


def item_face(item: Item, choices: Sequence[str]) -> ItemFace:
    """Return what an item shows in a quiz, with the texts to choose from as they stand on the paper."""
    rows: tuple[Blocks, ...] = ()
    if isinstance(item.answer, Cloze):
        question = blocks(unbracketed(item.stem, item.answer.deletions, lambda _, text: hidden(text)))
        answer = blocks(unbracketed(item.stem, item.answer.deletions, lambda _, text: shown(text)))
    else:
        question, answer = blocks(item.stem), _answer(item.answer)
    if isinstance(item.answer, Match):
        rows = tuple(blocks(left) for left, _ in item.answer.pairs)
    options = tuple(blocks(text) for text in choices)
    return ItemFace(blocks(item.case), question, rows, options, answer, blocks(item.why))


def told(card: Card) -> tuple[str, str]:
    """Return what a card says as text: the question with its case, on one line, and the answer."""
    face = face_of(card)
    asked = " ".join((plain(face.case), plain(face.question)))
    return " ".join(asked.split()), plain(face.answer)


def _sides(card: Card) -> tuple[Blocks, Blocks]:
    item = card.item
    if isinstance(item.answer, Cloze):
        return _cloze_sides(item.stem, item.answer, card.index)
    question, answer = blocks(item.stem), _answer(item.answer)
    if isinstance(item.answer, Match):
        question += _listed(left for left, _ in item.answer.pairs)
    return (answer, question) if card.back else (question, answer)


def _cloze_sides(stem: str, cloze: Cloze, asked: int | None) -> tuple[Blocks, Blocks]:
    def with_gap(index: int, text: str) -> str:
        return hidden(text) if index == asked else text

    def filled_in(index: int, text: str) -> str:
        return shown(text) if index == asked else text

    return (
        blocks(unbracketed(stem, cloze.deletions, with_gap)),
        blocks(unbracketed(stem, cloze.deletions, filled_in)),
    )


def _options(answer: Answer) -> tuple[Blocks, ...]:
    match answer:
        case Choice():
            texts: Iterable[str] = (option.text for option in answer.options)
        case Order():
            texts = sorted(answer.steps, key=canonical)
        case Match():
            texts = sorted({*(right for _, right in answer.pairs), *answer.distractors}, key=canonical)
        case _:
            texts = ()
    return tuple(blocks(text) for text in texts)


def _answer(answer: Recall | Choice | Typed | Numeric | Order | Match) -> Blocks:
    match answer:
        case Recall():
            return blocks(answer.text)
        case Choice():
            key = [option.text for option in answer.options if option.correct]
            return _listed(key) if answer.many else tuple(part for text in key for part in blocks(text))
        case Typed():
            return _alternatives(answer.accepted)
        case Numeric():
            return _alternatives(tuple(quantity.written for quantity in answer.accepted))
        case Order():
            return _listed(answer.steps, numbered=True)
    return _listed(f"{left} → {right}" for left, right in answer.pairs)


def _alternatives(accepted: tuple[str, ...]) -> Blocks:
    """Return what may be typed, as it is written: the first alternative, then the others."""
    others = verbatim("also: " + ", ".join(accepted[1:])) if accepted[1:] else ()
    return (*(verbatim(accepted[0]) if accepted else ()), *others)


def _listed(texts: Iterable[str], *, numbered: bool = False) -> Blocks:
    """Return each text as an entry of a list."""
    kind = BlockKind.NUMBER if numbered else BlockKind.BULLET
    entries = []
    for number, text in enumerate(texts, 1):
        first, *rest = blocks(text) or (Block(BlockKind.PARAGRAPH, (Span(""),)),)
        label = f"{number}." if numbered else "•"
        entries.append(first._replace(kind=kind, label=label))
        entries += [block._replace(depth=block.depth + 1) for block in rest]
    return tuple(entries)
