"""How the options of a choice are drawn: numbered; afterwards they say which was right and why."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from nmt_study.tui.render import Hanging


class Choice(NamedTuple):
    """One option as it is shown: its text, whether it is the key, and feedback for whoever picks it."""

    text: Content
    right: bool
    feedback: Content


def asked(choices: Sequence[Choice]) -> list[Hanging]:
    """Return the options to pick from."""
    return [Hanging([(_mark(index, " "), choice.text)]) for index, choice in enumerate(choices)]


def judged(choices: Sequence[Choice], chosen: int | None) -> list[Hanging]:
    """Return the options with marks on the key and on the chosen one, and feedback on the latter."""
    return [_judged(index, choice, chosen) for index, choice in enumerate(choices)]


def _mark(index: int, glyph: str, style: str = "") -> Content:
    return Content.assemble(" ", (glyph, style), " ", (str(index + 1), style or "bold"), "  ")


def _judged(index: int, choice: Choice, chosen: int | None) -> Hanging:
    """Return an option after the check: a sign and a word for the key and for what was chosen."""
    mine = index == chosen
    if choice.right:
        style, glyph, word = "$success", "✓", "right, your choice" if mine else "right"
    elif mine:
        style, glyph, word = "$error", "✗", "your choice"
    else:
        return Hanging([(_mark(index, " ", "$text-muted"), choice.text.stylize("$text-muted"))])
    text = Content.assemble(choice.text.stylize("bold"), (f"  {word}", style))
    rows = [(_mark(index, glyph, f"bold {style}"), text)]
    if mine and choice.feedback:
        rows.append((Content(), choice.feedback))
    return Hanging(rows)
