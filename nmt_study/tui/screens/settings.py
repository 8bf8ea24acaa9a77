"""Settings: one line each, with what the marked one means below; a change applies and is saved at once."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.clock import date_of
from nmt_study.errors import Diagnostic, NmtError
from nmt_study.services import settings as service
from nmt_study.services.actions import SETTINGS as ACTIONS
from nmt_study.services.desk import Desk
from nmt_study.services.settings import SETTINGS, Setting, current_words, value_words
from nmt_study.tui.keys import bindings, hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page

_TITLE = 22  # cells of the column of titles
_PROBLEMS = 2  # of the settings file; more are with the other problems


class SettingsScreen(Page[None]):
    """Lists the settings of a desk and changes them."""

    ACTIONS = ACTIONS
    NAME = "Settings"
    SENTENCES = (
        (
            "Each line is a setting and what it is now; a dot marks what is not as usual. Go up and down with the "
            "arrow keys; enter changes the marked one. A change works at once and is saved at once."
        ),
        (
            "All of this is in one text file, whose place is told at the top. It explains itself and may be changed "
            "with any editor, while the program is closed."
        ),
    )
    AUTO_FOCUS = "#settings"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in ACTIONS if action.name != "change"),
        [Binding("q", "close", show=False), Binding("space", "change", show=False)],
    )

    @dataclass
    class Changed(Message):
        """A setting has another value now."""

    @dataclass
    class QuestionsAsked(Message):
        """The learner wants to answer the questions of the first run again."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk whose settings are shown."""
        super().__init__()
        self._desk = desk

    def body(self) -> ComposeResult:
        """The name and the file, what is wrong in it, the list, and a word on the marked one."""
        path = words(str(self._desk.places.settings), "$text-muted")
        yield Static(Edges(words(self.NAME, "bold $primary"), path), id="top")
        yield Static(id="problems")
        yield OptionList(id="settings", markup=False)
        yield Static(id="about")

    def on_screen_resume(self) -> None:
        """Show the settings as they are, whenever this screen comes to the front."""
        self._show()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#settings", OptionList)

    @property
    def _marked(self) -> Setting:
        return SETTINGS[self._list.highlighted or 0]

    def _show(self) -> None:
        """Fill the list anew; the mark stays where it is."""
        at = self._list.highlighted or 0
        self._list.set_options([Option(_line(one, self._desk)) for one in SETTINGS])
        self._list.highlighted = at
        problems = self.query_one("#problems", Static)
        problems.display = bool(self._desk.problems)
        problems.update(_problems(self._desk.problems))
        self._explain()
        self.show_keys(hints(ACTIONS, ("change", "reset", "questions", "help", "close")))

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        """Say what the marked setting is."""
        setting = self._marked
        about = [
            words(setting.about),
            words(f"Usually {value_words(setting, setting.default)}.", "$text-muted"),
        ]
        if setting.note:
            about.append(words(setting.note, "$text-muted"))
        self.query_one("#about", Static).update(Content("\n").join([about[0], Content(" ").join(about[1:])]))

    @on(OptionList.OptionSelected)
    async def action_change(self) -> None:
        """Turn yes and no into each other; for anything else, ask."""
        setting = self._marked
        if setting.switch:
            now = getattr(self._desk.settings, setting.name)
            self._change(setting, value_words(setting, not now))
            return
        from nmt_study.tui.screens.setting import ChangeScreen

        screen = ChangeScreen(setting, self._desk.settings, date_of(self._desk.today()))
        await self.app.push_screen(screen, self._answered)

    def _answered(self, text: str | None) -> None:
        """Take what was chosen or typed; None leaves all as it was."""
        if text is None:
            self.post_message(self.Changed())
        else:
            self._change(self._marked, text)

    def action_reset(self) -> None:
        """Give the marked setting its usual value."""
        self._change(self._marked, "usual")

    def _change(self, setting: Setting, text: str) -> None:
        """Change a setting, say so, and let the program follow; it also holds when it could not be saved."""
        try:
            done = service.change(self._desk, setting.name, text)
        except NmtError as refusal:
            self.hint(refusal.in_full, severe=True)
        else:
            self.hint(done.words)
        self._show()
        self.post_message(self.Changed())

    def action_questions(self) -> None:
        """Ask the questions of the first run."""
        self.post_message(self.QuestionsAsked())


def _line(setting: Setting, desk: Desk) -> Content:
    """Return a setting's line: its title, a dot where it is not as usual, its value."""
    usual = getattr(desk.settings, setting.name) == setting.default
    value = words(current_words(setting, desk.settings), "" if usual else "bold")
    return Content.assemble(
        words(setting.title).pad_right(_TITLE - len(setting.title)), "  " if usual else "• ", value
    )


def _problems(problems: tuple[Diagnostic, ...]) -> Content:
    """Return what is wrong in the file, a line each, with its line there."""
    lines = [
        Content.assemble(("! ", "bold $warning"), words(f"Line {found.line}: {found.message}. {found.hint}"))
        for found in problems[:_PROBLEMS]
    ]
    if len(problems) > _PROBLEMS:
        lines.append(words(f"… and {len(problems) - _PROBLEMS} more in this file.", "$text-muted"))
    return Content("\n").join(lines)
