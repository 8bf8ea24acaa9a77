"""Taking a quiz or exam: one item at a time, how sure, and in practice at once whether and why."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from nmt_study.errors import NmtError
from nmt_study.quiz.reading import UnreadableError
from nmt_study.quiz.response import Response, is_blank
from nmt_study.services.actions import SITTING
from nmt_study.services.quiz import sitting_words as said
from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.tui.keys import Hint, bindings, hints, key_of
from nmt_study.tui.render import refusal_text
from nmt_study.tui.screens.quiz.sitting_page import SittingPage
from nmt_study.tui.widgets.certainty import CertaintyBar
from nmt_study.tui.widgets.item import ItemView
from nmt_study.tui.widgets.pieces import Pieces
from nmt_study.tui.widgets.sitting_head import SittingHead

SECOND = 1.0


class SittingScreen(SittingPage):
    """A sitting, item by item."""

    ACTIONS = SITTING
    NAME = "Taking a quiz or exam"
    SENTENCES = (
        (
            "Answer the item in front: pick by number, or type and press enter. Steps are put in order by picking them "
            "one after the other; in a match each number goes to the marked line. Backspace takes a pick back. Where "
            "an answer cannot be taken back, the number of a single choice only marks it, and enter takes it."
        ),
        (
            "Every answer is saved at once. {flag} puts a flag on an item, {overview} lists all items, {strike} strikes "
            "out the marked option. While you type in a line, esc leaves the line so that letters are keys again."
        ),
        "You can leave at any time and go on later; in an exam the clock runs on meanwhile.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        SITTING,
        [
            Binding("escape", "escape", show=False),
            Binding("enter", "go", show=False),
            Binding("right", "forward", show=False),
            Binding("left", "back", show=False),
            *(Binding(str(level), f"sure({level})", show=False) for level in (1, 2, 3)),
        ],
    )

    def __init__(self, session: QuizSession) -> None:
        """Take a sitting that has begun."""
        super().__init__(session)
        self._waiting: Response | None = None
        self._drafts: dict[int, str] = {}
        self._in_view = -1

    def body(self) -> ComposeResult:
        """Where we are and what time is left, the item, how sure."""
        yield SittingHead()
        yield Static(id="banner")
        yield ItemView()
        yield CertaintyBar()

    def on_mount(self) -> None:
        """Show the item in front and let the clock run."""
        self.ask()
        self.set_interval(SECOND, self.tick)

    def ask(self) -> None:
        """Show the item in front."""
        self._waiting = None
        self.app.clear_notifications()
        self.query_one("#banner").display = False
        self.query_one(CertaintyBar).display = False
        shown, view = self._session.shown, self.query_one(ItemView)
        self._drafts[self._in_view] = view.draft if self._in_view >= 0 else ""
        terms = self._session.terms
        view.ask(shown, at_once=terms.certainty or not terms.final)
        view.take_up(self._drafts.get(shown.place, ""))
        self._in_view = shown.place
        self.show_head()
        if shown.mark is not None:
            self._tell()
        else:
            self._name_keys()

    def _name_keys(self) -> None:
        enter = Hint("enter", "Next" if self._settled else "Take it", "go")
        more = ("flag", "overview", "hand_in", "help", "leave")
        self.show_keys([enter, *hints(SITTING, more)])

    @property
    def _settled(self) -> bool:
        shown = self._session.shown
        return shown.settled or shown.item is None

    @on(ItemView.Taken)
    def action_go(self) -> None:
        """Do what enter stands for: take the answer, then go on."""
        view = self.query_one(ItemView)
        if self._settled:
            self.action_forward()
            return
        try:
            response = view.response
        except UnreadableError as fault:
            self.hint(str(fault))
            return
        if is_blank(response):
            self.hint(said.nothing_words(self._session, key_of("forward", self.app)))
        elif doubt := self._session.doubt(response):
            self.hint(doubt)
        elif self._session.terms.certainty:
            self._ask_how_sure(response)
        else:
            self._take(response, None)

    def _ask_how_sure(self, response: Response) -> None:
        self._waiting = response
        bar = self.query_one(CertaintyBar)
        bar.display = True
        bar.focus()
        self.show_keys([Hint("1–3", said.SURE_QUESTION, "go"), Hint("esc", "Change the answer", "escape")])

    @on(CertaintyBar.Chosen)
    def _sure(self, event: CertaintyBar.Chosen) -> None:
        self.action_sure(event.level)

    def action_sure(self, level: int) -> None:
        """Say how sure one is, and take the answer."""
        if self._waiting is not None:
            self._take(self._waiting, level)

    def _take(self, response: Response, sure: int | None) -> None:
        """Record the answer; show what is right, or go on."""
        try:
            mark = self._session.answer(response, sure)
        except NmtError as refusal:
            self._refuse(refusal)
            return
        self._waiting = None
        self.query_one(CertaintyBar).display = False
        if mark is None:
            self.action_forward()
        else:
            self._tell()
            self.show_head()

    def _tell(self) -> None:
        session, shown = self._session, self._session.shown
        if shown.mark is not None:
            self.query_one(ItemView).tell(shown, shown.mark, session.sheet.citations(shown))
        self.set_focus(None)
        self._name_keys()

    def _refuse(self, refusal: NmtError) -> None:
        if self._session.over:
            self.end(True)
            return
        banner = self.query_one("#banner", Static)
        banner.update(refusal_text("Not saved", refusal))
        banner.display = True

    def action_escape(self) -> None:
        """Go one step back: from how sure to the answer, out of a line, then out of the sitting."""
        if self._waiting is not None:
            self._waiting = None
            self.query_one(CertaintyBar).display = False
            self.query_one(ItemView).focus_answer()
            self._name_keys()
        elif self.focused is not None and not isinstance(self.focused, Pieces):
            self.set_focus(None)
        else:
            self.action_leave()
