"""Questions with options in the rows of a table: their keys, which are asked for where they are not certain."""

from typing import NamedTuple

from nmt_study.deck.model import Choice, Option
from nmt_study.exchange.format import Doubt
from nmt_study.exchange.keys import LETTERS, Options, key_of, numbers_in
from nmt_study.exchange.table.cells import Cells, Row, line_of
from nmt_study.exchange.table.columns import Column
from nmt_study.exchange.telling import quoted
from nmt_study.text import shorten

_TRUTHS = {"true": True, "t": True, "false": False, "f": False}
_LEAVE = "none of these, or several: leave the item out"
_ONE = frozenset({"single", "single choice", "radio", "sc"})


class _Spot(NamedTuple):
    """A row, where it stands, and what it asks."""

    where: str
    row: Row
    stem: str


class Choices:
    """Reads the choices of one table; one that is left out is told."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._landing = cells.landing
        self._base_is_asked = False
        self._base = self._number_base()

    def truth(self, where: str, row: Row, stem: str) -> Choice | None:
        """Return a choice of true and false."""
        if len(self._cells.options(row)) > 1:
            return self.choice(where, row, stem, many=False)
        written = self._cells.either(row, Column.KEY, Column.ANSWER).casefold().strip(" .")
        options = {0: "True", 1: "False"}
        key = frozenset({int(not _TRUTHS[written])}) if written in _TRUTHS else None
        hint = f"The key says {quoted(written)}." if written else ""
        return self._with_key(_Spot(where, row, stem), options, key, hint)

    def choice(self, where: str, row: Row, stem: str, *, many: bool) -> Choice | None:
        """Return a choice of the options in a row."""
        options = self._cells.options(row)
        written = [self._cells.raw(row, column) for column in (Column.KEY, Column.ANSWER)]
        written = [text for text in written if text]
        if self._cells.columns.wrong and written and not self._cells.columns.options:
            return self._with_wrong(where, row, written[0], options)
        if len(options) < 2:
            self._landing.lose(where, f"a question with fewer than two options: {quoted(stem)}")
            return None
        plain = {place: line_of(option) for place, option in options.items()}
        keys = {key_of(line_of(text), plain, self._base) for text in written}
        key = next(iter(keys)) if len(keys) == 1 else None
        if key is not None and len(key) > 1 and self._cells.raw(row, Column.KIND).casefold() in _ONE:
            key = None
        hint = f"The key says {' and '.join(map(quoted, written))}." if written else "There is no key."
        if key is None and self._base_is_asked and any(numbers_in(text, plain) for text in written):
            self._landing.lose(
                where, f"{quoted(stem)}: it is not certain which option the number in its key means"
            )
            return None
        return self._with_key(_Spot(where, row, stem), options, key, hint, many=many)

    def _with_wrong(self, where: str, row: Row, right: str, options: Options) -> Choice | None:
        """Return a choice whose right option stands in one column and the wrong ones in others."""
        wrong = [text for text in options.values() if text]
        if not wrong or any(line_of(text).casefold() == line_of(right).casefold() for text in wrong):
            self._landing.lose(where, f"an item whose right option is a wrong one too: {quoted(right)}")
            return None
        texts = [right, *wrong]
        return Choice(
            tuple(Option(self._cells.said(where, text), place == 0) for place, text in enumerate(texts))
        )

    def _with_key(
        self,
        spot: _Spot,
        options: Options,
        key: frozenset[int] | None,
        hint: str,
        *,
        many: bool = False,
    ) -> Choice | None:
        """Return the choice with its key, which is asked for where it is not certain."""
        if key is None:
            key = self._asked(spot, options, hint)
        if key is None:
            return None
        for place, column in self._cells.columns.feedback.items():
            if place not in options and column < len(spot.row) and spot.row[column]:
                what = f"feedback on an option that is none: {quoted(spot.row[column])}"
                self._landing.lose(spot.where, what)
        made = tuple(
            Option(
                self._cells.said(spot.where, text),
                place in key,
                self._cells.feedback(spot.where, spot.row, place),
            )
            for place, text in options.items()
        )
        return Choice(made, many or len(key) > 1)

    def _asked(self, spot: _Spot, options: Options, hint: str) -> frozenset[int] | None:
        choices = tuple(f"{LETTERS[place]}: {shorten(line_of(text), 60)}" for place, text in options.items())
        doubt = Doubt(
            self._landing.named(f"{spot.where.replace(' ', '-')}-key"),
            spot.where,
            f"Which option is right? {quoted(line_of(spot.stem))} {hint}".rstrip(),
            (*choices, _LEAVE),
        )
        at = self._landing.ask(doubt)
        if at is None or at == len(options):
            what = f"{quoted(line_of(spot.stem))}: it is not certain which option is right"
            self._landing.lose(spot.where, what)
            return None
        return frozenset({tuple(options)[at]})

    def _number_base(self) -> int | None:
        """Return the number of the first option in keys that are numbers; asked for where no row proves it."""
        numbers: list[tuple[int, int]] = []
        for _, row in self._cells.grid.rows:
            options = {place: line_of(text) for place, text in self._cells.options(row).items()}
            for column in (Column.KEY, Column.ANSWER):
                written = (
                    numbers_in(line_of(self._cells.raw(row, column)), options) if len(options) > 1 else ()
                )
                numbers += [(number, max(options) + 1) for number in written]
        if not numbers:
            return 1
        zero = any(number == 0 for number, _ in numbers)
        last = any(number == most for number, most in numbers)
        if zero != last and last:
            return 1
        if zero and last:
            return None
        doubt = Doubt(
            self._landing.named("key-numbers"),
            "the column of the key",
            "The keys are numbers: which number is the first option?",
            ("1 is the first option", "0 is the first option"),
        )
        at = self._landing.ask(doubt)
        self._base_is_asked = at is None
        return None if at is None else 1 - at
