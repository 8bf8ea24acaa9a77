"""Help for the screen it was asked from: what it is for in sentences, then each key with what it does."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from nmt_study.services.actions import Action, of_mode
from nmt_study.tui.keys import preset_of, shown_keys
from nmt_study.tui.render import Hanging, words
from nmt_study.tui.screens.leaf import Leaf

_EVERYWHERE = (
    ("esc", "Go back one step."),
    ("ctrl+p", "Find anything by its name."),
    ("ctrl+q", "Leave the program; every answer is already saved."),
    (
        "tab, arrows",
        "Move between the parts of the screen; enter presses what is marked. The mouse works too.",
    ),
)


class HelpScreen(Leaf):
    """Closed with the key that opened it, or with esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1", "dismiss", show=False)]

    def __init__(self, title: str, sentences: Sequence[str], actions: Sequence[Action]) -> None:
        """Take the screen's name, its sentences and its actions."""
        super().__init__(title)
        self._sentences = sentences
        self._actions = of_mode(tuple(actions), "tui")

    def leaf(self) -> ComposeResult:
        """Give the sentences, then the keys."""
        yield Static(Content("\n\n").join(words(sentence) for sentence in self._sentences))
        preset = preset_of(self.app)
        keys = [(shown_keys(action, preset), action.help) for action in self._actions]
        yield Static("Keys", classes="heading")
        yield Static(Hanging([_row(key, text) for key, text in (*keys, *_EVERYWHERE)]))


def _row(key: str, text: str) -> tuple[Content, Content]:
    return Content.styled(key.ljust(13), "bold $primary"), words(text)
