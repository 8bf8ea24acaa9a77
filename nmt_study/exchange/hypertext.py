"""HTML of other programs as our Markdown, and our Markdown as HTML: nothing runs, nothing is fetched, nothing vanishes untold.

What has no counterpart in a deck (tables, styles that carry meaning, sound) is told as words of its loss.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from nmt_study.deck.markup import Block, BlockKind, Span, blocks
from nmt_study.exchange.preformatted import LANGUAGE, fenced, is_laid_out, with_row_breaks
from nmt_study.exchange.raised import with_raised
from nmt_study.text import clean

_SILENT = frozenset({"head", "script", "style", "template", "title"})
_BLOCKS = frozenset((
    "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "figure", "footer", "header",
    "hr", "main", "p", "pre", "section", "tr", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_LISTS = frozenset({"ul", "ol", "li"})
_SIGNS = {"br": "\n", "td": " ", "th": " "}
_AROUND = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~", "code": "`", "tt": "`", "kbd": "`",
}  # fmt: skip
_PLAIN = frozenset((
    "abbr", "big", "body", "caption", "col", "colgroup", "font", "html", "label", "mark", "meta", "small",
    "span", "tbody", "tfoot", "thead", "u", "wbr",
))  # fmt: skip
_LOST = {
    "audio": "a sound", "video": "a film", "iframe": "an embedded page", "object": "an embedded object", "embed": "an embedded object",
    "form": "a form", "input": "a form field", "svg": "a drawing", "math": "a formula in MathML", "script": "a script",
    "table": "the grid of a table",
}  # fmt: skip
# A link while it is read: noncharacters, which `clean` lets through from nowhere, around its text and its address.
_LINK, _ADDRESS, _LINK_END = "\ufdd3", "\ufdd4", "\ufdd5"
_LINKS = re.compile(f"{_LINK}([^{_LINK}{_ADDRESS}]*){_ADDRESS}([^{_LINK_END}]*){_LINK_END}")
_LINK_SIGNS = re.compile(f"{_ADDRESS}[^{_LINK_END}]*{_LINK_END}|{_LINK}")
# A block of code while it is read: its number between two more of them, as its lines are not to be touched.
_CODE, _CODE_END = "\ufdd6", "\ufdd7"
_CODES = re.compile(f"{_CODE}(\\d+){_CODE_END}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs of gaps, which no code may hide
_USABLE = re.compile(r"(?:https?|mailto):[^\s()<>\\]+", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
# A text in which no sign means anything to HTML or Markdown; most fields are such, and going through one takes long.
_BARE = re.compile(r"[A-Za-z](?:[A-Za-z0-9,.;:?!'\"()/%°±≥≤→–—…äöüÄÖÜßéèàç-]| (?! |$))*")
_SPECIAL = re.compile(r"([\\`*_\[\]<>]|~(?=~)|(?<=~)~)")
_STARTS_BLOCK = re.compile(
    r"^(\d{1,9})(?=[.)](?:\s|$))|^(?=(?:[-+=>]|\#{1,6})(?:\s|$)|[-=]{2,}[ \t]*$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Translated:
    """Markdown, the names of the pictures it shows, and what was lost, each once, in words."""

    text: str
    pictures: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def markdown_of(source: str) -> Translated:
    """Return HTML as Markdown; unknown elements leave their text, harmless ones their style."""
    if _BARE.fullmatch(source):
        return Translated(source)
    reader = _Reader()
    reader.feed(_closed(with_raised(source)))
    reader.close()
    return Translated(
        reader.result(), tuple(dict.fromkeys(reader.pictures)), tuple(dict.fromkeys(reader.lost))
    )


def _closed(source: str) -> str:
    """Return HTML without signs that begin what never ends, over each of which the parser would go again and again."""
    at = source.rfind(">") + 1
    tail = source[at:].replace("<", "&lt;")
    at_comment = source.rfind("-->", 0, at) + 3 if "-->" in source else 0
    return source[:at_comment] + source[at_comment:at].replace("<!--", "&lt;!--") + tail


def markdown_of_text(text: str) -> str:
    """Return plain text as Markdown that reads exactly so: signs of Markdown are escaped."""
    cleaned = clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    flush = re.sub(r"^[ \t]+", "", cleaned, flags=re.MULTILINE)  # deeper lines would be code
    return start_escaped(_SPECIAL.sub(r"\\\1", flush))


def start_escaped(text: str) -> str:
    """Return text in which no line begins a list, heading, quote or rule."""
    return _STARTS_BLOCK.sub(lambda found: f"{found[1] or ''}\\", text)


def html_of(markdown: str, picture: Callable[[str], str] = lambda path: path) -> str:
    """Return Markdown of a deck as HTML; `picture` gives the address of an image from its path."""
    return "".join(_as_html(list(blocks(with_row_breaks(markdown))), picture))


@dataclass
class _List:
    ordered: bool
    number: int = 0


@dataclass
class _Code:
    """A `<pre>` while it is read: its bare text, and how much had been read before it."""

    before: int
    styles: int
    links: int
    pictures: int
    text: list[str] = field(default_factory=list)
    is_code: bool = False
    language: str = ""
    lost: list[str] = field(default_factory=list)

    def take(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Take what an element within it means for its lines."""
        if tag == "br":
            self.text.append("\n")
        elif tag == "a" and attrs.get("href"):
            self.lost.append("the address of a link")
        elif _AROUND.get(tag) == "`":
            self.is_code = True
            named = LANGUAGE.search(attrs.get("class") or "")
            self.language = named[1] if named else self.language
        elif tag in _AROUND:
            self.lost.append("a style within code")

    def block(self) -> str:
        """Return it as code between fences, "" where it is better left as text."""
        text = "".join(self.text).strip("\n")
        counts = text.strip() and (self.is_code or is_laid_out(text))
        return fenced(clean(text), self.language) if counts and not _PRIVATE.search(text) else ""


@dataclass
class _Reader(HTMLParser):
    """Collects Markdown while the parser goes through the HTML."""

    pictures: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _links: list[str] = field(default_factory=list)
    _silent: int = 0
    _pre: int = 0
    _code: _Code | None = None
    _codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if self._code:
            self._code.take(tag, dict(attrs))
        if tag in _LOST:
            self.lost.append(_LOST[tag])
        if tag in _SILENT:
            self._silent += 1
        elif tag in _AROUND:
            self._open.append(tag)
            self._parts.append(_AROUND[tag])
        elif tag in _BLOCKS:
            self._begin_block(tag)
        elif tag in _SIGNS:
            self._parts.append(_SIGNS[tag])
        elif tag == "img":
            self._image({name: value or "" for name, value in attrs})
        elif tag in _LISTS:
            self._begin_list(tag)
        elif tag == "a":
            self._begin_link(next((value or "" for name, value in attrs if name == "href"), ""))
        else:
            self._tell_unknown(tag)

    def _begin_block(self, tag: str) -> None:
        self._break()
        if tag == "pre":
            self._pre += 1
            self._code = self._code or _Code(
                len(self._parts), len(self._open), len(self._links), len(self.pictures)
            )

    def _end_code(self) -> None:
        """Put a `<pre>` as code where its lines count and nothing but text is in it, else leave it as text."""
        code, self._code, self._pre = self._code, None, 0
        block = code.block() if code else ""
        if not code or not block or len(self.pictures) > code.pictures:
            return
        del self._parts[code.before :]
        del self._open[code.styles :]
        del self._links[code.links :]
        self.lost += code.lost
        self._codes.append(block)
        self._parts.append(f"{_CODE}{len(self._codes) - 1}{_CODE_END}")

    def _begin_link(self, address: str) -> None:
        """Begin a link; an address that leads nowhere from a deck is told."""
        address = clean(address.strip())
        if address and not _USABLE.fullmatch(address):
            self.lost.append("the address of a link")
            address = ""
        self._links.append(address)
        self._parts.append(_LINK if address else "")

    def _end_link(self) -> None:
        address = self._links.pop()
        self._parts.append(f"{_ADDRESS}{address}{_LINK_END}" if address else "")

    def _linked(self, found: re.Match[str]) -> str:
        """Return a link whose text is known; around nothing or around several blocks there is none."""
        if not found[1].strip():
            return found[1]
        if "\n" in found[1]:
            self.lost.append("the address of a link")
            return found[1]
        return f"[{found[1]}]({found[2]})"

    def _begin_list(self, tag: str) -> None:
        if tag == "li":
            self._entry()
        else:
            self._lists.append(_List(tag == "ol"))
            self._parts.append("\n")

    def _tell_unknown(self, tag: str) -> None:
        if tag in {"sub", "sup"}:
            self.lost.append("raised or lowered text")
        elif tag not in _PLAIN and tag not in _LOST:
            self.lost.append(f"the element <{clean(tag)[:20]}>")

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            self._end_link()
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self._break()
        elif tag in _AROUND and tag in self._open:
            while self._open:
                last = self._open.pop()
                self._end_style(_AROUND[last])
                if last == tag:
                    break
        elif tag in _BLOCKS:
            if tag == "pre" and self._pre:
                self._pre -= 1
                if not self._pre:
                    self._end_code()
            self._break()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._code and not self._silent:
            self._code.text.append(data)
        if not self._silent:
            text = clean(data if self._pre else _SPACE.sub(" ", data))
            if "`" in text or not self._open or _AROUND[self._open[-1]] != "`":
                text = _SPECIAL.sub(r"\\\1", text)  # in code a backslash would be shown
            if (
                text.startswith(" ")
                and self._parts
                and self._open
                and self._parts[-1] == _AROUND[self._open[-1]]
            ):
                self._parts.insert(-1, " ")  # a style that begins with a space is none in Markdown
                text = text.lstrip(" ")
            if not self._pre and (not self._parts or self._parts[-1].endswith("\n")):
                text = start_escaped(text.lstrip(" "))
            self._parts.append(text)

    def _end_style(self, sign: str) -> None:
        """Close a style behind its last word; one around nothing vanishes."""
        while self._parts and not self._parts[-1]:
            self._parts.pop()
        if self._parts and self._parts[-1] == sign:
            self._parts.pop()
            return
        last = self._parts.pop() if self._parts else ""
        kept = last.rstrip()
        self._parts += [kept, sign, last[len(kept) :]]

    def unknown_decl(self, data: str) -> None:
        """Tell of a declaration such as CDATA that HTML does not have."""
        self.lost.append("a declaration")

    def result(self) -> str:
        """Return the Markdown."""
        self._end_code()
        while self._open:
            self._end_style(_AROUND[self._open.pop()])
        while self._links:
            self._end_link()
        text = _LINK_SIGNS.sub("", _LINKS.sub(self._linked, "".join(self._parts)))
        lines = [line.strip() if not line.startswith("    ") else line.rstrip() for line in text.split("\n")]
        whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        return _CODES.sub(lambda found: self._codes[int(found[1])], whole)

    def _break(self) -> None:
        self._parts.append("\n" if self._lists else "\n\n")

    def _entry(self) -> None:
        if not self._lists:
            self._lists.append(_List(ordered=False))
        last = self._lists[-1]
        last.number += 1
        bullet = f"{last.number}. " if last.ordered else "- "
        self._parts.append("\n" + bullet)

    def _image(self, attrs: dict[str, str]) -> None:
        source = unquote(attrs.get("src", ""))
        if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", source, re.IGNORECASE):
            self.lost.append("a picture from the web or inside the text")
            self._parts.append(_SPECIAL.sub(r"\\\1", clean(attrs.get("alt", ""))))
            return
        name = clean(source).replace("\\", "/").rsplit("/", 1)[-1]
        if name:
            self.pictures.append(name)
            alternative = _SPECIAL.sub(r"\\\1", clean(attrs.get("alt", "")))
            self._parts.append(f"![{alternative}]({name.replace(' ', '%20')})")


def _as_html(found: list[Block], picture: Callable[[str], str]) -> Iterator[str]:
    """Give blocks as HTML; entries of a list that follow each other are one list, deeper ones stand within."""
    at = 0
    while at < len(found):
        block = found[at]
        if block.kind in {BlockKind.BULLET, BlockKind.NUMBER}:
            last = at
            while last < len(found) and found[last].kind is block.kind and found[last].depth >= block.depth:
                last += 1
            tag = "ul" if block.kind is BlockKind.BULLET else "ol"
            entries = "".join(f"<li>{_spans(one.spans)}</li>" for one in found[at:last])
            yield f"<{tag}>{entries}</{tag}>"
            at = last
            continue
        yield _block(block, picture, alone=len(found) == 1)
        at += 1


def _block(block: Block, picture: Callable[[str], str], *, alone: bool) -> str:
    text = _spans(block.spans)
    match block.kind:
        case BlockKind.IMAGE:
            source = html.escape(picture(block.label), quote=True)
            alternative = html.escape("".join(span.text for span in block.spans), quote=True)
            return f'<img src="{source}" alt="{alternative}">'
        case BlockKind.CODE:
            return _code(block)
        case BlockKind.QUOTE:
            return f"<blockquote>{text}</blockquote>"
        case BlockKind.HEADING:
            return f"<p><b>{text}</b></p>"
        case _:
            return text if alone else f"<p>{text}</p>"


def _code(block: Block) -> str:
    language = f"language-{block.label.split()[0]}" if block.label.strip() else ""
    named = f' class="{language}"' if LANGUAGE.fullmatch(language) else ""
    text = html.escape("".join(span.text for span in block.spans), quote=False)
    return f"<pre><code{named}>{text}</code></pre>"


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    text = html.escape(span.text, quote=False).replace("\n", "<br>")
    for wanted, tag in ((span.code, "code"), (span.strike, "s"), (span.emphasis, "i"), (span.strong, "b")):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    return f'<a href="{html.escape(span.href, quote=True)}">{text}</a>' if span.href else text
