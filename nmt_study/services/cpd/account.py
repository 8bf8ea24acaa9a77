"""What each credential comes to today: what is still needed, why hours do not count, and what to book next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nmt_study.clock import date_of
from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.credit import in_its_unit
from nmt_study.cpd.engine import cycle_of, evaluate, in_force
from nmt_study.cpd.evaluation import Evaluation
from nmt_study.cpd.model import Ledger
from nmt_study.cpd.pack import STALE_AFTER_DAYS
from nmt_study.cpd.rule import Rule
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd import cards
from nmt_study.services.cpd.book import Logged, local_day, logged, put
from nmt_study.services.cpd.credentials import Credential, credentials
from nmt_study.services.cpd.earlier import carried, with_history
from nmt_study.services.desk import Desk
from nmt_study.storage.record.ledger import CONFIRMED, TASK, Entry
from nmt_study.text import clean, nearest, shorten


@dataclass(frozen=True, slots=True)
class Account:
    """One credential on a day: its rule in force, its ledger, and what they come to."""

    credential: Credential
    rule: Rule
    ledger: Ledger
    state: Evaluation
    on: date
    confirmed: bool

    @property
    def provisional(self) -> bool:
        """Whether "complete" is withheld: the rule is old or weak, and nobody confirmed it for this cycle."""
        return (self.state.stale or self.credential.pack.weak) and not self.confirmed

    @property
    def complete(self) -> bool:
        """Whether it may be said that nothing is needed any more."""
        return self.state.compliant and not self.provisional and not self.rule.no_requirement

    @property
    def by_alternative(self) -> bool:
        """Whether something is open, and the body takes a credential that is held in place of it."""
        return self.state.compliant and not self.state.met

    @property
    def days_left(self) -> int | None:
        """How many days the cycle still has, today not counted; None without a cycle."""
        return None if self.state.cycle is None else (self.state.cycle.end - self.on).days

    @property
    def cycle_key(self) -> str:
        """What tells one cycle of a credential from another."""
        return "" if self.state.cycle is None else self.state.cycle.end.isoformat()


def accounts(desk: Desk, on: date | None = None, *, ended: bool = False) -> tuple[Account, ...]:
    """Return what each credential comes to, on a day or today.

    Raises:
        NmtError: the record cannot be read.
    """
    every = logged(desk)
    return tuple(account(desk, one, every, on) for one in credentials(desk, ended=ended))


def account(desk: Desk, credential: Credential, every: Sequence[Logged], on: date | None = None) -> Account:
    """Return what one credential comes to.

    Raises:
        NmtError: the record cannot be read.
    """
    today = on or local_day(desk)
    rule = credential.rule
    cycle = cycle_of(rule, today)
    key = "" if cycle is None else cycle.end.isoformat()
    named = credential.pack.by_its_names(one.activity for one in every)
    stated = tuple(in_its_unit(rule, one) for one in named)
    base = Ledger(stated, ZERO, cards.held(desk), _tasks_done(desk, credential, key), credential.began)
    past = with_history(rule, base, cycle, today)
    ledger = replace(past, carry_in=carried(rule, past, cycle, credential))
    confirmed = _is_confirmed(desk, credential, key, today)
    held = in_force(rule, cycle, credential.began)
    return Account(credential, held, ledger, evaluate(rule, ledger, today), today, confirmed)


def confirm(desk: Desk, one: Account) -> None:
    """Record that the holder compared the numbers with the body's own page, for this cycle.

    Raises:
        NmtError: it could not be saved.
    """
    pack = one.credential.pack
    thing = f"{one.credential.id} {one.cycle_key}"
    data = {"pack": pack.id, "version": pack.version}
    put(desk, Entry(desk.stamp(desk.mint()), CONFIRMED, thing, one.credential.id, data))


def task_titles(one: Account) -> dict[str, str]:
    """Return what a body asks without hours, each title by its id."""
    return {task.id: task.title or task.id for task in (*one.rule.tasks, *one.rule.items)}


def do_task(desk: Desk, one: Account, name: str, on: date, *, undo: bool = False) -> str:
    """Record that something without hours was done for this cycle, or was not; return its title.

    Raises:
        NmtError: the body asks no such thing, or the day has not come.
    """
    known = task_titles(one)
    if on > one.on and not undo:
        raise NmtError(f"{on} is still to come", "Say it once it is done.", ExitCode.USAGE)
    if name not in known:
        near = nearest(name, known)
        asked = ", ".join(known) or "nothing of the kind"
        hint = f"Did you mean {near}?" if near else f"It asks: {asked}."
        raise NmtError(f"{one.credential.name} asks no {shorten(clean(name), 40)!r}", hint, ExitCode.USAGE)
    thing = f"{one.credential.id} {name} {one.cycle_key}"
    data = {"task": name, "done": on.isoformat(), "cycle_end": one.cycle_key}
    put(desk, Entry(desk.stamp(desk.mint()), TASK, thing, one.credential.id, data, void=undo))
    return known[name]


def _tasks_done(desk: Desk, credential: Credential, cycle_end: str) -> frozenset[str]:
    return frozenset(
        str(one.data.get("task"))
        for one in desk.record.ledger.things(TASK, about=credential.id)
        if one.data.get("cycle_end") == cycle_end
    )


def _is_confirmed(desk: Desk, credential: Credential, cycle_end: str, today: date) -> bool:
    """Return whether the holder confirmed this version of the pack for this cycle.

    Where there is no cycle, what was confirmed grows old as a pack does.
    """
    oldest = today - timedelta(days=STALE_AFTER_DAYS)
    return any(
        one.id == f"{credential.id} {cycle_end}"
        and one.data.get("version") == credential.pack.version
        and (bool(cycle_end) or date_of(one.day) >= oldest)
        for one in desk.record.ledger.things(CONFIRMED, about=credential.id)
    )
