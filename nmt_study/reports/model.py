"""A paper before it has a form: sections with sentences, facts and tables."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head; `widths` are the shares of the page that the columns get."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: its heading, facts as pairs, sentences, and maybe a table."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A paper: its title, the sentence below it, its sections, and what stands at the foot of every page."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    foot: str
    letter: bool = False

    def texts(self) -> Iterator[str]:
        """Give every text of it."""
        yield from (self.title, self.lead, self.foot)
        for section in self.sections:
            yield section.heading
            yield from section.lines
            for pair in section.facts:
                yield from pair
            if section.table is not None:
                yield from section.table.head
                for row in section.table.rows:
                    yield from row
