"""Pictures beside decks: the file that a path in a deck means, those that leave with a deck, and where those go that come in."""

import re
from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from nmt_study.config import Places
from nmt_study.deck.grammar.images import images_of, with_images
from nmt_study.deck.grammar.media import path_fault
from nmt_study.deck.model import Deck, Heading, Item
from nmt_study.disk import read_bytes
from nmt_study.exchange.format import Loss, Medium
from nmt_study.text import reason_of, shorten

MOST = 20_000_000
"""Bytes of one picture that comes in or goes out."""

_ROOT = "@/"
_LONGEST = 100  # characters of a name
_MARK = 8  # digits that tell pictures of one name apart


def root_of(places: Places, *, shipped: bool) -> Path:
    """Return the folder that `@/` means."""
    return (places.shipped if shipped else places.home) / "decks"


def file_of(written: str, folder: Path, root: Path) -> Path | None:
    """Return the file of a picture, if its path and what it leads to stay below the folder (with `@/`, below the root)."""
    if path_fault(written):
        return None
    inside = root if written.startswith(_ROOT) else folder
    try:
        file = (inside / written.removeprefix(_ROOT)).resolve()
        return file if file.is_relative_to(inside.resolve()) and file.is_file() else None
    except (OSError, ValueError):
        return None


def leaving_with(deck: Deck, folder: Path, root: Path) -> tuple[tuple[Medium, ...], tuple[Loss, ...]]:
    """Return the pictures that a deck shows by their paths in it, and those that are there and cannot go along.

    What is not there at all each format tells where it is shown.
    """
    media, losses = [], []
    shown = (path for part in deck.parts if isinstance(part, Item | Heading) for path in images_of(part))
    for path in dict.fromkeys(shown):
        file = file_of(path, folder, root)
        if file is None:
            continue
        try:
            data = read_bytes(file, MOST)
        except OSError as fault:
            reason = reason_of(fault)
            losses.append(Loss("the pictures", f"{shorten(path, 60)}, which cannot be read: {reason}"))
            continue
        if len(data) > MOST:
            losses.append(
                Loss("the pictures", f"{shorten(path, 60)}, which is larger than {MOST // 1_000_000} MB")
            )
        else:
            media.append(Medium(path, data))
    return tuple(media), tuple(losses)


class Folder:
    """The folder beside a deck that its pictures go into, as it is on the disk and as an import will leave it."""

    def __init__(self, path: Path) -> None:
        """Look into it; it need not be there."""
        self.path = path
        try:
            self._there = {file.name.lower(): file for file in path.iterdir()}
        except OSError:
            self._there = {}
        self._taken: dict[str, bytes] = {}

    def name_for(self, wanted: str, data: bytes) -> str:
        """Return the name of a picture here: the one it has, or another one where that is the name of another picture."""
        name = wanted
        while not self._may_be(name, data):
            name = _other(name, data)
        self._taken[name.lower()] = data
        return name

    def lacks(self, name: str) -> bool:
        """Tell whether a picture of this name is still to be written."""
        return name.lower() not in self._there

    def has(self, file: Path) -> None:
        """Take note that a picture was written, or would be."""
        self._there[file.name.lower()] = file

    def _may_be(self, name: str, data: bytes) -> bool:
        """Tell whether a picture may have a name: none that comes along has it, and nothing else on the disk."""
        if name.lower() in self._taken:
            return self._taken[name.lower()] == data
        there = self._there.get(name.lower())
        try:
            return there is None or (there.name == name and read_bytes(there, len(data)) == data)
        except OSError:
            return False


class Incoming:
    """Pictures on their way in: each distinct picture gets one file name in the folder beside its deck."""

    def __init__(self, media: tuple[Medium, ...], folder: Folder) -> None:
        """Find a name for each; those without one, or larger than a picture may be, are refused."""
        self._folder = folder
        self._files: dict[str, tuple[str, bytes]] = {}
        for one in media:
            name = _plain(one.name)
            if name and len(one.data) <= MOST:
                self._files[one.name] = (folder.name_for(name, one.data), one.data)
        self.refused = len(media) - len(self._files)

    def shown(self, deck: Deck) -> Deck:
        """Return a deck whose pictures lie in the folder beside it."""

        def named(path: str) -> str | None:
            found = self._files.get(path)
            return None if found is None else self._path(found[0])

        parts = (with_images(part, named) if isinstance(part, Item) else part for part in deck.parts)
        return replace(deck, parts=tuple(parts))

    def missing(self, shown: Collection[str] | None) -> tuple[tuple[Path, bytes], ...]:
        """Return those of the pictures that are not there, each once; with `shown` only those with such a path in the deck."""
        files = {name: data for name, data in self._files.values() if self._folder.lacks(name)}
        return tuple(
            (self._folder.path / name, data)
            for name, data in files.items()
            if shown is None or self._path(name) in shown
        )

    def _path(self, name: str) -> str:
        return f"{self._folder.path.name}/{name}"


def _plain(name: str) -> str:
    """Return a name that is only a name, of letters and signs that any disk and any deck takes."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, end = bare.rpartition(".")
    if (
        dot and not re.search(r"[A-Za-z0-9]", stem) and stem.strip(".-_ ")
    ):  # nothing of it would be left but its end
        bare = f"picture.{end}"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", bare).lstrip(".-")[-_LONGEST:].lstrip(".-")
    return "" if plain.lower().endswith(".md") else plain  # that would be a deck


def _other(name: str, data: bytes) -> str:
    """Return another name for a picture, which goes by its bytes: so it is the same one every time."""
    stem, dot, end = name.rpartition(".") if "." in name else (name, "", "")
    return f"{stem}-{sha256(data).hexdigest()[:_MARK]}{dot}{end}"
