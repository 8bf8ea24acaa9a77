"""Question papers, their keys and cards to cut, before they have a form. Texts of a deck are blocks of spans."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from nmt_study.deck.markup import Block, BlockKind
from nmt_study.reports.pictures import Picture

Blocks = tuple[Block, ...]


class Form(Enum):
    """What a question has below it to be answered with."""

    ONE = "one option to tick"
    MANY = "several options to tick"
    LINE = "a line for a word or number"
    LINES = "lines to write on"
    GAPS = "gaps in its own text"
    ORDER = "numbered blanks for letters"
    MATCH = "a blank for a letter at each left side"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its number, how it is answered and what for, and what there is to choose from.

    `rows` are the left sides of a match.
    """

    number: int
    how: str
    form: Form
    stem: Blocks
    options: tuple[Blocks, ...] = ()
    rows: tuple[Blocks, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that share a case, which is told once above them; without one, a single question."""

    questions: tuple[Question, ...]
    story: Blocks = ()

    @property
    def heading(self) -> str:
        """The line above a case."""
        first, last = self.questions[0].number, self.questions[-1].number
        if first == last:
            return f"Case for question {first}"
        return f"Case for questions {first} {'and' if last == first + 1 else 'to'} {last}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a right answer: where it goes (a blank, "" for the whole), its letter, and what it says."""

    place: str
    letter: str
    text: Blocks


@dataclass(frozen=True, slots=True)
class Solved:
    """A question in the key: its number, what it is worth, the right answer in its parts, and remarks with labels."""

    number: int
    worth: str
    parts: tuple[Part, ...]
    stem: str = ""
    remarks: tuple[tuple[str, Blocks], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What question paper and key have in common.

    `mark` tells the version and `code` which paper it is, on every page; `facts` stand in a line below the title, `lead` are sentences.
    """

    title: str
    mark: str
    code: str
    facts: tuple[str, ...]
    lead: tuple[str, ...]
    foot: str
    letter: bool = False
    pictures: Mapping[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionPaper(Paper):
    """The paper for candidates; nothing in it tells an answer. `most` are the points to be had."""

    most: str = ""
    groups: tuple[Group, ...] = ()

    def texts(self) -> Iterator[str]:
        """Give every text of it."""
        yield from (self.title, self.mark, self.code, self.foot, *self.facts, *self.lead)
        for group in self.groups:
            yield from _said(group.story)
            for one in group.questions:
                yield one.how
                for blocks in (one.stem, *one.options, *one.rows):
                    yield from _said(blocks)


@dataclass(frozen=True, slots=True)
class Key(Paper):
    """The answers to a question paper, for whoever marks it."""

    answers: tuple[Solved, ...] = ()

    def texts(self) -> Iterator[str]:
        """Give every text of it."""
        yield from (self.title, self.mark, self.code, self.foot, *self.facts, *self.lead)
        for one in self.answers:
            yield one.stem
            for part in one.parts:
                yield from _said(part.text)
            for label, blocks in one.remarks:
                yield label
                yield from _said(blocks)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a card; `options` are lettered, `small` stands below in small print."""

    blocks: Blocks
    options: tuple[Blocks, ...] = ()
    small: str = ""


@dataclass(frozen=True, slots=True)
class CutCard:
    """A card to cut out: its number and key in its deck, a warning in words, and its two sides. `why` is left out first."""

    number: int
    key: str
    flag: str
    front: Side
    back: Side
    why: Blocks = ()


@dataclass(frozen=True, slots=True)
class CutSheet:
    """The cards of a deck on sheets, front and back."""

    title: str
    cards: tuple[CutCard, ...]
    letter: bool = False
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def texts(self) -> Iterator[str]:
        """Give every text of it."""
        yield self.title
        for card in self.cards:
            yield card.flag
            yield from _said(card.why)
            for side in (card.front, card.back):
                yield side.small
                for blocks in (side.blocks, *side.options):
                    yield from _said(blocks)


def letter(place: int) -> str:
    """Return what an option is called by its place: A to Z, then AA, AB and so on."""
    more, last = divmod(place, 26)
    return (letter(more - 1) if more else "") + chr(ord("A") + last)


def _said(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        yield from (span.text for span in block.spans)
        if block.kind is not BlockKind.IMAGE:
            yield block.label
