"""The kinds of question of Moodle, each with what it comes to: stem, answer and what belongs to them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from nmt_study.deck.model import Answer, Match, Order, Recall, Typed
from nmt_study.deck.units import unit_of
from nmt_study.exchange.amounts import answer_of, has_two_readings, number_of, numeric_of
from nmt_study.exchange.hypertext import markdown_of_text
from nmt_study.exchange.key_scores import FULL, Weighed, choice_of
from nmt_study.exchange.moodle.question import Question
from nmt_study.exchange.xmltree import raw
from nmt_study.text import clean, shorten

WILDCARD = re.compile(r"(?<!\\)\*")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question comes to; `further` is feedback that goes under `Why:`."""

    stem: str
    answer: Answer
    case: str = ""
    shuffle: bool | None = None
    select: str = ""
    points: Decimal | None = None
    further: tuple[str, ...] = ()


def read_multichoice(question: Question) -> Answered | None:
    """Return options with one or several right ones."""
    options = [
        Weighed(question.rich(answer), weight, question.rich(answer.find("feedback")))
        for answer, weight in question.answers()
    ]
    many = not question.flag("single", otherwise=True) or question.element.get("type") == "multichoiceset"
    choice = choice_of(question.intake, question.where, f"question-{question.number}", options, many=many)
    if choice is None:
        return None
    case, stem = question.stem()
    single_key = sum(option.correct for option in choice.options) == 1
    return Answered(
        stem,
        choice,
        case,
        shuffle=None if question.flag("shuffleanswers", otherwise=True) else False,
        select="many" if many and single_key else "",
    )


def read_truefalse(question: Question) -> Answered | None:
    """Return the options True and False, in this order, which is kept."""
    found = {
        raw(answer.find("text")).strip().lower() or (answer.text or "").strip().lower(): Weighed(
            "", weight, question.rich(answer.find("feedback"))
        )
        for answer, weight in question.answers()
    }
    options = [
        Weighed(word, found[word.lower()].weight, found[word.lower()].feedback)
        for word in ("True", "False")
        if word.lower() in found
    ]
    choice = choice_of(question.intake, question.where, f"question-{question.number}", options, many=False)
    case, stem = question.stem()
    return Answered(stem, choice, case, shuffle=False) if choice else None


def read_shortanswer(question: Question) -> Answered | None:
    """Return the words that are accepted; a star that stands for any text is no answer."""
    accepted: list[str] = []
    further: list[str] = []
    for answer, weight in question.answers():
        text = " ".join(clean(raw(answer.find("text"))).split())
        shown = shorten(text, _SHOWN)
        if WILDCARD.search(text):
            if text != "*":
                question.lose(f"the pattern {shown}")
        elif weight < FULL:
            question.lose(
                f"the answer {shown}, which gives a part of the points"
                if weight > 0
                else f"the wrong answer {shown}"
            )
        elif text:
            accepted.append(text.replace("\\*", "*"))
            further.append(question.rich(answer.find("feedback")))
            continue
        _tell_feedback(question, answer, shown)
    if not accepted:
        question.leave_out("no plain answer gives all points")
        return None
    if question.flag("usecase", otherwise=False):
        question.lose(
            "the difference between capitals and small letters", "the answers, whose capitals do not count"
        )
    case, stem = question.stem()
    return Answered(stem, Typed(tuple(accepted)), case, further=tuple(dict.fromkeys(filter(None, further))))


def _tell_feedback(question: Question, answer: Element, shown: str) -> None:
    feedback = question.rich(answer.find("feedback"))
    if feedback:
        question.lose(f"what is said of the answer {shown}: {shorten(feedback, _SHOWN)}")


def read_numerical(question: Question) -> Answered | None:
    """Return the numbers with their tolerances that are accepted, in the unit of the question if it is one of ours."""
    ranges: list[tuple[Decimal, Decimal]] = []
    further: list[str] = []
    for answer, weight in question.answers():
        text = raw(answer.find("text")).strip() or (answer.text or "").strip()
        value, tolerance = answer_of(text), answer_of(answer.findtext("tolerance") or "0")
        shown = shorten(clean(text), _SHOWN)
        if weight >= FULL and value is not None and tolerance is not None:
            ranges.append((value - abs(tolerance), value + abs(tolerance)))
            further.append(question.rich(answer.find("feedback")))
            continue
        if weight >= FULL:
            why = "may stand for thousands or for decimals" if has_two_readings(text) else "cannot be read"
            question.leave_out(f"the number {shown} {why}")
            return None
        if text != "*" or weight > 0:
            question.lose(
                f"the answer {shown}, which gives {'a part' if weight > 0 else 'none'} of the points"
            )
        _tell_feedback(question, answer, shown)
    numeric = numeric_of(ranges, _unit(question))
    if numeric is None:
        question.leave_out("no number gives all points" if not ranges else "its numbers have too many digits")
        return None
    case, stem = question.stem()
    return Answered(stem, numeric, case, further=tuple(dict.fromkeys(filter(None, further))))


def _unit(question: Question) -> str:
    """Return the unit in which the answers are written; others that Moodle converts are told."""
    units = [
        (number_of(unit.findtext("multiplier") or "1"), clean(unit.findtext("unit_name") or "").strip())
        for unit in question.element.findall("units/unit")
    ]
    chosen = next((name for factor, name in units if factor == 1 and unit_of(name)), "")
    for _, name in units:
        if name and name != chosen:
            question.lose(
                f"the unit {shorten(name, _SHOWN)}",
                "the number" + (f" in {chosen}" if chosen else " without a unit"),
            )
    return chosen


def read_matching(question: Question) -> Answered | None:
    """Return pairs; an answer to nothing is one that is wrong everywhere."""
    pairs: list[tuple[str, str]] = []
    wrong: list[str] = []
    for part in question.element.findall("subquestion"):
        left, holder = question.rich(part), part.find("answer")
        if holder is None:
            right = ""
        elif holder.get("format"):
            right = question.rich(holder)
        else:
            right = markdown_of_text(raw(holder.find("text")))
        if " -> " in left or left.startswith("-> ") or left.endswith(" ->"):
            question.lose("an arrow -> in a left side", "the arrow →")
            left = left.replace("->", "→")
        if left and right:
            pairs.append((left, right))
        elif right:
            wrong.append(right)
        elif left:
            question.lose(f"{shorten(left, _SHOWN)}, which has no partner")
    if not pairs or len(pairs) + len(wrong) < 2:
        question.leave_out("it has fewer than two pairs")
        return None
    if not question.flag("shuffleanswers", otherwise=True):
        question.lose("the order of the right sides", "they are shuffled")
    case, stem = question.stem()
    return Answered(stem, Match(tuple(pairs), tuple(wrong)), case)


def read_essay(question: Question) -> Answered | None:
    """Return a free answer, if there is something for the grader to compare it with."""
    model = question.rich(question.element.find("graderinfo"))
    if question.rich(question.element.find("responsetemplate")):
        question.lose("the text that an answer begins with")
    if not model:
        question.leave_out("an essay without a model answer")
        return None
    case, stem = question.stem()
    return Answered(stem, Recall(model), case)


def read_ordering(question: Question) -> Answered | None:
    """Return steps; they stand in the file in their right order."""
    steps = []
    for answer in question.element.findall("answer"):
        steps.append(question.rich(answer))
        _tell_feedback(question, answer, shorten(steps[-1], _SHOWN))
    if len(steps) < 2 or not all(steps):
        question.leave_out("it has fewer than two steps with a text")
        return None
    if (question.element.findtext("selecttype") or "").strip().upper() not in {"", "0", "ALL"}:
        question.lose("that only some of the steps are shown", "all steps")
    case, stem = question.stem()
    return Answered(stem, Order(tuple(steps)), case)
