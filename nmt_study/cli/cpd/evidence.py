"""The commands about evidence: files, the inbox, reflections, and study time as an activity of its own."""

from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command, Group
from nmt_study.cli.opening import the_desk
from nmt_study.cli.options import day_of
from nmt_study.cpd.amounts import amount, written
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd import book, credentials, promotion
from nmt_study.services.cpd import evidence as filing
from nmt_study.services.cpd.book import Reflection
from nmt_study.services.cpd.sentences import REFLECTION
from nmt_study.services.cpd.words import STUDY_LABEL
from nmt_study.services.words import count
from nmt_study.storage.record.evidence import INBOX


@click.group(cls=Group, help="Certificates and other files that prove an activity.",
             examples=(("nmt-study cpd evidence add 3f9a2c certificate.pdf", "copies it into your home"),))  # fmt: skip
def evidence() -> None:
    """Group the commands about evidence."""


@evidence.command(
    "add", help="Copy a file into your home as evidence of an activity. The original stays where it is."
)
@click.argument("activity")
@click.argument("file")
@click.option(
    "--kind",
    type=click.Choice(filing.KINDS),
    default=filing.CERTIFICATE,
    show_default=True,
    help="What it is.",
)
@click.pass_context
def add(ctx: click.Context, activity: str, file: str, kind: str) -> None:
    """Attach a file."""
    with the_desk(ctx) as desk:
        one = book.find(desk, activity)
        attached = filing.attach(desk, one, Path(file), kind)
        for warning in attached.warnings:
            output.tell(f"Note: {warning}")
        output.say(f"On file: {attached.filed.name} for {one.title} (SHA-256 {attached.filed.sha256[:12]}…).")
        output.tell("If it names other people, an attendance list say, keep a copy without them instead.")


@evidence.command("list", help="List the files of an activity, or of all.")
@click.argument("activity", required=False)
@click.pass_context
def list_files(ctx: click.Context, activity: str | None) -> None:
    """List files."""
    with the_desk(ctx) as desk:
        every = (book.find(desk, activity, voided=True),) if activity else book.logged(desk)
        rows = [
            (filed.id[-book.HANDLE :], filed.kind, filed.name, one.title, filing.path_of(desk, filed))
            for one in every
            for filed in one.evidence
        ]
    for line in output.table(("name", "kind", "file", "activity", "where"), rows):
        output.say(line)


@evidence.command("check", help="Say which files are gone or were changed since they were attached.")
@click.pass_context
def check(ctx: click.Context) -> int:
    """Compare every file with its digest."""
    with the_desk(ctx) as desk:
        every = book.logged(desk, voided=True)
        found = filing.faults(desk, every)
        number = sum(len(one.evidence) for one in every)
    for line in found:
        output.say(line)
    output.say(f"{count(number, 'file')} checked, {len(found)} not as they were attached.")
    return ExitCode.PROBLEMS if found else ExitCode.FINE


@evidence.command(
    "remove", help="Take a file away from its activity. It stays on the disk; cpd erase deletes for good."
)
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Detach a file."""
    with the_desk(ctx) as desk:
        filed = filing.find(desk, name)
        filing.detach(desk, filed)
        output.say(f"Taken away: {filed.name}.")


@click.command(cls=Command, help="List the certificates in the folder inbox of your home that are not logged yet.",
               examples=(("nmt-study cpd inbox", "what waits there"),))  # fmt: skip
@click.pass_context
def inbox(ctx: click.Context) -> None:
    """List the inbox."""
    with the_desk(ctx) as desk:
        found = filing.inbox(desk)
        folder = desk.places.home / INBOX
    for path in found.waiting:
        output.say(str(path))
    for told in found.refused:
        output.tell(f"Cannot be taken: {told}")
    number = len(found.waiting)
    output.tell(
        f"{number} not logged yet. nmt-study cpd log --file FILE logs an activity with it."
        if number
        else f"Nothing waits. Put certificates into {folder} and they are listed here until they are logged."
    )


@click.command(
    cls=Command,
    help="Write what you needed, learnt and apply from an activity. It asks; or give all three as options.",
    examples=(
        ("nmt-study cpd reflect 3f9a2c", "three short questions"),
        ("nmt-study cpd reflect 3f9a2c --draft", "to finish later"),
    ),
)
@click.argument("activity")
@click.option("--need", metavar="TEXT", help=REFLECTION["need"])
@click.option("--learnt", metavar="TEXT", help=REFLECTION["learnt"])
@click.option("--applied", metavar="TEXT", help=REFLECTION["applied"])
@click.option("--draft", is_flag=True, help="Keep it as a draft; it does not count as written yet.")
@click.pass_context
def reflect(
    ctx: click.Context,
    activity: str,
    need: str | None,
    learnt: str | None,
    applied: str | None,
    *,
    draft: bool,
) -> None:
    """Write a reflection."""
    with the_desk(ctx) as desk:
        one = book.find(desk, activity)
        before = one.reflection
        given = {"need": need, "learnt": learnt, "applied": applied}
        kept = {"need": before.need, "learnt": before.learnt, "applied": before.applied}
        said = {name: text if text is not None else kept[name] for name, text in given.items()}
        if all(text is None for text in given.values()):
            said = {name: _asked(name, kept[name]) for name in REFLECTION}
        if not draft and not said["learnt"]:
            raise NmtError("say what you learnt", "Or keep it as a draft with --draft.", ExitCode.USAGE)
        for warning in book.reflect(
            desk, one, Reflection(said["need"], said["learnt"], said["applied"], final=not draft)
        ):
            output.tell(f"Note: {warning}")
        output.say(f"{'Draft kept' if draft else 'Written'}: reflection on {one.title}.")


def _asked(name: str, before: str) -> str:
    kept = f" (enter keeps: {before})" if before else ""
    try:
        return output.ask(f"{REFLECTION[name]}{kept} ").strip() or before
    except EOFError:
        return before


@click.command(
    cls=Command,
    help="Make one self-directed activity out of study time, where your body's rule takes that; else say why not.",
    examples=(
        ("nmt-study cpd promote us-va-lmt", "asks what was studied, needed, learnt and applied"),
        ("nmt-study cpd promote us-va-lmt --from 2026-05-01 --to 2026-05-31", "of these days"),
    ),
)
@click.argument("credential")
@click.option("--from", "first", metavar="DAY", help="First day of study.")
@click.option("--to", "last", metavar="DAY", help="Last day of study.")
@click.option("--minutes", metavar="N", help="How many of the recorded minutes.")
@click.option("--title", metavar="TEXT", help="What you studied: the subject, not only “cards”.")
@click.option("--topics", default="", metavar="TEXT", help="Its topic.")
@click.option("--need", metavar="TEXT", help=REFLECTION["need"])
@click.option("--learnt", metavar="TEXT", help=REFLECTION["learnt"])
@click.option("--applied", metavar="TEXT", help=REFLECTION["applied"])
@click.pass_context
def promote(  # noqa: PLR0917 - one parameter an option
    ctx: click.Context, credential: str, first: str | None, last: str | None, minutes: str | None, title: str | None,
    topics: str, need: str | None, learnt: str | None, applied: str | None,
) -> None:  # fmt: skip
    """Promote study time."""
    with the_desk(ctx) as desk:
        held = credentials.find(desk, credential)
        if why := promotion.refusal(held):
            raise NmtError(
                f"{held.name} takes no study time as hours. {why}",
                f"It stays a {STUDY_LABEL[0].lower()}{STUDY_LABEL[1:]}.",
                ExitCode.PROBLEMS,
            )
        span = promotion.latest_days(desk)
        if span is None:
            raise NmtError("no study time is recorded yet", "Study first: nmt-study study.", ExitCode.USAGE)
        start = day_of(first, "--from") if first else span[0]
        stop = day_of(last, "--to") if last else span[1]
        found = promotion.recorded(desk, start, stop)
        output.tell(
            f"{STUDY_LABEL}: {written(found.minutes)} minutes from {start} to {stop}, {written(found.free)} not named yet."
        )
        said = {"title": title, "need": need, "learnt": learnt, "applied": applied}
        asks = {"title": "What did you study? Name the subject.", **REFLECTION}
        texts = {
            name: text if text is not None else output.ask(f"{asks[name]} ").strip()
            for name, text in said.items()
        }
        try:
            wanted = amount(minutes) if minutes else found.free
        except ValueError as fault:
            raise NmtError(f"--minutes: {fault}", exit_code=ExitCode.USAGE) from fault
        reflection = Reflection(texts["need"], texts["learnt"], texts["applied"], final=True)
        wish = promotion.Promotion(texts["title"], start, stop, wanted, topics, reflection)
        identifier = promotion.promote(desk, held, wish)
        for warning in promotion.notes(wish):
            output.tell(f"Note: {warning}")
        output.say(
            f"Logged as a self-directed activity: {texts['title']}, {written(wanted)} minutes ({identifier[-book.HANDLE :]})."
        )
