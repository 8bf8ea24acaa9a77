"""A deck as Moodle XML: headings become categories below one that is called as the deck, each item a question."""

from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent

from nmt_study.deck.model import Choice, Cloze, Item, Match, Numeric, Order, Recall, Typed
from nmt_study.exchange.amounts import middle_of
from nmt_study.exchange.carried import header_losses, tags_of, with_own_properties
from nmt_study.exchange.format import Departed, Parcel
from nmt_study.exchange.moodle.cloze import embedded
from nmt_study.exchange.outgoing import Outgoing, name_of, number, walk
from nmt_study.exchange.xmltree import as_bytes

_TAG = 50  # characters, the TAG_MAX_LENGTH of Moodle
_PLACES = 5  # of a share of the points; Moodle knows the shares of one to ten, twenty and some more options
_TRUE_FALSE = ("True", "False")


def write(parcel: Parcel) -> Departed:
    """Return a deck as Moodle XML, which Moodle 2 and later read; steps in order need Moodle 4.4.

    Raises:
        NmtError: there is no item in the deck.
    """
    parcel = with_own_properties(parcel)
    outgoing = Outgoing(parcel, lambda name: f"@@PLUGINFILE@@/{name}")
    outgoing.losses.extend(header_losses(parcel.deck.header))
    root = Element("quiz")
    title = (parcel.deck.header.title,) if parcel.deck.header.title else ()
    here: tuple[str, ...] | None = None
    if title or any(path for _, path, _ in walk(parcel, Outgoing(parcel, str))):
        _category(root, title)
        here = ()
    for count, path, item in walk(parcel, outgoing):
        if here is not None and path != here:
            for level in range(_common(path, here), len(path)):
                _category(root, title + path[: level + 1])
            if len(path) < len(here) and path == here[: len(path)]:
                _category(root, title + path)
            here = path
        _question(outgoing, root, item, count)
    indent(root)
    return Departed(as_bytes(root), tuple(outgoing.losses))


def _common(path: tuple[str, ...], here: tuple[str, ...]) -> int:
    """Return how many headings two paths share from the top."""
    return next(
        (at for at, (a, b) in enumerate(zip(path, here, strict=False)) if a != b), min(len(path), len(here))
    )


def _category(root: Element, path: tuple[str, ...]) -> None:
    question = SubElement(root, "question", type="category")
    names = ("$course$", "top", *(name.replace("/", "//") for name in path))
    _text(SubElement(question, "category"), "/".join(names))


def _question(outgoing: Outgoing, root: Element, item: Item, count: int) -> None:
    kind, stem, fill = _KINDS[type(item.answer)]
    question = SubElement(root, "question", type=kind)
    if isinstance(item.answer, Choice) and _is_true_false(item):
        question.set("type", "truefalse")
        fill = _true_false
    _text(SubElement(question, "name"), name_of(item) or f"Question {count}")
    case = outgoing.case(item)
    _rich(outgoing, question, "questiontext", case + stem(outgoing, item))
    _rich(outgoing, question, "generalfeedback", outgoing.rich(item.why))
    SubElement(question, "defaultgrade").text = number(_grade(outgoing, item))
    SubElement(question, "penalty").text = "0"
    SubElement(question, "hidden").text = "0"
    if item.properties.id:
        SubElement(question, "idnumber").text = item.properties.id
    fill(outgoing, question, item.answer)
    if isinstance(item.answer, Choice) and question.get("type") == "multichoice":
        SubElement(question, "shuffleanswers").text = "false" if item.properties.shuffle is False else "true"
    tags, losses = tags_of(item, _TAG, f"item {count}")
    outgoing.losses.extend(losses)
    if tags:
        holder = SubElement(question, "tags")
        for tag in tags:
            _text(SubElement(holder, "tag"), tag)


def _grade(outgoing: Outgoing, item: Item) -> Decimal:
    """Return the points; a text with gaps has in Moodle one for each gap."""
    points = item.properties.points
    if not isinstance(item.answer, Cloze):
        return Decimal(1) if points is None else points
    gaps = Decimal(len(item.answer.deletions))
    if (points or 1) != gaps:
        outgoing.lose("the points of a text with gaps", f"{gaps} points, one for each gap")
    return gaps


def _is_true_false(item: Item) -> bool:
    answer = item.answer
    return (
        isinstance(answer, Choice)
        and not answer.many
        and item.properties.shuffle is False
        and tuple(option.text for option in answer.options) == _TRUE_FALSE
    )


def _stem(outgoing: Outgoing, item: Item) -> str:
    return outgoing.rich(item.stem)


def _gapped(outgoing: Outgoing, item: Item) -> str:
    assert isinstance(item.answer, Cloze)  # noqa: S101 - the table below pairs it so
    return outgoing.gapped(item.stem, item.answer, lambda _, word: embedded(word))


def _text(holder: Element, text: str) -> None:
    SubElement(holder, "text").text = text


def _rich(outgoing: Outgoing, parent: Element, tag: str, source: str, **attributes: str) -> Element:
    """Add an element with HTML and the pictures that it shows."""
    holder = SubElement(parent, tag, attributes | {"format": "html"})
    _text(holder, source)
    for medium in outgoing.taken():
        file = SubElement(holder, "file", name=medium.name, path="/", encoding="base64")
        file.text = b64encode(medium.data).decode()
    return holder


def _choice(outgoing: Outgoing, question: Element, answer: Choice) -> None:
    right = sum(option.correct for option in answer.options)
    share = number(round(Decimal(100) / max(right, 1), _PLACES))
    SubElement(question, "single").text = "false" if answer.many else "true"
    for option in answer.options:
        fraction = share if option.correct else "0"
        holder = _rich(outgoing, question, "answer", outgoing.rich(option.text), fraction=fraction)
        _rich(outgoing, holder, "feedback", outgoing.rich(option.feedback))


def _true_false(outgoing: Outgoing, question: Element, answer: Choice) -> None:
    for option in answer.options:
        holder = SubElement(
            question, "answer", fraction="100" if option.correct else "0", format="moodle_auto_format"
        )
        _text(holder, option.text.lower())
        _rich(outgoing, holder, "feedback", outgoing.rich(option.feedback))


def _typed(_outgoing: Outgoing, question: Element, answer: Typed) -> None:
    SubElement(question, "usecase").text = "0"
    for accepted in answer.accepted:
        holder = SubElement(question, "answer", fraction="100", format="moodle_auto_format")
        _text(holder, accepted.replace("*", "\\*"))


def _numeric(outgoing: Outgoing, question: Element, answer: Numeric) -> None:
    quantities = outgoing.one_unit(answer)
    for quantity in quantities:
        middle, half = middle_of(quantity)
        holder = SubElement(question, "answer", fraction="100", format="moodle_auto_format")
        _text(holder, number(middle))
        SubElement(holder, "tolerance").text = number(half)
    if quantities[0].unit:
        unit = SubElement(SubElement(question, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = quantities[0].unit
    SubElement(question, "unitgradingtype").text = "0"
    SubElement(question, "showunits").text = "0" if quantities[0].unit else "3"


def _order(outgoing: Outgoing, question: Element, answer: Order) -> None:
    SubElement(question, "layouttype").text = "VERTICAL"
    SubElement(question, "selecttype").text = "ALL"
    SubElement(question, "selectcount").text = "0"
    SubElement(question, "gradingtype").text = "ALL_OR_NOTHING"
    for at, step in enumerate(answer.steps, 1):
        _rich(outgoing, question, "answer", outgoing.rich(step), fraction=str(at))


def _match(outgoing: Outgoing, question: Element, answer: Match) -> None:
    SubElement(question, "shuffleanswers").text = "true"
    for left, right in (*answer.pairs, *(("", wrong) for wrong in answer.distractors)):
        holder = _rich(outgoing, question, "subquestion", outgoing.rich(left))
        _text(SubElement(holder, "answer"), outgoing.plain(right, "a right side"))


def _recall(outgoing: Outgoing, question: Element, answer: Recall) -> None:
    SubElement(question, "responseformat").text = "editor"
    SubElement(question, "responserequired").text = "1"
    SubElement(question, "responsefieldlines").text = "10"
    SubElement(question, "attachments").text = "0"
    _rich(outgoing, question, "graderinfo", outgoing.rich(answer.text))


def _cloze(_outgoing: Outgoing, _question: Element, _answer: Cloze) -> None:
    """Add nothing: the gaps stand in the text."""


_Fill = Callable[[Outgoing, Element, Any], None]
_KINDS: dict[type, tuple[str, Callable[[Outgoing, Item], str], _Fill]] = {
    Choice: ("multichoice", _stem, _choice),
    Typed: ("shortanswer", _stem, _typed),
    Numeric: ("numerical", _stem, _numeric),
    Order: ("ordering", _stem, _order),
    Match: ("matching", _stem, _match),
    Recall: ("essay", _stem, _recall),
    Cloze: ("cloze", _gapped, _cloze),
}
