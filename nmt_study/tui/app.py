"""The full-screen program: it opens the desk, leads from screen to screen, and closes the desk."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.events import Resize
from textual.filter import LineFilter
from textual.screen import Screen

from nmt_study.clock import Clock, date_of
from nmt_study.config import Places, Settings
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services import overview
from nmt_study.services.desk import Desk, RandomBytes, open_desk
from nmt_study.services.study import MORE_MINUTES, Scope, StudySession, begin
from nmt_study.services.summary import summary
from nmt_study.tui.render import ControlFilter
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.too_small import SMALLEST, TooSmallScreen
from nmt_study.tui.theme import DARK, LIGHT, THEMES, theme_name


def _commands() -> type[Provider]:
    """Import the palette's commands when the palette is opened."""
    from nmt_study.tui.commands import Commands

    return Commands


class NmtApp(App[None]):
    """Screens say what they came to; where that leads is decided here."""

    TITLE = "nmt-study"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (76, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-short"), (24, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, desk: Desk, scope: Scope | None = None) -> None:
        """Take an open desk, and what to study at once if that was asked for."""
        super().__init__()
        self._desk = desk
        self._scope = scope
        self._backstop = ControlFilter()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_name(desk.settings.theme)
        if desk.settings.reduced_motion:
            self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """Begin with home."""
        return HomeScreen(self._desk)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Put the backstop behind Textual's own filters."""
        return [*super().get_line_filters(), self._backstop]

    def on_mount(self) -> None:
        """Welcome a new learner; begin at once where a command asked for it."""
        if self._scope is not None:
            self._study(self._scope)
        elif overview.first_time(self._desk):
            self.welcome(then=partial(self._study, overview.FIRST_SESSION))

    def on_resize(self, event: Resize) -> None:
        """Cover everything while the window is too small."""
        fits = event.size.width >= SMALLEST[0] and event.size.height >= SMALLEST[1]
        covered = isinstance(self.screen, TooSmallScreen)
        if not fits and not covered:
            self.push_screen(TooSmallScreen())
        elif fits and covered:
            self.pop_screen()

    def welcome(self, then: Callable[[], None]) -> None:
        """Ask the questions of the first run, keep the answers, and go on."""
        from nmt_study.tui.screens.welcome import WelcomeScreen

        def done(settings: Settings | None) -> None:
            self._keep(settings or self._desk.settings)
            then()

        self.push_screen(WelcomeScreen(self._desk.settings, date_of(self._desk.today())), done)

    @on(HomeScreen.StudyAsked)
    def _study_asked(self, event: HomeScreen.StudyAsked) -> None:
        self._study(event.scope)

    @on(HomeScreen.ThemeAsked)
    def _theme_asked(self) -> None:
        """Change the colours and remember them."""
        to_light = self.theme == DARK
        self.theme = LIGHT if to_light else DARK
        self._keep(replace(self._desk.settings, theme="light" if to_light else "dark"))

    def _keep(self, settings: Settings) -> None:
        try:
            self._desk.keep(settings)
        except NmtError as refusal:
            self.tell(refusal)

    def _study(self, scope: Scope) -> None:
        """Begin a session, unless nothing is waiting."""
        try:
            session = begin(self._desk, scope)
        except NmtError as refusal:
            self.tell(refusal)
            return
        if session.shown is None:
            self.notify("Nothing is waiting here today.", markup=False)
            return
        from nmt_study.tui.screens.study import StudyScreen

        self.push_screen(StudyScreen(session), partial(self._studied, session))

    def _studied(self, session: StudySession, ended: bool | None) -> None:
        """Show what a finished session came to; after a stop, say that all is saved."""
        from nmt_study.tui.screens.summary import SummaryScreen

        if ended:
            self.push_screen(SummaryScreen(summary(session), session.ending), self._summed_up)
        elif session.done:
            self.notify("Stopped. Every answer you gave is saved.", markup=False)

    def _summed_up(self, more: bool | None) -> None:
        if more:
            self._study(Scope(minutes=MORE_MINUTES))

    def tell(self, refusal: NmtError) -> None:
        """Show a refusal where no screen has a better place for it."""
        text = f"{refusal.message}. {refusal.hint}" if refusal.hint else refusal.message
        self.notify(text, severity="error", timeout=15, markup=False)

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


def run(places: Places, clock: Clock, random: RandomBytes, scope: Scope | None = None) -> int:
    """Open a home in the full screen and return the exit code; with a scope, studying begins at once.

    Raises:
        NmtError: the home cannot be opened; the screen was not touched.
    """
    desk = open_desk(places, clock, random, _tell_progress)
    try:
        app = NmtApp(desk, scope)
        app.run()
    finally:
        desk.close()
    if app.fault is not None:
        raise app.fault
    return ExitCode.FINE


def _tell_progress(done: int, total: int) -> None:
    """Count the files of a library that is read for the first time, on one line of the terminal."""
    if done % 100 == 0 or done == total:
        end = "\r\033[K" if done == total else ""
        sys.stderr.write(f"\rReading your decks: {done} of {total}{end}")
        sys.stderr.flush()
