"""The ledger of one person: activities with their evidence and reflection, logged, changed and voided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from nmt_study.cpd.draft import Drafted, drafted, note_warnings
from nmt_study.cpd.ledger import read_activity
from nmt_study.cpd.model import VOID, Activity
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd import promoted
from nmt_study.services.cpd.twins import named
from nmt_study.services.desk import Desk
from nmt_study.storage.record.ledger import ACTIVITY, EVIDENCE, REFLECTION, STANDING, Entry, Thing
from nmt_study.text import clean, shorten

HANDLE = 6
"""So many characters, the last ones, name an activity, a credential or a file for a person."""

CLAIMED = "claimed"
ON_FILE = "on file"
CONFIRMED = "confirmed"
STANDINGS = (CLAIMED, ON_FILE, CONFIRMED)
"""How far an activity has come with a body: sent in, seen in its record, or taken by it in writing."""

_MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of evidence: its digest, size, form and kind, and what it was called; `name` is "" once it was erased."""

    id: str
    activity: str
    sha256: str
    size: int
    form: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Reflection:
    """What was needed, learnt and applied; a draft as long as it is not final."""

    need: str = ""
    learnt: str = ""
    applied: str = ""
    final: bool = False

    @property
    def written(self) -> bool:
        """Whether it counts as written: final, and about what was learnt."""
        return self.final and bool(self.learnt)

    @property
    def words(self) -> dict[str, str]:
        """Its texts as they are recorded."""
        texts = {"need": self.need, "learnt": self.learnt, "applied": self.applied}
        return {name: clean(text).strip() for name, text in texts.items()}


@dataclass(frozen=True, slots=True)
class Logged:
    """An activity as it stands: for the engine, as typed, and everything that belongs to it."""

    activity: Activity
    data: Mapping[str, Any]
    words: Mapping[str, str]
    evidence: tuple[Filed, ...] = ()
    reflection: Reflection = Reflection()
    standings: tuple[tuple[str, str], ...] = ()
    erased: bool = False

    @property
    def id(self) -> str:
        """The id of the activity."""
        return self.activity.id

    @property
    def handle(self) -> str:
        """The short name by which commands take it."""
        return self.id[-HANDLE:]

    @property
    def title(self) -> str:
        """Its title, or that it was erased; a void one says so."""
        return f"{self.name} (void)" if self.void else self.name

    @property
    def void(self) -> bool:
        """Whether it was voided."""
        return self.activity.status == VOID

    @property
    def dated(self) -> str:
        """Its title and day, to name it in a sentence."""
        return f"“{self.title}” of {self.activity.date}"

    @property
    def name(self) -> str:
        """Its title, or that it was erased, whether it is void or not."""
        return self.words.get("title") or ("(erased)" if self.erased else "(no title)")


def local_day(desk: Desk) -> date:
    """Return the local day of now: credit is attributed by the calendar, not by study days."""
    moment = desk.clock.now()
    return (moment.at + timedelta(seconds=moment.offset)).date()


def logged(desk: Desk, *, voided: bool = False) -> tuple[Logged, ...]:
    """Return all activities by their date; void ones only when asked for.

    Raises:
        NmtError: the record cannot be read.
    """
    book = desk.record.ledger
    evidence = _by_about(map(_filed, book.things(EVIDENCE)))
    reflections = {one.about: _reflection(one) for one in book.things(REFLECTION)}
    standings: dict[str, list[tuple[str, str]]] = {}
    for one in book.things(STANDING):
        standings.setdefault(one.about, []).append((one.id.partition(" ")[2], str(one.data.get("state"))))
    found = [
        _logged(
            one, evidence.get(one.id, ()), reflections.get(one.id, Reflection()), standings.get(one.id, ())
        )
        for one in book.things(ACTIVITY, voided=voided)
    ]
    return tuple(sorted(found, key=lambda one: (one.activity.date, one.id)))


def find(desk: Desk, name: str, *, voided: bool = False) -> Logged:
    """Return the activity of a handle, an id, or a title that no other one has; a void one only when asked for.

    Of several with one title, those that are not void go before.

    Raises:
        NmtError: there is none, or more than one, or it is void.
    """
    every = logged(desk, voided=True)
    wanted = name.strip().casefold()
    by_id = [one for one in every if goes_by(one.id, wanted)]
    found = by_id or [one for one in every if wanted in {one.title.casefold(), one.name.casefold()}]
    found = [one for one in found if not one.void] or found
    if len(found) == 1:
        if not voided:
            refuse_void(found[0])
        return found[0]
    shown = shorten(clean(name), 60)
    hint = "nmt-study cpd list shows each with its short name."
    message = f"{len(found)} activities are called {shown!r}" if found else f"there is no activity {shown!r}"
    raise NmtError(message, hint, ExitCode.USAGE)


def goes_by(identifier: str, wanted: str) -> bool:
    """Return whether somebody means an id: by its short name, or by more of its end where two have the same."""
    return len(wanted) >= HANDLE and identifier.endswith(wanted)


def refuse_void(one: Logged) -> None:
    """Refuse to go on with an activity that was voided.

    Raises:
        NmtError: it is void.
    """
    if one.void:
        told = f"“{one.name}” of {one.activity.date} is void and stays as it is"
        raise NmtError(told, "If it counts after all, log it anew.", ExitCode.USAGE)


def refuse_voided(desk: Desk, one: Logged) -> None:
    """Refuse to go on with an activity that was voided by now, maybe since it was read.

    Raises:
        NmtError: it is void, or the record cannot be read.
    """
    refuse_void(find(desk, one.id, voided=True))


def log(desk: Desk, draft: Drafted) -> str:
    """Record an activity; return its id.

    Raises:
        NmtError: it could not be saved.
    """
    stamp = desk.stamp(desk.mint())
    put(desk, Entry(stamp, ACTIVITY, stamp.id, data=draft.data, words=draft.words))
    return stamp.id


def log_all(desk: Desk, drafts: Sequence[Drafted]) -> tuple[str, ...]:
    """Record several activities, all of them or none.

    Raises:
        NmtError: they could not be saved.
    """
    entries = []
    for draft in drafts:
        stamp = desk.stamp(desk.mint())
        entries.append(Entry(stamp, ACTIVITY, stamp.id, data=draft.data, words=draft.words))
    put(desk, *entries)
    return tuple(one.thing for one in entries)


def change(desk: Desk, one: Logged, fields: Mapping[str, str]) -> Drafted:
    """Put a new version of an activity in the place of the one before, which stays in the record.

    One that was made out of study time stays within the rules by which it was made.

    Raises:
        NmtError: it is void, a field cannot be taken, or it could not be saved.
    """
    refuse_voided(desk, one)
    draft = drafted(fields, local_day(desk))
    if one.data.get("promoted"):
        draft = promoted.kept(desk, one.id, one.data, draft, fields)
    kept = {name: one.data[name] for name in ("promoted",) if name in one.data}
    put(
        desk, Entry(desk.stamp(desk.mint()), ACTIVITY, one.id, data={**draft.data, **kept}, words=draft.words)
    )
    return draft


def void(desk: Desk, one: Logged, reason: str) -> None:
    """Let an activity count no more; it stays in the record with the reason.

    Raises:
        NmtError: it is void already, there is no reason, or it could not be saved.
    """
    refuse_voided(desk, one)
    said = clean(reason).strip()
    if not said or len(said) > _MOST_REASON:
        raise NmtError(
            f"say why, in 1 to {_MOST_REASON} characters", "For example: logged twice.", ExitCode.USAGE
        )
    words = {**one.words, "reason": said}
    put(desk, Entry(desk.stamp(desk.mint()), ACTIVITY, one.id, data=one.data, words=words, void=True))


def reflect(desk: Desk, one: Logged, reflection: Reflection) -> list[str]:
    """Record a reflection, as a draft or final; return what in it could tell who a client is.

    Raises:
        NmtError: it is void, one made out of study time would stand on less than it must, or it could not be saved.
    """
    refuse_voided(desk, one)
    if one.data.get("promoted"):
        part = promoted.too_short(reflection.need, reflection.learnt, reflection.applied)
        promoted.refuse_short(
            part or ("" if reflection.final else "that it is final: study time stands on it")
        )
    words = reflection.words
    stamp = desk.stamp(desk.mint())
    put(desk, Entry(stamp, REFLECTION, one.id, one.id, {"final": reflection.final}, words))
    return note_warnings(*(text for text in words.values() if text))


def stand(desk: Desk, one: Logged, credential: str, state: str) -> None:
    """Record how far an activity has come with a body.

    Raises:
        NmtError: there is no such state, or it could not be saved.
    """
    if state not in STANDINGS:
        raise NmtError(f"it may be {', '.join(STANDINGS)}", exit_code=ExitCode.USAGE)
    stamp = desk.stamp(desk.mint())
    put(desk, Entry(stamp, STANDING, f"{one.id} {credential}", one.id, {"state": state}))


def alike(every: Iterable[Logged], draft: Drafted) -> tuple[Logged, ...]:
    """Return activities that a draft may be a second copy of."""
    new = named(draft.words, draft.data)
    return tuple(one for one in every if new.may_be(named(one.words, one.data)))


def put(desk: Desk, *entries: Entry) -> None:
    """Record versions of things, all or none, and let the second copy be made.

    Raises:
        NmtError: they could not be saved.
    """
    desk.record.ledger.put(*entries)
    desk.keeping.happened()


def _logged(
    thing: Thing,
    evidence: Sequence[Filed],
    reflection: Reflection,
    standings: Sequence[tuple[str, str]],
) -> Logged:
    names = ("title", "provider", "certificate_no", "course_key")
    fields = {name: value for name, value in thing.data.items() if name != "promoted"}
    words = {name: thing.words[name] for name in names if name in thing.words}
    activity = read_activity({"id": thing.id, **fields, **words}, f"activity {thing.id[-HANDLE:]}")
    activity = replace(
        activity,
        evidence=frozenset(one.kind for one in evidence),
        reflection=reflection.written,
        status=VOID if thing.void else "",
    )
    return Logged(
        activity, thing.data, thing.words, tuple(evidence), reflection, tuple(standings), thing.erased
    )


def _filed(thing: Thing) -> Filed:
    data = thing.data
    return Filed(
        thing.id, thing.about, str(data.get("sha256", "")), int(data.get("bytes", 0)), str(data.get("form", "")),
        str(data.get("kind", "")), thing.words.get("name", ""),
    )  # fmt: skip


def _reflection(thing: Thing) -> Reflection:
    words = thing.words
    return Reflection(
        words.get("need", ""),
        words.get("learnt", ""),
        words.get("applied", ""),
        bool(thing.data.get("final")),
    )


def _by_about(found: Iterable[Filed]) -> dict[str, list[Filed]]:
    by_activity: dict[str, list[Filed]] = {}
    for one in found:
        by_activity.setdefault(one.activity, []).append(one)
    return by_activity
