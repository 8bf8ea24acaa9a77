"""One question of a Moodle XML file: its texts with their pictures, its values, and what is told of it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from nmt_study.exchange.amounts import number_of
from nmt_study.exchange.asked import CASE, Asked
from nmt_study.exchange.hypertext import markdown_of_text
from nmt_study.exchange.intake import Intake, without_gaps
from nmt_study.exchange.pictures import decoded
from nmt_study.exchange.xmltree import raw
from nmt_study.text import clean, shorten

_FILE = re.compile(r"""@@PLUGINFILE@@/([^"'\s<>)?]*)(?:\?[^"'\s<>)]*)?""")
_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_WORDS = re.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TRUE = frozenset({"1", "true", "yes"})
_STANDARD = frozenset(
    {
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
    }
)
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_SHOWN = 60


class Question(Asked):
    """A question that is being read; `where` names it to a person, `number` counts from 1 within the file."""

    def __init__(self, intake: Intake, element: Element, number: int, where: str) -> None:
        super().__init__(intake, where)
        self.element = element
        self.number = number

    def flag(self, tag: str, *, otherwise: bool) -> bool:
        """Return a value that is yes or no."""
        text = (self.element.findtext(tag) or "").strip().lower()
        return text in _TRUE if text else otherwise

    def rich(self, holder: Element | None) -> str:
        """Return the text of an element with a format as Markdown."""
        return "" if holder is None else self.marked(holder, self.source(holder))

    def marked(self, holder: Element, source: str) -> str:
        """Return a text that stood in an element, as the Markdown that its format makes of it."""
        form = holder.get("format") or self._form
        if form in {"plain_text", "plain"}:
            return markdown_of_text(source)
        if form == "markdown":
            return clean(source.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if form == "moodle_auto_format" or form is None:
            source = source.strip().replace("\n", "<br>")
        return self.intake.rich(source, self.where)

    def source(self, holder: Element) -> str:
        """Return the text of an element as it is written, with its pictures under the names that they are kept by."""
        text = holder.find("text")
        source = without_gaps(raw(text) if text is not None else holder.text or "")
        kept, used = self._files(holder), set()

        def name(found: re.Match[str]) -> str:
            wanted = unquote(found[1]).lstrip("/")
            used.add(wanted)
            if wanted in kept:
                return quote(kept[wanted])
            self.lose(f"the picture {shorten(clean(wanted), _SHOWN)}, which is not in the file")
            return ""

        source = _FILE.sub(name, _PICTURE.sub(lambda tag: self._or_words(tag[0], kept), source))
        for unused in kept.keys() - used:
            self.lose(
                f"the picture {shorten(clean(unused), _SHOWN)}, which no text shows", "the picture alone"
            )
        return source

    def _or_words(self, tag: str, kept: dict[str, str]) -> str:
        """Return a picture, or what it shows in words where the picture is not there."""
        found, words = _FILE.search(tag), _WORDS.search(tag)
        wanted = unquote(found[1]).lstrip("/") if found else ""
        if not wanted or wanted in kept:
            return tag
        self.lose(
            f"the picture {shorten(clean(wanted), _SHOWN)}, which is not in the file",
            "what it shows, in words",
        )
        return (words[1] or words[2] or "") if words else ""

    def _files(self, holder: Element) -> dict[str, str]:
        """Take the pictures of an element; return the name that each is kept under by its path in Moodle."""
        kept: dict[str, str] = {}
        for file in holder.findall("file"):
            path = ((file.get("path") or "/") + (file.get("name") or "")).lstrip("/")
            data = decoded(file.text or "") if file.get("encoding", "base64") == "base64" else None
            name = self.intake.album.add(path, data) if data else ""
            if name:
                kept[path] = name
            else:
                self.lose(f"the file {shorten(clean(path), _SHOWN)}, which is no picture")
        return kept

    @cached_property
    def _form(self) -> str | None:
        """The format of texts that name none."""
        text = self.element.find("questiontext")
        return None if text is None else text.get("format")

    def stem(self) -> tuple[str, str]:
        """Return the case and the question."""
        holder = self.element.find("questiontext")
        if holder is None:
            return "", ""
        source = self.source(holder)
        found = CASE.match(source)
        case = self.marked(holder, found[1]) if found else ""
        return case, self.marked(holder, source[found.end() :] if found else source) + self._old_picture()

    def _old_picture(self) -> str:
        """Return the one picture that a question could have before Moodle 2."""
        data = decoded(self.element.findtext("image_base64") or "")
        name = self.intake.album.add(self.element.findtext("image") or "", data) if data else ""
        return f"\n\n![]({name.replace(' ', '%20')})" if name else ""

    def answers(self) -> Iterator[tuple[Element, Decimal]]:
        """Give the answers with the share of the points of each, in per cent."""
        for answer in self.element.findall("answer"):
            share = answer.get("fraction") or answer.findtext("fraction") or "0"
            weight = number_of(share)
            if weight is None:
                self.lose(
                    f"the points of an answer, {shorten(clean(share), _SHOWN)}", "the answer as a wrong one"
                )
            yield answer, weight or Decimal(0)

    def tell_rest(self) -> None:
        """Tell of what questions of every kind may have besides: hints, and words on the answer as a whole."""
        if any(raw(hint.find("text")).strip() for hint in self.element.findall("hint")):
            self.lose("hints for a further try")
        for tag in _COMBINED:
            text = self.rich(self.element.find(tag))
            if text and text not in _STANDARD:
                self.lose(f"what is said of the answer as a whole: {shorten(text, _SHOWN)}")
