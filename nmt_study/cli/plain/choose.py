"""Numbered choices of the plain mode: what can be done with a thing, and which of its fields is changed."""

from collections.abc import Callable, Mapping, Sequence

from nmt_study.cli import output
from nmt_study.services.actions import Action, of_mode

_EMPTY = "-"
_PAGE = 20  # lines that are listed at once


def action_of(actions: Sequence[Action], idle: frozenset[str] = frozenset()) -> str | None:
    """Offer the actions of a table that plain lines have, without those that are idle; return the chosen one's name.

    None: the person goes back. A number chooses, or the letter that does it on the full screen.
    """
    offered = [one for one in of_mode(tuple(actions), "plain") if one.name not in {"close", *idle}]
    for number, action in enumerate(offered, 1):
        output.say(f"{number}. {action.label}. {action.help}")
    while line := output.ask("What? Enter goes back: ").strip().lower():
        place = output.choice_of(line, len(offered))
        named = [offered[place - 1]] if place else [one for one in offered if line in {one.key, one.name}]
        if named:
            return named[0].name
        output.say(f"Type a number from 1 to {len(offered)}, or nothing to go back.")
    return None


def one_of(lines: Sequence[str], asked: str) -> int | None:
    """Let a person choose one of some lines, which are listed a page at a time; return its place, None to go back."""
    at = 0
    while True:
        for number, line in enumerate(lines[at : at + _PAGE], at + 1):
            output.say(f"{number}. {line}")
        more = at + _PAGE < len(lines)
        typed = output.ask(f"{asked} {'m lists more, ' if more else ''}Enter goes back: ").strip()
        if not (more and typed.lower() == "m"):
            chosen = output.choice_of(typed, len(lines))
            return chosen - 1 if chosen else None
        at += _PAGE


def fields_of(
    labels: Mapping[str, str],
    helps: Mapping[str, str],
    before: Mapping[str, str],
    wrong: Callable[[str, str], str] = lambda _name, _text: "",
) -> dict[str, str]:
    """Let a person change fields one by one, by number, and return all of them; `wrong` tells what a text lacks, or ""."""
    values, names = dict(before), list(labels)
    while True:
        for number, name in enumerate(names, 1):
            output.say(f"{number}. {labels[name]}: {values.get(name) or 'nothing'}")
        chosen = output.choice_of(output.ask("Which one do you change? Enter is done: "), len(names))
        if not chosen:
            return values
        name = names[chosen - 1]
        output.say(helps[name])
        typed = output.ask(f"{labels[name]}, Enter keeps it, {_EMPTY} empties it: ").strip()
        if not typed:
            continue
        text = "" if typed == _EMPTY else typed
        told = wrong(name, text)
        if told:
            output.say(told)
        else:
            values[name] = text
