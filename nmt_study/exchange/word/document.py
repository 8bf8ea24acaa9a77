"""A Word document as lines and tables, by python-docx; its pictures, and what of it no line can hold."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from nmt_study.exchange.archive import DAMAGE, Archive
from nmt_study.exchange.format import Loss, Medium
from nmt_study.exchange.office import has_macros, opened
from nmt_study.exchange.office_links import without_dead_links
from nmt_study.exchange.raised import in_signs, joins, raised
from nmt_study.exchange.settled import slug_of
from nmt_study.exchange.telling import quoted, title_of
from nmt_study.exchange.word.lines import Grid, Line, Piece, Shape
from nmt_study.exchange.word.numbers import Numbers
from nmt_study.exchange.word.styles import Styles, W, hint, list_of, switch, value
from nmt_study.text import clean

_MOST_LINES = 60_000
_MOST_LOSSES = 500
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURES = {"png", "jpg", "jpeg", "gif", "webp", "bmp"}
# Signs of Wingdings and Wingdings 2 that mark answers, by their codes in these fonts.
_SYMBOLS = {
    0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x50: "✓", 0x52: "☑", 0xFB: "✗", 0x4F: "✗", 0x71: "☐",
    0xB7: "•", 0xA7: "•", 0xE0: "→",
}  # fmt: skip
_TEXT_OF = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_NOTES = {
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "commentReference": "a comment",
    "object": "an embedded object",
}
_SHIFTED = "raised or lowered text"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(slots=True)
class Document:
    """What a document holds, in its order."""

    blocks: list[Line | Grid] = field(default_factory=list)
    media: dict[str, Medium] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)


def read_document(data: bytes, name: str) -> Document:
    """Return the lines, tables and pictures of a document.

    Raises:
        NmtError: it is no document, damaged, protected, or larger than it may be.
    """
    archive = opened(data, name, "word/document.xml")
    data, missing = without_dead_links(data, archive, name)
    import docx  # late: it is slow to load

    try:
        reader = _Reader(docx.Document(io.BytesIO(data)), archive, name)
        reader.read()
    except RecursionError as fault:
        raise archive.fault("is nested deeper than it may be") from fault
    except (*DAMAGE, AttributeError, TypeError, SyntaxError, LookupError) as fault:
        raise archive.fault("is damaged, or no Word document") from fault
    reader.found.losses += [Loss("the file", what) for what in missing[:_MOST_LOSSES]]
    if has_macros(archive):
        reader.found.losses.append(Loss("the file", "macros, which were not run"))
    return reader.found


@dataclass(slots=True)
class _Run:
    """What the pieces of a run have in common."""

    strong: bool
    emphasis: bool
    strike: bool
    hint: str
    raised: bool

    def piece(self, text: str) -> Piece:
        return Piece(clean(text), self.strong, self.emphasis, self.strike, self.hint, raised=self.raised)


class _Reader:
    def __init__(self, document: Any, archive: Archive, name: str) -> None:  # noqa: ANN401 - of python-docx
        self.found = Document()
        self._archive = archive
        self._prefix = _UNSAFE.sub("-", slug_of(title_of(name)))[:40].strip("-") or "word"
        self._part = document.part
        self._body = document.element.body
        related = {
            rel.reltype.rsplit("/", 1)[-1]: rel for rel in self._part.rels.values() if not rel.is_external
        }
        numbering, styles = related.get("numbering"), related.get("styles")
        self._numbers = Numbers(numbering.target_part.element if numbering else None)
        self._styles = Styles(styles.target_part.element if styles else None)
        self._where = ""
        self._count = self._tables = 0
        self._ticked: bool | None = None

    def read(self) -> None:
        for element in self._blocks(self._body):
            if element.tag == f"{W}p":
                self.found.blocks += self._paragraph(element)
            else:
                self.found.blocks.append(self._table(element))

    def _blocks(self, parent: Any) -> Iterator[Any]:  # noqa: ANN401 - elements of lxml
        """Give the paragraphs and tables of a body or a cell."""
        return self._within(parent, "p", "tbl")

    def _within(self, parent: Any, *names: str) -> Iterator[Any]:  # noqa: ANN401 - elements of lxml
        """Give the parts of an element that have these names, also those in form fields and accepted changes."""
        wanted = {f"{W}{name}" for name in names}
        for element in parent.iterchildren():
            if element.tag in wanted:
                yield element
            elif element.tag == f"{W}sdt":
                content = element.find(f"{W}sdtContent")
                if content is not None:
                    yield from self._within(content, *names)
            elif element.tag in {f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"}:
                yield from self._within(element, *names)
            elif element.tag == f"{W}altChunk":
                self._lose("an embedded document")

    def _table(self, element: Any) -> Grid:  # noqa: ANN401 - an element of lxml
        self._tables += 1
        where = f"table {self._tables}"
        rows = []
        for row in self._within(element, "tr"):
            cells = []
            for cell in self._within(row, "tc"):
                lines: list[Line] = []
                for block in self._blocks(cell):
                    paragraphs = [block] if block.tag == f"{W}p" else list(block.iter(f"{W}p"))
                    for paragraph in paragraphs:
                        lines += self._paragraph(paragraph)
                cells.append(tuple(lines))
            rows.append(tuple(cells))
        return Grid(where, tuple(rows))

    def _paragraph(self, element: Any) -> list[Line]:  # noqa: ANN401 - an element of lxml
        self._count += 1
        if self._count > _MOST_LINES:
            raise self._archive.fault(f"has more than {_MOST_LINES:,} paragraphs")
        self._where, self._ticked = f"paragraph {self._count}", None
        properties = element.find(f"{W}pPr")
        style = value(properties.find(f"{W}pStyle") if properties is not None else None)
        listed = list_of(properties) or self._styles.list_of(style)
        shape, label = self._numbers.next(*listed) if listed[0] not in {"", "0"} else (Shape.NONE, "")
        pieces = tuple(self._lowered(self._pieces(element, self._styles.bold(style))))
        heading = self._styles.heading(style)
        whole = Line(self._where, pieces, shape, label, listed[1], heading, self._ticked)
        return list(_divided(whole))

    def _pieces(self, parent: Any, bold: bool) -> Iterator[Piece]:  # noqa: ANN401, FBT001 - elements of lxml
        """Give the runs below an element, through links, fields and changes that were accepted."""
        for element in parent.iterchildren():
            tag = element.tag if isinstance(element.tag, str) else ""
            name = tag.rpartition("}")[2]
            if tag == f"{W}r":
                yield from self._run(element, bold)
            elif tag in {f"{W}del", f"{W}moveFrom"}:
                self._lose("text that a change takes away")
            elif tag == f"{W}sdt":
                yield from self._control(element, bold)
            elif tag.startswith(_M) and name in {"oMath", "oMathPara"}:
                self._lose("an equation", "its signs on one line")
                yield Piece(clean("".join(text.text or "" for text in element.iter(f"{_M}t"))))
            elif tag.startswith(W) and name not in {"pPr", "rPr", "sdtPr"}:
                yield from self._pieces(element, bold)

    def _lowered(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """Give pieces on the line: raised ones in signs that are raised themselves, or behind ^."""
        for is_raised, group in groupby(pieces, key=lambda one: one.raised):
            if not is_raised:
                yield from group
                continue
            held = [replace(one, raised=False) for one in group]
            whole = "".join(one.text for one in held)
            if raised(whole):
                yield from (replace(one, text=in_signs(one.text)) for one in held)
                continue
            if whole.strip():
                self._lose(_SHIFTED, "its signs")
            if joins(whole):
                first = next(place for place, one in enumerate(held) if one.text.strip())
                held[first] = replace(held[first], text=f"^{held[first].text.lstrip()}")
            yield from held

    def _control(self, element: Any, bold: bool) -> Iterator[Piece]:  # noqa: ANN401, FBT001 - elements of lxml
        """Give the text of a form field; a box to be ticked is noted instead."""
        box = element.find(f"{W}sdtPr/{_W14}checkbox")
        content = element.find(f"{W}sdtContent")
        if box is not None:
            checked = box.find(f"{_W14}checked")
            self._ticked = checked is not None and checked.get(f"{_W14}val", "1") in {"1", "true"}
        elif content is not None:
            yield from self._pieces(content, bold)

    def _run(self, element: Any, bold: bool) -> Iterator[Piece]:  # noqa: ANN401, FBT001 - elements of lxml
        properties = element.find(f"{W}rPr")
        style = value(properties.find(f"{W}rStyle") if properties is not None else None)
        own = switch(properties, "b")
        shifted = value(properties.find(f"{W}vertAlign")) if properties is not None else ""
        run = _Run(
            own if own is not None else bold or self._styles.bold(style),
            bool(switch(properties, "i")),
            bool(switch(properties, "strike", "dstrike")),
            hint(properties),
            shifted == "superscript",
        )
        if shifted == "subscript":
            self._lose(_SHIFTED, "its signs")
        fonts = value(properties.find(f"{W}rFonts"), "ascii") if properties is not None else ""
        for child in element.iterchildren():
            yield from self._child(child, run, wingdings=fonts.startswith("Wingdings"))

    def _child(self, child: Any, run: _Run, *, wingdings: bool) -> Iterator[Piece]:  # noqa: ANN401
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "t":
            text = child.text or ""
            yield run.piece("".join(_SYMBOLS.get(ord(sign), sign) for sign in text) if wingdings else text)
        elif name in _TEXT_OF:
            yield run.piece(_TEXT_OF[name])
        elif name == "br":
            yield run.piece("\n" if value(child, "type") in {"", "textWrapping"} else "")
        elif name == "sym":
            yield run.piece(self._symbol(value(child, "char"), value(child, "font")))
        elif name in {"drawing", "pict"}:
            yield from self._drawing(child)
        elif name == "AlternateContent":
            choice = child.find(f"{_MC}Choice")
            for inner in choice.iterchildren() if choice is not None else ():
                yield from self._child(inner, run, wingdings=wingdings)
        elif name in _NOTES:
            self._lose(_NOTES[name])

    def _symbol(self, code: str, font: str) -> str:
        """Return the sign of a font of symbols, whose codes stand in the private area."""
        known = re.fullmatch(r"[0-9A-Fa-f]{1,4}", code)
        sign = _SYMBOLS.get(int(code, 16) & 0xFF) if known and font.startswith("Wingdings") else None
        if sign is None:
            self._lose(f"a sign of the font {quoted(font)}")
        return sign or ""

    def _drawing(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401 - an element of lxml
        boxed = " ".join(text.text or "" for text in element.iter(f"{W}t"))
        if boxed.strip():
            self._lose(f"a text box: {quoted(boxed)}")
        described = element.find(f".//{_WP}docPr")
        said = described.get("descr", "") if described is not None else ""
        shown = [one.get(f"{_R}embed", "") for one in element.iter(f"{_A}blip")]
        shown += [one.get(f"{_R}id", "") for one in element.iter(f"{_V}imagedata")]
        for link in shown:
            name = self._picture(link)
            if name:
                yield Piece(" ".join(clean(said).split()), picture=name)
        if not shown and not boxed.strip():
            self._lose("a drawing or chart")

    def _picture(self, link: str) -> str:
        """Take a picture along and return the name of its file, "" where that cannot be."""
        relation = self._part.rels.get(link)
        if relation is None or relation.is_external:
            self._lose("a picture that lies elsewhere")
            return ""
        part = relation.target_part
        base = PurePosixPath(str(part.partname)).name
        suffix = base.rpartition(".")[2].lower()
        if suffix not in _PICTURES:
            self._lose(f"a picture of the kind {quoted(suffix)}")
            return ""
        name = f"{self._prefix}-{_UNSAFE.sub('-', base)}"
        self.found.media.setdefault(name, Medium(name, bytes(part.blob)))
        return name

    def _lose(self, what: str, kept: str = "") -> None:
        loss = Loss(self._where or "the file", what, kept)
        if loss not in self.found.losses[-20:] and len(self.found.losses) < _MOST_LOSSES:
            self.found.losses.append(loss)


def _divided(line: Line) -> Iterator[Line]:
    """Give the lines of a paragraph that breaks divide; only the first has the number of the paragraph."""
    start = 0
    text = line.text
    while True:
        end = text.find("\n", start)
        part = line.cut(start, None if end < 0 else end)
        if start == 0:
            yield part
        else:
            yield Line(line.where, part.pieces, depth=line.depth)
        if end < 0:
            return
        start = end + 1
