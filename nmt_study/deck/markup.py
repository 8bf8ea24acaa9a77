"""Inline Markdown of an item as neutral blocks of spans, which a front end turns into whatever it shows.

CommonMark with strikethrough, except where it would make text vanish or change: HTML, character entities and
link definitions stay as they are written. Nothing is run and nothing is fetched: a link is its text plus an
address, an image its alternative text plus a path.

The deletion of a cloze comes in between two of the noncharacters below, which `text.clean` lets through from
nowhere. They may cut across emphasis, so they are found again only after Markdown has been read: what lies
between them is marked, span by span, or gives way to one unstyled gap (a style would hint at the answer).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from nmt_study.text import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

GAP = "[…]"
_HIDE, _SHOW, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_SENTINEL = re.compile(f"([{_HIDE}{_SHOW}{_END}])")
_DELIMITERS = "*_~"
_DEEPEST = 20  # markdown-it drops what is nested deeper
_REFUSED = "data:"  # an address that makes no link
_SIGNS = re.compile(r"[^\w ,.;:?'\"()%/=+°±–—…’-]|_")  # anything that could mean something else than itself


class Mark(StrEnum):
    """What a span has to do with the deletion that a cloze card asks for."""

    NONE = "none"
    HIDDEN = "hidden"
    SHOWN = "shown"


class BlockKind(StrEnum):
    """The shapes a block can have."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"
    CODE = "code"
    QUOTE = "quote"
    HEADING = "heading"
    IMAGE = "image"


class Span(NamedTuple):
    """A run of text in one style; `href` is the address of a link, percent-encoded, else empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    strike: bool = False
    href: str = ""
    mark: Mark = Mark.NONE


class Block(NamedTuple):
    """A paragraph, one entry of a list, or the like.

    `depth` is how many lists and quotes it stands in, its own not counted; for a heading, its level less one.
    `label` is the bullet or number of an entry, the info line of code, the path of an image; an image's spans
    are its alternative text.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    depth: int = 0
    label: str = ""


@lru_cache(maxsize=256)
def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of cleaned Markdown text.

    Where reading it would lose text or a sentinel (in a link's title, say), it is shown as it is written.
    """
    return verbatim(text) if _is_plain(text) else _read(text)


def _is_plain(text: str) -> bool:
    """Say whether text is one line without any sign of Markdown, as most are: reading it takes twenty times as long."""
    return text[:1].isalpha() and text == text.strip() and not _SIGNS.search(text)


def _read(text: str) -> tuple[Block, ...]:
    """Return the blocks of text by Markdown's rules."""
    tokens = _parser().parse(text)
    read = tuple(_Reader().read(tokens))
    deep = any(token.level >= _DEEPEST - 1 for token in tokens)
    sentinels = len(_SENTINEL.findall(text))
    if deep or _sentinels(read) != sentinels:
        read = verbatim(text)
    return tuple(_marked(read)) if sentinels else read


def verbatim(text: str) -> tuple[Block, ...]:
    """Return text that is not Markdown as one paragraph."""
    return (Block(BlockKind.PARAGRAPH, (Span(text),)),)


def plain(shown: Iterable[Block]) -> str:
    """Return blocks as lines of plain text."""
    return "\n".join(_line(block) for block in shown)


def hidden(deletion: str) -> str:
    """Return the source of a deletion so that `blocks` puts a gap in its place."""
    return _between(_HIDE, deletion)


def shown(deletion: str) -> str:
    """Return the source of a deletion so that `blocks` marks it as the one revealed."""
    return _between(_SHOW, deletion)


def _between(opening: str, deletion: str) -> str:
    """Put the sentinels inside of `**` and the like at the edges, which beside them would be mere signs."""
    start = len(deletion) - len(deletion.lstrip(_DELIMITERS))
    end = len(deletion.rstrip(_DELIMITERS))
    if start >= end:
        return f"{opening}{deletion}{_END}"
    if deletion[end - 1] == "\\":
        end = min(end + 1, len(deletion))
    return f"{deletion[:start]}{opening}{deletion[start:end]}{_END}{deletion[end:]}"


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    class Parser(MarkdownIt):
        def normalizeLink(self, url: str) -> str:  # noqa: N802
            # An address that a deletion cuts through would give the answer away.
            return _REFUSED if _SENTINEL.search(url) else super().normalizeLink(url)

        def normalizeLinkText(self, link: str) -> str:  # noqa: N802
            return link

    options = {"html": False, "maxNesting": _DEEPEST}
    return Parser("commonmark", options).enable("strikethrough").disable(["entity", "reference"])


class _Reader:
    """Turns the tokens of one text into blocks."""

    def __init__(self) -> None:
        self.inside: list[str] = []  # the lists and quotes around the present token
        self.numbers: list[list[int]] = []  # for each of them the numbers its entries were given
        self.entry: Block | None = None  # a list entry that has begun and still has no text
        self.level = 0  # of the open heading

    def read(self, tokens: Iterable["Token"]) -> Iterator[Block]:
        for token in tokens:
            yield from self.step(token)

    def step(self, token: "Token") -> Iterator[Block]:
        match token.type:
            case "bullet_list_open" | "ordered_list_open" | "blockquote_open":
                self.inside.append(token.type)
                self.numbers.append([])
            case "bullet_list_close" | "ordered_list_close" | "blockquote_close":
                self.inside.pop()
                self.numbers.pop()
            case "list_item_open":
                yield from self.begun()
                self.entry = self.opened(token)
            case "list_item_close":
                yield from self.begun()
            case "heading_open":
                self.level = int(token.tag[1:])
            case "heading_close":
                self.level = 0
            case "inline":
                yield from self.paragraph(token)
            case "fence" | "code_block" | "hr":
                yield from self.begun()
                yield self.whole(token)

    def opened(self, token: "Token") -> Block:
        """Return a list entry without text; numbers are those written, but `1. 1. 1.` counts on."""
        depth = len(self.inside) - 1
        if self.inside[-1] == "bullet_list_open":
            return Block(BlockKind.BULLET, (), depth, "•")
        written = self.numbers[-1]
        written.append(int(token.info))
        number = written[0] + len(written) - 1 if written[-1] == written[0] else written[-1]
        return Block(BlockKind.NUMBER, (), depth, f"{number}{token.markup}")

    def begun(self) -> Iterator[Block]:
        """Give the entry that began, when something else than its own text follows."""
        if self.entry:
            yield self.entry
        self.entry = None

    def paragraph(self, token: "Token") -> Iterator[Block]:
        """Give a run of text; images in it stand as blocks of their own between its parts."""
        for kind, parts in groupby(_inline(token.children or ()), key=type):
            if kind is Block:
                yield from self.begun()
                yield from (
                    part._replace(depth=len(self.inside)) for part in parts if isinstance(part, Block)
                )
                continue
            spans = _joined(part for part in parts if isinstance(part, Span))
            if any(span.text.strip() for span in spans):
                yield self.frame()._replace(spans=spans)
                self.entry = None

    def frame(self) -> Block:
        """Return the kind of block that text at this place makes, without its text."""
        if self.entry:
            return self.entry
        if self.level:
            return Block(BlockKind.HEADING, (), self.level - 1)
        if self.inside and self.inside[-1] == "blockquote_open":
            return Block(BlockKind.QUOTE, (), len(self.inside) - 1)
        return Block(BlockKind.PARAGRAPH, (), len(self.inside))

    def whole(self, token: "Token") -> Block:
        """Return a block whose text is no Markdown; a rule is shown as it is written."""
        if token.type == "hr":
            return Block(BlockKind.PARAGRAPH, (Span(token.markup),), len(self.inside))
        code = Span(token.content.rstrip("\n"), code=True)
        return Block(BlockKind.CODE, (code,), len(self.inside), token.info.strip())


def _inline(tokens: Iterable["Token"]) -> Iterator[Span | Block]:
    """Give the spans of a run of text, and its images as blocks."""
    style = Span("")
    open_tags: Counter[str] = Counter()
    for token in tokens:
        open_tags[token.tag] += token.nesting
        match token.type:
            case "text" | "code_inline":
                yield style._replace(text=token.content, code=token.type == "code_inline")
            case "softbreak" | "hardbreak":
                yield style._replace(text=" " if token.type == "softbreak" else "\n")
            case "link_open" | "link_close":
                style = style._replace(href=str(token.attrGet("href") or ""))
            case "image":
                path = clean(unquote(str(token.attrGet("src") or "")))
                yield Block(BlockKind.IMAGE, (Span(token.content),), label=path)
            case _:
                style = style._replace(
                    strong=open_tags["strong"] > 0,
                    emphasis=open_tags["em"] > 0,
                    strike=open_tags["s"] > 0,
                )


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans with neighbours of the same style made one, and none empty."""
    return tuple(
        style._replace(text=text)
        for style, run in groupby(spans, key=lambda span: span._replace(text=""))
        if (text := "".join(span.text for span in run))
    )


def _sentinels(read: Iterable[Block]) -> int:
    return sum(len(_SENTINEL.findall(span.text)) for block in read for span in block.spans)


def _marked(read: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks with the deletion marked or hidden, and no sentinel left in them."""
    mark = Mark.NONE
    for block in read:
        concealed = mark is Mark.HIDDEN
        spans: list[Span] = []
        for span in block.spans:
            for piece in _SENTINEL.split(span.text):
                if piece == _HIDE:
                    spans.append(Span(GAP, mark=Mark.HIDDEN))
                mark = _MARKS.get(piece, mark)
                if mark is not Mark.HIDDEN and piece not in _MARKS:
                    spans.append(span._replace(text=piece, mark=mark))
        joined = _joined(spans)
        if joined or not concealed:
            yield block._replace(spans=joined)


_MARKS = {_HIDE: Mark.HIDDEN, _SHOW: Mark.SHOWN, _END: Mark.NONE}


def _line(block: Block) -> str:
    text = "".join(span.text for span in block.spans)
    if block.kind is BlockKind.HEADING:
        return text
    if block.kind is BlockKind.CODE and block.label:
        text = f"{block.label}:\n{text}"
    elif block.kind is BlockKind.IMAGE:
        text = f"[image: {text}] {block.label}"
    elif block.kind is BlockKind.QUOTE:
        text = f"> {text}"
    elif block.kind in {BlockKind.BULLET, BlockKind.NUMBER}:
        text = f"{block.label} {text}"
    indent = "  " * block.depth
    return "\n".join(indent + line for line in text.split("\n"))
