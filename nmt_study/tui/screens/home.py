"""Home: what is waiting today, one button to begin, and the decks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from nmt_study.services import overview
from nmt_study.services import words as said
from nmt_study.services.actions import HOME
from nmt_study.services.desk import Desk
from nmt_study.services.overview import Today
from nmt_study.services.study.portion import MORE_MINUTES, Scope
from nmt_study.storage.library.library import Waiting
from nmt_study.tui.keys import Command, Hint, bindings, hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.doors import Doors
from nmt_study.tui.widgets.credentials import Credentials
from nmt_study.tui.widgets.decks import DeckList, column_heads, deck_rows

GLANCE = 3.0  # seconds between two looks at the deck files

_KEYS = ("quizzes", "find", "statistics", "cpd", "deck")
_FIRST_KEYS = {"therapist": ("cpd",), "instructor": ("begin", "bring", "quizzes", "find")}
"""What is named first to whom, where not all keys fit."""


class HomeScreen(Doors):
    """The screen that the program opens with and comes back to."""

    ACTIONS = HOME
    NAME = "Home"
    SENTENCES = (
        "This is where every day begins. The large button starts what is waiting today; while anything is, enter presses it.",
        (
            "Cards you have seen come back when it is time: those are due. New ones are added as your minutes allow. "
            "What does not fit today is moved to the next days; nothing is ever lost or overdue."
        ),
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
    class SettingsChanged(Message):
        """The settings file was changed outside of the program."""

    @dataclass
    class ThemeAsked(Message):
        """The learner wants the other colours."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk that everything is read from."""
        super().__init__(desk)
        self._done = False
        self._seen = False

    def body(self) -> ComposeResult:
        """The date, the button, the truth of the day, the decks, and what else there is to say."""
        yield Static(id="top")
        yield Static(Content.assemble(("✓ ", "bold $success"), ("Done for today", "bold")), id="done")
        yield Button(id="study")
        yield Static(id="truth")
        yield Static(column_heads(), id="heads")
        yield DeckList(id="decks")
        yield Credentials(id="credentials")
        yield Static(id="problems")

    def on_mount(self) -> None:
        """Keep an eye on the deck files; this screen is there as long as the program."""
        self.set_interval(GLANCE, self._glance)

    def on_screen_resume(self) -> None:
        """Read the day anew, whenever this screen comes to the front; the files were read at the start."""
        if self._seen:
            self.guarded(self._desk.look_again)
        self._seen = True
        self.guarded(self.refresh_day)

    def _glance(self) -> None:
        """Take in files that changed on the disk meanwhile."""
        if self._desk.read_settings_again():
            self.post_message(self.SettingsChanged())
            if self.is_current:
                self.done(self.refresh_day)
        if self.guarded(self._desk.look_again):
            self.app.notify("Your deck files changed and were read again.", markup=False)
            if self.is_current:
                self.done(self.refresh_day)

    def refresh_day(self) -> None:
        """Show how the day stands."""
        plan = overview.today(self._desk)
        self._done, self._problems = plan.done, overview.problems(self._desk)
        with self.app.batch_update():
            self._show_plan(plan)
            self.query_one(DeckList).show(deck_rows(plan.seen))
            problems = self.query_one("#problems", Static)
            problems.display = bool(self._problems)
            problems.update(_problems_line(len(self._problems)))
        credentials = self.query_one(Credentials)
        self.call_after_refresh(self.guarded, partial(credentials.show, self._desk))
        self._name_keys()
        if plan.done:
            self.set_focus(None)
        elif self.focused is None:
            self.query_one("#study", Button).focus()

    def _show_plan(self, plan: Today) -> None:
        """Say what the button does, or that the day is done; a finished day asks for nothing more."""
        date = words(overview.date_today(self._desk), "$text-muted")
        self.query_one("#top", Static).update(Edges(words("nmt-study", "bold $primary"), date))
        self.query_one("#done").display = plan.done
        self.query_one("#study", Button).label = _label(plan)
        self.query_one("#truth", Static).update(Content("\n").join(words(line) for line in _truth(plan)))

    def _name_keys(self) -> None:
        """Name what matters now to this person: to begin, or on a finished day to leave."""
        problems = ["problems"] if self._problems else []
        usual = [*_FIRST_KEYS.get(self._desk.settings.who or "", ()), *_KEYS]
        others = [*problems, *dict.fromkeys(usual), "settings", "undo", "help"]
        if self._done:
            more = Hint("m", "Five more minutes", "more")
            self.show_keys((more, *hints(HOME, ("quit", "custom", *others))))
        else:
            self.show_keys(hints(HOME, ("study", *others, "quit")))

    @on(Button.Pressed, "#study")
    def action_study(self) -> None:
        """Study what is waiting, or a little more when the day is done."""
        self.post_message(self.StudyAsked(Scope(minutes=MORE_MINUTES) if self._done else Scope()))

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
        """Take back the last step."""
        from nmt_study.services.cards.shaping import undo_words

        self._walk(undo_words)

    def action_redo(self) -> None:
        """Put back what was taken back last."""
        from nmt_study.services.cards.shaping import redo_words

        self._walk(redo_words)

    def _walk(self, go: Callable[[Desk], str]) -> None:
        told = self.guarded(lambda: go(self._desk))
        if told and self.done(self.refresh_day):
            self.hint(told)

    async def action_custom(self) -> None:
        """Let the learner choose what to study."""
        from nmt_study.tui.screens.study.custom import CustomScreen

        await self.app.push_screen(CustomScreen(self._desk), self._chosen)

    def _chosen(self, scope: Scope | None) -> None:
        if scope is not None:
            self.post_message(self.StudyAsked(scope))

    def commands(self) -> Iterator[Command]:
        """Give the custom sessions, each deck by its title, and the files of one's own."""
        from nmt_study.services.study.custom import CHOICES, usual
        from nmt_study.storage.library.picks import Pick

        for choice in CHOICES:
            if choice.pick is not Pick.TODAY:
                ask = partial(self.post_message, self.StudyAsked(usual(choice.pick)))
                yield Command(f"Study: {choice.label}", f"{choice.about} {choice.effect}", "", ask)
        for row in self.query_one(DeckList).rows:
            study = partial(self.post_message, self.StudyAsked(Scope(decks=(row.id,))))
            yield Command(f"Study only: {row.title}", "What waits in this deck.", "", study)
        for deck in self._desk.library.decks():
            if not deck.shipped:
                show = partial(self.preview, deck.file)
                yield Command(f"Preview: {deck.title}", "The file as learners see it.", "", show)

    def action_theme(self) -> None:
        """Change between dark and light."""
        self.post_message(self.ThemeAsked())

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()


def _truth(plan: Today) -> list[str]:
    """Return the sentences below the button; the first one of the day is on the button already."""
    lines = [said.waiting_words(Waiting(plan.share.new, 0, plan.share.due))] if plan.cards else []
    if plan.answers:
        lines.append(
            f"Today so far: {said.count(plan.answers, 'answer')}, {said.minutes_words(plan.studied)}."
        )
    return [*lines, *plan.lines[1:]]


def _label(plan: Today) -> Content:
    """Return what the button says."""
    if plan.done:
        return Content("Five more minutes")
    return Content(f"Study {said.count(plan.cards, 'card')} · {said.about(plan.seconds)}")


def _problems_line(count: int) -> Content:
    text = f"{said.count(count, 'problem')} in your files: "
    return Content.assemble(("! ", "bold $warning"), text, ("p", "bold $primary"), " shows what and where.")
