"""Other papers of continuing education: what to type into a body's form, the study record, reminders, what expires."""

from collections.abc import Sequence
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
from nmt_study.services.cpd.papers import span_of
from nmt_study.services.desk import Desk
from nmt_study.services.words import count, date_words


def copy_sheet(one: Account, every: Sequence[Logged], year: int | None = None) -> Report:
    """Return what is to be typed into a body's own form, field by field, in the order of days."""
    span = span_of(one, year)
    sections = tuple(
        Section(
            f"{number}. {each.title}",
            tuple(
                (name, value)
                for name, value in (
                    ("Completed", str(each.activity.date)), ("Title", each.title),
                    ("Provider", each.words.get("provider", "")), ("Number", each.words.get("certificate_no", "")),
                    ("Hours", words.claimed_words(each)), ("Format", words.FORMAT_WORDS.get(each.activity.format, "")),
                    ("Topics", ", ".join(each.activity.named_topics)), ("Need", each.reflection.need),
                    ("Learnt", each.reflection.learnt), ("Applied", each.reflection.applied),
                )
                if value
            ),
        )
        for number, each in enumerate((each for each in every if each.activity.date in span), 1)
    )  # fmt: skip
    pack = one.credential.pack
    lead = pack.reporting or f"To be typed into the form of {pack.body}."
    return Report("Copy sheet", lead, sections or (Section("Nothing is logged", lines=("There is nothing to copy.",)),),
                  f"{words.OWN_RECORD} As of {one.on}.")  # fmt: skip


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
