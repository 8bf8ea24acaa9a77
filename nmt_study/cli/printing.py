"""The command `print`: a question paper with its key, and cards to cut."""

from pathlib import Path
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import looking_desk
from nmt_study.cli.options import AS_JSON, output_file
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.paper import paper_files, printing
from nmt_study.services.words import count
from nmt_study.text import clean

_SHOWN = 20  # losses that are listed one by one unless --json asks for all


@click.command(
    "print",
    cls=Command,
    help="Print a quiz as a question paper with its key in a file of its own, or a deck as cards to cut.",
    examples=(
        ("nmt-study print quiz-red-flags", "the paper and, apart from it, the key"),
        (
            "nmt-study print quiz-red-flags --version A --version B",
            "for neighbours: the same items in other orders",
        ),
        ("nmt-study print tp-shoulder-girdle --size letter", "eight cards a sheet, printed on both sides"),
    ),
)
@click.argument("name", metavar="ID")
@click.option(
    "--as",
    "what",
    type=click.Choice(("paper", "cards")),
    help="What to make: without it, of a quiz a paper, of a deck cards.",
)
@click.option(
    "--version",
    "versions",
    multiple=True,
    metavar="LETTER",
    help="A, B, C …; may be given several times. A without it.",
)
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Draw and order by another number.")
@click.option(
    "--format", "form", type=click.Choice(printing.FORMS), help="PDF, where the file name does not say."
)
@click.option(
    "--size", type=click.Choice(("a4", "letter")), default="a4", help="The size of the paper; A4 without it."
)
@click.option(
    "--key/--no-key", default=True, help="Write the answers too, into a file of their own; as without either."
)
@output_file("The file to write; without it, it is named after ID.")
@click.option(
    "--dry-run", is_flag=True, help="Only say what would be written and what could not be as it was meant."
)
@AS_JSON
@click.pass_context
def prints(  # noqa: PLR0917 - one parameter an option
    ctx: click.Context, name: str, what: str | None, versions: tuple[str, ...], seed: int | None, form: str | None,
    size: str, file: str | None, *, key: bool, force: bool, dry_run: bool, as_json: bool,
) -> int:  # fmt: skip
    """Print a quiz or deck."""
    stem, chosen = _names(name, file, form)
    with looking_desk(ctx, only=dry_run) as desk:
        cards = what == "cards" or (what is None and not printing.is_quiz(desk, name))
        if cards and (versions or seed is not None or not key):
            hint = "Leave out --version, --seed and --no-key, or add --as paper."
            raise NmtError("cards have no versions and no key", hint, ExitCode.USAGE)
        letter = size == "letter"
        if cards:
            named = stem if file else stem.with_name(f"{stem.name}-cards")
            made, losses = paper_files.cards(desk, name, named, chosen, letter_size=letter)
        else:
            wanted = paper_files.Wanted(_asked(versions), seed, key, letter)
            made, losses = paper_files.papers(desk, name, stem, chosen, wanted)
    if not dry_run:
        output.refuse_taken(*made, force=force)
        for path, content in made.items():
            output.write_file(path, content)
    if as_json:
        output.give_json({"files": [str(path) for path in made], "losses": list(losses)})
    else:
        _tell(made, losses, dry_run=dry_run)
    return ExitCode.PROBLEMS if losses else ExitCode.FINE


def _names(name: str, file: str | None, form: str | None) -> tuple[Path, str]:
    """Return the path without its ending, and the form: as asked for, else as the file name says, else PDF.

    Raises:
        NmtError: the file name ends in something else.
    """
    if file is None:
        return Path(paper_files.stem_of(name)), form or "pdf"
    path = Path(file)
    ending = path.suffix.lower().removeprefix(".")
    if ending in printing.FORMS:
        if form not in {None, ending}:
            raise NmtError(f"{clean(file)} is no name for {form}", f"End it in .{form}.", ExitCode.USAGE)
        return path.with_suffix(""), ending
    if form is None:
        raise NmtError(
            f"{clean(file)} names no form", "End it in .pdf or .html, or give --format.", ExitCode.USAGE
        )
    return path, form


def _asked(versions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip().upper() for one in versions)) or ("A",)


def _tell(made: dict[Path, Any], losses: tuple[str, ...], *, dry_run: bool) -> None:
    verb = "Would be written" if dry_run else "Written"
    for path, content in made.items():
        output.say(f"{verb}: {clean(str(path))}, {len(content):,} bytes.")
    for one in losses[:_SHOWN]:
        output.say(one)
    if len(losses) > _SHOWN:
        output.say(f"… and {len(losses) - _SHOWN} more; --json lists all of them.")
    if losses:
        output.say(f"{count(len(losses), 'thing')} could not be as it was meant.")
