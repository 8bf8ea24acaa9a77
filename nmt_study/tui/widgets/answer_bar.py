"""What a card is answered with: one button to show the answer, then the four grades, or two.

One widget draws all of it, so that turning a card moves no focus and styles nothing anew: Textual's buttons would
make a key take several times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Blur, Click, Focus, Leave, MouseMove
from textual.message import Message
from textual.reactive import reactive

from nmt_study.services.study.offers import Offer
from nmt_study.srs.model import Grade
from nmt_study.tui.widgets.kept import Kept

_GAP = 1
_NARROW = 72  # below this width a button has no sides, so that its words have room
_LONGEST = 12  # cells of a meaning that stays on one line


class AnswerBar(Kept, can_focus=True):
    """Draws the buttons; the lit one is what enter takes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
    ]

    lit: reactive[int] = reactive(0)
    under_mouse: reactive[int | None] = reactive(None)

    @dataclass
    class Asked(Message):
        """The button that shows the answer was clicked."""

    @dataclass
    class Graded(Message):
        """A grade was clicked."""

        grade: Grade

    def __init__(self) -> None:
        """Begin with nothing to press."""
        super().__init__()
        self._buttons: Sequence[Sequence[Content]] = ()
        self._grades: Sequence[Grade] = ()

    def ask(self, label: str) -> None:
        """Show the one button of the question side."""
        self._buttons = ((Content.styled(label, "bold"),),)
        self.lit = 0
        self.refresh()

    def offer(self, offers: Sequence[Offer], suggested: Grade, *, explained: bool) -> None:
        """Show the grades with what they do, and to a beginner what they mean; the suggested one is lit."""
        self.set_class(explained, "-explained")
        self._buttons = [_label(offer, explained=explained) for offer in offers]
        self._grades = [offer.grade for offer in offers]
        self.chosen = suggested
        self.refresh()

    @property
    def chosen(self) -> Grade:
        """The grade that is lit."""
        return self._grades[self.lit]

    @chosen.setter
    def chosen(self, grade: Grade) -> None:
        self.lit = self._grades.index(grade)

    @property
    def plain(self) -> str:
        """What stands on the buttons, one after the other."""
        return " ".join(line.plain for button in self._buttons for line in button)

    def action_move(self, step: int) -> None:
        """Light the next button to the left or right."""
        self.lit = (self.lit + step) % max(1, len(self._buttons))

    @property
    def state(self) -> tuple[str, int, int | None, bool]:
        """What stands on the buttons, and which are lit."""
        return self.plain, self.lit, self.under_mouse, self.has_focus

    def render(self) -> RenderResult:
        """Draw the buttons side by side, at the bottom of the room there is."""
        height = max(map(len, self._buttons), default=0)
        drawn = []
        for index, (lines, (start, end)) in enumerate(zip(self._buttons, self._columns(), strict=True)):
            shape = Shape(
                width=end - start,
                state=self._state(index),
                sides=self.size.width >= _NARROW,
                alone=len(self._buttons) == 1,
            )
            drawn.append(_box([*lines, *[Content()] * (height - len(lines))], shape))
        rows = [Content(" " * _GAP).join(row) for row in zip(*drawn, strict=True)]
        return Content("\n").join([*[Content()] * (self.size.height - len(rows)), *rows])

    def _state(self, index: int) -> str:
        if self.has_focus and index == self.lit:
            return "lit"
        return "hover" if index == self.under_mouse else ""

    def _columns(self) -> list[tuple[int, int]]:
        """Return from where to where each button goes; together they fill the width."""
        count = max(1, len(self._buttons))
        room = self.size.width - _GAP * (count - 1)
        starts = [room * index // count + _GAP * index for index in range(count)]
        return [
            (start, start + room * (index + 1) // count - room * index // count)
            for index, start in enumerate(starts)
        ]

    def _at(self, column: int) -> int | None:
        """Return which button is drawn at a column."""
        return next(
            (index for index, (start, end) in enumerate(self._columns()) if start <= column < end), None
        )

    def on_mouse_move(self, event: MouseMove) -> None:
        """Mark the button under the mouse as one that can be pressed."""
        self.under_mouse = self._at(event.x)

    def on_leave(self, event: Leave) -> None:
        """Forget the button that was under the mouse."""
        self.under_mouse = None

    def on_focus(self, event: Focus) -> None:
        """Light the button."""
        self.refresh()

    def on_blur(self, event: Blur) -> None:
        """Put the light out."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Tell which button was clicked."""
        index = self._at(event.x)
        if index is None or (len(self._buttons) == 1 and event.y < self.size.height - 3):
            return
        self.post_message(self.Asked() if len(self._buttons) == 1 else self.Graded(self._grades[index]))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a button is drawn: its width, "lit" or "hover" or "", whether it has sides, and whether it is alone."""

    width: int
    state: str
    sides: bool
    alone: bool


def _box(lines: Sequence[Content], shape: Shape) -> list[Content]:
    """Return the rows of one button: a frame of rules, or when lit a filled block that ends in half a cell."""
    lit = shape.state == "lit"
    ink = "$primary" if shape.state else "$line"
    top, bottom, left, right = ("▗▄▖", "▝▀▘", "▐", "▌") if lit else ("┌─┐", "└─┘", "│", "│")
    if not shape.sides:
        top, bottom, left, right = top[1] * 3, bottom[1] * 3, "", ""
    room = shape.width - len(left + right)
    rows = [
        _filled(row, room, centred=shape.alone).stylize_before("$on-primary on $primary" if lit else "")
        for row in lines
    ]
    edges = [Content.styled(edge[0] + edge[1] * (shape.width - 2) + edge[2], ink) for edge in (top, bottom)]
    return [edges[0], *(Content.assemble((left, ink), row, (right, ink)) for row in rows), edges[1]]


def _filled(row: Content, width: int, *, centred: bool) -> Content:
    """Return a row of text after a space or in the middle, cut or filled to a width."""
    text = row.truncate(width - 1).pad_left((width - row.cell_length) // 2 if centred else 1)
    return text.pad_right(width - text.cell_length)


def _label(offer: Offer, *, explained: bool) -> list[Content]:
    """Return what stands on a button: "3 Good", then "5 days", then the meaning."""
    lines = [
        Content.assemble(f"{offer.number} ", (offer.word, "bold")),
        Content(offer.when),
    ]
    return [*lines, *map(Content, _balanced(offer.meaning))] if explained else lines


def _balanced(text: str) -> list[str]:
    """Return a text that is too long for a button as two lines of like length."""
    if len(text) <= _LONGEST:
        return [text]
    gaps = [at for at, char in enumerate(text) if char == " "]
    middle = min(gaps, key=lambda at: abs(at - len(text) // 2))
    return [text[:middle], text[middle + 1 :]]
