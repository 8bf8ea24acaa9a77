"""A page with a marked card: what can be done to it there, as on the card of a session."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nmt_study.services.cards import card_detail, changes, shaping, turning
from nmt_study.services.desk import Desk
from nmt_study.services.study import study_words
from nmt_study.storage.record.event import BURY, FLAG, SUSPEND
from nmt_study.tui.screens.cards.filtered import FilteredPage
from nmt_study.tui.screens.files.previewing import open_preview

if TYPE_CHECKING:
    from nmt_study.services.cards.editing import Saved


class HandledPage(FilteredPage):
    """Does something to the marked card, says what, and shows it again."""

    @property
    def current(self) -> str | None:
        """The key of the marked card."""
        return None

    def reload(self) -> None:
        """Show again what has changed."""

    async def action_open(self) -> None:
        """Show the marked card in full."""
        from nmt_study.tui.screens.cards.card_detail import CardDetailScreen

        key = self._marked_key()
        found = self.guarded(lambda: card_detail.detail(self._desk, key)) if key else None
        if found is not None:
            await self.app.push_screen(CardDetailScreen(found), self._chosen_on_sheet)

    async def _chosen_on_sheet(self, action: str | None) -> None:
        """Do what was chosen on the sheet of a card."""
        if action:
            await self.run_action(action)

    def action_suspend(self) -> None:
        """Take the card out of study, or back into it."""
        self._turn(SUSPEND)

    def action_bury(self) -> None:
        """Set the card aside until tomorrow, or bring it back."""
        self._turn(BURY)

    def action_flag(self) -> None:
        """Put a flag on the card, or take it off."""
        self._turn(FLAG)

    def _turn(self, kind: str) -> None:
        key = self._marked_key()
        told = self.guarded(lambda: turning.turn(self._desk, key, kind)) if key else None
        if told:
            self._changed(self.can_undo(told))

    async def action_note(self) -> None:
        """Open the note on the card."""
        key = self._marked_key()
        if key is None:
            return
        from nmt_study.tui.screens.cards.write import WriteScreen

        present = self.guarded(lambda: shaping.note_on(self._desk, key)) or ""

        def noted(text: str | None) -> None:
            if text is not None and self.done(lambda: shaping.note(self._desk, key, text)):
                self._changed(study_words.note_words(text))

        await self.app.push_screen(WriteScreen("Your note", study_words.NOTE_HINT, present), noted)

    async def action_report(self) -> None:
        """Ask what is wrong with the card."""
        key = self._marked_key()
        if key is None:
            return
        from nmt_study.tui.screens.cards.write import WriteScreen

        def reported(text: str | None) -> None:
            if text and self.done(lambda: shaping.report(self._desk, key, text)):
                self._changed(study_words.REPORTED)

        await self.app.push_screen(
            WriteScreen("What is wrong with this card?", study_words.REPORT_HINT), reported
        )

    async def action_edit(self) -> None:
        """Open the editor on the card."""
        key = self._marked_key()
        if key is None:
            return
        from nmt_study.services.cards.editing import begin
        from nmt_study.tui.screens.cards.edit import EditScreen

        edit = self.guarded(lambda: begin(self._desk, key))
        if edit is not None:
            await self.app.push_screen(EditScreen(self._desk, edit), self._edited)

    async def action_preview(self) -> None:
        """Show the whole file of the card as learners see it; only a file of one's own."""
        key = self._marked_key()
        found = self.guarded(lambda: shaping.find(self._desk, key)) if key else None
        if found is None:
            return
        from nmt_study.services.writing.preview import SHIPPED

        if found.origin.shipped:
            self.hint(SHIPPED)
        else:
            await open_preview(self, self._desk, found.origin.file, found.origin.line, after=self._previewed)

    def _previewed(self) -> None:
        """Show the list as it is after cards may have been edited in the preview, or in another program beside it."""
        self.guarded(self._desk.look_again)
        self.reload()

    def _edited(self, saved: "Saved | None") -> None:
        """Show the list as it is now, once it is decided what becomes of the card's progress."""
        if saved is None or not saved.changed:
            return
        if self.guarded(lambda: changes.asked_about(self._desk, saved.old)):
            from nmt_study.tui.screens.cards.changed import ChangedScreen

            screen = ChangedScreen(self._desk)
            self.app.push_screen(screen, lambda _: self._changed(study_words.edited_words(saved)))  # type: ignore[unused-awaitable]
        else:
            self._changed(study_words.edited_words(saved))

    def action_undo(self) -> None:
        """Take back the last step."""
        self._step(shaping.undo_words)

    def action_redo(self) -> None:
        """Put back what was taken back last."""
        self._step(shaping.redo_words)

    def _step(self, go: Callable[[Desk], str]) -> None:
        told = self.guarded(lambda: go(self._desk))
        if told:
            self._changed(told)

    def _marked_key(self) -> str | None:
        """Return the key of the marked card; without one, say so."""
        if self.current is None:
            self.hint("There is no card here.")
        return self.current

    def _changed(self, told: str) -> None:
        self.reload()
        self.hint(told)
