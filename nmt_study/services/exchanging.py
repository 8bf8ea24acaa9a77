"""Bringing decks in from other programs and taking them out: nothing is overwritten, nothing comes twice, losses are told."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from nmt_study.config import Places
from nmt_study.deck.identity import cards_of
from nmt_study.deck.model import Deck, Header, Item
from nmt_study.deck.parser import parse
from nmt_study.deck.writer import write, write_item
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.exchange import formats
from nmt_study.exchange.box import LARGEST, Halt, read_here
from nmt_study.exchange.format import Arrived, Departed, Doubt, Format, Loss, Medium, Parcel
from nmt_study.services import library
from nmt_study.services.desk import Desk
from nmt_study.services.transfer import Landed, bring_answers, landed, leaving
from nmt_study.storage import columns
from nmt_study.storage.database import Progress
from nmt_study.storage.event import milliseconds
from nmt_study.storage.files import deck_id, read_bytes
from nmt_study.storage.manuscript import place_new, read_manuscript, rewrite
from nmt_study.text import clean, shorten, slug

_MOST_PICTURE = 20_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """What one deck of a file came to: the deck file, how many items are new in it, and how many were there already.

    `pictures` come along, `refused` are those that are too large or have no name that is only a name. `answers` were
    given in the other program and count here from now on, `answers_there` were here already; `losses` are those that
    could not be taken.
    """

    path: str
    title: str
    new: int
    there: int
    pictures: int
    refused: int = 0
    answers: int = 0
    answers_there: int = 0
    losses: tuple[Loss, ...] = ()


def read_file(
    path: Path, name: str | None = None, answers: Mapping[str, str] | None = None, halt: Halt | None = None
) -> tuple[Format, Arrived]:
    """Read a file of another program; nothing is written. `halt` gives it up from another thread.

    Raises:
        NmtError: it is not there, of no known format, damaged, or hostile.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as fault:
        reason = clean(fault.strerror or str(fault))
        raise NmtError(
            f"{clean(str(path))} cannot be read: {reason}", "Give the path of a file.", ExitCode.USAGE
        ) from fault
    found = formats.find(name, reads=True) if name else formats.of_file(path, data)
    if found is None:
        known = ", ".join(one.id for one in formats.FORMATS if one.reads)
        message = f"{clean(path.name)} does not tell what it is"
        raise NmtError(message, f"Say it with --format: {known}.", ExitCode.USAGE)
    return found, read_here(found, data, path.name, answers or {}, halt)


def answered_before(places: Places, doubts: Iterable[Doubt]) -> dict[str, str]:
    """Return the answers that were given to such of the doubts as come again with every file of the same make."""
    known = columns.remembered(places.data)
    return {one.id: known[one.id] for one in doubts if one.lasting and one.id in known}


def remember(places: Places, doubts: Iterable[Doubt], answers: Mapping[str, str]) -> None:
    """Remember the answers to such doubts; where that cannot be, they are asked again next time."""
    lasting = {one.id: answers[one.id] for one in doubts if one.lasting and one.id in answers}
    if lasting:
        with suppress(OSError):
            columns.remember(places.data, lasting)


def bring_in(
    desk: Desk,
    arrived: Arrived,
    source: str,
    *,
    to: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> tuple[Brought, ...]:
    """Write what arrived into the person's own decks and quizzes; with `dry_run` only tell what would be written.

    A deck goes into a file named after it, or after `to`; where that is there, only items that the library does not
    have yet are added at its end. `source` is the name of the file, for decks without a title. The answers that came
    along are recorded once all decks are there; `progress` hears how many are, and how many there are.

    Raises:
        NmtError: a file or an answer cannot be written; what was written before stays.
    """
    desk.library.refresh()
    brought = [_bring(desk, parcel, source, to, dry_run=dry_run) for parcel in arrived.parcels]
    if not any(parcel.reviews or parcel.states for parcel in arrived.parcels):
        return tuple(told for told, _ in brought)
    answers = bring_answers(desk, tuple(landed for _, landed in brought), progress, dry_run=dry_run)
    return tuple(
        replace(told, answers=one.new, answers_there=one.there, losses=one.losses)
        for (told, _), one in zip(brought, answers, strict=True)
    )


def take_out(desk: Desk, deck: str, name: str, *, answers: bool = True) -> tuple[Departed, int]:
    """Return a deck or quiz as a file of another format, with what that cannot hold, and how many answers are in it.

    Answers leave with a deck where the format has a place for them, unless they are not to.

    Raises:
        NmtError: there is no such deck or format, or its file cannot be read.
    """
    found, info = formats.find(name, writes=True), library.find(desk, deck)
    try:
        parsed = parse(read_bytes(info.file), info.path)
    except OSError as fault:
        raise NmtError(f"{info.path} cannot be read: {clean(fault.strerror or str(fault))}") from fault
    left_out = tuple(
        Loss(f"line {one.line}", one.message, "left out")
        for one in parsed.diagnostics
        if one.severity is Severity.ERROR
    )
    header = parsed.deck.header
    named = replace(header, title=header.title or info.title, id=header.id or info.id)
    media = _media_of(parsed.deck, info.file.parent)
    reviews, states = leaving(desk, parsed.deck) if answers and found.answers else ((), ())
    made = milliseconds(desk.clock.now()) // 1000 if found.answers else 0
    parcel = Parcel(replace(parsed.deck, header=named), media, reviews, states, made)
    departed = formats.writer_of(found)(parcel)
    return replace(departed, losses=(*left_out, *departed.losses)), len(reviews)


def _bring(desk: Desk, parcel: Parcel, source: str, to: str, *, dry_run: bool) -> tuple[Brought, Landed]:
    """Write the deck of a parcel; return what is to say about it, and which card here is which there."""
    header = parcel.deck.header
    title = header.title or Path(source).stem
    name = _file_name(to or title)
    folder = desk.places.home / ("quizzes" if header.kind else "decks")
    path = folder / f"{name}.md"
    pictures = _pictures(parcel.media, path.with_suffix(""))
    deck = _showing(parcel.deck, pictures, name)
    known = tuple(one.card for one in desk.library.cards_of({_group(item) for item in deck.items}))
    groups = {card.group for card in known}
    fresh = [item for item in deck.items if _group(item) not in groups]
    shown = path.relative_to(desk.places.home).as_posix()
    told = Brought(
        shown,
        clean(title),
        len(fresh),
        len(deck.items) - len(fresh),
        len(pictures),
        len(parcel.media) - len(pictures),
    )
    there = landed(parcel, deck, known, deck_id(shown))
    if dry_run or not fresh:
        return told, there
    if path.exists():
        _append(desk, path, shown, fresh)
    else:
        kept = {id(item) for item in fresh}
        parts = tuple(part for part in deck.parts if not isinstance(part, Item) or id(part) in kept)
        place_new(path, shown, write(Deck(_own(header, title), parts)).encode("utf-8"))
    for target, data in pictures.values():
        if not target.exists():
            place_new(target, target.relative_to(desk.places.home).as_posix(), data)
    return told, there


def _own(header: Header, title: str) -> Header:
    """Return the header of a deck that came in: its title, and no id that another deck may have."""
    return replace(header, title=clean(title), id="")


def _append(desk: Desk, path: Path, shown: str, fresh: list[Item]) -> None:
    manuscript = read_manuscript(path, shown, desk.places.home)
    blocks, case = [], ""
    for item in fresh:
        if case and item.case != case:
            blocks.append("---\n")
        blocks.append(write_item(item, case))
        case = item.case
    text = "\n".join(blocks)
    last = len(manuscript.lines)
    rewrite(
        manuscript, manuscript.revised(last, last, f"{manuscript.lines[-1]}\n\n---\n\n{text}".lstrip("\n"))
    )


def _group(item: Item) -> str:
    return cards_of(item)[0].group


def _file_name(text: str) -> str:
    """Return a file name of a title: small letters, digits and hyphens."""
    return slug(clean(text))[:60].strip("-") or "imported"


def _pictures(media: tuple[Medium, ...], folder: Path) -> dict[str, tuple[Path, bytes]]:
    """Return where each picture goes: into a folder beside the deck, under a name that is only a name."""
    found = {}
    for one in media:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", one.name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".-")
        if name and len(one.data) <= _MOST_PICTURE:
            found[one.name] = (folder / name[-100:], one.data)
    return found


def _showing(deck: Deck, pictures: Mapping[str, tuple[Path, bytes]], folder: str) -> Deck:
    """Return a deck whose images lie in the folder beside it, as it will be read from its file."""
    text = write(deck)
    for name, (target, _) in pictures.items():
        for written in {name, name.replace(" ", "%20")}:
            text = text.replace(f"]({written})", f"]({folder}/{target.name})")
    return parse(text, "").deck


def _media_of(deck: Deck, folder: Path) -> tuple[Medium, ...]:
    """Return the pictures that a deck shows, by the paths that it uses, those in its own folder or below."""
    found = {}
    for path in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", write(deck)):
        file = folder / path.replace("%20", " ")
        if path not in found and file.is_file() and file.resolve().is_relative_to(folder.resolve()):
            data = file.read_bytes()
            if len(data) <= _MOST_PICTURE:
                found[path] = Medium(path, data)
    return tuple(found.values())


def loss_line(one: Loss) -> str:
    """Return a loss as one line."""
    kept = f" ({one.kept})" if one.kept else ""
    return f"{clean(one.where)}: {shorten(clean(one.what), 200)}{kept}"
