"""What all full screens share: one centred column, the line of keys below it, and help on its actions."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from nmt_study.services.actions import Action
from nmt_study.tui.keys import Hint, hints
from nmt_study.tui.render import words
from nmt_study.tui.widgets.keybar import KeyBar

Result = TypeVar("Result")


class Page(Screen[Result]):
    """A full screen. `ACTIONS` are what can be done on it, `HELP` the sentences that help begins with."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    HELP_TITLE: ClassVar[str] = ""
    HELP: ClassVar[tuple[str, ...]] = ()
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """Put the body in the column and the keys below."""
        with Vertical(classes="column"):
            yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """Give the widgets of the column."""
        yield from ()

    @on(KeyBar.Pressed)
    async def _key_clicked(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    def show_keys(self, *names: str, first: Iterable[Hint] = ()) -> None:
        """Show the named actions in the line of keys, after those given as they are."""
        self.query_one(KeyBar).hints = (*first, *hints(self.ACTIONS, names))

    def action_help(self) -> None:
        """Open the help for this screen."""
        from nmt_study.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.HELP_TITLE, self.HELP, self.ACTIONS))

    def hint(self, text: str, *, severe: bool = False) -> None:
        """Show a message for a few seconds, in place of any shown before."""
        self.app.clear_notifications()
        self.notify(words(text).plain, severity="error" if severe else "information", markup=False)
