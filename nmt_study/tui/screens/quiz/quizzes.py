"""Quizzes and exams: which there are, and what you came to the last time."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from nmt_study.services.actions import QUIZZES
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import quizzes, results
from nmt_study.services.quiz.sitting_words import NO_QUIZ
from nmt_study.services.words import count
from nmt_study.storage.library.library import DeckInfo
from nmt_study.storage.record.sitting import Summary
from nmt_study.tui.keys import bindings, table_hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.list_page import ListPage


class QuizzesScreen(ListPage):
    """Lists them; enter opens one."""

    ACTIONS = QUIZZES
    NAME = "Quizzes and exams"
    SENTENCES = (
        "Choose a quiz or exam with the arrow keys and enter. On the right stands what the last sitting came to.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(QUIZZES)

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._desk = desk
        self._found: tuple[DeckInfo, ...] = ()

    def body(self) -> ComposeResult:
        """The title, the list, and what to say where there is none."""
        yield Static(id="top")
        yield OptionList(id="quizzes", markup=False)
        yield Static(
            words(NO_QUIZ, "$text-muted"),
            id="none",
        )

    def look(self) -> None:
        """Show how it stands, also after a sitting."""
        self._found = quizzes.quizzes(self._desk)
        last: dict[str, Summary] = {}
        for one in self._desk.record.sittings.summaries():
            if not one.part:
                last.setdefault(one.quiz, one)
        self.query_one("#top", Static).update(
            Edges(
                words(self.NAME, "bold $primary"),
                words(count(len(self._found), "quiz", "quizzes"), "$text-muted"),
            )
        )
        self.fill([one.id for one in self._found], (_line(one, last.get(one.id)) for one in self._found))
        self.query_one("#none").display = not self._found
        self.show_keys(table_hints(QUIZZES))

    @on(OptionList.OptionSelected)
    async def action_open(self) -> None:
        """Open the marked one."""
        from nmt_study.tui.screens.quiz.quiz import QuizScreen

        at = self.marked
        if at is not None:
            await self.app.push_screen(QuizScreen(self._desk, self._found[at].id))

    async def action_results(self) -> None:
        """List all sittings."""
        from nmt_study.tui.screens.quiz.sittings import SittingsScreen

        await self.app.push_screen(SittingsScreen(self._desk))

    def action_print(self) -> None:
        """Print the marked one."""
        from nmt_study.tui.screens.files.on_paper import print_one

        at = self.marked
        if at is not None:
            print_one(self, self._desk, self._found[at].id)


def _line(one: DeckInfo, last: Summary | None) -> Edges:
    kind = "exam" if one.exam else count(one.items, "item")
    left = Content.assemble(words(one.title, "bold"), f"  {kind}")
    if last is None:
        return Edges(left, words("–"))
    return Edges(left, words(results.came_to(last)))
