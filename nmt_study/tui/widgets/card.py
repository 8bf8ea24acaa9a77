"""The card: question, what the learner answers with, and below a rule the answer with its reasons and sources.

Nothing is mounted for a card: the same widget, and the line in which an answer is typed, are filled again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.content import Content
from textual.widgets import Input

from nmt_study.deck.markup import blocks
from nmt_study.deck.model import Choice as ChoiceAnswer
from nmt_study.deck.model import Kind
from nmt_study.quiz.model import Mark
from nmt_study.services import words as said
from nmt_study.services.study import study_words
from nmt_study.services.study.study import Shown
from nmt_study.tui.keys import key_of, scroll
from nmt_study.tui.render import Rule, card_text, one_line, words
from nmt_study.tui.widgets import choices
from nmt_study.tui.widgets.choices import Choice
from nmt_study.tui.widgets.rows import Row, Rows
from nmt_study.tui.widgets.verdict import typed_text, verdict_text

BEGINNING = 4  # lines of an answer that are in view at once
FEW = 2  # sources named on the card itself
_BLANK = Row(Content(" "))
_STEPS = {"up": -1, "down": 1}
_PLACEHOLDERS = {
    Kind.TYPED: "Type the answer and press enter",
    Kind.NUMERIC: "Type the number with its unit and press enter",
}


class TypedLine(Input):
    """The line in which an answer is typed."""

    def __init__(self) -> None:
        """Begin out of sight."""
        super().__init__(id="typed", select_on_focus=False)
        self.display = False

    def ask(self, kind: Kind) -> bool:
        """Be there, empty and with focus, for a card that is answered by typing; tells whether it is."""
        self.display = kind in _PLACEHOLDERS
        if self.display:
            self.value = ""
            self.placeholder = _PLACEHOLDERS[kind]
            self.focus(scroll_visible=False)
        return self.display


class Card(Rows):
    """Shows a card's question side, then its answer side."""

    def __init__(self, line: TypedLine) -> None:
        """Begin without a card; the line is where its answer is typed, which stands elsewhere on the screen."""
        super().__init__()
        self._line = line
        self._marks = self._question = self._answer = Content()
        self._choices: Sequence[Choice] = ()
        self._judged = False
        self._chosen: int | None = None

    def ask(self, shown: Shown) -> bool:
        """Show the question side; tells whether the card is answered in a line of its own, which then has focus."""
        self._question = _question_side(shown, card_text(shown.face.question).stylize("bold"))
        self._choices, self._judged, self._chosen = _choices(shown), False, None
        self._answer = Content()
        self._marks = _marks(shown)
        self._fill()
        if self.text_selection:
            self.screen.clear_selection()  # what was marked is not to be seen any more
        if self.scroll_y:
            self.scroll_home(animate=False)
        return self._line.ask(shown.card.item.kind)

    def mark(self, shown: Shown) -> None:
        """Show above the question what the learner made of the card."""
        self._marks = _marks(shown)
        self._fill(self.lit)

    def tell(self, shown: Shown, mark: Mark | None, response: str) -> None:
        """Show the answer side: the check of what was answered, the answer, why, and the evidence; see where it begins."""
        kind = shown.card.item.kind
        self._marks = _marks(shown)
        self._line.display = False
        if kind is Kind.SINGLE:
            self._judged, self._chosen = True, int(response) - 1 if mark else None
        elif kind is Kind.CLOZE:
            self._question = _question_side(shown, card_text(shown.face.answer).stylize("bold"))
        more = key_of("source", self.app)
        note = (
            Content.assemble(("Your note: ", "bold $primary"), words(shown.note)) if shown.note else Content()
        )
        parts = [*_answer_side(shown, mark, response), note, _evidence(shown, more)]
        self._answer = _paragraphs(parts)
        self.bring(self._fill(), BEGINNING)

    def _fill(self, lit: int | None = None) -> int:
        """Fill the rows: what there is of a card, a blank line apart; return the place of the last one."""
        if self._judged:
            options = [Row(text) for text in choices.judged(self._choices, self._chosen)]
        else:
            options = [Row(text, number) for number, text in enumerate(choices.asked(self._choices))]
        answer = [Row(Rule()), Row(self._answer)] if self._answer else []
        marks = [Row(self._marks)] if self._marks else []
        parts = [part for part in (marks, [Row(self._question)], options, answer) if part]
        rows = [row for part in parts for row in (*part, _BLANK)][:-1]
        self.show(rows, lit)
        return len(rows) - 1

    @property
    def response(self) -> str:
        """What is typed or lit at the moment, "" when nothing is."""
        if self.lit is not None:
            return str(self.lit + 1)
        return self._line.value.strip() if self._line.display else ""

    @property
    def options(self) -> int:
        """How many options there are to choose from."""
        return len(self._choices)

    def turn(self, key: str) -> None:
        """Light another option by the key that was pressed, or scroll."""
        if key in _STEPS and self._choices and not self._judged:
            self.light(_STEPS[key])
        else:
            scroll(self, key)


def _choices(shown: Shown) -> Sequence[Choice]:
    """Return the options that are picked one by one."""
    answer = shown.card.item.answer
    if shown.card.item.kind is not Kind.SINGLE or not isinstance(answer, ChoiceAnswer):
        return ()
    return [
        Choice(one_line(face), option.correct, one_line(blocks(option.feedback)))
        for face, option in zip(shown.face.options, answer.options, strict=True)
    ]


def _marks(shown: Shown) -> Content:
    """Return what the learner made of the card."""
    return words(study_words.shape_words(shown.shape, shown.day), "italic $text-muted")


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
