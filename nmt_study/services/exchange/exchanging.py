"""Bringing decks in from other programs and taking them out: nothing is overwritten, nothing comes twice, losses are told."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from nmt_study import disk
from nmt_study.config import Places
from nmt_study.deck.grammar.parser import parse
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.exchange import formats
from nmt_study.exchange.box import LARGEST, Halt, in_parts, read_here
from nmt_study.exchange.format import Arrived, Departed, Doubt, Format, Loss, Parcel
from nmt_study.services import library
from nmt_study.services.desk import Desk
from nmt_study.services.exchange.bringing import Brought, Shelf
from nmt_study.services.exchange.media import leaving_with, root_of
from nmt_study.services.exchange.transfer import bring_answers, leaving
from nmt_study.services.words import count
from nmt_study.storage.database import Progress
from nmt_study.storage.library import columns
from nmt_study.storage.library.files import read_bytes
from nmt_study.storage.record.event import milliseconds
from nmt_study.text import clean, reason_of, shorten

__all__ = [
    "Brought", "answered_before", "bring_in", "loss_line", "read_file", "remember", "take_out",
]  # fmt: skip


def read_file(
    path: Path, name: str | None = None, answers: Mapping[str, str] | None = None, halt: Halt | None = None
) -> tuple[Format, Arrived]:
    """Read a file of another program; nothing is written. `halt` gives it up from another thread.

    Raises:
        NmtError: it is not there, of no known format, damaged, or hostile.
    """
    try:
        data = disk.read_bytes(path, LARGEST)
    except OSError as fault:
        reason = reason_of(fault)
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

    A deck goes into a file named after it, or after `to`; where a deck of that title is there, only items that are not
    there yet are added at its end. `source` is the name of the file, for decks without a title. The answers that came
    along are recorded once all decks are there. `progress` hears how many items and answers are done, and how many
    there are.

    Raises:
        NmtError: a file or an answer cannot be written; what was written before stays, and importing again does the rest.
    """
    desk.library.refresh()
    parcels = in_parts(arrived, source).parcels
    items, answers = sum(len(one.deck.items) for one in parcels), sum(len(one.reviews) for one in parcels)
    shelf, brought, before = Shelf(desk, dry_run=dry_run), [], 0

    def heard(done: int, _: int = 0) -> None:
        if progress:
            progress(before + done, items + answers)

    for parcel in parcels:
        heard(0)
        brought.append(shelf.bring(parcel, source, to, heard))
        before += len(parcel.deck.items)
    heard(0)
    if not any(parcel.reviews or parcel.states for parcel in parcels):
        return tuple(told for told, _ in brought)
    came = bring_answers(desk, tuple(landed for _, landed in brought), heard, dry_run=dry_run)
    return tuple(
        replace(told, answers=one.new, answers_there=one.there, losses=(*told.losses, *one.losses))
        for (told, _), one in zip(brought, came, strict=True)
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
        raise NmtError(f"{info.path} cannot be read: {reason_of(fault)}") from fault
    left_out = tuple(
        Loss(f"line {one.line}", one.message, "left out")
        for one in parsed.diagnostics
        if one.severity is Severity.ERROR
    )
    header = parsed.deck.header
    named = replace(header, title=header.title or info.title, id=header.id or info.id)
    media, lost = leaving_with(parsed.deck, info.file.parent, root_of(desk.places, shipped=info.shipped))
    reviews, states = leaving(desk, parsed.deck) if answers and found.answers else ((), ())
    made = milliseconds(desk.clock.now()) // 1000 if found.answers else 0
    parcel = Parcel(replace(parsed.deck, header=named), media, reviews, states, made)
    departed = formats.writer_of(found)(parcel)
    return replace(departed, losses=(*left_out, *lost, *departed.losses)), len(reviews)


def lost_words(number: int) -> str:
    """Say how many things could not be carried."""
    return f"{count(number, 'thing')} could not be carried as {'it was' if number == 1 else 'they were'}."


def loss_line(one: Loss) -> str:
    """Return a loss as one line."""
    kept = f" ({one.kept})" if one.kept else ""
    return f"{clean(one.where)}: {shorten(clean(one.what), 200)}{kept}"
