"""Changed cards: an answered card and the one that may be it now, side by side, and the learner decides."""

from difflib import SequenceMatcher
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from nmt_study.deck.told import Told
from nmt_study.services import words as said
from nmt_study.services.actions import CHANGED
from nmt_study.services.cards import changes, shaping
from nmt_study.services.cards.changes import Question
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import bindings, hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page

_LABELS = {action.name: action.label for action in CHANGED}
_BROAD = 100  # columns from which the two texts stand side by side


class ChangedScreen(Page[None]):
    """One question after the other; when none is left, what was decided."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide"), (_BROAD, "-broad")]
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
            with Container(id="texts"):
                yield Static(id="before")
                yield Static(id="after")
            yield Static(id="stakes")
        with Horizontal(id="answers"):
            yield Button(id="first")
            yield Button(id="second")
            yield Button("Later", id="later")

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
        self.query_one("#answers").display = question is not None
        self.query_one("#texts").display = question is not None
        if question is None:
            self.query_one("#stakes", Static).update(words(_decided(self._desk.record.counts().relinks)))
            self.show_keys(hints(CHANGED, ("list", "undo", "help", "close")))
            return
        before, after = _texts(question)
        self.query_one("#before", Static).update(before)
        self.query_one("#after", Static).update(after)
        self.query_one("#stakes", Static).update(_stakes(question))
        names = [name for name, _ in question.choices]
        for place, name in zip(("#first", "#second"), names, strict=True):
            self.query_one(place, Button).label = words(_LABELS[name])
        # Who presses enter without reading decides nothing.
        self.query_one("#later", Button).focus()
        self.show_keys(hints(CHANGED, (*names, "undo", "list", "help", "close")))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "later":
            self.action_close()
            return
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
            self.hint(self.can_undo(done))

    def action_undo(self) -> None:
        """Take back the last step."""
        told = self.guarded(lambda: shaping.undo_words(self._desk))
        if told:
            self._look()
            self.hint(told)

    async def action_list(self) -> None:
        """List what was decided so far."""
        from nmt_study.tui.screens.cards.decided import DecidedScreen

        await self.app.push_screen(DecidedScreen(self._desk), lambda _: self._look())


def _texts(question: Question) -> tuple[Content, Content]:
    """Return the text before and the text now; what the other one has not is marked by a sign and bold."""
    old, new = question.old, question.new
    before = "Before" if question.same_id else "This card is gone"
    after = "Now" if question.same_id else "This one is new"
    return _text(before, old, new, "−"), _text(after, new, old, "+")


def _text(head: str, here: Told, there: Told, sign: str) -> Content:
    asked = _marked(here.question, there.question, sign)
    told = _marked(here.answer, there.answer, sign)
    return Content.assemble((head, "$text-muted"), "\n", asked, "\n", told)


def _stakes(question: Question) -> Content:
    """Return where the card stands, what is at stake, and what each answer means."""
    origin = question.found.origin
    place = f"{origin.path}, line {origin.line}. At stake: {changes.stakes(question)}."
    answers = [
        Content.assemble((f"{_LABELS[name]}  ", "bold $primary"), words(text))
        for name, text in question.choices
    ]
    return Content("\n\n").join([words(place, "$text-muted"), Content("\n").join(answers)])


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


def _decided(count: int) -> str:
    """Return what to say while nothing is in question."""
    if not count:
        return "No card that you answered was changed so that you have to decide anything."
    return f"No card is waiting for a decision. So far: {said.count(count, 'decision')}, made by you or found by itself."
