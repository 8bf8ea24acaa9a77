"""The commands about the record and the installation: the group `data`, and `doctor`."""

import os

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command, Group
from nmt_study.cli.data_safe import COMMANDS
from nmt_study.cli.opening import MANY_EVENTS, home_option, places_of, teller
from nmt_study.cli.options import AS_JSON
from nmt_study.clock import SystemClock
from nmt_study.errors import ExitCode
from nmt_study.services.safety import data as service
from nmt_study.services.safety.doctor import doctor as examine
from nmt_study.services.words import count


@click.group(
    cls=Group,
    help="Look after your record: verify it, back it up, restore it, export it, erase what must not be in it.",
    examples=(
        ("nmt-study data where", "in which files and folders everything lies"),
        ("nmt-study data verify", "whether every answer is as it was written"),
        ("nmt-study data backup --to E:\\", "a checked copy on another disk"),
        ("nmt-study data restore", "what there is to restore from"),
    ),
)
def data() -> None:
    """Group the commands about the record."""


for _command in COMMANDS:
    data.add_command(_command)


@data.command(
    help="Say in which files and folders everything lies.",
    examples=(("nmt-study data where", "your decks, your progress, your settings"),),
)
@AS_JSON
@click.pass_context
def where(ctx: click.Context, as_json: bool) -> None:
    """Print the places of this home."""
    lies = service.where(places_of(home_option(ctx)))
    if as_json:
        output.give_json(lies)
        return
    for name, path in lies.items():
        output.say(f"{name + ':':<10}{path}")


@data.command(
    help="Check every event of the record and what follows from it; nothing is written.",
    examples=(("nmt-study data verify", "exit code 0: all is well, 1: something is not"),),
)
@AS_JSON
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> int:
    """Verify the record; problems give exit code 1."""
    with service.the_record(places_of(home_option(ctx)), SystemClock(), os.urandom) as record:
        findings = record.verify(teller("Verifying", MANY_EVENTS))
        events = record.counts().events
    if as_json:
        output.give_json({"events": events, "findings": [service.finding_json(one) for one in findings]})
    else:
        for one in findings:
            output.say(f"{one.where}: {one.message}")
        output.say(_verdict(events, [one.where for one in findings]))
    return ExitCode.PROBLEMS if findings else ExitCode.FINE


def _verdict(events: int, findings: list[str]) -> str:
    """Say in a sentence what a verification found, by where it was found."""
    if not findings:
        return f"The record is sound: {count(events, 'event')}, each as it was written."
    told = f"{count(len(findings), 'problem')} in {count(events, 'event')}. "
    if any(where.startswith(("event ", "device ", "home ", "the file")) for where in findings):
        # Made anew from what was changed, the rest would be wrong too.
        return f"{told}What was changed in an event or in the file itself is brought back by: nmt-study data restore"
    return f"{told}Problems in what follows from the events are mended by: nmt-study data rebuild"


@data.command(
    help="Make everything that follows from the events anew, in one step.",
    examples=(("nmt-study data rebuild", "after verify found a problem in what follows from the events"),),
)
@AS_JSON
@click.pass_context
def rebuild(ctx: click.Context, as_json: bool) -> None:
    """Rebuild the derived tables."""
    places = places_of(home_option(ctx))
    broken = service.rebuild(places, SystemClock(), os.urandom, teller("Rebuilding", MANY_EVENTS))
    with service.the_record(places, SystemClock(), os.urandom) as record:
        counts = record.counts()
    if as_json:
        output.give_json(
            {"events": counts.events, "cards": counts.cards, "second_copy_made_anew": bool(broken)}
        )
        return
    output.say(f"Rebuilt from {count(counts.events, 'event')}: {count(counts.cards, 'card')} with progress.")
    if broken:
        output.say("The second copy was not whole; it was made anew too.")


@click.command(
    cls=Command,
    help="Check the terminal, the folders, the decks and the record; made to be pasted in a report.",
    examples=(("nmt-study doctor", "exit code 0: all is well, 1: something is not"),),
)
@AS_JSON
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> int:
    """Print what was looked at and what was found."""
    checks = examine(places_of(home_option(ctx)), os.environ, SystemClock(), os.urandom)
    if as_json:
        output.give_json(
            [{"check": one.name, "ok": one.fine, "found": one.found, "hint": one.hint} for one in checks]
        )
    else:
        for one in checks:
            output.say(f"{'ok     ' if one.fine else 'PROBLEM'} {one.name}: {one.found}")
            if one.hint:
                output.say(f"        {output.as_typed(one.hint)}")
    return ExitCode.FINE if all(one.fine for one in checks) else ExitCode.PROBLEMS
