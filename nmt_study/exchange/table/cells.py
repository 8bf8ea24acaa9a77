"""The cells of one table by what their columns are, as they are and as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nmt_study.exchange.hypertext import markdown_of
from nmt_study.exchange.landing import Landing, plain_markdown
from nmt_study.exchange.table.columns import Column, Columns
from nmt_study.exchange.telling import quoted
from nmt_study.text import clean

_SOUND = re.compile(r"\[(?:sound|anki:tts)[^\]]*\](?:.*?\[/anki:tts\])?", re.DOTALL)

Row = Sequence[str]


class Style(StrEnum):
    """What the cells of a table hold."""

    PLAIN = "plain"
    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table below its head; each row comes with the place where it stands, such as "row 7".

    `section` holds for rows that name none.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    style: Style = Style.PLAIN
    tags: tuple[str, ...] = ()
    section: str = ""


class Cells:
    """Reads the cells of the rows of one table; what a cell loses on its way is told."""

    def __init__(self, grid: Grid, columns: Columns, landing: Landing) -> None:
        self.grid = grid
        self.columns = columns
        self.landing = landing
        self.is_ours = columns.is_ours

    def raw(self, row: Row, column: Column) -> str:
        """Return a cell as it is, "" where the row or the table has none."""
        place = self.columns.single.get(column, len(row))
        text = row[place] if place < len(row) else ""
        return text if self.grid.style is Style.MARKDOWN else text.strip()

    def either(self, row: Row, *columns: Column) -> str:
        """Return the first cell of some that is not empty."""
        return next((text for column in columns if (text := self.raw(row, column))), "")

    def options(self, row: Row) -> dict[int, str]:
        """Return the options of a row that are not empty, by their places."""
        places = self.columns.options or dict(enumerate(self.columns.wrong))
        return {at: row[place] for at, place in sorted(places.items()) if place < len(row) and row[place]}

    def feedback(self, where: str, row: Row, option: int) -> str:
        """Return what is said to who picks an option."""
        place = self.columns.feedback.get(option, len(row))
        return self.said(where, row[place]) if place < len(row) else ""

    def said(self, where: str, text: str) -> str:
        """Return a cell as Markdown."""
        if not text or self.grid.style is Style.MARKDOWN:
            return text
        if self.grid.style is Style.PLAIN:
            return plain_markdown(text)
        if _SOUND.search(text):
            self.landing.lose(where, "a sound")
            text = _SOUND.sub("", text)
        told = markdown_of(text)
        for what in told.lost:
            self.landing.lose(where, what, "its words")
        for name in told.pictures:
            self.landing.lose(where, f"the picture {quoted(name)}", "its name: put the file beside the deck")
        return told.text


def line_of(cell: str) -> str:
    """Return a cell on one line."""
    return clean(" ".join(cell.split()))
