"""From the table of actions to keys: bindings, what a key is called on screen, and the line at the bottom.

Each binding of the table has an id, by which Textual's keymap gives it the keys of the learner's preset.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from textual.app import App
from textual.binding import Binding, BindingType
from textual.widget import Widget

from nmt_study.services.actions import TABLES, Action, of_mode
from nmt_study.services.presets import PRESETS, Preset, keys_of

# A key in the table: what Textual calls it (several for one action), and what a reader calls it.
_TEXTUAL = {"?": "question_mark,f1", ",": "comma", "/": "slash", "!": "exclamation_mark"}
_SHOWN = {"escape": "esc", "question_mark": "?", "comma": ",", "slash": "/"}
LETTERS = "abcdefgh"
"""What picks an option of a choice while there is one to pick, whatever else the letter does."""


CLOSE = Binding("escape,q", "close", show=False)
HELP = Binding("f1,question_mark", "help", show=False)
HELP_WHILE_TYPING = Binding("f1", "help", show=False)
SCROLL = tuple(Binding(key, f"scroll('{key}')", show=False) for key in ("up", "down", "pageup", "pagedown"))
"""What most screens have; where letters are typed, only f1 is help."""


def scroll(view: Widget, key: str) -> None:
    """Scroll by the key that was pressed: a line up or down, a page up, else a page down."""
    step = {"up": view.scroll_up, "down": view.scroll_down, "pageup": view.scroll_page_up}
    step.get(key, view.scroll_page_down)(animate=False)


class Hint(NamedTuple):
    """One key of the line at the bottom: what to press, what it does, and the action it stands for."""

    key: str
    label: str
    action: str


class Command(NamedTuple):
    """One entry of the palette: its name, a sentence, its key if it has one, and what it does."""

    name: str
    help: str
    key: str
    run: Callable[[], object]


class KeyedApp(App[None]):
    """A program whose keys follow a preset; `use_keys` changes it at any time, on every screen."""

    preset: Preset = PRESETS["default"]

    def use_keys(self, name: str) -> None:
        """Lay out the keys by the preset of that name."""
        self.preset = PRESETS[name]
        self.set_keymap(keymap(name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key stand in for an arrow only where the preset says so."""
        if action == "arrow":
            return parameters[0] in self.preset.arrows
        return super().check_action(action, parameters)

    def action_arrow(self, key: str) -> None:
        """Do what the key that is meant does here."""
        self.simulate_key(self.preset.arrows[key])


def preset_of(app: App[Any]) -> Preset:
    """Return the preset by which a program's keys are laid out."""
    return app.preset if isinstance(app, KeyedApp) else PRESETS["default"]


def binding_id(action: Action) -> str:
    """Return the name under which the keymap finds an action; the key tells two actions of one name apart."""
    return f"{action.key}:{action.name}"


def bindings(actions: Iterable[Action], also: Sequence[BindingType] = ()) -> list[BindingType]:
    """Return a screen's bindings: each action of the table calls the method `action_<name>`."""
    table: list[BindingType] = [
        Binding(
            textual_key(action.key), action.name, action.label, tooltip=action.help, id=binding_id(action)
        )
        for action in of_mode(tuple(actions), "tui")
    ]
    return [*table, *also]


def letter_bindings() -> list[BindingType]:
    """Return the bindings of the letters that pick an option: `action_choose` with its place."""
    return [
        Binding(letter, f"choose({index})", show=False, id=_letter_id(letter))
        for index, letter in enumerate(LETTERS)
    ]


def number_bindings(grades: Iterable[Action]) -> list[BindingType]:
    """Return the bindings of the digits, `action_number`; the first of them are also the keys of the grades."""
    ids = {action.key: binding_id(action) for action in grades}
    digits = (str(number) for number in range(1, 10))
    return [Binding(digit, f"number({digit})", show=False, id=ids.get(digit)) for digit in digits]


def arrow_bindings() -> list[BindingType]:
    """Return the bindings of every key that a preset lets stand in for another."""
    keys = sorted({key for preset in PRESETS.values() for key in preset.arrows})
    return [Binding(key, f"app.arrow('{key}')", show=False) for key in keys]


@cache
def keymap(name: str) -> dict[str, str]:
    """Return the keys of each action that a preset moves, by the id of its binding.

    Textual drops what shares a key with a binding in the map, unless it is in the map too: so all that may share
    one, and the letters that pick an option, are.
    """
    preset = PRESETS[name]
    actions = [action for table in TABLES for action in of_mode(table, "tui")]
    moved = [action for action in actions if action.name in preset.moved]
    taken = {key for action in moved for key in (action.key, *keys_of(action, preset))}
    letters = {_letter_id(letter): letter for letter in LETTERS if letter in taken}
    return letters | {
        binding_id(action): ",".join(textual_key(key) for key in keys_of(action, preset))
        for action in actions
        if taken & {action.key, *keys_of(action, preset)}
    }


def shown_keys(action: Action, preset: Preset) -> str:
    """Return the keys of an action as a reader calls them: "z", or "1, a"."""
    return ", ".join(key_words(key) for key in keys_of(action, preset))


def as_laid_out(hint: Hint, preset: Preset) -> Hint:
    """Return a hint with the key that its action has under a preset."""
    keys = preset.moved.get(hint.action)
    if keys is None or hint.key not in {key_words(one.key) for one in _named(hint.action)}:
        return hint
    return hint._replace(key=key_words(keys[0]))


def key_of(name: str, app: App[Any]) -> str:
    """Return the key of an action, by its name, as a reader calls it."""
    return key_words(keys_of(next(_named(name)), preset_of(app))[0])


def _named(name: str) -> Iterator[Action]:
    return (action for table in TABLES for action in table if action.name == name)


def hints(actions: Iterable[Action], names: Iterable[str]) -> Iterator[Hint]:
    """Give the hints for the named actions, in the order of the names."""
    by_name = {action.name: action for action in actions}
    for name in names:
        action = by_name[name]
        yield Hint(key_words(action.key), action.label, name)


def table_hints(actions: Iterable[Action], idle: Container[str] = ()) -> Iterator[Hint]:
    """Give the hints for all actions of a table but those that have nothing to do now."""
    table = tuple(actions)
    return hints(table, (action.name for action in table if action.name not in idle))


def key_words(key: str) -> str:
    """Return what a key is called on the screen: "esc", "ctrl+p", "?"."""
    return _SHOWN.get(key, key)


def textual_key(key: str) -> str:
    """Return what Textual calls a key of the table."""
    return _TEXTUAL.get(key, key)


def _letter_id(letter: str) -> str:
    return f"{letter}:choose"
