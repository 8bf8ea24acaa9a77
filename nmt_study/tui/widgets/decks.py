"""The decks with what is waiting in each, one line a deck, to be chosen with arrows or mouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nmt_study.storage.library import Overview
from nmt_study.tui.render import Edges, words

_HEADS = ("new", "again", "due")
_WIDTH = 8
_SEEN = 100  # decks; hardly a window has more lines


class DeckRow(NamedTuple):
    """One deck: its id and title, and how many of its cards are new, to be repeated, and due."""

    id: str
    title: str
    new: int
    again: int
    due: int


def deck_rows(seen: Overview) -> list[DeckRow]:
    """Return the decks of an overview as the list shows them."""
    return [
        DeckRow(deck.id, deck.title, deck.waiting.new, deck.waiting.learning, deck.waiting.due)
        for deck in seen.decks
    ]


def column_heads() -> Edges:
    """Return the line above the list."""
    heads = "".join(head.rjust(_WIDTH) for head in _HEADS)
    return Edges(Content.styled("Decks", "$text-muted"), Content.styled(heads, "$text-muted"))


class DeckList(OptionList):
    """The decks; a deck with nothing waiting can be chosen too, and says so then."""

    rows: Sequence[DeckRow] = ()

    @dataclass
    class Chosen(Message):
        """A deck was chosen."""

        deck: str

    def show(self, rows: Sequence[DeckRow]) -> None:
        """Fill the list; the highlight stays where it was. At a start, what no window shows is added after the first paint."""
        before, first = self.highlighted, rows if self.rows else rows[:_SEEN]
        self.rows = rows
        self.set_options([Option(_line(row)) for row in first])
        self.highlighted = before if before is not None and before < len(rows) else (0 if rows else None)
        if len(first) < len(rows):
            self.call_after_refresh(self._add, rows)

    def _add(self, rows: Sequence[DeckRow]) -> None:
        if self.rows is rows:
            self.add_options([Option(_line(row)) for row in rows[_SEEN:]])

    @property
    def current(self) -> str | None:
        """The id of the highlighted deck."""
        return None if self.highlighted is None else self.rows[self.highlighted].id

    def action_cursor_up(self) -> None:
        """Move up; from the first deck, to what is above the list."""
        if self.highlighted:
            self.highlighted -= 1
        else:
            self.screen.focus_previous()

    def action_cursor_down(self) -> None:
        """Move down, and stay on the last deck."""
        if self.highlighted is not None:
            self.highlighted += 1

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self.rows[event.option_index].id))


def _line(row: DeckRow) -> Edges:
    """Return a deck's line; where nothing waits stands a dash."""
    numbers = "".join(str(value or "–").rjust(_WIDTH) for value in (row.new, row.again, row.due))
    return Edges(words(row.title), Content(numbers))
