"""The commands `import` and `export`: decks and quizzes from and for other programs."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.opening import the_desk
from nmt_study.cli.shape import Command
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Arrived, Doubt, Loss
from nmt_study.exchange.formats import FORMATS
from nmt_study.services import exchanging
from nmt_study.services.arriving import brought_lines, losses_of
from nmt_study.services.exchanging import Brought, loss_line
from nmt_study.services.words import count
from nmt_study.text import clean

_SHOWN = 20  # losses that are listed one by one unless --json asks for all


@click.command(
    "import",
    cls=Command,
    help="Bring in decks and quizzes from other programs. Nothing is overwritten, and what is there already does not come twice.",
    examples=(
        ("nmt-study import course.apkg", "an Anki package"),
        (
            "nmt-study import questions.docx --dry-run",
            "a Word document: what would come in, and what is not certain",
        ),
        ("nmt-study import export.txt --format gift --to shoulder", "under a name of your own"),
    ),
)
@click.argument("file", metavar="FILE")
@click.option(
    "--format", "name", metavar="F", help=f"What it is: {', '.join(one.id for one in FORMATS if one.reads)}."
)
@click.option(
    "--to", metavar="NAME", default="", help="The name of the deck file; without it, the deck's title."
)
@click.option(
    "--answer", "answers", multiple=True, metavar="ID=N", help="Answer a question that the file leaves open."
)
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
@click.option("--json", "as_json", is_flag=True, help="As JSON; nothing is asked.")
@click.pass_context
def bring(
    ctx: click.Context,
    file: str,
    name: str | None,
    to: str,
    answers: tuple[str, ...],
    *,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Import a file."""
    path, given = Path(file), dict(_pair(one) for one in answers)
    found, arrived = exchanging.read_file(path, name, given)
    if arrived.doubts and not as_json:
        given |= ask_doubts(arrived.doubts)
        found, arrived = exchanging.read_file(path, found.id, given)
    with the_desk(ctx) as desk:
        brought = exchanging.bring_in(desk, arrived, path.name, to=to, dry_run=dry_run)
    if as_json:
        output.give_json(_as_json(arrived, brought))
    else:
        tell_arrival(arrived, brought, dry_run=dry_run)
    return ExitCode.PROBLEMS if arrived.losses or arrived.doubts else ExitCode.FINE


@click.command(
    "export",
    cls=Command,
    help="Take a deck or quiz out for another program; what that cannot hold is told, item by item.",
    examples=(("nmt-study export tp-shoulder-girdle --format anki -o shoulder.apkg", "for Anki"),),
)
@click.argument("deck", metavar="ID")
@click.option(
    "--format",
    "name",
    metavar="F",
    required=True,
    help=f"One of {', '.join(one.id for one in FORMATS if one.writes)}.",
)
@click.option("-o", "--output", "file", metavar="FILE", required=True, help="The file to write.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--dry-run", is_flag=True, help="Only say what could not be carried.")
@click.option("--json", "as_json", is_flag=True, help="List what could not be carried as JSON.")
@click.pass_context
def take(
    ctx: click.Context, deck: str, name: str, file: str, *, force: bool, dry_run: bool, as_json: bool
) -> int:
    """Export a deck."""
    target = Path(file)
    if target.exists() and not force and not dry_run:
        raise NmtError(
            f"{clean(file)} is there already",
            "Give another name, or --force to write over it.",
            ExitCode.USAGE,
        )
    with the_desk(ctx) as desk:
        departed = exchanging.take_out(desk, deck, name)
    if not dry_run:
        try:
            target.write_bytes(departed.data)
        except OSError as fault:
            reason = clean(fault.strerror or str(fault))
            raise NmtError(f"{clean(file)} cannot be written: {reason}", "Give another path.") from fault
        output.tell(f"Written: {clean(file)}, {len(departed.data):,} bytes.")
    if as_json:
        output.give_json({"losses": [asdict(one) for one in departed.losses]})
    else:
        _tell_losses(departed.losses)
    return ExitCode.PROBLEMS if departed.losses else ExitCode.FINE


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.rpartition("=")
    if not sign or not value.isdigit():
        raise NmtError(
            f"{clean(written)!r} is no answer",
            "Write --answer ID=N with the number of a choice.",
            ExitCode.USAGE,
        )
    return name, value


def ask_doubts(doubts: Iterable[Doubt]) -> dict[str, str]:
    """Ask what the file leaves open; an empty line leaves the item out."""
    given = {}
    for one in doubts:
        output.say(f"{one.where}: {one.question}")
        for number, choice in enumerate(one.choices, 1):
            output.say(f"  {number}. {choice}")
        line = output.ask("Number, Enter to leave it out, or q to leave out all that follow: ").strip()
        if line.lower() == "q":
            break
        chosen = output.choice_of(line, len(one.choices))
        if chosen:
            given[one.id] = str(chosen)
    return given


def tell_arrival(arrived: Arrived, brought: tuple[Brought, ...], *, dry_run: bool) -> None:
    """Print what came, or would come, of a file, and what could not be carried."""
    for one in brought:
        for line in brought_lines(one, dry_run=dry_run):
            output.say(line)
    if not brought:
        output.say("Nothing came in.")
    _tell_losses(losses_of(arrived, brought))


def _tell_losses(losses: tuple[Loss, ...]) -> None:
    for one in losses[:_SHOWN]:
        output.say(loss_line(one))
    if len(losses) > _SHOWN:
        output.say(f"… and {len(losses) - _SHOWN} more; --json lists all of them.")
    if losses:
        output.say(f"{count(len(losses), 'thing')} could not be carried as it was.")


def _as_json(arrived: Arrived, brought: tuple[Brought, ...]) -> dict[str, Any]:
    return {
        "decks": [asdict(one) for one in brought],
        "losses": [asdict(one) for one in arrived.losses],
        "doubts": [asdict(one) for one in arrived.doubts],
    }
