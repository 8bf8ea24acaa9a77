"""Checking deck files as they stand, without the cache and the record: for authors, and for a deck's own CI."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from nmt_study.config import Places
from nmt_study.deck.grammar.header import is_quiz
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.deck.model import NO_HEADER, Deck, Item
from nmt_study.disk import exists, is_file, is_folder
from nmt_study.errors import Diagnostic, ExitCode, NmtError, Severity
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import (
    REGISTRIES,
    Root,
    deck_id,
    decks_in,
    list_files,
    read_bytes,
    roots_of,
)
from nmt_study.storage.library.naming import Naming, name_decks
from nmt_study.storage.library.quiz_check import Paper, quiz_faults
from nmt_study.storage.library.registry import read_registry
from nmt_study.text import clean, nearest, reason_of

if TYPE_CHECKING:
    from nmt_study.deck.lint.linter import Levels


_TEXT = frozenset({"", ".txt", ".text", ".markdown"})
"""Endings of text files, which may be a deck under another name."""


@dataclass(frozen=True, slots=True)
class _Home:
    """What files are checked against: the ids of sources and facts, and the weights of the rules of item writing."""

    known: frozenset[str]
    levels: "Levels"


@dataclass(slots=True)
class _Seen:
    """What the files so far hold: where each item id was first, which ids decks want, and what quizzes promise."""

    items: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    decks: dict[str, Naming] = field(default_factory=dict)
    quizzes: dict[str, Paper] = field(default_factory=dict)


def check_files(places: Places, paths: Sequence[Path]) -> tuple[int, tuple[Diagnostic, ...]]:
    """Return how many files were looked at and everything that is wrong in them.

    Without paths, all decks and quizzes of the home are checked, and that they go together with the shipped ones.

    Raises:
        NmtError: a path does not exist.
    """
    home, problems = _known_of(places)
    seen, count = _Seen(), 0
    found: list[Diagnostic] = []
    refused, files = named_files(paths) if paths else _of_home(places)
    for path, shown in files:
        count += 1
        found += _check_file(path, shown, seen, home)
    found += quiz_faults(places, seen.quizzes)
    found += _together(places, seen, () if paths else tuple(_shipped(places)))
    return count, tuple(sorted([*problems, *refused, *found]))


def check_text(places: Places, shown: str, text: str) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong in the text of one file, saved or not; the name `shown` tells what it is."""
    data = text.encode("utf-8", "replace")
    if not shown.lower().endswith(".md"):
        return read_registry(data, shown)[1]
    if len(data) > LIMITS.file:
        return parse(data, shown).diagnostics
    seen = _Seen()
    home, _ = _known_of(places)
    found = [*_check_deck(data, shown, seen, home, Path(shown))]
    return tuple(sorted([*found, *quiz_faults(places, seen.quizzes)]))


def _known_of(places: Places) -> tuple[_Home, tuple[Diagnostic, ...]]:
    """Return what the files of a home are checked against, and what is wrong with that itself."""
    from nmt_study.storage.library.levels import read_levels

    levels, problems = read_levels(places.settings)
    return _Home(frozenset(_registered(places)), levels), problems


def _check_file(path: Path, shown: str, seen: _Seen, home: _Home) -> Iterator[Diagnostic]:
    """Yield what is wrong in one file."""
    try:
        data = read_bytes(path)
    except OSError as fault:
        reason = reason_of(fault)
        yield LibraryCode.UNREADABLE.at(shown, f"It cannot be read: {reason}.", "Allow reading it.")
        return
    match path.suffix.lower():
        case ".md":
            yield from _check_deck(data, shown, seen, home, path)
        case ".toml":
            yield from read_registry(data, shown)[1]
        case _:
            hint = "Name decks only; nmt-study import brings in files of other programs."
            if path.suffix.lower() in _TEXT:
                hint = f"Rename it to {clean(path.stem)}.md."
            yield LibraryCode.NOT_A_DECK.at(shown, "This is no deck: the name of one ends in .md.", hint)


def _of_home(places: Places) -> tuple[list[Diagnostic], list[tuple[Path, str]]]:
    """Return what the home refuses, and its files with the names to show."""
    root = Root(places.home, shipped=False)
    listing = list_files(root)
    return listing.diagnostics, [(root.folder / path, root.shown(path)) for path in listing.files]


def named_files(paths: Iterable[Path]) -> tuple[list[Diagnostic], list[tuple[Path, str]]]:
    """Return what is refused, and the files that paths name: themselves, or all decks below a folder."""
    refused, files = [], []
    for path in paths:
        if not os.path.lexists(path):
            raise NmtError(f"there is no {clean(str(path))}", "Give the path of a deck file.", ExitCode.USAGE)
        folder = is_folder(path) and path.suffix.lower() != ".md"
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
    if is_folder(path):
        return LibraryCode.NOT_A_FILE.at(name, "This is a folder.", "Rename it without .md.")
    if exists(path) and not is_file(path):
        return LibraryCode.NOT_A_FILE.at(name, "This is a device or pipe.", "Move it away.")
    if path.is_symlink() and not path.resolve().is_relative_to(inside.resolve()):
        hint = "Put a copy of the file here in its place."
        return LibraryCode.LINK_OUTSIDE.at(name, "This link leads out of its folder.", hint)
    return None


def _check_deck(data: bytes, shown: str, seen: _Seen, home: _Home, path: Path) -> Iterator[Diagnostic]:
    """Yield what is wrong in one deck, alone and beside those before it; `path` is where it lies."""
    from nmt_study.deck.lint.linter import lint

    parsed = parse(data, shown)
    yield from parsed.diagnostics
    name = parsed.deck.header.id or deck_id(shown)
    if parsed.deck.items or parsed.deck.header != NO_HEADER:
        seen.decks[shown] = Naming(0, name, shipped=False, path=shown, hash=sha256(data).digest())
    lines = file_lines(data.decode(errors="replace"))
    quiz = is_quiz(parsed.deck.header, path.absolute().as_posix())
    yield from lint(parsed.deck, shown, lines, levels=home.levels, quiz=quiz, name=name)
    if quiz:
        seen.quizzes[name] = Paper(parsed.deck, shown, tuple(lines))
    elif not parsed.deck.items and not any(one.severity is Severity.ERROR for one in parsed.diagnostics):
        hint = "A card begins with a line that starts with Q: or C:"
        yield LibraryCode.NO_CARD.at(shown, "There is no card in this file.", hint)
    yield from _check_items(parsed.deck, lines, shown, seen, home.known)


def _shipped(places: Places) -> Iterator[tuple[Naming, Deck]]:
    """Yield the decks and quizzes that came with the program, where these are not the home's own."""
    for root in roots_of(places)[1:]:
        for path, data in decks_in(root):
            deck = parse(data, path).deck
            wanted = deck.header.id or deck_id(path)
            yield Naming(0, wanted, shipped=True, path=path, hash=sha256(data).digest()), deck


def _together(places: Places, seen: _Seen, shipped: Sequence[tuple[Naming, Deck]]) -> Iterator[Diagnostic]:
    """Yield what no file decides alone: an id that two decks want, and one of a card that a shipped deck has, too."""
    root = Root(places.shipped, shipped=True)
    every = [*seen.decks.values(), *(naming for naming, _ in shipped)]
    named, told = name_decks(every, lambda place: root.shown(place[1]) if place[0] else place[1])
    yield from told
    bearing = set(named.values())
    for naming, deck in shipped:
        for item in deck.items if naming in bearing else ():
            if (spot := seen.items.get(item.properties.id)) is not None:
                yield _copied(item.properties.id, spot, f"{root.shown(naming.path)}:{item.place.first}")


def _copied(name: str, spot: tuple[str, int, int], other: str) -> Diagnostic:
    shown, line, column = spot
    message = f"The id {name!r} stands in {other} already."
    found = LibraryCode.CARD_ID_TWICE.at(shown, message, "Give the copy an id of its own.", line)
    return found._replace(column=column)


def file_lines(text: str) -> list[str]:
    """Return the lines of a file as an editor numbers them, a byte order mark not counted."""
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def _check_items(
    deck: Deck, lines: Sequence[str], shown: str, seen: _Seen, known: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield copied ids, and cited sources that no list has; `lines` are those of the file."""
    for item in deck.items:
        if item.properties.id:
            line, column = _place(lines, item, "id", item.properties.id)
            first, at, _ = seen.items.setdefault(item.properties.id, (shown, line, column))
            if first != shown:
                yield _copied(item.properties.id, (shown, line, column), f"{first}:{at}")
        for source in item.properties.source:
            if source not in known:
                near = nearest(source, known)
                hint = f"Did you mean {near}?" if near else "Add it to decks/sources.toml in your home."
                message = f"The source {source!r} is in no list of sources or facts."
                line, column = _place(lines, item, "source", source)
                yield LibraryCode.UNKNOWN_SOURCE.at(shown, message, hint, line)._replace(column=column)


def _place(lines: Sequence[str], item: Item, key: str, value: str) -> tuple[int, int]:
    """Return line and column of a value in a property of an item; the item's first line where it is not found."""
    for number in range(item.place.first, item.place.last + 1):
        line = lines[number - 1] if number <= len(lines) else ""
        if line.startswith(f"{key}::") and value in line:
            return number, line.index(value) + 1
    return item.place.first, 1


def _registered(places: Places) -> Iterator[str]:
    """Yield the ids in the lists of sources and facts, the home's own and the shipped ones."""
    for root in roots_of(places):
        for name in REGISTRIES:
            try:
                yield from tomllib.loads(read_bytes(root.folder / name).decode("utf-8-sig"))
            except (OSError, ValueError, RecursionError):
                continue  # a list that is missing has no ids; one that is broken is named by its own check
