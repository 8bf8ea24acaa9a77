"""Home: what is waiting today, one button to begin, and the decks."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from nmt_study.clock import date_of
from nmt_study.services import overview
from nmt_study.services import words as said
from nmt_study.services.actions import HOME
from nmt_study.services.desk import Desk
from nmt_study.services.overview import Overview, Today
from nmt_study.services.study import MORE_MINUTES, Scope
from nmt_study.tui.keys import Hint, bindings
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.decks import DeckList, DeckRow, column_heads


class HomeScreen(Page[None]):
    """The screen that the program opens with and comes back to."""

    ACTIONS = HOME
    CSS_PATH = "home.tcss"
    HELP_TITLE = "Home"
    HELP = (
        "This is where every day begins. The large button starts what is waiting today; enter presses it.",
        "Cards you have seen come back when it is time: those are due. New ones are added as your minutes allow. "
        "What does not fit today is moved to the next days; nothing is ever lost or overdue.",
        "Go down to the decks with the arrow keys to study only one of them.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in HOME if action.name != "study"),
        [Binding("up", "app.focus_previous", show=False), Binding("down", "app.focus_next", show=False)],
    )

    @dataclass
    class StudyAsked(Message):
        """The learner wants to study."""

        scope: Scope

    @dataclass
    class ThemeAsked(Message):
        """The learner wants the other colours."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk that everything is read from."""
        super().__init__()
        self._desk = desk

    def body(self) -> ComposeResult:
        """The date, the button, the truth of the day, the decks, and what else there is to say."""
        yield Static(id="top")
        yield Static(id="done")
        yield Button(id="study")
        yield Static(id="truth")
        yield Static(column_heads(), id="heads")
        yield DeckList(id="decks")
        yield Static(id="problems")

    def on_screen_resume(self) -> None:
        """Read the day anew, whenever this screen comes to the front."""
        self.refresh_day()

    def refresh_day(self) -> None:
        """Show how the day stands."""
        plan, seen = overview.today(self._desk), overview.overview(self._desk)
        with self.app.batch_update():
            self._show_plan(plan)
            self.query_one(DeckList).show(_rows(seen))
            self._show_problems()
        more = ["more"] if plan.done else []
        problems = ["problems"] if self._problems else []
        self.show_keys(*more, "deck", "undo", *problems, "help", "quit", first=[Hint("enter", "Study", "study")])
        if self.focused is None:
            self.query_one("#study", Button).focus()

    def _show_plan(self, plan: Today) -> None:
        """Say what the button does, or that the day is done."""
        date = words(said.date_words(date_of(self._desk.today())), "$text-muted")
        self.query_one("#top", Static).update(Edges(words("nmt-study", "bold $primary"), date))
        self.query_one("#study", Button).label = _label(plan)
        done = self.query_one("#done", Static)
        done.display = plan.done
        done.update(Content.assemble(("✓ ", "bold $success"), ("Done for today", "bold")))
        self.query_one("#truth", Static).update(Content("\n").join(words(line) for line in _truth(plan)))

    def _show_problems(self) -> None:
        """Say in one line that deck files have problems."""
        self._problems = overview.problems(self._desk)
        line = self.query_one("#problems", Static)
        line.display = bool(self._problems)
        count = said.count(len(self._problems), "problem")
        line.update(Content.assemble(("! ", "bold $warning"), f"{count} in your deck files: ", ("p", "bold $primary"), " shows what and where."))

    @on(Button.Pressed, "#study")
    def action_study(self) -> None:
        """Study what is waiting, or a little more when the day is done."""
        self.post_message(self.StudyAsked(Scope()))

    def action_more(self) -> None:
        """Go on for five more minutes."""
        self.post_message(self.StudyAsked(Scope(minutes=MORE_MINUTES)))

    def action_deck(self) -> None:
        """Study the highlighted deck; from elsewhere, go to the list first."""
        decks = self.query_one(DeckList)
        if not decks.has_focus:
            decks.focus()
            self.hint("Choose a deck with the arrow keys, then press enter.")
        elif decks.current is not None:
            self.post_message(self.StudyAsked(Scope(decks=(decks.current,))))

    @on(DeckList.Chosen)
    def _deck_chosen(self, event: DeckList.Chosen) -> None:
        self.post_message(self.StudyAsked(Scope(decks=(event.deck,))))

    def action_undo(self) -> None:
        """Take back the last answer."""
        undone = overview.undo_last(self._desk)
        self.hint(said.undone_words(undone))
        self.refresh_day()

    def action_problems(self) -> None:
        """Show what is wrong in the deck files."""
        from nmt_study.tui.screens.problems import ProblemsScreen

        if self._problems:
            self.app.push_screen(ProblemsScreen(self._problems))
        else:
            self.hint("No problems were found in your deck files.")

    def action_theme(self) -> None:
        """Change between dark and light."""
        self.post_message(self.ThemeAsked())

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()


def _rows(seen: Overview) -> list[DeckRow]:
    """Return the decks as the list shows them."""
    return [
        DeckRow(deck.id, deck.title, deck.waiting.new, deck.waiting.learning, deck.waiting.due)
        for deck in seen.decks
    ]


def _truth(plan: Today) -> list[str]:
    """Return the sentences below the button; the first of the day is on the button already."""
    counts = [said.waiting_words(plan.share.new, 0, plan.share.due).capitalize() + "."] if plan.cards else []
    return [*counts, *plan.lines[1:]]


def _label(plan: Today) -> Content:
    """Return what the button says."""
    if plan.done:
        return Content(f"{MORE_MINUTES} more minutes")
    return Content(f"Study {said.count(plan.cards, 'card')} · about {said.minutes_words(plan.seconds)}")
