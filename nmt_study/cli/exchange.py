"""The commands `import` and `export`: decks and quizzes from and for other programs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import home_option, looking_desk, places_of, teller
from nmt_study.cli.options import output_file
from nmt_study.config import Places
from nmt_study.disk import is_file
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Arrived, Doubt, Loss
from nmt_study.exchange.formats import FORMATS
from nmt_study.services.exchange import exchanging
from nmt_study.services.exchange.arriving import brought_lines, losses_of, open_doubts
from nmt_study.services.exchange.exchanging import Brought, loss_line, lost_words
from nmt_study.services.words import count
from nmt_study.text import clean

_LARGE = 2_000_000  # bytes; what is smaller is read before anybody wonders
_MANY = 10_000  # items and answers
_STDOUT = "-"
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
@click.option("--ask", "anew", is_flag=True, help="Ask anew what the columns of a table are.")
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
    anew: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Import a file."""
    path, places, given = Path(file), places_of(home_option(ctx)), dict(_pair(one) for one in answers)
    if is_file(path) and path.stat().st_size > _LARGE:
        output.tell(f"Reading {clean(path.name)}. A large file takes a minute or two.")
    found, arrived = exchanging.read_file(path, name, given)
    asked: set[str] = set()
    while doubts := open_doubts(arrived, asked):
        asked |= {one.id for one in doubts}
        more = _settled(places, doubts, anew=anew, silent=as_json, kept=not dry_run)
        if not more:
            break
        given |= more
        _, arrived = exchanging.read_file(path, found.id, given)
    with looking_desk(ctx, only=dry_run) as desk:
        listener = teller("Taking in", _MANY)
        brought = exchanging.bring_in(desk, arrived, path.name, to=to, dry_run=dry_run, progress=listener)
    if as_json:
        output.give_json(_as_json(arrived, brought))
    else:
        tell_arrival(arrived, brought, dry_run=dry_run)
    return ExitCode.PROBLEMS if losses_of(arrived, brought) or arrived.doubts else ExitCode.FINE


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
@output_file("The file to write; - is standard output.", required=True)
@click.option(
    "--no-answers",
    is_flag=True,
    help="Send none of your answers and due days along: for a deck that others get.",
)
@click.option("--dry-run", is_flag=True, help="Only say what could not be carried.")
@click.option("--json", "as_json", is_flag=True, help="List what could not be carried as JSON.")
@click.pass_context
def take(
    ctx: click.Context,
    deck: str,
    name: str,
    file: str,
    *,
    force: bool,
    no_answers: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Export a deck."""
    piped = file == _STDOUT and not dry_run
    if piped and as_json:
        raise NmtError(
            "-o - and --json both want standard output", "Give a file, or leave --json out.", ExitCode.USAGE
        )
    if not piped and not dry_run:
        output.refuse_taken(Path(file), force=force)
    with looking_desk(ctx, only=dry_run) as desk:
        departed, answers = exchanging.take_out(desk, deck, name, answers=not no_answers)
    if not dry_run:
        _hand_over(departed.data, file)
        if answers:
            output.tell(f"{count(answers, 'answer')} of yours went along; --no-answers leaves them out.")
    if as_json:
        output.give_json({"losses": [asdict(one) for one in departed.losses]})
    else:
        _tell_losses(departed.losses, output.tell if piped else output.say)
    return ExitCode.PROBLEMS if departed.losses else ExitCode.FINE


def _hand_over(data: bytes, file: str) -> None:
    """Write a file, or hand it to standard output."""
    if file == _STDOUT:
        output.give_bytes(data)
        return
    output.write_file(Path(file), data)
    output.tell(f"Written: {clean(file)}, {len(data):,} bytes.")


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.rpartition("=")
    if not sign or not value.isdigit():
        raise NmtError(
            f"{clean(written)!r} is no answer",
            "Write --answer ID=N with the number of a choice.",
            ExitCode.USAGE,
        )
    return name, value


def _settled(
    places: Places, doubts: tuple[Doubt, ...], *, anew: bool, silent: bool, kept: bool
) -> dict[str, str]:
    """Return the answers to doubts: those of last time about columns, and what a person says now, which may be kept."""
    known = {} if anew else exchanging.answered_before(places, doubts)
    if known:
        output.tell("The columns are taken as you said last time; --ask asks about them again.")
    given = {} if silent else ask_doubts(one for one in doubts if one.id not in known)
    if kept:
        exchanging.remember(places, doubts, given)
    return known | given


def ask_doubts(doubts: Iterable[Doubt], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ask what the file leaves open; an empty line leaves the item out, the end of the input all that are left.

    Where there is an answer of `before`, an empty line is that one.
    """
    given = {}
    for one in doubts:
        output.say(f"{one.where}: {one.question}")
        for number, choice in enumerate(one.choices, 1):
            output.say(f"  {number}. {choice}")
        try:
            known = (before or {}).get(one.id, "")
            enter = f"Enter for {known} as last time" if known else "Enter to leave it out"
            line = output.ask(f"Number, {enter}, or q to leave out all that follow: ").strip() or known
        except EOFError:
            break
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
    for note in arrived.notes:
        output.say(f"Note: {note}")
    _tell_losses(losses_of(arrived, brought))


def _tell_losses(losses: Sequence[Loss], say: Callable[[str], None] = output.say) -> None:
    for one in losses[:_SHOWN]:
        say(loss_line(one))
    if len(losses) > _SHOWN:
        say(f"… and {len(losses) - _SHOWN} more; --json lists all of them.")
    if losses:
        say(lost_words(len(losses)))


def _as_json(arrived: Arrived, brought: tuple[Brought, ...]) -> dict[str, Any]:
    return {
        "decks": [{key: value for key, value in asdict(one).items() if key != "losses"} for one in brought],
        "losses": [asdict(one) for one in losses_of(arrived, brought)],
        "doubts": [asdict(one) for one in arrived.doubts],
        "notes": list(arrived.notes),
    }
