"""The interactions of QTI 2, each with what it comes to: stem and answer."""

import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree.ElementTree import Element

from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Match, Numeric, Order, Recall, Typed
from nmt_study.deck.units import unit_of
from nmt_study.exchange.intake import GAP_END, GAP_START, gap
from nmt_study.exchange.key_scores import Weighed, choice_of
from nmt_study.exchange.qti import Answered
from nmt_study.exchange.qti21.item import Declared, QtiItem
from nmt_study.exchange.qti21.key import is_inverted, weights_of
from nmt_study.exchange.qti21.numbers import is_tolerant, numeric
from nmt_study.exchange.xmltree import Swap
from nmt_study.text import canonical, clean, shorten

INLINE = frozenset({"textEntryInteraction", "inlineChoiceInteraction"})
_ALONE = re.compile(rf"^{GAP_START}0{GAP_END} ?(.{{0,12}})$", re.MULTILINE)
_LAST = re.compile(rf"[:=]?[ ]?{GAP_START}0{GAP_END} ?(.{{0,12}}?)[.]?$", re.MULTILINE)
_NUMBERS = frozenset({"float", "integer"})
_SHOWN = 60


def read_interactions(item: QtiItem, found: list[Element]) -> Answered | None:
    """Return what the interactions of an item come to, or tell why that is nothing."""
    if {one.tag for one in found} <= INLINE:
        return None if _is_inverted(item, found) else _inline(item, found)
    if len(found) > 1:
        item.leave_out("several questions in one")
        return None
    tag = found[0].tag
    reader = _READERS.get(tag)
    if reader is None:
        item.leave_out(_WORDS.get(tag, f"a kind of question that decks do not have ({clean(tag)[:40]})"))
        return None
    if tag != "choiceInteraction" and _is_inverted(item, found):
        return None
    return reader(item, found[0])


def _is_inverted(item: QtiItem, found: list[Element]) -> bool:
    """Say whether the marking takes the declared answers for wrong ones, which is told."""
    if not is_inverted(item, [one.get("responseIdentifier") or "" for one in found]):
        return False
    item.leave_out("its declared answer and its points contradict each other")
    return True


def _around(item: QtiItem, interaction: Element) -> str:
    """Return the text around an interaction with the prompt in its place, unless the prompt says the same again."""
    prompt = interaction.find("prompt")

    def swap(inside: str) -> Swap:
        return lambda element: inside if element is interaction else None

    around = item.rich(item.body, swap(""))
    if prompt is None or canonical(item.rich(prompt)) == canonical(around):
        return around
    return item.rich(item.body, swap(f"<div>{item.markup(prompt)}</div>"))


def _choice(item: QtiItem, interaction: Element) -> Answered | None:
    response = interaction.get("responseIdentifier") or ""
    declared = item.declared(response)
    many = declared.cardinality == "multiple" and interaction.get("maxChoices") != "1"
    elements = interaction.findall("simpleChoice")
    names = [one.get("identifier") or "" for one in elements]
    texts = [item.rich(one) for one in elements]
    said = {one.id: one.text for one in reversed(item.feedback()) if one.id in names}
    weights = weights_of(item, response, dict(zip(names, texts, strict=True)), many=many)
    if weights is None or len(weights) < len(names):
        if weights:
            item.leave_out("two options have one identifier")
        return None
    options = [
        Weighed(text, weight, said.get(name, ""))
        for name, text, weight in zip(names, texts, weights, strict=True)
    ]
    choice = choice_of(item.intake, item.where, item.doubt_id, options, many=many)
    if choice is None:
        return None
    fixed = [one.get("fixed") == "true" for one in elements]
    shuffle = interaction.get("shuffle") == "true" and not all(fixed)
    if shuffle and any(fixed):
        item.lose("that some options keep their place", "all options are shuffled")
    alone = many and sum(option.correct for option in choice.options) == 1
    return Answered(
        _around(item, interaction),
        choice,
        None if shuffle else False,
        "many" if alone else "",
        frozenset(said),
    )


def _order(item: QtiItem, interaction: Element) -> Answered | None:
    declared = item.declared(interaction.get("responseIdentifier") or "")
    steps = {one.get("identifier") or "": item.rich(one) for one in interaction.findall("simpleChoice")}
    right = [name for name in declared.correct if steps.get(name)]
    if len(right) < 2 or len(set(right)) != len(right) or len(right) != len(declared.correct):
        item.leave_out("the right order is not certain")
        return None
    if len(right) < len(steps):
        item.lose("steps that belong nowhere", "the steps of the right order")
    return Answered(_around(item, interaction), Order(tuple(steps[name] for name in right)))


def _match(item: QtiItem, interaction: Element) -> Answered | None:
    declared = item.declared(interaction.get("responseIdentifier") or "")
    sets = [
        {one.get("identifier") or "": item.rich(one) for one in side.findall("simpleAssociableChoice")}
        for side in interaction.findall("simpleMatchSet")
    ]
    if len(sets) != 2:
        item.leave_out("it does not have two sides")
        return None
    lefts, rights = sets
    partners: dict[str, list[str]] = {}
    for pair in declared.correct or (key for key, worth in declared.mapping if worth > 0):
        one, _, other = pair.partition(" ")
        if one in rights and other in lefts:
            one, other = other, one
        if one not in lefts or other not in rights:
            item.leave_out("its right pairs are not certain")
            return None
        partners.setdefault(one, []).append(other)
    if any(len(found) > 1 for found in partners.values()):
        item.leave_out("something on its left side has several partners")
        return None
    return _pairs(item, interaction, lefts, rights, {left: found[0] for left, found in partners.items()})


def _pairs(
    item: QtiItem,
    interaction: Element,
    lefts: dict[str, str],
    rights: dict[str, str],
    partners: dict[str, str],
) -> Answered | None:
    for name in lefts.keys() - partners.keys():
        item.lose(f"{shorten(lefts[name], _SHOWN)}, which has no partner")
    pairs = tuple((lefts[name], rights[partners[name]]) for name in lefts if name in partners)
    wrong = tuple(text for name, text in rights.items() if name not in partners.values())
    if not pairs or len(pairs) + len(wrong) < 2:
        item.leave_out("it has fewer than two pairs")
        return None
    return Answered(_around(item, interaction), Match(pairs, wrong))


def _extended(item: QtiItem, interaction: Element) -> Answered | None:
    declared = item.declared(interaction.get("responseIdentifier") or "")
    rubrics = [one for one in item.body.iter("rubricBlock") if "scorer" in (one.get("view") or "").split()]
    model = "\n\n".join(filter(None, map(item.rich, rubrics)))
    if not model and declared.correct:
        wrapped = Element("value")
        wrapped.text = declared.correct[0]
        model = item.rich(wrapped)
    if not model:
        item.leave_out("a free text without a model answer")
        return None
    return Answered(_around(item, interaction), Recall(model))


def _inline(item: QtiItem, found: list[Element]) -> Answered | None:
    """Return a text with gaps; one field on a line of its own is a question whose answer is typed."""
    numbers = {id(one): number for number, one in enumerate(found)}
    text = item.rich(item.body, lambda element: gap(numbers[id(element)]) if id(element) in numbers else None)
    if len(found) == 1 and found[0].tag == "textEntryInteraction" and (line := _ALONE.search(text)):
        unit = plain(blocks(line[1])).strip() if line[1] else ""
        if not unit or unit_of(unit):
            stem = (text[: line.start()] + text[line.end() :]).strip()
            return _entry(item, found[0], re.sub(r"\n{3,}", "\n\n", stem), unit)
    if len(found) == 1 and found[0].tag == "textEntryInteraction" and _is_number(item, found[0]):
        return _number_within(item, found[0], text)
    words = [_word(item, one) for one in found]
    return _cloze(item, text, words)


def _is_number(item: QtiItem, interaction: Element) -> bool:
    return item.declared(interaction.get("responseIdentifier") or "").type in _NUMBERS


def _number_within(item: QtiItem, interaction: Element, text: str) -> Answered | None:
    """Return a text with one number to type as a question: without its field at the end of a line, else with dots for it."""
    last = _LAST.search(text)
    unit = plain(blocks(last[1])).strip() if last and last[1] else ""
    if last and (not unit or unit_of(unit)):
        stem = text[: last.start()] + text[last.end() :]
        return _entry(item, interaction, stem.strip(), unit)
    return _entry(item, interaction, text.replace(gap(0), "…"), "")


def _cloze(item: QtiItem, text: str, words: list[str]) -> Answered | None:
    made = item.cloze(text, words)
    return Answered(*made) if made else None


def _word(item: QtiItem, interaction: Element) -> str:
    """Return the right answer of a gap; what else it accepts or offers is told."""
    response = interaction.get("responseIdentifier") or ""
    declared = item.declared(response)
    accepted = _accepted(item, declared)
    if interaction.tag == "inlineChoiceInteraction":
        texts = {one.get("identifier") or "": item.rich(one) for one in interaction.findall("inlineChoice")}
        if len(texts) > 1:
            item.lose("wrong words to choose from in a gap", "the right one")
        return plain(blocks(texts.get(accepted[0], ""))) if accepted else ""
    if accepted and declared.type in _NUMBERS and is_tolerant(item, response):
        item.lose("the tolerance of a number in a gap", f"the right one, {accepted[0]}")
    for other in accepted[1:]:
        item.lose(f"another answer in a gap: {shorten(other, _SHOWN)}", f"the right one, {accepted[0]}")
    return accepted[0] if accepted else ""


def _accepted(item: QtiItem, declared: Declared) -> list[str]:
    """Return the answers that give all points, the declared one first."""
    most = max((worth for _, worth in declared.mapping), default=Decimal(0))
    full = [key for key, worth in declared.mapping if worth == most > 0 and key]
    for key, worth in declared.mapping:
        if 0 < worth < most and key not in declared.correct:
            item.lose(f"the answer {shorten(key, _SHOWN)}, which gives a part of the points")
    return list(dict.fromkeys([*filter(None, declared.correct), *full]))


def _entry(item: QtiItem, interaction: Element, stem: str, unit: str) -> Answered | None:
    declared = item.declared(interaction.get("responseIdentifier") or "")
    if interaction.get("patternMask"):
        item.lose("the pattern that an answer must have")
    accepted = _accepted(item, declared)
    answer: Typed | Numeric | None
    if declared.type in _NUMBERS:
        answer = numeric(item, interaction.get("responseIdentifier") or "", accepted, unit)
    else:
        answer = Typed(tuple(accepted)) if accepted else None
        if not declared.folds_case and answer:
            item.intake.lose(
                item.intake.name,
                "the difference between capitals and small letters in typed answers",
                "the answers, whose capitals do not count",
            )
    if answer is None:
        item.leave_out("which answers are right is not certain")
        return None
    return Answered(stem, answer)


def _gap_match(item: QtiItem, interaction: Element) -> Answered | None:
    declared = item.declared(interaction.get("responseIdentifier") or "")
    texts = {
        one.get("identifier") or "": plain(blocks(item.rich(one))) for one in interaction.findall("gapText")
    }
    right = {gap_: word for word, _, gap_ in (pair.partition(" ") for pair in declared.correct)}
    gaps = list(interaction.iter("gap"))
    words = [texts.get(right.get(one.get("identifier") or "", ""), "") for one in gaps]
    if len(texts) > len(set(right.values())):
        item.lose("wrong words to choose from in the gaps", "the right ones")
    numbers = {id(one): number for number, one in enumerate(gaps)}

    def swap(element: Element) -> str | None:
        if element.tag in {"gapText", "gapImg"}:
            return ""
        return gap(numbers[id(element)]) if id(element) in numbers else None

    return _cloze(item, item.rich(item.body, swap), words)


_READERS: dict[str, Callable[[QtiItem, Element], Answered | None]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "extendedTextInteraction": _extended,
    "gapMatchInteraction": _gap_match,
}
_WORDS = {
    "hotspotInteraction": "a place to find on a picture", "selectPointInteraction": "a point to find on a picture",
    "graphicOrderInteraction": "an order on a picture", "graphicAssociateInteraction": "pairs on a picture",
    "graphicGapMatchInteraction": "gaps on a picture", "positionObjectInteraction": "things to place on a picture",
    "hottextInteraction": "words to find in a text", "associateInteraction": "pairs of one set",
    "sliderInteraction": "a slider", "uploadInteraction": "a file to hand in", "drawingInteraction": "a drawing",
    "mediaInteraction": "a sound or film", "customInteraction": "a kind of question of one program only",
    "endAttemptInteraction": "a button",
}  # fmt: skip
