"""Moodle XML as a deck: categories are headings, each question an item or a loss."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from xml.etree.ElementTree import Element

from nmt_study.deck.model import NO_PROPERTIES, Header, Item, Recall
from nmt_study.exchange.amounts import number_of, points_of
from nmt_study.exchange.carried import with_tags
from nmt_study.exchange.format import Arrived
from nmt_study.exchange.intake import Intake
from nmt_study.exchange.moodle.cloze import read_embedded, read_missing_words
from nmt_study.exchange.moodle.kinds import (
    Answered,
    read_essay,
    read_matching,
    read_multichoice,
    read_numerical,
    read_ordering,
    read_shortanswer,
    read_truefalse,
)
from nmt_study.exchange.moodle.question import Question
from nmt_study.exchange.settled import slug_of
from nmt_study.exchange.telling import counted
from nmt_study.exchange.xmltree import raw, read_xml, refusal
from nmt_study.text import clean, shorten

_READERS: dict[str, Callable[[Question], Answered | None]] = {
    "multichoice": read_multichoice,
    "multichoiceset": read_multichoice,
    "truefalse": read_truefalse,
    "shortanswer": read_shortanswer,
    "numerical": read_numerical,
    "matching": read_matching,
    "match": read_matching,
    "ddmatch": read_matching,
    "essay": read_essay,
    "ordering": read_ordering,
    "cloze": read_embedded,
    "multianswer": read_embedded,
    "gapselect": read_missing_words,
    "ddwtos": read_missing_words,
}
_PLAIN_WORDS = {
    "calculated": "numbers worked out by a formula", "calculatedsimple": "numbers worked out by a formula",
    "calculatedmulti": "options worked out by a formula", "randomsamatch": "pairs drawn at random",
    "random": "a question drawn at random", "ddimageortext": "things dragged onto a picture",
    "ddmarker": "markers dragged onto a picture", "regexp": "answers by a regular expression",
    "pmatch": "answers by a pattern",
}  # fmt: skip
_NAME = 60


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the questions of a Moodle XML file as one deck.

    Raises:
        NmtError: it is no Moodle XML, or it is damaged, too large or hostile.
    """
    root = read_xml(data, name)
    if root.tag != "quiz":
        raise refusal(name, "is no Moodle XML: it does not begin with <quiz>")
    intake = Intake(name, answers)
    paths = [_path(one) for one in root.findall("question") if one.get("type") == "category"]
    shared = _shared(paths)
    title = shared[-1] if shared else PurePath(intake.name).stem
    here: tuple[str, ...] = shared
    for number, element in enumerate(root.findall("question"), 1):
        if element.get("type") == "category":
            here = _begin(intake, _path(element), here, shared, title)
            _note_category(intake, element, f"category {number}")
        else:
            _take(Question(intake, element, number, _where(element, number)))
    penalised = sum(bool(number_of(one.findtext("penalty"))) for one in root.findall("question"))
    if penalised:
        intake.lose(
            intake.name, f"what a repeated try costs, in {counted(penalised, 'question')}", "the questions"
        )
    intake.end_deck(Header(title=title, kind="quiz"))
    return intake.arrived()


def _where(element: Element, number: int) -> str:
    name = shorten(clean(raw(element.find("name/text"))), _NAME)
    return f"question {number} ({name})" if name else f"question {number}"


def _path(element: Element) -> tuple[str, ...]:
    """Return the names of a category from the top; `//` is a slash within one."""
    text = clean(raw(element.find("category/text")) or raw(element.find("category"))).strip()
    parts = [part.replace("\0", "/").strip() for part in text.replace("//", "\0").split("/")]
    if parts and parts[0].startswith("$") and parts[0].endswith("$"):
        parts = parts[1:]
    if parts and parts[0] == "top":
        parts = parts[1:]
    return tuple(part for part in parts if part)


def _shared(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the part that all paths begin with; that names the file."""
    if not paths:
        return ()
    low, high = min(paths), max(paths)
    same = [a for a, b in zip(low, high, strict=False) if a == b]
    return low[: next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(same))]


def _begin(
    intake: Intake, path: tuple[str, ...], here: tuple[str, ...], shared: tuple[str, ...], title: str
) -> tuple[str, ...]:
    """Begin a category with the headings that lead to it from the one before."""
    if path == here:
        return path
    same = next(
        (at for at, (a, b) in enumerate(zip(path, here, strict=False)) if a != b), min(len(path), len(here))
    )
    first = min(same, len(path) - 1)
    if len(path) <= len(shared):
        intake.head(1, title)
    for level in range(max(first, len(shared)), len(path)):
        intake.head(level - len(shared) + 1, path[level])
    return path


def _note_category(intake: Intake, element: Element, where: str) -> None:
    info = element.find("info")
    if info is not None:
        intake.note(Question(intake, element, 0, where).rich(info), where)


def _take(question: Question) -> None:
    kind = question.element.get("type", "")
    if kind == "description":
        question.intake.lose(question.where, "a text that asks nothing", "the text as a note")
        question.intake.note(question.rich(question.element.find("questiontext")), question.where)
        return
    reader = _READERS.get(kind)
    if reader is None:
        words = _PLAIN_WORDS.get(
            kind, f"a kind of question that decks do not have ({shorten(clean(kind), _NAME)})"
        )
        question.intake.leave_out(question.where, words)
        return
    found = reader(question)
    if found is not None:
        question.intake.add(_item(question, found), question.where)
        question.tell_rest()


def _item(question: Question, found: Answered) -> Item:
    why = question.rich(question.element.find("generalfeedback"))
    points = found.points
    if points is None:
        points, exact = points_of(question.element.findtext("defaultgrade"))
        if not exact:
            question.lose("the exact number of points", "" if points is None else f"{points} points")
    own = replace(
        NO_PROPERTIES,
        id=slug_of(raw(question.element.find("idnumber"))),
        points=None if points == 1 else points,
        shuffle=found.shuffle,
        select=found.select,
    )
    own = with_tags(own, _tags(question.element), recall=isinstance(found.answer, Recall))
    return Item(found.stem, found.answer, "\n\n".join(filter(None, [why, *found.further])), found.case, own)


def _tags(element: Element) -> Iterator[str]:
    for tag in element.findall("tags/tag"):
        yield raw(tag.find("text")) or (tag.text or "")
