"""The commands about rules: run them without any record, place a cycle, write and check packs of one's own."""

import sys
from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command, Group
from nmt_study.cli.opening import the_desk
from nmt_study.cli.options import AS_JSON, YES, day_of
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, credentials, rules
from nmt_study.services.cpd.noted import confirmed_words
from nmt_study.services.cpd.sentences import COMPARED
from nmt_study.services.cpd.words import demand_lines, rules_line


@click.command(
    cls=Command,
    help="Run rules over a ledger from files, without any record: to check a pack or replay a case.",
    examples=(("nmt-study cpd evaluate --rules r.toml --ledger l.json --on 2027-06-01", "what it comes to"),),
)
@click.option(
    "--rules",
    "files",
    multiple=True,
    required=True,
    metavar="FILE",
    help="A rule or pack as TOML or JSON; may be given again.",
)
@click.option("--ledger", required=True, metavar="FILE", help="A ledger as JSON or TOML.")
@click.option("--on", required=True, metavar="DAY", help="The day on which it is looked at.")
@AS_JSON
def evaluate(files: tuple[str, ...], ledger: str, on: str, *, as_json: bool) -> None:
    """Evaluate a ledger."""
    day = day_of(on, "--on")
    read = rules.ledger_of(Path(ledger))
    found = {Path(name).name: rules.evaluated(Path(name), read, day) for name in files}
    if len(found) < len(files):
        raise NmtError("two rule files have the same name", "Rename one of them.", ExitCode.USAGE)
    if as_json:
        output.give_json(found if len(files) > 1 else next(iter(found.values())))
        return
    for name, one in found.items():
        output.say(
            f"{name}: {one['total']} of {one['required']}, still needed {one['still_needed']}, {'compliant' if one['compliant'] else 'not compliant'}"
            f"{', provisional: compare the numbers with the page of the body' if one['provisional'] else ''}."
        )
        for activity, codes in one["reasons"].items():
            output.say(f"  {activity}: {', '.join(codes)}")
        for warning in one["warnings"]:
            output.say(f"  {warning}")


@click.command(cls=Command, help="Tell the cycle that a day lies in, by a rule from a file.",
               examples=(("nmt-study cpd cycle --rules r.toml --on 2027-06-01", "from when to when"),))  # fmt: skip
@click.option("--rules", "file", required=True, metavar="FILE", help="A rule or pack as TOML or JSON.")
@click.option("--on", required=True, metavar="DAY", help="The day.")
@AS_JSON
def cycle(file: str, on: str, *, as_json: bool) -> None:
    """Tell a cycle."""
    found = rules.cycle_json(Path(file), day_of(on, "--on"))
    if as_json:
        output.give_json(found)
    else:
        output.say(f"{found['start']} to {found['end']}, {found['days_left']} days left.")


@click.command("lint-note", cls=Command, help="Say which words of a note could tell who a client is. Exit code 1 where some could.",
               examples=(('nmt-study cpd lint-note "text"', "of a text"), ("nmt-study cpd lint-note < note.txt", "from a file")))  # fmt: skip
@click.argument("text", required=False)
@AS_JSON
def lint_note(text: str | None, *, as_json: bool) -> int:
    """Lint a note."""
    from nmt_study.cpd.notes import lint

    found = lint(text if text is not None else sys.stdin.read(1_000_000))
    if as_json:
        output.give_json([{"what": one.what, "words": one.words, "start": one.start} for one in found])
    else:
        for one in found:
            output.say(f"“{one.words}” looks like {one.what}.")
        output.tell(
            "The note stays as it is."
            if found
            else "Nothing looks like a client. That is no proof that none is named."
        )
    return ExitCode.PROBLEMS if found else ExitCode.FINE


@click.group(cls=Group, help="Rule packs: confirm one, begin one of your own, check one.",
             examples=(("nmt-study cpd pack new my-body > packs/my-body.toml", "a pack to fill in"),))  # fmt: skip
def pack() -> None:
    """Group the commands about packs."""


@pack.command(
    "new",
    help="Print a pack to fill in; put it into the folder packs of your home. It is labelled as your own.",
)
@click.argument("name")
def new(name: str) -> None:
    """Begin a pack."""
    output.say(rules.pack_template(name).rstrip("\n"))


@pack.command(
    "check",
    help="Find mistakes in packs: unknown keys, floors above the total, ceilings below floors, no anchor.",
)
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> int:
    """Check packs."""
    wrong = 0
    for name in files:
        found = rules.pack_faults(Path(name))
        wrong += len(found)
        for line in found:
            output.say(f"{name}: {line}")
    output.say(f"{len(files)} checked, {wrong} mistakes.")
    return ExitCode.PROBLEMS if wrong else ExitCode.FINE


@pack.command(
    "confirm", help="Say that you compared the numbers with the body's own page, for the cycle that runs."
)
@click.argument("credential")
@YES
@click.pass_context
def confirm(ctx: click.Context, credential: str, *, yes: bool) -> int:
    """Confirm a pack."""
    with the_desk(ctx) as desk:
        one = accounts.account(desk, credentials.find(desk, credential), book.logged(desk))
        for line in (*demand_lines(one.credential.pack), rules_line(one.credential.pack)):
            output.say(line)
        if not yes and not output.agreed(COMPARED):
            return output.not_agreed("Not confirmed.")
        accounts.confirm(desk, one)
        output.say(confirmed_words(accounts.account(desk, one.credential, book.logged(desk))))
    return ExitCode.FINE
