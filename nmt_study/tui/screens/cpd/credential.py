"""One credential: what is still needed first, what to book, then the figures, the months and why hours do not count."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.cycles import months_between, moved
from nmt_study.dates import MONTHS
from nmt_study.services.actions import CREDENTIAL
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, credentials, handing_in, papers, sentences
from nmt_study.services.cpd import words as said
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.booking import plan_lines
from nmt_study.services.cpd.cited import source_words
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.cpd.noted import note_lines
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import SCROLL, bindings, table_hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.bars import Lying, Standing, lying, standing
from nmt_study.tui.widgets.drawing import Drawing

_HEIGHT = 3  # lines of the months
_MOST_MONTHS = 48


class CredentialScreen(Page[None]):
    """Shows one credential."""

    ACTIONS = CREDENTIAL
    NAME = "A credential"
    SENTENCES = (
        "What is still needed comes first, then what to book next. The bars show what there is of each minimum; an empty part is needed.",
        "Below stand the months of the cycle with the hours that were credited in each, and why not every hour counts, with the rule's source.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        CREDENTIAL, [Binding("q,enter", "close", show=False), *SCROLL]
    )

    def __init__(self, desk: Desk, credential: Credential) -> None:
        """Take the credential."""
        super().__init__()
        self._desk = desk
        self._credential = credential
        self._account: Account | None = None
        self._every: tuple[Logged, ...] = ()

    def body(self) -> ComposeResult:
        """The title, then everything in one column that scrolls."""
        yield Static(id="top")
        with VerticalScroll(can_focus=False):
            for name in ("headline", "needed", "bars", "months", "told"):
                yield Static(id=name)

    def on_screen_resume(self) -> None:
        """Show how it stands."""
        self.done(self._show)

    def _show(self) -> None:
        self._credential = credentials.find(self._desk, self._credential.id)
        self._every = book.logged(self._desk)
        self._account = one = accounts.account(self._desk, self._credential, self._every)
        body = words(one.credential.pack.credential, "$text-muted")
        self.query_one("#top", Static).update(Edges(words(one.credential.name, "bold $primary"), body))
        self.query_one("#headline", Static).update(words(said.headline(one), "bold"))
        needed = [*said.needed_lines(one), *plan_lines([one])]
        self._fill("needed", Content("\n").join(words(line) for line in needed) if needed else None)
        bars = [*_bars(one)]
        self._fill("bars", Drawing(lying(("", "there is", "asked"), bars)) if bars else None)
        months = _months(one)
        self._fill("months", Drawing(standing(months, _HEIGHT, last=True)) if months else None)
        self.query_one("#told", Static).update(Content("\n").join(self._told(one)))
        self._name_keys(one)

    def _fill(self, name: str, content: Content | Drawing | None) -> None:
        widget = self.query_one(f"#{name}", Static)
        widget.display = content is not None
        if content is not None:
            widget.update(content)

    def _told(self, one: Account) -> Iterator[Content]:
        pack = one.credential.pack
        yield words(said.total_line(one))
        yield from map(words, said.cap_lines(one))
        refused = [each for each in self._every if each.id in one.state.reasons]
        if refused:
            yield Content("")
            yield words("Why not every hour counts", "bold $primary")
            yield from (
                words(f"{each.activity.date} {each.title}: {said.credit_words(one.state, each, pack)}")
                for each in refused
            )
        warnings = note_lines(self._desk, one, self._every)
        gaps = papers.gap_lines(one, self._every)
        if warnings or gaps:
            yield Content("")
            yield words("To look at", "bold $primary")
            yield from map(words, (*warnings, *gaps))
        if pack.notes:
            yield Content("")
            yield words("Open points", "bold $primary")
            yield from map(words, pack.notes)
        yield Content("")
        yield words(said.rules_line(pack), "$text-muted")

    def _name_keys(self, one: Account) -> None:
        idle = {
            name for name, there in (("task", one.state.tasks), ("confirm", one.provisional)) if not there
        }
        self.show_keys(table_hints(CREDENTIAL, idle))

    def action_papers(self) -> None:
        """Write the summary as PDF and HTML, and one PDF to hand in, into the folder papers of the home."""
        one = self._account
        if one is None:
            return
        told = self.guarded(lambda: handing_in.write_all(self._desk, one, self._every))
        if told is not None:
            self.hint("\n".join(told))

    async def action_task(self) -> None:
        """Say that the first open thing without hours is done."""
        from nmt_study.tui.screens.ask import AskScreen

        one = self._account
        name = next((name for name, done in one.state.tasks.items() if not done), None) if one else None
        if one is None or name is None:
            self.hint("Nothing without hours is open here.")
            return
        titles = accounts.task_titles(one)

        then = self._when_sure(lambda: accounts.do_task(self._desk, one, name, one.on))

        await self.app.push_screen(AskScreen("Is this done?", titles[name], "Not yet", "Done"), then)

    async def action_confirm(self) -> None:
        """Confirm the numbers, after a question."""
        from nmt_study.tui.screens.ask import AskScreen

        one = self._account
        if one is None:
            return
        remark = "\n".join((*said.demand_lines(one.credential.pack), source_words(one.credential.pack)))

        then = self._when_sure(lambda: accounts.confirm(self._desk, one))

        await self.app.push_screen(AskScreen(sentences.COMPARED, remark, "Not yet", "They hold"), then)

    def _when_sure(self, work: Callable[[], object]) -> Callable[[bool | None], None]:
        """Return what does something once it was agreed to, and then shows how it stands."""

        def then(sure: bool | None) -> None:  # noqa: FBT001 - what a screen ends with
            if sure and self.done(work):
                self.done(self._show)

        return then

    async def action_edit(self) -> None:
        """Change what was said of the credential."""
        from nmt_study.tui.screens.cpd.bodies import credential_form
        from nmt_study.tui.screens.form import FormScreen

        form = credential_form(self._desk, self._credential.pack, self._credential)
        await self.app.push_screen(FormScreen(form), self.pass_on)


def _bars(one: Account) -> Iterator[Lying]:
    """Give a bar for the total and for each floor: what is full is there, what is empty is still needed."""
    state, pack = one.state, one.credential.pack
    if state.required:
        yield _bar("Total", state.total, state.required)
    for floor in one.rule.minimums:
        if not floor.is_remainder:
            yield _bar(said.floor_words(pack, floor), state.minimums[floor.id].have, floor.least)


def _bar(name: str, have: Fraction, least: Fraction) -> Lying:
    share = min(1.0, float(have / least)) if least else 1.0
    return Lying(name, share, share, None, (said.told(have), said.told(least)))


def _months(one: Account) -> list[Standing]:
    """Return the months of the cycle with what was credited in each."""
    cycle = one.state.cycle
    if cycle is None:
        return []
    number = min(_MOST_MONTHS, months_between(cycle.start, cycle.end) + 1)
    hours: dict[tuple[int, int], Fraction] = {}
    for activity in one.ledger.activities:
        key = (activity.date.year, activity.date.month)
        hours[key] = hours.get(key, ZERO) + one.state.credit(activity.id)
    found = []
    for step in range(number):
        month = moved(cycle.start.replace(day=1), step)
        value = hours.get((month.year, month.month), ZERO)
        now = (month.year, month.month) == (one.on.year, one.on.month)
        found.append(
            Standing(float(value), said.told(value) if value else "·", _name(month), _year(month, step), now)
        )
    return found


def _name(month: date) -> str:
    return MONTHS[month.month - 1][:3]


def _year(month: date, step: int) -> str:
    return str(month.year)[2:] if month.month == 1 or not step else ""
