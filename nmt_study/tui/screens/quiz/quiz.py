"""The cover of a quiz or exam: what it is and under which terms, and the ways to take it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.quiz.sitting import EXTRA
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import quizzes, results, sitting
from nmt_study.services.quiz.quizzes import Paper, Wish
from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.services.quiz.sitting_words import (
    CLOCK_RUNS,
    END_QUESTION,
    END_REMARK,
    LEFT_OPEN,
    MOST_BEGUN,
    cover_lines,
    end_words,
    unfinished_words,
)
from nmt_study.services.words import count
from nmt_study.storage.record.sitting import EXAM, PRACTICE
from nmt_study.tui.keys import CLOSE, HELP, Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take it: how it is called, and what it does."""

    label: str
    take: Callable[[], QuizSession | None]


class QuizScreen(Page[None]):
    """Says what is to come; enter on a way begins it. After the sitting its results are shown."""

    NAME = "A quiz or exam"
    SENTENCES = (
        "This says what is asked and under which terms. Choose with the arrow keys and enter, or by number.",
        "As practice every answer is told at once. As an exam it is as its author wrote it: time, order, and results at the end.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE,
        HELP,
        Binding("r", "results", show=False),
        *(Binding(key, f"scroll('{key}')", show=False) for key in ("pageup", "pagedown")),
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
    ]
    AUTO_FOCUS = "OptionList"

    def __init__(self, desk: Desk, name: str, wish: Wish | None = None) -> None:
        """Take the id of a quiz, and how it is to be taken if a command said so."""
        super().__init__()
        self._desk = desk
        self._quiz_id = name
        self._wish = wish
        self._ways: tuple[Way, ...] = ()

    def body(self) -> ComposeResult:
        """The title, the terms, the ways."""
        yield Static(id="top")
        with VerticalScroll(can_focus=False):
            yield Static(id="terms")
        yield OptionList(id="ways", markup=False)

    def on_screen_resume(self) -> None:
        """Show how it stands, also after a sitting of it."""
        self.done(self._show)

    def _show(self) -> None:
        quiz = quizzes.find(self._desk, self._quiz_id)
        wish = self._wish or Wish(EXAM if quiz.info.exam else PRACTICE)
        kind = "exam" if quiz.info.exam else "quiz"
        self.query_one("#top", Static).update(
            Edges(words(quiz.info.title, "bold $primary"), words(kind, "$text-muted"))
        )
        paper = self.guarded(lambda: quizzes.prepare(self._desk, quiz, wish))
        lines = cover_lines(paper) if paper is not None else (quiz.fault,)
        self.query_one("#terms", Static).update(Content("\n\n").join(words(line) for line in lines))
        self._ways = tuple(self._ways_of(paper, wish))
        ways = self.query_one(OptionList)
        ways.set_options(
            [
                Option(Content.assemble((f"{number}  ", "bold"), words(way.label)))
                for number, way in enumerate(self._ways, 1)
            ]
        )
        ways.highlighted = 0 if self._ways else None
        self.show_keys(
            [
                Hint("enter", "Begin", "take"),
                Hint("r", "Results so far", "results"),
                Hint("?", "Help", "help"),
                Hint("esc", "Back", "close"),
            ]
        )

    def _ways_of(self, paper: Paper | None, wish: Wish) -> Iterator[Way]:
        """Give the ways to take it: to go on, to begin, with more time, as practice."""
        begun = sitting.unfinished(self._desk, self._quiz_id)
        going_on = [
            Way(unfinished_words(one), partial(sitting.resume, self._desk, one.sitting.event))
            for one in begun
        ]
        if not wish.anew:
            yield from going_on[:MOST_BEGUN]
        if paper is not None:
            yield from self._beginnings(paper, wish)
        if begun:
            yield Way(end_words(len(begun)), self._end_all)

    def _beginnings(self, paper: Paper, wish: Wish) -> Iterator[Way]:
        exam = wish.mode == EXAM
        yield Way("Begin the exam" if exam else "Begin", lambda: self._begin(wish))
        if exam and paper.terms.seconds and not wish.extra:
            for extra in EXTRA[1:]:
                told = f"Begin the exam with {extra} % more time"
                yield Way(told, lambda extra=extra: self._begin(replace(wish, extra=extra)))  # type: ignore[misc]
        if exam:
            practice = replace(wish, mode=PRACTICE, extra=0)
            yield Way("Practise it instead: no time limit, answers at once", lambda: self._begin(practice))

    def _end_all(self) -> None:
        """Hand in all that was begun, as it is, after a question."""
        from nmt_study.tui.screens.ask import AskScreen

        def decided(sure: bool | None) -> None:  # noqa: FBT001 - what a screen ends with
            if sure:
                self.done(self._end)

        ask = AskScreen(END_QUESTION, END_REMARK, "Not yet", "End them")
        self.app.push_screen(ask, decided)  # type: ignore[unused-awaitable]  # not to be awaited in a handler

    def _end(self) -> None:
        self.hint(f"Ended: {count(sitting.end_unfinished(self._desk, self._quiz_id), 'sitting')}.")
        self._wish = None
        self._show()

    def _begin(self, wish: Wish) -> QuizSession:
        quiz = quizzes.find(self._desk, self._quiz_id)
        session = sitting.begin(self._desk, quizzes.prepare(self._desk, quiz, wish))
        if self._wish is not None:
            self._wish = replace(self._wish, anew=False)  # it was begun anew; who leaves it can go on
        return session

    @on(OptionList.OptionSelected)
    async def action_take(self) -> None:
        """Take it in the marked way."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            await self._take(self._ways[at])

    async def action_number(self, number: int) -> None:
        """Take it in a way by its number."""
        if number <= len(self._ways):
            await self._take(self._ways[number - 1])

    async def _take(self, way: Way) -> None:
        session = self.guarded(way.take)
        if session is not None:
            await open_sitting(self, session)

    async def action_results(self) -> None:
        """Show earlier sittings of it."""
        from nmt_study.tui.screens.quiz.sittings import SittingsScreen

        await self.app.push_screen(SittingsScreen(self._desk, self._quiz_id))


async def open_sitting(page: Page[None], session: QuizSession) -> None:
    """Go on with a sitting, and show its results once it has ended."""
    from nmt_study.tui.screens.quiz.sitting import SittingScreen

    async def ended(_: object) -> None:
        if session.over:
            await show_result(page, session)
        else:
            session.desk.keeping.ship()
            page.hint(f"Stopped. {LEFT_OPEN}{f' {CLOCK_RUNS}' if session.left is not None else ''}")

    if session.over:
        await show_result(page, session)
    else:
        await page.app.push_screen(SittingScreen(session), ended)


async def show_result(page: Page[None], session: QuizSession) -> None:
    """Show what a sitting came to."""
    from nmt_study.tui.screens.quiz.result import ResultScreen

    found = page.guarded(lambda: results.result(session.desk, session.id))
    if found is not None:
        await page.app.push_screen(ResultScreen(session.desk, found))
