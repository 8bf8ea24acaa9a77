"""Papers and cards to cut as files: which there are, how they are called, and how they get into a home."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nmt_study.disk import free_stem
from nmt_study.services.desk import Desk
from nmt_study.services.paper import printing
from nmt_study.services.paper.cut_cards import print_cards, rendered_cards
from nmt_study.storage.library.manuscript import place_new
from nmt_study.text import clean, slug

FOLDER = "papers"
"""Where in a home papers are written that nobody gave a name to, those of continuing education too."""

Made = tuple[dict[Path, bytes], tuple[str, ...]]
"""Files by their names, and what could not be as it was meant, in sentences."""

_SHOWN = 3  # losses that are told one by one
_SIGNS = 10  # characters that are named


class Printable(Protocol):
    """What is printed: it tells all of its texts."""

    def texts(self) -> Iterator[str]: ...


def stem_of(name: str) -> str:
    """Return how the files of a quiz or deck begin, by its id."""
    return slug(clean(name)) or "paper"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How papers are made: which versions, drawn by which seed, with their keys or without, on which size of paper."""

    versions: tuple[str, ...] = ("A",)
    seed: int | None = None
    key: bool = True
    letter_size: bool = False


def papers(desk: Desk, name: str, stem: Path, form: str = "pdf", wanted: Wanted | None = None) -> Made:
    """Return the question papers of a quiz or deck, and their keys, each in a file of its own.

    Raises:
        NmtError: there is no such quiz or deck, or it cannot be a paper.
    """
    wanted = wanted or Wanted()
    made: dict[Path, bytes] = {}
    losses: dict[str, None] = {}
    printable: list[Printable] = []
    for version in wanted.versions:
        printed = printing.print_paper(desk, name, version, seed=wanted.seed, letter_size=wanted.letter_size)
        made[stem.with_name(f"{stem.name}-{version}.{form}")] = printing.rendered(printed.paper, form)
        if wanted.key:
            made[stem.with_name(f"{stem.name}-{version}-key.{form}")] = printing.rendered(printed.key, form)
        printable += [printed.paper, printed.key] if wanted.key else [printed.paper]
        losses |= dict.fromkeys(printed.losses)
    return made, (*losses, *_fontless(name, form, printable))


def cards(desk: Desk, name: str, stem: Path, form: str = "pdf", *, letter_size: bool = False) -> Made:
    """Return the cards of a deck or quiz in one file.

    Raises:
        NmtError: there is no such deck, or it has no cards.
    """
    sheet, missing = print_cards(desk, name, letter_size=letter_size)
    content, losses = rendered_cards(sheet, form)
    return {stem.with_name(f"{stem.name}.{form}"): content}, (
        *missing,
        *losses,
        *_fontless(name, form, [sheet]),
    )


def _fontless(name: str, form: str, printable: Iterable[Printable]) -> Iterator[str]:
    """Say which characters no font of this computer can show in a PDF."""
    if form != "pdf":
        return
    from nmt_study.reports.fonts import faces_for

    missing = sorted({sign for one in printable for sign in faces_for(one.texts()).missing})
    if missing:
        more = f" and {len(missing) - _SIGNS:,} more" if len(missing) > _SIGNS else ""
        yield (
            f"No font of this computer has {', '.join(missing[:_SIGNS])}{more}. The HTML form has all characters: "
            f"nmt-study print {clean(name)} --format html"
        )


def print_at_home(desk: Desk, name: str) -> tuple[str, ...]:
    """Print a quiz as a paper with its key, or a deck as cards, into the folder papers of the home; say what was written.

    Nothing is written over: where files of that name are there, the new ones get a number.

    Raises:
        NmtError: there is no such quiz or deck, or it cannot be printed or written.
    """
    folder = desk.places.home / FOLDER
    quiz = printing.is_quiz(desk, name)
    stem = Path(stem_of(name) if quiz else f"{stem_of(name)}-cards")
    made, losses = papers(desk, name, stem) if quiz else cards(desk, name, stem)
    endings = [path.name.removeprefix(stem.name) for path in made]
    free = free_stem(folder, stem.name, *endings)
    for end, content in zip(endings, made.values(), strict=True):
        place_new(folder / f"{free}{end}", f"{FOLDER}/{free}{end}", content)
    names = [f"{free}{end}" for end in endings]
    told = (
        f"{names[0]} for candidates, {names[1]} for you"
        if quiz
        else f"{names[0]}, to be printed on both sides"
    )
    more = (f"… and {len(losses) - _SHOWN} more.",) if len(losses) > _SHOWN else ()
    return f"Written into {clean(str(folder))}: {told}.", *losses[:_SHOWN], *more
