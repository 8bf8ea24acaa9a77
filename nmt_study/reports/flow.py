"""Texts of a deck as the paragraphs of a PDF. Nothing in them is markup: every text is escaped."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, Paragraph, Spacer

from nmt_study.deck.markup import GAP, Block, BlockKind, Mark, Span
from nmt_study.reports.fonts import STANDARD, Faces
from nmt_study.reports.pictures import Picture

INK = colors.HexColor("#1a1a1a")
PALE = colors.HexColor("#5a5a5a")
LINE = colors.HexColor("#8c8c8c")

BLANK = "_" * 14
"""A gap to write in: always as long, whatever belongs into it."""

_STEP = 4.5 * mm  # how far a list stands in
_SIGNS = 1.6  # ems between the tick box of an option, its letter and its text
_WINDOWS = "cp1252"  # what the standard fonts can show


class Ticked(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph with a circle in front of its label, or where several may be ticked a square."""

    square = False

    def draw(self) -> None:
        """Draw it; the rest of one that was split has no label and gets no box."""
        super().draw()
        if not self.bulletText:
            return
        size = self.style.fontSize
        left = self.style.bulletIndent - size * _SIGNS
        self.canv.saveState()
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.7)
        if self.square:
            self.canv.rect(left, self.height - size * 1.02, size * 0.82, size * 0.82)
        else:
            self.canv.circle(left + size * 0.42, self.height - size * 0.62, size * 0.42)
        self.canv.restoreState()


class Boxed(Ticked):
    """A paragraph with a square in front of its label."""

    square = True


class Indented(Image):  # type: ignore[misc]
    """A picture that stands in from the left as far as the text around it."""

    left = 0.0

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: ANN401, N802, N803 - reportlab's
        """Draw it."""
        super().drawOn(canvas, x + self.left, y, 0)


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets blocks in faces and a size; a picture is at most `width` wide and `tallest` high."""

    faces: Faces
    size: float
    width: float
    tallest: float
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    lead: float = 1.36

    def style(self, **more: Any) -> ParagraphStyle:  # noqa: ANN401 - reportlab's
        """Return a style of this size."""
        given = {
            "fontName": self.faces.plain,
            "fontSize": self.size,
            "leading": self.size * self.lead,
            "textColor": INK,
            "bulletFontName": self.faces.bold,
            "splitLongWords": 1,
        } | more
        return ParagraphStyle("set", bulletFontSize=given["fontSize"], **given)

    def line(self, text: str, **more: Any) -> Paragraph:  # noqa: ANN401 - reportlab's
        """Return a plain text as a paragraph; `bold` sets it so."""
        if more.pop("bold", False):
            more["fontName"] = self.faces.bold
        return Paragraph(self.escaped(text), self.style(**more))

    def escaped(self, text: str) -> str:
        """Return a text as reportlab shows it word for word."""
        return escape(self.faces.shown(text)).replace("\n", "<br/>")

    def blocks(
        self, blocks: Sequence[Block], indent: float = 0, gaps: "Iterator[int] | None" = None
    ) -> list[Flowable]:
        """Return blocks below each other; the gaps are numbered by `gaps`, or not at all."""
        return [one for block in blocks for one in self._block(block, indent, gaps)]

    def labelled(
        self, label: str, blocks: Sequence[Block], left: float, indent: float, shape: type[Paragraph] = Paragraph,
        gaps: "Iterator[int] | None" = None,
    ) -> list[Flowable]:  # fmt: skip
        """Return blocks with a bold label at `left` of the first line, their text at `indent`."""
        first, *rest = blocks or (Block(BlockKind.PARAGRAPH, ()),)
        if first.kind in {BlockKind.IMAGE, BlockKind.CODE}:
            rest, first = [first, *rest], Block(BlockKind.PARAGRAPH, (Span("\xa0"),))
        style = self.style(leftIndent=indent, bulletIndent=left, spaceAfter=self.size * 0.22)
        sign = "" if first.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING} else f"{first.label or '>'} "
        spans = (Span(sign), *first.spans) if sign else first.spans or (Span("\xa0"),)
        head = shape(self._marked(spans, gaps), style, bulletText=self.faces.shown(label))
        return [head, *self.blocks(rest, indent, gaps)]

    def option(
        self, label: str, blocks: Sequence[Block], left: float, shape: type[Paragraph]
    ) -> list[Flowable]:
        """Return an option: a box to tick where the shape has one, its letter, its text."""
        signs = self.size * _SIGNS
        at = left + signs if issubclass(shape, Ticked) else left
        return self.labelled(label, blocks, at, at + signs, shape)

    def _block(self, block: Block, indent: float, gaps: "Iterator[int] | None") -> Iterator[Flowable]:
        left = indent + min(block.depth, 6) * _STEP
        match block.kind:
            case BlockKind.IMAGE:
                yield from self._image(block, left)
            case BlockKind.CODE:
                text = "".join(span.text for span in block.spans)
                yield Paragraph(
                    self._code(text), self.style(leftIndent=left + _STEP, spaceAfter=self.size * 0.3)
                )
            case BlockKind.BULLET | BlockKind.NUMBER:
                style = self.style(
                    leftIndent=left + _STEP * 1.2,
                    bulletIndent=left,
                    bulletFontName=self.faces.plain,
                    spaceAfter=self.size * 0.2,
                )
                yield Paragraph(
                    self._marked(block.spans, gaps) or "&nbsp;",
                    style,
                    bulletText=self.faces.shown(block.label),
                )
            case _:
                spans = block.spans
                if block.kind is BlockKind.HEADING:
                    left, spans = indent, tuple(span._replace(strong=True) for span in spans)
                if block.kind is BlockKind.QUOTE:
                    left += _STEP
                yield Paragraph(
                    self._marked(spans, gaps), self.style(leftIndent=left, spaceAfter=self.size * 0.3)
                )

    def _image(self, block: Block, left: float) -> Iterator[Flowable]:
        picture = self.pictures.get(block.label)
        if picture is None:
            said = "".join(span.text for span in block.spans)
            yield self.line(f"[picture: {said}]", leftIndent=left, textColor=PALE)
            return
        room = max(self.width - left, 10 * mm)
        scale = min(room / picture.width, self.tallest / picture.height, 0.35 * mm)
        image = Indented(
            io.BytesIO(picture.data), picture.width * scale, picture.height * scale, hAlign="LEFT"
        )
        image.left = left
        yield image
        yield Spacer(0, self.size * 0.3)

    def _marked(self, spans: Sequence[Span], gaps: "Iterator[int] | None") -> str:
        return "".join(self._span(span, gaps) for span in spans)

    def _span(self, span: Span, gaps: "Iterator[int] | None") -> str:
        if span.mark is Mark.HIDDEN:
            return "".join(self._gap(gaps) for _ in range(span.text.count(GAP)))
        text = self._code(span.text) if span.code else self.escaped(span.text)
        if span.strong or span.mark is Mark.SHOWN:
            text = f'<font name="{self.faces.bold}">{text}</font>'
        elif span.emphasis:
            text = f'<font name="{self.faces.slanted}">{text}</font>'
        if span.mark is Mark.SHOWN:
            text = f"<u>{text}</u>"
        return f"<strike>{text}</strike>" if span.strike else text

    def _gap(self, gaps: "Iterator[int] | None") -> str:
        return f"<super>{next(gaps)}</super>{BLANK}" if gaps else BLANK

    def _code(self, text: str) -> str:
        """Return code with its spaces, in a face of even width where that has all of its letters."""
        kept = escape(self.faces.shown(text)).replace("  ", "&nbsp;&nbsp;").replace("\n", "<br/>")
        shows = text.encode(_WINDOWS, "ignore").decode(_WINDOWS) == text
        return f'<font name="Courier">{kept}</font>' if shows and self.faces.plain == STANDARD else kept
