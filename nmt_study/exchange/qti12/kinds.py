"""The kinds of question of QTI 1.2, each with what it comes to: stem and answer."""

import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree.ElementTree import Element

from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Match, Numeric, Order, Recall, Typed
from nmt_study.deck.units import unit_of
from nmt_study.exchange.amounts import numeric_of
from nmt_study.exchange.format import Doubt
from nmt_study.exchange.intake import gap
from nmt_study.exchange.key_scores import FULL, Weighed, choice_of
from nmt_study.exchange.qti import Answered
from nmt_study.exchange.qti12.item import Qti12Item
from nmt_study.text import canonical, clean, shorten

GENERAL = "general_fb"
UNIT = "nmt_unit"
"""The field in which our own files name the unit of a number."""

_GAPS = frozenset(
    {"fill_in_multiple_blanks_question", "multiple_dropdowns_question", "Fill in the Blank Plus"}
)
_MATCHES = frozenset({"matching_question", "Matching"})
_ESSAYS = frozenset({"essay_question", "Essay", "Short Response", "cc.essay.v0p1"})
_NUMBERS = frozenset({"numerical_question", "Numeric"})
_ORDERS = frozenset({"ordering_question", "Ordering"})
_CANNOT = {
    "calculated_question": "numbers worked out by a formula", "Calculated": "numbers worked out by a formula",
    "file_upload_question": "a file to hand in", "File Upload": "a file to hand in",
    "hot_spot_question": "a place to find on a picture", "Hot Spot": "a place to find on a picture",
    "categorization_question": "things to sort into groups", "Jumbled Sentence": "words to choose for several places",
    "Quiz Bowl": "a question to be asked for an answer", "Opinion Scale": "an opinion, which has no right answer",
    "Either/Or": "two words of which one is right, in a form of Blackboard only",
    "cc.pattern_match.v0p1": "answers by a pattern",
}  # fmt: skip
_SHOWN = 60


def kind_of(item: Qti12Item) -> str:
    """Return the kind of question that the item says it is, or ""."""
    for name in ("question_type", "bbmd_questiontype", "cc_profile"):
        if item.fields.get(name):
            return item.fields[name]
    return ""


def read_item(item: Qti12Item) -> Answered | None:
    """Return what an item comes to, or tell why that is nothing."""
    kind = kind_of(item)
    if kind in _CANNOT:
        item.leave_out(_CANNOT[kind])
        return None
    reader = _reader(item, kind)
    if reader is None:
        item.leave_out(
            f"a kind of question that decks do not have ({shorten(clean(kind), _SHOWN) or 'without a name'})"
        )
        return None
    return reader(item)


def _reader(item: Qti12Item, kind: str) -> Callable[[Qti12Item], Answered | None] | None:
    """Choose by what the item says, then by what it asks for."""
    found = item.responses
    tags = {one.tag for one in found}
    labels = [[label.get("ident") for label in one.iter("response_label")] for one in found]
    if kind in _MATCHES or (len(found) > 1 and tags == {"response_lid"} and kind not in _GAPS):
        same = all(one == labels[0] for one in labels) or kind in _MATCHES
        return _match if same else None
    if kind in _GAPS:
        return _gaps
    if len(found) != 1 or not tags <= {"response_lid", "response_str", "response_num"}:
        return None
    if kind in _ORDERS or found[0].get("rcardinality") == "Ordered":
        return _order
    if tags == {"response_lid"}:
        return _choice
    if kind in _ESSAYS:
        return _essay
    return _numeric if kind in _NUMBERS or _asks_number(found[0]) else _typed


def _asks_number(response: Element) -> bool:
    kinds = {one.get("fibtype") for one in response.iter("render_fib")}
    return bool(kinds & {"Decimal", "Integer", "Scientific"}) or response.tag == "response_num"


def _stem(item: Qti12Item) -> str:
    return item.markdown(item.stem()[1])


def _labels(response: Element) -> list[Element]:
    return list(response.iter("response_label"))


def _choice(item: Qti12Item) -> Answered | None:
    response = item.responses[0]
    name = response.get("ident") or ""
    labels = {label.get("ident") or "": item.text(label) for label in _labels(response)}
    if len(labels) < len(_labels(response)):
        item.leave_out("two options have one identifier")
        return None
    many = response.get("rcardinality") == "Multiple" or kind_of(item) == "multiple_answers_question"
    weights = _weights(item, name, labels, many=many)
    if weights is None:
        item.leave_out("which options are right is not certain")
        return None
    said = _said(item, name, set(labels))
    if kind_of(item) in {"true_false_question", "True/False"}:
        labels = {ident: text.capitalize() for ident, text in labels.items()}
    options = [
        Weighed(text, weights.get(ident, Decimal(0)), said.get(ident, ("", ""))[1])
        for ident, text in labels.items()
    ]
    choice = choice_of(item.intake, item.where, item.doubt_id, options, many=many)
    if choice is None:
        return None
    shuffle = next((one.get("shuffle") for one in response.iter("render_choice") if one.get("shuffle")), None)
    shuffles = item.shuffles if shuffle is None else shuffle == "Yes"
    alone = many and sum(option.correct for option in choice.options) == 1
    heard = frozenset(ident for ident, _ in said.values())
    return Answered(_stem(item), choice, False if shuffles is False else None, "many" if alone else "", heard)


def _weights(
    item: Qti12Item, response: str, labels: dict[str, str], *, many: bool
) -> dict[str, Decimal] | None:
    """Return what each option is worth in per cent; None where that cannot be said.

    With several right ones, a condition that gives all points names them together; else each adds its share.
    """
    weights: dict[str, Decimal] = {}
    giving = [one for one in item.conditions if one.gain and one.wanted(response)]
    full = [one for one in giving if one.is_full]
    if many and len(full) == 1:
        right = _together(item, full[0].enough(response) or set(), labels)
        return None if right is None else dict.fromkeys(right, FULL)
    for condition in giving:
        for one in condition.wanted(response):
            held = weights.get(one.value, Decimal(0))
            weights[one.value] = held + condition.gain if many else max(held, condition.gain, key=abs)
    return weights


def _together(item: Qti12Item, enough: set[frozenset[str]], labels: dict[str, str]) -> frozenset[str] | None:
    """Return the options that are right, where any one of some sets gives all points; None where nobody says.

    Sets that differ in one option each are asked about; what is behind others is not to be told from here.
    """
    enough = {one for one in enough if one <= labels.keys()} or enough
    if not enough:
        return None
    always = frozenset.intersection(*enough)
    if len(enough) == 1:
        return always
    if any(len(one - always) > 1 for one in enough):
        return None
    either = frozenset[str]().union(*enough) - always
    chosen = _asked(item, [one for one in labels if one in either], labels, bool(always))
    return always | frozenset(chosen) if chosen else None


def _asked(item: Qti12Item, names: list[str], labels: dict[str, str], beside: bool) -> list[str]:  # noqa: FBT001
    """Return which of some options are right, any one of which gives all points; none where nobody says.

    `beside` says that others are right in any case.
    """
    words = [shorten(plain(blocks(labels[name])), _SHOWN) for name in names]
    of_them = " of them" * beside
    choices = ("all of them have to be picked", *(f"only {one}{of_them} is right" for one in words))
    others = ", beside those that have to be picked in any case" * beside
    question = f"Any one of these options gives all points{others}: {'; '.join(words)}. How is it meant?"
    chosen = item.intake.ask(Doubt(f"{item.doubt_id}-either", item.where, question, choices))
    if chosen is None:
        return []
    return [names[chosen - 1]] if chosen else names


def _said(item: Qti12Item, response: str, labels: set[str]) -> dict[str, tuple[str, str]]:
    """Return for each option the name and the text of what is said of it."""
    feedback = item.feedback()
    found: dict[str, tuple[str, str]] = {}
    shown: dict[str, set[str]] = {}
    for condition in item.conditions:
        wanted = {one.value for one in condition.wanted(response)}
        for name in condition.feedback:
            shown.setdefault(name, set()).update(wanted if len(wanted) == 1 else {"", *wanted})
    for name, text in feedback.items():
        label = name.removesuffix("_fb")
        if label not in labels:
            only = shown.get(name, set())
            label = (
                next(iter(only)) if len(only) == 1 and name.lower() not in {"correct", "correct_fb"} else ""
            )
        if label in labels:
            found[label] = (name, text)
    return found


def _order(item: Qti12Item) -> Answered | None:
    response = item.responses[0]
    steps = {label.get("ident") or "": item.text(label) for label in _labels(response)}
    giving = [one for one in item.conditions if one.gain > 0 and one.wanted(response.get("ident"))]
    right = [one.value for one in giving[0].wanted(response.get("ident"))] if giving else []
    if len(giving) != 1 or len(right) < 2 or sorted(right) != sorted(steps) or not all(steps.values()):
        item.leave_out("the right order is not certain")
        return None
    labels = [one for one in response.iter("material") if one.get("position")]
    if labels:
        item.lose("what stands above and below the steps")
    return Answered(_stem(item), Order(tuple(steps[name] for name in right)))


def _match(item: Qti12Item) -> Answered | None:
    sides = _right_sides(item)
    pairs: list[tuple[str, str]] = []
    used: set[str] = set()
    for response in item.responses:
        name = response.get("ident") or ""
        left = item.own_text(response) or item.text_beside(response)
        texts = _right_texts(item, response, sides)
        partners = [texts[one] for one in item.given.get(name, ()) if texts.get(one)]
        if not left or not partners:
            item.lose(f"{shorten(left, _SHOWN) or 'a left side without text'}, which has no partner")
            continue
        if len(partners) > 1:
            item.leave_out("something on its left side has several partners")
            return None
        pairs.append((left, partners[0]))
        used.add(partners[0])
    offered = (text for response in item.responses for text in _right_texts(item, response, sides).values())
    wrong = tuple(dict.fromkeys(text for text in offered if text and text not in used))
    if not pairs or len(pairs) + len(wrong) < 2:
        item.leave_out("it has fewer than two pairs")
        return None
    return Answered(_stem(item), Match(tuple(pairs), wrong))


def _right_sides(item: Qti12Item) -> list[str]:
    """Return the right sides that Blackboard lists by themselves."""
    return [
        item.text(one)
        for block in item.element.iter("flow")
        if block.get("class") == "RIGHT_MATCH_BLOCK"
        for one in block.findall("flow")
    ]


def _right_texts(item: Qti12Item, response: Element, sides: list[str]) -> dict[str, str]:
    """Return the right sides of a response by their names; without texts of their own they count in order."""
    labels = _labels(response)
    texts = [item.text(label) for label in labels]
    if sides and not any(texts):
        texts = [*sides, *[""] * len(labels)][: len(labels)]
    return {label.get("ident") or "": text for label, text in zip(labels, texts, strict=True)}


def _typed(item: Qti12Item) -> Answered | None:
    name = item.responses[0].get("ident")
    accepted: list[str] = []
    for condition in item.conditions:
        if condition.gain <= 0:
            continue
        if condition.is_fuzzy():
            item.lose("answers that are accepted by a part or a pattern")
        for one in condition.wanted(name):
            if not condition.is_full:
                item.lose(f"the answer {shorten(one.value, _SHOWN)}, which gives a part of the points")
            elif one.value:
                accepted.append(one.value)
            if one.case:
                item.lose("the difference between capitals and small letters")
    if not accepted:
        if not item.conditions:
            return _essay(item)
        _no_answer(item)
        return None
    return Answered(_stem(item), Typed(tuple(dict.fromkeys(accepted))))


def _no_answer(item: Qti12Item) -> None:
    item.leave_out("which answers are right is not certain")


def _numeric(item: Qti12Item) -> Answered | None:
    ranges: list[tuple[Decimal, Decimal]] = []
    for condition in item.conditions:
        if condition.gain <= 0:
            continue
        found = condition.ranges()
        if not condition.is_full:
            item.lose("a number that gives a part of the points")
        elif found is None:
            if condition.has_two_readings():
                item.leave_out("a comma in a number may stand between thousands or before decimals")
            else:
                _no_answer(item)
            return None
        else:
            ranges += found
            if condition.has_open_end():
                item.lose("that an end of the range is wrong itself", "the range with its ends")
    unit = item.fields.get(UNIT, "")
    answer: Numeric | None = numeric_of(list(dict.fromkeys(ranges)), unit if unit_of(unit) else "")
    if answer is None:
        _no_answer(item)
        return None
    return Answered(_stem(item), answer)


def _essay(item: Qti12Item) -> Answered | None:
    model = item.feedback().get("solution", "")
    if not model:
        item.leave_out("a free text without a model answer")
        return None
    return Answered(_stem(item), Recall(model), heard=frozenset({"solution"}))


def _gaps(item: Qti12Item) -> Answered | None:
    source = item.stem()[1]
    words: list[str] = []
    for response in item.responses:
        ident = response.get("ident") or ""
        names = (canonical(plain(blocks(item.own_text(response)))), ident.removeprefix("response_"), ident)
        name = next((one for one in names if one and f"[{one}]" in source), "")
        if not name:
            item.leave_out("a gap is not in its text")
            return None
        word = _word(item, response)
        if not word:
            item.leave_out("a gap has no right answer")
            return None
        source = source.replace(f"[{name}]", gap(len(words)), 1)
        words.append(word)
    made = item.cloze(item.markdown(source), words)
    return Answered(*made) if made else None


def _word(item: Qti12Item, response: Element) -> str:
    """Return the right answer of a gap; other right and wrong ones are told."""
    wanted = item.given.get(response.get("ident") or "", [])
    texts = {label.get("ident") or "": plain(blocks(item.text(label))) for label in _labels(response)}
    right = [texts.get(one, "") if response.tag == "response_lid" else one for one in wanted]
    right = [one for one in right if one]
    if not right:
        return ""
    if len(right) > 1:
        item.lose(
            f"other answers in a gap: {shorten('; '.join(right[1:]), _SHOWN)}", f"the first one, {right[0]}"
        )
    if len(texts) > len(set(wanted)) and response.tag == "response_lid":
        item.lose("wrong words to choose from in a gap", "the right one")
    return re.sub(r"\s+", " ", right[0]).strip()
