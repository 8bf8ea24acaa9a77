"""Continuing education: each credential with what it still needs, what expires next, what waits in the inbox."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from nmt_study.services.actions import CPD
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, evidence, sentences, sheets
from nmt_study.services.cpd import words as said
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.booking import plan_lines
from nmt_study.services.cpd.evidence import Inbox
from nmt_study.services.desk import Desk
from nmt_study.services.words import count
from nmt_study.tui.keys import bindings, table_hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.list_page import ListPage
from nmt_study.tui.widgets.bars import Lying, lying
from nmt_study.tui.widgets.drawing import Drawing

_SOON = 3  # lines of what expires next


class CpdScreen(ListPage):
    """Lists the credentials; enter opens one."""

    NAME = "Continuing education"
    ACTIONS = CPD
    SENTENCES = (
        "Each line is a credential with what it still needs. The bars show what is credited of what is asked: an empty part is still needed.",
        "Time in this program is a study record, not continuing-education credit.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(CPD)

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._desk = desk
        self._accounts: tuple[Account, ...] = ()

    def body(self) -> ComposeResult:
        """The title, the bars, the list, what is to book, what expires and what waits."""
        yield Static(id="top")
        yield OptionList(id="credentials", markup=False)
        yield Static(id="bars")
        yield Static(id="told")

    def look(self) -> None:
        """Show how it stands, also after something was logged."""
        every = book.logged(self._desk)
        self._accounts = accounts.accounts(self._desk)
        count_words = words(count(len(every), "activity", "activities"), "$text-muted")
        self.query_one("#top", Static).update(Edges(words(self.NAME, "bold $primary"), count_words))
        self.fill([one.credential.id for one in self._accounts], (_line(one) for one in self._accounts))
        self.query_one(OptionList).display = bool(self._accounts)
        bars = [_bar(one) for one in self._accounts if one.state.required]
        self.query_one("#bars", Static).display = bool(bars)
        self.query_one("#bars", Static).update(Drawing(lying(("", "credited", "still needed"), bars)))
        inbox = evidence.inbox(self._desk)
        self.query_one("#told", Static).update(Content("\n").join(self._told(every, inbox)))
        self._name_keys(waiting=bool(inbox.waiting))

    def _told(self, every: tuple[Logged, ...], inbox: Inbox) -> list[Content]:
        lines = []
        if not self._accounts:
            begun = sentences.no_credential(self._desk)
            lines.append(words(f"{begun}: a adds the licence, certification or membership that you hold."))
        if not every:
            lines.append(words("Nothing is logged yet: n logs an activity; nothing has to be set up for it."))
        if len(self._accounts) > 1:
            lines += [words(line) for line in plan_lines(self._accounts)]
        soon = sheets.expiring(self._accounts)[:_SOON]
        if soon:
            lines += [Content(""), words("What runs out next", "bold $primary"), *map(words, soon)]
        if inbox.waiting:
            told = f"In your inbox: {count(len(inbox.waiting), 'file')} not logged yet; i shows them."
            lines += [Content(""), words(told)]
        lines += [words(f"In your inbox, but cannot be taken: {one}") for one in inbox.refused[:_SOON]]
        return lines

    def _name_keys(self, *, waiting: bool) -> None:
        idle = {name for name, there in (("open", self._accounts), ("inbox", waiting)) if not there}
        self.show_keys(table_hints(CPD, idle))

    @on(OptionList.OptionSelected)
    async def action_open(self) -> None:
        """Open the marked credential."""
        from nmt_study.tui.screens.cpd.credential import CredentialScreen

        at = self.marked
        if at is not None:
            await self.app.push_screen(CredentialScreen(self._desk, self._accounts[at].credential))

    async def action_log(self) -> None:
        """Log an activity."""
        from nmt_study.tui.screens.cpd.activity import log_form
        from nmt_study.tui.screens.form import FormScreen

        await self.app.push_screen(FormScreen(log_form(self._desk)), self.pass_on)

    async def action_activities(self) -> None:
        """List what is logged."""
        from nmt_study.tui.screens.cpd.activities import ActivitiesScreen

        await self.app.push_screen(ActivitiesScreen(self._desk))

    async def action_add(self) -> None:
        """Add a credential."""
        from nmt_study.tui.screens.cpd.bodies import BodiesScreen

        await self.app.push_screen(BodiesScreen(self._desk), self.pass_on)

    async def action_inbox(self) -> None:
        """Log an activity with the first certificate of the inbox."""
        from nmt_study.tui.screens.cpd.activity import log_form
        from nmt_study.tui.screens.form import FormScreen

        waiting = evidence.inbox(self._desk).waiting
        if not waiting:
            self.hint(sentences.nothing_waits(self._desk))
            return
        await self.app.push_screen(FormScreen(log_form(self._desk, waiting[0])), self.pass_on)


def _line(one: Account) -> Content:
    return Content.assemble(
        "✓ " if one.complete else "○ ", words(one.credential.name, "bold"), "\n  ", words(said.headline(one))
    )


def _bar(one: Account) -> Lying:
    whole = max(one.state.required, one.state.still_needed)
    share = 1.0 - float(one.state.still_needed / whole)
    needed = said.told(one.state.still_needed)
    figures = (f"{said.told(one.state.total)} of {said.told(one.state.required)}", needed)
    return Lying(one.credential.name, share, share, None, figures)
