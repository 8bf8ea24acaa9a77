"""Papers as text: Markdown, self-contained HTML, and CSV."""

import csv
import io
from html import escape

from nmt_study.reports.model import Report, Section, Table
from nmt_study.text import no_formula

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})

_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; color: #1a1a1a; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
.lead { margin-top: 0; font-weight: 600; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
dt { color: #555; } dd { margin: 0; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #bbb; overflow-wrap: anywhere; }
footer { margin-top: 2rem; border-top: 1px solid #bbb; padding-top: .5rem; font-size: .85rem; color: #444; }
@media print { body { margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""


def markdown(report: Report) -> str:
    """Return a paper as Markdown."""
    parts = [f"# {_plain(report.title)}", _plain(report.lead)]
    for section in report.sections:
        parts.append(f"## {_plain(section.heading)}")
        if section.facts:
            parts.append("\n".join(f"- {_plain(name)}: {_plain(value)}" for name, value in section.facts))
        parts += [_plain(line) for line in section.lines]
        if section.table is not None and section.table.rows:
            parts.append(_markdown_table(section.table))
    return "\n\n".join((*parts, "---", _plain(report.foot))) + "\n"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)


def _markdown_table(table: Table) -> str:
    rows = (table.head, tuple("---" for _ in table.head), *table.rows)
    lines = []
    for number, row in enumerate(rows):
        cells = row if number == 1 else tuple(map(_plain, row))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def html(report: Report) -> str:
    """Return a paper as one HTML file that needs nothing else: for any screen, a screen reader, and to print."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
        f'<h1>{escape(report.title)}</h1>\n<p class="lead">{escape(report.lead)}</p>',
        *(_html_section(section) for section in report.sections),
        f"</main>\n<footer>{escape(report.foot)}</footer>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _html_section(section: Section) -> str:
    parts = [f"<section>\n<h2>{escape(section.heading)}</h2>"]
    if section.facts:
        facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>\n" for name, value in section.facts)
        parts.append(f"<dl>\n{facts}</dl>")
    parts += [f"<p>{escape(line)}</p>" for line in section.lines]
    if section.table is not None and section.table.rows:
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in section.table.head)
        rows = "\n".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in section.table.rows
        )
        caption = f"<caption hidden>{escape(section.heading)}</caption>"
        parts.append(f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>")
    return "\n".join((*parts, "</section>"))


def csv_text(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """Return rows as CSV; a cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([no_formula(cell) for cell in row] for row in rows)
    return sheet.getvalue()
