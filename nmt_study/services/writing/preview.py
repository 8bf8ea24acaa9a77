"""Previewing a deck or quiz file while it is written: its cards as a learner sees them, and what is wrong with it.

No home and no record take part: the file is read wherever it lies, and nothing is written down anywhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from nmt_study.clock import Clock
from nmt_study.config import Places
from nmt_study.deck.belonging import inherited, under_headings
from nmt_study.deck.grammar.header import is_quiz
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.model import Deck, Item
from nmt_study.errors import Diagnostic, ExitCode, NmtError, Severity
from nmt_study.services import library
from nmt_study.storage.library.files import FOLDERS, State, read_bytes
from nmt_study.storage.library.library import Found, Origin
from nmt_study.storage.library.lists import Lists, state_of
from nmt_study.text import clean, reason_of

EMPTY = "There is no card in this file yet. A card begins with a line that starts with Q: or C:"
SHIPPED = "This deck came with the program. Edit the card: that makes a copy of your own."
GONE_AFTER = 3
"""Looks without a file before it is told: editors take it away for a moment while they save."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it was read: its cards, of a quiz its items, and what is wrong with it, in the order of its lines.

    `partial` is whether the quiz gives part of a point.
    """

    title: str
    quiz: bool
    partial: bool
    cards: tuple[Found, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(one.severity is Severity.ERROR for one in self.problems)

    def at_line(self, line: int) -> int | None:
        """Return which card has a line of the file, the first of them; None where none has."""
        first = bisect_right(self.cards, line, key=lambda one: one.origin.line) - 1
        if first < 0 or line not in lines_of(self.cards[first]):
            return None
        begins = self.cards[first].origin.line
        return bisect_left(self.cards, begins, key=lambda one: one.origin.line)

    def problems_of(self, found: Found | None) -> tuple[Diagnostic, ...]:
        """Return what is wrong on the lines of a card; with None, what is wrong on the lines of no card."""
        if found is None:
            return tuple(one for one in self.problems if self.at_line(one.line) is None)
        return tuple(one for one in self.problems if one.line in lines_of(found))

    def again(self, before: Found) -> int:
        """Return where a card of an earlier reading is: the one with its key, else the one on its line.

        Where a line has several cards, such as the gaps of a cloze, it is the one at the same place among them. Where
        no card begins on that line, it is the last one before.
        """
        keys = [one.card.key for one in self.cards]
        if before.card.key in keys:
            return keys.index(before.card.key)
        lines = [one.origin.line for one in self.cards]
        line = max((one for one in lines if one <= before.origin.line), default=None)
        if line is None:
            return 0
        here = [number for number, one in enumerate(lines) if one == line]
        return here[min(_index(before), len(here) - 1)] if line == before.origin.line else here[0]


def lines_of(found: Found) -> range:
    """Return the lines of the file that a card stands on."""
    place = found.card.item.place
    return range(place.first, place.last + 1)


class Watched:
    """A file that is looked at again and again; `preview` is how it read last.

    `read_at` is when that was, in local time; `again` whether it was read more than once; `gone` whether the file has
    been missing, or no file that can be read, for longer than saving takes.
    """

    def __init__(self, path: Path, places: Places, clock: Clock) -> None:
        """Read the file.

        Raises:
            NmtError: it is not there, is no file, or cannot be read.
        """
        self.path = path
        self.lists = Lists([places.shipped, places.home, *_folder_of(path)])
        self.again = False
        self._places = places
        self._clock = clock
        self._missed = 0
        self._state: State | None = state_of(path)
        try:
            data = read_bytes(path)
        except OSError as fault:
            reason = reason_of(fault)
            message = f"{clean(str(path))} cannot be read: {reason}"
            raise NmtError(message, "Give the path of a deck or quiz file.", ExitCode.USAGE) from fault
        self._take(data)

    @property
    def gone(self) -> bool:
        """Whether there has been no file that can be read for a while."""
        return self._missed >= GONE_AFTER

    @property
    def name(self) -> str:
        """The path as it is shown to people."""
        return clean(self.path.as_posix())

    def look(self) -> bool:
        """Read the file again if it was saved since; tell whether there is something else to show.

        A file that is missing, or cannot be read, leaves everything as it is; so does a folder or pipe in its place.
        """
        state, gone = state_of(self.path), self.gone
        data = None
        if state is not None and state != self._state:
            with suppress(OSError):  # the next look tries again
                data = read_bytes(self.path)
        if data is None and (state is None or state != self._state):
            self._missed += 1
            return self.gone != gone
        self._missed = 0
        if data is None:
            return gone
        self._state, self.again = state, True
        self._take(data)
        return True

    def _take(self, data: bytes) -> None:
        self.preview = read(self._places, self.path, data)
        moment = self._clock.now()
        self.read_at = f"{moment.at + timedelta(seconds=moment.offset):%H:%M:%S}"


def read(places: Places, path: Path, data: bytes) -> Preview:
    """Return what a file holds; `places` say by which settings it is checked."""
    name = clean(path.as_posix())
    parsed = parse(data, name)
    header = parsed.deck.header
    quiz = is_quiz(header, path.absolute().as_posix())
    cards = tuple(_cards(parsed.deck, path, quiz=quiz))
    title = header.title or clean(path.stem)
    problems = parsed.diagnostics
    with suppress(UnicodeDecodeError):  # then the parser's own word is all there is to say
        problems = library.check_text(places, name, data.decode("utf-8-sig"))
    return Preview(title, quiz, header.partial, cards, tuple(sorted(problems)))


def _cards(deck: Deck, path: Path, *, quiz: bool) -> Iterator[Found]:
    """Yield the cards of a deck, of a quiz one for each item, with what belongs to them."""
    for item, heading in under_headings(deck):
        origin = _origin(deck, item, path, heading, quiz=quiz)
        yield from (Found(card, origin) for card in cards_of(item)[: 1 if quiz else None])


def _origin(deck: Deck, item: Item, path: Path, heading: str, *, quiz: bool) -> Origin:
    header, properties = deck.header, inherited(item.properties, deck.header)
    return Origin(
        deck=header.id or clean(path.stem),
        title=header.title or clean(path.stem),
        path=clean(path.as_posix()),
        file=path,
        line=item.place.first,
        heading=heading,
        topic=properties.topic,
        tags=properties.tags,
        source=properties.source,
        evidence=properties.evidence,
        status=properties.status,
        shipped=False,
        quiz=quiz,
    )


def _index(found: Found) -> int:
    """Return which card of its item this is."""
    keys = [card.key for card in cards_of(found.card.item)]
    return keys.index(found.card.key) if found.card.key in keys else 0


def _folder_of(path: Path) -> Iterator[Path]:
    """Yield the folder that the file's own `decks` or `quizzes` folder stands in, where there is one."""
    above = path.absolute().parents
    yield from [folder.parent for folder in above if folder.name in FOLDERS][:1]
