"""Looking back on a sitting, item by item: what was answered, what is right, and why."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from nmt_study.services.quiz.look_back import LookBack
from nmt_study.services.quiz.results import Result, points_words
from nmt_study.services.quiz.sitting_words import CERTAINTY, LAST_ITEM
from nmt_study.tui.keys import CLOSE, HELP, SCROLL, Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.item import ItemView


class LookingBackScreen(Page[None]):
    """Shows the items of a sitting one after the other, those to look at again first."""

    NAME = "Looking back"
    SENTENCES = (
        "Each item with your answer, the right one, the reason and where it is from. Those to look at again come first.",
        "The arrow keys to the right and left go to the next one and back.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE,
        HELP,
        Binding("right,enter,space", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        *SCROLL,
    ]

    def __init__(self, found: Result, back: LookBack) -> None:
        """Take what the sitting came to, and its items."""
        super().__init__()
        self._found = found
        self._back = back
        self._at = 0

    def body(self) -> ComposeResult:
        """Which item this is, and the item."""
        yield Static(id="top")
        yield ItemView()

    def on_mount(self) -> None:
        """Show the first one."""
        self._show()
        self.show_keys(
            [
                Hint("→", "Next", "step(1)"),
                Hint("←", "Back", "step(-1)"),
                Hint("?", "Help", "help"),
                Hint("esc", "Close", "close"),
            ]
        )

    def _show(self) -> None:
        place = self._back.places[self._at]
        shown = self._back.at(place)
        sure = f", {CERTAINTY[shown.sure]}" if shown.sure else ""
        earned = points_words(self._found.answers[place])
        points = f", {earned}" if earned else ""
        left = words(f"Item {place + 1} of {len(self._found.asked)}{sure}{points}", "bold $primary")
        self.query_one("#top", Static).update(
            Edges(left, words(f"{self._at + 1} of {len(self._back.places)}", "$text-muted"))
        )
        view = self.query_one(ItemView)
        view.ask(shown)
        if shown.mark is not None:
            view.tell(shown, shown.mark, self._back.citations(shown))
        self.set_focus(None)

    def action_step(self, by: int) -> None:
        """Go to the next item or the one before."""
        at = self._at + by
        if 0 <= at < len(self._back.places):
            self._at = at
            self._show()
        else:
            self.hint(LAST_ITEM if by > 0 else "This is the first item.")
