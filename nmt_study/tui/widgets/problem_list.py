"""What is wrong in a file, to choose from: how much, then each problem with its place and its mend."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.errors import Diagnostic, Severity
from nmt_study.services.words import count
from nmt_study.tui.render import words
from nmt_study.tui.severity import MOST, STYLES

_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


class ProblemList(Vertical):
    """Lists them in the order of the file; of a very long list its beginning."""

    problems: Sequence[Diagnostic] = ()

    @dataclass
    class Chosen(Message):
        """A problem was chosen, by its line."""

        line: int

    def compose(self) -> ComposeResult:
        """Make both parts once."""
        yield Static(id="said")
        yield OptionList(id="problems", markup=False)

    def show(self, problems: Sequence[Diagnostic]) -> None:
        """Take new problems."""
        self.problems = problems[:MOST]
        self._list.set_options([Option(_problem(one)) for one in self.problems])
        self._list.display = bool(problems)
        self.query_one("#said", Static).update(_summed(problems))

    def follow(self, here: Sequence[Diagnostic]) -> None:
        """Bring the first of the problems of a card into view."""
        if here and here[0] in self.problems and not self.entered:
            self._list.highlighted = self.problems.index(here[0])

    @property
    def entered(self) -> bool:
        """Whether one can be chosen now."""
        return self._list.has_focus

    def enter(self) -> bool:
        """Let the person choose one; tell whether there is any."""
        if self.problems:
            if self._list.highlighted is None:
                self._list.highlighted = 0
            self._list.focus(scroll_visible=False)
        return bool(self.problems)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self.problems[event.option_index].line))

    @property
    def _list(self) -> OptionList:
        return self.query_one("#problems", OptionList)


def _problem(one: Diagnostic) -> Content:
    """Return a problem: how grave, where, what, and the mend on a line of its own."""
    first = Content.assemble(
        (one.severity.value.capitalize(), STYLES[one.severity]), f"  line {one.line}  ", words(one.message)
    )
    return Content.assemble(first, "\n", words(one.hint, "$text-muted")) if one.hint else first


def _summed(problems: Sequence[Diagnostic]) -> Content:
    """Return in a line how many problems of each weight there are."""
    amounts = [(sum(one.severity is weight for one in problems), weight) for weight in Severity]
    parts = [count(number, _NAMES[weight]) for number, weight in amounts if number]
    if not parts:
        return Content.assemble(("✓", "bold $success"), " No problems.")
    return words(", ".join(parts), "bold")
