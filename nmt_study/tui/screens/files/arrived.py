"""What would come in of a file, before anything is written; and after a yes, what came."""

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from nmt_study.errors import NmtError
from nmt_study.exchange.format import Arrived, Format, Loss
from nmt_study.services.desk import Desk
from nmt_study.services.exchange.arriving import (
    anything_new,
    bring_beside,
    brought_lines,
    losses_of,
    unforeseen,
)
from nmt_study.services.exchange.exchanging import Brought, loss_line, lost_words
from nmt_study.services.words import count
from nmt_study.tui.keys import HELP, SCROLL, Hint
from nmt_study.tui.render import Edges, Hanging, refusal_text, words
from nmt_study.tui.screens.page import Page

MOST = 200  # losses that are listed


@dataclass
class Progressed(Message):
    """So much of what comes in is taken in."""

    done: int
    total: int


@dataclass
class Came(Message):
    """It is written, or was refused."""

    brought: tuple[Brought, ...] | NmtError


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
        HELP,
        *SCROLL,
    ]

    def __init__(
        self, desk: Desk, kind: Format, arrived: Arrived, name: str, brought: tuple[Brought, ...]
    ) -> None:
        """Take what was read, of what kind it is, the name of the file, and what would come in."""
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._arrived = arrived
        self._file = name
        self._would = brought
        self._new = anything_new(brought)
        self._going = False
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
        self.query_one("#losses", Static).update(_losses(losses_of(self._arrived, self._would)))
        self._show(self._would, dry_run=True)
        self._name_keys()

    def _name_keys(self) -> None:
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
        rows += [(words("! ", "bold $warning"), words(f"Note: {note}")) for note in self._arrived.notes]
        self.query_one("#decks", Static).update(Hanging(rows))

    def action_bring(self) -> None:
        """Write it; when that is done, go on."""
        if self._brought:
            self.end(True)
            return
        if not self._new:
            self.end(False)
            return
        if self._going:
            return
        self._going = True
        self._say("Taking in …")
        self.show_keys([Hint("↑↓", "Scroll", "scroll('down')"), Hint("?", "Help", "help")])
        # Not one of Textual's workers: the program would wait for it when it is left.
        threading.Thread(target=self._bring, daemon=True).start()

    def _bring(self) -> None:
        """Write it, in a thread; the program may have been left meanwhile."""
        found: tuple[Brought, ...] | NmtError
        try:
            found = bring_beside(
                self._desk, self._arrived, self._file, dry_run=False, progress=self._progressed
            )
        except NmtError as refusal:
            found = refusal
        except Exception as fault:  # noqa: BLE001 - whatever it is, the screen must not wait for ever
            found = unforeseen(fault)
        with contextlib.suppress(RuntimeError):
            self.post_message(Came(found))

    def _progressed(self, done: int, total: int) -> None:
        with contextlib.suppress(RuntimeError):
            self.post_message(Progressed(done, total))

    @on(Progressed)
    def _tell_progress(self, event: Progressed) -> None:
        if self._going:
            self._say(f"Taking in: {event.done:,} of {event.total:,}")

    @on(Came)
    def _came(self, event: Came) -> None:
        """Say what came in, or why not."""
        self._going = False
        self.app.clear_notifications()
        brought = event.brought
        if isinstance(brought, NmtError):
            self.query_one("#top", Static).update(refusal_text("Not all came in", brought))
            self._name_keys()
            return
        self._brought = True
        self.guarded(self._desk.look_again)
        self.query_one("#top", Static).update(
            Content.assemble(
                ("✓ ", "bold $success"),
                words(f"{count(sum(one.new for one in brought), 'item')} came in", "bold"),
            )
        )
        self.query_one("#losses", Static).update(_losses(losses_of(self._arrived, brought)))
        self._show(brought, dry_run=False)
        self.show_keys([Hint("enter", "Done", "bring"), Hint("esc", "Done", "leave")])

    def _say(self, text: str) -> None:
        self.query_one("#top", Static).update(words(text, "bold"))

    def action_leave(self) -> None:
        """Go back; what is being written is not left half way."""
        if self.may_close():
            self.end(self._brought)

    def may_close(self) -> bool:
        """Tell whether nothing is being written; say so where it is."""
        if self._going:
            self.hint("It cannot be stopped half way. It is done in a moment.")
        return not self._going


def _losses(losses: Sequence[Loss]) -> Hanging:
    """Return what could not be carried, a line each."""
    if not losses:
        return Hanging([(Content(), words("Everything in it can be carried.", "$text-muted"))])
    rows = [(words(""), words(lost_words(len(losses)), "bold"))]
    rows += [(words("• "), words(loss_line(one))) for one in losses[:MOST]]
    if len(losses) > MOST:
        more = f"… and {len(losses) - MOST} more; nmt-study import --json lists all of them."
        rows.append((words(""), words(more, "$text-muted")))
    return Hanging(rows)
