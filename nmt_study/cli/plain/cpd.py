"""Continuing education from the plain menu: what is still needed, logging, activities, credentials, papers."""

from collections.abc import Callable, Mapping

from nmt_study.cli import output
from nmt_study.cli.cpd.account import FIELD_HELP, status_lines
from nmt_study.cli.cpd.log import asked
from nmt_study.cpd.draft import drafted
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import book, credentials, evidence, handing_in, sheets, words
from nmt_study.services.cpd.book import Logged, Reflection
from nmt_study.services.cpd.noted import confirmed_words
from nmt_study.services.cpd.telling import activity_lines
from nmt_study.services.desk import Desk

_LISTED = 40  # activities that are listed at once


def run_cpd(desk: Desk) -> None:
    """Show what is still needed and let one thing after the other be done."""
    while True:
        _overview(desk)
        choices: Mapping[str, Callable[[Desk], None]] = {
            "Log an activity": _log, "Activities": _activities, "Add a credential": _add, "A credential in full": _credential,
            "Write the papers of a credential": _papers,
        }  # fmt: skip
        for number, label in enumerate(choices, 1):
            output.say(f"{number}. {label}")
        chosen = output.choice_of(output.ask("What? Enter goes back: "), len(choices))
        if not chosen:
            return
        [*choices.values()][chosen - 1](desk)


def _overview(desk: Desk) -> None:
    found = accounts.accounts(desk)
    for one in found:
        output.say(f"{one.credential.name}: {words.headline(one)}")
    if not found:
        ended = credentials.credentials(desk, ended=True)
        begun = "Every credential that you held has ended" if ended else "No credential yet"
        output.say(f"{begun}; nothing has to be set up to log an activity.")
    if len(found) > 1:
        for line in words.plan_lines(accounts.booking(found), found):
            output.say(line)
    for line in sheets.expiring(found)[:3]:
        output.say(f"Runs out next: {line}")
    if told := evidence.inbox(desk).told:
        output.say(f"In your inbox: {told}.")


def _log(desk: Desk) -> None:
    """Ask for an activity and log it, with the first file of the inbox if that is wanted."""
    draft = drafted(asked({}, book.local_day(desk)), book.local_day(desk))
    for warning in draft.warnings:
        output.say(f"Note: {warning}")
    waiting = evidence.waiting(desk)
    wanted = waiting and output.agreed(f"Attach {waiting[0].name} from your inbox?")
    identifier, told = evidence.log_with(desk, draft, waiting[:1] if wanted else ())
    for warning in told:
        output.say(f"Note: {warning}")
    output.say(f"Logged: {book.find(desk, identifier).title}.")


def _pick(desk: Desk) -> Logged | None:
    every = book.logged(desk)[-_LISTED:]
    for number, one in enumerate(every, 1):
        output.say(f"{number}. {one.activity.date} {one.title}, {words.claimed_words(one)}")
    if not every:
        output.say("Nothing is logged yet.")
        return None
    chosen = output.choice_of(output.ask("Which one? Enter goes back: "), len(every))
    return every[chosen - 1] if chosen else None


def _activities(desk: Desk) -> None:
    """Show an activity; attach to it, reflect on it, or void it."""
    one = _pick(desk)
    if one is None:
        return
    for line in activity_lines(desk, one):
        output.say(line)
    line = output.ask("1 attach a file, 2 write a reflection, 3 void it, Enter goes back: ").strip()
    if line == "1":
        from nmt_study.services.exchange.arriving import path_of

        path = output.ask("Which file? ").strip()
        if path:
            attached = evidence.attach(desk, one, path_of(path))
            output.say(" ".join((f"On file: {attached.filed.name}.", *attached.warnings)))
    elif line == "2":
        need, learnt, applied = (
            output.ask(f"{question} ").strip()
            for question in (
                "What did you need to learn?",
                "What did you learn? No client details.",
                "What do you do differently now?",
            )
        )
        for warning in book.reflect(desk, one, Reflection(need, learnt, applied, final=bool(learnt))):
            output.say(f"Note: {warning}")
        output.say("Written." if learnt else "Kept as a draft.")
    elif line == "3":
        reason = output.ask("Why does it count no more? ").strip()
        if reason:
            book.void(desk, one, reason)
            output.say("Void. It stays in the record.")


def _add(desk: Desk) -> None:
    """Add a credential: the body by number, then the one fact that only the holder knows."""
    packs = credentials.packs(desk)
    for told in credentials.faulty(desk):
        output.say(told)
    for number, pack in enumerate(packs, 1):
        output.say(f"{number}. {pack.body} ({words.demand_words(pack)})")
    chosen = output.choice_of(output.ask("Which body? Enter goes back: "), len(packs))
    if not chosen:
        return
    pack = packs[chosen - 1]
    fields = {}
    if fact := credentials.asks(pack):
        fields[fact] = output.ask(f"{pack.asks or FIELD_HELP[fact]} ").strip()
    fields["issued"] = output.ask("If this is your first cycle, when was it issued? Enter skips. ").strip()
    made = credentials.add(desk, pack, fields)
    every = book.logged(desk)
    for line in status_lines(accounts.account(desk, made, every), every):
        output.say(line)


def _choose(desk: Desk) -> accounts.Account | None:
    found = accounts.accounts(desk)
    for number, one in enumerate(found, 1):
        output.say(f"{number}. {one.credential.name}")
    if not found:
        output.say("No credential yet.")
        return None
    chosen = (
        1 if len(found) == 1 else output.choice_of(output.ask("Which one? Enter goes back: "), len(found))
    )
    return found[chosen - 1] if chosen else None


def _credential(desk: Desk) -> None:
    """Show a credential in full; confirm its numbers if that is wanted."""
    one = _choose(desk)
    if one is None:
        return
    for line in (*status_lines(one, book.logged(desk)), *one.credential.pack.notes):
        output.say(line)
    if one.provisional and output.agreed("Did you compare these numbers with the body's own page?"):
        accounts.confirm(desk, one)
        output.say(confirmed_words(accounts.account(desk, one.credential, book.logged(desk))))


def _papers(desk: Desk) -> None:
    """Write the papers of a credential into the home."""
    one = _choose(desk)
    if one is not None:
        folder = handing_in.write_all(desk, one, book.logged(desk))
        output.say(f"Written into {folder}: the summary as PDF and HTML, and one PDF to hand in.")
