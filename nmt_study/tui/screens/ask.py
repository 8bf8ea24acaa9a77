"""A question with two answers, laid over a screen; the safe one is marked."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from nmt_study.tui.render import words


class AskScreen(ModalScreen[bool]):
    """Ends with True for the second answer, which does something; esc is the first, which keeps all as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "#keep"

    def __init__(self, question: str, remark: str, keep: str, do: str) -> None:
        """Take the question, what is to be known about it, and the two answers."""
        super().__init__()
        self._texts = (question, remark)
        self._answers = (keep, do)

    def compose(self) -> ComposeResult:
        """Put question and answers in a box."""
        question, remark = self._texts
        keep, do = self._answers
        with Vertical(classes="box"):
            yield Static(words(question, "bold"), classes="question")
            yield Static(words(remark, "$text-muted"), classes="remark")
            with Horizontal():
                yield Button(words(keep), id="keep")
                yield Button(words(do), id="do")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "do")  # type: ignore[unused-awaitable]  # not to be awaited in a handler

    def action_keep(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)  # type: ignore[unused-awaitable]  # not to be awaited in a handler
