"""From the table of actions to keys: bindings, what a key is called on screen, and the line at the bottom."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from nmt_study.services.actions import Action, of_mode

# A key in the table: what Textual calls it (several for one action), and what a reader calls it.
_TEXTUAL = {"?": "question_mark,f1"}
_SHOWN = {"escape": "esc", "question_mark": "?"}


@dataclass(frozen=True, slots=True)
class Hint:
    """One key of the line at the bottom: what to press, what it does, and the action it stands for."""

    key: str
    label: str
    action: str


def bindings(actions: Iterable[Action], also: Sequence[BindingType] = ()) -> list[BindingType]:
    """Return a screen's bindings: each action of the table calls the method `action_<name>`."""
    table: list[BindingType] = [
        Binding(_TEXTUAL.get(action.key, action.key), action.name, action.label, tooltip=action.help)
        for action in of_mode(tuple(actions), "tui")
    ]
    return [*table, *also]


def hints(actions: Iterable[Action], names: Iterable[str]) -> Iterator[Hint]:
    """Give the hints for the named actions, in the order of the names."""
    by_name = {action.name: action for action in actions}
    for name in names:
        action = by_name[name]
        yield Hint(key_words(action.key), action.label, name)


def key_words(key: str) -> str:
    """Return what a key is called on the screen: "esc", "ctrl+p", "?"."""
    return _SHOWN.get(key, key)
