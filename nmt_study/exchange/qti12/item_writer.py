"""An item as QTI 1.2 in the way of Canvas: fields, presentation, conditions, feedback."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Choice, Cloze, Heading, Item, Match, Numeric, Order, Recall, Typed
from nmt_study.exchange.amounts import middle_of
from nmt_study.exchange.hypertext import markdown_of_text
from nmt_study.exchange.outgoing import Outgoing, name_of, number
from nmt_study.exchange.qti12.kinds import GENERAL, UNIT

_RESPONSE = "response1"
_TRUE_FALSE = ("True", "False")


class ItemWriter:
    """Writes one item; its parts are put together in the order that the standard wants."""

    def __init__(self, outgoing: Outgoing, item: Item, identifier: str, tags: list[str]) -> None:
        self.outgoing = outgoing
        self.item = item
        points = item.properties.points
        self.fields = [("points_possible", "1" if points is None else number(points))]
        self._tags = tags
        self._identifier = identifier
        self.presentation = Element("presentation")
        self.processing = Element("resprocessing")
        self._feedback: list[Element] = []
        outcomes = SubElement(self.processing, "outcomes")
        SubElement(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")

    def write(self) -> Element:
        """Return the item."""
        case = self.outgoing.case(self.item)
        if self.item.why:
            self._say(GENERAL, self.outgoing.rich(self.item.why))
            SubElement(self._condition("Yes"), "other")
            self._show(GENERAL)
        stem = "" if isinstance(self.item.answer, Cloze) else self.outgoing.rich(self.item.stem)
        self.stem(case + stem)
        kind = _KINDS[type(self.item.answer)](self, self.item.answer)
        root = Element("item", ident=self._identifier, title=name_of(self.item) or self._identifier)
        _metadata(root, [("question_type", kind), *self.fields, *(("keyword", tag) for tag in self._tags)])
        root.append(self.presentation)
        root.append(self.processing)
        root.extend(self._feedback)
        return root

    def stem(self, source: str) -> None:
        """Set the text of the question, or add to it."""
        text = self.presentation.find("material/mattext")
        if text is None:
            text = SubElement(SubElement(self.presentation, "material"), "mattext", texttype="text/html")
        text.text = (text.text or "") + source

    def material(self, parent: Element, markdown: str) -> None:
        """Add a text, as plain text where it has no style."""
        text = plain(blocks(markdown))
        is_plain = "\n" not in text and markdown_of_text(text) == markdown and text == " ".join(text.split())
        one = SubElement(
            SubElement(parent, "material"), "mattext", texttype="text/plain" if is_plain else "text/html"
        )
        one.text = text if is_plain else self.outgoing.rich(markdown)

    def respond(self, ident: str, cardinality: str = "Single") -> Element:
        """Add something to choose, and return the place of its choices."""
        attributes = {"ident": ident} | ({"rcardinality": cardinality} if cardinality else {})
        return SubElement(self.presentation, "response_lid", attributes)

    def type_in(self, ident: str, kind: str = "") -> None:
        """Add a field for text."""
        response = SubElement(self.presentation, "response_str", ident=ident, rcardinality="Single")
        fib = SubElement(response, "render_fib", {"fibtype": kind} if kind else {})
        SubElement(fib, "response_label", ident="answer1")

    def right(self, *, gain: Decimal = Decimal(100), adds: bool = False) -> Element:
        """Add a condition that gives points, and return the place of what it asks for."""
        node = self._condition("Yes" if adds else "No")
        rule = self.processing[-1]
        SubElement(rule, "setvar", action="Add" if adds else "Set", varname="SCORE").text = number(gain)
        return node

    def comment(self, label: str, source: str) -> None:
        """Add what is said of an option."""
        node = self._condition("Yes")
        _equal(node, label)
        self._show(f"{label}_fb")
        self._say(f"{label}_fb", source)

    def solve(self, source: str) -> None:
        """Add the model answer."""
        one = Element("itemfeedback", ident="solution")
        holder = SubElement(SubElement(one, "solution"), "solutionmaterial")
        self._flow(holder, source)
        self._feedback.append(one)

    def _condition(self, goes_on: str) -> Element:
        return SubElement(SubElement(self.processing, "respcondition", {"continue": goes_on}), "conditionvar")

    def _show(self, name: str) -> None:
        SubElement(self.processing[-1], "displayfeedback", feedbacktype="Response", linkrefid=name)

    def _say(self, name: str, source: str) -> None:
        one = Element("itemfeedback", ident=name)
        self._flow(one, source)
        self._feedback.append(one)

    def _flow(self, parent: Element, source: str) -> None:
        material = SubElement(SubElement(parent, "flow_mat"), "material")
        SubElement(material, "mattext", texttype="text/html").text = source


def heading(part: Heading, identifier: str, source: str) -> Element:
    """Return a heading as a text that asks nothing."""
    root = Element("item", ident=identifier, title=plain(blocks(part.text)) or "Heading")
    _metadata(root, [("question_type", "text_only_question"), ("points_possible", "0")])
    material = SubElement(SubElement(root, "presentation"), "material")
    SubElement(material, "mattext", texttype="text/html").text = source
    return root


def _metadata(root: Element, fields: list[tuple[str, str]]) -> None:
    holder = SubElement(SubElement(root, "itemmetadata"), "qtimetadata")
    for label, entry in fields:
        one = SubElement(holder, "qtimetadatafield")
        SubElement(one, "fieldlabel").text = label
        SubElement(one, "fieldentry").text = entry


def _equal(parent: Element, value: str, response: str = _RESPONSE) -> None:
    SubElement(parent, "varequal", respident=response).text = value


def _choice(writer: ItemWriter, answer: Choice) -> str:
    keeps = writer.item.properties.shuffle is False
    response = writer.respond(_RESPONSE, "Multiple" if answer.many else "Single")
    choices = SubElement(response, "render_choice", shuffle="No" if keeps else "Yes")
    labels = [str(at) for at in range(1, len(answer.options) + 1)]
    for label, option in zip(labels, answer.options, strict=True):
        writer.material(SubElement(choices, "response_label", ident=label), option.text)
        if option.feedback:
            writer.comment(label, writer.outgoing.rich(option.feedback))
    node = writer.right()
    if not answer.many:
        _equal(node, next(label for label, one in zip(labels, answer.options, strict=True) if one.correct))
        texts = tuple(option.text for option in answer.options)
        return "true_false_question" if keeps and texts == _TRUE_FALSE else "multiple_choice_question"
    both = SubElement(node, "and")
    for label, option in zip(labels, answer.options, strict=True):
        _equal(both if option.correct else SubElement(both, "not"), label)
    return "multiple_answers_question"


def _order(writer: ItemWriter, answer: Order) -> str:
    response = writer.respond(_RESPONSE, "Ordered")
    extension = SubElement(response, "render_extension")
    holder = SubElement(
        SubElement(extension, "ims_render_object", shuffle="No", orientation="Row"), "flow_label"
    )
    node = writer.right()
    for at, step in enumerate(answer.steps, 1):
        writer.material(SubElement(holder, "response_label", ident=str(at)), step)
        _equal(node, str(at))
    return "ordering_question"


def _match(writer: ItemWriter, answer: Match) -> str:
    rights = list(dict.fromkeys((*(right for _, right in answer.pairs), *answer.distractors)))
    share = round(Decimal(100) / len(answer.pairs), 2)
    for at, (left, right) in enumerate(answer.pairs, 1):
        response = writer.respond(f"response_{at}", "")
        writer.material(response, left)
        choices = SubElement(response, "render_choice")
        for number_, text in enumerate(rights, 1):
            writer.material(SubElement(choices, "response_label", ident=f"right-{number_}"), text)
        node = writer.right(gain=share, adds=True)
        _equal(node, f"right-{rights.index(right) + 1}", f"response_{at}")
    return "matching_question"


def _typed(writer: ItemWriter, answer: Typed) -> str:
    writer.type_in(_RESPONSE)
    node = writer.right()
    for text in answer.accepted:
        _equal(node, text)
    return "short_answer_question"


def _numeric(writer: ItemWriter, answer: Numeric) -> str:
    quantities = writer.outgoing.one_unit(answer)
    writer.type_in(_RESPONSE, "Decimal")
    if quantities[0].unit:
        writer.fields.append((UNIT, quantities[0].unit))
    for one in quantities:
        either = SubElement(writer.right(), "or")
        middle, _ = middle_of(one)
        _equal(either, number(middle))
        both = SubElement(either, "and")
        SubElement(both, "vargte", respident=_RESPONSE).text = number(one.low)
        SubElement(both, "varlte", respident=_RESPONSE).text = number(one.high)
    return "numerical_question"


def _recall(writer: ItemWriter, answer: Recall) -> str:
    writer.type_in(_RESPONSE)
    writer.solve(writer.outgoing.rich(answer.text))
    return "essay_question"


def _cloze(writer: ItemWriter, answer: Cloze) -> str:
    words: dict[int, str] = {}

    def name(index: int, word: str) -> str:
        words[index] = word
        return f"[gap{index + 1}]"

    writer.stem(writer.outgoing.gapped(writer.item.stem, answer, name))
    share = round(Decimal(100) / max(len(words), 1), 2)
    for index, word in words.items():
        gap = f"gap{index + 1}"
        response = writer.respond(f"response_{gap}", "")
        SubElement(SubElement(response, "material"), "mattext").text = gap
        label = SubElement(SubElement(response, "render_choice"), "response_label", ident=f"{gap}-1")
        SubElement(SubElement(label, "material"), "mattext", texttype="text/plain").text = word
        _equal(writer.right(gain=share, adds=True), f"{gap}-1", f"response_{gap}")
    return "fill_in_multiple_blanks_question"


_KINDS: dict[type, Callable[[ItemWriter, Any], str]] = {
    Choice: _choice,
    Typed: _typed,
    Numeric: _numeric,
    Order: _order,
    Match: _match,
    Recall: _recall,
    Cloze: _cloze,
}
