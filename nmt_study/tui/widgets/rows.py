"""Texts one below the other, drawn line by line by one widget, some of them to be picked.

Where every text is a widget of its own, Textual lays the whole screen out anew whenever one changes its height, and tells
each that moved or was hidden; here only lines change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.events import Click, Leave, MouseMove, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from nmt_study.tui.render import RULE

_LIT = ("rows--lit",)


class Row(NamedTuple):
    """One text, and the number of the option that it is, None where it is none."""

    text: Visual
    option: int | None = None


class Rows(ScrollView, can_focus=False):
    """Shows the rows it was given last. One option may be lit, which is what enter would take."""

    auto_links: Reactive[bool] = Reactive(False)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--lit", "rows--hover"}

    @dataclass
    class Picked(Message):
        """A row was clicked; `option` is None where it is none."""

        option: int | None

    def __init__(self) -> None:
        """Begin with nothing to show."""
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._lines: list[Strip] = []
        self._owners: list[int] = []  # for each line the place of its row
        self._lit: int | None = None
        self._under_mouse: int | None = None
        self._brought: tuple[int, int | None] | None = None

    def show(self, rows: Sequence[Row], lit: int | None = None) -> None:
        """Show these rows, with one option lit or none; how far they are scrolled stays, where they reach as far."""
        self._rows, self._lit, self._under_mouse, self._brought = rows, lit, None, None
        self._draw()

    @property
    def lit(self) -> int | None:
        """The option that is lit."""
        return self._lit

    def light(self, step: int) -> None:
        """Light the next option, by a step of 1, or with -1 the one before, around the ends; the first or last if none is."""
        options = [row.option for row in self._rows if row.option is not None]
        if not options:
            return
        beside = options.index(self._lit) + step if self._lit in options else min(step, 0)
        self._lit = options[beside % len(options)]
        self._draw()
        self.bring(next(place for place, row in enumerate(self._rows) if row.option == self._lit))

    def bring(self, place: int, most: int | None = None) -> None:
        """Scroll no further than needed to see the row at a place, or as many lines of it as are asked for.

        It is done once more when the room changes.
        """
        self._brought = place, most
        if place not in self._owners:
            return
        first, height = self._owners.index(place), self._owners.count(place)
        lowest = first + min(height, most or height) - self.scrollable_content_region.height
        self.scroll_to(y=min(first, max(self.scroll_y, lowest)), animate=False, force=True)

    def _draw(self) -> None:
        """Draw all lines for the width there is."""
        room = self.scrollable_content_region.size
        if not room.width:
            return  # it is not on the screen yet; `on_resize` comes
        drawn = [
            (place, line) for place, row in enumerate(self._rows) for line in self._strips(row, room.width)
        ]
        before = len(self._lines)
        self._owners = [place for place, _ in drawn]
        self._lines = [line for _, line in drawn]
        # As long as everything fits, this stays what it was, and nothing is laid out anew.
        self.virtual_size = Size(room.width, max(room.height, len(drawn)))
        # What was empty and stays so is not drawn again.
        lowest = self.gutter.top + max(before, len(drawn))
        self.refresh(Region(0, 0, self.outer_size.width, min(lowest, self.outer_size.height)))

    def _strips(self, row: Row, width: int) -> list[Strip]:
        names = () if row.option is None else self._looks(row.option)
        style = self.get_visual_style(*names)
        lines = Visual.to_strips(self, row.text, width, None, style, apply_selection=False, pad=bool(names))
        # In one ink: a text of its own colour could be that of the ground.
        return [_over(line, style.rich_style) for line in lines] if names == _LIT else lines

    def _looks(self, option: int) -> tuple[str, ...]:
        if option == self._lit:
            return _LIT
        return ("rows--hover",) if option == self._under_mouse else ()

    def render_line(self, y: int) -> Strip:
        """Return the line that is to be seen at a height of the window."""
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if at >= len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        line = self._lines[at].extend_cell_length(width, self.visual_style.rich_style)
        span = self.text_selection.get_span(at) if self.text_selection else None
        return (self._selected(line, *span) if span else line).apply_offsets(0, at)

    def _selected(self, line: Strip, start: int, end: int) -> Strip:
        """Return a line that is drawn as selected from one character to another, or with -1 to its end."""
        text = line.text
        first, last = cell_len(text[:start]), line.cell_length if end < 0 else cell_len(text[:end])
        style = Style.from_styles(self.screen.get_component_styles("screen--selection")).rich_style
        return Strip.join([line.crop(0, first), _over(line.crop(first, last), style), line.crop(last)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what of the lines is selected, and what is put between it and the next widget's.

        Where a line was only wrapped, what stands there in the text is put back.
        """
        first = selection.start.y if selection.start is not None else 0
        if selection.start is not None and first >= len(self._lines):
            return None  # it was made on lines that are there no more
        text, *others = selection.extract(self.plain).split("\n")
        texts = [getattr(row.text, "plain", "") for row in self._rows]
        joints = [*_joints(texts, zip(self._owners, self._lines, strict=True))]
        for joint, line in zip(joints[first + 1 :], others, strict=False):
            text += joint + (line if joint == "\n" else line.lstrip())
        return text, "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        self.refresh()

    @property
    def plain(self) -> str:
        """All lines as text, rules left empty."""
        return "\n".join(line.text.rstrip().strip(RULE) for line in self._lines)

    def notify_style_update(self) -> None:
        """Draw the lines in new colours, once the options have theirs too."""
        super().notify_style_update()
        self.call_later(self._draw)

    def on_resize(self, event: Resize) -> None:
        """Draw the lines for the new width."""
        self._draw()
        if self._brought:
            self.bring(*self._brought)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Mark the option under the mouse as one that can be pressed."""
        self._hover(self._option_at(event))

    def on_leave(self, event: Leave) -> None:
        """Forget the option that was under the mouse."""
        self._hover(None)

    def _hover(self, option: int | None) -> None:
        if option != self._under_mouse:
            self._under_mouse = option
            self._draw()

    def on_click(self, event: Click) -> None:
        """Tell which option was clicked, if one was; whoever marked text meant no click."""
        if not self.text_selection:
            self.post_message(self.Picked(self._option_at(event)))

    def _option_at(self, event: MouseMove | Click) -> int | None:
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y + self.scroll_offset.y
        return self._rows[self._owners[at]].option if 0 <= at < len(self._owners) else None


def _joints(texts: Sequence[str], lines: Iterable[tuple[int, Strip]]) -> Iterator[str]:
    """Give what stands before each of the lines that texts are drawn as: the end of a line, or where it is wrapped a space.

    Each line comes with the place of its text.
    """
    for place, drawn in groupby(lines, key=itemgetter(0)):
        text, at = texts[place], 0
        for _, strip in drawn:
            line = strip.text.strip()
            found = text.find(line, at) if line else -1
            between = text[at:found] if at and found >= 0 else "\n"
            yield "\n" if "\n" in between else between
            at = found + len(line) if found >= 0 else at


def _over(line: Strip, style: RichStyle) -> Strip:
    """Return a line with a style over its own."""
    return Strip(Segment.apply_style(line, post_style=style), line.cell_length)
