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
from nmt_study.services.actions import HOME
from nmt_study.services.study.portion import MORE_MINUTES
from nmt_study.services.study.study import Ending, Scope
from nmt_study.services.study.summary import Summary
from nmt_study.tui.keys import Hint, bindings
from nmt_study.tui.render import Hanging, words
from nmt_study.tui.screens.page import Page


class SummaryScreen(Page[Scope]):
    """Ends with the scope of a further session, or with None to go home."""

    NAME = "The end of a session"
    SENTENCES = (
        (
            "This is what the session came to. “Recalled” counts the cards that were due and that you still knew "
            "when they were first asked today; the usual aim is nine of ten."
        ),
        "Everything is saved. Enter goes back to the start.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in HOME if action.name in {"more", "help"}),
        [Binding("enter,escape,q", "home", show=False)],
    )

    def __init__(self, summary: Summary, ending: Ending, words: str) -> None:
        """Take what the session came to, why it ended, and that in words."""
        super().__init__()
        self._summary = summary
        self._headline = _headline(ending, words)

    def body(self) -> ComposeResult:
        """The headline, three figures, the hardest cards, the topics, tomorrow."""
        summary = self._summary
        yield Static(self._headline, id="headline")
        with Horizontal(id="figures"):
            for number, label in _figures(summary):
                yield Static(Content.assemble((number, "bold $primary"), "\n", (label, "$text-muted")))
        with VerticalScroll(can_focus=False):
            yield Static(Hanging(list(_rows(summary))))
        yield Button("Back to the start", id="home")

    def on_mount(self) -> None:
        """Focus the one button and name the keys."""
        self.query_one(Button).focus()
        more = Hint("m", "Five more minutes", "more")
        self.show_keys([Hint("enter", "Back", "home"), more, Hint("?", "Help", "help")])

    @on(Button.Pressed)
    def action_home(self) -> None:
        """Go back to home."""
        self.end(None)

    def action_more(self) -> None:
        """Go on for five more minutes."""
        self.end(Scope(minutes=MORE_MINUTES))


def _headline(ending: Ending, words: str) -> Content:
    sign = ("! ", "bold $error") if ending is Ending.FAULT else ("✓ ", "bold $success")
    return Content.assemble(sign, (words, "bold"))


def _figures(summary: Summary) -> Iterator[tuple[str, str]]:
    """Give number and label of what the session came to; recall only where something was asked again."""
    yield str(summary.cards), "card" if summary.cards == 1 else "cards"
    minutes = round(summary.seconds / 60)
    yield (str(minutes), "minute" if minutes == 1 else "minutes") if minutes else ("< 1", "minute")
    if summary.asked:
        yield f"{summary.recalled} of {summary.asked}", "recalled"


def _rows(summary: Summary) -> Iterator[tuple[Content, Content]]:
    """Give the sentences below the figures, each with its label in the margin."""
    tomorrow = f"{said.count(summary.tomorrow, 'card')}, {said.about(summary.tomorrow_seconds)}"
    yield _row("Tomorrow", words(tomorrow if summary.tomorrow else "nothing is waiting"))
    if summary.topics:
        yield _row("Topics", words(", ".join(summary.topics).replace("-", " ")))
    for index, question in enumerate(summary.hardest):
        yield _row("" if index else "Hardest", words(question))


def _row(label: str, text: Content) -> tuple[Content, Content]:
    return Content.styled(label.ljust(12), "$text-muted"), text.append("\n")
