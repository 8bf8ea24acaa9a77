"""Study time as a self-directed activity: one explicit act for one named activity, where the body's rule takes it.

What is recorded is practice. It becomes part of the ledger only when somebody says what was studied, what was needed,
learnt and applied; and no minute becomes part of it twice.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from nmt_study.clock import StudyDay, date_of, day_of
from nmt_study.cpd.amounts import written
from nmt_study.cpd.draft import Drafted, drafted, note_warnings
from nmt_study.cpd.model import SELF_DIRECTED, SELF_PACED
from nmt_study.cpd.pack import RECLASSIFY
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd.book import Reflection, local_day, logged, put
from nmt_study.services.cpd.cited import source_words
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.cpd.promoted import SHORTEST, refuse_short, too_short
from nmt_study.services.cpd.words import STUDY_WORDS
from nmt_study.services.desk import Desk
from nmt_study.storage.record.ledger import ACTIVITY, PROMOTION, REFLECTION, Entry
from nmt_study.text import clean


@dataclass(frozen=True, slots=True)
class Recorded:
    """Minutes of study from one day to another: all, and those that no activity stands on yet."""

    first: date
    last: date
    minutes: Fraction
    free: Fraction


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a person says of what was studied. `minutes` is at most what was recorded."""

    title: str
    first: date
    last: date
    minutes: Fraction
    topics: str
    reflection: Reflection


def recorded(desk: Desk, first: date, last: date) -> Recorded:
    """Return the minutes that were recorded here: at most one minute counts for one card that lay open.

    Answers that came from another program count for none: nobody measured them here.

    Days are those on which it was studied, as they were told then: neither another zone nor a clock that was set back
    makes any minutes.

    Raises:
        NmtError: the record cannot be read.
    """
    days = desk.record.studied().days
    lowest, highest = day_of(first), day_of(last)
    seconds = sum(Fraction(one.own) for one in days if lowest <= one.day <= highest)
    minutes = Fraction(int(seconds // 60))
    taken = sum(
        (used for on, used in _taken(desk) if any(lowest <= day <= highest for day in on)), Fraction(0)
    )
    return Recorded(first, last, minutes, max(Fraction(0), minutes - taken))


def _taken(desk: Desk) -> Iterator[tuple[Collection[StudyDay], Fraction]]:
    """Yield the study days and minutes that activities stand on which are not void.

    They are the days as they count by now: where the day of an answer was mended, what it became goes with it.
    """
    alive = {one.id for one in logged(desk)}
    for one in desk.record.ledger.things(PROMOTION):
        if one.id in alive:
            yield desk.record.ledger.days_of(one), Fraction(str(one.data["minutes"]))


def refusal(credential: Credential) -> str:
    """Return why a body takes no study time, with its rule and source; "" where it does."""
    pack = credential.pack
    if pack.study_time == RECLASSIFY:
        return ""
    said = pack.self_directed or "The body does not say that it takes learning without a provider."
    return f"{STUDY_WORDS[pack.study_time]} {said} ({source_words(pack)})"


def promote(desk: Desk, credential: Credential, wish: Promotion) -> str:
    """Make one self-directed activity out of study time; return its id.

    Raises:
        NmtError: the body's rule does not take it; something is not said; there are not so many minutes that no
            activity stands on; or it could not be saved.
    """
    if why := refusal(credential):
        raise NmtError(
            f"{credential.name} takes no study time as hours. {why}", "It stays in your study record."
        )
    _said(wish)
    found = recorded(desk, wish.first, wish.last)
    if not 0 < wish.minutes <= found.free:
        raise NmtError(
            f"of the {written(found.minutes)} minutes recorded from {wish.first} to {wish.last}, "
            f"{written(found.free)} stand for no activity yet",
            "Name at most so many.", ExitCode.USAGE,
        )  # fmt: skip
    draft = _draft(desk, credential, wish)
    stamp = desk.stamp(desk.mint())
    minutes = {"first": day_of(wish.first), "last": day_of(wish.last), "minutes": written(wish.minutes)}
    put(
        desk,
        Entry(stamp, ACTIVITY, stamp.id, data={**draft.data, "promoted": True}, words=draft.words),
        Entry(
            desk.stamp(desk.mint()), REFLECTION, stamp.id, stamp.id, {"final": True}, wish.reflection.words
        ),
        Entry(desk.stamp(desk.mint()), PROMOTION, stamp.id, stamp.id, minutes),
    )
    return stamp.id


def _draft(desk: Desk, credential: Credential, wish: Promotion) -> Drafted:
    kind = credential.pack.promote_kind
    return drafted(
        {
            "title": wish.title, "date": wish.last.isoformat(), "start_date": wish.first.isoformat(),
            "minutes": written(wish.minutes), "class": SELF_DIRECTED, "format": SELF_PACED, "topics": wish.topics,
            "kind": kind,
        },
        local_day(desk),
    )  # fmt: skip


def _said(wish: Promotion) -> None:
    """Refuse what says too little.

    Raises:
        NmtError: a part is missing.
    """
    title = "what you studied" if len(clean(wish.title).strip()) < SHORTEST else ""
    said = wish.reflection
    refuse_short(title or too_short(said.need, said.learnt, said.applied))
    if wish.first > wish.last:
        raise NmtError(f"it begins on {wish.first}, after it ended on {wish.last}", exit_code=ExitCode.USAGE)


def notes(wish: Promotion) -> tuple[str, ...]:
    """Return what in the words of a promotion could tell who a client is."""
    said = wish.reflection
    return tuple(note_warnings(*filter(None, (wish.title, said.need, said.learnt, said.applied))))


def latest_days(desk: Desk) -> tuple[date, date] | None:
    """Return the first and last day with study, None where there is none."""
    days = [one for one in desk.record.studied().days if one.own]
    return (date_of(days[0].day), date_of(days[-1].day)) if days else None
