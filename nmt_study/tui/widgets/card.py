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

from nmt_study.deck.markup import blocks
from nmt_study.deck.model import Choice as ChoiceAnswer
from nmt_study.deck.model import Kind
from nmt_study.quiz.model import Mark
from nmt_study.services import words as said
from nmt_study.services.study import Shown
from nmt_study.tui.render import card_text, one_line, words
from nmt_study.tui.verdict import typed_text, verdict_text
from nmt_study.tui.widgets.choices import Choice, Choices

_PLACEHOLDERS = {
    Kind.TYPED: "Type the answer and press enter",
    Kind.NUMERIC: "Type the number with its unit and press enter",
}
_ANSWER_SIDE = ("verdict", "difference", "rule", "answer", "why", "evidence")


class Card(VerticalScroll, can_focus=False):
    """Shows a card's question side, then its answer side."""

    @dataclass
    class Typed(Message):
        """Enter was pressed on what was typed."""

    @dataclass
    class Clicked(Message):
        """The card itself was clicked."""

    def compose(self) -> ComposeResult:
        """Make every part once."""
        for part in ("flag", "case", "question"):
            yield Static(id=part)
        yield Choices(id="choices")
        yield Input(id="typed", select_on_focus=False)
        for part in _ANSWER_SIDE:
            yield Static(id=part)

    def ask(self, shown: Shown) -> bool:
        """Show the question side; tells whether the card is answered in the card itself, which then has focus."""
        face = shown.face
        flag = Content.assemble(
            (f"! {said.RED_FLAG}", "bold $error"), ("  ", ""), words(said.STUDY_AID, "$text-muted")
        )
        self._fill("flag", flag if shown.citations.red_flag else Content())
        self._fill("case", card_text(face.case))
        self._fill("question", _question(shown))
        for part in _ANSWER_SIDE:
            self._fill(part, Content())
        self.remove_class("-answered")
        self.scroll_home(animate=False)
        return any([self._ask_choice(shown), self._ask_typed(shown)])

    def _ask_choice(self, shown: Shown) -> bool:
        choices, answer = self._choices, shown.card.item.answer
        choices.display = shown.card.item.kind is Kind.SINGLE
        if choices.display and isinstance(answer, ChoiceAnswer):
            pairs = zip(shown.face.options, answer.options, strict=True)
            choices.ask(
                [
                    Choice(one_line(face), option.correct, one_line(blocks(option.feedback)))
                    for face, option in pairs
                ]
            )
            choices.focus(scroll_visible=False)
        return choices.display

    def _ask_typed(self, shown: Shown) -> bool:
        line = self._line
        line.display = shown.card.item.kind in _PLACEHOLDERS
        if line.display:
            line.value = ""
            line.placeholder = _PLACEHOLDERS[shown.card.item.kind]
            line.focus(scroll_visible=False)
        return line.display

    def tell(self, shown: Shown, mark: Mark | None, response: str) -> None:
        """Show the answer side: the check of what was answered, the answer, why, and the evidence."""
        face, kind = shown.face, shown.card.item.kind
        self._line.display = False
        self.add_class("-answered")
        if kind is Kind.SINGLE:
            self._choices.judge(int(response) - 1 if mark else None)
        self._fill("verdict", verdict_text(mark, with_reason=kind is not Kind.SINGLE) if mark else Content())
        self._fill("difference", typed_text(response, mark) if mark and kind in _PLACEHOLDERS else Content())
        self.query_one("#rule").display = True
        if kind is Kind.CLOZE:
            self._fill("question", card_text(face.answer))
        elif kind is not Kind.SINGLE:
            self._fill("answer", card_text(face.answer))
        why = card_text(face.why)
        self._fill("why", Content.assemble(("Why: ", "$text-muted"), why) if why else why)
        self._fill("evidence", _evidence(shown))
        self.call_after_refresh(self._show_answer)

    def _show_answer(self) -> None:
        """Scroll no further than needed to see the answer of a card that is longer than the window."""
        parts = (self.query_one(f"#{part}") for part in ("answer", "why", "evidence"))
        first = next((part for part in parts if part.display), None)
        if first is not None:
            self.scroll_to_widget(first, animate=False)

    @property
    def response(self) -> str:
        """What is typed or highlighted at the moment, "" when nothing is."""
        if self._choices.display and self._choices.highlighted is not None:
            return str(self._choices.highlighted + 1)
        return self._line.value.strip() if self._line.display else ""

    @property
    def options(self) -> int:
        """How many options there are to choose from."""
        return self._choices.option_count if self._choices.display else 0

    @property
    def _choices(self) -> Choices:
        return self.query_one(Choices)

    @property
    def _line(self) -> Input:
        return self.query_one("#typed", Input)

    def turn(self, key: str) -> None:
        """Scroll by the key that was pressed."""
        step = {"up": self.scroll_up, "down": self.scroll_down, "pageup": self.scroll_page_up}
        step.get(key, self.scroll_page_down)(animate=False)

    def _fill(self, part: str, content: Content) -> None:
        """Put content into a part; an empty part is hidden."""
        widget = self.query_one(f"#{part}", Static)
        widget.display = bool(content)
        if content:
            widget.update(content)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Typed())

    def on_click(self, event: Click) -> None:
        """Tell that the card was clicked, unless the click meant one of its parts."""
        if not isinstance(event.widget, Choices | Input):
            self.post_message(self.Clicked())


def _question(shown: Shown) -> Content:
    """Return the question; options that are not picked one by one are listed below it."""
    question = card_text(shown.face.question)
    if shown.card.item.kind is Kind.SINGLE or not shown.face.options:
        return question
    listed = [Content.assemble("• ", one_line(option)) for option in shown.face.options]
    return Content("\n").join([question, Content(), *listed])


def _evidence(shown: Shown) -> Content:
    """Return the kind of evidence and the sources; that a map is not validated stands out."""
    line = words(said.evidence_words(shown.citations), "$text-muted")
    if shown.citations.unvalidated_map:
        line = line.stylize("bold $warning", 0, len(said.UNVALIDATED_MAP))
    return line
