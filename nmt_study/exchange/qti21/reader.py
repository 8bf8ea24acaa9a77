"""QTI 2.1 and 2.2 as decks: each test of a package is one, and so are the items that no test names."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from xml.etree.ElementTree import Element

from nmt_study.deck.model import Header, Item
from nmt_study.errors import NmtError
from nmt_study.exchange.amounts import number_of
from nmt_study.exchange.asked import CASE_CLASS
from nmt_study.exchange.format import Arrived
from nmt_study.exchange.intake import Intake
from nmt_study.exchange.packages import Package, is_package
from nmt_study.exchange.qti21.item import QtiItem
from nmt_study.exchange.qti21.kinds import read_interactions
from nmt_study.exchange.xmltree import read_xml, refusal
from nmt_study.text import clean, shorten

_NAME = 60
_LONGEST_TEST = 20  # sections within each other


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the items of a package, or of a file that holds one item.

    Raises:
        NmtError: it is no QTI 2, or it is damaged, too large or hostile.
    """
    intake = Intake(name, answers)
    title = PurePath(intake.name).stem
    if is_package(data):
        _Reading(intake, Package(data, name)).read(title)
        return intake.arrived()
    root = read_xml(data, name)
    if root.tag == "assessmentTest":
        raise refusal(name, "is a test without its items; take the whole package")
    if root.tag != "assessmentItem":
        raise refusal(name, "is no QTI 2: it does not begin with <assessmentItem>")
    _take(QtiItem(intake, root, _where(root, ""), "item-1"), ())
    intake.end_deck(Header(title=" ".join((root.get("title") or title).split()), kind="quiz"))
    return intake.arrived()


def _where(root: Element, path: str) -> str:
    title = shorten(clean(root.get("title") or root.get("identifier") or ""), _NAME)
    return f"{path} ({title})" if path and title else path or title or "the item"


@dataclass
class _Reading:
    """The reading of a package."""

    intake: Intake
    package: Package
    done: set[str] = field(default_factory=set)
    damaged: list[NmtError] = field(default_factory=list)
    words: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.words = {one.path: one.keywords for one in self.package.resources}

    def read(self, title: str) -> None:
        """Read the tests, then the items that are in none."""
        tests = self._paths("imsqti_test", "imsqti_assessment")
        items = self._paths("imsqti_item")
        if not items and not tests and not self.package.resources:
            items = [path for path in self.package.paths if path.lower().endswith(".xml")]
        for path in tests:
            root = self._tree(path)
            if root is not None:
                self._test(root, posixpath.dirname(path), title)
        for path in items:
            if path not in self.done:
                self._item(path)
        self.intake.end_deck(Header(title=self.package.title or title, kind="quiz"))
        if not self.done and self.damaged:
            raise self.damaged[0]
        if not self.done:
            raise self.package.fault("holds no item of QTI 2")

    def _paths(self, *kinds: str) -> list[str]:
        found = [one for one in self.package.resources if one.type.lower().startswith(kinds)]
        return list(dict.fromkeys(one.path or next(iter(one.files), "") for one in found))

    def _tree(self, path: str) -> Element | None:
        """Return a file of the package; one that is damaged or missing is told, and the others are still read."""
        try:
            return self.package.tree(path)
        except NmtError as fault:
            self.damaged.append(fault)
            self.intake.leave_out(clean(path), fault.message)
            return None

    def _test(self, root: Element, folder: str, name: str) -> None:
        title = " ".join(clean(root.get("title") or "").split()) or self.package.title or name
        top = [section for part in root.findall("testPart") for section in part.findall("assessmentSection")]
        where = f"the test {shorten(title, _NAME)}"
        header = _header(self.intake, root, top, where)
        single = len(top) == 1 and (top[0].get("title") or "").strip() in {"", title}
        for section in top:
            self._section(section, folder, 0 if single else 1, where)
        self.intake.end_deck(replace(header, title=title))

    def _section(self, section: Element, folder: str, level: int, where: str) -> None:
        title = clean(section.get("title") or "").strip()
        if level and title:
            self.intake.head(level, title)
        for rubric in section.findall("rubricBlock"):
            self.intake.lose(where, f"instructions: {shorten(clean(''.join(rubric.itertext())), _NAME)}")
        below = False  # whether the heading of a section within this one came last
        for part in section:
            if part.tag == "assessmentSection" and level < _LONGEST_TEST:
                self._section(part, folder, level + 1, where)
                below = True
            elif part.tag == "assessmentItemRef":
                if below:
                    self.intake.head(max(level, 1), title or "Further questions")
                below = False
                path = self.package.find(part.get("href") or "", folder)
                if path:
                    self._item(path)
                else:
                    self.intake.leave_out(clean(part.get("href") or "an item"), "it is not in the package")

    def _item(self, path: str) -> None:
        if path in self.done:
            self.intake.lose(clean(path), "an item that is there twice", "the first one")
            return
        root = self._tree(path)
        if root is None or root.tag != "assessmentItem":
            if root is not None and self.package.resources:
                self.intake.leave_out(clean(path), "it is no item")
            return
        self.done.add(path)
        item = QtiItem(self.intake, root, _where(root, clean(path)), f"item-{len(self.done)}")
        item.package, item.folder = self.package, posixpath.dirname(path)
        _take(item, self.words.get(path, ()))


def _header(intake: Intake, root: Element, top: list[Element], where: str) -> Header:
    """Return what a test says of all its items: time, order, how many are drawn, and whether one may go back."""
    header = Header(kind="quiz")
    for limits in (*root.findall("timeLimits"), *root.findall("testPart/timeLimits")):
        seconds = number_of(limits.get("maxTime"))
        if seconds and seconds % 60 == 0 and seconds <= 59_940:
            header = replace(header, minutes=int(seconds) // 60)
        elif seconds:
            intake.lose(where, f"the time of {seconds:f} seconds")
    if any(part.get("navigationMode") == "linear" for part in root.findall("testPart")):
        header = replace(header, forward_only=True)
    for section in root.iter("assessmentSection"):
        alone = section in top and len(top) == 1
        ordering, selection = section.find("ordering"), section.find("selection")
        if ordering is not None and alone:
            header = replace(header, shuffle=ordering.get("shuffle") == "true")
        elif ordering is not None and ordering.get("shuffle") == "true":
            intake.lose(where, "the order of a section, which is shuffled", "the order of the file")
        drawn = number_of(selection.get("select")) if selection is not None else None
        if drawn and alone and section.find("assessmentSection") is None and 0 < drawn < 999_999:
            header = replace(header, draw=int(drawn))
        elif drawn:
            intake.lose(where, f"that {drawn:f} parts of a section are drawn", "all of them")
    return header


def _take(item: QtiItem, keywords: tuple[str, ...]) -> None:
    """Take an item, or tell why it is none."""
    for tag, words in (
        ("templateDeclaration", "numbers or words by chance"),
        ("templateProcessing", "numbers by chance"),
    ):
        if item.root.find(tag) is not None:
            item.leave_out(words)
            return
    if item.root.get("adaptive") == "true":
        item.leave_out("a question that changes with the answers to it")
        return
    case = _case(item)
    found = [
        one
        for one in item.body.iter()
        if one.tag.endswith("Interaction") and one.tag != "endAttemptInteraction"
    ]
    if not found:
        item.lose("a text that asks nothing", "the text as a note")
        item.intake.note(item.rich(item.body), item.where)
        return
    answered = read_interactions(item, found)
    if answered is None:
        return
    name = item.root.get("identifier") or ""
    own = item.properties(name, item.points(), answered, keywords)
    item.intake.add(Item(answered.stem, answered.answer, _why(item, answered.heard), case, own), item.where)


def _case(item: QtiItem) -> str:
    """Return the case, which our own files mark, and take it out of the body."""
    first = next(iter(item.body), None)
    if first is None or first.tag != "div" or first.get("class") != CASE_CLASS:
        return ""
    item.body.remove(first)
    return item.rich(first)


def _why(item: QtiItem, heard: frozenset[str]) -> str:
    """Return the feedback that stands with no option; what only some answers call for is told."""
    texts = []
    for said in item.feedback():
        if said.id in heard or not said.text:
            continue
        if not said.always:
            item.lose(f"that some answers only are told: {shorten(said.text, _NAME)}", "the text under Why")
        texts.append(said.text)
    return "\n\n".join(dict.fromkeys(texts))
