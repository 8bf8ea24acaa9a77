"""A page with a card of a session on it: what can be done with the card besides answering it."""

from functools import partial
from typing import TYPE_CHECKING

from nmt_study.services.actions import Action, study_actions
from nmt_study.services.study import study_words
from nmt_study.services.study.study import StudySession
from nmt_study.srs.model import Grade
from nmt_study.tui.screens.study.shaped_page import ShapedPage
from nmt_study.tui.widgets.card import Card

if TYPE_CHECKING:  # imported when a card is edited
    from nmt_study.services.cards.editing import Saved

GRADES = frozenset(grade.name.lower() for grade in Grade)
"""The actions that are grades: their keys are numbers, which pick an option while there is one to pick."""


class CardPage(ShapedPage):
    """Shows the card in front of a session; `_revealed` says whether its answer is to be seen."""

    def __init__(self, session: StudySession) -> None:
        """Take a session that has a card to show."""
        super().__init__(session)
        self._revealed = False

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can be done here, the grades as the learner has them."""
        return study_actions(two_buttons=self._session.two_buttons)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a letter to what else it does where it picks no option, and grade only what was told."""
        if action == "choose" and isinstance(parameters[0], int):
            return self._picks(parameters[0])
        if action in GRADES:
            return self._revealed
        return super().check_action(action, parameters)

    def _picks(self, index: int) -> bool:
        """Tell whether there is an option of that place to pick now."""
        return not self._revealed and index < self.query_one(Card).options

    def action_choose(self, index: int) -> None:
        """Pick an option and show what is right."""

    @property
    def _choosing(self) -> bool:
        """Whether there are options to pick now, so that letters pick."""
        return not self._revealed and bool(self.query_one(Card).options)

    def action_flag(self) -> None:
        """Flag the card; while there are options to pick, only the answer side takes this letter."""
        if self._choosing:
            self.hint(study_words.LETTERS_CHOOSE)
        else:
            super().action_flag()

    def action_bury(self) -> None:
        """Set the card aside; while there are options to pick, only the answer side takes this letter."""
        if self._choosing:
            self.hint(study_words.LETTERS_CHOOSE)
        else:
            super().action_bury()

    async def action_source(self) -> None:
        """Show where the fact comes from, once the answer is there."""
        from nmt_study.tui.screens.study.source import SourceScreen

        if self._revealed and self._session.shown is not None:
            await self.app.push_screen(SourceScreen(self._session.shown))
        else:
            self.hint(study_words.SOURCES_LATER)

    async def action_info(self) -> None:
        """Show the card in full, once the answer is there."""
        from nmt_study.services.cards.card_detail import detail
        from nmt_study.tui.screens.cards.card_detail import CardDetailScreen

        shown = self._session.shown
        if not self._revealed or shown is None:
            self.hint(study_words.ABOUT_LATER)
            return
        found = self.guarded(lambda: detail(self._session.desk, shown.card.key))
        if found is not None:
            await self.app.push_screen(CardDetailScreen(found), self._chosen_on_sheet)

    async def _chosen_on_sheet(self, action: str | None) -> None:
        """Do what was chosen on the sheet of the card."""
        if action:
            await self.run_action(action)

    async def action_edit(self) -> None:
        """Open the editor on the card; while there are options to pick, only the answer side takes this letter."""
        shown = self._session.shown
        if self._choosing:
            self.hint(study_words.LETTERS_CHOOSE)
        elif shown is not None:
            from nmt_study.services.cards.editing import begin
            from nmt_study.tui.screens.cards.edit import EditScreen

            desk = self._session.desk
            edit = self.guarded(lambda: begin(desk, shown.card.key))
            if edit is not None:
                await self.app.push_screen(EditScreen(desk, edit), self._edited)

    def _edited(self, saved: "Saved | None") -> None:
        """Show the card as it reads now, once it is decided what becomes of its progress."""
        if saved is None or not saved.changed:
            return
        from nmt_study.services.cards.changes import asked_about
        from nmt_study.tui.screens.cards.changed import ChangedScreen

        desk = self._session.desk
        if self.guarded(lambda: asked_about(desk, saved.old)):
            then = partial(self._go_on, saved)
            self.app.push_screen(ChangedScreen(desk), then)  # type: ignore[unused-awaitable]  # not to be awaited here
        else:
            self._go_on(saved, None)

    def _go_on(self, saved: "Saved", _: object) -> None:
        self._session.edited(saved)
        self.ask()
        self.hint(study_words.edited_words(saved))
