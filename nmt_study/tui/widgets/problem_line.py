"""What is wrong with a text that is being written: one problem at a time, the one at the cursor before all others."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from nmt_study.errors import Diagnostic, Severity
from nmt_study.tui.render import words
from nmt_study.tui.severity import STYLES

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class ProblemLine(Static):
    """Tells the problem on the cursor's line, else the gravest one, and how many more there are."""

    problems: Sequence[Diagnostic] = ()

    def tell(self, problems: Sequence[Diagnostic], line: int) -> None:
        """Take new problems; `line` is where the cursor is in the file."""
        self.problems = sorted(problems, key=lambda one: (_RANK[one.severity], one.line, one.column))
        self.follow(line)

    def follow(self, line: int) -> None:
        """Go with the cursor to another line of the file."""
        here = next((one for one in self.problems if one.line == line), None)
        told = here or next(iter(self.problems), None)
        self.update(_told(told, len(self.problems) - 1))

    def after(self, line: int, column: int) -> Diagnostic | None:
        """Return the next problem below a place in the file, or the topmost one; None when there is none."""
        in_order = sorted(self.problems, key=lambda one: (one.line, one.column))
        below = (one for one in in_order if (one.line, one.column) > (line, column))
        return next(below, next(iter(in_order), None))


def _told(problem: Diagnostic | None, others: int) -> Content:
    """Return a problem with its place and its mend, and how many others there are."""
    if problem is None:
        return Content.assemble(("✓", "bold $success"), " No problems.")
    more = f"  and {others} more, f8 goes on" if others else ""
    first = Content.assemble(
        (problem.severity.value.capitalize(), STYLES[problem.severity]),
        (f"  line {problem.line}, column {problem.column}{more}", "$text-muted"),
    )
    return Content("\n").join([first, words(f"{problem.message} {problem.hint}".strip())])
