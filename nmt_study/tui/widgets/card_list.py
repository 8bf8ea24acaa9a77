"""A list of cards, however long: it holds the rows it shows and a page around them, and asks for others when needed.

What it lists is whatever has a question, a state and a key: cards, or what was decided about them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from nmt_study.tui.render import Edges, words


class Listed(Protocol):
    """What one line shows: the question on the left, the state on the right; `key` names it."""

    @property
    def key(self) -> str: ...

    @property
    def question(self) -> str: ...

    @property
    def state(self) -> str: ...


Fetch = Callable[[int, int], Sequence[Listed]]
"""Gives the rows from an offset on, at most so many."""


class CardList(ScrollView, can_focus=True):
    """Shows one card a line, its question and what it is to the learner; one of them is marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"card-list--marked", "card-list--marked-here"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "go_to_first", show=False),
        Binding("end", "go_to_last", show=False),
        Binding("enter", "open", show=False),
    ]

    marked: reactive[int] = reactive(0)

    @dataclass
    class Marked(Message):
        """Another card is marked, or none is left."""

    @dataclass
    class Opened(Message):
        """The marked card is to be shown in full."""

    def __init__(self, fetch: Fetch, id: str) -> None:  # noqa: A002 - Textual's name
        """Take where the rows come from."""
        super().__init__(id=id)
        self._fetch = fetch
        self._start = 0
        self._cards = 0
        self.held: Sequence[Listed] = ()

    def show(self, cards: int, marked: int = 0) -> None:
        """Show so many cards from anew, one of them marked."""
        self.held, self._cards = (), cards
        self.virtual_size = Size(0, cards)
        with self.prevent(self.Marked):
            self.marked = marked
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Marked())

    @property
    def current(self) -> Listed | None:
        """The marked card."""
        return self._row(self.marked)

    def validate_marked(self, marked: int) -> int:
        """Stay inside the list."""
        return max(0, min(marked, self._cards - 1))

    def watch_marked(self) -> None:
        """Bring the marked card into view."""
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Marked())

    def on_resize(self, event: Resize) -> None:
        """Keep the marked card in view."""
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.marked, 1, 1), animate=False, force=True)

    def _row(self, index: int) -> Listed | None:
        """Return a row; where it is not held, those around it are fetched and the others let go."""
        if not 0 <= index < self._cards:
            return None
        if not self._start <= index < self._start + len(self.held):
            height = max(1, self.size.height)
            top = int(self.scroll_offset.y)
            first = top if top <= index < top + height else index
            self._start = max(0, first - height // 2)
            self.held = self._fetch(self._start, 2 * height)
        at = index - self._start
        return self.held[at] if at < len(self.held) else None

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, index = self.size.width, int(self.scroll_offset.y) + y
        row = self._row(index)
        if row is None:
            return Strip.blank(width, self.rich_style)
        style = self.visual_style
        if index == self.marked:
            style += self.get_visual_style("card-list--marked" + ("-here" if self.has_focus else ""))
        muted = "" if index == self.marked else "$text-muted"
        mark = "▸ " if index == self.marked else "  "
        left = Content.assemble(mark, words(row.question or "(no question)"))
        (strip,) = Visual.to_strips(self, Edges(left, words(f"{row.state} ", muted)), width, 1, style)
        return strip

    def action_move(self, step: int) -> None:
        """Mark the next card or the one before."""
        self.marked += step

    def action_turn(self, pages: int) -> None:
        """Go on or back by a page."""
        self.marked += pages * max(1, self.size.height - 1)

    def action_go_to_first(self) -> None:
        """Mark the first card."""
        self.marked = 0

    def action_go_to_last(self) -> None:
        """Mark the last card."""
        self.marked = self._cards - 1

    def action_open(self) -> None:
        """Show the marked card in full."""
        if self.current is not None:
            self.post_message(self.Opened())

    def on_click(self, event: Click) -> None:
        """Mark the card that was clicked; a second click opens it."""
        index = int(self.scroll_offset.y) + event.y
        if index < self._cards:
            again = index == self.marked and event.chain > 1
            self.marked = index
            if again:
                self.action_open()
