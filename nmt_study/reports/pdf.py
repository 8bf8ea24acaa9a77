"""Papers as PDF: light to print, the head of each table on every page, and "page x of y" at the foot."""

import io
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)

from nmt_study.reports.fonts import Faces, faces_for
from nmt_study.reports.model import Report, Section, Table
from nmt_study.reports.paging import counting

_MARGIN = 14 * mm
_FOOT = 12 * mm
_INK = colors.HexColor("#1a1a1a")
_PALE = colors.HexColor("#5a5a5a")
_LINE = colors.HexColor("#b4b4b4")
_LONGEST_CELL = 1500  # characters; a cell taller than a page cannot be set


def pdf(report: Report) -> bytes:
    """Return a paper as PDF, the same bytes for the same paper and fonts."""
    faces = faces_for(report.texts())
    page = landscape(LETTER if report.letter else A4)
    stream = io.BytesIO()
    document = BaseDocTemplate(
        stream, pagesize=page, title=report.title, author="", subject=report.lead, creator="nmt-study",
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN + _FOOT, invariant=1, lang="en",
    )  # fmt: skip
    width, height = page[0] - 2 * _MARGIN, page[1] - 2 * _MARGIN - _FOOT
    frame = Frame(
        _MARGIN, _MARGIN + _FOOT, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    document.addPageTemplates(PageTemplate(id="page", frames=[frame]))
    document.build(
        list(_story(report, faces, width)),
        canvasmaker=counting(
            lambda canvas, page, pages: _foot(canvas, report, faces, f"page {page} of {pages}")
        ),
    )
    return stream.getvalue()


def _styles(faces: Faces) -> dict[str, ParagraphStyle]:
    base = ParagraphStyle(
        "base", fontName=faces.plain, fontSize=9, leading=12, textColor=_INK, splitLongWords=1
    )
    return {
        "base": base,
        "title": ParagraphStyle("title", parent=base, fontName=faces.bold, fontSize=16, leading=20),
        "lead": ParagraphStyle("lead", parent=base, fontName=faces.bold, spaceAfter=4),
        "heading": ParagraphStyle("heading", parent=base, fontName=faces.bold, fontSize=11, leading=14, spaceBefore=8, spaceAfter=3),
        "cell": ParagraphStyle("cell", parent=base, fontSize=7.5, leading=9.5),
        "head": ParagraphStyle("head", parent=base, fontName=faces.bold, fontSize=7.5, leading=9.5),
    }  # fmt: skip


def _story(report: Report, faces: Faces, width: float) -> Iterable[Flowable]:
    styles = _styles(faces)

    def said(text: str, style: str) -> Paragraph:
        return Paragraph(escape(faces.shown(text)), styles[style])

    yield said(report.title, "title")
    yield said(report.lead, "lead")
    for section in report.sections:
        yield from _section(section, said, width)
    if faces.missing:
        line = "Some characters are in no font of this computer; the HTML form of this paper has them all."
        yield said(line, "base")


def _section(section: Section, said: Any, width: float) -> Iterable[Flowable]:  # noqa: ANN401 - a closure
    head: list[Flowable] = [said(section.heading, "heading")]
    if section.facts:
        rows = [[said(name, "base"), said(value, "base")] for name, value in section.facts]
        facts = LongTable(rows, colWidths=[width * 0.22, width * 0.78], hAlign="LEFT")
        facts.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                                   ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]))  # fmt: skip
        head.append(facts)
    lines = [said(line, "base") for line in section.lines]
    table = section.table if section.table is not None and section.table.rows else None
    yield KeepTogether([*head, *lines[:2]])
    yield from lines[2:]
    if table is not None:
        yield _table(table, said, width)
    yield Spacer(0, 4)


def _table(table: Table, said: Any, width: float) -> LongTable:  # noqa: ANN401 - a closure
    whole = sum(table.widths)
    rows: list[Sequence[Flowable]] = [[said(cell, "head") for cell in table.head]]
    rows += [[said(cell[:_LONGEST_CELL], "cell") for cell in row] for row in table.rows]
    found = LongTable(rows, colWidths=[width * share / whole for share in table.widths], repeatRows=1)
    found.setStyle(
        TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, _INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, _LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ])
    )  # fmt: skip
    return found


def _foot(canvas: Canvas, report: Report, faces: Faces, number: str) -> None:
    width = canvas._pagesize[0]  # noqa: SLF001 - reportlab tells it nowhere else
    canvas.setStrokeColor(_LINE)
    canvas.setLineWidth(0.4)
    canvas.line(_MARGIN, _MARGIN + _FOOT - 4, width - _MARGIN, _MARGIN + _FOOT - 4)
    canvas.setFillColor(_PALE)
    canvas.setFont(faces.plain, 7.5)
    canvas.drawRightString(width - _MARGIN, _MARGIN, number)
    style = ParagraphStyle("foot", fontName=faces.plain, fontSize=7.5, leading=9, textColor=_PALE)
    text = Paragraph(escape(faces.shown(report.foot)), style)
    room = width - 2 * _MARGIN - 30 * mm
    _, height = text.wrap(room, _FOOT)
    text.drawOn(canvas, _MARGIN, _MARGIN + _FOOT - 7 - height)
