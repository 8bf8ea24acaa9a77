"""Study: one card at a time. The answer is graded and saved, and the next card is there."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from nmt_study.errors import NmtError
from nmt_study.services.actions import STUDY
from nmt_study.services.study import study_words
from nmt_study.services.study.offers import TWO_ONLY, numbers_words
from nmt_study.services.study.study import StudySession
from nmt_study.srs.model import Grade
from nmt_study.tui.keys import SCROLL, bindings, key_of, letter_bindings, number_bindings
from nmt_study.tui.render import refusal_text
from nmt_study.tui.screens.study.card_page import GRADES, CardPage
from nmt_study.tui.screens.study.keys import answer_hints, question_hints
from nmt_study.tui.widgets.answer_bar import AnswerBar
from nmt_study.tui.widgets.card import Card, TypedLine
from nmt_study.tui.widgets.head import SessionHead, standing_of
from nmt_study.tui.widgets.keybar import KeyBar

SHOW, CHECK = "Show answer", "Check"


class StudyScreen(CardPage):
    """A session. It ends with True when there is no further card, with False when the learner stops."""

    ACTIONS = STUDY
    NAME = "Studying"
    SENTENCES = (
        (
            "Read the question, answer it to yourself, then show the answer and say how well you knew it. "
            "The better you knew it, the later it comes back; how late is on the buttons."
        ),
        "Where you type or choose, your answer is checked first. You have the last word: {overrule} says you were right.",
        "Every grade is saved at once. You can stop at any card and lose nothing.",
    )
    # The letters come first: while there is an option to pick, its letter picks it.
    BINDINGS: ClassVar[list[BindingType]] = letter_bindings() + bindings(
        (action for action in STUDY if action.name not in GRADES),
        [
            Binding("escape", "stop", show=False),
            Binding("enter", "go", show=False),
            *number_bindings(action for action in STUDY if action.name in GRADES),
            *SCROLL,
        ],
    )

    def __init__(self, session: StudySession, answered: int) -> None:
        """Take a session that has a card to show, and how many cards were ever answered before it."""
        super().__init__(session)
        self._answered = answered

    def compose(self) -> ComposeResult:
        """Where we are, the card, and what can be done with it.

        There is no second column around them: whatever lies behind is drawn again with every card.
        """
        line = TypedLine()
        with Vertical(classes="frame"):
            yield SessionHead()
            yield Static(id="banner")
            yield Card(line)
            yield line
            yield AnswerBar()
            yield KeyBar()

    def on_mount(self) -> None:
        """Show the first card."""
        self.ask()

    def ask(self) -> None:
        """Show the question side of the session's card; without one, the session has ended."""
        shown = self._session.shown
        if shown is None:
            self.end(True)
            return
        self._revealed = False
        self.query_one(SessionHead).standing = standing_of(self._session, shown)
        self.query_one("#banner").display = False
        typed = shown.checked and not shown.face.options
        self._bar.ask(CHECK if typed else SHOW)
        if not self.query_one(Card).ask(shown) and not self._bar.has_focus:
            self._bar.focus(scroll_visible=False)
        self.show_keys(question_hints(shown))
        if self._session.notice:
            self.hint(self._session.notice)

    def _tell(self) -> None:
        """Show the answer side and offer the grades."""
        session, shown = self._session, self._session.shown
        if shown is None:
            return
        self._revealed = True
        self.app.clear_notifications()
        self.query_one(Card).tell(shown, session.mark, session.response)
        explained = self._answered + session.done < study_words.EXPLAINED
        self._bar.offer(session.offers, session.suggested, explained=explained)
        if not self._bar.has_focus:
            self._bar.focus(scroll_visible=False)
        self.show_keys(answer_hints(session))
        self.call_after_refresh(session.look_ahead)

    @property
    def _bar(self) -> AnswerBar:
        return self.query_one(AnswerBar)

    @on(AnswerBar.Asked)
    @on(Input.Submitted)
    def action_reveal(self) -> None:
        """Check what was typed or lit, if anything, and show the answer."""
        if not self._revealed:
            self._check(self.query_one(Card).response)

    def _check(self, response: str) -> None:
        if problem := self._session.ask_again(response):
            self.hint(problem)
            return
        if response:
            self._session.check(response)
        self._tell()

    def action_go(self) -> None:
        """Do what enter stands for: show the answer, then take the suggested grade."""
        if self._revealed:
            self._grade(self._bar.chosen)
        else:
            self.action_reveal()

    def action_number(self, number: int) -> None:
        """Pick an option by its number, or grade when the answer is shown."""
        if not self._revealed:
            self.action_choose(number - 1)
        elif number <= len(self._session.offers):
            self._grade(self._session.offers[number - 1].grade)
        elif number <= len(Grade):
            self.hint(TWO_ONLY)

    def action_choose(self, index: int) -> None:
        """Pick an option and show what is right."""
        if self._picks(index):
            self._check(str(index + 1))
        elif not self._revealed:
            numbers = numbers_words(self._session.offers)
            self.hint(f"Look at the answer first: space shows it. Then grade it with {numbers}.")

    @on(Card.Picked)
    def _picked(self, event: Card.Picked) -> None:
        if event.option is None:
            self.action_reveal()
        else:
            self.action_choose(event.option)

    @on(AnswerBar.Graded)
    def _graded(self, event: AnswerBar.Graded) -> None:
        self._grade(event.grade)

    def _grade(self, grade: Grade) -> None:
        """Save a grade and go on; when it cannot be saved, the card stays and a banner says why."""
        try:
            saved = self._session.grade(grade)
        except NmtError as refusal:
            self.refuse("Not saved", refusal)
            return
        self.ask()
        if saved is not None and saved.leech:
            self.hint(study_words.leech_words(partial(key_of, app=self.app), saved.lapses))

    def refuse(self, what: str, refusal: NmtError) -> None:
        """Say in a banner what was not done, and leave the card as it is."""
        self.app.clear_notifications()
        banner = self.query_one("#banner", Static)
        banner.update(refusal_text(what, refusal))
        banner.display = True

    def remark(self) -> None:
        """Show the marks on the card, and with the answer the note and the verdict, as they are now."""
        card, shown = self.query_one(Card), self._session.shown
        if shown is None:
            return
        if not self._revealed:
            card.mark(shown)
            return
        at = card.scroll_y
        card.tell(shown, self._session.mark, self._session.response)
        card.scroll_to(y=at, animate=False, force=True)

    def action_overrule(self) -> None:
        """Let the learner be right where the check said no."""
        if self._revealed and self._session.overrule():
            self.remark()
            self._bar.chosen = self._session.suggested
            self.show_keys(answer_hints(self._session))
            self.hint("Noted: you were right.")

    def action_scroll(self, key: str) -> None:
        """Light another option, or scroll a card that is longer than the window."""
        card = self.query_one(Card)
        card.turn(key)
        if self._choosing and card.response:
            self._bar.ask(CHECK)

    def action_stop(self) -> None:
        """Go back; every answer is saved."""
        self.end(False)
