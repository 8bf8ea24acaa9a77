"""Something that a file leaves open and only a person can answer, such as which option is right."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.exchange.format import Doubt
from nmt_study.tui.keys import HELP, Hint
from nmt_study.tui.render import Edges, Hanging, words
from nmt_study.tui.screens.page import Page

REST = "rest"
"""The answer that leaves out this item and all that are still open."""


class DoubtScreen(Page[str]):
    """Ends with the number of a choice, with "" for none of them, with REST, or with None to give the whole file up."""

    NAME = "A question about the file"
    SENTENCES = (
        "The file does not say this, and it is not guessed. Choose with the arrow keys and enter, or press a number.",
        "Enter on the first line leaves the item out. Esc gives the whole file up; nothing was written.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", show=False),
        HELP,
        *(Binding(str(digit), f"pick({digit})", show=False) for digit in range(1, 10)),
    ]
    AUTO_FOCUS = "OptionList"

    def __init__(
        self, doubt: Doubt, number: int, total: int, none: str = "Leave it out", before: str = ""
    ) -> None:
        """Take the question, which of how many it is, what no choice means, and what was answered to it before."""
        super().__init__()
        self._doubt = doubt
        self._count = f"{number} of {total}" if total > 1 else ""
        self._none = none
        self._more = number < total
        self._before = before

    def body(self) -> ComposeResult:
        """Where in the file, the question, the choices."""
        yield Static(
            Edges(words(self._doubt.where, "bold $primary"), words(self._count, "$text-muted")), id="top"
        )
        with VerticalScroll(can_focus=False):
            yield Static(words(self._doubt.question, "bold"))
        rows = [Hanging([(words(""), words(self._none))])]
        rows += [
            Hanging([(words(f"{number}  ", "bold"), words(choice + self._mark(number)))])
            for number, choice in enumerate(self._doubt.choices, 1)
        ]
        if self._more:
            rows.append(Hanging([(words(""), words("Leave out this and all that follow", "$text-muted"))]))
        yield OptionList(*map(Option, rows), id="choices", markup=False)

    def _mark(self, number: int) -> str:
        return "  (as last time)" if self._before == str(number) else ""

    def on_mount(self) -> None:
        """Mark the answer of last time, else the safe one, and name the keys."""
        known = self._before.isdecimal() and int(self._before) <= len(self._doubt.choices)
        self.query_one(OptionList).highlighted = int(self._before) if known else 0
        self.show_keys(
            [
                Hint("enter", "Choose", "take"),
                Hint("1–9", "Pick", "take"),
                Hint("?", "Help", "help"),
                Hint("esc", "Give up", "close"),
            ]
        )

    def action_pick(self, number: int) -> None:
        """Take a choice by its number."""
        if number <= len(self._doubt.choices):
            self.end(str(number))

    @on(OptionList.OptionSelected)
    def action_take(self) -> None:
        """Take the marked choice."""
        at = self.query_one(OptionList).highlighted or 0
        self.end(REST if at > len(self._doubt.choices) else str(at) if at else "")
