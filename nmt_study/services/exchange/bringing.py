"""Where a deck of another program goes: which file, which of its items are there already, and what is written.

Everything is decided before anything is written, so that a dry run says what an import does. An item is there when an
item with its key says the same. With the same key and another text it is the same item changed elsewhere, where it
stands in the files that the import goes to, and stays as it is here; anywhere else it is another item. What asks the
same as an item of these files and has another right answer stays out: which of the two is right, a person has to say.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nmt_study.deck.belonging import under_all_headings
from nmt_study.deck.grammar.images import images_of
from nmt_study.deck.grammar.lines import protected
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.identity import content_hash, gives_its_answer, item_key, shown_before
from nmt_study.deck.model import Deck, Header, Item, Part, Prose
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Loss, Parcel
from nmt_study.services.desk import Desk
from nmt_study.services.exchange.media import Folder, Incoming
from nmt_study.services.exchange.transfer import Landed, landed
from nmt_study.services.exchange.versions import contradict, others_in, same
from nmt_study.services.exchange.volumes import Volume, inheriting, read_volume, suits, volume_of
from nmt_study.storage.library.files import FOLDERS, deck_id, is_deck, roots_of
from nmt_study.storage.library.manuscript import Manuscript, place_new
from nmt_study.text import canonical, clean, shorten, slug

_LONGEST = 60  # characters of a file name
_TOLD = 1000  # items between two words of how far it is
_SHOWN = 40  # characters of a question


@dataclass(frozen=True, slots=True)
class Brought:
    """What one deck of a file came to: the deck file, how many items are new in it, and how many were there already.

    `pictures` come along, `refused` are those that are too large or have no name that is only a name. `answers` were
    given in the other program and count here from now on, `answers_there` were here already; `grown` says that the new
    items went into a file that was there. `losses` are what could not be taken.
    """

    path: str
    title: str
    new: int
    there: int
    pictures: int
    refused: int = 0
    answers: int = 0
    answers_there: int = 0
    grown: bool = False
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fate:
    """What becomes of an item: the item as it comes in, with its key, the one that it is here, and what is to be told."""

    key: str
    own: Item
    here: Item
    new: bool
    loss: Loss | None = None


_Asked = tuple[tuple[str, ...], tuple[str, ...]]
"""The headings that an item stands under, and what it shows."""


class Shelf:
    """The person's own decks and quizzes as an import finds them, and as it leaves them deck by deck."""

    def __init__(self, desk: Desk, *, dry_run: bool) -> None:
        """Take a desk whose library is up to date; with `dry_run` nothing is written."""
        self._desk = desk
        self._dry = dry_run
        self._volumes: dict[Path, Volume | None] = {}
        self._written: dict[Path, Manuscript] = {}
        self._folders: dict[Path, Folder] = {}
        self._brought: dict[str, tuple[Item, str]] = {}
        self._ids = {one.id.casefold() for one in desk.library.decks()} | set(self._stems())

    def bring(
        self, parcel: Parcel, source: str, to: str, heard: Callable[[int], None]
    ) -> tuple[Brought, Landed]:
        """Write the deck of a parcel; return what is to say about it, and which item here is which there.

        `heard` is told now and then how many of its items are done.

        Raises:
            NmtError: a file cannot be written.
        """
        header = parcel.deck.header
        title = clean(header.title or Path(source).stem)
        name, folder = _file_name(to or title), self._folder(header)
        pictures = Incoming(parcel.media, self._pictures(folder / name))
        deck = pictures.shown(parcel.deck)
        own = tuple(self._own(folder, name, title, asked=bool(to)))
        fates = tuple(self._fates(deck, own, heard))
        fresh = {id(fate.own): fate for fate in fates if fate.new}
        parts = tuple(_parts(deck, fates, own))
        volume, text = self._target(
            own, folder, name, replace(deck, header=_titled(header, title), parts=parts)
        )
        came = pictures.missing(None if fresh else _shown(fates, own))
        if not self._dry:
            for file, data in came:
                place_new(file, file.relative_to(self._desk.places.home).as_posix(), data)
        for file, _ in came:
            self._pictures(folder / name).has(file)
        if fresh:
            self._write(volume, text, fates)
        told = Brought(
            volume.shown,
            title,
            len(fresh),
            len(fates) - len(fresh),
            len(came),
            pictures.refused,
            grown=bool(fresh) and volume.manuscript is not None,
            losses=(*(fate.loss for fate in fates if fate.loss), *(() if fresh else _unkept(parts, title))),
        )
        pairs = ((fate.own, fate.here) for fate in fates)
        return told, landed(parcel, pairs, volume.header.id or deck_id(volume.shown))

    def _write(self, volume: Volume, text: str, fates: Iterable[_Fate]) -> None:
        self._written[volume.path] = volume.write(text, dry_run=self._dry)
        self._ids.add(volume.path.stem.casefold())
        for fate in fates:
            if fate.new:
                self._brought.setdefault(fate.key, (fate.own, volume.shown))

    # ---- which file ------------------------------------------------------------------------------------------------

    def _folder(self, header: Header) -> Path:
        return self._desk.places.home / ("quizzes" if header.kind else "decks")

    def _pictures(self, path: Path) -> Folder:
        if path not in self._folders:
            self._folders[path] = Folder(path)
        return self._folders[path]

    def _stems(self) -> Iterator[str]:
        """Give the ids that files at the top of the library's folders have by their names, whatever is in them."""
        for root in roots_of(self._desk.places):
            for folder in FOLDERS:
                yield from (file.stem.casefold() for file in _decks_in(root.folder / folder))

    def _own(self, folder: Path, name: str, title: str, *, asked: bool) -> Iterator[Volume]:
        """Give the files that decks of this title came into before, `name`, `name-2` and so on.

        Where the name was `asked` for, the file of that name counts whatever its title is.
        """
        numbered = re.compile(re.escape(name) + r"(?:-(\d{1,6}))?")
        found = {*_decks_in(folder), *self._volumes, *self._written}
        names = ((numbered.fullmatch(path.stem), path) for path in found if path.parent == folder)
        for _, path in sorted((int(match[1] or 1), path) for match, path in names if match):
            volume = self._volume(path)
            if volume and (volume.named(title) or (asked and path.stem == name)):
                yield volume

    def _volume(self, path: Path) -> Volume | None:
        """Return a file as it is, or will be; None where there is none or it cannot be read."""
        if path in self._written:
            self._volumes[path] = volume_of(self._written.pop(path), path)
        if path not in self._volumes:
            try:
                self._volumes[path] = read_volume(path, self._desk.places.home) if path.exists() else None
            except NmtError:
                self._volumes[path] = None
        return self._volumes[path]

    def _target(self, own: Sequence[Volume], folder: Path, name: str, deck: Deck) -> tuple[Volume, str]:
        """Return the file that new items go into, and what it will hold.

        That is the first one whose header says nothing wrong of them and that has room; else a further one.
        """
        for volume in own:
            if not deck.items:
                return volume, ""
            if suits(volume.header, deck.header):
                text = volume.with_parts(inheriting(deck, volume.header))
                if text is not None:
                    return volume, text
        number = 1
        while (stem := name if number == 1 else f"{name}-{number}").casefold() in self._ids:
            number += 1
        path = folder / f"{stem}.md"
        volume = Volume(path, path.relative_to(self._desk.places.home).as_posix(), Deck(deck.header))
        text = write(deck)
        if len(text.encode("utf-8", "surrogatepass")) > LIMITS.file:
            raise NmtError(f"{volume.shown} would have more than {LIMITS.file:,} bytes", "Divide the deck.")
        return volume, text

    # ---- which items -----------------------------------------------------------------------------------------------

    def _fates(self, deck: Deck, own: Sequence[Volume], heard: Callable[[int], None]) -> Iterator[_Fate]:
        """Give what becomes of each item of a deck that comes into these files; a quiz is brought in whole."""
        texts = [content_hash(item) for item in deck.items]
        keys = [
            item_key(item) if item.properties.id else text
            for item, text in zip(deck.items, texts, strict=True)
        ]
        about = _About(own, self._known({*keys, *texts}), whole=bool(deck.header.kind))
        placed = zip(under_all_headings(deck), keys, texts, strict=True)
        for number, ((item, headings), key, text) in enumerate(placed, 1):
            where = f"item {number} of {deck.header.title}" if deck.header.title else f"item {number}"
            fate = about.answered_once(about.fate(item, key, text, where), headings, where)
            if fate.new:
                about.coming[fate.key] = fate.own
            if not number % _TOLD:
                heard(number)
            yield fate

    def _known(self, keys: set[str]) -> dict[str, tuple[Item, str]]:
        """Return what other files have under these keys of items, with the name of the file."""
        found = {
            one.card.group: (one.card.item, one.origin.path) for one in self._desk.library.cards_of(keys)
        }
        return found | {key: self._brought[key] for key in keys & self._brought.keys()}


@dataclass(slots=True)
class _About:
    """What an item may be there as: in the files that its deck comes into, in others, or among those that come with it."""

    own: Sequence[Volume]
    others: dict[str, tuple[Item, str]]
    whole: bool
    coming: dict[str, Item] = field(default_factory=dict)
    asked: dict[_Asked, tuple[Item, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.asked = {
            (headings, shown_before(item)): (item, volume.shown)
            for volume in reversed(self.own)
            for item, headings in under_all_headings(volume.deck)
        }

    def answered_once(self, fate: _Fate, headings: tuple[str, ...], where: str) -> _Fate:
        """Return the fate of an item that stands under these headings: it is not new where it contradicts another one.

        Of those that come with it only such count as show their answer: others may be two cards of one front.
        """
        if not fate.new:
            return fate
        place, item = (headings, shown_before(fate.own)), fate.own
        here, file = self.asked.get(place, (None, ""))
        if here is None and gives_its_answer(item):
            self.asked[place] = item, "an item before it"
        if here is None or not contradict(item, here):
            return fate
        what = f"another right answer than {file} has: {shorten(clean(item.stem), _SHOWN)}"
        kept = "the item there; correct it there if this one is right"
        return _Fate(fate.key, item, here, new=False, loss=Loss(where, what, kept))

    def fate(self, item: Item, key: str, text: str, where: str) -> _Fate:
        """Return what becomes of an item with a key; `text` is the key that its text alone would give it."""
        mine = next((one for one in self.own if key in one.items), None)
        if mine is not None and same(item, mine.items[key]):
            return _there(key, item, mine.items[key], mine.shown, where)
        if mine is not None:
            here = self._here(text)
            if here is not None:
                return _there(text, _without_id(item), here, "the same deck", where)
            return _Fate(key, item, mine.items[key], new=False, loss=_changed(item, mine.shown, where))
        twin, other = self.coming.get(key), self.others.get(key)
        if twin is not None and same(item, twin):
            return _there(key, item, twin, "an item before it", where)
        if other is not None and not self.whole and same(item, other[0]):
            return _there(key, item, *other, where)
        # What goes by its text may come into a quiz beside the deck that has it.
        if (other is None and twin is None) or key == text:
            return _Fate(key, item, item, new=True)
        return self._by_text(item, text, other[1] if other else "the same deck", where)

    def _by_text(self, item: Item, text: str, place: str, where: str) -> _Fate:
        """Return what becomes of an item whose id is that of another one, which stands in a place: it goes by its text."""
        bare, here, shown = _without_id(item), self._here(text), "the same deck"
        if here is None and not self.whole and text in self.others:
            here, shown = self.others[text]
        if here is not None:
            return _there(text, bare, here, shown, where)
        what = f"the id {item.properties.id}, which an item of {place} has"
        return _Fate(text, bare, bare, new=True, loss=Loss(where, what, "the item, without an id"))

    def _here(self, key: str) -> Item | None:
        """Return the item with a key in the files that the deck comes into, or among those that come."""
        return next((one.items[key] for one in self.own if key in one.items), self.coming.get(key))


def _without_id(item: Item) -> Item:
    return replace(item, properties=replace(item.properties, id=""))


def _there(key: str, item: Item, here: Item, shown: str, where: str) -> _Fate:
    """Return that an item is there already in a place, and what is told where it is another version there."""
    others = others_in(item, here)
    what = f"{' and '.join(others)} than {shown} has: {shorten(clean(item.stem), _SHOWN)}"
    loss = Loss(where, what, "the item there; nothing is written over") if others else None
    return _Fate(key, item, here, new=False, loss=loss)


def _changed(item: Item, shown: str, where: str) -> Loss:
    what = f"another text than {item.properties.id} has in {shown}: {shorten(clean(item.stem), _SHOWN)}"
    return Loss(where, what, "the item here; nothing is written over")


def _parts(deck: Deck, fates: Iterable[_Fate], own: Sequence[Volume]) -> Iterator[Part]:
    """Give the parts of a deck without the items, and without the paragraphs outside of items, that are there already."""
    left = iter(fates)
    there = {
        canonical(one)
        for volume in own
        for part in volume.deck.parts
        if isinstance(part, Prose)
        for one in _paragraphs(part.text)
    }
    for part in deck.parts:
        if isinstance(part, Item):
            fate = next(left)
            if fate.new:
                yield fate.own
        elif not isinstance(part, Prose):
            yield part
        elif kept := [one for one in _paragraphs(part.text) if canonical(one) not in there]:
            yield Prose("\n\n".join(kept))


def _paragraphs(text: str) -> Iterator[str]:
    """Give the parts of a text between its blank lines; code in a fence is not divided."""
    lines = text.split("\n")
    inside = {index for first, last in protected(lines) for index in range(first, last)}
    held: list[str] = []
    for index, line in enumerate(lines):
        if line.strip() or index in inside:
            held.append(line)
        elif held:
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _decks_in(folder: Path) -> Iterator[Path]:
    """Give the files at the top of a folder that are decks or quizzes by their names; none where there is no folder."""
    return (file for file in folder.glob("*") if is_deck(file.name))


def _unkept(parts: Iterable[Part], title: str) -> Iterator[Loss]:
    """Give what is lost of text outside of items where no item is new, so that no file is written."""
    for part in parts:
        if isinstance(part, Prose) and part.text.strip():
            what = f"text outside of its items: {shorten(clean(part.text), _SHOWN)}"
            yield Loss(title, what, "nothing of it, as no item is new")


def _shown(fates: Iterable[_Fate], own: Sequence[Volume]) -> frozenset[str]:
    """Return the paths of the pictures that items show which stand in these files already."""
    here = {id(item) for volume in own for item in volume.items.values()}
    return frozenset(path for fate in fates if id(fate.here) in here for path in images_of(fate.here))


def _titled(header: Header, title: str) -> Header:
    """Return the header of a deck that came in: its title, and no id that another deck may have."""
    return replace(header, title=title, id="")


def _file_name(text: str) -> str:
    """Return a file name of a title: small letters, digits and hyphens."""
    return slug(clean(text))[:_LONGEST].strip("-") or "imported"
