"""Continuing education from the plain menu: what is still needed, logging, activities, credentials, papers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from nmt_study.cli import output
from nmt_study.cli.cpd.account import status_lines
from nmt_study.cli.cpd.log import asked
from nmt_study.cli.plain.choose import action_of, fields_of, one_of
from nmt_study.cpd.draft import drafted, fault_in, typed_fields
from nmt_study.services.actions import ACTIVITY, CPD, CREDENTIAL
from nmt_study.services.cpd import account as accounts
from nmt_study.services.cpd import asking, book, credentials, evidence, handing_in, sentences, sheets, words
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Logged, Reflection
from nmt_study.services.cpd.booking import plan_lines
from nmt_study.services.cpd.cited import source_words
from nmt_study.services.cpd.noted import confirmed_words
from nmt_study.services.cpd.telling import activity_lines
from nmt_study.services.desk import Desk


def run_cpd(desk: Desk) -> None:
    """Show what is still needed and let one thing after the other be done."""
    while True:
        _overview(desk)
        chosen = action_of(CPD)
        if chosen is None:
            return
        ON_CPD[chosen](desk)


def _overview(desk: Desk) -> None:
    found = accounts.accounts(desk)
    for one in found:
        output.say(f"{one.credential.name}: {words.headline(one)}")
    if not found:
        output.say(f"{sentences.no_credential(desk)}; nothing has to be set up to log an activity.")
    if len(found) > 1:
        for line in plan_lines(found):
            output.say(line)
    for line in sheets.expiring(found)[:3]:
        output.say(f"Runs out next: {line}")
    if told := evidence.inbox(desk).told:
        output.say(f"In your inbox: {told}.")


def _log(desk: Desk, files: Sequence[Path] = ()) -> None:
    """Ask for an activity and log it, with these files or the first one of the inbox if that is wanted."""
    draft = drafted(asked(desk, {}), book.local_day(desk))
    for warning in draft.warnings:
        output.say(f"Note: {warning}")
    waiting = evidence.inbox(desk).waiting[:1]
    if not files and waiting and output.agreed(f"Attach {waiting[0].name} from your inbox?"):
        files = waiting
    identifier, told = evidence.log_with(desk, draft, files)
    for warning in told:
        output.say(f"Note: {warning}")
    output.say(f"Logged: {book.find(desk, identifier).title}.")


def _inbox(desk: Desk) -> None:
    """Log an activity with a file of the inbox."""
    waiting = evidence.inbox(desk).waiting
    if not waiting:
        output.say(sentences.nothing_waits(desk))
        return
    for number, file in enumerate(waiting, 1):
        output.say(f"{number}. {file.name}")
    chosen = output.choice_of(output.ask("With which one? Enter goes back: "), len(waiting))
    if chosen:
        _log(desk, waiting[chosen - 1 : chosen])


def _pick(desk: Desk) -> Logged | None:
    every = book.logged(desk)[::-1]
    if not every:
        output.say("Nothing is logged yet.")
        return None
    lines = [f"{one.activity.date} {one.title}, {words.claimed_words(one)}" for one in every]
    place = one_of(lines, "Which one?")
    return None if place is None else every[place]


def _activities(desk: Desk) -> None:
    """Show an activity, and do with it what is chosen, until the person goes back."""
    one = _pick(desk)
    while one is not None:
        for line in activity_lines(desk, one):
            output.say(line)
        idle = frozenset() if one.evidence else frozenset({"open_file"})
        chosen = action_of(ACTIVITY, idle)
        if chosen is None:
            return
        ON_ACTIVITY[chosen](desk, one)
        one = book.find(desk, one.id, voided=True)
        if one.void:
            return


def _change(desk: Desk, one: Logged) -> None:
    """Change an activity field by field."""
    today = book.local_day(desk)
    before = typed_fields(one.data, one.words)
    labels = {name: asking.LABELS[name] for name in asking.CHANGED}
    values = fields_of(
        labels,
        asking.helps(credentials.held_packs(desk)),
        before,
        lambda name, text: fault_in(name, text, today),
    )
    if values == before:
        output.say("Nothing was changed.")
        return
    draft = book.change(desk, one, values)
    for warning in draft.warnings:
        output.say(f"Note: {warning}")
    output.say(sentences.CHANGED)


def _attach(desk: Desk, one: Logged) -> None:
    from nmt_study.services.exchange.arriving import path_of

    path = output.ask("Which file? ").strip()
    if path:
        attached = evidence.attach(desk, one, path_of(path))
        output.say(" ".join((f"On file: {attached.filed.name}.", *attached.warnings)))


def _open_file(desk: Desk, one: Logged) -> None:
    output.say(evidence.open_file(desk, one.evidence[-1]))


def _reflect(desk: Desk, one: Logged) -> None:
    need, learnt, applied = (output.ask(f"{question} ").strip() for question in sentences.REFLECTION.values())
    for warning in book.reflect(desk, one, Reflection(need, learnt, applied, final=bool(learnt))):
        output.say(f"Note: {warning}")
    output.say("Written." if learnt else "Kept as a draft.")


def _void(desk: Desk, one: Logged) -> None:
    reason = output.ask(f"{sentences.WHY_VOID} ").strip()
    if reason:
        book.void(desk, one, reason)
        output.say(sentences.VOIDED)


ON_ACTIVITY: dict[str, Callable[[Desk, Logged], None]] = {
    "edit": _change, "attach": _attach, "open_file": _open_file, "reflect": _reflect, "void": _void,
}  # fmt: skip


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
        fields[fact] = output.ask(f"{pack.asks or asking.HELD_HELP[fact]} ").strip()
    fields["issued"] = output.ask("If this is your first cycle, when was it issued? Enter skips. ").strip()
    made = credentials.add(desk, pack, fields)
    every = book.logged(desk)
    for line in status_lines(desk, accounts.account(desk, made, every), every):
        output.say(line)


def _choose(desk: Desk) -> Account | None:
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
    """Show a credential in full, and do with it what is chosen, until the person goes back."""
    one = _choose(desk)
    while one is not None:
        for line in (*status_lines(desk, one, book.logged(desk)), *one.credential.pack.notes):
            output.say(line)
        idle = {
            name for name, there in (("task", one.state.tasks), ("confirm", one.provisional)) if not there
        }
        chosen = action_of(CREDENTIAL, frozenset(idle))
        if chosen is None:
            return
        ON_CREDENTIAL[chosen](desk, one)
        one = accounts.account(desk, credentials.find(desk, one.credential.id), book.logged(desk))


def _papers(desk: Desk, one: Account) -> None:
    for line in handing_in.write_all(desk, one, book.logged(desk)):
        output.say(line)


def _task(desk: Desk, one: Account) -> None:
    """Say which of the things without hours is done, or is not done after all."""
    titles = accounts.task_titles(one)
    names = list(one.state.tasks)
    for number, name in enumerate(names, 1):
        output.say(f"{number}. {titles[name]}: {'done' if one.state.tasks[name] else 'still needed'}")
    chosen = output.choice_of(
        output.ask("Which one is done, or not done after all? Enter goes back: "), len(names)
    )
    if chosen:
        name = names[chosen - 1]
        undo = one.state.tasks[name]
        title = accounts.do_task(desk, one, name, one.on, undo=undo)
        output.say(f"{'Open again' if undo else 'Done'}: {title}.")


def _confirm(desk: Desk, one: Account) -> None:
    for line in (*words.demand_lines(one.credential.pack), source_words(one.credential.pack)):
        output.say(line)
    if output.agreed(sentences.COMPARED):
        accounts.confirm(desk, one)
        output.say(confirmed_words(accounts.account(desk, one.credential, book.logged(desk))))


def _change_credential(desk: Desk, one: Account) -> None:
    """Change what was said of a credential, field by field."""
    held = one.credential
    fact, places = credentials.asks(held.pack), credentials.PLACING
    labels = {name: label for name, label in asking.HELD.items() if name == fact or name not in places}
    before = credentials.typed(held)
    values = fields_of(labels, asking.HELD_HELP, before)
    fresh = {name: text for name, text in values.items() if text != before[name]}
    if not fresh:
        output.say("Nothing was changed.")
        return
    made = credentials.change(desk, held, fresh)
    output.say(f"Changed: {made.name}. {credentials.date_note(made)}".rstrip())


ON_CREDENTIAL: dict[str, Callable[[Desk, Account], None]] = {
    "papers": _papers, "task": _task, "confirm": _confirm, "edit": _change_credential,
}  # fmt: skip
ON_CPD: dict[str, Callable[[Desk], None]] = {
    "open": _credential, "log": _log, "activities": _activities, "add": _add, "inbox": _inbox,
}  # fmt: skip
