"""The end of a session: what was done, what was hard, and what tomorrow brings."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from nmt_study.services import words as said
from nmt_study.services.study import Ending
from nmt_study.services.summary import Summary
from nmt_study.text import shorten
from nmt_study.tui.keys import Hint
from nmt_study.tui.render import Hanging, words
from nmt_study.tui.screens.page import Page


class SummaryScreen(Page[bool]):
    """Ends with True when the learner wants five more minutes, else with False."""

    CSS_PATH = "summary.tcss"
    HELP_TITLE = "The end of a session"
    HELP = (
        "This is what the session came to. “Recalled” counts the cards that were due and that you still knew "
        "when they were first asked today; the usual aim is nine of ten.",
        "Everything is saved. Enter goes back to the start.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,q", "home", show=False),
        Binding("m", "more", show=False),
        Binding("f1,question_mark", "help", show=False),
    ]

    def __init__(self, summary: Summary, ending: Ending) -> None:
        """Take what the session came to and why it ended."""
        super().__init__()
        self._summary = summary
        self._ending = ending

    def body(self) -> ComposeResult:
        """The headline, three figures, the hardest cards, the topics, tomorrow."""
        summary = self._summary
        yield Static(_headline(self._ending), id="headline")
        with Horizontal(id="figures"):
            for number, label in _figures(summary):
                yield Static(Content.assemble((number, "bold $primary"), "\n", (label, "$text-muted")))
        with VerticalScroll(can_focus=False):
            if summary.hardest:
                yield Static("Hardest today", classes="heading")
                rows = [(Content("· "), words(shorten(question, 200))) for question in summary.hardest]
                yield Static(Hanging(rows))
            if summary.topics:
                yield Static("Topics", classes="heading")
                yield Static(words(", ".join(summary.topics)))
            yield Static("Tomorrow", classes="heading")
            yield Static(words(_tomorrow(summary)))
        yield Button("Back to the start", id="home")

    def on_mount(self) -> None:
        """Focus the one button and name the keys."""
        self.query_one(Button).focus()
        more = Hint("m", "Five more minutes", "more")
        self.show_keys(first=[Hint("enter", "Back", "home"), more, Hint("?", "Help", "help")])

    @on(Button.Pressed)
    def action_home(self) -> None:
        """Go back to home."""
        self.dismiss(False)

    def action_more(self) -> None:
        """Go on for five more minutes."""
        self.dismiss(True)


def _headline(ending: Ending) -> Content:
    """Return the first line: the day is done, or its minutes are used."""
    text = "Your minutes are used. The rest is moved to the next days." if ending is Ending.BUDGET else "Well done: that is all."
    return Content.assemble(("✓ ", "bold $success"), (text, "bold"))


def _figures(summary: Summary) -> Iterator[tuple[str, str]]:
    """Give number and label of what the session came to; recall only where something was asked again."""
    yield str(summary.cards), "card" if summary.cards == 1 else "cards"
    minutes = round(summary.seconds / 60)
    yield (str(minutes), "minute" if minutes == 1 else "minutes") if minutes else ("< 1", "minute")
    if summary.asked:
        yield f"{summary.recalled} of {summary.asked}", "recalled"


def _tomorrow(summary: Summary) -> str:
    if not summary.tomorrow:
        return "Nothing is waiting."
    return f"{said.count(summary.tomorrow, 'card')}, about {said.minutes_words(summary.tomorrow_seconds)}."
