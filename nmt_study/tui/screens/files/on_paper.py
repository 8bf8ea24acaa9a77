"""What to print: quizzes and exams as papers with a key, decks as cards to cut."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from nmt_study.services.desk import Desk
from nmt_study.services.paper import paper_files
from nmt_study.services.words import count
from nmt_study.storage.library.library import DeckInfo
from nmt_study.tui.keys import Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.list_page import ListPage
from nmt_study.tui.screens.page import Page


class PrintScreen(ListPage):
    """Lists them; enter prints one into the home."""

    NAME = "On paper"
    SENTENCES = (
        "Choose with the arrow keys and enter. A quiz or exam becomes a paper and, in a file of its own, its key.",
        "A deck becomes cards to cut. The files are PDF, in the folder papers of your home; none is written over.",
        "Other versions, other forms and other sizes of paper: nmt-study print --help",
    )

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._desk = desk
        self._found: tuple[DeckInfo, ...] = ()

    def body(self) -> ComposeResult:
        """The title, the list, and what was written last."""
        yield Static(words(self.NAME, "bold $primary"), id="top")
        yield OptionList(id="values", markup=False)
        yield Static(id="told")

    def on_mount(self) -> None:
        """Nothing is written yet."""
        self.query_one("#told").display = False

    def look(self) -> None:
        """List quizzes first, then decks."""
        self._found = tuple(sorted(self._desk.library.decks(), key=lambda one: not one.quiz))
        self.fill([one.id for one in self._found], map(_line, self._found))
        self.show_keys(
            [Hint("enter", "Print", "print"), Hint("?", "Help", "help"), Hint("esc", "Back", "close")]
        )

    @on(OptionList.OptionSelected)
    def action_print(self) -> None:
        """Print the marked one."""
        at = self.marked
        told = print_one(self, self._desk, self._found[at].id) if at is not None else ""
        if told:
            line = self.query_one("#told", Static)
            line.display = True
            line.update(words(told))


def print_one(page: Page[None], desk: Desk, name: str) -> str:
    """Print a quiz or deck and say where it is; return what was said, "" where it could not be done."""
    told = "\n".join(page.guarded(lambda: paper_files.print_at_home(desk, name)) or ())
    if told:
        page.hint(told)
    return told


def _line(one: DeckInfo) -> Edges:
    what = "paper and key" if one.quiz else count(one.cards, "card")
    return Edges(words(one.title), words(what, "$text-muted"))
