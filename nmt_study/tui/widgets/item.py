"""An item of a quiz on the screen: its case and question, what it is answered with, and the answer once it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from nmt_study.deck.citation import Citations
from nmt_study.deck.markup import blocks
from nmt_study.deck.model import Choice, Cloze, Match, Order, Recall
from nmt_study.quiz.model import Mark
from nmt_study.quiz.reading import UnreadableError, how_to_answer, steps_left, told, understood
from nmt_study.quiz.response import Response
from nmt_study.services.quiz.sheet import Shown
from nmt_study.services.quiz.sitting_words import GONE
from nmt_study.services.study import study_words
from nmt_study.tui.render import card_text, one_line, words
from nmt_study.tui.widgets.pieces import Pieces
from nmt_study.tui.widgets.verdict import verdict_text

FEW = 3  # sources named below an answer
_IN_ORDER = "Press the numbers in the right order. Backspace takes the last one back, enter takes the answer."
_ALL_THAT_APPLY = "Pick all that apply by number; the same number takes it back. Enter takes the answer."
_MARK_ONE = "A number or the arrow keys mark an option. Enter takes the marked one."
_PAIRS = "Each number goes to the marked line; the arrow keys mark another one. Enter takes the answer."


class ItemView(VerticalScroll, can_focus=False):
    """Shows one item at a time in the same few widgets."""

    @dataclass
    class Taken(Message):
        """The answer is to be taken as it is."""

    def compose(self) -> ComposeResult:
        """Make every part once."""
        yield Static(id="asked")
        yield Pieces(id="pieces")
        yield Static(id="sides")
        yield Input(id="line", select_on_focus=False)
        yield Static(id="told")

    def ask(self, shown: Shown, *, at_once: bool = False) -> None:
        """Show an item with what was answered so far, and put the focus where it is answered.

        `at_once` lets the number of a single choice take it; otherwise it marks, and enter takes.
        """
        self._shown = shown
        self.query_one("#asked", Static).update(_question(shown))
        chosen = self._pieces.ask(shown, at_once=at_once)
        sides = self.query_one("#sides", Static)
        text = _sides(shown, at_once=at_once)
        sides.display = bool(text)
        sides.update(text)
        line = self._line
        line.display = shown.item is not None and not chosen and not shown.settled
        if line.display and shown.item is not None:
            line.value = told(shown.item, shown.order, shown.response) if shown.response is not None else ""
            line.placeholder = how_to_answer(shown.item)
        self.query_one("#told", Static).display = False
        self.scroll_home(animate=False)
        self.focus_answer()

    def focus_answer(self) -> None:
        """Put the focus where the item is answered."""
        for widget in (self._pieces, self._line):
            if widget.display and not widget.disabled:
                widget.focus(scroll_visible=False)
                return
        self.screen.set_focus(None)

    @property
    def response(self) -> Response:
        """What is answered at the moment.

        Raises:
            UnreadableError: what is typed or picked is no answer to this item.
        """
        item = self._shown.item
        if self._pieces.display and item is not None:
            picked = self._pieces.response
            if problem := steps_left(item, picked):
                raise UnreadableError(problem)
            return picked
        if item is None or not self._line.value.strip():
            return ""
        return understood(item, self._shown.order, self._line.value)

    @property
    def draft(self) -> str:
        """What stands in the line and is not taken yet."""
        return self._line.value if self._line.display else ""

    def take_up(self, draft: str) -> None:
        """Put back what was typed and not taken."""
        if draft and self._line.display:
            self._line.value = draft

    @property
    def marked(self) -> int | None:
        """The number of the marked option, None where there is none to mark."""
        return self._pieces.marked if self._pieces.display else None

    def strike(self, shown: Shown) -> None:
        """Show what is struck out by now."""
        self._shown = shown
        self._pieces.redraw(shown)

    def tell(self, shown: Shown, mark: Mark, citations: Citations | None) -> None:
        """Show whether the answer was right, why, and where that is from."""
        self._shown = shown
        if self._pieces.display:
            self._pieces.ask(shown)
        self.query_one("#sides").display = False
        if isinstance(shown.item_answer, Cloze) and shown.face is not None:
            self.query_one("#asked", Static).update(_question(shown, filled=True))
        self._line.display = False
        answer = self.query_one("#told", Static)
        answer.update(Content("\n\n").join(part for part in _told(shown, mark, citations) if part))
        answer.display = True
        self.call_after_refresh(self.scroll_to_widget, answer, animate=False)

    @property
    def _pieces(self) -> Pieces:
        return self.query_one(Pieces)

    @property
    def _line(self) -> Input:
        return self.query_one("#line", Input)

    @on(Pieces.Taken)
    @on(Input.Submitted)
    def _taken(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Taken())


def _question(shown: Shown, *, filled: bool = False) -> Content:
    """Return case and question."""
    face = shown.face
    if face is None:
        asked = words(shown.asked.stem).stylize("bold")
        return Content("\n\n").join(
            part for part in (asked, words(shown.remark or GONE, "$text-muted")) if part
        )
    question = card_text(face.answer if filled else face.question).stylize("bold")
    case = card_text(face.case).stylize_before("$text-muted")
    return Content("\n\n").join(part for part in (case, question) if part)


def _sides(shown: Shown, *, at_once: bool) -> Content:
    """Return how to answer by picking; of a match the right sides, numbered."""
    face, answer = shown.face, shown.item_answer
    if face is None or shown.settled:
        return Content()
    if isinstance(answer, Order):
        return words(_IN_ORDER, "$text-muted")
    if isinstance(answer, Choice) and answer.many:
        return words(_ALL_THAT_APPLY, "$text-muted")
    if isinstance(answer, Choice) and not at_once:
        return words(_MARK_ONE, "$text-muted")
    if not isinstance(answer, Match):
        return Content()
    rows = [
        Content.assemble((f"{number}", "bold"), "  ", one_line(option))
        for number, option in enumerate(face.options, 1)
    ]
    return Content.assemble((_PAIRS, "$text-muted"), "\n", Content("\n").join(rows))


def _told(shown: Shown, mark: Mark, citations: Citations | None) -> Iterator[Content]:
    """Give the verdict with the feedback on what was chosen, the answer, why, and the evidence."""
    item, face = shown.item, shown.face
    if item is None or face is None:
        yield verdict_text(mark, with_reason=False)
        return
    if shown.remark:
        yield words(shown.remark, "$text-muted")
    verdict = verdict_text(mark, with_reason=not isinstance(item.answer, Choice))
    feedback = (
        card_text(blocks(mark.reason)) if isinstance(item.answer, Choice) and mark.reason else Content()
    )
    yield Content.assemble(verdict, "\n", feedback) if feedback else verdict
    if not isinstance(item.answer, Choice | Cloze | Recall):
        if shown.response is not None and not isinstance(item.answer, Match):
            yield Content.assemble(("Your answer  ", "$text-muted"), words(_as_words(shown)))
        yield card_text(face.answer)
    if isinstance(item.answer, Recall):
        yield card_text(face.answer)
    if face.why:
        yield Content.assemble(("Why: ", "$text-muted"), card_text(face.why))
    evidence = study_words.evidence_words(citations, FEW) if citations else ""
    if evidence:
        yield words(evidence, "$text-muted")


def _as_words(shown: Shown) -> str:
    """Return what was answered as text: what was typed, or the chosen texts in their order."""
    if shown.item is None or shown.response is None:
        return ""
    return told(shown.item, shown.order, shown.response)
