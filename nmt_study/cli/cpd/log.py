"""The commands that write the ledger: log, list, show, change, void, erase, import."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import home_option, places_of, the_desk
from nmt_study.cli.options import AS_JSON, YES
from nmt_study.clock import SystemClock
from nmt_study.cpd.draft import FIELDS, FieldError, drafted, read_field, typed_fields
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd import asking, book, credentials, evidence, importing
from nmt_study.services.cpd.account import accounts
from nmt_study.services.cpd.asking import HELP
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.telling import activity_lines
from nmt_study.services.cpd.words import CLASS_WORDS, FORMAT_WORDS, claimed_words, credit_words
from nmt_study.services.desk import Desk
from nmt_study.services.paper.paper_files import FOLDER
from nmt_study.services.words import count

Decorated = Callable[..., Any]


def _fields(function: Decorated) -> Decorated:
    """Add an option for each field of an activity."""
    for name in reversed(FIELDS):
        option = f"--{name.replace('_', '-')}"
        function = click.option(option, f"field_{name}", metavar="TEXT", help=HELP[name])(function)
    return function


def _given(options: Mapping[str, str | None]) -> dict[str, str]:
    """Return the fields that were given on the command line."""
    named = {
        name.removeprefix("field_"): value for name, value in options.items() if name.startswith("field_")
    }
    return {name: value for name, value in named.items() if value is not None}


@click.command(
    cls=Command,
    help="Log an activity: a course, a workshop, reading. Nothing else has to be set up for it.",
    examples=(
        ("nmt-study cpd log", "asks for what it needs, line by line"),
        (
            'nmt-study cpd log --title "Ethics" --date 2026-05-31 --hours 3',
            "without asking",
        ),
        ("nmt-study cpd log --file certificate.pdf", "with its certificate"),
        (
            "nmt-study cpd log --taught tp-shoulder-girdle --hours 2",
            "a class that you taught from a deck",
        ),
    ),
)
@_fields
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="FILE",
    help="A certificate to keep with it; may be given again.",
)
@click.option(
    "--taught",
    metavar="DECK",
    help="A class that you taught from this deck: its title and kind are filled in.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the activity for another program.")
@click.pass_context
def log(
    ctx: click.Context, /, files: tuple[str, ...], taught: str | None, *, as_json: bool, **options: str | None
) -> None:
    """Log an activity."""
    paths = [Path(name) for name in files]
    evidence.check(*paths)
    with the_desk(ctx) as desk:
        fields = _given(options)
        if taught is not None:
            fields = {**_taught(desk, taught), **fields}
        if not _enough(fields):
            fields = asked(desk, fields)
        draft = drafted(fields, book.local_day(desk))
        for twin in book.alike(book.logged(desk), draft):
            output.tell(f"Note: {twin.dated} is logged already and looks the same.")
        identifier, told = evidence.log_with(desk, draft, paths)
        one = book.find(desk, identifier)
        for warning in (*draft.warnings, *told):
            output.tell(f"Note: {warning}")
        if as_json:
            output.give_json(activity_json(one))
            return
        output.say(f"Logged: {one.title}, {one.activity.date}, {claimed_words(one)} ({one.handle}).")
        for account in accounts(desk):
            output.say(
                f"{account.credential.name}: {credit_words(account.state, one, account.credential.pack)}."
            )


def _taught(desk: Desk, name: str) -> dict[str, str]:
    from nmt_study.services import library

    deck = library.show(desk, name).deck
    return {
        "title": f"Taught: {deck.title}",
        "kind": "teaching",
        "class": "self-directed",
        "format": "in person",
    }


def _enough(fields: Mapping[str, str]) -> bool:
    measured = any(fields.get(name) for name in ("hours", "minutes", "kind", "days"))
    return bool(fields.get("title") and fields.get("date") and measured)


def asked(desk: Desk, fields: Mapping[str, str]) -> dict[str, str]:
    """Ask for the fields that were not given; each is checked at once, and empty lines skip what is not needed.

    Raises:
        NmtError: there is nobody to ask.
    """
    today, packs = book.local_day(desk), credentials.held_packs(desk)
    helps = asking.helps(packs)
    output.tell("Answer line by line; an empty line leaves a thing out. Ctrl+C stops, and nothing is logged.")
    found = dict(fields)
    for name in asking.asked_for(packs):
        if name in found or (name == "minutes" and found.get("hours")):
            continue
        found[name] = _line(name, helps[name], today, needed=name in {"title", "date"})
    return found


def _line(name: str, told: str, today: date, *, needed: bool) -> str:
    while True:
        try:
            typed = output.ask(f"{told.rstrip('.')}: ").strip()
        except EOFError as fault:
            raise NmtError(
                "the input ended before everything was said", "Nothing was logged.", ExitCode.USAGE
            ) from fault
        try:
            read_field(name, typed, today)
        except FieldError as wrong:
            output.tell(NmtError(wrong.told, wrong.hint).in_full)
            continue
        if typed or not needed:
            return typed
        output.tell("This is needed.")


@click.command(
    "list",
    cls=Command,
    help="List what is logged, the newest last.",
    examples=(
        ("nmt-study cpd list", "each with its short name"),
        ("nmt-study cpd list --json", "for another program"),
    ),
)
@click.option("--all", "voided", is_flag=True, help="Void ones too.")
@click.option("--voided", "only", is_flag=True, help="Only void ones.")
@AS_JSON
@click.pass_context
def list_(ctx: click.Context, *, voided: bool, only: bool, as_json: bool) -> None:
    """List activities."""
    with the_desk(ctx) as desk:
        every = book.logged(desk, voided=voided or only)
    if only:
        every = tuple(one for one in every if one.void)
    if as_json:
        output.give_json([activity_json(one) for one in every])
        return
    rows = [
        (one.handle, one.activity.date, claimed_words(one), one.title, "yes" if one.evidence else "no")
        for one in every
    ]
    for line in output.table(("name", "completed", "logged", "title", "evidence"), rows):
        output.say(line)
    if not every:
        output.tell(
            "Nothing was voided." if only else "Nothing is logged yet. nmt-study cpd log logs an activity."
        )


@click.command(
    cls=Command,
    help="Show an activity in full: what it counts for each credential and why, its evidence and every earlier version.",
    examples=(("nmt-study cpd show 3f9a2c", "by the short name that the list shows"),),
)
@click.argument("activity")
@AS_JSON
@click.pass_context
def show(ctx: click.Context, activity: str, *, as_json: bool) -> None:
    """Show an activity."""
    with the_desk(ctx) as desk:
        one = book.find(desk, activity, voided=True)
        if as_json:
            output.give_json(activity_json(one))
            return
        for line in activity_lines(desk, one):
            output.say(line)


@click.command(
    cls=Command,
    help="Change an activity: what you give replaces what was there. The version before stays in the record.",
    examples=(
        ("nmt-study cpd change 3f9a2c --hours 5.5", "mend the hours"),
        ('nmt-study cpd change 3f9a2c --note ""', "take the note away"),
    ),
)
@click.argument("activity")
@_fields
@click.pass_context
def change(ctx: click.Context, /, activity: str, **options: str | None) -> None:
    """Change an activity."""
    given = _given(options)
    if not given:
        raise NmtError(
            "say what is to change, such as --hours 5.5", "See nmt-study cpd change --help.", ExitCode.USAGE
        )
    with the_desk(ctx) as desk:
        one = book.find(desk, activity)
        draft = book.change(desk, one, {**typed_fields(one.data, one.words), **given})
        for warning in draft.warnings:
            output.tell(f"Note: {warning}")
        output.say(f"Changed: {book.find(desk, one.id).title}. The version before stays in the record.")


@click.command(
    cls=Command,
    help="Void an activity: it counts no more, and stays in the record with your reason.",
    examples=(('nmt-study cpd void 3f9a2c --reason "logged twice"', "it stays with its reason"),),
)
@click.argument("activity")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays in the record.")
@click.pass_context
def void(ctx: click.Context, activity: str, reason: str) -> None:
    """Void an activity."""
    with the_desk(ctx) as desk:
        one = book.find(desk, activity)
        book.void(desk, one, reason)
        output.say(f"Void: {one.title}. It stays in the record.")


@click.command(
    cls=Command,
    help="Erase the words and files of an activity, a void one too, for good: from the record, its copies and backups. Dates and hours stay.",
    examples=(("nmt-study cpd erase 3f9a2c", "asks before it does so"),),
)
@click.argument("activity")
@YES
@click.pass_context
def erase(ctx: click.Context, activity: str, *, yes: bool) -> int:
    """Erase the words of an activity."""
    from nmt_study.services.safety import erasing

    with the_desk(ctx) as desk:
        one = book.find(desk, activity, voided=True)
        events = evidence.erasable(desk, one)
        asked = (
            f"Erase the title, provider, number, note, reflection and {count(len(one.evidence), 'file')} of “{one.title}” for good, "
            "from backups too? Without them it proves nothing any more"
        )
        if not yes and not output.agreed(asked):
            return output.not_agreed("Nothing was erased.")
        evidence.bury(desk, one)
        gone = evidence.remove_files(desk, one)
    places = places_of(home_option(ctx))
    left = erasing.erase_all(places, SystemClock(), events)
    for path in left:
        output.tell(f"May still hold the words; delete it yourself: {path}")
    output.say(f"Erased. Files that are gone: {gone}. Date and hours stay.")
    output.tell(
        f"Papers that were written before, as those in {places.home / FOLDER}, and copies that you made elsewhere may still hold the words: "
        "delete them yourself."
    )
    return ExitCode.FINE


@click.command(
    "import",
    cls=Command,
    help="Take activities from a table of any spreadsheet. It is looked through first; all rows are taken or none.",
    examples=(
        ("nmt-study cpd import log.csv", "look, and take it after a yes"),
        ("nmt-study cpd import log.csv --dry-run", "only look"),
        ("nmt-study cpd import --template > log.csv", "a table to fill in"),
    ),
)
@click.argument("file", required=False)
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
@YES
@click.option("--template", is_flag=True, help="Print a table to fill in.")
@click.pass_context
def import_(ctx: click.Context, file: str | None, *, dry_run: bool, yes: bool, template: bool) -> int:
    """Import activities."""
    if template or file is None:
        if not template:
            raise NmtError(
                "which file?", "nmt-study cpd import --template prints a table to fill in.", ExitCode.USAGE
            )
        output.say(importing.template().rstrip("\n"))
        return ExitCode.FINE
    with the_desk(ctx) as desk:
        found = importing.look(desk, Path(file))
        for line in (*found.faults, *found.warnings):
            output.tell(line)
        output.say(f"{len(found.rows)} to take, {len(found.known)} there already, {len(found.faults)} wrong.")
        if found.faults:
            raise NmtError(
                "nothing was taken", "Mend the rows named above, then do the same again.", ExitCode.PROBLEMS
            )
        if dry_run or not found.rows:
            return ExitCode.FINE
        if not yes and not output.agreed(f"Take {len(found.rows)}?"):
            return output.not_agreed("Nothing was taken.")
        output.say(f"{len(importing.take(desk, found))} logged.")
    return ExitCode.FINE


def activity_json(one: Logged) -> dict[str, Any]:
    """Return an activity for another program."""
    return {
        "id": one.id,
        "name": one.handle,
        "title": one.title,
        "void": one.void,
        **{name: value for name, value in one.data.items() if name != "title"},
        **{name: text for name, text in one.words.items() if name != "title"},
        "class_words": CLASS_WORDS.get(one.activity.class_, ""),
        "format_words": FORMAT_WORDS.get(one.activity.format, ""),
        "evidence": [
            {
                "id": filed.id,
                "kind": filed.kind,
                "name": filed.name,
                "sha256": filed.sha256,
                "bytes": filed.size,
            }
            for filed in one.evidence
        ],
        "reflection": one.activity.reflection,
        "reported": dict(one.standings),
    }
