"""A sheet of text laid over a screen: read, scroll, close."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from nmt_study.tui.keys import Hint, arrow_bindings
from nmt_study.tui.render import words
from nmt_study.tui.widgets.keybar import KeyBar


class Leaf(ModalScreen[str]):
    """A title, something to read, and esc to close it. It scrolls when it is longer than the window."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", show=False),
        *arrow_bindings(),
    ]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str) -> None:
        """Take the title."""
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Put title, text and the closing key on the sheet."""
        with Vertical(classes="frame"):
            with Vertical(classes="column"):
                yield Static(words(self._title, "bold $primary"), classes="title")
                with VerticalScroll():
                    yield from self.leaf()
            keys = KeyBar()
            keys.hints = (Hint("↑↓", "Scroll", "scroll"), Hint("esc", "Close", "dismiss"))
            yield keys

    def leaf(self) -> ComposeResult:
        """Give what there is to read."""
        yield from ()

    def action_scroll(self) -> None:
        """Scroll down a page; the click on the key line."""
        self.query_one(VerticalScroll).scroll_page_down()

    @on(KeyBar.Pressed)
    async def _key_clicked(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)
