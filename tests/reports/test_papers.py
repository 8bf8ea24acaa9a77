"""Keeps the promise that papers are light, whole and harmless in every form, whatever stands in them."""

import csv
import io
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from nmt_study.reports.bundle import archive
from nmt_study.reports.calendar import Reminder, calendar
from nmt_study.reports.model import Report, Section, Table
from nmt_study.reports.pdf import pdf
from nmt_study.reports.plain import csv_text, html, markdown


def report(rows: int = 3, title: str = "A paper", cell: str = "words") -> Report:
    """Return a paper with a table of so many rows."""
    table = Table(
        ("Day", "What"), tuple((f"2026-01-{number % 28 + 1:02}", cell) for number in range(rows)), (1, 3)
    )
    facts = (("Holder", "a holder"), ("Number", "•••45"))
    return Report(
        title,
        "What it comes to",
        (Section("Facts", facts), Section("Rows", lines=("A line.",), table=table)),
        "The foot.",
    )


@pytest.mark.parametrize("rows", [0, 3, 900])
def test_every_page_has_its_number_and_the_foot(rows: int) -> None:
    pages = PdfReader(io.BytesIO(pdf(report(rows)))).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"page {number} of {len(pages)}" in text
        assert "The foot." in text
    assert (len(pages) > 20) == (rows == 900)
    assert all("Day" in page.extract_text() for page in pages[1:])


def test_the_same_paper_is_the_same_bytes() -> None:
    assert pdf(report()) == pdf(report())


def test_a_cell_taller_than_a_page_is_cut_and_not_refused() -> None:
    assert pdf(report(2, cell="long " * 5000)).startswith(b"%PDF-")


def test_letters_beyond_latin_are_shown_or_told_to_be_missing() -> None:
    text = (
        PdfReader(io.BytesIO(pdf(report(title="Шейный отдел Ελληνικά 上部僧帽筋")))).pages[0].extract_text()
    )
    assert "Шейный" in text or "no font of this computer" in text
    assert "上部僧帽筋" in text or "no font of this computer" in text


class Tags(HTMLParser):
    """Collects what a browser would do."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onclick", "onload"}


HOSTILE = st.text(st.sampled_from("<>&\"'|`*[]()#=+-@\\\n\tabc é上"), max_size=40)


@settings(deadline=None)
@given(HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    tags = Tags()
    tags.feed(html(report(1, text, text)))
    assert "script" not in tags.tags
    assert tags.tags <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section", "dl", "dt", "dd", "table",
        "caption", "thead", "tbody", "tr", "th", "td", "footer",
    }  # fmt: skip
    rows = [line for line in markdown(report(1, cell=text)).splitlines() if line.startswith("| 2026")]
    assert len(rows) == 1
    assert pdf(report(1, text, text)).startswith(b"%PDF-")


@given(HOSTILE)
def test_no_cell_of_a_table_runs(text: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(("a",), ((text,),)), newline="")))
    value = "".join(rows[1]) if len(rows) > 1 else ""
    assert not value.startswith(("=", "+", "-", "@", "|", "\t"))
    assert value in {text, f"'{text}"}


@given(st.text(max_size=200), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_calendar_is_folded_at_75_octets_and_unfolds_to_what_it_said(text: str, day: date) -> None:
    lines = calendar([Reminder("key", day, text.replace("\r", ""), "x")], date(2026, 1, 1)).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = "\r\n".join(lines).replace("\r\n ", "")
    assert (
        f"SUMMARY:{text.replace(chr(13), '')}".split("\n", maxsplit=1)[0]
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        in unfolded
    )


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../b", "C:/x", "a\\b"])
def test_no_name_leads_out_of_an_archive(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        archive({name: b""})
