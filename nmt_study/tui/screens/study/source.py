"""Where a card comes from: kind of evidence, its sources, and the line of the deck it stands on."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from nmt_study.services.study import study_words
from nmt_study.services.study.study import Shown
from nmt_study.tui.render import words
from nmt_study.tui.screens.leaf import Leaf


class SourceScreen(Leaf):
    """The citations of one card in full."""

    def __init__(self, shown: Shown) -> None:
        """Take the card on the screen."""
        super().__init__("Where this comes from")
        self._shown = shown

    def leaf(self) -> ComposeResult:
        """Give the sources, then the place of the card in its file."""
        yield Static(
            Content("\n\n").join(
                words(line) for line in study_words.source_lines(self._shown.citations, self._shown.card.item)
            )
        )
        origin = self._shown.origin
        yield Static("This card", classes="heading", markup=False)
        yield Static(words(f"{origin.path}, line {origin.line}", "$text-muted"))
