"""What comes in from a quiz program, piece by piece: texts, pictures, items; with everything that is lost or in doubt.

An item is taken only if a deck file can say it: it is written and read again, and has to come out the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from hashlib import sha256

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.grammar.lines import escape
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Cloze, Deck, Header, Heading, Item, Part, Prose
from nmt_study.exchange.format import Arrived, Medium, Parcel
from nmt_study.exchange.hypertext import markdown_of, markdown_of_text
from nmt_study.exchange.pictures import Album, decoded
from nmt_study.exchange.settled import settled
from nmt_study.exchange.telling import Telling
from nmt_study.text import clean, shorten

GAP_START, GAP_END = "\ue000", "\ue001"  # around the number of a gap, while HTML becomes Markdown
_GAP = re.compile(f"{GAP_START}(\\d+){GAP_END}(?=(\\()?)")
_INLINE_PICTURE = re.compile(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_SHOWN = 60  # characters of a text that a loss shows


class Intake(Telling):
    """Collects the decks of a file. `where` is each time the place in the file, in words."""

    def __init__(self, name: str, answers: Mapping[str, str]) -> None:
        super().__init__(answers)
        self.name = clean(name)
        self.album = Album()
        self._parts: list[Part] = []
        self._ids: set[str] = set()
        self._parcels: list[Parcel] = []

    def leave_out(self, where: str, why: str) -> None:
        """Tell of a question that is left out."""
        self.lose(where, why, "the question is left out")

    def rich(self, source: str, where: str) -> str:
        """Return HTML as Markdown; pictures within the text become media."""
        source = _INLINE_PICTURE.sub(self._inline_picture, source)
        found = markdown_of(source)
        for lost in found.lost:
            self.lose(where, lost, "its text, where it has any")
        return found.text

    def _inline_picture(self, found: re.Match[str]) -> str:
        data = decoded(found[1])
        name = f"picture-{sha256(data).hexdigest()[:12]}" if data else ""
        kept = self.album.add(name, data) if data else ""
        return kept or found[0]

    def add(self, item: Item, where: str) -> None:
        """Take an item if a deck can say it; an id that an item has already is left away."""
        found = settled(item)
        if found is None:
            self.leave_out(where, "its text cannot be written as an item of a deck")
            return
        name = found.properties.id
        if name and name in self._ids:
            self.lose(where, f"the id {name}, which an earlier question has", "the question without an id")
            found = replace(found, properties=replace(found.properties, id=""))
        self._ids.add(name)
        self._parts.append(found)

    def head(self, level: int, text: str) -> None:
        """Take a heading; beyond the sixth level it stands on the sixth."""
        self.head_markdown(level, markdown_of_text(text))

    def head_markdown(self, level: int, text: str) -> None:
        """Take a heading whose text is Markdown."""
        line = f"{'#' * min(level, 6)} {' '.join(text.split())}"
        self._parts += [part for part in parse(line, "").deck.parts if isinstance(part, Heading)]

    def note(self, text: str, where: str) -> None:
        """Take text that is no question, as prose between the items."""
        kept = Prose("\n".join(escape(text)))
        if not text:
            return
        if parse(f"# x\n\n{kept.text}\n", "").deck.parts[1:] == (kept,):
            self._parts.append(kept)
        else:
            self.lose(where, f"a text that is no question: {shorten(text, _SHOWN)}")

    def end_deck(self, header: Header) -> None:
        """Make a deck of what came since the last one, unless nothing did."""
        if self._parts:
            header = replace(header, title=" ".join(clean(header.title).split()))
            self._parcels.append(Parcel(Deck(header, tuple(self._parts))))
        self._parts = []

    def arrived(self) -> Arrived:
        """Return all of it; each deck has the pictures that it shows."""
        parcels = tuple(replace(one, media=self._shown_in(one.deck)) for one in self._parcels)
        return Arrived(parcels, tuple(self.losses), tuple(self.doubts))

    def _shown_in(self, deck: Deck) -> tuple[Medium, ...]:
        if len(self._parcels) == 1:
            return self.album.media
        texts = "\n".join(_texts(astuple(deck)))
        return tuple(one for one in self.album.media if f"]({one.name.replace(' ', '%20')})" in texts)


def cloze_of(text: str, gaps: list[str]) -> tuple[str, Cloze] | None:
    """Return the stem and the deletions of Markdown whose gaps are numbered signs; None where that makes no cloze."""

    def put(found: re.Match[str]) -> str:
        number = int(found[1])
        hidden = markdown_of_text(gaps[number]) if number < len(gaps) else ""
        return f"[{hidden}]" + ("\\" if found[2] else "")

    stem = _GAP.sub(put, text)
    hidden, faults = deletions(stem)
    if len(hidden) != len(gaps) or not gaps or any(fault.code.leaves_out for fault in faults):
        return None
    return stem, Cloze(hidden)


def gap(number: int) -> str:
    """Return the sign of a gap while HTML becomes Markdown."""
    return f"{GAP_START}{number}{GAP_END}"


def without_gaps(source: str) -> str:
    """Return text from outside without the two signs that mark gaps here."""
    return source.replace(GAP_START, "\ufffd").replace(GAP_END, "\ufffd")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)
