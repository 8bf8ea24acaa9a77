"""From the table of actions to keys: bindings, what a key is called on screen, and the line at the bottom."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from nmt_study.services.actions import STUDY, Action, of_mode
from nmt_study.services.study import Shown, StudySession
from nmt_study.services.words import GRADE_WORDS
from nmt_study.srs.model import Grade

# A key in the table: what Textual calls it (several for one action), and what a reader calls it.
_TEXTUAL = {"?": "question_mark,f1"}
_SHOWN = {"escape": "esc", "question_mark": "?"}


@dataclass(frozen=True, slots=True)
class Hint:
    """One key of the line at the bottom: what to press, what it does, and the action it stands for."""

    key: str
    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of the palette: its name, a sentence, its key if it has one, and what it does."""

    name: str
    help: str
    key: str
    run: Callable[[], object]


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


def question_hints(shown: Shown) -> Iterator[Hint]:
    """Give the keys of a card's question side; while something is typed, letters are letters."""
    if shown.checked and not shown.face.options:
        yield Hint("enter", "Check", "reveal")
        yield Hint("f1", "Help", "help")
        yield Hint("esc", "Stop", "stop")
        return
    if shown.checked:
        yield Hint(f"1–{len(shown.face.options)}", "Choose", "reveal")
    else:
        yield from hints(STUDY, ("reveal", "undo", "edit", "help", "stop"))
        return
    yield from hints(STUDY, ("reveal", "undo", "help", "stop"))


def answer_hints(session: StudySession) -> Iterator[Hint]:
    """Give the keys of a card's answer side, what enter does first."""
    yield Hint("enter", GRADE_WORDS[session.suggested], "go")
    marked_down = session.suggested is Grade.AGAIN
    yield from hints(
        STUDY, (*(["overrule"] if marked_down else []), "undo", "source", "edit", "help", "stop")
    )


def key_words(key: str) -> str:
    """Return what a key is called on the screen: "esc", "ctrl+p", "?"."""
    return _SHOWN.get(key, key)
