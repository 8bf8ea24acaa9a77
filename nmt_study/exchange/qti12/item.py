"""One item of QTI 1.2: its texts with their pictures, its fields, its responses and its feedback."""

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from nmt_study.errors import NmtError
from nmt_study.exchange.asked import CASE, CASE_CLASS
from nmt_study.exchange.intake import Intake, without_gaps
from nmt_study.exchange.qti import PackagedItem
from nmt_study.exchange.qti12.marks import Condition, conditions_of
from nmt_study.exchange.xmltree import raw
from nmt_study.text import clean, shorten

FILES = "%24IMS-CC-FILEBASE%24"
"""What stands for the folder of all files in the addresses of Canvas."""

RESPONSES = frozenset({"response_lid", "response_str", "response_num", "response_grp", "response_xy"})
_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_WORDS = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:https?:|data:|//)", re.IGNORECASE)
_SOUNDS = {
    "mataudio": "a sound",
    "matvideo": "a film",
    "matapplet": "a program",
    "matapplication": "an attached file",
}
_SHOWN = 60


class Qti12Item(PackagedItem):
    """An item of QTI 1.2 that is being read."""

    def __init__(self, intake: Intake, element: Element, where: str, id_: str) -> None:
        super().__init__(intake, where, id_)
        self.element = element
        self.shuffles: bool | None = None  # what the quiz says of all its options

    @cached_property
    def fields(self) -> dict[str, str]:
        """What the item says of itself, by the names of the fields."""
        found: dict[str, str] = {}
        for holder in self.element.findall("itemmetadata"):
            for one in holder:
                if one.tag.startswith(("bbmd_", "qmd_")):
                    found.setdefault(one.tag, raw(one).strip())
            for one in holder.iter("qtimetadatafield"):
                found.setdefault(raw(one.find("fieldlabel")).strip(), raw(one.find("fieldentry")).strip())
        return found

    @property
    def keywords(self) -> list[str]:
        """The words that the item is found by."""
        return [
            raw(one.find("fieldentry"))
            for one in self.element.iter("qtimetadatafield")
            if raw(one.find("fieldlabel")).strip() == "keyword"
        ]

    @cached_property
    def conditions(self) -> list[Condition]:
        """How the item is marked."""
        return conditions_of(self.element)

    @cached_property
    def responses(self) -> list[Element]:
        """What has to be answered, in order."""
        return [
            one
            for holder in self.element.findall("presentation")
            for one in holder.iter()
            if one.tag in RESPONSES
        ]

    def stem(self) -> tuple[str, str]:
        """Return the HTML of the case and of the question."""
        source = "".join(self._stem_parts())
        found = CASE.match(source)
        return (found[1], source[found.end() :]) if found else ("", source)

    def _stem_parts(self) -> Iterator[str]:
        for holder in self.element.findall("presentation"):
            blocks = [one for one in holder.iter("flow") if one.get("class") == "QUESTION_BLOCK"]
            for block in blocks or [holder]:
                yield from self._materials(block)

    def markdown(self, source: str) -> str:
        """Return HTML as Markdown."""
        return self.intake.rich(source, self.where)

    def text(self, element: Element | None) -> str:
        """Return the material within an element as Markdown."""
        return "" if element is None else self.markdown("".join(self._materials(element, inside=True)))

    def own_text(self, response: Element) -> str:
        """Return the material that a response has beside its choices: its left side, or the name of its gap."""
        return self.markdown("".join(self._pieces(response.findall("material"))))

    def text_beside(self, response: Element) -> str:
        """Return the text beside a response, where Blackboard puts its left side."""
        flow = self._flows.get(id(response))
        return "" if flow is None else self.markdown("".join(self._materials(flow)))

    @cached_property
    def _flows(self) -> dict[int, Element]:
        return {id(one): flow for flow in self.element.iter("flow") for one in flow if one.tag in RESPONSES}

    @cached_property
    def given(self) -> dict[str, list[str]]:
        """The values of each response that give points, in order and each once."""
        found: dict[str, dict[str, None]] = {}
        for condition in self.conditions:
            for one in condition.wanted() if condition.gain > 0 else ():
                found.setdefault(one.response, {})[one.value] = None
        return {name: list(values) for name, values in found.items()}

    def _materials(self, element: Element, *, inside: bool = False) -> Iterator[str]:
        """Give the HTML of the material within an element, that of responses left out unless it is `inside` one."""
        for child in element:
            if child.tag == "material":
                yield from self._pieces([child])
            elif inside or child.tag not in RESPONSES:
                yield from self._materials(child, inside=inside)

    def _pieces(self, materials: Iterable[Element]) -> Iterator[str]:
        for material in materials:
            pieces = "".join(self._piece(one) for one in material.iter())
            if pieces.strip():
                yield (
                    f"<div>{pieces}</div>" if not pieces.startswith(f'<div class="{CASE_CLASS}">') else pieces
                )

    def _piece(self, element: Element) -> str:
        text = without_gaps(
            raw(element) if element.tag.startswith("mat") and element.tag != "material" else ""
        )
        match element.tag:
            case "mattext" if (element.get("texttype") or "").lower() == "text/html":
                return _PICTURE.sub(self._picture, text)
            case "mattext":
                return html.escape(text, quote=False).strip().replace("\n", "<br>")
            case "mat_formattedtext" if (element.get("type") or "HTML").upper() != "PLAIN_TEXT":
                return _PICTURE.sub(self._picture, text)
            case "mat_formattedtext":
                return html.escape(text, quote=False)
            case "matemtext":
                return f"<i>{html.escape(text, quote=False)}</i>"
            case "matbreak":
                return "<br>"
            case "matimage" if element.get("uri"):
                tag = f'<img src="{html.escape(element.get("uri") or "")}" alt="{html.escape(element.get("label") or "")}">'
                return _PICTURE.sub(self._picture, tag)
            case tag if tag in _SOUNDS:
                self.lose(_SOUNDS[tag])
        return ""

    def _picture(self, found: re.Match[str]) -> str:
        """Return a picture under the name that it is kept by, or what it shows in words."""
        tag = found[0]
        source, words = _SOURCE.search(tag), _WORDS.search(tag)
        address = html.unescape((source[1] or source[2] or "") if source else "")
        shown = (words[1] or words[2] or "") if words else ""
        if _ELSEWHERE.match(address):
            return tag
        name = _kept(self, address)
        if name:
            return f'<img src="{quote(name)}" alt="{shown}">'
        text = shorten(clean(unquote(address)), _SHOWN)
        self.lose(f"the picture {text}, which is not there or is none", "what it shows, in words")
        return shown

    def feedback(self) -> dict[str, str]:
        """Return what may be said of an answer, by its name; a solution stands under `solution`."""
        found: dict[str, str] = {}
        for one in self.element.findall("itemfeedback"):
            solution = one.find("solution")
            name = "solution" if solution is not None else one.get("ident") or ""
            text = self.text(one)
            if text:
                found[name] = text
        return found


def _kept(item: Qti12Item, address: str) -> str:
    """Take a picture of the package; return the name that it is kept under, or "" where there is none."""
    path = unquote(address).replace("$IMS-CC-FILEBASE$", "").split("?")[0]
    if item.package is None:
        return ""
    inside = path.lstrip("/")
    for place, folder in ((inside, ""), (inside, "web_resources"), (path, item.folder)):
        try:
            found = item.package.find(quote(place), folder)
            name = item.intake.album.add(posixpath.basename(found), item.package.read(found)) if found else ""
        except NmtError as fault:
            item.lose(fault.message)
            return ""
        if name:
            return name
    return ""
