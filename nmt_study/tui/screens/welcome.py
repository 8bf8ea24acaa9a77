"""The first run: four short questions, one step each; every one can be skipped."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.services.first_run import QUESTIONS, Question, understand
from nmt_study.services.words import STUDY_AID
from nmt_study.settings import Settings
from nmt_study.tui.keys import Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.theme import theme_name

OTHER = "Another number"


class WelcomeScreen(Page[Settings]):
    """Asks, and ends with the settings as answered; the theme is shown while it is being chosen."""

    NAME = "Welcome"
    SENTENCES = (
        "A few short questions, so that the first day fits you. Each can be skipped, and changed later.",
        "Go up and down with the arrow keys and press enter, or press the number of an answer.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "skip", show=False),
        Binding("f1,question_mark", "help", show=False),
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, settings: Settings, today: date) -> None:
        """Take the settings to begin with and today's date."""
        super().__init__()
        self._settings = settings
        self._today = today
        self._step = 0

    def body(self) -> ComposeResult:
        """One step: the question, ready answers, a line to type in, and what was understood."""
        yield Static(id="step")
        yield Static(id="question")
        yield OptionList(id="answers", markup=False)
        yield Input(id="own")
        yield Static(id="understood")
        yield Static(f"{STUDY_AID} Everything stays on this computer.", id="promise", markup=False)

    def on_mount(self) -> None:
        """Ask the first question."""
        self._ask()

    @property
    def _question(self) -> Question:
        return QUESTIONS[self._step]

    def _ask(self) -> None:
        """Put the present question on the screen, its present answer highlighted."""
        question = self._question
        step = words(f"{self._step + 1} of {len(QUESTIONS)}", "$text-muted")
        self.query_one("#step", Static).update(
            Edges(Content.styled("Welcome to nmt-study", "$text-muted"), step)
        )
        self.query_one("#question", Static).update(words(question.text, "bold"))
        self.query_one("#understood", Static).update("")
        answers, own = self.query_one("#answers", OptionList), self.query_one("#own", Input)
        labels = [choice.label for choice in question.choices]
        labels += [OTHER] if question.choices and question.hint else []
        answers.display = bool(labels)
        own.display = not labels
        own.value, own.placeholder = "", question.hint
        answers.set_options([Option(_answer(number, label)) for number, label in enumerate(labels, 1)])
        answers.highlighted = self._current() if labels else None
        (answers if labels else own).focus()
        hints = [
            Hint("enter", "Choose" if labels else "Next", "choose"),
            Hint("esc", "Skip", "skip"),
            Hint("f1", "Help", "help"),
        ]
        self.show_keys(hints)

    def _current(self) -> int:
        """Return which ready answer is the present setting."""
        value = getattr(self._settings, self._question.setting)
        values = [choice.value for choice in self._question.choices]
        return values.index(value) if value in values else len(values) if self._question.hint else 0

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        """Show the theme that is highlighted."""
        if self._question.setting == "theme":
            self.app.theme = theme_name(str(self._question.choices[event.option_index].value))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_number(event.option_index + 1)

    def action_number(self, number: int) -> None:
        """Take a ready answer by its number; the one after the last opens the line to type in."""
        choices = self._question.choices
        if number <= len(choices):
            self._settings = self._settings._replace(**{self._question.setting: choices[number - 1].value})
            self._next()
        elif choices and self._question.hint:
            own = self.query_one("#own", Input)
            own.display = True
            own.focus()

    @on(Input.Changed, "#own")
    def _changed(self, event: Input.Changed) -> None:
        """Say at once what is being understood."""
        said = understand(self._question, event.value, self._settings, self._today)
        line = words(said.words, "$text-muted" if said.settings is None else "$success")
        self.query_one("#understood", Static).update(line if event.value.strip() else "")

    @on(Input.Submitted, "#own")
    def _submitted(self, event: Input.Submitted) -> None:
        """Go on when the words were understood."""
        said = understand(self._question, event.value, self._settings, self._today)
        if said.settings is not None:
            self._settings = said.settings
            self._next()

    def action_choose(self) -> None:
        """Do what enter does; the click on the key line."""
        focused = self.focused
        if isinstance(focused, OptionList):
            focused.action_select()
        elif isinstance(focused, Input):
            self._submitted(Input.Submitted(focused, focused.value))

    def action_skip(self) -> None:
        """Leave this answer as it was and go on."""
        self.app.theme = theme_name(self._settings.theme)
        self._next()

    def _next(self) -> None:
        if self._step + 1 == len(QUESTIONS):
            self.end(self._settings)
            return
        self._step += 1
        self._ask()


def _answer(number: int, label: str) -> Content:
    return Content.assemble((f"{number}  ", "bold"), words(label))
