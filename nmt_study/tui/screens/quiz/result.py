"""What a sitting came to: in all, by area, by certainty, and what to look at again, sure and wrong first."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nmt_study.quiz.certainty import Level
from nmt_study.services.actions import RESULT
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import results
from nmt_study.services.quiz.results import Missed, Result
from nmt_study.services.quiz.sitting_words import CERTAINTY
from nmt_study.services.words import count
from nmt_study.stats.share import Share
from nmt_study.stats.sitting import Area
from nmt_study.tui.keys import SCROLL, bindings, table_hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.bars import Lying, lying
from nmt_study.tui.widgets.drawing import Drawing

_OF_MISSED = {"study_missed", "ask_again", "write_list"}


class ResultScreen(Page[None]):
    """The results of one sitting."""

    ACTIONS = RESULT
    NAME = "What it came to"
    SENTENCES = (
        (
            "The bars show how much was right, area by area; the pale part is how far that can be trusted. Few items "
            "tell little: the range stands beside each bar."
        ),
        ("Below stand the items to look at again: those you were sure of and got wrong come first."),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(RESULT, [Binding("q", "close", show=False), *SCROLL])

    def __init__(self, desk: Desk, found: Result) -> None:
        """Take what the sitting came to."""
        super().__init__()
        self._desk = desk
        self._found = found

    def body(self) -> ComposeResult:
        """The headline, the areas, certainty, and what was missed."""
        found = self._found
        yield Static(Edges(words(found.title, "bold $primary"), words(found.mode, "$text-muted")), id="top")
        with VerticalScroll(can_focus=False):
            yield Static(words(results.headline(found), "bold"), id="headline")
            yield Static(Content("\n").join(words(line, "$text-muted") for line in results.notes(found)))
            if right := results.right_words(found):
                yield Static(words(right, "$text-muted"))
            if found.earlier:
                yield Static(words(_before(found), "$text-muted"))
            if len(found.tally.areas) > 1:
                yield Static("By area", classes="heading")
                yield Static(Drawing(lying(("", "right", "95 % range"), [*map(_bar, found.tally.areas)])))
            rated = [level for level in found.tally.levels if level.answers]
            if rated:
                yield Static("How sure you were", classes="heading")
                yield Static(_told(rated))
                yield from self._in_all_sittings()
            for title, missed in results.groups(found):
                yield Static(f"{title}: {count(len(missed), 'item')}", classes="heading")
                yield Static(Content("\n").join(map(_line, missed)))

    def _in_all_sittings(self) -> ComposeResult:
        """Draw how often each level was right over all sittings, once there are answers enough at one of them."""
        levels = self.guarded(lambda: results.certainty_levels(self._desk)) or ()
        if any(level.enough for level in levels):
            given = [level for level in levels if level.answers]
            yield Static("How sure you were, in all sittings", classes="heading")
            yield Static(Drawing(lying(("", "right", "meant for"), [*map(_level, given)])))
            yield Static(_told(given))

    def on_mount(self) -> None:
        """Name the keys."""
        idle = set() if self._found.missed else _OF_MISSED
        self.show_keys(table_hints(RESULT, idle))

    async def action_look(self) -> None:
        """Show the items with their answers."""
        from nmt_study.services.quiz.look_back import LookBack
        from nmt_study.tui.screens.quiz.looking_back import LookingBackScreen

        back = self.guarded(lambda: LookBack(self._desk, self._found))
        if back is not None:
            await self.app.push_screen(LookingBackScreen(self._found, back))

    def action_study_missed(self) -> None:
        """Let what was missed be studied."""
        added = self.guarded(lambda: results.send_to_study(self._desk, self._found))
        if added is not None:
            self.hint(results.sent_words(added))

    async def action_ask_again(self) -> None:
        """Ask only what was missed, as practice."""
        from nmt_study.tui.screens.quiz.quiz import open_sitting

        found = self._found
        if not found.missed:
            self.hint("Nothing was missed.")
            return

        session = self.guarded(lambda: results.ask_again(self._desk, found))
        if session is not None:
            await open_sitting(self, session)

    def action_write_list(self) -> None:
        """Write the list of what was missed into a text file."""
        path = self.guarded(lambda: results.write_weak_list(self._desk, self._found))
        if path is not None:
            self.hint(f"Written: {path}")


def _before(found: Result) -> str:
    one = found.earlier[0]
    return f"The time before: {one.points:g} of {one.worth:g} points."


def _bar(area: Area) -> Lying:
    low, high = area.share.interval
    share = area.share.passed / area.share.asked if area.share.asked else 0.0
    figures = (f"{area.share.passed} of {area.share.asked}", f"{low * 100:.0f}–{high * 100:.0f} %")
    return Lying(area.name, min(low, share), high, share, figures)


def _told(levels: Iterable[Level]) -> Content:
    return Content("\n").join(words(results.level_words(level)) for level in levels)


def _level(level: Level) -> Lying:
    share = Share(level.right, level.answers)
    low, high = share.interval
    right = level.right / level.answers
    least, most = level.expected
    figures = (f"{level.right} of {level.answers}", f"{least * 100:.0f}–{most * 100:.0f} %")
    return Lying(CERTAINTY[level.level], min(low, right), high, right, figures)


def _line(one: Missed) -> Content:
    sign = (
        ("! ", "bold $error")
        if one.sure_and_wrong
        else ("◐ ", "$warning")
        if one.partly
        else ("✗ ", "$error")
        if one.answered
        else ("○ ", "$text-muted")
    )
    return Content.assemble(
        sign,
        (f"{one.place + 1}  ", "$text-muted"),
        words(one.stem or "…"),
        (f"  {one.points}".rstrip(), "$text-muted"),
    )
