"""The commands about what is needed: credentials, their status, tasks and cards, what was reported, the bodies."""

from datetime import date
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command, Group
from nmt_study.cli.opening import the_desk
from nmt_study.cli.options import AS_JSON, day_of
from nmt_study.cpd.amounts import written
from nmt_study.cpd.evaluation import as_data
from nmt_study.cpd.pack import Pack
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, cards, credentials, evidence, words
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.asking import HELD_HELP
from nmt_study.services.cpd.book import STANDINGS, Logged
from nmt_study.services.cpd.booking import plan_lines
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.cpd.noted import note_lines
from nmt_study.services.desk import Desk
from nmt_study.services.words import count


def _credential_fields(function: Any) -> Any:  # noqa: ANN401 - a function to decorate
    for name, told in reversed(HELD_HELP.items()):
        option = f"--{name.replace('_', '-')}"
        function = click.option(option, f"field_{name}", metavar="TEXT", help=told)(function)
    return function


def _given(options: dict[str, str | None]) -> dict[str, str]:
    return {name.removeprefix("field_"): value for name, value in options.items() if value is not None}


@click.group(
    cls=Group,
    help="The licences, certifications and memberships that you hold.",
    examples=(
        ("nmt-study cpd bodies", "which ids there are"),
        ("nmt-study cpd credential add us-nc-lmbt --expiry 2026-12-31", "one of them"),
    ),
)
def credential() -> None:
    """Group the commands about credentials."""


@credential.command(
    "add", help="Add a credential. What places its cycle is asked in your words: the expiry on your licence."
)
@click.argument("body")
@_credential_fields
@click.pass_context
def add(ctx: click.Context, /, body: str, **options: str | None) -> None:
    """Add a credential."""
    with the_desk(ctx) as desk:
        pack = credentials.find_pack(desk, body)
        made = credentials.add(desk, pack, _given(options))
        output.say(f"Added: {made.name}, {pack.credential} ({made.handle}).")
        every = book.logged(desk)
        for line in status_lines(desk, accounts.account(desk, made, every), every):
            output.say(line)
        for note in pack.notes:
            output.say(f"Open point: {note}")


@credential.command("list", help="List your credentials, also those that ended.")
@AS_JSON
@click.pass_context
def list_credentials(ctx: click.Context, *, as_json: bool) -> None:
    """List credentials."""
    with the_desk(ctx) as desk:
        every = credentials.credentials(desk, ended=True)
    if as_json:
        output.give_json([credential_json(one) for one in every])
        return
    rows = [(one.handle, one.pack.id, one.name, one.masked, one.ended or "") for one in every]
    for line in output.table(("name", "body", "credential", "number", "ended"), rows):
        output.say(line)
    if not every:
        output.tell("No credential yet. nmt-study cpd bodies lists the bodies, cpd credential add adds one.")


@credential.command(
    "change", help="Change what you said of a credential, or take it back with an empty one; the rest stays."
)
@click.argument("credential")
@_credential_fields
@click.pass_context
def change_credential(ctx: click.Context, /, credential: str, **options: str | None) -> None:
    """Change a credential."""
    fields = _given(options)
    if not fields:
        known = ", ".join(f"--{name}".replace("_", "-") for name in HELD_HELP)
        hint = f"Say it with {known}; an empty one is taken back."
        raise NmtError("nothing is said to change", hint, ExitCode.USAGE)
    with the_desk(ctx) as desk:
        made = credentials.change(desk, credentials.find(desk, credential), fields)
        output.say(f"Changed: {made.name}.")
        if note := credentials.date_note(made):
            output.tell(f"Note: {note}")


@credential.command(
    "end", help="Let a credential end, after a move say. Its papers stay, and so does the duty to keep them."
)
@click.argument("credential")
@click.option("--on", metavar="DAY", help="The last day; today without it.")
@click.pass_context
def end(ctx: click.Context, credential: str, on: str | None) -> None:
    """End a credential."""
    with the_desk(ctx) as desk:
        one = credentials.find(desk, credential)
        last = day_of(on, "--on") if on else book.local_day(desk)
        credentials.end(desk, one, last)
        output.say(f"Ended on {last}: {one.name}. {keep_words(one.pack)}")


def keep_words(pack: Pack) -> str:
    """Return for how long papers are to be kept."""
    from nmt_study.cpd.pack import KEEP_YEARS

    if pack.keep_years is None:
        return f"How long to keep papers was not found; keep them {KEEP_YEARS} years."
    return f"Keep the papers for {pack.keep_years} years."


@click.command(
    cls=Command,
    help="Show what is still needed, credential by credential, and why hours do not count. Exit code 1 while anything is.",
    examples=(
        ("nmt-study cpd status", "all credentials, and what to book next"),
        ("nmt-study cpd status us-nc-lmbt --json", "one of them, for another program"),
        ("nmt-study cpd status --on 2026-12-31", "as it will stand on a day"),
    ),
)
@click.argument("credential", required=False)
@click.option("--on", metavar="DAY", help="As it stands on this day.")
@AS_JSON
@click.pass_context
def status(ctx: click.Context, credential: str | None, on: str | None, *, as_json: bool) -> int:
    """Show the status."""
    with the_desk(ctx) as desk:
        day = day_of(on, "--on") if on else None
        every = book.logged(desk)
        chosen = credentials.matching(desk, credential) if credential else credentials.credentials(desk)
        found = [accounts.account(desk, one, every, day) for one in chosen]
        if as_json:
            output.give_json([account_json(one, every) for one in found])
        else:
            for line in _status(desk, found, every):
                output.say(line)
    open_ = any(not one.complete and not one.rule.no_requirement for one in found)
    return ExitCode.PROBLEMS if open_ else ExitCode.FINE


def _status(desk: Desk, found: list[Account], every: tuple[Logged, ...]) -> list[str]:
    if not found:
        return [words.nothing_held(len(every), ended=bool(credentials.credentials(desk, ended=True)))]
    lines: list[str] = []
    for one in found:
        lines += [*status_lines(desk, one, every), ""]
    if len(found) > 1 and (plan := plan_lines(found)):
        lines += [*plan, ""]
    if told := evidence.inbox(desk).told:
        lines += [f"In your inbox: {told}; nmt-study cpd inbox lists them.", ""]
    return lines[:-1]


def status_lines(desk: Desk, one: Account, every: tuple[Logged, ...]) -> list[str]:
    """Return what is still needed, what to book next, then the figures and the reasons."""
    pack, state = one.credential.pack, one.state
    ended = [f"Ended on {one.credential.ended}; as it stood:"] if one.credential.ended else []
    lines = [f"{one.credential.name}: {pack.credential}", *ended, words.headline(one)]
    lines += [f"  {line}" for line in words.needed_lines(one)]
    lines += plan_lines([one])
    lines.append(words.total_line(one))
    lines += [f"  {line}" for line in (*words.floor_lines(one), *words.cap_lines(one))]
    refused = [each for each in every if each.id in state.reasons]
    if refused:
        lines.append("Why not every hour counts:")
        lines += [
            f"  {each.activity.date} {each.title}: {words.credit_words(state, each, pack)}"
            for each in refused
        ]
    lines += [f"Note: {told}" for told in note_lines(desk, one, every)]
    if pack.notes:
        lines.append(f"{count(len(pack.notes), 'open point')}: nmt-study cpd bodies {pack.id} tells them.")
    return [*lines, words.rules_line(pack)]


@click.command(cls=Command, help="Say that something without hours is done, a training or a background check.",
               examples=(("nmt-study cpd task us-tx-lmt human_trafficking", "done today"),))  # fmt: skip
@click.argument("credential")
@click.argument("task")
@click.option("--on", metavar="DAY", help="The day on which it was done; today without it.")
@click.option("--undo", is_flag=True, help="It was not done after all.")
@click.pass_context
def task(ctx: click.Context, credential: str, task: str, on: str | None, *, undo: bool) -> None:
    """Do a task."""
    with the_desk(ctx) as desk:
        one = accounts.account(desk, credentials.find(desk, credential), book.logged(desk))
        done = day_of(on, "--on") if on else book.local_day(desk)
        title = accounts.do_task(desk, one, task, done, undo=undo)
        output.say(f"{'Open again' if undo else f'Done on {done}'}: {title}.")


@click.command(cls=Command, help="Say until when a card is valid: cpr, first_aid, bls, ncbtmb.",
               examples=(("nmt-study cpd card cpr --until 2027-05-31", "your CPR card is valid until then"),))  # fmt: skip
@click.argument("name")
@click.option("--until", required=True, metavar="DAY", help="Its last day.")
@click.option("--since", metavar="DAY", help="Its first day.")
@click.option("--yes", is_flag=True, help="Do not ask before a longer card is replaced by a shorter one.")
@click.pass_context
def card(ctx: click.Context, name: str, until: str, since: str | None, *, yes: bool) -> int:
    """Hold a card."""
    with the_desk(ctx) as desk:
        last, first = day_of(until, "--until"), day_of(since, "--since") if since else None
        chosen = cards.named(desk, name)
        kept = cards.longer(desk, chosen, last)
        if kept and not yes and (first is None or first <= last):
            asked = f"{chosen.upper()} is valid {kept} so far. Put {last} in its place?"
            if not output.agreed(asked):
                return output.not_agreed("Nothing was changed; --yes changes it without asking.")
        cards.hold(desk, chosen, last, first, shorten_it=bool(kept))
        output.say(f"{chosen.upper()}: valid until {last}.")
        if last < book.local_day(desk):
            output.tell("Note: that day has passed, so the card counts no more.")
        if not cards.is_asked(desk, chosen):
            output.tell("Note: no credential of yours asks for this card.")
    return ExitCode.FINE


@click.command(cls=Command, help="Say how far an activity has come with a body: claimed, on file, or confirmed.",
               examples=(('nmt-study cpd report 3f9a2c us-fl-lmt "on file"', "seen in the body's own system"),))  # fmt: skip
@click.argument("activity")
@click.argument("credential")
@click.argument("state", type=click.Choice(STANDINGS))
@click.pass_context
def report(ctx: click.Context, activity: str, credential: str, state: str) -> None:
    """Say what was reported."""
    with the_desk(ctx) as desk:
        one, held = book.find(desk, activity), credentials.find(desk, credential)
        book.stand(desk, one, held.id, state)
        output.say(f"{one.title}: {state} with {held.name}.")


@click.command(
    cls=Command,
    help="List the bodies whose rules come with the program, or show one with its source, date and open points.",
    examples=(("nmt-study cpd bodies", "all of them"), ("nmt-study cpd bodies us-va-lmt", "one in full")),
)
@click.argument("body", required=False)
@AS_JSON
@click.pass_context
def bodies(ctx: click.Context, body: str | None, *, as_json: bool) -> None:
    """List bodies."""
    with the_desk(ctx) as desk:
        found = [credentials.find_pack(desk, body)] if body else list(credentials.packs(desk))
        wrong = () if body else credentials.faulty(desk)
    for told in wrong:
        output.tell(told)
    if as_json:
        output.give_json([pack_json(one) for one in found])
    elif body:
        for line in words.pack_lines(found[0]):
            output.say(line)
    else:
        rows = [
            (one.id, words.demand_words(one), one.as_of, words.CONFIDENCE_WORDS[one.confidence], one.body)
            for one in found
        ]
        for line in output.table(("id", "asks", "as of", "read in", "body"), rows):
            output.say(line)
        output.tell(
            "nmt-study cpd bodies ID shows one in full. Is yours missing? nmt-study cpd pack new begins one."
        )


def credential_json(one: Credential) -> dict[str, Any]:
    """Return a credential for another program; its number is masked."""
    facts = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in one.facts.items()
    }
    return {
        "id": one.id, "name": one.handle, "body": one.pack.id, "label": one.name, "number": one.masked, **facts,
        "issued": one.issued.isoformat() if one.issued else None, "carry_in": written(one.carry_in),
        "ended": one.ended.isoformat() if one.ended else None,
    }  # fmt: skip


def account_json(one: Account, every: tuple[Logged, ...]) -> dict[str, Any]:
    """Return an account for another program."""
    return {
        **as_data(one.state, tuple(each.id for each in every), provisional=one.provisional),
        "credential": credential_json(one.credential),
        "on": one.on.isoformat(),
        "headline": words.headline(one),
        "complete": one.complete,
        "confirmed": one.confirmed,
        "days_left": one.days_left,
        "rules": pack_json(one.credential.pack),
    }


def pack_json(one: Pack) -> dict[str, Any]:
    """Return what is known about a pack for another program."""
    return {
        "id": one.id, "body": one.body, "jurisdiction": one.jurisdiction, "credential": one.credential,
        "version": one.version, "as_of": one.as_of.isoformat(), "as_of_basis": one.as_of_basis,
        "confidence": one.confidence, "own": one.own, "total": written(one.rule.total), "unit": one.unit_word,
        "self_directed": one.self_directed, "study_time": one.study_time, "notes": list(one.notes),
        "sources": [{"url": source.url, "confidence": source.confidence, "supports": source.supports} for source in one.sources],
    }  # fmt: skip
