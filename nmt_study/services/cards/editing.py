"""Editing a card at its line: what is there, what is wrong with a change, and saving it without breaking anything.

A shipped deck is never written: its first change makes a copy in the person's own decks, which stands in for it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, takewhile
from pathlib import Path

from nmt_study.deck.change.revision import Revision, revision, successors
from nmt_study.deck.grammar.parser import Parsed, parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.model import Item
from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.services.cards.own_editor import HOW_TO_SET
from nmt_study.services.cards.shaping import left_out_words
from nmt_study.services.desk import Desk, follow_texts
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import Root
from nmt_study.storage.library.library import Found
from nmt_study.storage.library.manuscript import (
    ChangedMeanwhileError,
    Manuscript,
    place_new,
    read_manuscript,
    remove_same,
    rewrite,
)
from nmt_study.text import clean

__all__ = [
    "ChangedMeanwhileError", "Edit", "EditRefusedError", "Saved", "begin", "begin_in", "check", "open_outside", "reread",
    "save",
]  # fmt: skip

AROUND = 10_000  # characters on either side of an item that a quick check reads
TAKING_OUT = "To take a card out, suspend it, or delete its lines in the file with a text editor."


class EditRefusedError(NmtError):
    """A change that would break its card or another one; `diagnostics` say where."""

    def __init__(self, path: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = next(one for one in diagnostics if one.severity is Severity.ERROR)
        super().__init__(f"{path}, line {first.line}, column {first.column}: {first.message}", first.hint)
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Edit:
    """An item that is being edited: its text as in the file, lines `first` to `last`, between LF.

    `path` is where it stands, as shown to people; `copy` is where the copy of a shipped deck will go, else "".
    `siblings` are the keys of all cards that the item makes, the one asked about included.
    """

    key: str
    path: str
    copy: str
    first: int
    last: int
    text: str
    item: Item
    siblings: tuple[str, ...]
    manuscript: Manuscript
    target: Path

    @property
    def shipped(self) -> bool:
        """Whether it stands in a shipped deck, which is copied before the change."""
        return bool(self.copy)

    @property
    def written(self) -> str:
        """The file that a change goes to, as shown to people."""
        return self.copy or self.path


@dataclass(frozen=True, slots=True)
class Change:
    """A text of the file before and after a change, from its line `start` on."""

    before: Parsed
    after: Parsed
    start: int


@lru_cache(maxsize=1)
def _read_once(text: str) -> Parsed:
    """Read what is around an item that is being edited; it stays the same while somebody types."""
    return parse(text, "")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a change came to: the cards that the item makes now, and the keys of those that it made before.

    `pairs` are old and new key of each card while they match one to one: one item of the same kind with as many
    cards, in order, and the same `id::`. Their progress is not linked here; equal keys need no link. `cards` is
    empty when nothing is left of the item. `diagnostics` are those of the whole file. `copied` says that the file is
    the new copy of a shipped deck.
    """

    path: str
    old: tuple[str, ...]
    cards: tuple[Found, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    changed: bool = True
    copied: bool = False

    @property
    def renamed(self) -> dict[str, tuple[str, str]]:
        """The key and group that a card has now, by the key that it had; only of those that match one to one."""
        pairs = zip(self.pairs, self.cards, strict=True) if self.pairs else ()
        return {old: (new, found.card.group) for (old, new), found in pairs if old != new}

    def successor(self, key: str) -> str | None:
        """Return the key of the card that stands for one of the old cards now, None when there is none.

        That is the same one, else its partner, else the first card that is new.
        """
        now = [found.card.key for found in self.cards]
        if key in now:
            return key
        return dict(self.pairs).get(key) or next((new for new in now if new not in self.old), None)


def begin(desk: Desk, key: str) -> Edit:
    """Begin to edit the item of a card, as it stands in its file now.

    Raises:
        NmtError: the card is in no file, or its file cannot be edited; the hint says what to do.
    """
    desk.library.refresh()
    found = desk.library.card(key)
    if found is None:
        message = "this card is in no deck file any more"
        raise NmtError(
            message, left_out_words(desk) or "Its text was changed or deleted; look in your decks."
        )
    origin = found.origin
    root = desk.places.shipped if origin.shipped else desk.places.home
    manuscript = read_manuscript(origin.file, origin.path, root)
    copy, target = "", manuscript.path
    if origin.shipped:
        below = origin.file.relative_to(root).as_posix()
        target = desk.places.home / below
        copy = Root(desk.places.home, shipped=False).shown(below)
        _refuse_taken(target, copy)
    return _edit(manuscript, found.card.item, key, copy, target)


def begin_in(desk: Desk, file: Path, line: int) -> Edit:
    """Begin to edit the item that begins on a line of one of the home's own files, whatever the library has of it.

    Raises:
        NmtError: the file is not below the home or cannot be edited, or there is no item on that line any more.
    """
    home = desk.places.home.resolve()
    if not file.resolve().is_relative_to(home):
        raise NmtError(f"{clean(file.as_posix())} is not in your home", HOW_TO_SET)
    manuscript = read_manuscript(file, clean(file.resolve().relative_to(home).as_posix()), desk.places.home)
    items = parse(manuscript.data, manuscript.name).deck.items
    item = next((one for one in items if one.place.first == line), None)
    if item is None:
        raise NmtError(f"no card begins on line {line} of {manuscript.name} any more", "Look at it again.")
    return _edit(manuscript, item, cards_of(item)[0].key if cards_of(item) else "", "", manuscript.path)


def _edit(manuscript: Manuscript, item: Item, key: str, copy: str, target: Path) -> Edit:
    return Edit(
        key=key,
        path=manuscript.name,
        copy=copy,
        first=item.place.first,
        last=item.place.last,
        text=manuscript.excerpt(item.place.first, item.place.last),
        item=item,
        siblings=tuple(card.key for card in cards_of(item)),
        manuscript=manuscript,
        target=target,
    )


def _refuse_taken(target: Path, copy: str) -> None:
    """Refuse a shipped card whose deck cannot be copied, before anything is typed."""
    if target.exists() or target.is_symlink():
        message = f"this card is in a shipped deck, and its copy would go to {copy}, which is there already"
        raise NmtError(message, f"Rename your own {copy}, then edit the card again.")


def check(edit: Edit, text: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a changed text, with places as in the file; quick, for use while typing.

    The file is read some way around the item only: a clash with a far part of it is found when it is saved.
    """
    start, stop = _window(edit)
    lines = edit.manuscript.lines
    above, below = lines[start - 1 : edit.first - 1], lines[edit.last : stop]
    before = _read_once("\n".join([*above, edit.text, *below]))
    after = parse("\n".join([*above, _normal(text), *below]), edit.written)
    return _judged(edit, text, Change(before, after, start))


def save(desk: Desk, edit: Edit, text: str) -> Saved:
    """Write a changed text and return what its item makes now; the whole file was checked before.

    Raises:
        EditRefusedError: the item would be broken, be no item any more, or another one would change.
        ChangedMeanwhileError: the file is not the one that was read; nothing was written.
        NmtError: it cannot be written; nothing was.
    """
    if _normal(text) == edit.text:
        return Saved(edit.path, edit.siblings, _found(desk, (edit.item,)), changed=False)
    data = edit.manuscript.revised(edit.first, edit.last, text)
    change = Change(parse(edit.manuscript.data, ""), parse(data, edit.written), 1)
    found = _judged(edit, text, change)
    if any(one.severity is Severity.ERROR for one in found):
        raise EditRefusedError(edit.written, found)
    if edit.shipped:
        place_new(edit.target, edit.copy, data)
    else:
        rewrite(edit.manuscript, data)
    return _saved(desk, edit, change.after, _compared(edit, change).made)


def open_outside(edit: Edit) -> Path:
    """Return the file that another program may change: the person's own, for a shipped deck its fresh copy.

    Raises:
        NmtError: the copy cannot be made.
    """
    if edit.shipped:
        place_new(edit.target, edit.copy, edit.manuscript.data)
    return edit.target


def reread(desk: Desk, edit: Edit) -> Saved:
    """Return what became of the item in a file that another program may have changed; it has no `pairs` when unclear.

    A copy of a shipped deck in which nothing was changed is taken away again.

    Raises:
        NmtError: the file cannot be read any more.
    """
    before = edit.manuscript.data
    if edit.shipped and remove_same(edit.target, before):
        return Saved(edit.path, edit.siblings, _found(desk, (edit.item,)), changed=False)
    now = read_manuscript(edit.target, edit.written, desk.places.home).data
    if now == before:
        return Saved(edit.path, edit.siblings, _found(desk, (edit.item,)), changed=False)
    after = parse(now, edit.written)
    return _saved(desk, edit, after, successors(parse(before, "").deck, after.deck, edit.first))


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _window(edit: Edit) -> tuple[int, int]:
    """Return the first and the last line that a quick check reads."""
    lines = edit.manuscript.lines

    def near(sizes: Iterator[int]) -> int:
        return sum(1 for _ in takewhile(lambda size: size <= AROUND, accumulate(sizes)))

    above = near(len(lines[index]) + 1 for index in range(edit.first - 2, -1, -1))
    below = near(len(lines[index]) + 1 for index in range(edit.last, len(lines)))
    return edit.first - above, edit.last + below


def _compared(edit: Edit, change: Change) -> Revision:
    """Compare the deck before and after a change.

    Raises:
        ChangedMeanwhileError: the item does not stand there.
    """
    found = revision(change.before.deck, change.after.deck, edit.first - change.start + 1)
    if found is None:
        message = f"{edit.path} was changed meanwhile in another program"
        raise ChangedMeanwhileError(message, "Leave the card and edit it again.")
    return found


def _judged(edit: Edit, text: str, change: Change) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a changed item."""
    shift, last = change.start - 1, edit.first + _normal(text).count("\n")
    told = [
        one._replace(line=one.line + shift)
        for one in change.after.diagnostics
        if edit.first <= one.line + shift <= last
    ]
    had = {
        one.code
        for one in change.before.diagnostics
        if edit.first <= one.line + shift <= edit.last and one.severity is Severity.ERROR
    }
    # An error that the item had before is no reason to refuse another change.
    told = [one._replace(severity=Severity.WARNING) if one.code in had else one for one in told]
    broken = any(one.severity is Severity.ERROR for one in told)
    try:
        compared = _compared(edit, change)
    except ChangedMeanwhileError:
        if change.start == 1:
            raise
        return tuple(told)  # the part that was read began inside of a code block, say
    more = () if broken else _consequences(edit, text, compared, last - edit.last, shift)
    return tuple(sorted([*told, *more]))


def _consequences(edit: Edit, text: str, compared: Revision, grown: int, shift: int) -> Iterator[Diagnostic]:
    """Yield what a change does that no line of it is wrong about."""
    if compared.disturbed is not None:
        line = compared.disturbed + shift
        line += grown if line > edit.last else 0
        what = f"The card at line {line}" if compared.disturbed else "The header of the file"
        message = f"{what} would change with this."
        hint = "Look whether a marker such as `Q:` or a closing fence is missing."
        yield LibraryCode.NEIGHBOUR_CHANGED.at(edit.written, message, hint, edit.first)
    elif not compared.made:
        message = "No question is left here." if text.strip() else "Nothing is left of this card."
        yield LibraryCode.NO_ITEM_LEFT.at(edit.written, message, TAKING_OUT, edit.first)


def _saved(desk: Desk, edit: Edit, now: Parsed, made: tuple[Item, ...]) -> Saved:
    """Bring the library up to date and return what is in it of the changed item."""
    desk.library.refresh()
    with suppress(
        NmtError
    ):  # the text is saved; what is linked by itself is linked at the next start at the latest
        follow_texts(desk)
    cards = _found(desk, made)
    same = len(made) == 1 and made[0].kind is edit.item.kind
    same = same and made[0].properties.id == edit.item.properties.id and len(cards) == len(edit.siblings)
    new = (found.card.key for found in cards)
    pairs = tuple(zip(edit.siblings, new, strict=True)) if same else ()
    return Saved(edit.written, edit.siblings, cards, pairs, now.diagnostics, copied=edit.shipped)


def _found(desk: Desk, items: tuple[Item, ...]) -> tuple[Found, ...]:
    """Return the cards of items as the library has them; a copied id may make them go by their text."""
    found = []
    for item in items:
        by_text = cards_of(replace(item, properties=replace(item.properties, id="")))
        for card, other in zip(cards_of(item), by_text, strict=True):
            one = desk.library.card(card.key) or desk.library.card(other.key)
            found += [] if one is None else [one]
    return tuple(found)
