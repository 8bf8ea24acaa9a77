"""Question papers and their keys as HTML: to read on any screen or aloud, and to print."""

from collections.abc import Iterator
from html import escape
from itertools import count

from nmt_study.reports.blocks_html import blocks_html, page
from nmt_study.reports.question import (
    Blocks,
    Form,
    Group,
    Key,
    Paper,
    Question,
    QuestionPaper,
    Solved,
    letter,
)

_STYLE = """
@page { size: SIZE; margin: 18mm 20mm; @bottom-right { content: "page " counter(page) " of " counter(pages); font: 8pt sans-serif; color: #555; } }
body { font: 10.5pt/1.4 Helvetica, Arial, "Liberation Sans", sans-serif; color: #1a1a1a; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
header { border-bottom: 1.5px solid #1a1a1a; margin-bottom: 1rem; }
.title { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; } .mark { font-weight: 700; white-space: nowrap; }
.facts { color: #555; margin: .2rem 0 .5rem; } h2 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; break-after: avoid; }
h3 { font-size: .9rem; margin: 0 0 .2rem; break-after: avoid; }
.candidate { display: grid; grid-template-columns: 2fr 1fr 1fr; margin: 1rem 0 1.6rem; border: 1px solid #8c8c8c; }
.candidate span { min-height: 2.8rem; padding: .2rem .5rem; color: #555; font-size: .85rem; }
.candidate span + span { border-left: 1px solid #8c8c8c; }
.question { display: grid; grid-template-columns: 2.2rem 1fr; margin: 0 0 1.3rem; break-inside: avoid; }
.number { font-weight: 700; } p, pre, blockquote { margin: 0 0 .25rem; overflow-wrap: anywhere; white-space: pre-line; }
pre { white-space: pre-wrap; font-size: .92em; } blockquote { padding-left: 1rem; border-left: 2px solid #8c8c8c; }
.deep1 { padding-left: 1.2rem; } .deep2 { padding-left: 2.4rem; } .deep3, .deep4 { padding-left: 3.6rem; }
.how { color: #555; font-style: italic; font-size: .85rem; margin-bottom: .35rem; }
.options { display: grid; grid-template-columns: auto auto 1fr; column-gap: .6rem; row-gap: .15rem; align-items: start; align-content: start; }
.plain { grid-template-columns: auto 1fr; }
.letter { font-weight: 700; } .box { width: .75em; height: .75em; border: 1.2px solid #1a1a1a; display: inline-block; margin-top: .3em; align-self: start; }
.round { border-radius: 50%; } .sides { display: grid; grid-template-columns: 1fr 1fr; column-gap: 2rem; }
.blank { display: inline-block; min-width: 2.6rem; height: 1.1em; border-bottom: 1px solid #1a1a1a; }
.gap { display: inline-block; min-width: 7rem; border-bottom: 1px solid #1a1a1a; } sup { font-size: .65em; }
.line { display: block; border-bottom: 1px solid #8c8c8c; height: 2rem; } .short { width: 50%; }
.blanks { margin-top: .6rem; } .blanks span { margin-right: 1.2rem; }
.case { border-top: 1px solid #8c8c8c; border-bottom: 1px solid #8c8c8c; margin: 0 0 1.3rem; padding-top: .5rem; }
.story { margin-bottom: .9rem; break-inside: avoid; }
img { max-width: 100%; max-height: 75mm; width: auto; height: auto; }
table { border-collapse: collapse; width: 100%; } th { width: 2rem; } thead th:nth-child(2) { width: auto; } th, td { text-align: left; vertical-align: top; padding: .3rem .5rem .2rem 0; border-bottom: 1px solid #ccc; }
td:last-child, thead th:last-child { text-align: right; white-space: nowrap; color: #555; } .part { display: flex; gap: .6rem; }
.place, td .letter { min-width: 1.1rem; } .place:empty, .letter:empty { display: none; }
.remark { display: grid; grid-template-columns: 7rem 1fr; font-size: .92em; } .explained { margin-bottom: .9rem; }
footer { margin-top: 2rem; border-top: 1px solid #8c8c8c; padding-top: .4rem; font-size: .8rem; color: #555; display: flex; justify-content: space-between; gap: 1rem; }
@media print { body { margin: 0; max-width: none; padding: 0; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""


def paper_html(paper: QuestionPaper) -> str:
    """Return a question paper as one HTML file."""
    most = f"Points (of {escape(paper.most)})"
    body = [
        *_top(paper),
        f'<div class="candidate"><span>Name</span><span>Date</span><span>{most}</span></div>',
        *(_group(group, paper) for group in paper.groups),
        *_bottom(paper),
    ]
    return page(f"{paper.title} ({paper.mark})", _style(paper), body)


def key_html(key: Key) -> str:
    """Return the answers to a question paper as one HTML file."""
    rows = "\n".join(_answer(one, key) for one in key.answers)
    head = '<tr><th scope="col">No.</th><th scope="col">Answer</th><th scope="col">Points</th></tr>'
    explained = [_explained(one, key) for one in key.answers if one.remarks]
    body = [
        *_top(key),
        f"<table>\n<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody>\n</table>",
        *(("<h2>Reasons and sources</h2>", *explained) if explained else ()),
        *_bottom(key),
    ]
    return page(f"{key.title} ({key.mark})", _style(key), body)


def _style(paper: Paper) -> str:
    return _STYLE.replace("SIZE", "letter" if paper.letter else "A4")


def _top(paper: Paper) -> Iterator[str]:
    yield f'<header>\n<div class="title"><h1>{escape(paper.title)}</h1><span class="mark">{escape(paper.mark)}</span></div>'
    yield f'<p class="facts">{escape(" · ".join(paper.facts))}</p>\n</header>\n<main>'
    yield from (f"<p>{escape(line)}</p>" for line in paper.lead)


def _bottom(paper: Paper) -> Iterator[str]:
    yield f"</main>\n<footer><span>{escape(paper.foot)}</span><span>{escape(paper.mark)} · {escape(paper.code)}</span></footer>"


def _group(group: Group, paper: QuestionPaper) -> str:
    questions = "\n".join(_question(one, paper) for one in group.questions)
    if not group.story:
        return questions
    story = blocks_html(group.story, paper.pictures)
    return f'<section class="case">\n<div class="story"><h3>{group.heading}</h3>{story}</div>\n{questions}\n</section>'


def _question(one: Question, paper: QuestionPaper) -> str:
    stem = blocks_html(one.stem, paper.pictures, count(1) if one.form is Form.GAPS else None)
    below = "".join(_below(one, paper))
    return (
        f'<div class="question" id="q{one.number}"><span class="number">{one.number}.</span><div>\n'
        f'<div class="stem">{stem}</div>\n<p class="how">{escape(one.how)}</p>\n{below}</div></div>'
    )


def _below(one: Question, paper: QuestionPaper) -> Iterator[str]:
    """Give what a question is answered with."""
    match one.form:
        case Form.ONE | Form.MANY:
            shape = "box round" if one.form is Form.ONE else "box"
            yield _lettered(one.options, paper, f'<span class="{shape}"></span>')
        case Form.LINE:
            yield '<span class="line short"></span>'
        case Form.LINES:
            yield '<span class="line"></span>' * 4
        case Form.ORDER:
            yield _lettered(one.options, paper)
            blanks = (
                f'<span>{place}. <span class="blank"></span></span>'
                for place in range(1, len(one.options) + 1)
            )
            yield f'<div class="blanks">{"".join(blanks)}</div>'
        case Form.MATCH:
            rows = "".join(
                f'<span>{place}.</span><span class="blank"></span><div class="row">{blocks_html(row, paper.pictures)}</div>'
                for place, row in enumerate(one.rows, 1)
            )
            yield f'<div class="sides"><div class="options">{rows}</div>{_lettered(one.options, paper)}</div>'
        case Form.GAPS:
            return


def _lettered(options: tuple[Blocks, ...], paper: QuestionPaper, box: str = "") -> str:
    cells = (
        f'{box}<span class="letter">{letter(place)}</span><div class="option">{blocks_html(option, paper.pictures)}</div>'
        for place, option in enumerate(options)
    )
    kind = "options" if box else "options plain"
    return f'<div class="{kind}">{"".join(cells)}</div>'


def _answer(one: Solved, key: Key) -> str:
    parts = "".join(
        f'<div class="part"><span class="place">{escape(part.place)}</span><b class="letter">{escape(part.letter)}</b>'
        f'<div class="text">{blocks_html(part.text, key.pictures)}</div></div>'
        for part in one.parts
    )
    return f'<tr id="k{one.number}"><th scope="row">{one.number}.</th><td>{parts}</td><td>{escape(one.worth)}</td></tr>'


def _explained(one: Solved, key: Key) -> str:
    remarks = "".join(
        f'<div class="remark"><b>{escape(label)}</b><div>{blocks_html(blocks, key.pictures)}</div></div>'
        for label, blocks in one.remarks
    )
    return f'<section class="explained">\n<h3>{one.number}. {escape(one.stem)}</h3>\n{remarks}\n</section>'
