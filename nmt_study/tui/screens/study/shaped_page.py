"""A page with a card of a session on it: what is made of the card beside grading it, and steps back and forth."""

from collections.abc import Callable

from nmt_study.errors import NmtError
from nmt_study.services.study import study_words
from nmt_study.services.study.study import StudySession, Undone
from nmt_study.tui.screens.page import Page


class ShapedPage(Page[bool]):
    """Shows the card in front of a session."""

    def __init__(self, session: StudySession) -> None:
        """Take a session that has a card to show."""
        super().__init__()
        self._session = session

    def ask(self) -> None:
        """Show the question side of the session's card; without one, the session has ended."""

    def refuse(self, what: str, refusal: NmtError) -> None:
        """Say what was not done, and leave the card as it is."""

    def action_undo(self) -> None:
        """Take back the last step and show its card again."""
        self._walk("Not taken back", self._session.undo, study_words.undone_words)

    def action_redo(self) -> None:
        """Put back what was taken back last, and go on after it."""
        self._walk("Not put back", self._session.redo, study_words.redone_words)

    def _walk(self, refused: str, go: Callable[[], Undone | None], tell: Callable[..., str]) -> None:
        try:
            step = go()
        except NmtError as refusal:
            self.refuse(refused, refusal)
            return
        if step is not None:
            self.ask()
        self.hint(tell(step, two_buttons=self._session.two_buttons))

    def action_suspend(self) -> None:
        """Take the card out of study and go on."""
        self._set_aside(self._session.suspend, study_words.SUSPENDED)

    def action_bury(self) -> None:
        """Set the card aside until tomorrow and go on."""
        self._set_aside(self._session.bury, study_words.BURIED)

    def _set_aside(self, how: Callable[[], None], words: str) -> None:
        if self.done(how):
            self.ask()
            self.hint(self.can_undo(words))

    def action_flag(self) -> None:
        """Put a flag on the card, or take it off."""
        on = self.guarded(self._session.flag)
        if on is not None:
            self._marked(study_words.flag_words(on=on))

    async def action_note(self) -> None:
        """Open the note on the card."""
        shown = self._session.shown
        if shown is not None:
            from nmt_study.tui.screens.cards.write import WriteScreen

            await self.app.push_screen(
                WriteScreen("Your note", study_words.NOTE_HINT, shown.note), self._noted
            )

    def _noted(self, text: str | None) -> None:
        if text is not None and self.done(lambda: self._session.note(text)):
            self._marked(study_words.note_words(text))

    async def action_report(self) -> None:
        """Ask what is wrong with the card."""
        from nmt_study.tui.screens.cards.write import WriteScreen

        title = "What is wrong with this card?"
        await self.app.push_screen(WriteScreen(title, study_words.REPORT_HINT), self._reported)

    def _reported(self, text: str | None) -> None:
        if text and self.done(lambda: self._session.report(text)):
            self._marked(study_words.REPORTED)

    def _marked(self, words: str) -> None:
        """Show on the card what was made of it."""
        self.remark()
        self.hint(words)

    def remark(self) -> None:
        """Show the card again as far as what the learner made of it is concerned."""
