"""A page whose cards are narrowed by filters, each chosen from a list of its values."""

from nmt_study.services.cards import finding
from nmt_study.services.cards.finding import Facet, Query
from nmt_study.services.desk import Desk
from nmt_study.tui.screens.page import Page


class FilteredPage(Page[None]):
    """Holds what is looked for, and lets each of its filters be chosen."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk whose library is looked through."""
        super().__init__()
        self._desk = desk
        self._query = Query()
        self._titles: dict[str, str] = {}

    def look(self, keep: str | None = None) -> None:
        """Show what is found now; the card `keep` stays marked."""

    async def _choose(self, which: Facet) -> None:
        """Let a filter be chosen."""
        from nmt_study.tui.screens.cards.choose import ChooseScreen

        def chosen(values: tuple[str, ...] | None) -> None:
            if values is not None:
                self._set(which, values)

        await self.app.push_screen(ChooseScreen(self._desk, self._query, which), chosen)

    def _set(self, which: Facet, values: tuple[str, ...]) -> None:
        if which is Facet.DECK:
            self._titles = {deck.id: deck.title for deck in self._desk.library.decks()}
        self._query = finding.with_filter(self._query, which, values)
        self.look()

    async def action_deck(self) -> None:
        """Choose a deck."""
        await self._choose(Facet.DECK)

    async def action_topic(self) -> None:
        """Choose a topic."""
        await self._choose(Facet.TOPIC)

    async def action_tag(self) -> None:
        """Choose a tag."""
        await self._choose(Facet.TAG)

    async def action_heading(self) -> None:
        """Choose a heading."""
        await self._choose(Facet.HEADING)

    async def action_state(self) -> None:
        """Choose a state."""
        await self._choose(Facet.STATE)

    def action_clear(self) -> None:
        """Take every filter off."""
        self._query = Query(self._query.words)
        self.look()
