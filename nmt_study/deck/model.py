"""What a deck or quiz file holds: items as written, the cards they make, and the prose around them.

Every text here is source text after the cleaning gate (`text.clean`): inline Markdown is still in it and
becomes spans only when a card is shown (`deck.markup`). Two decks are equal when they say the same;
where an item or heading stands in its file (`Place`) takes no part in equality.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """How an item is answered."""

    RECALL = "recall"
    CLOZE = "cloze"
    SINGLE = "single"
    MULTIPLE = "multiple"
    TYPED = "typed"
    NUMERIC = "numeric"
    ORDER = "order"
    MATCH = "match"


@dataclass(frozen=True, slots=True)
class Place:
    """The lines of a file that an item or heading occupies, first and last, 1-based."""

    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Recall:
    """A free answer, said aloud and graded by the learner."""

    text: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """One `[…]` of a cloze: its text, and where it stands in the stem.

    `start` and `end` are code-point offsets of the brackets in `Item.stem`, `end` exclusive.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cloze:
    """The deletions of a cloze text, in order; the text itself, brackets included, is the item's stem."""

    deletions: tuple[Deletion, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its text, whether it is (part of) the key, and feedback for whoever picks it."""

    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A task list: exactly one correct option, or several when `many`."""

    options: tuple[Option, ...]
    many: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """Alternatives any one of which is right when typed."""

    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its accepted range and unit; `written` is the alternative as the author wrote it."""

    low: Decimal
    high: Decimal
    unit: str
    written: str


@dataclass(frozen=True, slots=True)
class Numeric:
    """Quantities any one of which is right when typed."""

    accepted: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Steps in their right order."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Left sides with their right sides, and right sides that belong to nothing."""

    pairs: tuple[tuple[str, str], ...]
    distractors: tuple[str, ...] = ()


Answer = Recall | Cloze | Choice | Typed | Numeric | Order | Match


@dataclass(frozen=True, slots=True)
class Review:
    """A mark that somebody looked an item over; `digest` is that of the text that they saw (`deck.authoring.review`)."""

    digest: str
    date: dt.date
    who: str


@dataclass(frozen=True, slots=True)
class Properties:
    """The `key:: value` lines of an item, as written; what is inherited from the header is not copied in.

    `shuffle` is None when the item says nothing.
    """

    id: str = ""
    tags: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    evidence: str = ""
    topic: str = ""
    level: str = ""
    points: Decimal | None = None
    status: str = ""
    both_ways: bool = False
    select: str = ""
    shuffle: bool | None = None
    reviewed: Review | None = None


NO_PROPERTIES = Properties()


@dataclass(frozen=True, slots=True)
class Item:
    """One question as written. `stem` is the question, or the whole text of a cloze with its brackets."""

    stem: str
    answer: Answer
    why: str = ""
    case: str = ""
    properties: Properties = NO_PROPERTIES
    place: Place = field(default=Place(), compare=False)

    @property
    def kind(self) -> Kind:
        """The kind, told by the shape of the answer."""
        if isinstance(self.answer, Choice):
            return Kind.MULTIPLE if self.answer.many else Kind.SINGLE
        return _KINDS[type(self.answer)]


_KINDS: dict[type, Kind] = {
    Recall: Kind.RECALL,
    Cloze: Kind.CLOZE,
    Typed: Kind.TYPED,
    Numeric: Kind.NUMERIC,
    Order: Kind.ORDER,
    Match: Kind.MATCH,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """An ATX heading; it groups the items below it and ends a card and a case."""

    level: int
    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Prose:
    """Text outside items, kept as it is and never asked; also an item that could not be read, word for word."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of three or more hyphens; it ends a card and a case."""


Part = Item | Heading | Prose | Rule


@dataclass(frozen=True, slots=True)
class Header:
    """The block at the top of a file; absent keys are empty, None or False. Times are minutes.

    `lint_off` names the rules of `deck.lint` that the file does without. `other` holds unknown keys with their
    values, and under the key "" lines kept word for word.
    """

    title: str = ""
    id: str = ""
    topic: str = ""
    license: str = ""
    status: str = ""
    tags: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    evidence: str = ""
    kind: str = ""
    minutes: int | None = None
    draw: int | None = None
    passing: Decimal | None = None
    shuffle: bool | None = None
    feedback: str = ""
    confidence: bool = False
    partial: bool = False
    forward_only: bool = False
    draw_from: tuple[str, ...] = ()
    blueprint: tuple[tuple[str, Decimal], ...] = ()
    lint_off: tuple[str, ...] = ()
    other: tuple[tuple[str, str], ...] = ()


NO_HEADER = Header()


@dataclass(frozen=True, slots=True)
class Deck:
    """A parsed file: header and parts in file order."""

    header: Header = NO_HEADER
    parts: tuple[Part, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items in file order."""
        return tuple(part for part in self.parts if isinstance(part, Item))


@dataclass(frozen=True, slots=True)
class Card:
    """What study asks: one direction of an item, or one deletion of a cloze.

    `key` is the identity that progress hangs on; `group` is shared by the siblings of one item; `content`
    is the hash of what the card means, whatever its key. `index` is the deletion asked for, None otherwise.
    """

    key: str
    group: str
    content: str
    item: Item
    index: int | None = None
    back: bool = False
