"""A page with a sitting on it: going from item to item, the clock, flags, handing in and leaving."""

from collections.abc import Callable

from nmt_study.quiz.sitting import Outcome
from nmt_study.services.quiz import sitting_words as said
from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.item import ItemView
from nmt_study.tui.widgets.sitting_head import SittingHead


class SittingPage(Page[bool]):
    """Ends with True when the sitting was handed in or its time ran out, with False when the person leaves."""

    def __init__(self, session: QuizSession) -> None:
        """Take a sitting that has begun."""
        super().__init__()
        self._session = session
        self._clock = True

    def ask(self) -> None:
        """Show the item in front."""

    def show_head(self) -> None:
        """Show how the sitting stands."""
        self.query_one(SittingHead).show(self._session, clock=self._clock)

    async def tick(self) -> None:
        """Let the clock go on; at its end the sitting ends."""
        over = self.guarded(self._session.tick)
        if over or (self._session.over and self.is_current):
            while self.app.screen is not self and self in self.app.screen_stack:
                await self.app.pop_screen()
            self.end(True)
        elif self.is_current:
            self.show_head()

    def action_forward(self) -> None:
        """Go to the next item; after the last one, hand in."""
        state = self._session.state
        if state.here + 1 < state.places:
            self._go_to(state.here + 1)
        elif not state.open and not self._session.exam:
            self._end()
        else:
            self._ask_to_hand_in()

    def action_back(self) -> None:
        """Go to the item before."""
        self._go_to(self._session.state.here - 1)

    def _go_to(self, place: int) -> None:
        if self.done(lambda: self._session.go(place)):
            self.ask()

    def action_flag(self) -> None:
        """Put a flag on the item, or take it off."""
        on = self.guarded(self._session.flag)
        if on is not None:
            self.show_head()
            self.hint("Flagged." if on else "The flag is off.")

    def action_strike(self) -> None:
        """Strike out the marked option, or take that back."""
        view = self.query_one(ItemView)
        number = view.marked
        if number is None or self._session.shown.settled:
            self.hint("Mark an option with the arrow keys first; then it can be struck out.")
        elif self.done(lambda: self._session.strike(number)):
            view.strike(self._session.shown)

    async def action_overview(self) -> None:
        """List all items and go to one."""
        from nmt_study.tui.screens.quiz.places import PlacesScreen

        self.app.clear_notifications()

        def chosen(place: int | None) -> None:
            if place is not None:
                self._go_to(place)

        await self.app.push_screen(PlacesScreen(self._session), chosen)

    def action_time(self) -> None:
        """Hide the clock, or show it again."""
        if self._session.left is None:
            self.hint(said.time_words(self._session))
            return
        self._clock = not self._clock
        self.show_head()
        self.hint("The clock is shown." if self._clock else "The clock is hidden; it runs on.")

    def action_hand_in(self) -> None:
        """Hand in, after a question."""
        self._ask_to_hand_in()

    def _ask_to_hand_in(self) -> None:
        from nmt_study.tui.screens.ask import AskScreen

        question = AskScreen("Hand in now?", said.hand_in_words(self._session), "Not yet", "Hand in")
        then: Callable[[bool | None], None] = lambda sure: self._end() if sure else None  # noqa: E731
        self.app.push_screen(question, then)  # type: ignore[unused-awaitable]  # not to be awaited in a handler

    def _end(self) -> None:
        if self.done(lambda: self._session.end(Outcome.HANDED_IN)):
            self.end(True)

    def action_leave(self) -> None:
        """Leave for now."""
        self.end(False)
