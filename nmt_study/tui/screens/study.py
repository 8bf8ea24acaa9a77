"""Study: one card at a time. The answer is graded, saved, and the next card is there."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from nmt_study.errors import NmtError
from nmt_study.services import words as said
from nmt_study.services.actions import STUDY
from nmt_study.services.study import Shown, StudySession, Summary
from nmt_study.srs.model import Grade
from nmt_study.tui.keys import Hint, bindings
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.card import Card
from nmt_study.tui.widgets.choices import Choices
from nmt_study.tui.widgets.grades import GradeBar
from nmt_study.tui.widgets.progress import Progress

EXPLAINED = 10  # for so many answers the grades say what they mean
_GRADES = {grade.name.lower() for grade in Grade}


class StudyScreen(Page[Summary | None]):
    """A session. It ends with its summary, or with None when the learner stops."""

    ACTIONS = STUDY
    CSS_PATH = "study.tcss"
    HELP_TITLE = "Studying"
    HELP = (
        "Read the question, answer it to yourself, then show the answer and say how well you knew it. "
        "The better you knew it, the later it comes back; the days are on the buttons.",
        "Where you can type or choose, your answer is checked first. If the check was wrong about you, say so.",
        "Every grade is saved at once. You can stop at any card and lose nothing.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in STUDY if action.name not in _GRADES),
        [
            Binding("escape", "stop", show=False),
            Binding("enter", "go", show=False),
            *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
            *(Binding(letter, f"choose({index})", show=False) for index, letter in enumerate("abcdefgh")),
            *(Binding(key, f"scroll('{key}')", show=False) for key in ("up", "down", "pageup", "pagedown")),
        ],
    )

    def __init__(self, session: StudySession, answered: int) -> None:
        """Take a session that has a card to show, and how many answers were ever given before it."""
        super().__init__()
        self._session = session
        self._answered = answered
        self._revealed = False

    def body(self) -> ComposeResult:
        """Where we are, the card, and what can be done with it."""
        yield Static(id="where")
        with Horizontal(id="way"):
            yield Progress()
            yield Static(id="counts")
        yield Static(id="banner")
        yield Card(id="card")
        yield Button("Show answer", id="reveal")
        yield GradeBar(id="grades")

    def on_mount(self) -> None:
        """Show the first card."""
        self._ask()

    def _ask(self) -> None:
        """Show the question side of the session's card; without one, the session has ended."""
        shown = self._session.shown
        if shown is None:
            self.dismiss(self._session.summary())
            return
        self._revealed = False
        with self.app.batch_update():
            self._head(shown)
            self._show_buttons(revealed=False)
            if not self.query_one(Card).ask(shown):
                self.query_one("#reveal", Button).focus(scroll_visible=False)
        self.show_keys("undo", "help", "stop", first=[Hint("space", "Show answer", "reveal")])
        if self._session.notice:
            self.hint(self._session.notice)

    def _tell(self, chosen: int | None = None) -> None:
        """Show the answer side and offer the grades."""
        session, shown = self._session, self._session.shown
        if shown is None or self._revealed:
            return
        self._revealed = True
        with self.app.batch_update():
            self._show_buttons(revealed=True)
            self.query_one(Card).tell(shown, session.outcome, session.response, chosen)
            explained = self._answered + session.done < EXPLAINED
            self.query_one(GradeBar).offer(shown.decisions, session.suggested, explained=explained)
        self._answer_keys()

    def _answer_keys(self) -> None:
        session = self._session
        grade = Hint("enter", said.GRADE_WORDS[session.suggested], "go")
        overrule = ["overrule"] if session.can_overrule else []
        self.show_keys(*overrule, "undo", "source", "help", "stop", first=[grade])

    def _head(self, shown: Shown) -> None:
        """Say which deck and heading this is, what is still to come, and how much time is left."""
        session, counts = self._session, self._session.counts
        place = words(shown.origin.title, "bold")
        if shown.origin.heading:
            place = Content.assemble(place, ("  ›  ", "$text-muted"), words(shown.origin.heading))
        left = said.time_left(session.budget, session.seconds)
        self.query_one("#where", Static).update(Edges(place, words(left, "$text-muted")))
        waiting = said.waiting_words(counts.new, counts.learning, counts.due)
        self.query_one("#counts", Static).update(words(waiting, "$text-muted"))
        to_come = counts.new + counts.learning + counts.due
        self.query_one(Progress).share = session.done / max(1, session.done + to_come)

    def _show_buttons(self, *, revealed: bool) -> None:
        self.query_one("#reveal").display = not revealed
        self.query_one("#grades").display = revealed
        self.query_one("#banner").display = False

    # What the learner does

    @on(Button.Pressed, "#reveal")
    def _reveal_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_reveal()

    @on(Card.Clicked)
    def action_reveal(self) -> None:
        """Check what was typed or highlighted and show the answer."""
        if self._revealed:
            return
        card = self.query_one(Card)
        if card.highlighted is not None:
            self.action_choose(card.highlighted)
        elif card.response:
            self._check(card.response)
        else:
            self._tell()

    def action_go(self) -> None:
        """Do what enter stands for: show the answer, then take the suggested grade."""
        if self._revealed:
            self._grade(self._session.suggested)
        else:
            self.action_reveal()

    def action_number(self, number: int) -> None:
        """Pick an option by its number, or grade when the answer is shown."""
        if not self._revealed:
            self.action_choose(number - 1)
        elif number <= len(Grade):
            self._grade(Grade(number))

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        if event.index is None:
            self.action_reveal()
        else:
            self.action_choose(event.index)

    def action_choose(self, index: int) -> None:
        """Pick an option and show what is right."""
        if self._revealed:
            return
        if index < self.query_one(Card).options:
            self._check(str(index + 1), index)
        elif index < len(Grade):
            self.hint("Look at the answer first: space shows it. Then grade with 1 to 4.")

    @on(Card.Typed)
    def _typed(self, event: Card.Typed) -> None:
        if event.response.strip():
            self._check(event.response)
        else:
            self._tell()

    def _check(self, response: str, chosen: int | None = None) -> None:
        self._session.check(response)
        self._tell(chosen)

    @on(GradeBar.Graded)
    def _graded(self, event: GradeBar.Graded) -> None:
        self._grade(event.grade)

    def _grade(self, grade: Grade) -> None:
        """Save a grade and go on; when it cannot be saved, the card stays and a banner says why."""
        try:
            self._session.grade(grade)
        except NmtError as refusal:
            banner = self.query_one("#banner", Static)
            banner.update(refusal_text(refusal))
            banner.display = True
        else:
            self._ask()

    def action_undo(self) -> None:
        """Take back the last grade and show its card again."""
        undone = self._guarded(self._session.undo)
        if undone is None:
            self.hint("There is nothing left to take back.")
            return
        self._ask()
        self.hint(f"Taken back: {said.GRADE_WORDS[undone.grade]} on “{shorten(undone.question, 60)}”")

    def action_source(self) -> None:
        """Show where the fact comes from, once the answer is there."""
        shown = self._session.shown
        if shown is None or not self._revealed:
            self.hint("The sources are shown with the answer.")
            return
        from nmt_study.tui.screens.source import SourceScreen

        self.app.push_screen(SourceScreen(shown))

    def action_overrule(self) -> None:
        """Let the learner be right where the check said no."""
        if self._revealed and self._session.overrule():
            self.query_one(GradeBar).suggest(self._session.suggested)
            self._answer_keys()
            self.hint("Noted: you were right.")

    def action_scroll(self, key: str) -> None:
        """Scroll a card that is longer than the window."""
        self.query_one(Card).scroll_by(key)

    def action_stop(self) -> None:
        """Go back; every answer is saved."""
        self.dismiss(None)
