"""A few words on a card, laid over the screen: a note, or a mistake to report."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static, TextArea

from nmt_study.services.words import NO_CLIENT
from nmt_study.text import clean
from nmt_study.tui.render import words
from nmt_study.tui.screens.unsaved import ask_to_leave, may_close


class WriteScreen(ModalScreen[str | None]):
    """Ends with the words, or with None when they are as they were."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]
    AUTO_FOCUS = "TextArea"

    def __init__(self, title: str, hint: str, text: str = "") -> None:
        """Take what is asked for, a sentence about it, and the words there are already."""
        super().__init__()
        self._title = title
        self._hint = hint
        self._text = clean(text)

    def compose(self) -> ComposeResult:
        """Put the sentences, the words and two buttons in a box."""
        with Vertical(classes="box"):
            yield Static(words(self._title, "bold"))
            yield Static(words(self._hint, "$text-muted"))
            yield Static(words(NO_CLIENT, "$text-muted"), classes="remark")
            yield TextArea(self._text, tab_behavior="focus")
            with Horizontal():
                yield Button(words("Save  ctrl+s"), id="save")
                yield Button(words("Leave  esc"), id="leave")

    def on_mount(self) -> None:
        """Go on writing behind the words there are."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    @property
    def _written(self) -> str:
        return clean(self.query_one(TextArea).text).strip()

    def action_save(self) -> None:
        """Leave with what was written."""
        self._end(self._written if self.unsaved else None)

    @property
    def unsaved(self) -> bool:
        """Whether something was written that would be lost."""
        return self._written != self._text

    def action_leave(self) -> None:
        """Go back; ask first where something would be lost."""
        if self.unsaved:
            ask_to_leave(self, lambda: self._end(None))
        else:
            self._end(None)

    def may_close(self) -> bool:
        """Ask before the program is left with something written."""
        return may_close(self, unsaved=self.unsaved)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_leave()

    def _end(self, text: str | None) -> None:
        self.dismiss(text)  # type: ignore[unused-awaitable]  # not to be awaited in a handler
