"""The options of a choice: numbered, picked by key, arrows or mouse; afterwards they say which was right and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nmt_study.tui.render import Hanging


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as it is shown: its text, whether it is the key, and feedback for whoever picks it."""

    text: Content
    right: bool
    feedback: Content


class Choices(OptionList):
    """A list whose options stay where they are when the answer is shown, and get their marks there."""

    choices: Sequence[Choice] = ()

    @dataclass
    class Chosen(Message):
        """An option was picked; None when the learner asks for the answer without picking one."""

        index: int | None

    def ask(self, choices: Sequence[Choice]) -> None:
        """Show options to pick from, none of them highlighted."""
        self.choices = choices
        self.remove_class("-judged")
        self.can_focus = True
        self._fill(Hanging([(_mark(index, " "), choice.text)]) for index, choice in enumerate(choices))

    def judge(self, chosen: int | None) -> None:
        """Mark the key and the chosen option, and show the feedback on the latter."""
        self.add_class("-judged")
        self.can_focus = False
        self._fill(_judged(index, choice, chosen) for index, choice in enumerate(self.choices))

    def action_select(self) -> None:
        """Pick the highlighted option; without one, ask for the answer."""
        if not self.has_class("-judged"):
            self.post_message(self.Chosen(self.highlighted))

    def _fill(self, rows: Iterable[Hanging]) -> None:
        self.set_options([Option(row) for row in rows])
        self.highlighted = None


def _mark(index: int, glyph: str, style: str = "") -> Content:
    return Content.assemble((glyph, style), " ", (str(index + 1), style or "bold"), "  ")


def _judged(index: int, choice: Choice, chosen: int | None) -> Hanging:
    """Return an option after the check: a sign and a word for the key and for what was chosen."""
    mine = index == chosen
    if choice.right:
        style, glyph, word = "$success", "✓", "right, your choice" if mine else "right"
    elif mine:
        style, glyph, word = "$error", "✗", "your choice"
    else:
        return Hanging([(_mark(index, " ", "$text-muted"), choice.text.stylize("$text-muted"))])
    text = Content.assemble(choice.text.stylize("bold"), (f"  {word}", style))
    rows = [(_mark(index, glyph, f"bold {style}"), text)]
    if mine and choice.feedback:
        rows.append((Content(), choice.feedback))
    return Hanging(rows)
