"""One item of QTI 2: its texts with their pictures, what it declares to be right, and its feedback."""

import html
import posixpath
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote
from xml.etree.ElementTree import Element

from nmt_study.errors import NmtError
from nmt_study.exchange.amounts import number_of
from nmt_study.exchange.format import Doubt
from nmt_study.exchange.intake import Intake, without_gaps
from nmt_study.exchange.qti import PackagedItem
from nmt_study.exchange.xmltree import Swap, inner, raw
from nmt_study.text import clean, shorten

STRIKE_CLASS = "nmt-strike"
ALWAYS = "always"
"""The identifier of feedback that our own files show whatever the answer is."""

_FEEDBACK = frozenset({"feedbackInline", "feedbackBlock"})
_SILENT = {
    "templateBlock": "text that depends on chance",
    "templateInline": "text that depends on chance",
    "printedVariable": "a value that is worked out",
    "infoControl": "information on request",
    "stylesheet": "",
}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Declared:
    """What a response declaration says: how many values of which type, the right ones, and what each is worth."""

    cardinality: str
    type: str
    correct: tuple[str, ...]
    mapping: tuple[tuple[str, Decimal], ...]
    folds_case: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Feedback: the identifier that calls for it, its text, and whether it is shown after every answer."""

    id: str
    text: str
    always: bool


class QtiItem(PackagedItem):
    """An item of QTI 2 that is being read."""

    def __init__(self, intake: Intake, root: Element, where: str, id_: str) -> None:
        super().__init__(intake, where, id_)
        self.root = root
        self.inline: list[Said] = []  # feedback that stood within a text read so far
        body = root.find("itemBody")
        self.body = Element("itemBody") if body is None else body

    def ask(self, question: str, choices: tuple[str, ...]) -> int | None:
        """Return the index of what a person chose, or None."""
        return self.intake.ask(Doubt(self.doubt_id, self.where, question, choices))

    def rich(self, element: Element, swap: Swap = lambda _: None) -> str:
        """Return what an element holds as Markdown; `swap` gives the HTML for elements that have another meaning."""
        _without_signs(element)
        return self.intake.rich(self.markup(element, swap), self.where)

    def markup(self, element: Element, swap: Swap = lambda _: None) -> str:
        """Return what an element holds as HTML, in which pictures have the names that they are kept by."""

        def other(child: Element) -> str | None:
            found = swap(child)
            return self._other(child, other) if found is None else found

        return inner(element, other)

    def _other(self, element: Element, swap: Swap) -> str | None:
        tag = element.tag
        if tag in _FEEDBACK:
            self.inline.append(self._said(element))
            return ""
        if tag in _SILENT:
            if _SILENT[tag]:
                self.lose(_SILENT[tag])
            return ""
        if tag == "rubricBlock" and "candidate" not in (element.get("view") or ""):
            return ""
        if tag == "img" or (tag == "object" and (element.get("type") or "").startswith("image/")):
            return self._picture(element)
        if tag == "span" and element.get("class") == STRIKE_CLASS:
            return f"<s>{inner(element, swap)}</s>"
        return None

    def _picture(self, element: Element) -> str:
        address = element.get("src") or element.get("data") or ""
        text = element.get("alt") or "".join(element.itertext())
        if address.startswith("data:"):
            return f'<img src="{html.escape(address)}" alt="{html.escape(text)}">'
        shown = shorten(clean(address), _SHOWN)
        path = self.package.find(address, self.folder) if self.package else ""
        try:
            data = self.package.read(path) if self.package and path else b""
        except NmtError as fault:
            self.lose(f"the picture {shown}: {fault.message}")
            return html.escape(text)
        name = self.intake.album.add(posixpath.basename(path), data)
        if not name:
            self.lose(f"the picture {shown}, which is not there or is none", "what it shows, in words")
            return html.escape(text)
        return f'<img src="{quote(name)}" alt="{html.escape(text)}">'

    def declared(self, name: str) -> Declared:
        """Return what is declared of a response; of one that is not declared, nothing."""
        element = next(
            (one for one in self.root.findall("responseDeclaration") if one.get("identifier") == name), None
        )
        if element is None:
            return Declared("single", "", (), (), folds_case=False)
        entries = element.findall("mapping/mapEntry")
        values = (" ".join(raw(value).split()) for value in element.findall("correctResponse/value"))
        return Declared(
            element.get("cardinality") or "single",
            element.get("baseType") or "",
            tuple(clean(value) for value in values),
            tuple(
                (
                    clean(" ".join((one.get("mapKey") or "").split())),
                    number_of(one.get("mappedValue")) or Decimal(0),
                )
                for one in entries
            ),
            folds_case=bool(entries) and all(one.get("caseSensitive") == "false" for one in entries),
        )

    def points(self) -> str | None:
        """Return how many points the item gives at most, as it is written, or None."""
        for outcome in self.root.findall("outcomeDeclaration"):
            if outcome.get("identifier") == "MAXSCORE":
                return raw(outcome.find("defaultValue/value")).strip() or None
        scores = [one for one in self.root.findall("outcomeDeclaration") if one.get("identifier") == "SCORE"]
        return scores[0].get("normalMaximum") if scores else None

    def feedback(self) -> list[Said]:
        """Return what is said after an answer."""
        return [*self.inline, *map(self._said, self.root.findall("modalFeedback"))]

    def _said(self, element: Element) -> Said:
        name = element.get("identifier") or ""
        shown = element.get("showHide", "show") == "show"
        return Said(
            name, self.rich(element), shown and name == self._default(element.get("outcomeIdentifier"))
        )

    def _default(self, outcome: str | None) -> str | None:
        """Return the value that an outcome keeps from the beginning to the end, or None."""
        for one in self.root.findall("outcomeDeclaration"):
            if one.get("identifier") == outcome:
                changed = any(rule.get("identifier") == outcome for rule in self.root.iter("setOutcomeValue"))
                return None if changed else raw(one.find("defaultValue/value")).strip() or None
        return None


def _without_signs(element: Element) -> None:
    """Take the signs that mark gaps here out of a text from outside, before gaps are marked."""
    for one in element.iter():
        one.text = without_gaps(one.text) if one.text else one.text
        one.tail = without_gaps(one.tail) if one.tail else one.tail
