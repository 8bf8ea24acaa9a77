"""A deck as an Anki package of version 2 (schema 11), which every Anki reads: notes, cards, pictures, history, days.

Notes go by names that stay (`fields.guid_of`), so a second import finds them again and takes their newer text. What
Anki already has of a card, its day and its history, stays as it is there: so Anki's importer works.
"""

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from hashlib import sha1

from nmt_study.deck.grammar.images import images_of, with_images
from nmt_study.deck.identity import cards_of, item_key
from nmt_study.deck.model import (
    NO_HEADER,
    Header,
    Heading,
    Item,
    Prose,
)
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.anki import types
from nmt_study.exchange.anki.database import Row, database
from nmt_study.exchange.anki.fields import Fields, fields_of, guid_of, tags_of
from nmt_study.exchange.carried import inherited
from nmt_study.exchange.format import CardState, Departed, Loss, Medium, Parcel, PastReview
from nmt_study.exchange.pictures import sent
from nmt_study.text import shorten

_DAY = 86_400
_FIRST_DAY = 18_262  # 2020-01-01, from which the collection counts its days unless something is older
_FOUR = 4 * 3600
_NAME = "nmt-study"
_OLD = "This package needs Anki 2.1 or newer."
_EASE = 2500  # in thousandths, where Anki's older algorithm begins
_ARCHIVED = (1980, 1, 1, 0, 0, 0)
_META = b"\x08\x02"  # version 2
_DESCRIBED = ("id", "license")  # of a header: words in the description of the deck
_SHOWN = frozenset(
    {"title", "id", "tags", "source", "evidence", "topic", "status"}
)  # of a header: on the notes themselves, or of no meaning in Anki


def write_package(parcel: Parcel) -> Departed:
    """Return a package; the same parcel gives the same bytes.

    Raises:
        NmtError: there is no item in it that Anki could ask.
    """
    made = _Making(parcel)
    made.fill()
    if not made.notes:
        raise NmtError("There is no card in it that Anki could ask.", "Choose another deck.", ExitCode.USAGE)
    return Departed(_packed(made), tuple(made.losses))


class _Making:
    """The rows of a collection while they are made; numbers go up from the moment of making."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        self.notes: list[Row] = []
        self.cards: list[Row] = []
        self.log: list[tuple[int, ...]] = []
        self.losses: list[Loss] = []
        self.media: list[Medium] = []
        self._sent = sent(parcel.media)
        self._states = {(state.item, state.card): state for state in parcel.states}
        self._reviews: dict[tuple[str, int], list[PastReview]] = {}
        for review in sorted(parcel.reviews, key=lambda review: review.at):
            self._reviews.setdefault((review.item, review.card), []).append(review)
        self._known: dict[tuple[str, int], int] = {}
        self._guids: set[str] = set()
        times = [review.at // 1000 for review in parcel.reviews]
        days = [state.due for state in parcel.states if state.reps]
        self.first_day = min([_FIRST_DAY, *days, min(times, default=_FIRST_DAY * _DAY) // _DAY - 1])
        # Without a moment of making the last answer is one, so that of two packages the newer wins in Anki.
        self.changed = parcel.made or max(times, default=0) or _FIRST_DAY * _DAY
        # `::` parts a deck from one inside it.
        names = (" ".join(name.split()) for name in parcel.deck.header.title.split("::"))
        self.title = "::".join(filter(None, names)) or _NAME
        self.deck = _deck_number(self.title)

    def fill(self) -> None:
        """Make the rows of everything in the parcel."""
        self._tell_header(self.parcel.deck.header)
        number = 0
        for part in self.parcel.deck.parts:
            if isinstance(part, Item):
                number += 1
                self._item(part, f"item {number} ({shorten(part.stem, 40)})")
            elif isinstance(part, Heading | Prose):
                kind = "the heading" if isinstance(part, Heading) else "text between the items"
                self._tell(f"after item {number}", f"{kind}: {shorten(part.text, 60)}")
        self._media()
        self._history()

    def _item(self, item: Item, where: str) -> None:
        header = self.parcel.deck.header
        if item.properties.reviewed and (header.source or header.evidence):
            self._tell(where, "source and evidence of the header, beside a review mark", "the mark")
        item = inherited(item, header)
        made, guid = fields_of(self._bare(item)), guid_of(item)
        cards = cards_of(item)
        if not cards:
            self._tell(where, "a cloze without a gap, which makes no card")
        elif made is None:
            self._tell(where, "a cloze whose gaps Anki could not tell apart")
        elif guid in self._guids:
            self._tell(where, "an item that stands there twice", "the first")
        else:
            self._guids.add(guid)
            for lost in made.lost:
                self._tell(where, lost, "question and answer")
            number = self.changed * 1000 + len(self.notes)
            tags = tags_of(item)
            self.notes.append(_note_row(number, guid, made, tags, self.changed))
            for index in range(len(cards)):
                card = self.changed * 1000 + len(self.cards)
                self._known[item_key(item), index] = card
                self.cards.append(self._card_row(card, number, item_key(item), index))

    def _card_row(self, card: int, note: int, item: str, place: int) -> Row:
        state, given = self._states.get((item, place)), self._reviews.get((item, place))
        queue = -1 if state and state.suspended else 0
        kind, due, interval, ease = 0, len(self.notes), 0, 0
        reps = lapses = 0
        data: dict[str, float] = {}
        if given:
            data["lrt"] = given[-1].at // 1000  # when it was last asked
        if state and state.reps:
            kind, queue, ease = 2, queue or 2, _EASE
            due, interval = state.due - self.first_day, max(1, state.interval)
            reps, lapses = state.reps, state.lapses
            if state.stability is not None and state.difficulty is not None:
                data |= {"s": round(state.stability, 4), "d": round(state.difficulty, 3)}
        rest = (0, 0, 0, 0, json.dumps(data) if data else "")
        start = (card, note, self.deck, place, self.changed, -1)
        return (*start, kind, queue, due, interval, ease, reps, lapses, *rest)

    def _history(self) -> None:
        taken: set[int] = set()
        for key, given in sorted(self._reviews.items()):
            if key not in self._known:
                self._tell(f"the item {key[0]}", f"{len(given)} answers to a card that is not there")
                continue
            state = self._states.get(key)
            if state is None or not state.reps:
                self._tell(
                    f"the item {key[0]}", "the day of a card with answers", "the answers; Anki asks it as new"
                )
            self.log += _log_rows(self._known[key], given, state, taken)
        for item, _ in sorted(self._states.keys() - self._known.keys()):
            self._tell(f"the item {item}", "the day of a card that is not there")
        self.log.sort()

    def _media(self) -> None:
        """Take the pictures that the items show; those that are not in the parcel are told."""
        shown = dict.fromkeys(path for item in self.parcel.deck.items for path in images_of(item))
        taken = {self._sent[path].name: self._sent[path] for path in shown if path in self._sent}
        self.media = list(taken.values())
        for path in shown:
            if path not in self._sent:
                self._tell("the pictures", f"{shorten(path, 60)}, which was not given along")

    def _bare(self, item: Item) -> Item:
        """Return an item whose pictures go by the names that they have in the package, which knows no folders."""
        return with_images(item, lambda path: self._sent[path].name if path in self._sent else None)

    def _tell_header(self, header: Header) -> None:
        for name in header.__slots__:
            if name not in _SHOWN and getattr(header, name) != getattr(NO_HEADER, name):
                kept = "in the description of the deck" if name in _DESCRIBED else ""
                self._tell("the header", name.replace("_", " "), kept)

    def _tell(self, where: str, what: str, kept: str = "") -> None:
        self.losses.append(Loss(where, what, kept))

    def description(self) -> str:
        """Return what Anki shows about the deck."""
        header = self.parcel.deck.header
        said = ((name, getattr(header, name)) for name in _DESCRIBED)
        return "<br>".join(html.escape(f"{name}: {value}", quote=False) for name, value in said if value)


def _note_row(number: int, guid: str, made: Fields, tags: Sequence[str], changed: int) -> Row:
    values = list(made.values.values())
    first = re.sub(r"<[^>]*>", " ", re.sub(r'<img[^>]* ?src="([^"]*)"[^>]*>', r" \1 ", values[0]))
    first = html.unescape(first)
    digest = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tagged = f" {' '.join(tags)} " if tags else ""
    kind = types.NUMBERS[made.shape]
    return (number, guid, kind, changed, -1, tagged, "\x1f".join(values), first, digest, 0, "")


def _log_rows(
    card: int, given: list[PastReview], state: CardState | None, taken: set[int]
) -> list[tuple[int, ...]]:
    """Return the review log of a card: the first answers are learning ones, one on the day of an Again a relearning one.

    Where nobody knows which interval an answer decided on, it is that to the next answer, or the card's own.
    """
    rows: list[tuple[int, ...]] = []
    last = 0
    for place, answer in enumerate(given):
        if answer.interval is not None:
            days = answer.interval
        elif place + 1 < len(given):
            days = (given[place + 1].at - answer.at) // (_DAY * 1000)
        else:
            days = state.interval if state else 0
        learned = any(row[4] for row in rows)
        kind = (1 if last else 2) if learned else 0
        at = answer.at
        while at in taken:
            at += 1
        taken.add(at)
        rows.append(
            (at, card, -1, answer.grade, days, last, _EASE if kind else 0, max(0, answer.millis), kind)
        )
        last = days
    return rows


def _packed(made: _Making) -> bytes:
    """Return the archive: the collection, the stand-in for old programs, pictures by number and their list."""
    entries = [
        ("meta", _META),
        ("collection.anki21", _collection(made)),
        ("collection.anki2", _stand_in(made)),
    ]
    entries += [(str(place), medium.data) for place, medium in enumerate(made.media)]
    listed = {str(place): medium.name for place, medium in enumerate(made.media)}
    entries.append(("media", json.dumps(listed, ensure_ascii=False).encode()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, _ARCHIVED)
            info.external_attr = 0o644 << 16
            info.create_system = 3  # the same on every system
            method = zipfile.ZIP_DEFLATED if name.startswith("collection") else zipfile.ZIP_STORED
            archive.writestr(info, data, method)
    return packed.getvalue()


def _deck_number(title: str) -> int:
    """Return the number of a deck, which goes by its title."""
    return 1_500_000_000_000 + zlib.crc32(title.encode("utf-8", "replace"))


def _collection(made: _Making) -> bytes:
    parents = made.title.split("::")
    names = ["::".join(parents[:depth]) for depth in range(1, len(parents))]
    decks = {_deck_number(name): (name, "") for name in names}
    decks[made.deck] = (made.title, made.description())
    kind = types.NUMBERS[types.Shape.QUESTION]
    tables = (made.notes, made.cards, made.log)
    return _database(made, types.models(made.changed), decks, kind, tables)


def _stand_in(made: _Making) -> bytes:
    """Return a collection of one card that says which Anki is needed: older ones read nothing but this."""
    kind, model = types.plain_model(made.changed)
    number = made.changed * 1000
    note: Row = (number, _NAME, kind, made.changed, -1, "", f"{_OLD}\x1f", _OLD, 0, 0, "")
    card: Row = (number, number, 1, 0, made.changed, -1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, "")
    return _database(made, model, {}, kind, ([note], [card], []))


def _database(
    made: _Making,
    models: str,
    decks: dict[int, tuple[str, str]],
    kind: int,
    tables: tuple[Sequence[Row], Sequence[Row], Sequence[Row]],
) -> bytes:
    changed = made.changed * 1000
    # Four in the morning in a zone without offset: the calendar day is `first_day` however Anki counts.
    begun = made.first_day * _DAY + _FOUR
    about = (types.settings(kind), models, types.decks(decks, made.changed), types.presets(), "{}")
    col: Row = (1, begun, changed, changed, 11, 0, 0, 0, *about)
    notes, cards, log = tables
    filled = (("col", [col]), ("notes", notes), ("cards", cards), ("revlog", log))
    return database(types.SCHEMA, filled)
