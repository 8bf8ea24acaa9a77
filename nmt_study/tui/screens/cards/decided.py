"""What became of changed cards so far: each decision that stands, and any of them taken back."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from nmt_study.services import words as said
from nmt_study.services.cards import changes
from nmt_study.services.cards.changes import Followed
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import CLOSE, HELP, Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.card_list import CardList

_NOTHING = "There is nothing to take back."


class DecidedScreen(Page[None]):
    """The decisions, newest first; enter takes the marked one back after a question."""

    NAME = "Changed cards so far"
    SENTENCES = (
        (
            "Here stands where your progress went when the text of a card was changed: what you decided, and what was "
            "found by itself because only slips were mended."
        ),
        (
            "Enter takes the marked one back: the old answers go back to the old card, and the card as it is now begins "
            "as new. You are asked first."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take_back", show=False),
        CLOSE,
        HELP,
    ]

    def __init__(self, desk: Desk) -> None:
        """Take the desk whose cards changed."""
        super().__init__()
        self._desk = desk

    def body(self) -> ComposeResult:
        """The count, the list, and the marked one in full."""
        yield Static(id="top")
        yield CardList(self._fetch, id="decisions")
        yield Static(id="marked")

    def on_mount(self) -> None:
        """List what stands."""
        self._look()
        self.show_keys(
            [
                Hint("enter", "Take back", "take_back"),
                Hint("?", "Help", "help"),
                Hint("esc", "Back", "close"),
            ]
        )

    def _fetch(self, offset: int, limit: int) -> Sequence[Followed]:
        return self.guarded(lambda: changes.followed(self._desk, offset, limit)) or ()

    def _look(self) -> None:
        """Show what stands now."""
        decided = self._desk.record.counts().relinks
        count = words(said.count(decided, "decision"), "$text-muted")
        self.query_one("#top", Static).update(Edges(words(self.NAME, "bold $primary"), count))
        decisions = self.query_one(CardList)
        decisions.show(decided, decisions.marked)
        self.set_focus(decisions if decided else None)

    @on(CardList.Marked)
    def _marked(self) -> None:
        """Show the marked one in full."""
        current = self._current
        self.query_one("#marked", Static).update(
            words(changes.followed_words(current) if current else _NOTHING, "$text-muted")
        )

    @property
    def _current(self) -> Followed | None:
        current = self.query_one(CardList).current
        return current if isinstance(current, Followed) else None

    @on(CardList.Opened)
    async def action_take_back(self) -> None:
        """Ask whether the marked one is to be taken back."""
        from nmt_study.tui.screens.ask import AskScreen

        current = self._current
        if current is None:
            self.hint(_NOTHING)
            return

        question = AskScreen("Take this back?", changes.TAKE_BACK_HELP, "Leave it", "Take it back")
        await self.app.push_screen(question, lambda sure: self._take_back(current.event) if sure else None)

    def _take_back(self, decision: str) -> None:
        if self.done(lambda: changes.take_back(self._desk, decision)):
            self._look()
            self.hint(changes.TAKEN_BACK)
