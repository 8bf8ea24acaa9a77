"""Papers written as files: a summary in any form, one PDF to hand in, and the audit pack."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from nmt_study.disk import free_stem
from nmt_study.errors import NmtError
from nmt_study.reports.model import Report
from nmt_study.reports.plain import csv_text, html, markdown
from nmt_study.services.cpd import papers, sheets
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Filed, Logged, logged
from nmt_study.services.cpd.evidence import path_of
from nmt_study.services.desk import Desk
from nmt_study.services.paper.paper_files import FOLDER
from nmt_study.storage.library.manuscript import place_new
from nmt_study.text import clean, reason_of

FORMS = ("pdf", "html", "csv", "json", "md")


@dataclass(frozen=True, slots=True)
class HandIn:
    """What there is to hand in: one PDF, what could not be put into it, and a sheet to copy from."""

    pdf: bytes
    left: tuple[str, ...]
    sheet: Report | None


def formed(report: Report, form: str) -> bytes:
    """Return a paper in a form: pdf, html or md."""
    if form == "pdf":
        from nmt_study.reports.pdf import pdf

        return pdf(report)
    return (html(report) if form == "html" else markdown(report)).encode()


def summary(
    one: Account, every: Sequence[Logged], form: str, *, number: bool = False, year: int | None = None
) -> bytes:
    """Return the continuing-education hour summary in one of `FORMS`; a table begins with the mark that Excel needs."""
    if form == "csv":
        return b"\xef\xbb\xbf" + csv_text(papers.CSV_HEAD, papers.summary_rows(one, every, year)).encode()
    if form == "json":
        return papers.summary_json(one, every, number=number, year=year).encode()
    return formed(papers.summary(one, every, number=number, year=year), form)


def hand_in(desk: Desk, one: Account, every: Sequence[Logged], *, number: bool, year: int | None) -> HandIn:
    """Return one PDF, the log and then the certificates in the order of days, and a copy sheet where the body has a form.

    Raises:
        NmtError: evidence is gone or was changed.
    """
    from nmt_study.reports.bundle import Certificate, with_certificates

    span = papers.span_of(one, year)
    shown = [each for each in every if each.activity.date in span]
    papers.changed_evidence(desk, shown)
    report = papers.summary(one, every, number=number, year=year)
    certificates = [
        Certificate(path_of(desk, filed), filed.form, f"{each.activity.date}  {each.title}")
        for each in shown
        for filed in each.evidence
    ]
    paper, left = with_certificates(formed(report, "pdf"), certificates, letter=report.letter)
    sheet = sheets.copy_sheet(one, every, year) if one.credential.pack.online_form else None
    return HandIn(paper, left, sheet)


def audit_pack(desk: Desk, one: Account, every: Sequence[Logged], *, number: bool, year: int | None) -> bytes:
    """Return a ZIP with the summary in every form, the evidence and a manifest; the same record gives the same bytes.

    Raises:
        NmtError: evidence is gone or was changed.
    """
    from nmt_study.reports.bundle import archive

    span = papers.span_of(one, year)
    shown = [each for each in every if each.activity.date in span]
    papers.changed_evidence(desk, shown)
    files = {f"summary.{form}": summary(one, every, form, number=number, year=year) for form in FORMS}
    history = [
        {
            "name": each.handle,
            "events": [_version(version) for version in desk.record.ledger.versions("activity", each.id)],
        }
        for each in logged(desk, voided=True)
        if each.activity.date in span
    ]
    files["history.json"] = (json.dumps(history, indent=2, ensure_ascii=True) + "\n").encode()
    attached = [(each.activity.date, filed) for each in shown for filed in each.evidence]
    for place, (day, filed) in enumerate(attached, 1):
        files[f"evidence/{place:03}-{day}-{filed.sha256[:12]}.{filed.form}"] = _content(desk, filed)
    return archive(files)


def _version(version: object) -> dict[str, object]:
    names = ("event", "at", "void", "data", "words")
    return {
        name: dict(value) if name in {"data", "words"} else value
        for name in names
        for value in (getattr(version, name),)
    }


def _content(desk: Desk, filed: Filed) -> bytes:
    try:
        return path_of(desk, filed).read_bytes()
    except OSError as fault:
        raise NmtError(f"{filed.name} cannot be read: {reason_of(fault)}") from fault


def send_lines(one: Account, made: HandIn) -> tuple[str, ...]:
    """Say what is sent along as files of their own, and how the body wants hours reported."""
    left = (f"Send along as a file of its own: {title}" for title in made.left)
    reporting = one.credential.pack.reporting
    return (*left, *([reporting] if reporting else []))


def write_all(desk: Desk, one: Account, every: Sequence[Logged]) -> tuple[str, ...]:
    """Write the summary as PDF and HTML, and one PDF to hand in, into the folder papers of the home; say what was written.

    Nothing is written over: where files of that name are there, the new ones get a number.

    Raises:
        NmtError: evidence is gone or was changed, or a file cannot be written.
    """
    folder = desk.places.home / FOLDER
    found = hand_in(desk, one, every, number=True, year=None)
    stem = f"{one.credential.pack.id}-{one.cycle_key or one.on}"
    name = free_stem(folder, stem, ".pdf", ".html", before=("summary-", "hand-in-", "copy-sheet-"))
    made = {f"summary-{name}.{form}": summary(one, every, form) for form in ("pdf", "html")}
    made[f"hand-in-{name}.pdf"] = found.pdf
    if found.sheet is not None:
        made[f"copy-sheet-{name}.html"] = formed(found.sheet, "html")
    for file, content in made.items():
        place_new(folder / file, f"{FOLDER}/{file}", content)
    told = (
        f"Written into {clean(str(folder))}: summary-{name}.pdf and .html, and hand-in-{name}.pdf to hand in."
    )
    sheet = [f"copy-sheet-{name}.html is to copy from into the body's own form."] if found.sheet else []
    return (told, *sheet, *send_lines(one, found))
