"""All sittings, the newest first, with a curve of what they came to; enter shows one."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from nmt_study.clock import date_of
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import results
from nmt_study.services.quiz.sitting_words import NO_SITTING
from nmt_study.services.words import count, date_words
from nmt_study.storage.record.sitting import Summary
from nmt_study.tui.keys import Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.list_page import ListPage
from nmt_study.tui.widgets.bars import Standing, standing
from nmt_study.tui.widgets.drawing import Drawing

MOST = 200
"""Sittings that are listed; quiz results lists all."""

_HEIGHT = 4  # lines of the curve
_ENOUGH = 2  # ended sittings before there is a curve


class SittingsScreen(ListPage):
    """The list of sittings, of one quiz or of all."""

    NAME = "Your sittings"
    SENTENCES = (
        "Each line is a sitting, the newest first. The bars above show the per cent of the points, the oldest at the left.",
        "Enter shows what one came to. One that is not finished is taken up from its quiz.",
    )

    def __init__(self, desk: Desk, quiz: str | None = None) -> None:
        """Take the quiz whose sittings are listed, None for all."""
        super().__init__()
        self._desk = desk
        self._quiz = quiz
        self._found: tuple[Summary, ...] = ()

    def body(self) -> ComposeResult:
        """The title, the curve, the list."""
        yield Static(id="top")
        yield Static(id="curve")
        yield OptionList(id="sittings", markup=False)
        yield Static(words(NO_SITTING, "$text-muted"), id="none")

    def look(self) -> None:
        """Show them."""
        every = self._desk.record.sittings.summaries(self._quiz)
        self._found = every[:MOST]
        self.query_one("#top", Static).update(
            Edges(words(self.NAME, "bold $primary"), words(count(len(every), "sitting"), "$text-muted"))
        )
        self.fill([one.event for one in self._found], (_line(one) for one in self._found))
        self.query_one("#none").display = not self._found
        ended = [one for one in reversed(self._found) if one.outcome and one.worth and not one.part]
        curve = self.query_one("#curve", Static)
        curve.display = len(ended) >= _ENOUGH
        curve.update(Drawing(standing([*map(_bar, ended)], _HEIGHT, last=True)))
        self.show_keys(
            [Hint("enter", "Show", "take"), Hint("?", "Help", "help"), Hint("esc", "Back", "close")]
        )

    @on(OptionList.OptionSelected)
    async def action_take(self) -> None:
        """Show what the marked sitting came to."""
        from nmt_study.tui.screens.quiz.result import ResultScreen

        at = self.marked
        found = (
            self.guarded(lambda: results.result(self._desk, self._found[at].event))
            if at is not None
            else None
        )
        if found is not None:
            await self.app.push_screen(ResultScreen(self._desk, found))


def _line(one: Summary) -> Edges:
    state = (one.outcome or "not finished").removeprefix("handed in")
    told = ", ".join(filter(None, (results.MISSED_ONLY if one.part else "", state)))
    left = words(f"{date_words(date_of(one.day))}  {one.title}  {told}".rstrip())
    return Edges(left, words(results.came_to(one)))


def _bar(one: Summary) -> Standing:
    per_cent = 100 * one.points / one.worth
    day = date_of(one.day)
    return Standing(per_cent, f"{per_cent:.0f}", f"{day.day}.{day.month}", "")
