"""Shown in place of everything while the window is too small to show anything whole."""

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

SMALLEST = (60, 18)


class TooSmallScreen(ModalScreen[None]):
    """Goes away by itself when the window is made bigger; keys do nothing meanwhile, so nothing is graded unseen."""

    def compose(self) -> ComposeResult:
        """Say what to do."""
        width, height = SMALLEST
        yield Static(
            Content(
                "Please make this window bigger.\n\n"
                f"nmt-study needs {width} columns and {height} lines. "
                "In a small window, leave with ctrl+q and type:\n\n"
                "nmt-study plain\n\nEvery answer is saved."
            )
        )
