"""How sure somebody is of an answer: three buttons, drawn by one widget."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from nmt_study.quiz.certainty import LEVELS, RIGHT, WRONG
from nmt_study.services.quiz.sitting_words import CERTAINTY, SURE_QUESTION

_ROOM = 22  # cells of a level from which on what it pays is said in words


class CertaintyBar(Widget, can_focus=True):
    """Asks; arrows mark a level, enter or its digit takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter", "take", show=False),
    ]

    marked: reactive[int] = reactive(1)

    @dataclass
    class Chosen(Message):
        """A level was chosen."""

        level: int

    def on_focus(self) -> None:
        """Begin in the middle."""
        self.marked = 1

    def action_move(self, step: int) -> None:
        """Mark the next level or the one before."""
        self.marked = max(0, min(len(LEVELS) - 1, self.marked + step))

    def action_take(self) -> None:
        """Take the marked level."""
        self.post_message(self.Chosen(LEVELS[self.marked]))

    def on_click(self, event: Click) -> None:
        """Take the level that was clicked."""
        if event.y > 0:
            self.post_message(
                self.Chosen(LEVELS[min(len(LEVELS) - 1, event.x * len(LEVELS) // self.size.width)])
            )

    def render(self) -> RenderResult:
        """Draw the question, and below it each level with what it earns and costs."""
        width = max(1, self.size.width // len(LEVELS))
        names, marks = [], []
        for place, level in enumerate(LEVELS):
            style = "bold $on-primary on $primary" if place == self.marked else "bold"
            names.append(
                Content.styled(f"{level} {CERTAINTY[level]}".center(width - 1), style) + Content(" ")
            )
            earns, costs = f"+{RIGHT[level]}", f"{WRONG[level]}".replace("-", "−")
            pays = f"right {earns}, wrong {costs}" if width >= _ROOM else f"{earns} or {costs}"
            marks.append(Content.styled(pays.center(width - 1), "$text-muted") + Content(" "))
        head = Content.styled(SURE_QUESTION, "bold")
        return Content("\n").join([head, Content.assemble(*names), Content.assemble(*marks)])
