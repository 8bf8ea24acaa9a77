"""One setting: its values to choose from, or a line to type one in, which says at once what it is taken for."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.services.settings import Setting, choice_words, current_words, understand, value_words
from nmt_study.settings import Settings
from nmt_study.tui.keys import HELP, Hint
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.theme import theme_name


class ChangeScreen(Page[str]):
    """Ends with the words for the new value, or with None to leave it as it was; colours are shown while marked."""

    NAME = "Change a setting"
    SENTENCES = (
        "Choose with the arrow keys and enter or by number, or type the new value; below it stands what it is taken for.",
        "Esc leaves the setting as it was.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        HELP,
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, setting: Setting, settings: Settings, today: date) -> None:
        """Take the setting to change, all settings as they are, and today's date."""
        super().__init__()
        self._setting = setting
        self._settings = settings
        self._today = today

    def body(self) -> ComposeResult:
        """The title and the present value, the sentence, and the values or the line."""
        setting = self._setting
        now = words(f"now: {current_words(setting, self._settings)}", "$text-muted")
        yield Static(Edges(words(setting.title, "bold $primary"), now), id="top")
        yield Static(words(setting.about), id="about")
        if setting.choices:
            yield OptionList(*self._options(), id="values", markup=False)
        else:
            yield Input(placeholder=setting.hint, id="own")
            usual = value_words(setting, setting.default)
            yield Static(words(f"Usually {usual}. Type {setting.hint}.", "$text-muted"))
        yield Static(id="understood")

    def on_mount(self) -> None:
        """Mark the present value, or begin to type."""
        choices = self._setting.choices
        (self.query_one("#values") if choices else self.query_one("#own")).focus()
        if choices:
            value = getattr(self._settings, self._setting.name)
            self.query_one(OptionList).highlighted = [choice.value for choice in choices].index(value)
        self.show_keys(
            [
                Hint("enter", "Choose" if choices else "Take it", "take"),
                Hint("f1", "Help", "help"),
                Hint("esc", "Back", "close"),
            ]
        )

    def _options(self) -> list[Option]:
        return [
            Option(Content.assemble((f"{number}  ", "bold"), words(choice.label)))
            for number, choice in enumerate(self._setting.choices, 1)
        ]

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        """Show the colours that are marked, or say what a value brings."""
        value = self._setting.choices[event.option_index].value
        self.query_one("#understood", Static).update(words(choice_words(self._setting, value), "$text-muted"))
        if self._setting.name == "theme":
            self.app.theme = theme_name(str(value))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_number(event.option_index + 1)

    def action_number(self, number: int) -> None:
        """Take a value by its number."""
        if number <= len(self._setting.choices):
            self.end(str(number))

    @on(Input.Changed, "#own")
    def _changed(self, event: Input.Changed) -> None:
        """Say at once what is being understood."""
        said = understand(self._setting, event.value, self._settings, self._today)
        line = words(said.words, "$text-muted" if said.settings is None else "$success")
        self.query_one("#understood", Static).update(line if event.value.strip() else "")

    @on(Input.Submitted, "#own")
    def _submitted(self, event: Input.Submitted) -> None:
        """End when the words were understood; nothing typed keeps the value."""
        if understand(self._setting, event.value, self._settings, self._today).settings is not None:
            self.end(event.value if event.value.strip() else None)

    async def action_take(self) -> None:
        """Do what enter does; the click on the key line."""
        if self._setting.choices:
            self.query_one(OptionList).action_select()
        else:
            await self.query_one(Input).action_submit()
