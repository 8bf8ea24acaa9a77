"""One question of a form: a list with counts to choose from, or a line to type in that says what it is taken for."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.storage.library.picks import Tally
from nmt_study.tui.keys import CLOSE, Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page

Understand = Callable[[str], str | None]
"""Returns what a typed text is taken for, None when it is nothing."""


class TallyScreen(Page[str]):
    """Ends with the name of a deck or tag, with "" for no choice, or with None to leave it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]
    AUTO_FOCUS = "#tallies"

    def __init__(self, question: str, none: str, tallies: Sequence[Tally]) -> None:
        """Take the question, the name of no choice, and what there is to choose from."""
        super().__init__()
        self._question = question
        self._none = none
        self._tallies = tallies

    def body(self) -> ComposeResult:
        """The question and the list."""
        heads = Edges(words(self._question, "bold $primary"), Content.styled("cards", "$text-muted"))
        yield Static(heads, id="top")
        rows = [Edges(words(one.title), Content(str(one.cards))) for one in self._tallies]
        yield OptionList(Option(words(self._none)), *map(Option, rows), id="tallies", markup=False)

    def on_mount(self) -> None:
        """Name the keys."""
        self.query_one(OptionList).highlighted = 0
        self.show_keys([Hint("enter", "Choose", "choose"), Hint("esc", "Back", "close")])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        at = event.option_index
        self.end(self._tallies[at - 1].name if at else "")

    def action_choose(self) -> None:
        """Do what enter does; the click on the key line."""
        self.query_one(OptionList).action_select()


class NumberScreen(Page[str]):
    """Ends with what was typed and understood, or with None to leave it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]
    AUTO_FOCUS = "#own"

    def __init__(self, question: str, hint: str, now: str, understand: Understand) -> None:
        """Take the question, how to answer, how it is now, and what tells what an answer is taken for."""
        super().__init__()
        self._texts = (question, hint, now)
        self._understand = understand

    def body(self) -> ComposeResult:
        """The question, how it is now, the line, and what was understood."""
        question, hint, now = self._texts
        yield Static(Edges(words(question, "bold $primary"), words(f"now: {now}", "$text-muted")), id="top")
        yield Static(words(hint, "$text-muted"), id="about")
        yield Input(id="own")
        yield Static(id="understood")

    def on_mount(self) -> None:
        """Name the keys."""
        self.show_keys([Hint("enter", "Take it", "take"), Hint("esc", "Back", "close")])

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        """Say at once what is being understood."""
        text = event.value.strip()
        found = self._understand(text) if text else None
        said = words(f"✓ {found}", "$success") if found else words("Not understood yet.", "$text-muted")
        self.query_one("#understood", Static).update(said if text else "")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """End when the words were understood; nothing typed keeps it as it was."""
        if not event.value.strip():
            self.end(None)
        elif self._understand(event.value) is not None:
            self.end(event.value)
        else:
            self.hint(self._texts[1])

    async def action_take(self) -> None:
        """Do what enter does; the click on the key line."""
        await self.query_one(Input).action_submit()
