"""What goes out to a quiz program, piece by piece: texts as HTML with their pictures, and what is lost on the way."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from hashlib import sha256
from urllib.parse import quote

from nmt_study.deck.grammar.writer import write as write_deck
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Cloze, Heading, Item, Numeric, Prose, Quantity
from nmt_study.deck.stem import unbracketed
from nmt_study.exchange.asked import CASE_CLASS
from nmt_study.exchange.format import Medium, Parcel
from nmt_study.exchange.hypertext import html_of, markdown_of_text
from nmt_study.exchange.intake import gap, without_gaps
from nmt_study.exchange.pictures import sent
from nmt_study.exchange.told import Told
from nmt_study.text import canonical, shorten

_NAME = 60  # characters of the name of a question


class Outgoing(Told):
    """Writes the texts of a parcel; `address` gives the address of a picture from its name, percent-encoded."""

    def __init__(self, parcel: Parcel, address: Callable[[str], str]) -> None:
        super().__init__(where="the deck")
        self._address = address
        self._media = sent(parcel.media)
        self._shown: dict[str, Medium] = {}

    def begin(self, where: str) -> None:
        """Begin a part of the deck; what is lost from now on is told of it, and the pictures shown are its own."""
        self.at(where)
        self._shown = {}

    def taken(self) -> list[Medium]:
        """Return the pictures shown since the last time that somebody asked."""
        shown, self._shown = list(self._shown.values()), {}
        return shown

    def rich(self, markdown: str) -> str:
        """Return Markdown as HTML."""
        return html_of(without_gaps(markdown), self._picture)

    def case(self, item: Item) -> str:
        """Return the case of an item as HTML that is known again as one, or ""."""
        return f'<div class="{CASE_CLASS}">{self.rich(item.case)}</div>' if item.case else ""

    def plain(self, markdown: str, what: str) -> str:
        """Return Markdown as plain text on one line, where a format has no more; a lost style is told."""
        text = " ".join(plain(blocks(markdown)).split())
        if canonical(markdown_of_text(text)) != canonical(markdown) and canonical(text) != canonical(
            markdown
        ):
            self.lose(f"the style or the pictures of {what}: {shorten(text, _NAME)}", "the words")
        return text

    def gapped(self, stem: str, cloze: Cloze, written: Callable[[int, str], str]) -> str:
        """Return a cloze as HTML; `written` gives each gap from its index and the plain text that it hides."""
        words = [self.plain(one.text, "a gap") for one in cloze.deletions]
        marked = unbracketed(without_gaps(stem), cloze.deletions, lambda index, _: gap(index))
        source = html_of(marked, self._picture)
        for index, word in enumerate(words):
            source = source.replace(gap(index), written(index, word), 1)
        return source

    def one_unit(self, answer: Numeric) -> tuple[Quantity, ...]:
        """Return the accepted numbers in the unit of the first; those in another unit are told."""
        unit = answer.accepted[0].unit
        for one in answer.accepted:
            if one.unit != unit:
                self.lose(f"the answer {one.written}, in another unit than the first one")
        return tuple(one for one in answer.accepted if one.unit == unit)

    def _picture(self, path: str) -> str:
        medium = self._media.get(path)
        if medium is None:
            self.lose(f"the picture {shorten(path, _NAME)}, which is not there", "what it shows, in words")
            return self._address(quote(path.rpartition("/")[2]))
        self._shown[medium.name] = medium
        return self._address(quote(medium.name))


def name_of(item: Item) -> str:
    """Return the beginning of a question as its name in lists."""
    stem = item.stem
    if isinstance(item.answer, Cloze):
        stem = unbracketed(stem, item.answer.deletions, lambda _index, _inside: "…")
    return shorten(plain(blocks(stem)), _NAME)


def identity(parcel: Parcel) -> str:
    """Return signs that tell a deck from others, so that items without an id do not clash where several decks meet."""
    return sha256(write_deck(parcel.deck).encode()).hexdigest()[:12]


def number(value: Decimal) -> str:
    """Return a number in plain digits."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def walk(parcel: Parcel, outgoing: Outgoing) -> Iterator[tuple[int, tuple[str, ...], Item]]:
    """Give each item with its number and the headings above it; notes and images of headings are told as lost."""
    path: list[tuple[int, str]] = []
    count = 0
    for part in parcel.deck.parts:
        if isinstance(part, Item):
            count += 1
            outgoing.begin(f"item {count}")
            yield count, tuple(text for _, text in path), part
        elif isinstance(part, Heading):
            outgoing.begin(f"the heading {shorten(part.text, _NAME)}")
            text = outgoing.plain(part.text, "a heading")
            path = [one for one in path if one[0] < part.level] + ([(part.level, text)] if text else [])
        elif isinstance(part, Prose) and part.text.strip():
            outgoing.begin(f"after item {count}" if count else "before the first item")
            outgoing.lose(f"a note: {shorten(part.text, _NAME)}")
