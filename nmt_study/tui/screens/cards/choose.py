"""One filter of the browser: its values with the number of cards, narrowed by what is typed."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.services.cards import finding
from nmt_study.services.cards.finding import Count, Facet, Query
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import HELP_WHILE_TYPING, Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page

MOST = 100
"""Values that are listed at once; the others are found by typing."""

TITLES = {
    Facet.DECK: "Which deck?",
    Facet.TOPIC: "Which topic?",
    Facet.TAG: "Which tag?",
    Facet.HEADING: "Which muscle or heading?",
    Facet.STATE: "Which state?",
}


class ChooseScreen(Page[tuple[str, ...]]):
    """Ends with the chosen value, with none for all cards, or with None to leave the filter as it was."""

    NAME = "Choose a filter"
    SENTENCES = (
        "Choose with the arrow keys and enter. Type some letters to see only what has them in its name.",
        "Esc leaves the filter as it was.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        HELP_WHILE_TYPING,
        Binding("up", "mark(-1)", show=False),
        Binding("down", "mark(1)", show=False),
    ]
    AUTO_FOCUS = "#like"

    def __init__(self, desk: Desk, query: Query, which: Facet) -> None:
        """Take the query whose other filters count, and the facet to choose from."""
        super().__init__()
        self._desk = desk
        self._query = query
        self._which = which
        self._values: Sequence[Count] = ()

    def body(self) -> ComposeResult:
        """The question, a line to type in, the values."""
        yield Static(words(TITLES[self._which], "bold $primary"), id="top")
        yield Input(placeholder="Type to narrow", id="like")
        yield OptionList(id="values", markup=False)

    def on_mount(self) -> None:
        """List all values and name the keys."""
        self._list("")
        self.show_keys(
            [Hint("enter", "Choose", "take"), Hint("f1", "Help", "help"), Hint("esc", "Back", "close")]
        )

    @on(Input.Changed, "#like")
    def _changed(self, event: Input.Changed) -> None:
        self._list(event.value.strip())

    def _list(self, like: str) -> None:
        """List the values with these letters, behind one that stands for all cards."""
        found = self.guarded(lambda: finding.choices(self._desk, self._query, self._which, like, MOST))
        self._values = found or ()
        options = [
            Option(Content.styled("All", "$text-muted")),
            *(Option(_line(one)) for one in self._values),
        ]
        values = self.query_one(OptionList)
        values.set_options(options)
        values.highlighted = 1 if self._values else 0

    def action_mark(self, step: int) -> None:
        """Mark the next value or the one before, while letters are typed."""
        values = self.query_one(OptionList)
        at = (values.highlighted or 0) + step
        values.highlighted = max(0, min(at, values.option_count - 1))

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def action_take(self) -> None:
        """Take the marked value."""
        at = self.query_one(OptionList).highlighted or 0
        self.end((self._values[at - 1].value,) if at else ())


def _line(one: Count) -> Edges:
    return Edges(words(one.name), Content.styled(f"{one.cards:,}"))
