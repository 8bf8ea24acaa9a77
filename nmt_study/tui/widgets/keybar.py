"""The line of keys at the bottom of every screen; each can be clicked.

Textual's own footer mounts a widget for every key whenever the keys change; this is one widget for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click, Leave, MouseMove
from textual.message import Message
from textual.reactive import reactive

from nmt_study.tui.keys import Hint
from nmt_study.tui.widgets.kept import Kept

_GAP = 3


class KeyBar(Kept):
    """Shows the keys that matter now, the likeliest first; those that do not fit are left out, help and the way out never."""

    hints: reactive[tuple[Hint, ...]] = reactive(())
    under_mouse: reactive[int | None] = reactive(None)

    @dataclass
    class Pressed(Message):
        """A key of the line was clicked."""

        action: str

    @property
    def state(self) -> tuple[tuple[Hint, ...], int | None]:
        """The keys, and the one under the mouse."""
        return self.hints, self.under_mouse

    def render(self) -> Content:
        """Draw as many keys as fit, the one under the mouse as one that can be pressed."""
        parts = [
            Content.assemble((hint.key, "bold $primary"), (f" {hint.label}", "$text-muted"))
            for hint in self._fitting()
        ]
        if self.under_mouse is not None and self.under_mouse < len(parts):
            parts[self.under_mouse] = parts[self.under_mouse].stylize("underline")
        return Content(" " * _GAP).join(parts)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Find the key under the mouse."""
        content = event.get_content_offset(self)
        self.under_mouse = None if content is None else self._hint_at(content.x)

    def on_leave(self, event: Leave) -> None:
        """Forget the key that was under the mouse."""
        self.under_mouse = None

    def on_click(self, event: Click) -> None:
        """Tell which key was clicked."""
        content = event.get_content_offset(self)
        index = None if content is None else self._hint_at(content.x)
        if index is not None:
            self.post_message(self.Pressed(self._fitting()[index].action))

    def _fitting(self) -> Sequence[Hint]:
        """Return the hints that fit: from the end, all but the last two give way, which are help and the way out."""
        kept = list(self.hints)
        while len(kept) > 2 and self._starts(kept)[-1] > self.content_size.width:
            del kept[-3]
        return kept

    @staticmethod
    def _starts(hints: Sequence[Hint]) -> list[int]:
        """Return where each hint begins, and last the width of all together with one gap more than needed."""
        starts = [0]
        for hint in hints:
            starts.append(starts[-1] + len(hint.key) + 1 + len(hint.label) + _GAP)
        starts[-1] -= _GAP
        return starts

    def _hint_at(self, column: int) -> int | None:
        """Return which hint is drawn at a column, None between two."""
        starts = self._starts(self._fitting())
        for index, start in enumerate(starts[:-1]):
            if start <= column < starts[index + 1] - (_GAP if index < len(starts) - 2 else 0):
                return index
        return None
