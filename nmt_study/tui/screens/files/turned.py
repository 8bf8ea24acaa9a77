"""A page that shows the cards of a file one at a time: turning to the next, the last, the one of a number."""

from nmt_study.services.writing.preview import Preview, Watched
from nmt_study.services.writing.previewed import in_study, position_words
from nmt_study.storage.library.library import Found
from nmt_study.tui.screens.page import Page


class TurnedPage(Page[None]):
    """Knows which card is in front; `ask` shows it."""

    def __init__(self, watched: Watched, line: int = 1) -> None:
        """Take the file, and the line whose card to begin with."""
        super().__init__()
        self.watched = watched
        self._place = watched.preview.at_line(line) or 0

    @property
    def _preview(self) -> Preview:
        return self.watched.preview

    @property
    def _found(self) -> Found | None:
        """The card in front, None where there is none."""
        cards = self._preview.cards
        return cards[self._place] if cards else None

    def ask(self) -> None:
        """Show the question side of the card in front."""

    def go(self, place: int) -> None:
        """Turn to a card."""
        self._place = place
        self.app.clear_notifications()
        self.ask()

    def action_next(self) -> None:
        """Go to the next card."""
        if self._place + 1 < len(self._preview.cards):
            self.go(self._place + 1)
        else:
            self.hint("This is the last card.")

    def action_previous(self) -> None:
        """Go to the card before."""
        if self._place:
            self.go(self._place - 1)
        else:
            self.hint("This is the first card.")

    def action_first(self) -> None:
        """Go to the first card."""
        self.go(0)

    def action_last(self) -> None:
        """Go to the last card."""
        self.go(max(0, len(self._preview.cards) - 1))

    async def action_jump(self) -> None:
        """Ask for the number of a card and go there."""
        from nmt_study.tui.screens.question import NumberScreen

        most = len(self._preview.cards)
        if most:
            how, now = f"A number from 1 to {most}.", str(self._place + 1)
            await self.app.push_screen(NumberScreen("Which card?", how, now, self._understood), self._jumped)

    def _understood(self, text: str) -> str | None:
        """Return where a number leads, None where no card has that number."""
        text = text.strip()
        most = len(self._preview.cards)
        if not text.isdecimal() or len(text) > len(str(most)) or not 1 <= int(text) <= most:
            return None
        return position_words(self._preview, int(text) - 1)

    def _jumped(self, text: str | None) -> None:
        if text is not None and self._understood(text):
            self.go(int(text) - 1)

    async def action_source(self) -> None:
        """Show where the fact comes from."""
        from nmt_study.tui.screens.study.source import SourceScreen

        if self._found is not None:
            await self.app.push_screen(SourceScreen(in_study(self._found, self.watched.lists)))
