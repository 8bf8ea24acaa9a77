"""What all full screens share: one centred column, the line of keys below it, and help on its actions."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Protocol, TypeVar, runtime_checkable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen

from nmt_study.errors import NmtError
from nmt_study.services.actions import Action
from nmt_study.tui.keys import Command, Hint, as_laid_out, key_of, preset_of, scroll, shown_keys
from nmt_study.tui.render import words
from nmt_study.tui.widgets.keybar import KeyBar

Result = TypeVar("Result")
Value = TypeVar("Value")


@runtime_checkable
class Holding(Protocol):
    """A screen that may hold something that would be lost."""

    def may_close(self) -> bool:
        """Tell whether the program may be left from here, now; ask first if not."""
        ...


class Page(Screen[Result]):
    """A full screen. `ACTIONS` are what can be done on it, `SENTENCES` the sentences that help begins with.

    A sentence names the key of an action as `{action}`.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    NAME: ClassVar[str] = ""
    SENTENCES: ClassVar[tuple[str, ...]] = ()
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """Put the body in the column and the keys below."""
        with Vertical(classes="frame"):
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

    def show_keys(self, hints: Iterable[Hint]) -> None:
        """Show these keys in the line at the bottom, as the learner's preset lays them out."""
        preset = preset_of(self.app)
        self.query_one(KeyBar).hints = tuple(as_laid_out(hint, preset) for hint in hints)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can be done here now."""
        return self.ACTIONS

    async def action_help(self) -> None:
        """Open the help for this screen."""
        from nmt_study.tui.screens.help import HelpScreen

        keys = {action.name: shown_keys(action, preset_of(self.app)) for action in self.actions}
        sentences = [sentence.format(**keys) for sentence in self.SENTENCES]
        await self.app.push_screen(HelpScreen(self.NAME, sentences, self.actions))

    def action_scroll(self, key: str) -> None:
        """Scroll the body by the key that was pressed."""
        scroll(self.query_one(VerticalScroll), key)

    def commands(self) -> Iterable[Command]:
        """Give what the palette offers here beside the actions."""
        return ()

    def may_close(self) -> bool:
        """Tell whether the program may be left from here, now; a screen with something to lose asks first."""
        return True

    def action_close(self) -> None:
        """Go back."""
        self.end(None)

    def end(self, result: Result | None) -> None:
        """Leave this screen with what it came to."""
        self.dismiss(result)  # type: ignore[unused-awaitable]  # Textual forbids to await it in a handler

    def hint(self, text: str, *, severe: bool = False) -> None:
        """Show a message for a few seconds, in place of any shown before."""
        self.app.clear_notifications()
        self.notify(words(text).plain, severity="error" if severe else "information", markup=False)

    def can_undo(self, told: str) -> str:
        """Return what was done, with the key that takes it back."""
        return f"{told} {key_of('undo', self.app)} takes it back."

    def pass_on(self, told: str | None) -> None:
        """Say what another screen ended with, if with anything."""
        if told:
            self.hint(told)

    def done(self, work: Callable[[], object]) -> bool:
        """Do something that may be refused; a refusal becomes a message. Tell whether it was done."""
        try:
            work()
        except NmtError as refusal:
            self.hint(refusal.in_full, severe=True)
            return False
        return True

    def guarded(self, work: Callable[[], Value]) -> Value | None:
        """Do something that may be refused; a refusal becomes a message and None."""
        try:
            return work()
        except NmtError as refusal:
            self.hint(refusal.in_full, severe=True)
            return None
