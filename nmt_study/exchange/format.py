"""What a format of another program looks like to the rest: bytes in, a deck out, and what could not be carried.

An adapter is a module with `read`, `write` or both. Each is pure: bytes and values in, bytes and values out, no files,
no clock. What it cannot carry it tells, item by item; what it cannot know it asks, and never guesses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from nmt_study.deck.model import Deck


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be carried: where it stands in the file, what it is, and what was kept in its stead.

    `where` is as a person would look for it: "item 3", "line 12", "imsmanifest.xml". All three are plain words.
    """

    where: str
    what: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that only a person can answer, such as which option is right.

    `id` names it in the answers that the next `read` is given; an answer is the number of one of `choices`, from "1".
    An item whose doubt is not answered is left out and told as a loss. `lasting` says that the answer holds for every
    file of the same make, as what the columns of a table are.
    """

    id: str
    where: str
    question: str
    choices: tuple[str, ...]
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture that comes along, and its bytes.

    `name` is the path by which the deck shows it (`deck.grammar.images`); coming in, that is a name without any folder.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review in another program: of which item (its `id` there), on which card of it, when, the grade and the time taken.

    `item` is the item's key (`deck.identity.item_key`): its `id::`, or without one the hash of its text. `card` is the
    index of the card among the item's cards (`cards_of`), `at` milliseconds since 1970 UTC, `grade` 1 to 4, `millis` the
    time taken, `interval` the days that this answer decided on: 0 on the same day, None where that is not known.
    """

    item: str
    card: int
    at: int
    grade: int
    millis: int
    interval: int | None = None


@dataclass(frozen=True, slots=True)
class CardState:
    """Where a card stands: when it is due, and what is remembered about it; `item` and `card` as in `PastReview`.

    `due` is a study day (days since 1970-01-01), `interval` the days from its last answer to then, `reps` and `lapses`
    count answers and Agains. `stability` and `difficulty` are FSRS's, None where another algorithm decided.
    """

    item: str
    card: int
    due: int
    interval: int
    reps: int
    lapses: int
    stability: float | None = None
    difficulty: float | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A deck on its way in or out, with its pictures, what was answered and where its cards stand.

    `made` is when it was sent, in seconds since 1970 UTC, for formats that keep the newer of two texts; 0 if not known.
    """

    deck: Deck
    media: tuple[Medium, ...] = ()
    reviews: tuple[PastReview, ...] = ()
    states: tuple[CardState, ...] = ()
    made: int = 0


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a file comes to: one parcel for each deck in it, what was lost, and what has to be asked first.

    `notes` say, a sentence or two each, how the file was read where a person may have meant it otherwise.
    """

    parcels: tuple[Parcel, ...]
    losses: tuple[Loss, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Departed:
    """A file for another program, and what it could not carry."""

    data: bytes
    losses: tuple[Loss, ...] = ()


class Reader(Protocol):
    """Reads a file of another program."""

    def __call__(self, data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
        """Return what the file holds; `name` is how it is called, `answers` are those to earlier doubts.

        Raises:
            NmtError: it is not of this format, damaged, too large, or hostile; nothing of it is taken.
        """
        ...


class Writer(Protocol):
    """Writes a file for another program."""

    def __call__(self, parcel: Parcel) -> Departed:
        """Return the file; the same parcel gives the same bytes.

        Raises:
            NmtError: the format can carry nothing of it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in commands, its title, the ends of its file names, where its adapter is, and what it can.

    `boxed` says that its files are archives, XML or databases, which are opened in a process with limits, `answers` that
    it has a place for what was answered and for due days.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    module: str
    reads: bool
    writes: bool
    boxed: bool = False
    answers: bool = False
