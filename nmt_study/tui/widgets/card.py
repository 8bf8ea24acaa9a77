"""The card: question, what the learner answers with, and below a rule the answer with its reasons and sources.

Nothing is mounted for a card: the same few widgets are filled again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from nmt_study.deck.markup import blocks
from nmt_study.deck.model import Choice as ChoiceAnswer
from nmt_study.deck.model import Kind
from nmt_study.quiz.model import Mark
from nmt_study.services import words as said
from nmt_study.services.study import study_words
from nmt_study.services.study.study import Shown
from nmt_study.tui.keys import key_of, scroll
from nmt_study.tui.render import card_text, one_line, words
from nmt_study.tui.widgets.choices import Choice, Choices
from nmt_study.tui.widgets.verdict import typed_text, verdict_text

BEGINNING = 4  # lines of an answer that are in view at once
FEW = 2  # sources named on the card itself
_PLACEHOLDERS = {
    Kind.TYPED: "Type the answer and press enter",
    Kind.NUMERIC: "Type the number with its unit and press enter",
}


class Part(Static):
    """A text of the card, as high as it is long.

    Textual lays the screen out once more, and draws the widget once more, when its virtual size changes; one that never
    scrolls needs neither.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)


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
        yield Part(id="marks")
        yield Part(id="question")
        yield Choices(id="choices")
        yield Input(id="typed", select_on_focus=False)
        yield Part(id="answer")

    def ask(self, shown: Shown) -> bool:
        """Show the question side; tells whether the card is answered in the card itself, which then has focus."""
        self._question.update(_question_side(shown, card_text(shown.face.question).stylize("bold")))
        self._answer.display = False
        self.mark(shown)
        if self.scroll_y:
            self.scroll_home(animate=False)
        return any([self._ask_choice(shown), self._ask_typed(shown)])

    def mark(self, shown: Shown) -> None:
        """Show above the question what the learner made of the card."""
        text = study_words.shape_words(shown.shape, shown.day)
        marks = self.query_one("#marks", Static)
        marks.display = bool(text)
        if text:
            marks.update(words(text, "italic $text-muted"))

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
        kind = shown.card.item.kind
        self._line.display = False
        if kind is Kind.SINGLE:
            self._choices.judge(int(response) - 1 if mark else None)
        elif kind is Kind.CLOZE:
            self._question.update(_question_side(shown, card_text(shown.face.answer).stylize("bold")))
        more = key_of("source", self.app)
        note = (
            Content.assemble(("Your note: ", "bold $primary"), words(shown.note)) if shown.note else Content()
        )
        parts = [*_answer_side(shown, mark, response), note, _evidence(shown, more)]
        self._answer.update(_paragraphs(parts))
        self._answer.display = True
        self.call_after_refresh(self._show_answer)

    def _show_answer(self) -> None:
        """Scroll a card that is longer than the window no further than needed to see where the answer begins."""
        answer = self._answer.virtual_region
        self.scroll_to_region(answer.crop_size((answer.width, BEGINNING)), animate=False)

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
    def _question(self) -> Static:
        return self.query_one("#question", Static)

    @property
    def _choices(self) -> Choices:
        return self.query_one(Choices)

    @property
    def _line(self) -> Input:
        return self.query_one("#typed", Input)

    @property
    def _answer(self) -> Static:
        return self.query_one("#answer", Static)

    def turn(self, key: str) -> None:
        """Scroll by the key that was pressed."""
        scroll(self, key)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Typed())

    def on_click(self, event: Click) -> None:
        """Tell that the card was clicked, unless the click meant one of its parts."""
        if not isinstance(event.widget, Choices | Input):
            self.post_message(self.Clicked())


def _paragraphs(parts: Iterable[Content]) -> Content:
    """Return the parts that say something, a blank line apart."""
    return Content("\n\n").join(part for part in parts if part)


def _question_side(shown: Shown, question: Content) -> Content:
    """Return the red flag, the case and the question; options that are not picked one by one are listed below."""
    flag = Content()
    if shown.citations.red_flag:
        aid = words(said.STUDY_AID, "$text-muted")
        flag = Content.assemble((f"! {said.RED_FLAG}", "bold $error"), "  ", aid)
    listed = shown.face.options if shown.card.item.kind is not Kind.SINGLE else ()
    options = Content("\n").join(Content.assemble("• ", one_line(option)) for option in listed)
    return _paragraphs([flag, card_text(shown.face.case).stylize_before("$text-muted"), question, options])


def _answer_side(shown: Shown, mark: Mark | None, response: str) -> Iterable[Content]:
    """Give the check, the answer where it does not stand above already, and why."""
    face, kind = shown.face, shown.card.item.kind
    if mark:
        check = verdict_text(mark, with_reason=kind is not Kind.SINGLE)
        yield Content.assemble(check, "\n", typed_text(response, mark)) if kind in _PLACEHOLDERS else check
    if kind not in {Kind.SINGLE, Kind.CLOZE}:
        yield card_text(face.answer)
    if face.why:
        yield Content.assemble(("Why: ", "$text-muted"), card_text(face.why))


def _evidence(shown: Shown, key: str) -> Content:
    """Return the kind of evidence and the first sources, and by which key there are more.

    What is not settled or not validated stands out.
    """
    citations = shown.citations
    line = study_words.evidence_words(replace(citations, cites=citations.cites[:FEW]))
    more = len(citations.cites) - FEW
    text = words(f"{line}; and {more} more ({key})" if more > 0 else line, "$text-muted")
    if citations.unvalidated_map:
        text = text.stylize("bold $warning", 0, len(said.UNVALIDATED_MAP))
    if citations.unsettled:
        return Content.assemble(("Not settled", "bold $warning"), (" · ", "$text-muted"), text)
    return text
