"""Decks as rows of a table: our own columns, from which every item can be read again, and those that Anki imports."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from nmt_study.deck.grammar.writer import write as write_deck
from nmt_study.deck.identity import item_key
from nmt_study.deck.model import (
    Choice,
    Cloze,
    Deck,
    Header,
    Heading,
    Item,
    Kind,
    Match,
    Numeric,
    Order,
    Prose,
    Recall,
    Typed,
)
from nmt_study.deck.stem import unbracketed
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Departed, Loss, Parcel
from nmt_study.exchange.harmless import harmless
from nmt_study.exchange.hypertext import html_of
from nmt_study.exchange.keys import LETTERS
from nmt_study.exchange.table.anki_head import header_line
from nmt_study.exchange.table.columns import ANKI, BEFORE_OPTIONS, BEHIND_OPTIONS, MOST_OPTIONS, Column
from nmt_study.exchange.telling import quoted, title_of
from nmt_study.text import canonical, clean

_FEWEST = 4  # columns of options, so that a deck without any can be given some
_YES_NO = {True: "yes", False: "no", None: ""}


@dataclass(slots=True)
class Table:
    """The rows of a deck, by the names of their columns, and what they cannot hold."""

    names: tuple[str, ...] = ()
    rows: list[dict[str, str]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def lines(self, columns: tuple[str, ...]) -> Iterator[list[str]]:
        """Give the rows as cells that no spreadsheet takes for formulas."""
        for row in self.rows:
            yield [harmless(row.get(name, "")) for name in columns]


def write(parcel: Parcel) -> Departed:
    """Return a deck as CSV in UTF-8 that a spreadsheet opens and Anki imports with guid, note type, deck and tags.

    Raises:
        NmtError: there is no item in it.
    """
    table = table_of(parcel, anki=True)
    names = (*(column.value for column in ANKI), *table.names)
    stream = io.StringIO(newline="")
    head = ["#separator:Comma", "#html:true"]
    places = {Column.GUID: "guid", Column.NOTETYPE: "notetype", Column.DECK: "deck", Column.ANKI_TAGS: "tags"}
    head += [f"#{word} column:{names.index(column.value) + 1}" for column, word in places.items()]
    head += map(header_line, header_lines(parcel.deck.header))
    head.append(f"#columns:{','.join(names)}")
    stream.write("".join(f"{line}\r\n" for line in head))
    writer = csv.writer(stream)
    for line in table.lines(names):
        writer.writerow(line)
    return Departed(stream.getvalue().encode("utf-8-sig"), tuple(table.losses))


def header_lines(header: Header) -> list[str]:
    """Return the lines of a header without the rules around them."""
    return write_deck(Deck(header)).split("\n")[1:-2]


def table_of(parcel: Parcel, *, anki: bool = False) -> Table:
    """Return the rows of a deck, with `anki` also the columns for Anki.

    Raises:
        NmtError: there is no item in it.
    """
    table, path = Table(), _Path()
    widest, feedback = _FEWEST, 0
    where = 0
    for part in parcel.deck.parts:
        if isinstance(part, Heading):
            path.enter(part, table, where)
        elif isinstance(part, Prose):
            table.losses.append(Loss(f"below item {where}", f"text that is no item: {quoted(part.text)}"))
        elif isinstance(part, Item):
            where += 1
            row = _row(part, path.text, table, where)
            if row is None:
                continue
            widest = max(widest, len(_entries(part)))
            feedback = max(feedback, _last_feedback(part))
            table.rows.append(row | (_for_anki(part, path.text, parcel.deck.header) if anki else {}))
    path.end(table, where)
    if not table.rows:
        raise NmtError("there is no item that a table can hold", "Choose a deck with items.", ExitCode.USAGE)
    table.losses += [
        Loss("the file", f"the picture {quoted(one.name)}", "its name: put the file beside the table")
        for one in parcel.media
    ]
    if parcel.reviews:
        table.losses.append(Loss("the file", f"{len(parcel.reviews):,} answers given so far"))
    letters, remarks = LETTERS[:widest], LETTERS[:feedback]
    table.names = (
        *(column.value for column in BEFORE_OPTIONS),
        *letters,
        Column.KEY.value,
        *(f"feedback {letter}" for letter in remarks),
        *(column.value for column in BEHIND_OPTIONS),
    )
    return table


class _Path:
    """The headings above the present item."""

    def __init__(self) -> None:
        self._open: list[Heading] = []
        self._unused: Heading | None = None

    def enter(self, heading: Heading, table: Table, where: int) -> None:
        """Go below a heading; one without any item below it is told."""
        if self._unused and self._unused.level >= heading.level:
            self.end(table, where)
        while self._open and self._open[-1].level >= heading.level:
            self._open.pop()
        self._open.append(heading)
        self._unused = heading

    def end(self, table: Table, where: int) -> None:
        """Tell of a heading below which no item stands."""
        if self._unused and self._unused.text:
            table.losses.append(Loss(f"below item {where}", f"the empty section {quoted(self._unused.text)}"))
        self._unused = None

    @property
    def text(self) -> str:
        """The texts of the headings, joined as Anki joins the names of decks."""
        self._unused = None
        return "::".join(
            " ".join(one.text.replace("::", ": :").split()) for one in self._open if one.text.strip()
        )


def _row(item: Item, section: str, table: Table, where: int) -> dict[str, str] | None:
    entries = _entries(item)
    if len(entries) > MOST_OPTIONS:
        what = f"{quoted(item.stem)}: it has more than {MOST_OPTIONS} options, steps or pairs"
        table.losses.append(Loss(f"item {where}", what))
        return None
    properties = item.properties
    row = {
        Column.ID: properties.id,
        Column.KIND: item.kind.value,
        Column.SECTION: section,
        Column.CASE: item.case,
        Column.QUESTION: item.stem,
        Column.ANSWER: _answer(item),
        Column.KEY: _key(item),
        Column.WHY: item.why,
        Column.TAGS: ", ".join(properties.tags),
        Column.SOURCE: ", ".join(properties.source),
        Column.EVIDENCE: properties.evidence,
        Column.TOPIC: properties.topic,
        Column.LEVEL: properties.level,
        Column.POINTS: "" if properties.points is None else f"{properties.points:f}",
        Column.STATUS: properties.status,
        Column.BOTH_WAYS: "yes" if properties.both_ways else "",
        Column.SELECT: properties.select,
        Column.SHUFFLE: _YES_NO[properties.shuffle],
    }
    mark = properties.reviewed
    row[Column.REVIEWED] = f"{mark.digest} {mark.date} {mark.who}" if mark else ""
    cells = {column.value: text for column, text in row.items()}
    cells |= dict(zip(LETTERS, entries, strict=False))
    if isinstance(item.answer, Choice):
        cells |= {
            f"feedback {letter}": one.feedback
            for letter, one in zip(LETTERS, item.answer.options, strict=False)
        }
    return cells


def _entries(item: Item) -> list[str]:
    """Return what stands in the columns A, B and so on: options, steps in their order, or pairs."""
    match item.answer:
        case Choice(options):
            return [one.text for one in options]
        case Order(steps):
            return list(steps)
        case Match(pairs, distractors):
            return [f"{left} -> {right}" for left, right in pairs] + [f"-> {right}" for right in distractors]
        case _:
            return []


def _key(item: Item) -> str:
    if not isinstance(item.answer, Choice):
        return ""
    return ", ".join(letter for letter, one in zip(LETTERS, item.answer.options, strict=False) if one.correct)


def _last_feedback(item: Item) -> int:
    """Return up to which option there is feedback."""
    if not isinstance(item.answer, Choice):
        return 0
    return max((number for number, one in enumerate(item.answer.options, 1) if one.feedback), default=0)


def _answer(item: Item) -> str:
    match item.answer:
        case Recall(text):
            return text
        case Typed(texts):
            return " | ".join(text.replace("|", "\\|") for text in texts)
        case Numeric(quantities):
            return " | ".join(one.written for one in quantities)
        case _:
            return ""


def _for_anki(item: Item, section: str, header: Header) -> dict[str, str]:
    """Return the columns that Anki takes: a note of a type that every Anki has, in HTML."""
    front, back = _sides(item)
    notetype = "Cloze" if item.kind is Kind.CLOZE else "Basic"
    tags = dict.fromkeys((*header.tags, *item.properties.tags))
    deck = (clean(header.title) or title_of("nmt-study")).replace("::", ": :")
    return {
        Column.GUID: item_key(item),
        Column.NOTETYPE: f"{notetype} (and reversed card)" if item.properties.both_ways else notetype,
        Column.DECK: f"{deck}::{section}" if section else deck,
        Column.FRONT: front,
        Column.BACK: back,
        Column.ANKI_TAGS: " ".join("_".join(tag.split()) for tag in tags),
    }


def _sides(item: Item) -> tuple[str, str]:
    """Return question and answer of an item as HTML."""
    why = f"<hr>{html_of(item.why)}" if item.why else ""
    case = f"{html_of(item.case)}<hr>" if item.case else ""
    match item.answer:
        case Cloze(found):
            marked = unbracketed(item.stem, found, lambda at, text: f"\ue000{at + 1}::{text}\ue001")
            return case + html_of(marked).replace("\ue000", "{{c").replace("\ue001", "}}"), html_of(item.why)
        case Choice(options):
            listed = "".join(f"<li>{html_of(one.text)}</li>" for one in options)
            right = "".join(f"<li>{html_of(one.text)}</li>" for one in options if one.correct)
            return f"{case}{html_of(item.stem)}<ol type=A>{listed}</ol>", f"<ul>{right}</ul>{why}"
        case Order(steps):
            mixed = "".join(f"<li>{html_of(step)}</li>" for step in sorted(steps, key=canonical))
            listed = "".join(f"<li>{html_of(step)}</li>" for step in steps)
            return f"{case}{html_of(item.stem)}<ul>{mixed}</ul>", f"<ol>{listed}</ol>{why}"
        case Match(pairs, distractors):
            mixed_sides = sorted([*(one for _, one in pairs), *distractors], key=canonical)
            sides = "".join(
                f"<li>{html_of(one)}</li>" for one in [*(left for left, _ in pairs), *mixed_sides]
            )
            listed = "".join(f"<li>{html_of(left)} → {html_of(one)}</li>" for left, one in pairs)
            return f"{case}{html_of(item.stem)}<ul>{sides}</ul>", f"<ul>{listed}</ul>{why}"
        case Recall(text):
            return case + html_of(item.stem), html_of(text) + why
        case _:
            said = _answer(item).replace("\\|", "|")
            return case + html_of(item.stem), escape(said, quote=False) + why
