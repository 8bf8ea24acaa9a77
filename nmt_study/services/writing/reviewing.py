"""Review marks of deck files: how much of each was reviewed, and marking items as reviewed by somebody on a day."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from nmt_study.config import Places
from nmt_study.deck.authoring.review import digest_of, review_of
from nmt_study.deck.grammar.lines import LineKind, kind_of, unprotected
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Item, Review
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.services.writing.formatting import refuse_other
from nmt_study.storage.library.check import named_files
from nmt_study.storage.library.files import list_files, roots_of
from nmt_study.storage.library.manuscript import Manuscript, read_manuscript, rewrite
from nmt_study.text import clean, nearest, shorten

_LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a deck file was reviewed: its items, and those whose mark counts."""

    path: str
    items: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Marked:
    """How many items of a file got a mark, and how many errors there are in it."""

    items: int
    errors: int


def standings(places: Places, paths: Sequence[Path]) -> tuple[Standing, ...]:
    """Return how much of each file was reviewed; without paths, of every deck and quiz, shipped ones included.

    Raises:
        NmtError: a path does not exist, or a file cannot be read.
    """
    files = named_files(paths)[1] if paths else _all_files(places)
    return tuple(_standing(_read(path, name)) for path, name in files if path.suffix.lower() == ".md")


def mark(path: Path, who: str, on: date, ids: Collection[str] = ()) -> Marked:
    """Mark the items of a deck file as reviewed, all or those with these ids; return what came of it.

    What cannot be read is no item and gets no mark.

    Raises:
        NmtError: the file cannot be read or written, has no such item, or the name cannot be written into it.
    """
    name = " ".join(clean(who).split())
    if not name or len(name) > _LONGEST:
        raise NmtError("a review needs the name of the reviewer", "Give it with --by.", ExitCode.USAGE)
    manuscript = _read(path, clean(path.as_posix()))
    parsed = parse(manuscript.data, manuscript.name)
    items = parsed.deck.items
    _refuse_unknown(ids, items, manuscript.name)
    chosen = [item for item in items if not ids or item.properties.id in ids]
    lines = list(manuscript.lines)
    for item in reversed(chosen):
        review = Review(digest_of(item), on, name)
        lines[item.place.first - 1 : item.place.last] = _marked(
            lines[item.place.first - 1 : item.place.last], review
        )
    data = manuscript.revised(1, len(manuscript.lines), "\n".join(lines))
    told = f"{manuscript.name} would say something else with this mark"
    refuse_other(
        items, parse(data, manuscript.name).deck.items, told, lambda own: replace(own, reviewed=None)
    )
    rewrite(manuscript, data)
    return Marked(len(chosen), sum(one.severity is Severity.ERROR for one in parsed.diagnostics))


def _marked(lines: list[str], review: Review) -> list[str]:
    """Return the lines of an item with this mark below its last property, in the place of any other."""
    old = {at for at, line in unprotected(lines) if line.startswith("reviewed::")}
    bare = [line for at, line in enumerate(lines) if at not in old]
    last = max((at for at, line in unprotected(bare) if kind_of(line) is LineKind.PROPERTY), default=None)
    written = f"reviewed:: {review.digest} {review.date} {review.who}"
    if last is None:
        return [*bare, "", written]
    return [*bare[: last + 1], written, *bare[last + 1 :]]


def _refuse_unknown(ids: Collection[str], items: Sequence[Item], path: str) -> None:
    known = {item.properties.id for item in items}
    for name in ids:
        if name not in known:
            near = nearest(name, known)
            hint = f"Did you mean {near}?" if near else "nmt-study deck show tells the ids."
            raise NmtError(f"{path} has no card {shorten(clean(name), 60)!r}", hint, ExitCode.USAGE)


def _standing(manuscript: Manuscript) -> Standing:
    items = _items(manuscript)
    reviewed = sum(review_of(item) is not None for item in items)
    return Standing(manuscript.name, len(items), reviewed)


def _items(manuscript: Manuscript) -> tuple[Item, ...]:
    return parse(manuscript.data, manuscript.name).deck.items


def _read(path: Path, name: str) -> Manuscript:
    return read_manuscript(path, name, path.parent)


def _all_files(places: Places) -> Iterator[tuple[Path, str]]:
    for root in roots_of(places):
        for below in list_files(root).files:
            yield root.folder / below, root.shown(below)
