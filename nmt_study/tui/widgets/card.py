"""The card: question, what the learner answers with, and below a rule the answer with its reasons and sources.

Nothing is mounted for a card: the same widgets are filled again, and those that have nothing to say are hidden.
"""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Input, Static

from nmt_study.deck.model import Choice as ChoiceAnswer
from nmt_study.deck.model import Kind
from nmt_study.quiz.marking import Mark
from nmt_study.services import words as said
from nmt_study.services.study import Shown
from nmt_study.tui.render import card_text, one_line, words
from nmt_study.tui.verdict import verdict_text
from nmt_study.tui.widgets.choices import Choice, Choices

_PLACEHOLDERS = {
    Kind.TYPED: "Type the answer, then enter",
    Kind.NUMERIC: "Type the number with its unit, then enter",
}


class Card(VerticalScroll, can_focus=False):
    """Shows a card's question side, then its answer side."""

    @dataclass
    class Typed(Message):
        """The learner typed an answer and pressed enter; it may be empty."""

        response: str

    @dataclass
    class Clicked(Message):
        """The card itself was clicked."""

    def compose(self) -> ComposeResult:
        """Make every part once."""
        yield Static(id="flag")
        yield Static(id="case")
        yield Static(id="question")
        yield Choices(id="choices")
        yield Input(id="typed", select_on_focus=False)
        yield Static(id="verdict")
        yield Static(id="answer")
        yield Static(id="why")
        yield Static(id="evidence")

    def ask(self, shown: Shown) -> None:
        """Show the question side and focus what it is answered with, if anything."""
        face, kind = shown.face, shown.card.item.kind
        self._fill("flag", words(f"{said.RED_FLAG}  ", "bold $error") + words(said.STUDY_AID, "$text-muted"),
                   show=shown.citations.red_flag)
        self._fill("case", card_text(face.case))
        self._fill("question", card_text(face.question))
        for part in ("verdict", "answer", "why", "evidence"):
            self.query_one(f"#{part}").display = False
        self._ask_choice(shown)
        typed = self.query_one("#typed", Input)
        typed.display = kind in _PLACEHOLDERS
        if typed.display:
            with typed.prevent(Input.Changed):
                typed.value = ""
            typed.placeholder = _PLACEHOLDERS[kind]
            typed.focus(scroll_visible=False)
        self.scroll_home(animate=False)

    def _ask_choice(self, shown: Shown) -> None:
        choices = self.query_one(Choices)
        answer = shown.card.item.answer
        choices.display = isinstance(answer, ChoiceAnswer) and bool(shown.face.options)
        if choices.display and isinstance(answer, ChoiceAnswer):
            pairs = zip(shown.face.options, answer.options, strict=True)
            choices.ask([Choice(one_line(text), option.correct, words(option.feedback)) for text, option in pairs])
            choices.focus(scroll_visible=False)

    def tell(self, shown: Shown, mark: Mark | None, chosen: int | None) -> None:
        """Show the answer side: the check of what was answered, the answer, why, and the evidence."""
        choices, typed = self.query_one(Choices), self.query_one("#typed", Input)
        if choices.display:
            choices.judge(chosen)
        typed.display = False
        self._fill("verdict", verdict_text(mark) if mark else Content())
        self._fill("answer", card_text(shown.face.answer), show=not choices.display)
        self._fill("why", card_text(shown.face.why))
        self._fill("evidence", _evidence(shown))
        self.set_class(True, "-answered")

    def _fill(self, part: str, content: Content, *, show: bool = True) -> None:
        """Put content into a part; an empty part is hidden."""
        widget = self.query_one(f"#{part}", Static)
        widget.display = show and bool(content)
        if widget.display:
            widget.update(content)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_click(self, event: Click) -> None:
        """Tell that the card was clicked, unless the click had its own meaning."""
        if not isinstance(event.widget, Choices | Input):
            self.post_message(self.Clicked())


def _evidence(shown: Shown) -> Content:
    """Return the kind of evidence and the sources; that a map is not validated stands out."""
    line = words(said.evidence_words(shown.citations), "$text-muted")
    if shown.citations.unvalidated_map:
        line = line.stylize("$warning", 0, len(said.UNVALIDATED_MAP))
    return line
