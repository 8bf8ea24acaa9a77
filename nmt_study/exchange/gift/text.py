r"""The signs of GIFT, and the texts between them as Markdown and back.

The rules are those by which Moodle 4.5 reads and writes (`question/format/gift/format.php`): a list of steps on
strings rather than a grammar. Escaped signs are held in noncharacters while a question is taken apart; `text.clean`
lets none of these in from outside.

A text is marked as HTML, Markdown, plain or "moodle", which is HTML whose line breaks count. In Moodle's Markdown
HTML and entities are live, in ours they are mere text; what stands between is translated both ways, code left alone:

    ours   `<b`    `\<`     `&lt;`     `\&`  and other escapes that Moodle's Markdown does not know
    GIFT   `&lt;b` `&#60;`  `&amp;lt;` `&#38;`
"""

import html
import re
from collections.abc import Callable
from enum import StrEnum

from nmt_study.deck.grammar.lines import protected
from nmt_study.deck.markup import BlockKind, blocks, plain
from nmt_study.exchange.hypertext import Translated, markdown_of, markdown_of_text
from nmt_study.exchange.told import LeftOut, Told
from nmt_study.text import clean

BLANK = "_____"
_MOST = 100  # comments or pictures in a text
SPACE = " \t\n\r\0\x0b"  # what PHP's trim() takes off
_SIGNS = ":#={}~"
_HELD = {sign: chr(0xFDD3 + place) for place, sign in enumerate([*_SIGNS, "n"])}
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_RELEASED = str.maketrans({held: "\n" if sign == "n" else sign for sign, held in _HELD.items()})
_RESERVED = str.maketrans({sign: f"\\{sign}" for sign in "\\" + _SIGNS} | {"\n": "\\n"})

# One line in which neither Markdown nor HTML sees anything, nor GIFT at its start: it needs no mark.
_PLAIN = re.compile(r"(?![-+=#| ]|\d{1,9}[.)]|//|0\Z)(?:[^\\`*_\[\]<>&~\s]|(?<! ) (?=.))+")
_ESCAPED_BLANK = r"\_" * len(BLANK)

_CODE = r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)[\s\S]+?(?<!`)(?P=ticks)(?!`))"
_COMMENT = r"(?P<comment><!--[\s\S]{0,2000}?-->)"  # bounded, so that many that never end take no time
# Escapes of CommonMark that Moodle's Markdown (PHP Markdown Extra) shows with their backslash.
_FOREIGN = "\"$%&',/;<=?@^~"
_OURS = rf"\\(?P<escaped>[{re.escape(_FOREIGN)}])|\\[\s\S]|{_CODE}"
_OUT = rf"{_OURS}|(?P<tag><(?!https?://|mailto:)(?=[A-Za-z/!?]))|(?P<entity>&(?=\#?\w{{1,31}};))"
_OUT_ITEM = re.compile(rf"{_OUT}|(?P<arrow>->)")
_OUT_PROSE = re.compile(rf"{_COMMENT}|{_OUT}")
_IN = re.compile(
    rf"\\[\s\S]|{_CODE}|{_COMMENT}|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])[^<>]*>)"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<picture>!\[(?P<alt>[^\]\n]{0,500})\]\((?P<address>[^)\s]{0,500})[^)\n]{0,500}\))"
)
_AS_MARKDOWN = {"b": "**", "strong": "**", "i": "*", "em": "*", "br": "\n", "p": "\n\n", "div": "\n\n"}
_SILENT = frozenset({"span", "font", "u", "small", "big"})
_SPECIAL = re.compile(r"([\\`*_\[\]~])")
_ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\])")
_MEDIA_FOLDER = "@@PLUGINFILE@@/"


class Style(StrEnum):
    """How a text is marked: in brackets at its start."""

    MOODLE = "moodle"
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


_STYLES = {f"[{style}]": style for style in Style}


def hold(text: str) -> str:
    """Return source text with escaped signs held, so that those that are left mean something."""
    return _ESCAPED.sub(lambda found: _HELD.get(found[1], found[1]), text)


def release(text: str) -> str:
    """Return held text as it reads."""
    return text.translate(_RELEASED)


def escape(text: str) -> str:
    """Return a text so that GIFT reads it as text, on one line."""
    return text.translate(_RESERVED)


def is_plain(text: str) -> bool:
    """Say whether a text reads the same unmarked, with one blank for a missing word at most."""
    return not text or bool(_PLAIN.fullmatch(text.replace(BLANK, "x", 1)))


def marked_as(held: str, style: Style) -> tuple[Style, str]:
    """Return the style that a held text is marked with, else the one given, and the text without the mark."""
    if held.startswith("["):
        mark = held[: held.find("]") + 1]
        if mark in _STYLES:
            return _STYLES[mark], held[len(mark) :]
    return style, held


def markdown(held: str, style: Style, told: Told, *, prose: bool = False) -> str:
    """Return a held text, with or without its mark, as Markdown of a deck; what it loses is told."""
    style, rest = marked_as(held.strip(SPACE), style)
    text = release(rest).strip(SPACE)
    if style is Style.MARKDOWN:
        return _from_markdown(text, told, prose=prose)
    if is_plain(text):
        return text
    if style is Style.PLAIN:
        return _with_blank(markdown_of_text(text))
    found: Translated = markdown_of(text if style is Style.HTML else text.replace("\n", "<br>"))
    for lost in found.lost:
        told.lose(lost, "the words around it")
    for picture in found.pictures:
        told.lose(f"the picture {picture}, which GIFT does not hold", "its name in the text")
    return _with_blank(found.text)


def literal(text: str) -> str:
    """Return plain text as Markdown that reads exactly so, without escapes where it needs none."""
    flat = " ".join(text.split())
    if not is_plain(flat):
        read = blocks(flat)
        if len(read) != 1 or read[0].kind is not BlockKind.PARAGRAPH or plain(read) != flat:
            return markdown_of_text(flat)
    return flat


def to_markdown(text: str, *, prose: bool = False, arrows: bool = False) -> str:
    """Return Markdown of a deck as Moodle's Markdown, the reverse of reading it.

    `prose` leaves comments as they are, `arrows` hides each `->`.
    """

    def change(found: re.Match[str]) -> str:
        if found["escaped"]:
            return f"&#{ord(found['escaped'])};"
        if found["tag"]:
            return "&lt;"
        if found["entity"]:
            return "&amp;"
        is_arrow = arrows and not prose and found.lastgroup == "arrow"
        return "-&gt;" if is_arrow else found[0]

    return _outside_fences(text, lambda part: (_OUT_PROSE if prose else _OUT_ITEM).sub(change, part))


def _from_markdown(text: str, told: Told, *, prose: bool) -> str:
    """Return Moodle's Markdown as ours: entities as the signs they stand for, HTML as Markdown or told."""

    def change(found: re.Match[str]) -> str:
        if found["comment"]:
            return found[0] if prose else ""
        if found["tag"]:
            return _tag(found["name"].lower(), told)
        if found["entity"]:
            before = found.string[max(found.start() - 1, 0) : found.start()]
            return _sign(found[0], at_start=before in {"", "\n"})
        return _picture(found, told) if found["picture"] else found[0]

    if max(text.count("<!--"), text.count("![")) > _MOST:
        raise LeftOut(f"it has more than {_MOST} comments or pictures")
    changed = _outside_fences(text, lambda part: _IN.sub(change, part))
    return changed if changed == text else changed.strip(SPACE)


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Return a text with its parts outside of fenced code changed."""
    lines, parts, at = text.split("\n"), [], 0
    for first, last in protected(lines):
        parts += [change("\n".join(lines[at:first]))] if first > at else []
        parts.append("\n".join(lines[first : last + 1]))
        at = last + 1
    if at < len(lines):
        parts.append(change("\n".join(lines[at:])))
    return "\n".join(parts)


def _tag(name: str, told: Told) -> str:
    if name not in _AS_MARKDOWN and name not in _SILENT:
        told.lose(f"the element <{name[:20]}>", "the words in it")
    return _AS_MARKDOWN.get(name, "")


def _sign(entity: str, *, at_start: bool) -> str:
    """Return what an entity stands for; one that Markdown would take for a sign of its own is escaped."""
    if entity.startswith("&#") and entity[2:-1].isdigit() and chr(int(entity[2:-1]) % 0x80) in _FOREIGN:
        point = int(entity[2:-1])
        return f"\\{chr(point)}" if point < 0x80 else clean(html.unescape(entity))
    sign = clean(html.unescape(entity))
    return "\\>" if sign == ">" and at_start else _SPECIAL.sub(r"\\\1", sign)


def _picture(found: re.Match[str], told: Told) -> str:
    """Return a picture with its name alone; one from elsewhere gives way to its words."""
    address, words = found["address"], found["alt"]
    if address.startswith(_MEDIA_FOLDER):
        address = address.rsplit("/", 1)[-1]
    if not address or _ELSEWHERE.match(address) or ".." in address:
        told.lose("a picture from the web or inside the text", "its description")
        return words
    told.lose(f"the picture {address}, which GIFT does not hold", "its name in the text")
    return f"![{words}]({address})"


def _with_blank(text: str) -> str:
    """Return Markdown with the blank of a missing word as it is written, where nothing else would pair with it."""
    if text.count(_ESCAPED_BLANK) == 1 and "_" not in text.replace(_ESCAPED_BLANK, ""):
        return text.replace(_ESCAPED_BLANK, BLANK)
    return text
