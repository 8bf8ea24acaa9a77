"""The files of a library: which there are, what state they are in, and their bytes; nothing here opens a device.

Listing looks at names and states only. What cannot be a deck is refused by name, as a diagnostic.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from nmt_study import disk
from nmt_study.config import Places
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.disk import is_folder
from nmt_study.errors import Diagnostic
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.text import clean, reason_of

Place = tuple[bool, str]
"""Whether a file is shipped, and its path below the root."""

Shown = Callable[[Place], str]
"""Says how a file is named to people."""

FOLDERS = ("decks", "quizzes")
DECK, QUIZ, EXAM = range(3)
"""What a file holds, as the cache has it."""

REGISTRIES = ("decks/facts.toml", "decks/sources.toml")
_ALMOST_DECKS = (".txt", ".markdown", ".rtf", ".doc", ".docx")  # what editors make of a name that ends in .md
_ALLOW = "Allow reading it, or move it away."


class Root(NamedTuple):
    """A folder with `decks` and `quizzes` in it: the study home, or what is shipped with the program."""

    folder: Path
    shipped: bool

    def shown(self, path: str) -> str:
        """Return how a file of this root is named to people: below the home short, elsewhere in full."""
        return clean(f"{self.folder.as_posix()}/{path}" if self.shipped else path)


class State(NamedTuple):
    """What tells that a file was changed without opening it: size, and times of content and of attributes."""

    size: int
    modified: int
    changed: int


@dataclass(slots=True)
class Listing:
    """The files of a root by path (`/` between folders, sorted), and what could not be taken."""

    root: Root
    files: dict[str, State] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def refuse(self, code: LibraryCode, path: str, message: str, hint: str) -> None:
        """Note what cannot be taken."""
        self.diagnostics.append(code.at(self.root.shown(path), message, hint))


def roots_of(places: Places) -> tuple[Root, ...]:
    """Return where decks lie: in the home, and beside the program; in a checkout these are one."""
    own = Root(places.home, shipped=False)
    if places.shipped.resolve() == places.home.resolve():
        return (own,)
    return own, Root(places.shipped, shipped=True)


def list_files(root: Root) -> Listing:
    """Return the decks, quizzes and registries of a root without opening any of them."""
    listing = Listing(root)
    inside = root.folder.resolve()
    for folder in FOLDERS:
        if is_folder(root.folder / folder):
            _walk(listing, folder, inside)
    _drop_doubles(listing)
    listing.files = dict(sorted(listing.files.items()))
    return listing


def decks_in(root: Root) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each deck and quiz of a root; one that cannot be read is passed over."""
    for path in list_files(root).files:
        if is_deck(path):
            with suppress(OSError):
                yield path, read_bytes(root.folder / path)


def read_bytes(path: Path) -> bytes:
    """Return what a deck file holds, at most one byte more than one may have; see `disk.read_bytes`.

    Raises:
        OSError: it cannot be read, or is no regular file any more.
    """
    return disk.read_bytes(path, LIMITS.file)


def _walk(listing: Listing, folder: str, inside: Path) -> None:
    """Take the files of a folder and of the folders in it; hidden ones are left out."""
    try:
        with os.scandir(listing.root.folder / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as fault:
        listing.refuse(
            LibraryCode.UNREADABLE, folder, f"The folder cannot be read: {reason_of(fault)}.", _ALLOW
        )
        return
    for entry in entries:
        if not entry.name.startswith("."):
            _take(listing, entry, f"{folder}/{entry.name}", inside)


def _take(listing: Listing, entry: "os.DirEntry[str]", path: str, inside: Path) -> None:
    """Take one entry of a folder: go into it, list it, refuse it, or pass over what is no deck."""
    deck = is_deck(entry.name)
    try:
        if entry.is_symlink() and not _link_stays(listing, entry, path, inside):
            return
        if entry.is_dir():
            if deck:
                listing.refuse(LibraryCode.NOT_A_FILE, path, "This is a folder.", "Rename it without .md.")
            else:
                _walk(listing, path, inside)
        elif deck or path in REGISTRIES:
            _list(listing, path, entry.stat())
        elif entry.name.lower().endswith(_ALMOST_DECKS):
            hint = "Rename it so that it ends in .md, or move it away."
            listing.refuse(LibraryCode.NOT_A_DECK, path, "The name of a deck ends in .md.", hint)
    except OSError as fault:
        listing.refuse(LibraryCode.UNREADABLE, path, f"The file cannot be read: {reason_of(fault)}.", _ALLOW)


def _link_stays(listing: Listing, entry: "os.DirEntry[str]", path: str, inside: Path) -> bool:
    """Tell whether a link may be followed: it leads to a file below the same root."""
    target = Path(entry.path).resolve()
    if is_folder(target):
        hint = "Put the folder itself here, or make it a study home of its own."
        listing.refuse(LibraryCode.LINKED_FOLDER, path, "This is a link to a folder.", hint)
        return False
    if not is_deck(entry.name):
        return False
    if not target.is_relative_to(inside):
        hint = "Put a copy of the file here in its place."
        listing.refuse(LibraryCode.LINK_OUTSIDE, path, "This link leads out of the study home.", hint)
        return False
    return True


def _list(listing: Listing, path: str, state: os.stat_result) -> None:
    """List a file, unless it is none, is too large or has an impossible name."""
    if not stat.S_ISREG(state.st_mode):
        listing.refuse(LibraryCode.NOT_A_FILE, path, "This is a device or pipe.", "Move it away.")
    elif state.st_size > LIMITS.file:
        message = f"The file has {state.st_size:,} bytes; at most {LIMITS.file:,} are read."
        listing.refuse(LibraryCode.TOO_LARGE, path, message, "Split it into several decks.")
    elif not _is_text(path):
        listing.refuse(LibraryCode.ODD_NAME, path, "The name of this file is not text.", "Rename it.")
    else:
        listing.files[path] = State(state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _drop_doubles(listing: Listing) -> None:
    """Keep the first of the names that a system without upper and lower case takes for one."""
    first: dict[str, str] = {}
    for path in sorted(listing.files):
        other = first.setdefault(normalize("NFC", path).casefold(), path)
        if other != path:
            message = f"Many systems cannot tell this name from {listing.root.shown(other)}."
            listing.refuse(LibraryCode.SAME_BUT_FOR_CASE, path, message, "Rename one of the two.")
            del listing.files[path]


def is_deck(path: str) -> bool:
    """Tell whether a file is a deck or quiz by its name, as .MD too: some systems and programs write it so."""
    return path.lower().endswith(".md")


def deck_id(path: str) -> str:
    """Return the id a deck has by its place: the path below `decks` or `quizzes` without `.md`."""
    below = path.removeprefix("decks/").removeprefix("quizzes/")
    return clean(normalize("NFC", below))[: -len(".md")]


def _is_text(path: str) -> bool:
    """Tell whether a name can be written as UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
