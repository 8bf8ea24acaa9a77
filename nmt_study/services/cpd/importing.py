"""Activities from a table of any spreadsheet: looked through first, row by row, then taken in whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nmt_study.cpd.draft import FIELDS, Drafted, FieldError, drafted
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.sheet import Sheet, cell, read_sheet
from nmt_study.services.cpd.book import alike, local_day, log_all, logged
from nmt_study.services.cpd.twins import named, twins
from nmt_study.services.desk import Desk
from nmt_study.services.words import count
from nmt_study.text import nearest, shorten

COLUMNS = FIELDS
"""The columns that are known; a table needs title, date, and hours or minutes."""

_NAMES = {
    "name": "title", "course": "title", "activity": "title", "course title": "title", "completed": "date",
    "date completed": "date", "completion date": "date", "end date": "date", "completed on": "date",
    "start": "start_date", "start date": "start_date", "certificate hours": "hours", "ce hours": "hours",
    "credits": "hours", "cpd hours": "hours", "duration": "minutes", "mins": "minutes", "organisation": "provider",
    "organization": "provider", "sponsor": "provider", "certificate number": "certificate_no",
    "certificate no": "certificate_no", "certificate": "certificate_no", "topic": "topics", "subject": "topics",
    "hands on": "hands_on", "type": "format", "notes": "note", "comment": "note", "comments": "note",
    "course number": "course_key", "course key": "course_key",
}  # fmt: skip
_FORMULA = tuple("=+@")
_IGNORED = frozenset(("id", "credited", "claimed", "version"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken: its number in the file, the activity, and whether it may be there already."""

    number: int
    draft: Drafted
    known: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What a table holds: rows to take, rows that are there already, what is wrong, and what should be looked at."""

    rows: tuple[Row, ...]
    known: tuple[Row, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


def look(desk: Desk, path: Path) -> Looked:
    """Read a table and say what would be taken; nothing is recorded.

    Raises:
        NmtError: it cannot be read, or its columns are others.
    """
    sheet = read_sheet(path)
    places = _places(sheet)
    every, today = logged(desk), local_day(desk)
    rows: list[Row] = []
    faults: list[str] = []
    for number, cells in sheet.rows:
        fields = {name: cell(cells, place) for name, place in places.items()}
        try:
            _refuse_formulas(sheet, number, fields, places)
            draft = drafted(fields, today)
        except FieldError as fault:
            at = places.get(fault.field, 0) + 1
            faults.append(NmtError(sheet.fault(number, at, fault.told).message, fault.hint).in_full)
            continue
        except NmtError as fault:
            faults.append(fault.in_full)
            continue
        rows.append(Row(number, draft, bool(alike(every, draft))))
    twice = _twice([row for row in rows if not row.known])
    fresh = tuple(row for row in rows if not row.known and row.number not in twice)
    warnings = [f"Row {row.number}: {told}" for row in fresh for told in row.draft.warnings]
    warnings += [
        f"Row {later} looks like row {first} written twice; it is not taken."
        for later, first in twice.items()
    ]
    known = tuple(row for row in rows if row.known or row.number in twice)
    return Looked(fresh, known, tuple(faults), tuple(warnings))


def take(desk: Desk, found: Looked) -> tuple[str, ...]:
    """Record all rows that can be taken and are not there yet, all of them or none.

    Raises:
        NmtError: a row is wrong, or they could not be saved.
    """
    if found.faults:
        raise NmtError(
            f"nothing was taken: {count(len(found.faults), 'row is', 'rows are')} wrong",
            "Mend them, then do the same again.",
            ExitCode.PROBLEMS,
        )
    return log_all(desk, [row.draft for row in found.rows])


def _places(sheet: Sheet) -> dict[str, int]:
    """Return where each field stands.

    Raises:
        NmtError: a column is not known, or one that is needed is missing.
    """
    places: dict[str, int] = {}
    for place, head in enumerate(sheet.head):
        plain = " ".join(head.lower().replace("_", " ").replace("-", " ").split())
        name = _NAMES.get(plain, plain.replace(" ", "_"))
        if name in _IGNORED or not plain:
            continue
        if name not in COLUMNS:
            near = nearest(plain, [*COLUMNS, *_NAMES])
            hint = (
                f"Did you mean {near}?"
                if near
                else f"Known are: {', '.join(COLUMNS)}. Delete the column, or rename it."
            )
            raise sheet.fault(1, place + 1, f"the column {shorten(head, 40)!r} is not known", hint)
        if name in places:
            raise sheet.fault(1, place + 1, f"there are two columns for {name}", "Delete one of them.")
        places[name] = place
    missing = [name for name in ("title", "date") if name not in places]
    if not missing and not {"hours", "minutes", "kind", "days"} & set(places):
        missing = ["hours"]
    if missing:
        hint = "The first row names the columns; nmt-study cpd import --template prints one to fill in."
        raise NmtError(f"{sheet.name} has no column for {missing[0]}", hint, ExitCode.USAGE)
    return places


def _refuse_formulas(sheet: Sheet, number: int, fields: dict[str, str], places: dict[str, int]) -> None:
    """Refuse a cell that a spreadsheet would run as a formula.

    Raises:
        NmtError: there is one.
    """
    for name, text in fields.items():
        if text.startswith(_FORMULA) or (text.startswith("-") and not text[1:2].isdigit() and len(text) > 1):
            message = f"{shorten(text, 30)!r} would run as a formula in a spreadsheet"
            raise sheet.fault(number, places[name] + 1, message, "Write it as plain text.")


def _twice(rows: Sequence[Row]) -> dict[int, int]:
    """Return the numbers of rows that look like an earlier one, each with the number of that."""
    found = twins([named(row.draft.words, row.draft.data) for row in rows])
    return {rows[later].number: rows[first].number for first, *others in found for later in others}


def template() -> str:
    """Return a table to fill in: the columns, and one line as an example."""
    example = {
        "title": "Neuromuscular therapy of the shoulder", "date": "2026-05-31", "hours": "6", "provider": "Example School",
        "certificate_no": "12345", "format": "in person", "hands_on": "yes", "topics": "techniques 4, ethics 2",
        "class": "course",
    }  # fmt: skip
    head = [name for name in FIELDS if name not in {"days", "assessed", "kind", "approvals", "course_key"}]
    cells = [example.get(name, "") for name in head]
    return f"{','.join(head)}\n{','.join(_quoted(one) for one in cells)}\n"


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text
