"""Changed cards: an answered card and the one that may be it now, side by side, and the learner decides."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from nmt_study.services import changes, shaping
from nmt_study.services import words as said
from nmt_study.services.actions import CHANGED
from nmt_study.services.changes import Followed, Question
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import bindings, hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page

_LABELS = {action.name: action.label for action in CHANGED}
FEW = 20  # what was decided before and is listed


class ChangedScreen(Page[None]):
    """One question after the other; when none is left, what was decided."""

    ACTIONS = CHANGED
    NAME = "Changed cards"
    SENTENCES = (
        (
            "The text of a card that you have answered was changed. Where only slips were mended your progress goes "
            "on by itself. Where it may be another question now, you are asked; until then nothing is lost."
        ),
        "Keep lets the progress go on. Otherwise the card begins as new, and the old answers stay in your record.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        CHANGED,
        [
            Binding("q", "close", show=False),
            Binding("left,up", "app.focus_previous", show=False),
            Binding("right,down", "app.focus_next", show=False),
        ],
    )

    def __init__(self, desk: Desk) -> None:
        """Take the desk whose cards changed."""
        super().__init__()
        self._desk = desk
        self._questions: tuple[Question, ...] = ()

    def body(self) -> ComposeResult:
        """The count, the two texts, and the answers."""
        yield Static(id="top")
        with VerticalScroll(can_focus=False):
            yield Static(id="texts")
        with Horizontal():
            yield Button(id="first")
            yield Button(id="second")

    def on_mount(self) -> None:
        """Show the first question."""
        self._look()

    def _look(self) -> None:
        """Show what is in question now."""
        self._questions = self.guarded(lambda: changes.questions(self._desk)) or ()
        question = self._questions[0] if self._questions else None
        count = said.count(len(self._questions), "card") + " to decide" if question else "Nothing to decide"
        self.query_one("#top", Static).update(
            Edges(words(self.NAME, "bold $primary"), words(count, "$text-muted"))
        )
        self.query_one(Horizontal).display = question is not None
        texts = self.query_one("#texts", Static)
        if question is None:
            texts.update(_decided(changes.followed(self._desk)[:FEW]))
            self.show_keys(hints(CHANGED, ("undo", "help", "close")))
            return
        texts.update(_side_by_side(question))
        names = [name for name, _ in question.choices]
        for place, name in zip(("#first", "#second"), names, strict=True):
            self.query_one(place, Button).label = words(_LABELS[name])
        # A card that begins anew costs a few answers; one that goes on with another's progress teaches something wrong.
        self.query_one("#second", Button).focus()
        self.show_keys(hints(CHANGED, (*names, "undo", "help", "close")))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        names = [name for name, _ in self._questions[0].choices] if self._questions else []
        if names:
            self._decide(names[0 if event.button.id == "first" else 1])

    def action_keep(self) -> None:
        """Let the progress go on."""
        self._decide("keep")

    def action_reset(self) -> None:
        """Let the card begin anew."""
        self._decide("reset")

    def action_new(self) -> None:
        """Let it be another card."""
        self._decide("new")

    def _decide(self, choice: str) -> None:
        if not self._questions:
            self.hint("There is nothing to decide.")
            return
        question = self._questions[0]
        if choice not in dict(question.choices):
            others = " or ".join(_LABELS[name] for name, _ in question.choices)
            self.hint(f"For this card there is only {others}.")
            return
        done = self.guarded(lambda: changes.decide(self._desk, question, choice))
        if done:
            self._look()
            self.hint(f"{done} u takes it back.")

    def action_undo(self) -> None:
        """Take back the last step."""
        told = self.guarded(lambda: said.undone_words(shaping.undo_last(self._desk)))
        if told:
            self._look()
            self.hint(told)

    def action_close(self) -> None:
        """Go back."""
        self.end(None)


def _side_by_side(question: Question) -> Content:
    """Return both texts with what differs, and what is at stake."""
    before = "Before" if question.same_id else "This card is gone"
    after = "Now" if question.same_id else "This one is new"
    origin = question.found.origin
    stakes = f"At stake: {changes.stakes(question)}."
    parts = [
        *_text(
            before,
            question.old.question,
            question.old.answer,
            question.new.question,
            question.new.answer,
            "−",
        ),
        *_text(
            after, question.new.question, question.new.answer, question.old.question, question.old.answer, "+"
        ),
        words(f"{origin.path}, line {origin.line}. {stakes}", "$text-muted"),
        Content("\n").join(
            Content.assemble((f"{_LABELS[name]}  ", "bold $primary"), words(text))
            for name, text in question.choices
        ),
    ]
    return Content("\n\n").join(parts)


def _text(
    head: str, question: str, answer: str, question_there: str, answer_there: str, sign: str
) -> list[Content]:
    """Return one of the texts, what the other one has not marked by a sign and bold."""
    asked, told = _marked(question, question_there, sign), _marked(answer, answer_there, sign)
    return [Content.assemble((head, "$text-muted"), "\n", asked, "\n", told)]


def _marked(text: str, other: str, sign: str) -> Content:
    here, there = text.split(), other.split()
    parts = []
    for kind, start, end, _, _ in SequenceMatcher(a=here, b=there, autojunk=False).get_opcodes():
        if start == end:
            continue
        stretch = words(" ".join(here[start:end]))
        parts.append(
            stretch if kind == "equal" else Content.assemble(sign, stretch).stylize("bold underline")
        )
    return Content(" ").join(parts)


def _decided(found: Sequence[Followed]) -> Content:
    """Return what became of changed cards so far."""
    if not found:
        return words("No card that you answered was changed so that you have to decide anything.")
    lines = [Content.assemble(words(one.about, "bold"), "\n", words(one.question)) for one in found]
    more = words(
        "nmt-study deck changes lists all of them, and takes back what was found by itself.", "$text-muted"
    )
    return Content("\n\n").join([words("No card is waiting for a decision. So far:"), *lines, more])
