"""Deck files that an import may add to: what is in one, whether its header suits what comes, and the text with more at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.identity import item_key
from nmt_study.deck.model import NO_HEADER, Deck, Header, Heading, Item, Part, Prose
from nmt_study.storage.library.manuscript import (
    Manuscript,
    manuscript_of,
    place_new,
    read_manuscript,
    rewrite,
)
from nmt_study.text import clean, slug

_INHERITED = ("source", "evidence", "tags", "topic", "status")
"""What an item has from its header."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A deck file as it is, or will be; `manuscript` is None while there is none."""

    path: Path
    shown: str
    deck: Deck
    manuscript: Manuscript | None = None
    items: dict[str, Item] = field(default_factory=dict)

    @property
    def header(self) -> Header:
        """What stands at its top."""
        return self.deck.header

    @property
    def text(self) -> str:
        """All that is written in it; nothing while it is not there."""
        return "" if self.manuscript is None else "\n".join(self.manuscript.lines)

    def named(self, title: str) -> bool:
        """Tell whether it holds a deck of this title; one without a title is named by its file."""
        own = self.header.title
        return clean(own) == title if own else slug(title) == self.path.stem

    def with_parts(self, deck: Deck) -> str | None:
        """Return the text with the items of a deck, their headings and the text beside them at its end.

        None where there is no room for them.
        """
        manuscript = self.manuscript
        if manuscript is None:
            return None
        parts = tuple(_below(self.deck.parts, deck.parts))
        lines, last = manuscript.lines, len(manuscript.lines)
        rule = "" if isinstance(parts[0], Heading) or not any(map(str.strip, lines)) else "---\n\n"
        text = manuscript.revised(last, last, _gap(lines) + rule + write(Deck(parts=parts))).decode(
            "utf-8", "surrogatepass"
        )
        if len(text.encode("utf-8", "surrogatepass")) > LIMITS.file:
            return None
        keys = [item_key(part) for part in parts if isinstance(part, Item)]
        read = [item_key(item) for item in parse(text, self.shown).deck.items]
        return text if read == [*map(item_key, self.deck.items), *keys] else None

    def write(self, text: str, *, dry_run: bool) -> Manuscript:
        """Put a text into the file; return it as it is then, or with `dry_run` would be.

        Raises:
            NmtError: it cannot be written, or was changed meanwhile.
        """
        data = text.encode("utf-8", "surrogatepass")
        path = self.path if self.manuscript is None else self.manuscript.path
        if dry_run:
            pass
        elif self.manuscript is None:
            place_new(self.path, self.shown, data)
        else:
            rewrite(self.manuscript, data)
        return manuscript_of(text, self.shown, path)


def read_volume(path: Path, home: Path) -> Volume:
    """Return a deck file of a home.

    Raises:
        NmtError: it cannot be read.
    """
    return volume_of(read_manuscript(path, path.relative_to(home).as_posix(), home), path)


def volume_of(manuscript: Manuscript, path: Path) -> Volume:
    """Return a deck file from its text."""
    deck = parse(manuscript.data, manuscript.name).deck
    items: dict[str, Item] = {}
    for item in deck.items:
        items.setdefault(item_key(item), item)
    return Volume(path, manuscript.name, deck, manuscript, items)


def suits(there: Header, coming: Header) -> bool:
    """Tell whether a header says nothing of its items that another one does not say of those that come."""
    return all(
        getattr(there, name) in (getattr(NO_HEADER, name), getattr(coming, name)) for name in _INHERITED
    )


def inheriting(deck: Deck, there: Header) -> Deck:
    """Return a deck whose items say themselves what they have from their header and another one does not say."""
    said = {
        name: getattr(deck.header, name)
        for name in _INHERITED
        if getattr(there, name) != getattr(deck.header, name)
    }
    parts = (_saying(part, said) if isinstance(part, Item) else part for part in deck.parts)
    return replace(deck, parts=tuple(parts)) if said else deck


def _saying(item: Item, said: dict[str, object]) -> Item:
    own = item.properties
    tags = said.get("tags", ())
    more = {name: value for name, value in said.items() if name != "tags" and not getattr(own, name)}
    if isinstance(tags, tuple) and tags:
        more["tags"] = tuple(dict.fromkeys((*tags, *own.tags)))
    return replace(item, properties=replace(own, **more))  # type: ignore[arg-type]


def _gap(lines: Sequence[str]) -> str:
    """Return the last line of a text and what makes exactly one line free below it, or more where there were more."""
    if lines[-1].strip():
        return f"{lines[-1]}\n\n"
    return f"{lines[-1]}\n" if len(lines) > 1 and lines[-2].strip() else lines[-1]


def _below(there: Sequence[Part], parts: Sequence[Part]) -> Iterator[Part]:
    """Give items and text with the headings that they stand under, each heading once, as they go on below these parts."""
    path: list[Heading] = []
    for part in there:
        path = _path(path, part)
    wanted: list[Heading] = []
    for part in parts:
        wanted = _path(wanted, part)
        if isinstance(part, Item | Prose):
            same = 0
            while same < min(len(path), len(wanted)) and path[same] == wanted[same]:
                same += 1
            if same == len(wanted) and same < len(path) and same:
                same -= 1  # back to a heading above: it comes again
            yield from wanted[same:]
            path = wanted
            yield part


def _path(path: list[Heading], part: Part) -> list[Heading]:
    """Return the headings that are open below a part."""
    if not isinstance(part, Heading):
        return path
    return [*(one for one in path if one.level < part.level), part]
