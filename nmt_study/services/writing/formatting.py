"""Laying deck files out in the canonical way, item by item; everything between items stays byte for byte."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nmt_study.deck.grammar.parser import Parsed, parse
from nmt_study.deck.grammar.writer import write_item
from nmt_study.deck.model import Item, Properties
from nmt_study.errors import NmtError, Severity
from nmt_study.storage.library.check import named_files
from nmt_study.storage.library.manuscript import Manuscript, manuscript_of, read_manuscript, rewrite
from nmt_study.text import slug

_WORDS = 6  # of a question that make an id
_LONGEST_PREFIX = 24  # of which the deck gives at most so many
_LONGEST = 60  # characters of an id that is made


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying a file out came to: the items written anew, those left alone for a problem, and the ids given."""

    path: str
    changed: int
    left: int
    ids: int


def format_files(paths: list[Path], *, ids: bool = False, dry_run: bool = False) -> tuple[Laid, ...]:
    """Lay out deck files, or all decks below folders; with `ids` every item that has none gets one.

    Raises:
        NmtError: a path does not exist, or a file cannot be read or written; files before it are done.
    """
    refused, files = named_files(paths)
    if refused:
        raise NmtError(refused[0].message.removesuffix("."), refused[0].hint)
    return tuple(
        _format(read_manuscript(path, name, path.parent), ids=ids, dry_run=dry_run)
        for path, name in files
        if path.suffix.lower() == ".md"
    )


def laid_out(text: str, name: str) -> str:
    """Return the text of a deck in the canonical layout; items with a problem stay as they are.

    Raises:
        NmtError: it would say something else.
    """
    laid, data = _lay_out(manuscript_of(text, name), ids=False)
    return data.decode("utf-8", "surrogatepass") if laid.changed else text


def _format(manuscript: Manuscript, *, ids: bool, dry_run: bool) -> Laid:
    laid, data = _lay_out(manuscript, ids=ids)
    if laid.changed and not dry_run:
        rewrite(manuscript, data)
    return laid


def _lay_out(manuscript: Manuscript, *, ids: bool) -> tuple[Laid, bytes]:
    """Return what laying out comes to, and the file as it then is."""
    parsed = parse(manuscript.data, manuscript.name)
    lines, changed, left, given = list(manuscript.lines), 0, 0, 0
    names = _Names(parsed)
    for item in reversed(parsed.deck.items):
        first, last = item.place.first, item.place.last
        if _has_problem(parsed, first, last):
            left += 1
            continue
        named = names.with_id(item) if ids else item
        given += named is not item
        fresh = write_item(named, named.case).rstrip("\n").split("\n")
        if lines[first - 1 : last] != fresh:
            changed += 1
            lines[first - 1 : last] = [*_blank_above(lines, first), *fresh, *_blank_below(lines, last)]
    laid = Laid(manuscript.name, changed, left, given)
    if not changed:
        return laid, manuscript.data
    data = manuscript.revised(1, len(manuscript.lines), "\n".join(lines))
    after = parse(data, manuscript.name).deck.items
    told = f"{manuscript.name} would say something else in another layout"
    refuse_other(parsed.deck.items, after, told, lambda own: replace(own, id=""))
    return laid, data


def _blank_above(lines: list[str], first: int) -> Iterator[str]:
    if first > 1 and lines[first - 2].strip():
        yield ""


def _blank_below(lines: list[str], last: int) -> Iterator[str]:
    if last < len(lines) and lines[last].strip():
        yield ""


def _has_problem(parsed: Parsed, first: int, last: int) -> bool:
    """Tell whether something in these lines was not understood, so that rewriting them could lose it."""
    return any(first <= one.line <= last and one.severity is not Severity.INFO for one in parsed.diagnostics)


def refuse_other(
    before: Sequence[Item], after: Sequence[Item], told: str, bare: Callable[[Properties], Properties]
) -> None:
    """Refuse to write what would make an item say something else, but for what `bare` takes from its properties.

    Raises:
        NmtError: one would; `told` says it.
    """

    def said(items: Sequence[Item]) -> list[Item]:
        return [replace(item, properties=bare(item.properties)) for item in items]

    if said(before) != said(after):
        raise NmtError(told, "It was left as it is; please report it.")


class _Names:
    """Ids for items that have none: made of the words of their question, each once in the file."""

    def __init__(self, parsed: Parsed) -> None:
        self._taken = {item.properties.id for item in parsed.deck.items}
        self._prefix = slug(parsed.deck.header.id)[:_LONGEST_PREFIX].strip("-")

    def with_id(self, item: Item) -> Item:
        """Return an item with an id: its own, or a new one."""
        if item.properties.id:
            return item
        words = re.findall(r"[a-z0-9]+", item.stem.lower())
        telling = [word for word in words if word not in _PLAIN][:_WORDS] or words[:_WORDS] or ["card"]
        base = "-".join([*([self._prefix] if self._prefix else []), *telling])[:_LONGEST].strip("-")
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base}-{number}", number + 1
        self._taken.add(name)
        return replace(item, properties=replace(item.properties, id=name))


_PLAIN = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "do",
        "does",
        "for",
        "from",
        "how",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "these",
        "this",
        "to",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "with",
        "you",
    ]
)
"""Words that tell no question from another."""
