"""Cards to cut: eight a sheet, each back behind its front when the sheet is turned on its long edge."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from nmt_study.deck.markup import Block, BlockKind, Span
from nmt_study.reports.blocks_html import blocks_html, page
from nmt_study.reports.flow import INK, LINE, PALE, Setter
from nmt_study.reports.fonts import Faces, faces_for
from nmt_study.reports.question import CutCard, CutSheet, Side, letter

COLUMNS, ROWS = 2, 4
EACH = COLUMNS * ROWS
"""Cards of one sheet."""

_MARGIN = 10 * mm
_PAD = 5 * mm  # between a cutting line and the text
_LABEL, _NOTE = 6 * mm, 7 * mm  # above and below the text
_SIZES = (11.5, 10.5, 9.5, 8.5, 7.5, 6.8)
_SMALL = 6.5
_PICTURE = 0.5  # of the height of a card that a picture may take; less where the text is smaller
_SCREEN = 0.94  # of a size, for browsers whose letters are wider
_CUT = "It does not fit on a card: the {} was cut."
_NO_WHY = "The reason was left out: it does not fit on the card."


@dataclass(frozen=True, slots=True)
class Fitted:
    """A card whose sides fit: their texts, their sizes, and what it cost."""

    card: CutCard
    front: Side
    back: Side
    sizes: tuple[float, float]
    losses: tuple[str, ...] = ()


def fitted(sheet: CutSheet) -> tuple[Fitted, ...]:
    """Return the cards of a sheet as they fit: smaller where they are long, at last cut."""
    faces = faces_for(sheet.texts())
    return tuple(_fit(card, sheet, faces) for card in sheet.cards)


def cards_pdf(sheet: CutSheet, cards: Sequence[Fitted]) -> bytes:
    """Return sheets as PDF, front and back in turn; the same bytes for the same cards and fonts."""
    faces, size = faces_for(sheet.texts()), _page(sheet)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=1, lang="en")
    canvas.setTitle(f"{sheet.title}: cards")
    canvas.setCreator("nmt-study")
    for first in range(0, len(cards), EACH):
        on_it = cards[first : first + EACH]
        for back in (False, True):
            if not back:
                _cutting_lines(canvas, size)
            for place, one in enumerate(on_it):
                _draw(canvas, sheet, one, faces, place, back=back)
            _edge(canvas, faces.plain, _told(first, len(on_it), back=back))
            canvas.showPage()
    canvas.save()
    return stream.getvalue()


def cards_html(sheet: CutSheet, cards: Sequence[Fitted]) -> str:
    """Return sheets as one HTML file, front and back in turn."""
    body = []
    for first in range(0, len(cards), EACH):
        on_it = cards[first : first + EACH]
        for back in (False, True):
            told = _told(first, len(on_it), back=back)
            cells = "\n".join(_cell(sheet, one, back=back) for one in _placed(on_it, back=back))
            kind = "back" if back else "front"
            body.append(f'<section class="sheet {kind}" aria-label="{told}">\n{cells}\n</section>')
    height = (_page(sheet)[1] - 2 * _MARGIN) / ROWS / mm
    style = _STYLE.replace("SIZE", "letter" if sheet.letter else "A4").replace("HEIGHT", f"{height:.2f}mm")
    return page(f"{sheet.title}: cards", style, body)


def column(place: int, *, back: bool) -> int:
    """Return the column of a card: on the back the other way round, so that it lies behind its front."""
    return COLUMNS - 1 - place % COLUMNS if back else place % COLUMNS


def _told(first: int, number: int, *, back: bool) -> str:
    """Return which cards are on a page and what to do with it."""
    which = f"Card {first + 1}" if number == 1 else f"Cards {first + 1} to {first + number}"
    if back:
        return f"{which}, {'back' if number == 1 else 'backs'}"
    return f"{which}: print on both sides, turned on the long edge, and cut along the lines"


def _page(sheet: CutSheet) -> tuple[float, float]:
    width, height = LETTER if sheet.letter else A4
    return width, height


def _card_size(sheet: CutSheet) -> tuple[float, float]:
    width, height = _page(sheet)
    return (width - 2 * _MARGIN) / COLUMNS, (height - 2 * _MARGIN) / ROWS


def _setter(sheet: CutSheet, faces: Faces, size: float) -> Setter:
    width, height = _card_size(sheet)
    return Setter(faces, size, width - 2 * _PAD, height * _PICTURE * size / _SIZES[0], sheet.pictures, 1.28)


# ---- fitting


def _fit(card: CutCard, sheet: CutSheet, faces: Faces) -> Fitted:
    losses = []
    front, front_size, cut = _fit_side(card.front, sheet, faces)
    losses += [_CUT.format("front")] if cut else []
    told = replace(card.back, blocks=(*card.back.blocks, *card.why))
    back, back_size, cut = _fit_side(told, sheet, faces)
    if cut and card.why:
        losses.append(_NO_WHY)
        back, back_size, cut = _fit_side(card.back, sheet, faces)
    losses += [_CUT.format("back")] if cut else []
    return Fitted(card, front, back, (front_size, back_size), tuple(losses))


def _fit_side(side: Side, sheet: CutSheet, faces: Faces) -> tuple[Side, float, bool]:
    """Return a side that fits, its size, and whether it had to be cut."""
    for size in _SIZES:
        if _fits(side, _setter(sheet, faces, size), sheet):
            return side, size, False
    setter = _setter(sheet, faces, _SIZES[-1])
    low, high = 0, sum(map(_length, (side.blocks, *side.options)))
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if _fits(_cut(side, middle), setter, sheet) else (low, middle)
    return _cut(side, low), _SIZES[-1], True


def _fits(side: Side, setter: Setter, sheet: CutSheet) -> bool:
    room: float = _card_size(sheet)[1] - 2 * _PAD - _LABEL - _NOTE
    return sum(_heights(_flow(side, setter), setter.width)) <= room


def _heights(flow: Sequence[Flowable], width: float) -> list[float]:
    return [one.wrap(width, 100_000)[1] + one.getSpaceAfter() for one in flow]


def _flow(side: Side, setter: Setter) -> list[Flowable]:
    lettered = enumerate(side.options)
    options = [
        part for place, option in lettered for part in setter.option(letter(place), option, 0, Paragraph)
    ]
    return [*setter.blocks(side.blocks), *([Spacer(0, setter.size * 0.3)] if options else []), *options]


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(span.text) + 1 for block in blocks for span in block.spans)


def _cut(side: Side, most: int) -> Side:
    """Return the first so many characters of a side, with "…" where it ends."""
    kept: list[tuple[Block, ...]] = []
    for blocks in (side.blocks, *side.options):
        if most <= 0 and kept:
            break
        kept.append(tuple(_first(blocks, most)))
        most -= _length(blocks)
    return Side(kept[0], tuple(kept[1:]), side.small)


def _first(blocks: Sequence[Block], most: int) -> Iterator[Block]:
    for block in blocks:
        length = _length((block,))
        if length <= most:
            yield block
        else:
            yield block._replace(spans=(*_spans(block.spans, most), Span("…")), kind=_textual(block.kind))
            return
        most -= length


def _textual(kind: BlockKind) -> BlockKind:
    return BlockKind.PARAGRAPH if kind is BlockKind.IMAGE else kind


def _spans(spans: Sequence[Span], most: int) -> Iterator[Span]:
    for span in spans:
        if most <= 0:
            return
        yield span._replace(text=span.text[:most])
        most -= len(span.text) + 1


# ---- as PDF


def _cutting_lines(canvas: Canvas, size: tuple[float, float]) -> None:
    width, height = size
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 2)
    for place in range(COLUMNS + 1):
        x = _MARGIN + place * (width - 2 * _MARGIN) / COLUMNS
        canvas.line(x, _MARGIN / 2, x, height - _MARGIN / 2)
    for place in range(ROWS + 1):
        y = _MARGIN + place * (height - 2 * _MARGIN) / ROWS
        canvas.line(_MARGIN / 2, y, width - _MARGIN / 2, y)
    canvas.restoreState()


def _edge(canvas: Canvas, face: str, text: str) -> None:
    canvas.setFillColor(PALE)
    canvas.setFont(face, _SMALL)
    canvas.drawString(_MARGIN + 2 * mm, _MARGIN / 2 - 1 * mm, text)


def _draw(canvas: Canvas, sheet: CutSheet, one: Fitted, faces: Faces, place: int, *, back: bool) -> None:
    width, height = _card_size(sheet)
    left = _MARGIN + column(place, back=back) * width + _PAD
    top = _page(sheet)[1] - _MARGIN - place // COLUMNS * height - _PAD
    right, bottom = left + width - 2 * _PAD, top - height + 2 * _PAD
    side, setter = one.back if back else one.front, _setter(sheet, faces, one.sizes[back])
    _label(canvas, sheet, one, faces, (left, right, top))
    flow = _flow(side, setter)
    note = setter.line(side.small, fontSize=_SMALL, leading=7.6, textColor=PALE) if side.small else None
    below = 0.0
    if note is not None:
        below = note.wrap(setter.width, _NOTE * 2)[1]
        note.drawOn(canvas, left, bottom)
    heights = _heights(flow, setter.width)
    room = top - _LABEL - bottom - below
    at = top - _LABEL - max(0.0, (room - sum(heights)) / 2)
    for part, taken in zip(flow, heights, strict=True):
        at -= taken
        part.drawOn(canvas, left, at + part.getSpaceAfter())


def _label(
    canvas: Canvas, sheet: CutSheet, one: Fitted, faces: Faces, edges: tuple[float, float, float]
) -> None:
    """Draw the warning in words, the name of the deck, and the number of the card."""
    left, right, top = edges
    number = str(one.card.number)
    if one.card.flag:
        canvas.setFillColor(INK)
        canvas.setFont(faces.bold, 8)
        flag = faces.shown(one.card.flag).upper()
        canvas.drawString(left, top - 7, flag)
        left += canvas.stringWidth(flag, faces.bold, 8) + 3 * mm
    canvas.setFillColor(PALE)
    canvas.setFont(faces.plain, _SMALL)
    canvas.drawRightString(right, top - 7, number)
    title = faces.shown(sheet.title)
    room = right - left - canvas.stringWidth(number, faces.plain, _SMALL) - 3 * mm
    while title and canvas.stringWidth(title, faces.plain, _SMALL) > room:
        title = title[:-2].rstrip() + "…" if len(title) > 2 else ""
    canvas.drawString(left, top - 7, title)


# ---- as HTML

_STYLE = """
@page { size: SIZE; margin: 10mm; }
body { font: 11pt/1.28 Helvetica, Arial, "Liberation Sans", sans-serif; color: #1a1a1a; margin: 0; }
.sheet { display: grid; grid-template-columns: 1fr 1fr; grid-auto-rows: HEIGHT; break-after: page; max-width: 200mm; margin: 0 auto; }
.card { height: HEIGHT; padding: 5mm; box-sizing: border-box; display: flex; flex-direction: column; overflow: hidden; }
.front .card { outline: 1px dashed #8c8c8c; } .text { margin: auto 0; }
.label { display: flex; gap: 3mm; font-size: 6.5pt; color: #5a5a5a; margin-bottom: 1mm; }
.label .number { margin-left: auto; } .flag { color: #1a1a1a; font-weight: 700; font-size: 8pt; text-transform: uppercase; }
.small { font-size: 6.5pt; line-height: 1.17; color: #5a5a5a; } mark { background: none; color: inherit; font-weight: 700; text-decoration: underline; }
p, pre, blockquote { margin: 0 0 .25em; overflow-wrap: anywhere; white-space: pre-line; } pre { white-space: pre-wrap; }
.deep1 { padding-left: 1em; } .deep2 { padding-left: 2em; } .deep3, .deep4 { padding-left: 3em; }
.options { display: grid; grid-template-columns: auto 1fr; column-gap: .6em; } .letter { font-weight: 700; }
.gap { display: inline-block; min-width: 6em; border-bottom: 1px solid #1a1a1a; } img { max-width: 100%; max-height: 30mm; width: auto; height: auto; }
@media screen { .sheet { margin: 1rem auto; } .back .card { outline: 1px solid #ddd; } }
"""


def _placed(cards: Sequence[Fitted], *, back: bool) -> Iterator[Fitted | None]:
    """Give the cards of a side in the order in which they are read, None for a place without one."""
    for row in range(ROWS):
        for at in range(COLUMNS):
            place = row * COLUMNS + (COLUMNS - 1 - at if back else at)
            yield cards[place] if place < len(cards) else None


def _cell(sheet: CutSheet, one: Fitted | None, *, back: bool) -> str:
    if one is None:
        return "<div></div>"
    side, size = (one.back if back else one.front), one.sizes[back] * _SCREEN
    options = "".join(
        f'<span class="letter">{letter(place)}</span><div>{blocks_html(option, sheet.pictures)}</div>'
        for place, option in enumerate(side.options)
    )
    options = f'<div class="options">{options}</div>' if options else ""
    flag = f'<span class="flag">{escape(one.card.flag)}</span>' if one.card.flag else ""
    return (
        f'<div class="card"><div class="label">{flag}<span>{escape(sheet.title)}</span>'
        f'<span class="number">{one.card.number}</span></div>\n<div class="text" style="font-size: {size:.1f}pt">'
        f"{blocks_html(side.blocks, sheet.pictures)}{options}</div>\n"
        f'<div class="small">{escape(side.small)}</div></div>'
    )
