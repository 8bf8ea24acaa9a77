"""The full-screen program: it opens the desk, leads from screen to screen, and closes the desk."""

import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from nmt_study.clock import Clock, date_of
from nmt_study.config import Places
from nmt_study.errors import ExitCode, NmtError
from nmt_study.identifiers import RandomBytes
from nmt_study.services import overview
from nmt_study.services.desk import Desk, open_desk
from nmt_study.services.portion import FIRST_SESSION, Scope
from nmt_study.settings import Settings, read_settings
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.shell import Shell
from nmt_study.tui.theme import other_theme

if TYPE_CHECKING:
    from nmt_study.services.quizzes import Wish
    from nmt_study.services.study import StudySession


Welcomed = Callable[[Settings | None], Awaitable[None]] | Callable[[Settings | None], None]
"""What is done with the answers of the first questions."""

LARGE = 5_000_000  # bytes of decks; less is read before anybody wonders


class NmtApp(Shell):
    """Screens say what they came to; where that leads is decided here."""

    def __init__(
        self, desk: Desk, scope: Scope | None = None, quiz: "tuple[str, Wish] | None" = None
    ) -> None:
        """Take an open desk, and what to study or which quiz to take at once if that was asked for."""
        super().__init__(desk.settings)
        self._desk = desk
        self._scope = scope
        self._asked_quiz = quiz

    def get_default_screen(self) -> Screen[None]:
        """Begin with home."""
        return HomeScreen(self._desk)

    async def on_mount(self) -> None:
        """Welcome a new learner; begin at once where a command asked for it."""
        welcome = overview.first_time(self._desk)
        if welcome or self._scope is not None or self._asked_quiz is not None:
            self.read_sheets()
        if self._scope is not None:
            await self._study(self._scope)
        elif self._asked_quiz is not None:
            from nmt_study.tui.screens.quiz import QuizScreen

            await self.push_screen(QuizScreen(self._desk, *self._asked_quiz))
        elif welcome:
            await self._welcome(self._welcomed)

    async def _welcome(self, then: Welcomed) -> None:
        from nmt_study.tui.screens.welcome import WelcomeScreen

        today = date_of(self._desk.today())
        await self.push_screen(WelcomeScreen(self._desk.settings, today), then)

    async def _welcomed(self, settings: Settings | None) -> None:
        """Keep the answers of the first run and go straight to real cards."""
        self._keep(settings)
        await self._study(FIRST_SESSION)

    def _keep(self, settings: Settings | None) -> None:
        """Take over settings, and save them if that is possible."""
        try:
            self._desk.keep(settings or self._desk.settings)
        except NmtError as refusal:
            self._tell(refusal)
        self.on_settings_screen_changed()

    def on_settings_screen_changed(self) -> None:
        """Let colours, motion and keys be as the settings have them, also while they are being changed."""
        self.look_as(self._desk.settings)

    on_home_screen_settings_changed = on_settings_screen_changed

    async def on_settings_screen_questions_asked(self) -> None:
        """Ask the questions of the first run again."""
        await self._welcome(self._keep)

    @on(HomeScreen.ThemeAsked)
    def _theme_asked(self) -> None:
        """Change the colours and remember them."""
        settings = self._desk.settings
        self._keep(settings._replace(theme=other_theme(settings.theme)))

    @on(HomeScreen.StudyAsked)
    async def _study_asked(self, event: HomeScreen.StudyAsked) -> None:
        await self._study(event.scope)

    async def _study(self, scope: Scope) -> None:
        """Begin a session, unless nothing is waiting."""
        from nmt_study.services.custom import ending_words
        from nmt_study.services.study import begin

        self.clear_notifications()
        try:
            session = begin(self._desk, scope)
        except NmtError as refusal:
            self._tell(refusal)
            return
        if session.shown is None:
            self.notify(ending_words(session), markup=False)
            return
        from nmt_study.tui.screens.study import StudyScreen

        answered = self._desk.record.counts().answers
        await self.push_screen(StudyScreen(session, answered), partial(self._studied, session))

    async def _studied(self, session: "StudySession", ended: object) -> None:
        """Show what a finished session came to; after a stop, say that all is saved."""
        self.clear_notifications()
        session.end()
        if not ended:
            if session.done:
                self.notify("Stopped. Every answer you gave is saved.", markup=False)
            return
        from nmt_study.services.custom import ending_words
        from nmt_study.services.summary import summary
        from nmt_study.tui.screens.summary import SummaryScreen

        try:
            screen = SummaryScreen(summary(session), session.ending, ending_words(session))
        except NmtError as refusal:
            self._tell(refusal)
            return
        await self.push_screen(screen, self._summed_up)
        if session.fault is not None:
            self._tell(session.fault)

    async def _summed_up(self, more: Scope | None) -> None:
        """Go on after a session if the learner wants to."""
        if more is not None:
            await self._study(more)

    def _tell(self, refusal: NmtError) -> None:
        """Show a refusal where no screen has a better place for it."""
        text = f"{refusal.message}. {refusal.hint}" if refusal.hint else refusal.message
        self.notify(text, severity="error", timeout=15, markup=False)


def run(
    places: Places,
    clock: Clock,
    random: RandomBytes,
    scope: Scope | None = None,
    quiz: "tuple[str, Wish] | None" = None,
) -> int:
    """Open a home in the full screen and return the exit code.

    With a scope, studying begins at once; with a quiz, that one is opened.

    Raises:
        NmtError: the home cannot be opened; the screen was not touched.
    """
    desk = open_desk(places, clock, random, _tell_progress)
    try:
        app = NmtApp(desk, scope, quiz)
        app.run()
    finally:
        desk.close()
    if app.fault is not None:
        raise app.fault
    return ExitCode.FINE


def run_preview(places: Places, clock: Clock, file: Path) -> int:
    """Open the preview of one file in the full screen and return the exit code; no home is opened.

    Raises:
        NmtError: the file cannot be read; the screen was not touched.
    """
    from nmt_study.services.preview import Watched
    from nmt_study.tui.preview_app import PreviewApp

    app = PreviewApp(Watched(file, places, clock), read_settings(places.settings)[0])
    app.run()
    if app.fault is not None:
        raise app.fault
    return ExitCode.FINE


def _tell_progress(done: int, total: int) -> None:
    """Say how far the reading of a large library is, on one line that vanishes at its end."""
    if total >= LARGE and sys.stderr.isatty():
        line = f"Reading your decks: {done * 100 // total} %"
        sys.stderr.write(f"\r{line}" if done < total else f"\r{' ' * len(line)}\r")
        sys.stderr.flush()
