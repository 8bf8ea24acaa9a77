"""The text of a card in its deck file, to be written in: line numbers of the file, the deck format's colours."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, TextAreaTheme

from nmt_study.errors import Diagnostic, Severity
from nmt_study.text import clean
from nmt_study.tui.widgets.highlight import STYLES, Part, highlight
from nmt_study.tui.widgets.veil import Veil

_THEME = "deck"
_PROBLEMS = {Severity.ERROR: "underline $error", Severity.WARNING: "underline $warning"}


class DeckText(TextArea):
    """Textual's text area; `written` is what was typed, with every sign that a terminal must not get as in the file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "far(False)", show=False),
        Binding("ctrl+end", "far(True)", show=False),
    ]

    def __init__(self, text: str, first: int) -> None:
        """Take the text of a card and the number of its first line in the file."""
        self._veil = Veil()
        self._problems: tuple[Diagnostic, ...] = ()
        self._coloured: tuple[str, list[list[Part]]] = ("", [])
        super().__init__(self._veil.over(text), show_line_numbers=True, line_number_start=first)
        self.cursor_blink = False

    def on_mount(self) -> None:
        """Take the colours of the program's theme, now and whenever it changes."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._take_colours())
        self._take_colours()

    @property
    def written(self) -> str:
        """The text as it would stand in the file, its lines ending in LF."""
        return self._veil.off(self.text)

    def rewrite(self, text: str, first: int) -> None:
        """Put another text in place of all that is there; it can be undone like anything typed."""
        self.line_number_start = first
        self.replace(self._veil.over(text), (0, 0), self.document.end, maintain_selection_offset=False)
        self.move_cursor((0, 0))

    def go_to(self, problem: Diagnostic) -> None:
        """Put the cursor where something is wrong."""
        self.move_cursor((problem.line - self.line_number_start, problem.column - 1))

    def action_far(self, down: bool) -> None:  # noqa: FBT001 - written in a binding
        """Go to the beginning of the text, or to its end."""
        self.move_cursor(self.document.end if down else (0, 0))

    def underline(self, problems: Iterable[Diagnostic]) -> None:
        """Mark where something is wrong."""
        self._problems = tuple(problems)
        self.notify_style_update()
        self.refresh()

    def edit(self, edit: Edit) -> EditResult:
        """Put typed or pasted text in, once it went through the gate for foreign text."""
        edit.text = clean(edit.text.replace("\r\n", "\n").replace("\r", "\n"))
        return super().edit(edit)

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is drawn: coloured, and with nothing in it that a terminal would obey."""
        line = Text(self._veil.shown(self.document.get_line(line_index)), end="", no_wrap=True)
        for part in self._parts(line_index):
            line.stylize(self._style(STYLES[part.role]), part.start, part.stop)
        for problem in self._problems:
            if problem.line - self.line_number_start == line_index and problem.severity in _PROBLEMS:
                line.stylize(self._style(_PROBLEMS[problem.severity]), problem.column - 1)
        return line

    def _parts(self, line_index: int) -> Sequence[Part]:
        """Return the coloured parts of a line; all lines are looked at anew when the text has changed."""
        if self._coloured[0] != self.text:
            self._coloured = (self.text, highlight(self.document.lines))
        found = self._coloured[1]
        return found[line_index] if line_index < len(found) else ()

    def _style(self, words: str) -> Style:
        """Return a style of the program's theme as one of Rich."""
        *attributes, colour = words.split()
        if not colour.startswith("$"):
            return Style.parse(words)
        return Style.parse(" ".join([*attributes, self.app.theme_variables[colour[1:]]]))

    def _take_colours(self) -> None:
        # Of the cursor's line the paper alone: a whole style would lie over the colours of its text.
        paper = Style(bgcolor=self.app.theme_variables["panel"])
        self.register_theme(TextAreaTheme(_THEME, cursor_line_style=paper))
        self.theme = "css"  # a theme of the same name is not looked at again
        self.theme = _THEME
        self.notify_style_update()
