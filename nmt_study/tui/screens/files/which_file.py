"""A page that asks for a file: a line to type in or drag to, and the files that could be meant."""

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.disk import is_folder
from nmt_study.services.exchange.arriving import near_at_hand, shown_path, suggestions
from nmt_study.tui.render import words
from nmt_study.tui.screens.page import Page

ABOUT = (
    "A file of Anki, Moodle, Canvas or Blackboard, a table, an Excel workbook or a Word document. Drag it here, type its "
    "path, or choose one. Nothing is overwritten, and what is there already does not come twice."
)


class FilePage(Page[None]):
    """Lists files while a path is typed; `free` says whether keys are taken."""

    AUTO_FOCUS = "#path"

    def __init__(self) -> None:
        """Look in the usual folders."""
        super().__init__()
        self._home, self._folders = Path.home(), near_at_hand(Path.home())
        self._near: tuple[Path, ...] = ()

    @property
    def free(self) -> bool:
        """Whether a file may be chosen now."""
        return True

    def body(self) -> ComposeResult:
        """The title, what can come in, the line, how it goes, the files that could be meant."""
        yield Static(words(self.NAME, "bold $primary"), id="top")
        yield Static(words(ABOUT, "$text-muted"), id="about")
        yield Input(placeholder="The path of a file", id="path", select_on_focus=False)
        yield Static(id="state")
        yield OptionList(id="near", markup=False)

    @property
    def _line(self) -> Input:
        return self.query_one("#path", Input)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.query_one("#state").display = False
        self._list(event.value)

    def _list(self, text: str) -> None:
        """List the files that could be meant; none is marked, so that enter takes what is typed."""
        self._near = suggestions(text, self._folders)
        listed = self.query_one("#near", OptionList)
        listed.set_options(
            [Option(words(shown_path(one, self._home) + ("/" if one.is_dir() else ""))) for one in self._near]
        )
        listed.highlighted = None

    def action_mark(self, step: int) -> None:
        """Mark the next file or the one before, while letters are typed."""
        listed = self.query_one("#near", OptionList)
        if self._near and self.free:
            at = listed.highlighted
            first = 0 if step > 0 else len(self._near) - 1
            listed.highlighted = first if at is None else max(0, min(at + step, len(self._near) - 1))

    def action_complete(self) -> None:
        """Take the marked file, or the first one, into the line."""
        at = self.query_one("#near", OptionList).highlighted or 0
        if self.free and at < len(self._near):
            self._write(self._near[at])

    def _write(self, path: Path) -> None:
        line = self._line
        line.value = shown_path(path, self._home) + ("/" if is_folder(path) else "")
        line.cursor_position = len(line.value)
