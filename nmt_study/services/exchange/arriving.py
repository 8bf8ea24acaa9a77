"""Files on their way in: which one a typed path means, which ones are near at hand, and what came of one in words."""

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nmt_study.disk import exists
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Arrived, Doubt, Loss
from nmt_study.exchange.formats import FORMATS
from nmt_study.services.desk import Desk, open_desk
from nmt_study.services.exchange.exchanging import Brought, bring_in
from nmt_study.services.words import count
from nmt_study.storage.database import Progress
from nmt_study.text import clean

MOST = 8  # suggestions
_LOOKED_AT = 2000  # entries of a folder
NEAR = ("Downloads", "Desktop", "Documents")


def path_of(text: str, *, windows: bool = os.name == "nt") -> Path:
    """Return the path that a person typed or dragged into a line.

    Terminals put quotes around a dragged path, or a backslash before each space, or make an address of it.
    """
    text = text.strip()
    as_it_is = Path(_at_home(text))
    if text and exists(as_it_is):
        return as_it_is
    if text.startswith("file://"):
        return _of_address(text, windows=windows)
    try:
        words = shlex.split(text, posix=not windows)
    except ValueError:
        words = []
    one = words[0] if len(words) == 1 else text
    return Path(_at_home(one.strip("\"'") if windows or len(words) != 1 else one))


def _of_address(text: str, *, windows: bool) -> Path:
    """Return the path that an address of a file means; on Windows a drive stands in it behind a slash, or a host before."""
    address = urlsplit(text)
    path = unquote(address.path)
    if windows and address.netloc not in {"", "localhost"}:
        return Path(f"//{address.netloc}{path}")
    return Path(path[1:] if windows and _DRIVE.match(path) else path)


_DRIVE = re.compile("/[A-Za-z]:")


def _at_home(text: str) -> str:
    return os.path.expanduser(text)  # noqa: PTH111 - unlike `Path.expanduser` it never refuses


def near_at_hand(home: Path) -> tuple[Path, ...]:
    """Return the folders in which a file to be brought in usually lies: where the person is, and a few of their own."""
    try:
        here = [Path.cwd()]
    except OSError:  # the folder that the shell stands in was deleted
        here = []
    return (*here, *(home / name for name in NEAR))


def suggestions(text: str, folders: Sequence[Path], *, windows: bool = os.name == "nt") -> tuple[Path, ...]:
    """Return files that could be meant by what is typed so far, the newest first.

    With a folder in the text they are the files and folders in it; otherwise files below the given folders with these
    letters in their name.
    """
    typed = path_of(text, windows=windows) if text.strip() else Path()
    letters = "" if text.endswith(("/", os.sep)) else typed.name.lower()
    if "/" in text or os.sep in text or text.startswith("~"):
        folder = typed if text.rstrip("\"'").endswith(("/", os.sep)) else typed.parent
        found = [one for one in _entries(folder, folders=True) if one[1].name.lower().startswith(letters)]
    else:
        every = (one for folder in dict.fromkeys(folders) for one in _entries(folder, folders=False))
        found = [one for one in every if letters in one[1].name.lower()]
    found.sort(key=lambda one: (-one[0], one[1].name.lower()))
    return tuple(path for _, path in found[:MOST])


def _entries(folder: Path, *, folders: bool) -> Iterator[tuple[float, Path]]:
    """Yield what in a folder can be brought in, with the time of its last change, and if asked for the folders in it."""
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _LOOKED_AT):
                if entry.name.startswith("."):
                    continue
                if _readable(entry.name) and entry.is_file():
                    yield entry.stat().st_mtime, Path(entry.path)
                elif folders and entry.is_dir():
                    yield 0.0, Path(entry.path)
    except OSError:
        return


_ENDINGS = tuple({end for one in FORMATS if one.reads for end in one.suffixes} - {".md"} | {".zip"})


def _readable(name: str) -> bool:
    return name.lower().endswith(_ENDINGS)


def shown_path(path: Path, home: Path) -> str:
    """Return a path as it is shown to people and can be typed: below the user's folder with `~`."""
    if path.is_relative_to(home) and path != home:
        return clean(f"~/{path.relative_to(home).as_posix()}")
    return clean(str(path))


def open_doubts(arrived: Arrived, asked: Iterable[str]) -> tuple[Doubt, ...]:
    """Return what a file leaves open and nobody was asked yet; `asked` are the names of the others."""
    before = set(asked)
    return tuple(one for one in arrived.doubts if one.id not in before)


def bring_beside(
    desk: Desk, arrived: Arrived, source: str, *, dry_run: bool, progress: Progress | None = None
) -> tuple[Brought, ...]:
    """Bring in what arrived from a thread of its own, at a desk of its own in the same home; see `bring_in`.

    Raises:
        NmtError: a file or an answer cannot be written.
    """
    own = open_desk(desk.places, desk.clock, desk.random)
    try:
        brought = bring_in(own, arrived, source, dry_run=dry_run, progress=progress)
        if not dry_run:
            own.look_again()
    finally:
        own.close()
    return brought


def unforeseen(fault: Exception) -> NmtError:
    """Return the refusal for a fault that nobody thought of."""
    return NmtError(
        f"something unforeseen went wrong ({type(fault).__name__})",
        "What was written is whole. Try it once more; another format of the same file may work.",
    )


def anything_new(brought: Iterable[Brought]) -> bool:
    """Whether there is anything to be written."""
    return any(one.new or one.answers or one.pictures for one in brought)


def losses_of(arrived: Arrived, brought: Iterable[Brought]) -> tuple[Loss, ...]:
    """Return what could not be carried: in reading the file, and in writing what it came to."""
    return (*arrived.losses, *(loss for one in brought for loss in one.losses))


def brought_lines(one: Brought, *, dry_run: bool) -> Iterator[str]:
    """Give what one deck of a file came to, or would come to."""
    verb = "would come" if dry_run else "came"
    there = f", {one.there} there already" if one.there else ""
    pictures = f", {count(one.pictures, 'picture')}" if one.pictures else ""
    pictures += f", {count(one.refused, 'picture')} left out for size or name" if one.refused else ""
    into = f"{verb} into"
    if one.grown:
        into = "would be added to" if dry_run else "was added to" if one.new == 1 else "were added to"
    yield f"{one.title}: {count(one.new, 'item')} {into} {one.path}{there}{pictures}."
    if one.answers or one.answers_there:
        there = f", {one.answers_there:,} there already" if one.answers_there else ""
        yield f"  {count(one.answers, 'answer')} {verb} along{there}."
