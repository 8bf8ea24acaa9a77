"""QTI 1.2 as decks: each assessment, pool or bank is one."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree.ElementTree import Element

from nmt_study.deck.model import Header, Item
from nmt_study.errors import NmtError
from nmt_study.exchange.amounts import number_of
from nmt_study.exchange.format import Arrived
from nmt_study.exchange.intake import Intake
from nmt_study.exchange.packages import Package, is_package
from nmt_study.exchange.qti import Answered
from nmt_study.exchange.qti12.item import Qti12Item
from nmt_study.exchange.qti12.kinds import GENERAL, read_item
from nmt_study.exchange.xmltree import raw, read_xml, refusal
from nmt_study.text import clean, shorten

HEADING = "nmt-heading-"
"""How the identifier begins that a heading with its level has in our own files."""

_ROOT = "questestinterop"
_GROUPS = frozenset({"assessment", "objectbank"})
_ENDS = (".xml", ".qti", ".dat")
_META = "assessment_meta.xml"
_NAME = 60
_TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class _Meta:
    """What Canvas says of a quiz beside its questions."""

    title: str = ""
    minutes: int | None = None
    forward_only: bool = False
    shuffles: bool | None = None


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the items of a package or of a single file.

    Raises:
        NmtError: it is no QTI 1.2, or it is damaged, too large or hostile.
    """
    intake = Intake(name, answers)
    if is_package(data):
        package = Package(data, name)
        _read_package(intake, package)
        return intake.arrived()
    root = read_xml(data, name)
    if root.tag != _ROOT:
        raise refusal(name, f"is no QTI 1.2: it does not begin with <{_ROOT}>")
    _File(intake, root, PurePath(intake.name).stem, _Meta()).read()
    return intake.arrived()


def _read_package(intake: Intake, package: Package) -> None:
    """Read the files of questions; of two that hold the same assessment, Canvas' own is the fuller one."""
    found: dict[str, tuple[str, Element]] = {}
    damaged: list[NmtError] = []
    for path in sorted(package.paths, key=lambda path: (not path.endswith(".qti"), path)):
        if not path.lower().endswith(_ENDS) or posixpath.basename(path) in {_META, "imsmanifest.xml"}:
            continue
        try:
            data = package.read(path)
            if _ROOT.encode() not in data[:4000]:
                continue
            root = read_xml(data, path)
        except NmtError as fault:
            damaged.append(fault)
            intake.leave_out(clean(path), fault.message)
            continue
        ident = next((one.get("ident") or "" for one in root if one.tag in _GROUPS), "") or path
        found.setdefault(ident, (path, root))
    if not found:
        raise damaged[0] if damaged else package.fault("holds no questions of QTI 1.2")
    for ident, (path, root) in sorted(found.items(), key=lambda one: one[1][0]):
        meta = _meta(intake, package, ident, posixpath.dirname(path))
        _File(intake, root, package.title or PurePath(intake.name).stem, meta, package, path).read()


def _meta(intake: Intake, package: Package, ident: str, folder: str) -> _Meta:
    """Return what Canvas says of a quiz in a file of its own."""
    path = package.find(_META, folder) or package.find(f"{ident}/{_META}")
    if not path:
        return _Meta()
    try:
        root = package.tree(path)
    except NmtError as fault:
        intake.lose(clean(path), fault.message, "the questions")
        return _Meta()
    minutes = number_of(root.findtext("time_limit"))
    shuffles = (root.findtext("shuffle_answers") or "").strip().lower()
    return _Meta(
        " ".join(clean(root.findtext("title") or "").split()),
        int(minutes) if minutes and 1 <= minutes <= 999_999 else None,
        (root.findtext("cant_go_back") or "").strip().lower() in _TRUE,
        shuffles in _TRUE if shuffles else None,
    )


@dataclass
class _File:
    """The reading of one file."""

    intake: Intake
    root: Element
    title: str
    meta: _Meta
    package: Package | None = None
    path: str = ""
    count: int = 0

    def read(self) -> None:
        """Read its assessments and banks, each as a deck, and then the items that stand alone."""
        for group in self.root:
            if group.tag in _GROUPS:
                self._group(group)
        for one in self.root:
            if one.tag == "section":
                self._section(one, 1)
            elif one.tag == "item":
                self._item(one)
        self._end(self.title)

    def _group(self, group: Element) -> None:
        bank = next((entry for label, entry in _fields(group) if label == "bank_title"), "")
        title = clean(group.get("title") or "").strip() or self.meta.title or clean(bank) or self.title
        for one in group:
            if one.tag == "section":
                self._section(one, 0)
            elif one.tag == "item":
                self._item(one)
        self._end(title)

    def _end(self, title: str) -> None:
        header = Header(
            title=title, kind="quiz", minutes=self.meta.minutes, forward_only=self.meta.forward_only
        )
        self.intake.end_deck(header)

    def _section(self, section: Element, level: int) -> None:
        title = clean(section.get("title") or "").strip()
        if level and title:
            self.intake.head(level, title)
        where = f"the section {shorten(title, _NAME)}" if title else "a section"
        if section.find("selection_ordering/selection/selection_number") is not None:
            self.intake.lose(where, "that only some of its questions are drawn", "all of them")
        for _ in section.iter("sourcebank_ref"):
            self.intake.lose(where, "questions that stay in a bank of the other program")
        for one in section:
            if one.tag == "section":
                self._section(one, level + 1)
            elif one.tag == "item":
                self._item(one)

    def _item(self, element: Element) -> None:
        self.count += 1
        title = shorten(clean(element.get("title") or ""), _NAME)
        where = f"question {self.count}" + (f" ({title})" if title else "")
        where = f"{clean(self.path)}, {where}" if self.path and not title else where
        item = Qti12Item(self.intake, element, where, f"{clean(self.path) or 'question'}-{self.count}")
        item.package, item.folder = self.package, posixpath.dirname(self.path)
        item.shuffles = self.meta.shuffles
        _take(item)


def _fields(element: Element) -> Iterator[tuple[str, str]]:
    for holder in element.findall("qtimetadata"):
        for one in holder.iter("qtimetadatafield"):
            yield raw(one.find("fieldlabel")).strip(), raw(one.find("fieldentry")).strip()


def _take(item: Qti12Item) -> None:
    """Take an item, or tell why it is none."""
    ident = item.element.get("ident") or item.fields.get("bbmd_asi_object_id", "")
    if not item.responses:
        _note(item, ident)
        return
    answered = read_item(item)
    if answered is None:
        return
    own = item.properties(ident, _points(item), answered, item.keywords)
    case = item.stem()[0]
    item.intake.add(
        Item(answered.stem, answered.answer, _why(item, answered), item.markdown(case) if case else "", own),
        item.where,
    )


def _note(item: Qti12Item, ident: str) -> None:
    """Take a text that asks nothing: a heading of our own, or a note."""
    text = item.markdown(item.stem()[1])
    level = number_of(ident.removeprefix(HEADING).partition("-")[0]) if ident.startswith(HEADING) else None
    if level and 1 <= level <= 6:
        item.intake.head_markdown(int(level), text)
        return
    item.lose("a text that asks nothing", "the text as a note")
    item.intake.note(text, item.where)


def _points(item: Qti12Item) -> str | None:
    """Return the points as they are written: the field of Canvas, that of Blackboard, or the most that a score can be.

    Canvas gives every score out of 100, and its points in the field.
    """
    for name in ("points_possible", "qmd_absolutescore_max", "qmd_weighting"):
        value = number_of(item.fields.get(name))
        if value is not None and (value > 0 or name == "points_possible"):
            return item.fields[name]
    most = next((one.get("maxvalue") for one in item.element.iter("decvar") if one.get("maxvalue")), None)
    return None if most is None or number_of(most) in {None, 100} else most


def _why(item: Qti12Item, answered: Answered) -> str:
    """Return the feedback that stands with no option; what only some answers call for is told."""
    texts = []
    for name, text in item.feedback().items():
        if name in answered.heard:
            continue
        if name not in {GENERAL, "solution"}:
            item.lose(f"that some answers only are told: {shorten(text, _NAME)}", "the text under Why")
        texts.append(text)
    return "\n\n".join(dict.fromkeys(texts))
