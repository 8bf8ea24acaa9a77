"""The summary of a credential as a paper and as data, with what is missing in it: gaps, and changed certificates."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from nmt_study import __version__
from nmt_study.cpd.amounts import written
from nmt_study.cpd.evaluation import as_data
from nmt_study.cpd.pack import KEEP_YEARS
from nmt_study.errors import NmtError
from nmt_study.reports.model import Report, Section, Table
from nmt_study.services.cpd import words
from nmt_study.services.cpd.account import Account, task_titles
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.evidence import path_of
from nmt_study.services.cpd.noted import lost_lines
from nmt_study.services.desk import Desk
from nmt_study.storage.record.evidence import fault_of

TITLE = "CPD record kept by the member, not issued by a provider or board"
GAP = timedelta(days=91)
"""Three months without an activity: an auditor may ask why (HCPC: explain gaps of three months or more)."""

CSV_HEAD = (
    "date", "title", "provider", "certificate_no", "format", "topics", "claimed", "claimed_unit", "credited", "unit", "reason",
    "evidence", "sha256", "reflection", "reported", "rules", "as_of",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days whose activities a paper shows."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def span_of(one: Account, year: int | None = None) -> Span:
    """Return the days that a paper is about: those of the cycle, or of a calendar year."""
    if year is not None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if one.state.cycle is not None:
        return Span(one.state.cycle.start, one.state.cycle.end)
    return Span(date.min, one.on)


def summary(
    one: Account, every: Sequence[Logged], *, number: bool = False, year: int | None = None
) -> Report:
    """Return the continuing-education hour summary of a credential; its number is masked unless asked for."""
    span = span_of(one, year)
    shown = [each for each in every if each.activity.date in span]
    kept = {each.id for each in shown if not one.state.credit(each.id) and each.id in one.state.reasons}
    counted = [each for each in shown if each.id not in kept]
    stored = [each for each in shown if each.id in kept]
    sections = [
        _credential(one, number=number, year=year),
        _needed(one),
        Section("Activities that count", table=_table(one, counted), lines=() if counted else ("None yet.",)),
        _limits(one, year),
        Section("Stored, but not counted", table=_table(one, stored), lines=() if stored else ("None.",)),
        _carried(one),
        Section("Gaps", lines=gap_lines(one, every, span) or ("None of three months or more.",)),
        Section(
            "What this paper is", lines=(words.OWN_RECORD, words.rules_line(one.credential.pack), *_keep(one))
        ),
    ]
    pack = one.credential.pack
    foot = f"{words.OWN_RECORD} {pack.id}, version {pack.version}. As of {one.on}, nmt-study {__version__}."
    return Report(
        TITLE, words.headline(one), tuple(sections), foot, letter=pack.jurisdiction.startswith(("US", "CA"))
    )


def _credential(one: Account, *, number: bool, year: int | None) -> Section:
    held, pack = one.credential, one.credential.pack
    facts = [
        ("Holder", held.holder or "not given"),
        ("Credential", pack.credential),
        ("Number", (held.number if number else held.masked) or "not given"),
        ("Body", pack.body),
    ]
    if one.state.cycle is not None:
        facts.append(("Cycle", f"{one.state.cycle.start} to {one.state.cycle.end}, {_fixed(one)}"))
    if year is not None:
        facts.append(("Shown", f"activities completed in {year}"))
    facts += [("Looked at on", str(one.on)), ("Rules", words.rules_line(pack).removeprefix("Rules: "))]
    if one.provisional:
        facts.append(("Provisional", "yes: these numbers were not confirmed with the body for this cycle"))
    return Section("Credential", tuple(facts))


def _fixed(one: Account) -> str:
    """Return how the ends of the cycle were fixed."""
    facts = one.credential.facts
    if "known_end" in facts:
        return "fixed by the expiry that the holder gave"
    if "anchor" in facts:
        return "fixed by the day on which it began, as the holder gave it"
    if "birth_month" in facts:
        return "fixed by the month of birth and the parity of its year"
    return "the same for everyone, by the rules"


def _needed(one: Account) -> Section:
    lines = words.needed_lines(one)
    return Section("Still needed", lines=lines or ("Nothing by these numbers.",))


def _limits(one: Account, year: int | None) -> Section:
    rows: list[tuple[str, str, str]] = []
    state, pack = one.state, one.credential.pack
    asked = f"at least {words.told(state.required)} {pack.unit_word}" if state.required else "none asked"
    rows.append(("Total", words.told(state.total), asked))
    rows += [
        (
            words.floor_words(pack, floor),
            words.told(state.minimums[floor.id].have),
            f"at least {words.told(floor.least)}",
        )
        for floor in one.rule.minimums
        if not floor.is_remainder
    ]
    rows += [
        (name.replace("_", " "), words.told(used.used), f"at most {words.told(used.most)}")
        for name, used in state.caps.items()
    ]
    titles = task_titles(one)
    rows += [(titles[name], "done" if done else "open", "to be done") for name, done in state.tasks.items()]
    rows += [
        (name.upper(), "current" if held.current else "not current", "on the due date")
        for name, held in state.held.items()
    ]
    of = () if year is None else (f"Of the whole cycle, not of {year} alone.",)
    return Section("Totals", lines=of, table=Table(("What", "There is", "Asked"), tuple(rows), (5, 2, 3)))


def _table(one: Account, shown: Sequence[Logged]) -> Table:
    head = (
        "Completed",
        "Title",
        "Provider, number",
        "Format, topics",
        "Claimed",
        "Credited",
        "Why not all",
        "Evidence",
        "Reflection",
    )
    return Table(head, tuple(_row(one, each) for each in shown), (8, 22, 16, 14, 8, 7, 16, 9, 9))


def _row(one: Account, each: Logged) -> tuple[str, ...]:
    activity, pack = each.activity, one.credential.pack
    provider = ", ".join(filter(None, (each.words.get("provider", ""), each.words.get("certificate_no", ""))))
    hands_on = "hands-on" if activity.hands_on else ""
    form = ", ".join(filter(None, (words.FORMAT_WORDS.get(activity.format, ""), hands_on, *topics_of(each))))
    codes = one.state.reasons.get(each.id, ())
    why = "; ".join(words.reason_words(code, pack) for code in codes)
    evidence = ", ".join(f"yes, {filed.sha256[:8]}" for filed in each.evidence) or "no"
    return (
        completed(each), each.title, provider, form, words.claimed_words(each), words.told(one.state.credit(each.id)), why,
        evidence, "yes" if activity.reflection else "no",
    )  # fmt: skip


def completed(each: Logged) -> str:
    """Return the day on which an activity was completed, and the first one where it took several."""
    first, last = each.activity.start_date, each.activity.date
    return f"{first} to {last}" if first is not None and first < last else str(last)


def topics_of(each: Logged) -> list[str]:
    """Return the topics of an activity as they were named, each with its hours where they are known.

    Not in the words of the body: those may say more than is so, as that it was in person.
    """
    divided = [f"{name.replace('_', ' ')} {words.told(hours)}" for name, hours in each.activity.split]
    return divided or [name.replace("_", " ") for name in each.activity.topics]


def _carried(one: Account) -> Section:
    unit = one.credential.pack.unit_word
    lines = [f"Carried in: {words.amount_words(one.ledger.carry_in, unit)}."] if one.ledger.carry_in else []
    if one.state.carry_out:
        lines.append(
            f"Would be carried into the next cycle: {words.amount_words(one.state.carry_out, unit)}."
        )
    lines += lost_lines(one)
    return Section("Carried over", lines=tuple(lines) or ("Nothing.",))


def gaps(days: Sequence[date], first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Return the spans of three months or more without an activity, between two days."""
    marks = [first, *sorted(day for day in days if first <= day <= last), last]
    return tuple((start, end) for start, end in pairwise(marks) if end - start >= GAP)


def gap_lines(one: Account, every: Sequence[Logged], span: Span | None = None) -> tuple[str, ...]:
    """Return the gaps of three months or more up to the day, in sentences."""
    days = span or span_of(one)
    done = [each.activity.date for each in every if each.activity.date in days]
    first = days.first if days.first > date.min else min(done, default=one.on)
    found = gaps(done, first, min(days.last, one.on)) if first <= one.on else ()
    return tuple(f"{start} to {end}: nothing logged for three months or more." for start, end in found)


def _keep(one: Account) -> tuple[str, ...]:
    years = one.credential.pack.keep_years
    if one.state.cycle is None:
        return ()
    until = one.state.cycle.end.year + (years or KEEP_YEARS)
    reason = (
        "as the body asks" if years else "no time was found; six years are the longest that any body names"
    )
    return (f"Keep the papers of this cycle until the end of {until} ({reason}).",)


def summary_rows(
    one: Account, every: Sequence[Logged], year: int | None = None
) -> tuple[tuple[str, ...], ...]:
    """Return the activities of a summary as rows below `CSV_HEAD`."""
    span, pack = span_of(one, year), one.credential.pack
    return tuple(
        (
            str(each.activity.date), each.title, each.words.get("provider", ""), each.words.get("certificate_no", ""),
            each.activity.format, "; ".join(f"{name} {written(hours)}" for name, hours in each.activity.split)
            or "; ".join(each.activity.topics), *words.claimed(each), written(one.state.credit(each.id)), pack.unit_word,
            "; ".join(words.reason_words(code, pack) for code in one.state.reasons.get(each.id, ())),
            "yes" if each.evidence else "no", " ".join(filed.sha256 for filed in each.evidence),
            "yes" if each.activity.reflection else "no", dict(each.standings).get(one.credential.id, ""), pack.id,
            str(pack.as_of),
        )
        for each in every
        if each.activity.date in span
    )  # fmt: skip


def summary_json(
    one: Account, every: Sequence[Logged], *, number: bool = False, year: int | None = None
) -> str:
    """Return a summary as JSON."""
    span = span_of(one, year)
    shown = [each for each in every if each.activity.date in span]
    rows = summary_rows(one, every, year)
    data: dict[str, Any] = {
        "title": TITLE,
        "statement": words.OWN_RECORD,
        "rules": words.rules_line(one.credential.pack),
        "holder": one.credential.holder,
        "number": one.credential.number if number else one.credential.masked,
        "on": one.on.isoformat(),
        "tool": f"nmt-study {__version__}",
        "headline": words.headline(one),
        "complete": one.complete,
        "provisional": one.provisional,
        "activities": [dict(zip(CSV_HEAD, row, strict=True)) for row in rows],
        "evaluation": as_data(one.state, tuple(each.id for each in shown), provisional=one.provisional),
    }
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def changed_evidence(desk: Desk, every: Sequence[Logged]) -> None:
    """Refuse to go on with evidence that is gone or was changed.

    Raises:
        NmtError: a file is not what was attached.
    """
    for each in every:
        for filed in each.evidence:
            if fault := fault_of(desk.places.home, filed.sha256, filed.form):
                name = path_of(desk, filed)
                raise NmtError(
                    f"{each.dated}: {filed.name or 'a file'} {fault}",
                    f"Put the original back as {name}, or remove it.",
                )
