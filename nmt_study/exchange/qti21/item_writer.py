"""An item as QTI 2.1: what is declared, the body with its interaction, how it is marked, and what is said of it."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from nmt_study.deck.model import Choice, Cloze, Item, Match, Numeric, Order, Recall, Typed
from nmt_study.exchange.amounts import middle_of
from nmt_study.exchange.asked import CASE_CLASS
from nmt_study.exchange.intake import GAP_END, GAP_START, gap
from nmt_study.exchange.outgoing import Outgoing, name_of, number
from nmt_study.exchange.qti21.item import ALWAYS
from nmt_study.exchange.qti21.xhtml import fill

SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
_MATCH = _TEMPLATES + "match_correct"
_MAP = _TEMPLATES + "map_response"
_FIELD = "20"  # characters that a field is wide


class ItemWriter:
    """Writes one item; its parts are put together in the order that the schema wants."""

    def __init__(self, outgoing: Outgoing, item: Item, identifier: str) -> None:
        self.outgoing = outgoing
        self.item = item
        points = item.properties.points
        self.worth = "1" if points is None else number(points)
        self._declarations: list[Element] = []
        self._feedback: list[Element] = []
        self.root = Element(
            "assessmentItem",
            {
                "xmlns": SPACE,
                "xmlns:xsi": INSTANCE,
                "xsi:schemaLocation": f"{SPACE} {SCHEMA}",
                "identifier": identifier,
                "title": name_of(item) or identifier,
                "adaptive": "false",
                "timeDependent": "false",
            },
        )
        self.body = Element("itemBody")
        self.processing = Element("responseProcessing")

    def write(self) -> Element:
        """Return the item."""
        if self.item.case:
            fill(
                SubElement(self.body, "div", {"class": CASE_CLASS}),
                self.outgoing.rich(self.item.case),
                in_blocks=True,
            )
        if not isinstance(self.item.answer, Cloze):
            self.stem(self.outgoing.rich(self.item.stem))
        _KINDS[type(self.item.answer)](self, self.item.answer)
        if self.item.why:
            self._always(self.outgoing.rich(self.item.why))
        self.root.extend(self._declarations)
        self.root.extend(self._outcomes())
        self.root.append(self.body)
        if len(self.processing) or self.processing.attrib:
            self.root.append(self.processing)
        self.root.extend(self._feedback)
        for child in self.root:
            child.tail = "\n"
        self.root.text = "\n"
        return self.root

    def stem(self, source: str) -> None:
        """Add a text to the body."""
        fill(SubElement(self.body, "div"), source, in_blocks=True)

    def declare(self, name: str, cardinality: str, type_: str, correct: list[str]) -> Element:
        """Declare a response with its right values."""
        one = Element(
            "responseDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": type_}
        )
        if correct:
            holder = SubElement(one, "correctResponse")
            for value in correct:
                SubElement(holder, "value").text = value
        self._declarations.append(one)
        return one

    def by_template(self) -> None:
        """Let the item be marked by comparing the response with the right one."""
        if self.item.properties.points is None and not self._feedback:
            self.processing.set("template", _MATCH)
            return
        match = Element("match")
        SubElement(match, "variable", identifier="RESPONSE")
        SubElement(match, "correct", identifier="RESPONSE")
        self.by_condition(match)

    def by_condition(self, condition: Element) -> None:
        """Let the item be marked by a condition, which is worth all of its points."""
        rule = SubElement(self.processing, "responseCondition")
        then = SubElement(rule, "responseIf")
        then.append(condition)
        for branch, value in ((then, self.worth), (SubElement(rule, "responseElse"), "0")):
            score = SubElement(branch, "setOutcomeValue", identifier="SCORE")
            SubElement(score, "baseValue", baseType="float").text = value

    def say(self, identifier: str, source: str) -> None:
        """Add feedback that is shown to whoever chose what it is called after."""
        one = Element(
            "modalFeedback", {"outcomeIdentifier": "FEEDBACK", "identifier": identifier, "showHide": "show"}
        )
        fill(one, source, in_blocks=True)
        self._feedback.append(one)

    def _always(self, source: str) -> None:
        one = Element(
            "modalFeedback", {"outcomeIdentifier": "GENERAL", "identifier": ALWAYS, "showHide": "show"}
        )
        fill(one, source, in_blocks=True)
        self._feedback.append(one)

    def _outcomes(self) -> list[Element]:
        found = [_outcome("SCORE", "single", "float", "0")]
        if self.item.properties.points is not None:
            found.append(_outcome("MAXSCORE", "single", "float", self.worth))
        if any(one.get("outcomeIdentifier") == "FEEDBACK" for one in self._feedback):
            many = isinstance(self.item.answer, Choice) and self.item.answer.many
            found.append(_outcome("FEEDBACK", "multiple" if many else "single", "identifier"))
            value = SubElement(self.processing, "setOutcomeValue", identifier="FEEDBACK")
            SubElement(value, "variable", identifier="RESPONSE")
        if self.item.why:
            found.append(_outcome("GENERAL", "single", "identifier", ALWAYS))
        return found


def _outcome(name: str, cardinality: str, type_: str, default: str = "") -> Element:
    one = Element("outcomeDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": type_})
    if default:
        SubElement(SubElement(one, "defaultValue"), "value").text = default
    return one


def _choice(writer: ItemWriter, answer: Choice) -> None:
    names = [f"choice-{at}" for at in range(1, len(answer.options) + 1)]
    right = [name for name, option in zip(names, answer.options, strict=True) if option.correct]
    writer.declare("RESPONSE", "multiple" if answer.many else "single", "identifier", right)
    interaction = SubElement(
        writer.body,
        "choiceInteraction",
        responseIdentifier="RESPONSE",
        shuffle="false" if writer.item.properties.shuffle is False else "true",
        maxChoices="0" if answer.many else "1",
    )
    for name, option in zip(names, answer.options, strict=True):
        fill(
            SubElement(interaction, "simpleChoice", identifier=name),
            writer.outgoing.rich(option.text),
            in_blocks=False,
        )
        if option.feedback:
            writer.say(name, writer.outgoing.rich(option.feedback))
    writer.by_template()


def _order(writer: ItemWriter, answer: Order) -> None:
    names = [f"step-{at}" for at in range(1, len(answer.steps) + 1)]
    writer.declare("RESPONSE", "ordered", "identifier", names)
    interaction = SubElement(writer.body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for name, step in zip(names, answer.steps, strict=True):
        fill(
            SubElement(interaction, "simpleChoice", identifier=name),
            writer.outgoing.rich(step),
            in_blocks=False,
        )
    writer.by_template()


def _match(writer: ItemWriter, answer: Match) -> None:
    lefts = [left for left, _ in answer.pairs]
    rights = [*(right for _, right in answer.pairs), *answer.distractors]
    writer.declare(
        "RESPONSE", "multiple", "directedPair", [f"left-{at} right-{at}" for at in range(1, len(lefts) + 1)]
    )
    interaction = SubElement(
        writer.body,
        "matchInteraction",
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=str(len(lefts)),
    )
    for side, texts in (("left", lefts), ("right", rights)):
        holder = SubElement(interaction, "simpleMatchSet")
        for at, text in enumerate(texts, 1):
            one = SubElement(holder, "simpleAssociableChoice", identifier=f"{side}-{at}", matchMax="1")
            fill(one, writer.outgoing.rich(text), in_blocks=False)
    writer.by_template()


def _typed(writer: ItemWriter, answer: Typed) -> None:
    declared = writer.declare("RESPONSE", "single", "string", [answer.accepted[0]])
    counts = writer.item.properties.points != 0
    _accept(declared, answer.accepted, writer.worth if counts else "1")
    _field(SubElement(writer.body, "p"), "RESPONSE")
    if counts:
        writer.processing.set("template", _MAP)


def _accept(declared: Element, accepted: tuple[str, ...], worth: str) -> None:
    mapping = SubElement(declared, "mapping", defaultValue="0")
    for text in dict.fromkeys(accepted):
        SubElement(mapping, "mapEntry", mapKey=text, mappedValue=worth, caseSensitive="false")


def _field(parent: Element, name: str) -> Element:
    return SubElement(parent, "textEntryInteraction", responseIdentifier=name, expectedLength=_FIELD)


def _numeric(writer: ItemWriter, answer: Numeric) -> None:
    quantities = writer.outgoing.one_unit(answer)
    writer.declare("RESPONSE", "single", "float", [number(middle_of(quantities[0])[0])])
    field = _field(SubElement(writer.body, "p"), "RESPONSE")
    field.tail = f" {quantities[0].unit}" if quantities[0].unit else None
    ranges = Element("or")
    for one in quantities:
        both = SubElement(ranges, "and")
        for tag, value in (("gte", one.low), ("lte", one.high)):
            side = SubElement(both, tag)
            SubElement(side, "variable", identifier="RESPONSE")
            SubElement(side, "baseValue", baseType="float").text = number(value)
    writer.by_condition(ranges if len(ranges) > 1 else ranges[0])


def _recall(writer: ItemWriter, answer: Recall) -> None:
    writer.declare("RESPONSE", "single", "string", [])
    rubric = SubElement(writer.body, "rubricBlock", view="scorer tutor")
    fill(rubric, writer.outgoing.rich(answer.text), in_blocks=True)
    SubElement(writer.body, "extendedTextInteraction", responseIdentifier="RESPONSE")


def _cloze(writer: ItemWriter, answer: Cloze) -> None:
    words: dict[int, str] = {}

    def keep(index: int, word: str) -> str:
        words[index] = word
        return gap(index)

    writer.stem(writer.outgoing.gapped(writer.item.stem, answer, keep))
    all_right = Element("and")
    for index, word in words.items():
        name = f"RESPONSE-{index + 1}"
        _accept(writer.declare(name, "single", "string", [word]), (word,), "1")
        same = SubElement(all_right, "stringMatch", caseSensitive="false")
        SubElement(same, "variable", identifier=name)
        SubElement(same, "correct", identifier=name)
    _put_fields(writer.body)
    writer.by_condition(all_right if len(all_right) > 1 else all_right[0])


def _put_fields(parent: Element) -> None:
    """Put a field in the place of each sign of a gap."""
    for child in list(parent):
        _put_fields(child)
    parent.text, before = _split(parent.text)
    children = [*before]
    for child in list(parent):
        parent.remove(child)
        child.tail, behind = _split(child.tail)
        children += [child, *behind]
    parent.extend(children)


def _split(text: str | None) -> tuple[str | None, list[Element]]:
    """Return the text before the first gap, and a field with the text behind it for each gap."""
    first, *rest = (text or "").split(GAP_START)
    return first or None, [_field_before(one) for one in rest]


def _field_before(rest: str) -> Element:
    index, _, behind = rest.partition(GAP_END)
    field = _field(Element("p"), f"RESPONSE-{int(index) + 1}")
    field.tail = behind
    return field


_KINDS: dict[type, Callable[[ItemWriter, Any], None]] = {
    Choice: _choice,
    Typed: _typed,
    Numeric: _numeric,
    Order: _order,
    Match: _match,
    Recall: _recall,
    Cloze: _cloze,
}
