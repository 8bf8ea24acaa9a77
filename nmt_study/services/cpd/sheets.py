"""Other papers of continuing education: what to type into a body's form, the study record, reminders, what expires."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from nmt_study import __version__
from nmt_study.clock import date_of, day_of
from nmt_study.cpd.amounts import ZERO
from nmt_study.reports.calendar import Reminder, calendar
from nmt_study.reports.model import Report, Section, Table
from nmt_study.services.cpd import words
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.papers import completed, span_of, topics_of
from nmt_study.services.desk import Desk
from nmt_study.services.words import count, date_words


def copy_sheet(one: Account, every: Sequence[Logged], year: int | None = None) -> Report:
    """Return what is to be typed into a body's own form, field by field, in the order of days.

    What does not count with the body is named at the end, so that nobody reports it as if it did.
    """
    span, pack = span_of(one, year), one.credential.pack
    shown = [each for each in every if each.activity.date in span]
    counted = [each for each in shown if one.state.credit(each.id)]
    sections = tuple(
        Section(f"{number}. {each.title}", tuple(_to_copy(one, each)))
        for number, each in enumerate(counted, 1)
    )
    if left := [f"{each.activity.date} {each.title}" for each in shown if not one.state.credit(each.id)]:
        sections += (Section("Left out, because it does not count", lines=tuple(left)),)
    lead = pack.reporting or f"To be typed into the form of {pack.body}."
    return Report("Copy sheet", lead, sections or (Section("Nothing is logged", lines=("There is nothing to copy.",)),),
                  f"{words.OWN_RECORD} As of {one.on}.")  # fmt: skip


def _to_copy(one: Account, each: Logged) -> Iterator[tuple[str, str]]:
    """Give the fields of a form that there is something for; a reflection only where the body asks for one."""
    fields = [
        ("Completed", completed(each)), ("Title", each.title), ("Provider", each.words.get("provider", "")),
        ("Number", each.words.get("certificate_no", "")), ("Claimed", words.claimed_words(each)),
        ("Credited", words.amount_words(one.state.credit(each.id), one.credential.pack.unit_word)),
        ("Format", words.FORMAT_WORDS.get(each.activity.format, "")), ("Topics", ", ".join(topics_of(each))),
    ]  # fmt: skip
    if one.rule.reflection_required_for:
        told = each.reflection
        fields += [("Need", told.need), ("Learnt", told.learnt), ("Applied", told.applied)]
    return ((name, value) for name, value in fields if value)


def study_record(desk: Desk, first: date, last: date, on: date) -> Report:
    """Return what was studied from one day to another: never credit, and a paper of its own.

    Raises:
        NmtError: the record cannot be read.
    """
    days = [one for one in desk.record.studied().days if day_of(first) <= one.day <= day_of(last)]
    seconds = sum((Fraction(one.seconds) for one in days), ZERO)
    tested, recalled = sum(one.tested for one in days), sum(one.recalled for one in days)
    facts = [
        ("From, to", f"{first} to {last}"),
        ("Days with study", str(len(days))),
        ("Minutes", str(int(seconds // 60))),
        ("Answers", str(sum(one.answers for one in days))),
        ("New cards", str(sum(one.first for one in days))),
    ]
    if tested:
        facts.append(("Remembered", f"{recalled} of {tested} answers that test memory"))
    rows = tuple((str(date_of(one.day)), str(one.answers), str(int(one.seconds // 60))) for one in days)
    return Report(
        words.STUDY_LABEL,
        "What was studied with this program. No body is known to award credit for it.",
        (
            Section("In all", tuple(facts)),
            Section("Day by day", table=Table(("Day", "Answers", "Minutes"), rows, (2, 1, 1))),
        ),
        f"{words.STUDY_LABEL}. As of {on}, nmt-study {__version__}.",
    )


def reminders(every: Sequence[Account], on: date) -> str:
    """Return reminders of what is due as an iCalendar file: each cycle's end, and cards that lapse."""
    found: dict[str, Reminder] = {}
    for one in every:
        if one.state.cycle is not None:
            title = f"CPD due: {one.credential.name}"
            found[one.credential.id] = Reminder(
                f"{one.credential.id}-{one.cycle_key}", one.state.cycle.end, title, words.headline(one)
            )
        for held in one.ledger.credentials:
            if held.valid_to is not None and held.id in one.state.held:
                found[held.id] = Reminder(
                    f"card-{held.id}",
                    held.valid_to,
                    f"{held.id.upper()} card lapses",
                    "Renew it before that day.",
                )
    return calendar(found.values(), on)


def expiring(every: Sequence[Account]) -> tuple[str, ...]:
    """Return what runs out next, the soonest first: cycles and cards."""
    found = {(one.state.cycle.end, one.credential.name) for one in every if one.state.cycle is not None}
    found |= {
        (held.valid_to, f"{held.id.upper()} card")
        for one in every
        for held in one.ledger.credentials
        if held.valid_to is not None and held.valid_to >= one.on
    }
    on = every[0].on if every else date.min
    return tuple(
        f"{date_words(day)}, in {count((day - on).days, 'day')}: {name}" for day, name in sorted(found)
    )
