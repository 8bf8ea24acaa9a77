"""The commands that make papers: the summary, the hand-in, the study record, reminders, the audit pack."""

from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import the_desk
from nmt_study.cli.options import day_of, output_file
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, credentials, handing_in, promotion, sheets
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.handing_in import FORMS
from nmt_study.services.desk import Desk

_ON = click.option("--on", metavar="DAY", help="As it stands on this day; today without it.")
_YEAR = click.option(
    "--year",
    type=click.IntRange(1950, 2200),
    metavar="YEAR",
    help="Activities of a calendar year instead of the cycle.",
)
_MASKED = click.option("--masked", is_flag=True, help="Hide the licence number.")
_NUMBER = click.option("--number", is_flag=True, help="Show the licence number in full.")


def _form(name: str, form: str | None, known: tuple[str, ...]) -> str:
    """Return the form of a paper, by its file name if nobody says.

    Raises:
        NmtError: it is none of those known.
    """
    chosen = form or Path(name).suffix.lower().removeprefix(".").replace("markdown", "md")
    if chosen not in known:
        raise NmtError(
            f"{name} names no form", f"End it in .{', .'.join(known)}, or give --format.", ExitCode.USAGE
        )
    return chosen


def _account(desk: Desk, credential: str, on: str | None) -> tuple[Account, tuple[Logged, ...]]:
    """Return what a named credential comes to on a day or today, and all activities.

    Raises:
        NmtError: there is no such credential, or the day is none.
    """
    every = book.logged(desk)
    found = credentials.find(desk, credential)
    return accounts.account(desk, found, every, day_of(on, "--on") if on else None), every


@click.command(
    cls=Command,
    help="Write the continuing-education hour summary: PDF, HTML (the accessible one), CSV, JSON or Markdown.",
    examples=(
        ("nmt-study cpd summary us-nc-lmbt -o summary.pdf", "to print"),
        ("nmt-study cpd summary us-nc-lmbt -o summary.html", "self-contained, for any screen"),
        ("nmt-study cpd summary us-nc-lmbt --format csv", "printed"),
    ),
)
@click.argument("credential")
@output_file("The file to write; without it, it is printed (not PDF).")
@click.option(
    "--format", "form", type=click.Choice(FORMS), help="Its form, where the file name does not say."
)
@_YEAR
@_NUMBER
@_ON
@click.pass_context
def summary(
    ctx: click.Context,
    credential: str,
    file: str | None,
    form: str | None,
    year: int | None,
    on: str | None,
    *,
    number: bool,
    force: bool,
) -> None:
    """Write a summary."""
    chosen = _form(file, form, FORMS) if file else form or "md"
    if not file and chosen == "pdf":
        raise NmtError("a PDF is not printed here", "Give a file with -o summary.pdf.", ExitCode.USAGE)
    if file:
        output.refuse_taken(Path(file), force=force)
    with the_desk(ctx) as desk:
        one, every = _account(desk, credential, on)
        content = handing_in.summary(one, every, chosen, number=number, year=year)
    if file:
        output.write_file(Path(file), content, private=True)
        output.say(f"Written: {file}")
    else:
        output.say(content.decode("utf-8-sig").rstrip("\n"))


@click.command(
    "hand-in",
    cls=Command,
    help="Make one PDF to hand in: the log, then the certificates in the order of days. With a copy sheet where the body has a form.",
    examples=(("nmt-study cpd hand-in us-fl-lmt --year 2026", "of one year; without --year of the cycle"),),
)
@click.argument("credential")
@output_file()
@_YEAR
@_MASKED
@_ON
@click.pass_context
def hand_in(
    ctx: click.Context,
    credential: str,
    file: str | None,
    year: int | None,
    on: str | None,
    *,
    masked: bool,
    force: bool,
) -> None:
    """Make a hand-in."""
    with the_desk(ctx) as desk:
        one, every = _account(desk, credential, on)
        path = Path(file or f"hand-in-{one.credential.pack.id}-{year or one.cycle_key or one.on}.pdf")
        sheet = path.parent / f"{path.stem}-copy-sheet.html"
        output.refuse_taken(path, *([sheet] if one.credential.pack.online_form else []), force=force)
        found = handing_in.hand_in(desk, one, every, number=not masked, year=year)
        output.write_file(path, found.pdf, private=True)
        output.say(f"Written: {path}")
        if found.sheet is not None:
            output.write_file(sheet, handing_in.formed(found.sheet, "html"), private=True)
            output.say(f"Written: {sheet}, to copy from into the body's own form")
        for line in handing_in.send_lines(one, found):
            output.tell(line)


@click.command(
    "study-record",
    cls=Command,
    help="Write what was studied with this program, as a paper of its own: it is never credit.",
    examples=(
        ("nmt-study cpd study-record -o study.pdf", "everything"),
        ("nmt-study cpd study-record --from 2026-01-01 --format md", "since a day, printed"),
    ),
)
@click.option("--from", "first", metavar="DAY", help="The first day.")
@click.option("--to", "last", metavar="DAY", help="The last day.")
@output_file("The file to write; without it, it is printed (not PDF).")
@click.option(
    "--format",
    "form",
    type=click.Choice(("pdf", "html", "md")),
    help="Its form, where the file name does not say.",
)
@click.pass_context
def study_record(
    ctx: click.Context,
    first: str | None,
    last: str | None,
    file: str | None,
    form: str | None,
    *,
    force: bool,
) -> None:
    """Write a study record."""
    chosen = _form(file, form, ("pdf", "html", "md")) if file else form or "md"
    if file:
        output.refuse_taken(Path(file), force=force)
    with the_desk(ctx) as desk:
        today = book.local_day(desk)
        span = promotion.latest_days(desk) or (today, today)
        start, stop = (
            (day_of(first, "--from") if first else span[0]),
            (day_of(last, "--to") if last else span[1]),
        )
        content = handing_in.formed(sheets.study_record(desk, start, stop, today), chosen)
    if file:
        output.write_file(Path(file), content, private=True)
        output.say(f"Written: {file}")
    elif chosen == "pdf":
        raise NmtError("a PDF is not printed here", "Give a file with -o study.pdf.", ExitCode.USAGE)
    else:
        output.say(content.decode().rstrip("\n"))


@click.command(
    cls=Command,
    help="Write reminders for your calendar: each due date and each card, 120, 60 and 30 days before.",
    examples=(("nmt-study cpd reminders -o cpd.ics", "open it with your calendar"),),
)
@output_file("The file to write; without it, it is printed.")
@click.pass_context
def reminders(ctx: click.Context, file: str | None, *, force: bool) -> None:
    """Write reminders."""
    if file:
        output.refuse_taken(Path(file), force=force)
    with the_desk(ctx) as desk:
        text = sheets.reminders(accounts.accounts(desk), book.local_day(desk))
    if file:
        output.write_file(Path(file), text.encode(), private=True)
        output.say(f"Written: {file}")
    else:
        output.say(text.replace("\r\n", "\n").rstrip("\n"))


@click.command(
    "audit-pack",
    cls=Command,
    help="Write a ZIP for an audit: the summary in every form, the evidence, all versions, and a manifest with SHA-256.",
    examples=(("nmt-study cpd audit-pack us-va-lmt -o audit.zip", "the same record gives the same bytes"),),
)
@click.argument("credential")
@output_file()
@_YEAR
@_MASKED
@_ON
@click.pass_context
def audit_pack(
    ctx: click.Context,
    credential: str,
    file: str | None,
    year: int | None,
    on: str | None,
    *,
    masked: bool,
    force: bool,
) -> None:
    """Write an audit pack."""
    from nmt_study.cpd.draft import note_warnings

    with the_desk(ctx) as desk:
        one, every = _account(desk, credential, on)
        path = Path(file or f"audit-{one.credential.pack.id}-{year or one.cycle_key or one.on}.zip")
        output.refuse_taken(path, force=force)
        for each in every:
            texts = (
                *each.words.values(),
                each.reflection.need,
                each.reflection.learnt,
                each.reflection.applied,
            )
            for warning in note_warnings(*(text for text in texts if text)):
                output.tell(f"Note, {each.dated}: {warning}")
        content = handing_in.audit_pack(desk, one, every, number=not masked, year=year)
    output.write_file(path, content, private=True)
    output.say(f"Written: {path} ({len(content):,} bytes)")
