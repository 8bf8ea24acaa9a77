"""What the full-screen programs share: colours and keys as the learner set them, and leaving without losing anything."""

import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.events import Resize
from textual.filter import LineFilter

from nmt_study.settings import Settings
from nmt_study.tui.keys import KeyedApp, arrow_bindings
from nmt_study.tui.render import ControlFilter
from nmt_study.tui.screens.page import Holding
from nmt_study.tui.screens.too_small import SMALLEST, TooSmallScreen
from nmt_study.tui.stops import mind_stops
from nmt_study.tui.theme import THEMES, theme_name


def _commands() -> type[Provider]:
    """Import the palette's commands when the palette is opened."""
    from nmt_study.tui.palette import Commands

    return Commands


SHEETS = (
    "write", "changed", "study", "leaf", "summary", "welcome", "too_small", "edit", "browser", "custom", "quiz", "cpd",
    "preview", "bring", "settings", "stats",
)  # fmt: skip
_YOUNG = 50_000  # objects made before garbage is looked for unasked; a key makes a few thousand
_SCREENS = Path(__file__).parent / "screens"


class Shell(KeyedApp):
    """A program without its screens."""

    TITLE = "nmt-study"
    # The others are read after the first paint, all at once: a sheet that comes with a screen makes Textual read every
    # sheet again.
    CSS_PATH = ["app.tcss", "screens/home.tcss"]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        *arrow_bindings(),
    ]

    def __init__(self, settings: Settings) -> None:
        """Take the settings that it begins with."""
        super().__init__()
        self._backstop = ControlFilter()
        for theme in THEMES:
            self.register_theme(theme)
        self._animated = self.animation_level
        self._all_sheets = False
        self.look_as(settings)

    async def on_mount(self) -> None:
        """Mind stops, now that the driver has put its handlers in place; leave what can wait to after the first paint."""
        mind_stops()
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """Read the other sheets, and let garbage be collected again: what is there by now is left out of that."""
        self.read_sheets()
        if not gc.isenabled():
            gc.freeze()
            gc.set_threshold(_YOUNG)
            gc.enable()

    def read_sheets(self) -> None:
        """Read the sheets of all screens but the first; whoever shows one of them before the first paint calls this."""
        if not self._all_sheets:
            self._all_sheets = True
            self.stylesheet.read_all([_SCREENS / f"{name}.tcss" for name in SHEETS])

    def look_as(self, settings: Settings) -> None:
        """Let colours, motion and keys be as the settings have them."""
        self.theme = theme_name(settings.theme)
        self.animation_level = "none" if settings.reduced_motion else self._animated
        self.use_keys(settings.keys)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Put the backstop behind Textual's own filters."""
        return [*super().get_line_filters(), self._backstop]

    async def on_resize(self, event: Resize) -> None:
        """Cover everything while the window is too small."""
        fits = event.size.width >= SMALLEST[0] and event.size.height >= SMALLEST[1]
        covered = isinstance(self.screen, TooSmallScreen)
        if not fits and not covered:
            self.read_sheets()
            await self.push_screen(TooSmallScreen())
        elif fits and covered:
            await self.pop_screen()

    async def action_quit(self) -> None:
        """Leave the program, unless a screen holds something that would be lost: then it asks first."""
        holding = (screen for screen in reversed(self.screen_stack) if isinstance(screen, Holding))
        if all(screen.may_close() for screen in holding):
            self.exit()

    def action_help_quit(self) -> None:
        """Answer ctrl+C, which many press to leave: nothing is lost and nothing happens by accident."""
        self.notify("To leave the program, press ctrl+q. Every answer is saved.", markup=False)

    def _fatal_error(self) -> None:
        # Private in Textual: it would print the traceback with local variables, which hold someone's records.
        # The fault itself is raised again by `run` and told in one line by the command line.
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """What went wrong inside, if the program ended because of it."""
        return self._exception  # private in Textual; there is no other way to it
