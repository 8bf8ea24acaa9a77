"""A page with one list of things, of which enter opens the marked one."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.visual import VisualType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nmt_study.tui.keys import CLOSE, HELP
from nmt_study.tui.screens.page import Page


class ListPage(Page[None]):
    """Shows its list anew whenever it comes to the front; the mark stays on its thing."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE, HELP]
    AUTO_FOCUS = "OptionList"

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self._names: Sequence[str] = ()

    def on_screen_resume(self) -> None:
        """Show how it stands."""
        self.done(self.look)

    def look(self) -> None:
        """Show how it stands."""

    @property
    def marked(self) -> int | None:
        """The place of the marked thing, None where there is none."""
        return self.query_one(OptionList).highlighted

    def fill(self, names: Sequence[str], lines: Iterable[VisualType]) -> None:
        """List things by what tells them apart; where the marked one is gone, its place is marked."""
        listed = self.query_one(OptionList)
        place = listed.highlighted or 0
        if place < len(self._names) and self._names[place] in names:
            place = names.index(self._names[place])
        self._names = names
        listed.set_options([Option(line) for line in lines])
        listed.highlighted = min(place, len(names) - 1) if names else None
