"""Quizzes in Word documents: questions with options, and keys from bold, asterisks, ticks, answers and lists of answers.

Where the key is not certain it is asked, and where lines cannot be put together they are told; nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import replace

from nmt_study.deck.model import Choice, Header, Item, Part
from nmt_study.exchange.format import Arrived, Parcel
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.telling import title_of
from nmt_study.exchange.word.document import Document, read_document
from nmt_study.exchange.word.items import Questions
from nmt_study.exchange.word.layout import lines_of
from nmt_study.exchange.word.lines import Grid, Line
from nmt_study.exchange.word.signs import tokens_of
from nmt_study.exchange.word.tables import answers_in, table_items
from nmt_study.text import shorten


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the quiz that a Word document holds.

    Raises:
        NmtError: it is no document, damaged, protected, or larger than it may be.
    """
    document = read_document(data, name)
    landing = Landing(answers)
    landing.losses += document.losses
    title = _read(document, landing)
    choices = any(isinstance(part, Item) and isinstance(part.answer, Choice) for _, part in landing.parts)
    header = Header(title=shorten(title, 200) or title_of(name), kind="quiz" if choices else "")
    deck = landing.deck(header, name)
    if not any(isinstance(part, Item) for part in deck.parts):
        deck = replace(deck, parts=())
    shown = "\n".join(str(part) for part in deck.parts)
    media = tuple(one for one in document.media.values() if one.name in shown)
    parcels = (Parcel(deck, media),) if deck.parts else ()
    return Arrived(parcels, tuple(landing.losses), tuple(landing.doubts))


def _read(document: Document, landing: Landing) -> str:
    """Add the items of a document and return its title; tables of items come where they stand."""
    blocks = [_expanded(block) for block in document.blocks]
    everything = tokens_of([line for block in blocks if isinstance(block, list) for line in block])
    questions = Questions(everything, landing)
    lines: list[Line] = []
    for block in [*blocks, None]:
        if isinstance(block, list):
            lines += block
            continue
        for token in tokens_of(lines):
            questions.take(token)
        lines = []
        if isinstance(block, Grid):
            entries = answers_in(block)
            if entries:
                questions.take_keys(entries, block.where)
            else:
                questions.take_items(_items_of(block, landing))
    questions.add_items()
    return questions.title


def _items_of(grid: Grid, landing: Landing) -> list[tuple[str, Part]]:
    """Return the items of a table with their places; what is lost and asked names the table too."""
    inner = Landing(landing.answers, grid.where.replace(" ", "-"))
    table_items(grid, inner)
    landing.losses += [replace(one, where=f"{grid.where}, {one.where}") for one in inner.losses]
    landing.doubts += [replace(one, where=f"{grid.where}, {one.where}") for one in inner.doubts]
    return [(f"{grid.where}, {where}", part) for where, part in inner.parts]


def _expanded(block: Line | Grid) -> list[Line] | Grid:
    """Return a table that is mere layout as its lines."""
    if isinstance(block, Line):
        return [block]
    if answers_in(block) or (block.rows and table_items(block, Landing({}))):
        return block
    return list(lines_of(block))
