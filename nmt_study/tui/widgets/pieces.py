"""What an item is answered with by choosing: options, steps to be put in order, or right sides for left ones.

Digits pick, and enter takes what is picked. One option of several is taken at once, or only marked where an answer
could not be taken back: then enter takes the marked one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nmt_study.deck.model import Choice, Item, Match, Order
from nmt_study.quiz.response import Response
from nmt_study.services.quiz.sheet import Shown
from nmt_study.tui.render import Hanging, one_line, words

_TEN = 10  # places that a digit can name, 0 being the last of them

_STRUCK = "–"


class Pieces(OptionList):
    """The rows of an item: its options or steps, or the left sides of a match with the right sides listed below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit % _TEN), f"pick({digit})", show=False) for digit in range(1, _TEN + 1)),
        Binding("space", "pick_marked", show=False),
        Binding("backspace", "take_back", show=False),
    ]

    @dataclass
    class Taken(Message):
        """The answer is to be taken as it is."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        """Begin without an item."""
        super().__init__(id=id, markup=False)
        self._item: Item | None = None
        self._shown: Shown | None = None
        self._picked: list[int | None] = []
        self._at_once = False

    def ask(self, shown: Shown, *, at_once: bool = False) -> bool:
        """Show the pieces of an item, with what was answered before; tells whether it has any.

        `at_once` lets the number of a single choice take it.
        """
        item = shown.item
        self._item, self._shown, self._at_once = item, shown, at_once
        self.display = item is not None and isinstance(item.answer, Choice | Order | Match)
        if not self.display or item is None:
            return False
        given = shown.response if isinstance(shown.response, tuple) else ()
        self._picked = [one if isinstance(one, int) else None for one in given]
        if isinstance(item.answer, Match) and not self._picked:
            self._picked = [None] * len(item.answer.pairs)
        self.disabled = shown.settled
        self._draw(0 if isinstance(item.answer, Match) else None)
        return True

    @property
    def response(self) -> Response:
        """What is picked."""
        picked = [one for one in self._picked if one is not None]
        if self._item is not None and isinstance(self._item.answer, Match):
            return tuple(self._picked)
        if self._item is not None and isinstance(self._item.answer, Choice):
            return tuple(sorted(picked))
        return tuple(picked)

    @property
    def marked(self) -> int | None:
        """The number in the file of the marked option; None in a match, or where none is marked."""
        if self._shown is None or self.highlighted is None or isinstance(self._shown.item_answer, Match):
            return None
        return self._shown.order[self.highlighted]

    def action_pick(self, place: int) -> None:
        """Pick what stands at a place, counted from 1; in a match, for the marked left side."""
        if self._shown is not None and 1 <= place <= len(self._shown.order):
            self._pick(self._shown.order[place - 1])

    def action_pick_marked(self) -> None:
        """Pick the marked row."""
        if self.marked is not None:
            self._pick(self.marked)

    def action_take_back(self) -> None:
        """Take back the last pick, in a match that of the marked row or the one before."""
        if self._item is not None and isinstance(self._item.answer, Match):
            at = self.highlighted or 0
            at = at if self._picked[at] is not None else max(0, at - 1)
            self._picked[at] = None
            self._draw(at)
        elif self._picked:
            self._picked.pop()
            self._draw(self.highlighted)

    def action_select(self) -> None:
        """Enter: a single choice picks the marked option; otherwise what is picked is taken."""
        if self._is_single and self.marked is not None:
            self._take(self.marked)
        else:
            self.post_message(self.Taken())

    @property
    def _is_single(self) -> bool:
        return self._item is not None and isinstance(self._item.answer, Choice) and not self._item.answer.many

    def _pick(self, number: int) -> None:
        answer = self._item.answer if self._item else None
        if isinstance(answer, Match):
            at = self.highlighted or 0
            self._picked[at] = number
            self._draw(min(at + 1, len(self._picked) - 1))
        elif self._is_single and self._at_once:
            self._take(number)
        elif self._is_single:
            self.highlighted = self._place_of(number)
        elif number in self._picked:
            self._picked.remove(number)
            self._draw(self._place_of(number))
        else:
            self._picked.append(number)
            self._draw(self._place_of(number))

    def _take(self, number: int) -> None:
        """Pick the one option and let it be taken."""
        self._picked = [number]
        self._draw(self._place_of(number))
        self.post_message(self.Taken())

    def _place_of(self, number: int) -> int | None:
        return self._shown.order.index(number) if self._shown and number in self._shown.order else None

    def redraw(self, shown: Shown) -> None:
        """Show the same item again, with what is struck out by now."""
        self._shown = shown
        self._draw(self.highlighted)

    def _draw(self, marked: int | None) -> None:
        shown = self._shown
        if shown is None or shown.face is None:
            return
        if isinstance(shown.item_answer, Match):
            rows = [_pair(row, self._right(place)) for place, row in enumerate(shown.face.rows)]
        else:
            rows = [self._row(place, number) for place, number in enumerate(shown.order)]
        self.set_options([Option(row) for row in rows])
        self.highlighted = marked

    def _right(self, row: int) -> Content | None:
        picked, shown = self._picked[row], self._shown
        if picked is None or shown is None or shown.face is None or picked not in shown.order:
            return None
        return one_line(shown.face.options[shown.order.index(picked)])

    def _row(self, place: int, number: int) -> Hanging:
        """Return a row: its mark, its number, its text, and after the check what is right."""
        shown = self._shown
        if shown is None or shown.face is None or shown.item is None:
            return Hanging([])
        text, mark = one_line(shown.face.options[place]), self._sign(number)
        if number in shown.struck:
            # Not every terminal can strike text out: the dash says it too.
            text, mark = text.stylize("strike $text-muted"), _STRUCK
        sign, style, word = _judged(shown, number, picked=number in self._picked)
        if word:
            text = Content.assemble(text, (f"  {word}", style))
        head = Content.assemble((sign or mark, style or "bold"), " ", (str(place + 1), "bold"), "  ")
        return Hanging([(head, text)])

    def _sign(self, number: int) -> str:
        """Return the mark of a row: its place in an order, or whether it is picked."""
        if self._item is not None and isinstance(self._item.answer, Order):
            return f"{self._picked.index(number) + 1}." if number in self._picked else "· "
        many = self._item is not None and isinstance(self._item.answer, Choice) and self._item.answer.many
        full, empty = ("■", "□") if many else ("●", "○")
        return full if number in self._picked else empty


def _pair(left: Sequence[object], right: Content | None) -> Hanging:
    text = Content.assemble(one_line(left), "  →  ", right or words("…"))  # type: ignore[arg-type]
    return Hanging([(Content(""), text)])


def _judged(shown: Shown, number: int, *, picked: bool) -> tuple[str, str, str]:
    """Return sign, style and word of an option once its answer was shown."""
    answer = shown.item_answer
    if not shown.settled or not isinstance(answer, Choice):
        return "", "", ""
    if answer.options[number].correct:
        return "✓", "bold $success", "right, your choice" if picked else "right"
    return ("✗", "bold $error", "your choice") if picked else (" ", "$text-muted", "")
