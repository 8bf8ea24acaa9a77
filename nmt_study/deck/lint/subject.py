"""An item as the rules look at it: its texts without markup, and where each word stands in the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nmt_study.deck.areas import item_areas
from nmt_study.deck.grammar.lines import LineKind, kind_of, protected
from nmt_study.deck.grammar.lists import OPTION
from nmt_study.deck.lint.rules import Rule
from nmt_study.deck.lint.wording import ABBREVIATION, bare
from nmt_study.deck.model import Choice, Header, Item, Option
from nmt_study.deck.refers import refers_to_others

Spot = tuple[int, int]
"""A line and a column, both from 1."""

_YES_NO = ({"true", "false"}, {"yes", "no"}, {"right", "wrong"}, {"correct", "incorrect"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken: where, in which words, and how to mend it."""

    rule: Rule
    spot: Spot
    message: str
    hint: str


Check = Callable[["Subject"], Iterator[Finding]]


class Subject:
    """One item of a file; `lines` are those of the file, as an editor numbers them."""

    def __init__(
        self,
        item: Item,
        header: Header,
        lines: Sequence[str],
        *,
        asked: bool,
        deck: str = "",
        headings: tuple[str, ...] = (),
    ) -> None:
        self.item = item
        self.header = header
        self.deck = deck
        self.headings = headings  # that it stands under
        self.asked = asked  # in a quiz or exam, not only studied
        self._lines = lines

    @cached_property
    def stem(self) -> str:
        """The question, without markup."""
        return bare(self.item.stem)

    @property
    def areas(self) -> frozenset[str]:
        """The areas that it counts for."""
        return item_areas(self.deck, self.header, self.item)

    @property
    def choice(self) -> Choice | None:
        """The options with what is right, of a choice item."""
        return self.item.answer if isinstance(self.item.answer, Choice) else None

    @property
    def options(self) -> tuple[Option, ...]:
        """The options as written; none where the item has no options."""
        return self.item.answer.options if isinstance(self.item.answer, Choice) else ()

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The options, without markup."""
        return tuple(bare(option.text) for option in self.options)

    @cached_property
    def key(self) -> int | None:
        """The number of the right option, where exactly one is right and several are not."""
        right = [number for number, option in enumerate(self.options) if option.correct]
        single = self.choice is not None and not self.choice.many
        return right[0] if single and len(right) == 1 and len(self.options) > 1 else None

    @cached_property
    def wrong(self) -> tuple[int, ...]:
        """The numbers of the wrong options."""
        return tuple(number for number, option in enumerate(self.options) if not option.correct)

    @property
    def true_or_false(self) -> bool:
        """Whether its options are true and false, or the like."""
        return {text.lower().rstrip(".!") for text in self.texts} in _YES_NO

    @cached_property
    def shuffled(self) -> bool:
        """Whether its options are shown in another order to each learner."""
        own = self.item.properties.shuffle
        told = self.header.shuffle is not False if own is None else own
        return told and not any(refers_to_others(option.text) for option in self.options)

    def at(self, word: str = "") -> Spot:
        """Return where the question, or a word of it, stands."""
        first = self.item.place.first
        below = self._places[0] - 1 if self._places else self.item.place.last
        return self._find(first, max(first, below), word, 1)

    def anywhere(self, word: str) -> Spot:
        """Return where a word stands in the item, or the question where it stands in what is shared with others."""
        return self._find(self.item.place.first, self.item.place.last, word, 1)

    @cached_property
    def abbreviations(self) -> dict[str, Spot]:
        """Where each word in capitals first stands in the item; all are found at once, as there may be many."""
        found: dict[str, Spot] = {}
        for number in range(self.item.place.first, self.item.place.last + 1):
            for one in ABBREVIATION.finditer(self._line(number)):
                found.setdefault(one[1], (number, one.start() + 1))
        return found

    def at_option(self, number: int, word: str = "") -> Spot:
        """Return where an option, or a word of it, stands."""
        if len(self._places) != len(self.options):
            return self.at()
        line = self._places[number]
        after = self._places[number + 1] - 1 if number + 1 < len(self._places) else self.item.place.last
        found = OPTION.match(self._line(line))
        return self._find(line, after, word, found.start("text") + 1 if found and found["text"] else 1)

    def at_marker(self, marker: str, word: str = "") -> Spot:
        """Return where the line that starts with a marker, or a word below it, stands."""
        place = self.item.place
        for number in range(place.first, place.last + 1):
            if self._line(number).startswith(marker):
                return self._find(number, place.last, word, 1)
        return self.at()

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """The lines on which options begin."""
        if self.choice is None:
            return ()
        first, last = self.item.place.first, self.item.place.last
        own = self._lines[first - 1 : last]
        fenced = {at for start, end in protected(own) for at in range(start, end + 1)}
        return tuple(
            first + at for at, line in enumerate(own) if at not in fenced and kind_of(line) is LineKind.OPTION
        )

    def _line(self, number: int) -> str:
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def _find(self, first: int, last: int, word: str, column: int) -> Spot:
        """Return the place of a word in some lines, or the given column of the first of them."""
        if word:
            for number in range(first, last + 1):
                line = self._line(number)
                start = column - 1 if number == first else 0
                found = _whole_word(line, word, start)
                if found >= 0:
                    return number, found + 1
        return max(1, min(first, len(self._lines))), min(column, len(self._line(first)) + 1)


def _whole_word(line: str, word: str, start: int) -> int:
    """Return where a word stands by itself in a line, whatever the case of letters; -1 where it does not."""
    if len(line.lower()) != len(line):
        return line.find(word, start)  # letters whose small form is longer would shift the columns
    line, word = line.lower(), word.lower()
    at = line.find(word, start)
    while at >= 0:
        before, after = line[at - 1 : at], line[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() and word[0].isalnum()) and not (after.isalnum() and word[-1].isalnum()):
            return at
        at = line.find(word, at + 1)
    return -1
