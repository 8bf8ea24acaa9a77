"""Checking deck files as they stand, without the cache and the record: for authors, and for a deck's own CI."""

import os
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nmt_study.config import Places
from nmt_study.deck.model import Deck
from nmt_study.deck.parser import parse
from nmt_study.errors import Diagnostic, ExitCode, NmtError
from nmt_study.storage.codes import LibraryCode
from nmt_study.storage.files import REGISTRIES, Root, deck_id, list_files, read_bytes
from nmt_study.storage.registry import read_registry
from nmt_study.text import clean, nearest


@dataclass(slots=True)
class _Seen:
    """What the files so far hold: where each item id and deck id was first, and which sources are cited where."""

    items: dict[str, str] = field(default_factory=dict)
    decks: dict[str, str] = field(default_factory=dict)


def check_files(places: Places, paths: Sequence[Path]) -> tuple[int, tuple[Diagnostic, ...]]:
    """Return how many files were looked at and everything that is wrong in them.

    Without paths, all decks and quizzes of the home are checked.

    Raises:
        NmtError: a path does not exist.
    """
    known = frozenset(_registered(places))
    seen, found, count = _Seen(), [], 0
    refused, files = _named(paths) if paths else _of_home(places)
    for path, shown in files:
        count += 1
        try:
            data = read_bytes(path)
        except OSError as fault:
            reason = clean(fault.strerror or str(fault))
            found.append(
                LibraryCode.UNREADABLE.at(shown, f"It cannot be read: {reason}.", "Allow reading it.")
            )
            continue
        if path.suffix.lower() == ".md":
            found += _check_deck(data, shown, seen, known)
        else:
            found += read_registry(data, shown)[1]
    return count, tuple(sorted([*refused, *found]))


def _of_home(places: Places) -> tuple[list[Diagnostic], list[tuple[Path, str]]]:
    """Return what the home refuses, and its files with the names to show."""
    root = Root(places.home, shipped=False)
    listing = list_files(root)
    return listing.diagnostics, [(root.folder / path, root.shown(path)) for path in listing.files]


def _named(paths: Iterable[Path]) -> tuple[list[Diagnostic], list[tuple[Path, str]]]:
    """Return what is refused, and the files that paths name: themselves, or all decks below a folder."""
    refused, files = [], []
    for path in paths:
        if not os.path.lexists(path):
            raise NmtError(f"there is no {clean(str(path))}", "Give the path of a deck file.", ExitCode.USAGE)
        folder = path.is_dir() and path.suffix.lower() != ".md"
        for file in _below(path) if folder else (path,):
            name = clean(file.as_posix())
            fault = _refusal(file, path if folder else path.parent, name)
            if fault is None:
                files.append((file, name))
            else:
                refused.append(fault)
    return refused, files


def _below(top: Path) -> Iterator[Path]:
    """Yield the decks below a folder, hidden ones left out."""
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if name.lower().endswith(".md"))


def _refusal(path: Path, inside: Path, name: str) -> Diagnostic | None:
    """Return why a path is not read although it is there, as the library would: it is a folder, or leads elsewhere."""
    if path.is_dir():
        return LibraryCode.NOT_A_FILE.at(name, "This is a folder.", "Rename it without .md.")
    if path.is_symlink() and not path.resolve().is_relative_to(inside.resolve()):
        hint = "Put a copy of the file here in its place."
        return LibraryCode.LINK_OUTSIDE.at(name, "This link leads out of its folder.", hint)
    return None


def _check_deck(data: bytes, shown: str, seen: _Seen, known: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong in one deck, alone and beside those before it."""
    parsed = parse(data, shown)
    yield from parsed.diagnostics
    name = parsed.deck.header.id or deck_id(shown)
    first = seen.decks.setdefault(name, shown)
    if first != shown and parsed.deck.header.id:
        message = f"The id {name!r} belongs to {first} already."
        yield LibraryCode.DECK_ID_TWICE.at(shown, message, "Give one of the two another id.")
    yield from _check_items(parsed.deck, shown, seen, known)


def _check_items(deck: Deck, shown: str, seen: _Seen, known: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield copied ids, and cited sources that no list has."""
    for item in deck.items:
        line = item.place.first
        if item.properties.id:
            first = seen.items.setdefault(item.properties.id, f"{shown}:{line}")
            if not first.startswith(f"{shown}:"):
                message = f"The id {item.properties.id!r} stands in {first} already."
                yield LibraryCode.CARD_ID_TWICE.at(shown, message, "Give the copy an id of its own.", line)
        for source in item.properties.source:
            if source not in known:
                near = nearest(source, known)
                hint = f"Did you mean {near}?" if near else "Add it to decks/sources.toml in your home."
                message = f"The source {source!r} is in no list of sources or facts."
                yield LibraryCode.UNKNOWN_SOURCE.at(shown, message, hint, line)


def _registered(places: Places) -> Iterator[str]:
    """Yield the ids in the lists of sources and facts, the home's own and the shipped ones."""
    for folder in dict.fromkeys((places.home, places.shipped)):
        for name in REGISTRIES:
            try:
                yield from tomllib.loads(read_bytes(folder / name).decode("utf-8-sig"))
            except (OSError, ValueError, RecursionError):
                continue  # a list that is missing has no ids; one that is broken is named by its own check
