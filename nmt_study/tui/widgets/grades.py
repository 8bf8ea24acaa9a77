"""The four grades: number, word, and when the card comes back; for beginners also what the grade means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button

from nmt_study.services.words import GRADE_MEANINGS, GRADE_WORDS, interval_words
from nmt_study.srs.model import Decision, Grade


class GradeBar(Horizontal):
    """Four buttons side by side; the suggested one is focused, so that enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
    ]

    @dataclass
    class Graded(Message):
        """The learner pressed a grade."""

        grade: Grade

    def compose(self) -> ComposeResult:
        """Make the buttons once; cards only change what is written on them."""
        for grade in Grade:
            button = Button(id=f"grade-{grade.value}")
            button.active_effect_duration = 0  # the next card is there already
            button.styles.line_pad = 0  # a style sheet cannot say 0
            yield button

    def offer(self, decisions: Sequence[Decision], suggested: Grade, *, explained: bool) -> None:
        """Write the decisions on the buttons, and focus the suggested one."""
        self.set_class(explained, "-explained")
        for decision in decisions:
            self._button(decision.grade).label = _label(decision, explained=explained)
        self.suggest(suggested)

    def suggest(self, grade: Grade) -> None:
        """Focus a grade."""
        self._button(grade).focus(scroll_visible=False)

    def action_move(self, step: int) -> None:
        """Focus the grade to the left or right."""
        buttons = list(self.query(Button))
        at = next((index for index, button in enumerate(buttons) if button.has_focus), 0)
        buttons[(at + step) % len(buttons)].focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Graded(Grade(int(str(event.button.id).removeprefix("grade-")))))

    def _button(self, grade: Grade) -> Button:
        return self.query_one(f"#grade-{grade.value}", Button)


def _label(decision: Decision, *, explained: bool) -> Content:
    """Return what stands on a button: "3 Good", then "5 days", then the meaning."""
    grade = decision.grade
    lines = [
        Content.assemble(f"{grade.value} ", (GRADE_WORDS[grade], "bold")),
        Content(interval_words(decision.interval)),
    ]
    if explained:
        lines.append(Content(GRADE_MEANINGS[grade]))
    return Content("\n").join(lines)
