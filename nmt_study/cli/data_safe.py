"""The commands that keep a record safe: `data backup`, `restore`, `export`, `erase` and `redate`."""

import os
from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import MANY_EVENTS, home_option, places_of, teller, the_desk
from nmt_study.cli.options import AS_JSON, YES, day_of
from nmt_study.clock import SystemClock, date_of
from nmt_study.clock import day_of as study_day_of
from nmt_study.config import Places
from nmt_study.errors import ExitCode
from nmt_study.services.safety import certificates, erasing
from nmt_study.services.safety import data as service
from nmt_study.services.safety.keeping import FROM_SEGMENTS
from nmt_study.services.words import as_argument, count, date_words
from nmt_study.text import shorten


@click.command(
    cls=Command,
    help="Make a checked copy of your record.",
    examples=(
        ("nmt-study data backup", "beside the ones that are made by themselves"),
        ("nmt-study data backup --to E:\\", "on another disk"),
    ),
)
@click.option("--to", "folder", metavar="DIR", help="The folder for it; without it, your user data folder.")
@AS_JSON
@click.pass_context
def backup(ctx: click.Context, folder: str | None, as_json: bool) -> None:
    """Back the record up."""
    places = places_of(home_option(ctx))
    made = service.back_up_to(places, SystemClock(), Path(folder) if folder else None)
    if as_json:
        output.give_json({"path": str(made.path), "at": made.at.isoformat(), "events": made.events})
    else:
        output.say(f"Backed up {count(made.events, 'event')}, checked: {made.path}")
        with service.the_record(places, SystemClock(), os.urandom) as record:
            if told := certificates.beside_words(places.home, record):
                output.tell(told)


@click.command(
    cls=Command,
    help="Put your record back from a backup, or from the second copy; without a file, list what there is. "
    "What was there before is kept.",
    examples=(
        ("nmt-study data restore", "which backups there are"),
        ("nmt-study data restore FILE", "from a backup"),
        (FROM_SEGMENTS, "from the second copy, to the last answer"),
    ),
)
@click.argument("file", required=False)
@click.option(
    "--from-segments",
    is_flag=True,
    help="From the second copy of every event; FILE may then name the folder of an earlier one.",
)
@AS_JSON
@click.pass_context
def restore(ctx: click.Context, file: str | None, from_segments: bool, as_json: bool) -> None:
    """Restore the record, or list what it can be restored from."""
    places = places_of(home_option(ctx))
    if file is None and not from_segments:
        _list_restorable(service.restorable(places), as_json)
        return
    path = Path(file) if file else None
    done = service.restore_from(
        places, SystemClock(), os.urandom, path, teller("Restoring", MANY_EVENTS), from_segments=from_segments
    )
    if as_json:
        before = str(done.before) if done.before else None
        output.give_json({"events": done.events, "answers": done.answers, "before": before})
        return
    output.say(
        f"Restored: {count(done.answers, 'answer')}, {count(done.events, 'event')}, each as it was written."
    )
    if done.cut:
        output.say("The last line of the second copy was cut off, so its event is not there.")
    if done.before:
        output.say(f"What was there before is kept: {done.before}")
    with service.the_record(places, SystemClock(), os.urandom) as record:
        if told := certificates.restored_words(places.home, record):
            output.tell(told)


def _list_restorable(found: service.Restorable, as_json: bool) -> None:
    """Print what there is to restore from."""
    if as_json:
        output.give_json(
            {
                "backups": [
                    {"path": str(one.path), "at": one.at.isoformat(), "events": one.events}
                    for one in found.backups
                ],
                "segments": [
                    {"path": str(one.series.folder), "events": one.events, "current": one.current}
                    for one in found.series
                ],
            }
        )
        return
    for one in found.backups:
        when = f"{date_words(one.at.date())}, {one.at:%H:%M} UTC"
        command = output.as_typed(f"nmt-study data restore {as_argument(one.path)}")
        output.say(f"{when}, {count(one.events, 'event')}: {command}")
    for kept in found.series:
        words = "the second copy, up to the last answer" if kept.current else "an earlier second copy"
        folder = "" if kept.current else f" {as_argument(kept.series.folder)}"
        output.say(f"{words}, {count(kept.events, 'event')}: {output.as_typed(FROM_SEGMENTS)}{folder}")
    if not found.backups and not found.series:
        output.say("There is nothing to restore from: no backup and no second copy of this home is known.")


@click.command(
    cls=Command,
    help="Write everything your record holds as files for other programs: every event, review and memory.",
    examples=(
        ("nmt-study data export -o my-record", "as JSON"),
        ("nmt-study data export -o my-record --format csv", "for a spreadsheet"),
    ),
)
@click.option(
    "-o", "--output", "folder", metavar="DIR", required=True, help="A folder that is empty or not there."
)
@click.option("--format", "form", type=click.Choice(service.FORMATS), default="json", show_default=True)
@AS_JSON
@click.pass_context
def export(ctx: click.Context, folder: str, form: str, as_json: bool) -> None:
    """Export the record."""
    tables = service.export_to(places_of(home_option(ctx)), SystemClock(), Path(folder), form)
    if as_json:
        output.give_json([{"name": one.name, "file": one.file, "rows": one.rows} for one in tables])
        return
    for one in tables:
        output.say(f"{one.file}: {count(one.rows, 'row')}")
    output.say(
        "contents.json names the columns; what each means is in docs/record.md of the program's own documentation."
    )


@click.command(
    cls=Command,
    help="Erase for good what was typed in one event, a client's name say: from your record, from its second copy and, "
    "if you say so, from the backups. The answer itself still counts.",
    examples=(
        ('nmt-study data erase --find "green door"', "which events hold these words"),
        ("nmt-study data erase ID", "erase what one of them holds"),
    ),
)
@click.argument("event", metavar="ID", required=False)
@click.option(
    "--find", "words", metavar="WORDS", help="List the events that hold these words; nothing is erased."
)
@YES
@AS_JSON
@click.pass_context
def erase(ctx: click.Context, event: str | None, words: str | None, yes: bool, as_json: bool) -> int:
    """Erase free text."""
    places = places_of(home_option(ctx))
    if words is not None:
        _list_written(places, words, as_json)
        return ExitCode.FINE
    if event is None:
        raise click.UsageError(
            "Which event? Give its ID, or look for it: nmt-study data erase --find WORDS", ctx
        )
    found = erasing.look(places, event)
    if not yes and not _agrees_to_erase(found):
        return output.not_agreed("Nothing was erased.")
    from_backups = yes or not found.backups or _agrees_to_backups(len(found.backups))
    done = erasing.erase_words(places, SystemClock(), found, from_backups=from_backups)
    if as_json:
        left = [str(path) for path in done.left]
        output.give_json({"id": event, "segments": done.segments, "backups": done.backups, "left": left})
    else:
        _say_erased(done)
    return ExitCode.FINE


def _list_written(places: Places, words: str, as_json: bool) -> None:
    """Print the events that hold these words."""
    found = list(erasing.search(places, words))
    if as_json:
        output.give_json([{"id": one.id, "kind": one.kind, "words": one.words} for one in found])
        return
    for one in found:
        output.say(f"{one.id}  {service.moment_words(one)}")
        for name, text in one.words.items():
            output.say(f"    {name}: {shorten(text, 100)}")
    if not found:
        output.say("No event holds these words.")


def _agrees_to_erase(found: erasing.Found) -> bool:
    """Show what would be erased and ask."""
    event = found.event
    output.say(f"Event {event.id} of {service.moment_words(event)}")
    for name, text in event.words.items():
        output.say(f"    {name}: {text}")
    if event.free is None:
        output.say(
            "These words are erased in the record already; what is left of them elsewhere is erased now."
        )
        return True
    return output.agreed("This cannot be taken back. The answer itself still counts. Erase the words?")


def _agrees_to_backups(number: int) -> bool:
    they = f"{count(number, 'backup')} {'has' if number == 1 else 'have'} these words too"
    return output.agreed(f"{they}, and so has the one that is made now. Erase them there as well?")


def _say_erased(done: erasing.Erased) -> None:
    """Say what was erased, and where the words still are."""
    output.say(
        f"Erased: in your record, {count(done.segments, 'segment')} and {count(done.backups, 'backup')}."
    )
    for path in done.left:
        output.say(f"May still hold them: {path}")
    output.say("Copies that you made elsewhere, with --to or by hand, are yours to delete.")


@click.command(
    cls=Command,
    help="Mend the days of answers that were given while the clock of this computer ran ahead.",
    examples=(
        ("nmt-study data redate", "the last of them counts as given today"),
        ("nmt-study data redate --on 2027-03-01", "the last of them counts as given on that day"),
        ("nmt-study data redate --undo", "take the last mending back"),
    ),
)
@click.option("--on", "on", metavar="DATE", help="The day on which the last of them was really given.")
@click.option("--undo", is_flag=True, help="Take the last mending back.")
@YES
@click.pass_context
def redate(ctx: click.Context, on: str | None, undo: bool, yes: bool) -> int:
    """Mend the days of answers."""
    with the_desk(ctx) as desk:
        if undo:
            done = service.undo_redate(desk)
            output.say("Taken back." if done else "There is no mending of days to take back.")
            return ExitCode.FINE
        found = service.ahead(desk)
        if found is None:
            output.say("No answer is dated after today; there is nothing to mend.")
            return ExitCode.FINE
        last = desk.today()
        if on is not None:
            last = study_day_of(day_of(on, "--on", up_to=date_of(last)))
        dates = " to ".join(dict.fromkeys(date_words(date_of(day)) for day in (found.first, found.last)))
        output.say(f"{count(len(found.answers), 'answer')} dated {dates}.")
        ask = f"Let the last of them count as given on {date_words(date_of(last))}? It can be undone."
        if not yes and not output.agreed(ask):
            return output.not_agreed("Nothing was changed.")
        service.redate(desk, found, last)
        output.say(f"Mended: {count(last - found.last, 'day')}.")
    return ExitCode.FINE


COMMANDS = (backup, restore, export, erase, redate)
