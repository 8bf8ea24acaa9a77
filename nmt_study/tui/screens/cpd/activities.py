"""All activities, the newest first; enter opens one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from nmt_study.services.cpd import book
from nmt_study.services.cpd import words as said
from nmt_study.services.cpd.book import Logged
from nmt_study.services.desk import Desk
from nmt_study.services.words import count
from nmt_study.tui.keys import Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.list_page import ListPage

MOST = 300
"""Activities that are listed; nmt-study cpd list lists all."""


class ActivitiesScreen(ListPage):
    """Lists them."""

    NAME = "Activities"
    SENTENCES = (
        "Each line is an activity, the newest first; on the right stands whether there is evidence on file.",
        "Enter opens one: to change or void it, to attach its certificate, to write a reflection. n logs a new one.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "log", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._desk = desk
        self._found: tuple[Logged, ...] = ()

    def body(self) -> ComposeResult:
        """The title and the list."""
        yield Static(id="top")
        yield OptionList(id="activities", markup=False)
        yield Static(words("Nothing is logged yet: n logs an activity.", "$text-muted"), id="none")

    def look(self) -> None:
        """Show how it stands."""
        every = book.logged(self._desk)
        self._found = tuple(reversed(every))[:MOST]
        told = words(count(len(every), "activity", "activities"), "$text-muted")
        self.query_one("#top", Static).update(Edges(words(self.NAME, "bold $primary"), told))
        self.fill([one.id for one in self._found], (_line(one) for one in self._found))
        self.query_one("#none").display = not self._found
        open_ = [Hint("enter", "Open", "open")] if self._found else []
        keys = [Hint("n", "Log", "log"), Hint("?", "Help", "help"), Hint("esc", "Back", "close")]
        self.show_keys([*open_, *keys])

    @on(OptionList.OptionSelected)
    async def action_open(self) -> None:
        """Open the marked one."""
        from nmt_study.tui.screens.cpd.activity import ActivityScreen

        at = self.marked
        if at is not None:
            await self.app.push_screen(ActivityScreen(self._desk, self._found[at].id))

    async def action_log(self) -> None:
        """Log an activity."""
        from nmt_study.tui.screens.cpd.activity import log_form
        from nmt_study.tui.screens.form import FormScreen

        await self.app.push_screen(FormScreen(log_form(self._desk)), self.pass_on)


def _line(one: Logged) -> Edges:
    left = f"{one.activity.date}  {one.title}"
    evidence = "on file" if one.evidence else "no evidence"
    return Edges(words(left), words(f"{said.claimed_words(one)}  {evidence}"))
