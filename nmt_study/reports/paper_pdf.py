"""Question papers and their keys as PDF: which paper it is and "page x of y" on every page."""

import io
from collections.abc import Iterator, Sequence
from itertools import count

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from nmt_study.reports.flow import INK, LINE, PALE, Boxed, Setter, Ticked
from nmt_study.reports.fonts import faces_for
from nmt_study.reports.paging import counting
from nmt_study.reports.question import Form, Group, Key, Paper, Question, QuestionPaper, Solved, letter

_MARGIN, _HEAD, _FOOT = 20 * mm, 14 * mm, 18 * mm
_TEXT, _SMALL = 10.5, 8.5
_IN = 9 * mm  # from a question's number to its text
_TALLEST = 75 * mm  # of a picture
_WRITING = 9 * mm  # between lines to write on
_LINES = 4
_SPACE = 5 * mm  # between questions
_MOST_BESIDE = 0.4  # of a page that both sides of a match may take beside each other
SHAPES = {Form.ONE: Ticked, Form.MANY: Boxed}


class Lines(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Lines to write on."""

    def __init__(self, number: int, left: float, length: float | None = None) -> None:
        super().__init__()
        self._number, self._left, self._length = number, left, length

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the width that there is."""
        self.width = width
        return width, self._number * _WRITING

    def draw(self) -> None:
        """Draw them from the top down."""
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.6)
        end = min(self.width, self._left + (self._length or self.width))
        for place in range(self._number):
            self.canv.line(self._left, place * _WRITING + 1, end, place * _WRITING + 1)


def paper_pdf(paper: QuestionPaper) -> bytes:
    """Return a question paper as PDF, the same bytes for the same paper and fonts."""
    setter = _setter(paper, list(paper.texts()))
    story = [*_top(paper, setter), _for_the_candidate(paper, setter)]
    for group in paper.groups:
        story += _group(group, setter)
    return _built(paper, story, setter)


def key_pdf(key: Key) -> bytes:
    """Return the answers to a question paper as PDF, the same bytes for the same key and fonts."""
    setter = _setter(key, list(key.texts()))
    story = [*_top(key, setter), Spacer(0, 3 * mm)]
    story += [KeepTogether(_answer(one, setter)) for one in key.answers]
    explained = [one for one in key.answers if one.remarks]
    if explained:
        story += [Spacer(0, 5 * mm), CondPageBreak(40 * mm), setter.line("Reasons and sources", bold=True, fontSize=13, leading=18, spaceAfter=4)]  # fmt: skip
    for one in explained:
        story += _explained(one, setter)
    return _built(key, story, setter)


def _setter(paper: Paper, texts: Sequence[str]) -> Setter:
    width = (LETTER if paper.letter else A4)[0] - 2 * _MARGIN
    return Setter(faces_for(texts), _TEXT, width, _TALLEST, paper.pictures)


def _built(paper: Paper, story: list[Flowable], setter: Setter) -> bytes:
    page = LETTER if paper.letter else A4
    stream = io.BytesIO()
    document = BaseDocTemplate(
        stream, pagesize=page, title=f"{paper.title} ({paper.mark})", author="", subject="", creator="nmt-study", invariant=1, lang="en"
    )  # fmt: skip
    height = page[1] - 2 * _MARGIN - 2 * mm
    frame = Frame(_MARGIN, _MARGIN, setter.width, height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(id="page", frames=[frame]))

    def every_page(canvas: Canvas, number: int, pages: int) -> None:
        _edges(canvas, paper, setter, f"page {number} of {pages}", first=number == 1)

    document.build(story, canvasmaker=counting(every_page))
    return stream.getvalue()


def _edges(canvas: Canvas, paper: Paper, setter: Setter, number: str, *, first: bool) -> None:
    """Draw the head, from the second page on, and the foot of a page."""
    width, height = canvas._pagesize  # noqa: SLF001 - reportlab tells it nowhere else
    right = width - _MARGIN
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.line(_MARGIN, _FOOT - 2 * mm, right, _FOOT - 2 * mm)
    canvas.setFillColor(PALE)
    canvas.setFont(setter.faces.plain, 8)
    canvas.drawString(_MARGIN, _FOOT - 6.5 * mm, setter.faces.shown(paper.foot))
    canvas.drawRightString(right, _FOOT - 6.5 * mm, f"{paper.mark} · {paper.code} · {number}")
    if not first:
        title = setter.faces.shown(paper.title)
        shown = title if len(title) <= 80 else f"{title[:79]}…"
        canvas.drawString(_MARGIN, height - _HEAD, shown)
        canvas.drawRightString(right, height - _HEAD, paper.mark)


def _top(paper: Paper, setter: Setter) -> list[Flowable]:
    """Return the title with the mark of the paper beside it, the facts, and sentences."""
    title = setter.line(paper.title, bold=True, fontSize=18, leading=22)
    mark = setter.line(paper.mark, bold=True, fontSize=12, leading=16, alignment=2)
    table = Table([[title, mark]], colWidths=[setter.width * 0.68, setter.width * 0.32])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                               ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (0, 0), 0), ("TOPPADDING", (1, 0), (1, 0), 5)]))  # fmt: skip
    facts = setter.line(" · ".join(paper.facts), textColor=PALE, spaceAfter=6)
    rule = HRFlowable(width="100%", thickness=1, color=INK, spaceBefore=0, spaceAfter=7)
    return [table, facts, rule, *(setter.line(line, spaceAfter=4) for line in paper.lead)]


def _for_the_candidate(paper: QuestionPaper, setter: Setter) -> Table:
    """Return the line for name, date and points."""
    blanks = (("Name", 0.5), ("Date", 0.24), ("Points", 0.26))
    cells = [setter.line(name, fontSize=9, textColor=PALE) for name, _ in blanks]
    cells[-1] = setter.line(f"Points (of {paper.most})", fontSize=9, textColor=PALE)
    table = Table([cells], colWidths=[setter.width * share for _, share in blanks], rowHeights=[13 * mm])
    table.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 0.6, LINE), ("INNERGRID", (0, 0), (-1, -1), 0.6, LINE),
                               ("VALIGN", (0, 0), (-1, -1), "TOP")]))  # fmt: skip
    table.spaceBefore, table.spaceAfter = 2 * mm, 7 * mm
    return table


def _group(group: Group, setter: Setter) -> list[Flowable]:
    """Return a case with its questions, or a question; what belongs together stays on a page where that is possible."""
    questions = [_question(one, setter) for one in group.questions]
    if not group.story:
        return [KeepTogether(questions[0])]
    story = [
        HRFlowable(width="100%", thickness=0.6, color=LINE, spaceAfter=4),
        setter.line(group.heading, bold=True, fontSize=9, leading=13, spaceAfter=2),
        *setter.blocks(group.story),
        Spacer(0, 3 * mm),
    ]
    rest = [KeepTogether(one) for one in questions[1:]]
    return [KeepTogether([*story, *questions[0]]), *rest, HRFlowable(width="100%", thickness=0.6, color=LINE, spaceAfter=9)]  # fmt: skip


def _question(one: Question, setter: Setter) -> list[Flowable]:
    head = setter.labelled(
        f"{one.number}.", one.stem, 0, _IN, gaps=count(1) if one.form is Form.GAPS else None
    )
    how = setter.line(
        one.how,
        fontSize=_SMALL,
        leading=12,
        leftIndent=_IN,
        textColor=PALE,
        spaceAfter=3,
        fontName=setter.faces.slanted,
    )
    return [*head, how, *_below(one, setter), Spacer(0, _SPACE)]


def _below(one: Question, setter: Setter) -> Iterator[Flowable]:
    """Give what a question is answered with."""
    match one.form:
        case Form.ONE | Form.MANY:
            for place, option in enumerate(one.options):
                yield from setter.option(letter(place), option, _IN, SHAPES[one.form])
        case Form.LINE:
            yield Lines(1, _IN, 85 * mm)
        case Form.LINES:
            yield Lines(_LINES, _IN)
        case Form.ORDER:
            for place, option in enumerate(one.options):
                yield from setter.option(letter(place), option, _IN, Paragraph)
            yield _blanks(len(one.options), setter)
        case Form.MATCH:
            yield from _match(one, setter)
        case Form.GAPS:
            pass


def _blanks(number: int, setter: Setter) -> Flowable:
    """Return numbered blanks for letters in a row."""
    text = "&nbsp;&nbsp; ".join(f"{place}.&nbsp;_____" for place in range(1, number + 1))
    return Paragraph(text, setter.style(leftIndent=_IN, spaceBefore=4, leading=20))


def _match(one: Question, setter: Setter) -> Iterator[Flowable]:
    """Give the left sides, each with a blank, and the lettered right sides: beside each other where they are short."""
    half = (setter.width - _IN) / 2
    narrow = Setter(setter.faces, setter.size, half, _TALLEST / 2, setter.pictures)

    def rows(left: float) -> list[Flowable]:
        numbered = enumerate(one.rows, 1)
        return [part for place, row in numbered
                for part in narrow.labelled(f"{place}. ____", row, left, left + 17 * mm)]  # fmt: skip

    def options(left: float) -> list[Flowable]:
        lettered = enumerate(one.options)
        return [
            part
            for place, option in lettered
            for part in narrow.option(letter(place), option, left, Paragraph)
        ]

    sides = rows(0), options(4 * mm)
    heights = [sum(part.wrap(half, 10_000)[1] for part in side) for side in sides]
    if max(heights) > A4[1] * _MOST_BESIDE:
        yield from (*rows(_IN), Spacer(0, 2 * mm), *options(_IN))
        return
    table = Table([list(map(list, sides))], colWidths=[half, half], hAlign="RIGHT")
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *((f"{side}PADDING", (0, 0), (-1, -1), 0)
                               for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"))]))  # fmt: skip
    yield table


def _answer(one: Solved, setter: Setter) -> list[Flowable]:
    """Return the right answer to a question, a part a line, and what it is worth."""
    lines: list[Flowable] = []
    for place, part in enumerate(one.parts):
        sign = " ".join(filter(None, (part.place and f"{part.place}.", part.letter)))
        indent = _IN + (11 * mm if sign else 0)
        number = setter.labelled(sign, part.text, _IN, indent) if sign else setter.blocks(part.text, _IN)
        if not place:
            lines.append(_Beside(f"{one.number}.", one.worth, setter))
        lines += number
    return [*lines, Spacer(0, 1.6 * mm)]


class _Beside(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The number of an answer at the left and its worth at the right of the line that follows; takes no room."""

    def __init__(self, number: str, worth: str, setter: Setter) -> None:
        super().__init__()
        self._number, self._worth, self._setter = number, worth, setter

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take no room."""
        self._width = width
        return width, 0

    def draw(self) -> None:
        """Draw both on the first line of what follows."""
        size, faces = self._setter.size, self._setter.faces
        self.canv.setFillColor(INK)
        self.canv.setFont(faces.bold, size)
        self.canv.drawString(0, -size, self._number)
        self.canv.setFillColor(PALE)
        self.canv.setFont(faces.plain, _SMALL)
        self.canv.drawRightString(self._width, -size, self._worth)


def _explained(one: Solved, setter: Setter) -> list[Flowable]:
    """Return why an answer is right, what to say to others, and where it comes from."""
    small = Setter(setter.faces, 9, setter.width, _TALLEST / 2, setter.pictures)
    lines: list[Flowable] = [small.line(f"{one.number}.  {one.stem}", bold=True, spaceAfter=2)]
    for label, blocks in one.remarks:
        lines += small.labelled(label, blocks, _IN / 2, _IN / 2 + 19 * mm)
    return [KeepTogether([*lines[:3]]), *lines[3:], Spacer(0, 2.5 * mm)]
