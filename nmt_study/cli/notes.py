"""What was written on cards, deck by deck: the command `notes`."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import the_desk
from nmt_study.cli.options import AS_JSON
from nmt_study.clock import date_of
from nmt_study.services import library
from nmt_study.services.cards import shaping
from nmt_study.services.cards.shaping import Note
from nmt_study.services.words import date_words

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_NOWHERE = "In no deck any more"
_UNKNOWN = "(its question is not known any more)"
_ERASED = "(erased)"


@click.command(
    cls=Command,
    help="List your notes, or with --reports the mistakes you reported, deck by deck, ready to send to an author.",
    examples=(
        ("nmt-study notes", "your own notes"),
        ("nmt-study notes --reports", "what to tell the authors of decks"),
        (
            "nmt-study notes --reports --deck tp-shoulder-girdle --markdown",
            "one deck, to be pasted where Markdown is read",
        ),
        ("nmt-study notes --reports --json", "for another program"),
    ),
)
@click.option("--reports", is_flag=True, help="The reported mistakes instead of your own notes.")
@click.option("--deck", metavar="ID", help="Of one deck only.")
@click.option("--markdown", is_flag=True, help="As Markdown.")
@AS_JSON
@click.pass_context
def notes(ctx: click.Context, reports: bool, deck: str | None, markdown: bool, as_json: bool) -> None:
    """Print notes or reports."""
    with the_desk(ctx) as desk:
        found = shaping.reports(desk) if reports else shaping.notes(desk)
        if deck is not None:
            wanted = library.find(desk, deck).id
            found = tuple(one for one in found if one.deck_id == wanted)
    if as_json:
        output.give_json([_note_json(one) for one in found])
        return
    if not found:
        output.say("No mistakes were reported." if reports else "There are no notes.")
    title = "Reported mistakes" if reports else "Notes"
    for number, path in enumerate(dict.fromkeys(one.path for one in found)):
        group = [one for one in found if one.path == path]
        if number:
            output.say()
        for line in _as_markdown(title, group) if markdown else _as_text(group):
            output.say(line)


def _as_text(group: Sequence[Note]) -> Iterator[str]:
    """Yield what was written on the cards of one file: each card's place and question, and the words."""
    first = group[0]
    yield f"{first.deck}, {first.path}" if first.path else _NOWHERE
    for one in group:
        where = f"line {one.line}, card {one.card}" if one.path else f"card {one.card}"
        yield from ("", f"  {where}, {_day(one)}", f"  {one.question or _UNKNOWN}")
        yield from (f"    {line}" for line in (one.text or _ERASED).split("\n"))


def _as_markdown(title: str, group: Sequence[Note]) -> Iterator[str]:
    """Yield the same as Markdown; what people and decks wrote stands as it is, not as markup."""
    first = group[0]
    yield f"# {title}: {_literal(f'{first.deck}, {first.path}' if first.path else _NOWHERE)}"
    for one in group:
        where = f"Line {one.line}, card" if one.path else "Card"
        yield from ("", f"## {where} {_literal(one.card)}", "", _literal(one.question or _UNKNOWN), "")
        yield from (f"> {_literal(line)}".rstrip() for line in (one.text or _ERASED).split("\n"))
        yield from ("", _day(one))


def _literal(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", text)


def _day(one: Note) -> str:
    return date_words(date_of(one.day))


def _note_json(one: Note) -> dict[str, Any]:
    """Return a note or report in its documented shape."""
    return {
        "id": one.event,
        "card": one.card,
        "question": one.question,
        "text": one.text,
        "deck": one.deck,
        "deck_id": one.deck_id,
        "path": one.path,
        "line": one.line,
        "at": one.moment.at.isoformat(),
        "study_day": one.day,
    }
