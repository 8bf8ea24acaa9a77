"""Credentials in the holder's words: which body, when the licence expires, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from nmt_study.clock import date_of
from nmt_study.cpd.amounts import ZERO, amount, written
from nmt_study.cpd.cycles import ANNIVERSARY, BIRTH_MONTH, BLOCK, cycle_on
from nmt_study.cpd.draft import FieldError
from nmt_study.cpd.engine import cycle_of
from nmt_study.cpd.pack import Pack
from nmt_study.cpd.rule import Rule
from nmt_study.cpd.table import day as read_day
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd.book import HANDLE, goes_by, local_day, put
from nmt_study.services.cpd.cited import source_words
from nmt_study.services.cpd.facts import RECORDED, read_facts
from nmt_study.services.desk import Desk
from nmt_study.storage import packs as pack_files
from nmt_study.storage.record.ledger import CREDENTIAL, Entry, Thing
from nmt_study.text import clean, nearest, shorten

PLACING = {"expiry": "2027-10-31", "since": "2024-05-10", "birth": "may odd"}
"""The fields that place a cycle, each with an example."""

_PLACED_BY = {BLOCK: "expiry", ANNIVERSARY: "since", BIRTH_MONTH: "birth"}


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential that is held or was held: its pack, and what its holder said.

    `facts` place the cycle; `carry_in_on` is the day on which the hours carried in were said: they are for the cycle
    of that day.
    """

    id: str
    pack: Pack
    facts: Mapping[str, Any]
    issued: date | None = None
    carry_in: Fraction = ZERO
    ended: date | None = None
    number: str = ""
    holder: str = ""
    label: str = ""
    carry_in_on: date | None = None

    @property
    def handle(self) -> str:
        """The short name by which commands take it."""
        return self.id[-HANDLE:]

    @property
    def name(self) -> str:
        """What it is called on screens: the holder's word for it, or the body's."""
        return self.label or self.pack.body

    @property
    def rule(self) -> Rule:
        """The rule of its pack with the holder's facts in it."""
        rule = self.pack.rule
        if rule.cycle_rule is None:
            return rule
        return replace(rule, cycle_rule=replace(rule.cycle_rule, **self.facts))

    @property
    def began(self) -> date | None:
        """The day on which it was first given: as its holder said, else the day from which its years are counted."""
        return self.issued or self.facts.get("anchor")

    @property
    def masked(self) -> str:
        """The number with all but its last two characters hidden."""
        return (
            "•" * max(0, len(self.number) - 2) + self.number[-2:]
            if len(self.number) > 3
            else "•" * len(self.number)
        )


def packs(desk: Desk) -> tuple[Pack, ...]:
    """Return the packs that come with the program and those of the home, own ones last."""
    found, _ = pack_files.own(desk.places.home)
    taken = {one.id for one in found}
    return (*(one for one in pack_files.shipped() if one.id not in taken), *found)


def faulty(desk: Desk) -> tuple[str, ...]:
    """Return which packs of the home cannot be used, and why, each in words."""
    return tuple(
        f"{clean(path.name)} in the folder {pack_files.FOLDER} cannot be used: {fault.in_full} "
        f"nmt-study cpd pack check {clean(str(path))} tells when it is mended."
        for path, fault in pack_files.faulty(desk.places.home)
    )


def find_pack(desk: Desk, name: str) -> Pack:
    """Return a pack by its id.

    Raises:
        NmtError: there is none.
    """
    known = {one.id: one for one in packs(desk)}
    if name in known:
        return known[name]
    near = nearest(name, known) or next(
        (one.id for one in known.values() if name.casefold() in one.body.casefold()), ""
    )
    hint = (
        f"Did you mean {near}?"
        if near
        else "nmt-study cpd bodies lists them; cpd pack new begins one of your own."
    )
    hint = " ".join((hint, *faulty(desk)))
    raise NmtError(f"there is no body {shorten(clean(name), 60)!r}", hint, ExitCode.USAGE)


def credentials(desk: Desk, *, ended: bool = False) -> tuple[Credential, ...]:
    """Return the credentials, oldest first; those that ended only when asked for.

    Raises:
        NmtError: the record cannot be read, or a pack is gone.
    """
    known = {one.id: one for one in packs(desk)}
    wrong = faulty(desk)
    things = sorted(desk.record.ledger.things(CREDENTIAL), key=lambda one: one.id)
    found = [_credential(one, known, wrong) for one in things]
    return tuple(one for one in found if ended or one.ended is None)


def held_packs(desk: Desk) -> tuple[Pack, ...]:
    """Return the packs of the credentials that are held.

    Raises:
        NmtError: the record cannot be read, or a pack is gone.
    """
    return tuple(one.pack for one in credentials(desk))


def matching(desk: Desk, name: str) -> tuple[Credential, ...]:
    """Return the credentials of a handle, the id of a pack, or a name: those that are held before those that ended.

    Of several from one body, the one without a name of its own goes by the id of the body.

    Raises:
        NmtError: there is none.
    """
    wanted = name.strip().casefold()
    every = credentials(desk, ended=True) if wanted else ()
    for found in (
        [one for one in every if goes_by(one.id, wanted)],
        [one for one in every if one.name.casefold() == wanted],
        [one for one in every if one.pack.id == wanted],
    ):
        active = [one for one in found if one.ended is None] or found
        if active:
            return tuple([one for one in active if not one.label] or active)
    hint = "nmt-study cpd credential list shows each with its short name."
    raise NmtError(f"there is no credential {shorten(clean(name), 60)!r}", hint, ExitCode.USAGE)


def find(desk: Desk, name: str) -> Credential:
    """Return the one credential of a handle, the id of its pack, or its name.

    Raises:
        NmtError: there is none, or more than one.
    """
    found = matching(desk, name)
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{one.handle} ({one.name})" for one in found)
    message = f"{len(found)} credentials are called {shorten(clean(name), 60)!r}"
    raise NmtError(message, f"Say which one: {names}.", ExitCode.USAGE)


def _refuse_twin(desk: Desk, made: Credential) -> None:
    """Refuse a second credential that could not be told from one that is held.

    Raises:
        FieldError: there is one.
    """
    twins = [
        one for one in credentials(desk) if one.id != made.id and one.name.casefold() == made.name.casefold()
    ]
    if twins and made.ended is None:
        told = f"you hold {made.name} already, as {twins[0].handle}"
        hint = (
            f"nmt-study cpd credential change {twins[0].handle} changes that one; "
            "where you hold two, call this one something else with --label."
        )
        raise FieldError("label", told, hint)


def add(desk: Desk, pack: Pack, fields: Mapping[str, str]) -> Credential:
    """Record a credential.

    Raises:
        NmtError: a field cannot be taken, the fact that places the cycle is missing, or one of that name is held.
    """
    today = local_day(desk)
    data, words = read_facts(pack, fields, today)
    stamp = desk.stamp(desk.mint())
    data = {"pack": pack.id, **data}
    made = _checked(_made(stamp.id, pack, data, words), fields, today)
    _refuse_twin(desk, made)
    put(desk, Entry(stamp, CREDENTIAL, stamp.id, data=data, words=words))
    return made


def change(desk: Desk, one: Credential, fields: Mapping[str, str]) -> Credential:
    """Put what changed in the place of what was said before, nothing where a field is empty; the rest stays.

    Raises:
        NmtError: a field cannot be taken.
    """
    today = local_day(desk)
    data, words = read_facts(one.pack, fields, today)
    old_data, old_words = _as_recorded(one)
    for name in [name for name, typed in fields.items() if not typed.strip()]:
        for key in RECORDED.get(name, (name,)):
            old_data.pop(key, None)
            old_words.pop(key, None)
    data, words = {**old_data, **data}, {**old_words, **words}
    made = _checked(_made(one.id, one.pack, data, words), fields, today)
    if made.name != one.name:
        _refuse_twin(desk, made)
    put(desk, Entry(desk.stamp(desk.mint()), CREDENTIAL, one.id, data=data, words=words))
    return made


def end(desk: Desk, one: Credential, on: date) -> None:
    """Let a credential end on a day: after a move, say. What was logged for it stays, and so does the duty to keep it.

    Raises:
        NmtError: it could not be saved.
    """
    data, words = _as_recorded(one)
    put(
        desk,
        Entry(
            desk.stamp(desk.mint()), CREDENTIAL, one.id, data={**data, "ended": on.isoformat()}, words=words
        ),
    )


def asks(pack: Pack) -> str:
    """Return the field that places the cycle of a pack, "" where its dates are the same for everyone."""
    rule = pack.rule.cycle_rule
    if rule is None or not rule.missing:
        return ""
    return _PLACED_BY[rule.type]


def _placed(one: Credential) -> None:
    """Refuse a credential whose cycle cannot be told.

    Raises:
        FieldError: the fact is missing.
    """
    rule = one.rule.cycle_rule
    if rule is not None and rule.missing:
        field = asks(one.pack)
        example = PLACING[field]
        raise FieldError(
            field,
            f"it is needed: {one.pack.asks or 'the fact that places your cycle'}",
            f"Such as {example}.",
        )


def _checked(one: Credential, fields: Mapping[str, str], today: date) -> Credential:
    """Return a credential whose cycle can be told and whose hours carried in are those that its body lets be.

    Raises:
        FieldError: it is another one.
    """
    _placed(one)
    if not fields.get("carry_in") or not one.carry_in:
        return one
    pack, cycle = one.pack, cycle_of(one.rule, today)
    carry = one.rule.version_for(cycle.end if cycle else None).carry_over
    if cycle is not None and not carry.known:
        told = f"whether {pack.body} lets hours be carried over was not found"
        raise FieldError("carry_in", told, "Ask the body. Leave it out: the program counts none.")
    if cycle is None or not carry.allowed:
        told = f"by the rules of {pack.body} no hours are carried over ({source_words(pack)})"
        raise FieldError("carry_in", told, "Leave it out.")
    if carry.most is not None and one.carry_in > carry.most:
        told = f"by the rules of {pack.body} at most {written(carry.most)} are carried over ({source_words(pack)})"
        raise FieldError("carry_in", told, "Give at most so many.")
    return one


def typed(one: Credential) -> dict[str, str]:
    """Return what was said of a credential as its holder would type it, "" for what was not said."""
    facts = {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in one.facts.items()
    }
    birth = f"{facts.get('birth_month', '')} {facts.get('birth_year_parity', '')}".strip()
    return {
        "expiry": facts.get("known_end", ""), "since": facts.get("anchor", ""), "birth": birth,
        "issued": one.issued.isoformat() if one.issued else "",
        "carry_in": written(one.carry_in) if one.carry_in else "", "number": one.number, "holder": one.holder,
        "label": one.label,
    }  # fmt: skip


def date_note(one: Credential) -> str:
    """Return where the expiry that the holder gave contradicts the dates of the rules, "" where it does not."""
    given, rule = one.facts.get("known_end"), one.pack.rule.cycle_rule
    if given is None or rule is None or rule.known_end is None or cycle_on(rule, given).end == given:
        return ""
    usual = cycle_on(rule, given).end
    return (
        f"By the rules of {one.pack.body} the cycle ends on {usual}, but you gave {given}: look at your licence. "
        f"nmt-study cpd credential change {one.handle} --expiry DAY mends it ({source_words(one.pack)})."
    )


def _as_recorded(one: Credential) -> tuple[dict[str, Any], dict[str, str]]:
    facts = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in one.facts.items()
    }
    data: dict[str, Any] = {"pack": one.pack.id, **facts}
    if one.issued:
        data["issued"] = one.issued.isoformat()
    if one.carry_in:
        data["carry_in"] = written(one.carry_in)
    if one.carry_in and one.carry_in_on:
        data["carry_in_on"] = one.carry_in_on.isoformat()
    if one.ended:
        data["ended"] = one.ended.isoformat()
    words = {"number": one.number, "holder": one.holder, "label": one.label}
    return data, {name: text for name, text in words.items() if text}


def _credential(thing: Thing, known: Mapping[str, Pack], wrong: tuple[str, ...]) -> Credential:
    name = str(thing.data.get("pack", ""))
    if name not in known:
        message = f"the rules of {shorten(clean(name), 60)!r} are gone, and a credential goes by them"
        back = f"Put the file back into the folder {pack_files.FOLDER} of your home."
        raise NmtError(message, " ".join(wrong) or back)
    made = _made(thing.id, known[name], thing.data, thing.words)
    return made if made.carry_in_on else replace(made, carry_in_on=date_of(thing.day))


def _made(identifier: str, pack: Pack, data: Mapping[str, Any], words: Mapping[str, str]) -> Credential:
    facts: dict[str, Any] = {
        name: read_day(data[name]) if name in {"known_end", "anchor"} else data[name]
        for name in ("known_end", "anchor", "birth_month", "birth_year_parity")
        if name in data
    }
    return Credential(
        identifier,
        pack,
        facts,
        read_day(data["issued"]) if "issued" in data else None,
        amount(data.get("carry_in", "0")),
        read_day(data["ended"]) if "ended" in data else None,
        words.get("number", ""),
        words.get("holder", ""),
        words.get("label", ""),
        read_day(data["carry_in_on"]) if "carry_in_on" in data else None,
    )
