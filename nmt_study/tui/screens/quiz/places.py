"""All items of a sitting: which are answered, flagged or open; enter goes to one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.services.quiz.sitting_words import hand_in_words
from nmt_study.tui.keys import CLOSE, HELP, Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page


class PlacesScreen(Page[int]):
    """Ends with the place to go to, or with None to stay."""

    NAME = "All items"
    SENTENCES = (
        "Each line is an item of this paper: ● answered, ○ open, ⚑ flagged. Enter goes to the marked one.",
        "f marks the next flagged item, o the next open one.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE,
        HELP,
        Binding("f", "seek('flagged')", show=False),
        Binding("o", "seek('open')", show=False),
    ]
    AUTO_FOCUS = "OptionList"

    def __init__(self, session: QuizSession) -> None:
        """Take the sitting."""
        super().__init__()
        self._session = session

    def body(self) -> ComposeResult:
        """The title, what is open, the items."""
        yield Static(words(self.NAME, "bold $primary"), id="top")
        yield Static(words(hand_in_words(self._session), "$text-muted"), id="open")
        yield OptionList(*map(self._option, range(self._session.state.places)), id="places", markup=False)

    def on_mount(self) -> None:
        """Mark the item in front and name the keys."""
        self.query_one(OptionList).highlighted = self._session.state.here
        self.show_keys(
            [
                Hint("enter", "Go there", "take"),
                Hint("f", "Next flagged", "seek('flagged')"),
                Hint("o", "Next open", "seek('open')"),
                Hint("?", "Help", "help"),
                Hint("esc", "Back", "close"),
            ]
        )

    def _option(self, place: int) -> Option:
        state = self._session.state
        sign = "●" if place in state.given else "○"
        flag = ("⚑", "bold") if place in state.flagged else " "
        number = f"{place + 1}".rjust(4)
        stem = words(self._session.stem(place) or "…")
        return Option(Edges(Content.assemble(sign, " ", flag, number, "  ", stem), Content()))

    def action_seek(self, what: str) -> None:
        """Mark the next item that is flagged or open."""
        state, places = self._session.state, self.query_one(OptionList)
        wanted = state.flagged if what == "flagged" else set(state.open)
        here = places.highlighted or 0
        after = sorted(wanted, key=lambda place: (place <= here, place))
        if after:
            places.highlighted = after[0]
        else:
            self.hint("No item is flagged." if what == "flagged" else "No item is open.")

    @on(OptionList.OptionSelected)
    def action_take(self) -> None:
        """Go to the marked item."""
        self.end(self.query_one(OptionList).highlighted)
