"""A form: some lines to fill in, each checked as it is typed, saved together or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from nmt_study.cpd.draft import FieldError
from nmt_study.errors import NmtError
from nmt_study.tui.keys import HELP_WHILE_TYPING, Hint
from nmt_study.tui.render import words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.unsaved import ask_to_leave, may_close

Check = Callable[[str, str], str]
"""Returns what is wrong with the text of a field, by its name; "" where nothing is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form: its name, its label, and what stands below it while nothing is wrong."""

    name: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks and does. `save` may refuse; what it returns is what the screen ends with."""

    title: str
    lines: Sequence[Line]
    save: Callable[[Mapping[str, str]], str]
    check: Check = lambda _, __: ""
    values: Mapping[str, str] | None = None


class FormScreen(Page[str]):
    """Ends with what saving returned, or with None."""

    NAME = "A form"
    SENTENCES = (
        "Fill in what you know; enter or tab goes to the next line. What is wrong stands below a line at once.",
        "ctrl+s saves. Esc goes back, and asks first where something would be lost.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False),
        Binding("escape", "leave", show=False),
        HELP_WHILE_TYPING,
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, form: Form) -> None:
        """Take what is asked."""
        super().__init__()
        self._form = form
        self._before = {line.name: (form.values or {}).get(line.name, "") for line in form.lines}

    def body(self) -> ComposeResult:
        """The title, then each line with its label and what is to be said about it."""
        yield Static(words(self._form.title, "bold $primary"), id="top")
        with VerticalScroll(can_focus=False):
            for line in self._form.lines:
                yield Static(words(line.label, "bold"), classes="label")
                yield Input(self._before[line.name], id=line.name, select_on_focus=False)
                yield Static(self._said(line, ""), id=f"said-{line.name}", classes="said")

    def on_mount(self) -> None:
        """Name the keys."""
        self.show_keys(
            [Hint("ctrl+s", "Save", "save"), Hint("f1", "Help", "help"), Hint("esc", "Back", "leave")]
        )

    @property
    def values(self) -> dict[str, str]:
        """What is typed by now."""
        return {line.name: self.query_one(f"#{line.name}", Input).value for line in self._form.lines}

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        line = next(one for one in self._form.lines if one.name == event.input.id)
        said = self._said(line, self._form.check(line.name, event.value))
        self.query_one(f"#said-{line.name}", Static).update(said)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == self._form.lines[-1].name:
            self.action_save()
        else:
            self.focus_next(Input)

    def _said(self, line: Line, wrong: str) -> Content:
        return (
            Content.assemble(("! ", "bold $error"), words(wrong, "$error"))
            if wrong
            else words(line.help, "$text-muted")
        )

    def action_save(self) -> None:
        """Save; what is refused is said, and the line in question gets the focus."""
        try:
            done = self._form.save(self.values)
        except FieldError as refusal:
            line = next((one for one in self._form.lines if one.name == refusal.field), None)
            if line is not None:
                refusal = refusal.named(line.label)
                self.query_one(f"#{line.name}", Input).focus()
            self.hint(refusal.in_full, severe=True)
            return
        except NmtError as refusal:
            self.hint(refusal.in_full, severe=True)
            return
        self.end(done)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that would be lost."""
        return self.values != self._before

    def may_close(self) -> bool:
        """Ask before the program is left with something typed."""
        return may_close(self, unsaved=self.unsaved)

    def action_leave(self) -> None:
        """Go back; ask first where something would be lost."""
        if self.unsaved:
            ask_to_leave(self, lambda: self.end(None))
        else:
            self.end(None)
