"""The screens that home leads to."""

from pathlib import Path

from nmt_study.errors import Diagnostic
from nmt_study.services.desk import Desk
from nmt_study.tui.screens.page import Page


class Doors(Page[None]):
    """Opens each of them when it is asked for."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk that everything is read from."""
        super().__init__()
        self._desk = desk
        self._problems: tuple[Diagnostic, ...] = ()

    async def action_find(self) -> None:
        """Look through all cards."""
        from nmt_study.tui.screens.cards.browser import BrowserScreen

        await self.app.push_screen(BrowserScreen(self._desk))

    async def action_changed(self) -> None:
        """Ask what becomes of changed cards."""
        from nmt_study.tui.screens.cards.changed import ChangedScreen

        await self.app.push_screen(ChangedScreen(self._desk))

    async def action_quizzes(self) -> None:
        """Show the quizzes and exams."""
        from nmt_study.tui.screens.quiz.quizzes import QuizzesScreen

        await self.app.push_screen(QuizzesScreen(self._desk))

    async def action_cpd(self) -> None:
        """Show continuing education."""
        from nmt_study.tui.screens.cpd.overview import CpdScreen

        await self.app.push_screen(CpdScreen(self._desk))

    async def action_statistics(self) -> None:
        """Show where the learner stands."""
        from nmt_study.services.stats import statistics
        from nmt_study.tui.screens.stats import StatisticsScreen

        found = self.guarded(lambda: statistics(self._desk))
        if found is not None:
            await self.app.push_screen(StatisticsScreen(found))

    async def action_problems(self) -> None:
        """Show what is wrong in the deck files."""
        from nmt_study.tui.screens.files.problems import ProblemsScreen

        if self._problems:
            await self.app.push_screen(ProblemsScreen(self._problems))
        else:
            self.hint("No problems were found in your deck files.")

    async def action_begin(self) -> None:
        """Ask for what a new deck or quiz needs, write it, and show it."""
        from nmt_study.tui.screens.files.begin import begin_form
        from nmt_study.tui.screens.form import FormScreen

        await self.app.push_screen(FormScreen(begin_form(self._desk)), self._begun)

    async def _begun(self, path: str | None) -> None:
        if path:
            note = f"Written: {path}\nFill it in with your text editor; whenever you save, it is shown here anew."
            await self.preview(Path(path), note)

    async def preview(self, file: Path, note: str = "") -> None:
        """Show a file as learners see it."""
        from nmt_study.tui.screens.files.previewing import open_preview

        await open_preview(self, self._desk, file, note=note)

    async def action_bring(self) -> None:
        """Bring in a file of another program."""
        from nmt_study.tui.screens.files.bring import BringScreen

        await self.app.push_screen(BringScreen(self._desk))

    async def action_print(self) -> None:
        """Choose what to print."""
        from nmt_study.tui.screens.files.on_paper import PrintScreen

        await self.app.push_screen(PrintScreen(self._desk))

    async def action_settings(self) -> None:
        """Show the settings."""
        from nmt_study.tui.screens.settings import SettingsScreen

        await self.app.push_screen(SettingsScreen(self._desk))
