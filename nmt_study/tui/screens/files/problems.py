"""What is wrong in the deck files: each with its place and what to do about it."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from nmt_study.errors import Diagnostic
from nmt_study.tui.render import words
from nmt_study.tui.screens.leaf import Leaf
from nmt_study.tui.severity import MOST, STYLES


class ProblemsScreen(Leaf):
    """The diagnostics, in the order of files and lines."""

    def __init__(self, problems: Sequence[Diagnostic]) -> None:
        """Take the diagnostics to show."""
        super().__init__("Problems in your deck files")
        self._problems = problems

    def leaf(self) -> ComposeResult:
        """Give the diagnostics a blank line apart."""
        shown = [_problem(found) for found in self._problems[:MOST]]
        if len(self._problems) > MOST:
            shown.append(
                Content(f"… and {len(self._problems) - MOST} more: nmt-study deck check lists them all.")
            )
        yield Static(Content("\n\n").join(shown))


def _problem(found: Diagnostic) -> Content:
    """Return one diagnostic: what is wrong, where, and the fix."""
    where = f"{found.path}, line {found.line}, column {found.column}"
    lines = [
        Content.assemble(
            (found.severity.value.capitalize(), STYLES[found.severity]), "  ", words(found.message)
        ),
        words(where, "$text-muted"),
    ]
    if found.hint:
        lines.append(words(found.hint))
    return Content("\n").join(lines)
