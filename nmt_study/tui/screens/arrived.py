"""What would come in of a file, before anything is written; and after a yes, what came."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nmt_study.exchange.format import Arrived, Format, Loss
from nmt_study.services.arriving import anything_new, brought_lines, losses_of
from nmt_study.services.desk import Desk
from nmt_study.services.exchanging import Brought, bring_in, loss_line
from nmt_study.services.words import count
from nmt_study.tui.keys import Hint
from nmt_study.tui.render import Edges, Hanging, words
from nmt_study.tui.screens.page import Page

MOST = 200  # losses that are listed


class ArrivedScreen(Page[bool]):
    """Ends with whether anything was written."""

    NAME = "What would come in"
    SENTENCES = (
        "The decks of the file with what is new in them, and below it what could not be carried, item by item.",
        "Enter writes it into your own decks and quizzes. Esc goes back, and nothing is written.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "bring", show=False),
        Binding("escape,q", "leave", show=False),
        Binding("f1,question_mark", "help", show=False),
        *(Binding(key, f"scroll('{key}')", show=False) for key in ("up", "down", "pageup", "pagedown")),
    ]

    def __init__(self, desk: Desk, kind: Format, arrived: Arrived, name: str) -> None:
        """Take what was read, of what kind it is, and the name of the file."""
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._arrived = arrived
        self._file = name
        self._new = False
        self._brought = False

    def body(self) -> ComposeResult:
        """The file, what comes of it, what does not."""
        yield Static(
            Edges(words(self._file, "bold $primary"), words(self._kind.title, "$text-muted")), id="top"
        )
        with VerticalScroll(can_focus=False):
            yield Static(id="decks")
            yield Static(id="losses")

    def on_mount(self) -> None:
        """Say what would come in."""
        brought = self.guarded(lambda: bring_in(self._desk, self._arrived, self._file, dry_run=True)) or ()
        self._new = anything_new(brought)
        self.query_one("#losses", Static).update(_losses(losses_of(self._arrived, brought)))
        self._show(brought, dry_run=True)
        keys = [Hint("enter", "Bring it in", "bring")] if self._new else []
        self.show_keys(
            [
                *keys,
                Hint("↑↓", "Scroll", "scroll('down')"),
                Hint("?", "Help", "help"),
                Hint("esc", "Back", "leave"),
            ]
        )

    def _show(self, brought: Sequence[Brought], *, dry_run: bool) -> None:
        lines = (line for one in brought for line in brought_lines(one, dry_run=dry_run))
        rows = [(words("• "), words(line)) for line in lines]
        if not self._new:
            told = "There is nothing new in it." if brought else "Nothing in it can come in."
            rows.append((words(""), words(told, "bold")))
        self.query_one("#decks", Static).update(Hanging(rows))

    def action_bring(self) -> None:
        """Write it; when that is done, go on."""
        if self._brought:
            self.end(True)
            return
        if not self._new:
            self.end(False)
            return
        brought = self.guarded(lambda: bring_in(self._desk, self._arrived, self._file))
        if brought is None:
            return
        self._brought = True
        self.guarded(self._desk.look_again)
        self.query_one("#top", Static).update(
            Content.assemble(
                ("✓ ", "bold $success"),
                words(f"{count(sum(one.new for one in brought), 'item')} came in", "bold"),
            )
        )
        self._show(brought, dry_run=False)
        self.show_keys([Hint("enter", "Done", "bring"), Hint("esc", "Done", "leave")])

    def action_leave(self) -> None:
        """Go back."""
        self.end(self._brought)


def _losses(losses: Sequence[Loss]) -> Hanging:
    """Return what could not be carried, a line each."""
    if not losses:
        return Hanging([(Content(), words("Everything in it can be carried.", "$text-muted"))])
    rows = [(words(""), words(f"{count(len(losses), 'thing')} could not be carried as it was.", "bold"))]
    rows += [(words("• "), words(loss_line(one))) for one in losses[:MOST]]
    if len(losses) > MOST:
        more = f"… and {len(losses) - MOST} more; nmt-study import --json lists all of them."
        rows.append((words(""), words(more, "$text-muted")))
    return Hanging(rows)
