r"""Texts with gaps in Moodle: `{1:SHORTANSWER:=word}` within the text, or `[[1]]` with the words listed beside it.

Signs are escaped as Moodle's `qtype_multianswer_extract_question` reads them: `\}` is a brace, the rest are entities.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from nmt_study.deck.markup import blocks, plain
from nmt_study.exchange.amounts import number_of
from nmt_study.exchange.asked import CASE
from nmt_study.exchange.intake import gap
from nmt_study.exchange.moodle.kinds import WILDCARD, Answered
from nmt_study.exchange.moodle.question import Question
from nmt_study.exchange.xmltree import raw
from nmt_study.text import shorten

_KINDS = (
    "MULTICHOICE_HS|MULTICHOICE_VS|MULTICHOICE_H|MULTICHOICE_V|MULTICHOICE_S|MULTICHOICE|MCHS|MCVS|MCH|MCV|MCS|MC"
    "|MULTIRESPONSE_HS|MULTIRESPONSE_H|MULTIRESPONSE_S|MULTIRESPONSE|MRHS|MRH|MRS|MR"
    "|SHORTANSWER_C|SHORTANSWER|SAC|SA|MWC|MW|NUMERICAL|NM"
)
_GAP = re.compile(r"\{(\d{0,4}):(" + _KINDS + r"):((?:\\.|[^\\}])*+)\}", re.DOTALL)
_ALTERNATIVE = re.compile(r"(?:\\.|[^\\~])+", re.DOTALL)
_SHARE = re.compile(r"=|%(-?\d{1,3}(?:\.\d{0,9})?)%")
_FEEDBACK = re.compile(r"(?<![\\&])#(.*)", re.DOTALL)
_LAST_BRACE = re.compile(r"\}(?=(?:\\\\)*+(?!\\))")  # of a text that is turned round
_ESCAPED = re.compile(r"\\([}#~])")
_NUMBERED = re.compile(r"\[\[(\d{1,4})\]\]")
_ENTITIES = {"~": "&#126;", "#": "&#35;", "\\": "&#92;"}
_WORDS = frozenset({"SHORTANSWER", "SHORTANSWER_C", "SA", "SAC", "MW", "MWC"})
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Alternative:
    text: str
    weight: Decimal
    feedback: str


def embedded(word: str) -> str:
    """Return the gap of a word as HTML holds it."""
    text = "".join(
        _ENTITIES.get(sign, sign) for sign in html.escape(word, quote=False).replace("&", "\ue003")
    )
    return "{1:SHORTANSWER:=" + text.replace("\ue003", "&").replace("}", "\\}").replace("*", "\\*") + "}"


def read_embedded(question: Question) -> Answered | None:
    """Return a text with gaps; each hides the first answer that gives all points."""
    hidden: list[str] = []
    weights: list[int] = []

    def take(found: re.Match[str]) -> str:
        weights.append(int(found[1] or 1))
        hidden.append(_right_word(question, found[2], found[3]))
        return gap(len(hidden) - 1)

    made = _with_gaps(question, lambda source: _in_braces(source, take), hidden)
    if made is None:
        return None
    return Answered(made.stem, made.answer, made.case, points=Decimal(sum(weights)))


def _in_braces(source: str, take: Callable[[re.Match[str]], str]) -> str:
    """Replace the gaps; nothing is looked for behind the last brace that closes one, so that time stays linear."""
    end = next((found.end() for found in _LAST_BRACE.finditer(source[::-1])), 0)
    last = len(source) - end + 1 if end else 0
    return _GAP.sub(take, source[:last]) + source[last:]


def read_missing_words(question: Question) -> Answered | None:
    """Return a text with gaps whose words are listed beside it, by their number."""
    words = [
        raw(box.find("text")) or box.text or ""
        for tag in ("selectoption", "dragbox")
        for box in question.element.findall(tag)
    ]
    hidden: list[str] = []
    used: set[int] = set()

    def take(found: re.Match[str]) -> str:
        number = int(found[1])
        used.add(number)
        hidden.append(_plain(question, words[number - 1]) if 0 < number <= len(words) else "")
        return gap(len(hidden) - 1)

    made = _with_gaps(question, lambda source: _NUMBERED.sub(take, source), hidden)
    if made and len(used) < len(words):
        question.lose("wrong words to choose from in the gaps", "the right ones")
    return made


def _with_gaps(question: Question, mark: Callable[[str], str], hidden: list[str]) -> Answered | None:
    """Return the text with its gaps, or tell why there is none."""
    holder = question.element.find("questiontext")
    if holder is None:
        question.leave_out("it has no text")
        return None
    source = question.source(holder)
    case = CASE.match(source)
    text = question.marked(holder, mark(source[case.end() :] if case else source))
    if not hidden:
        question.leave_out("it has no gap")
        return None
    made = question.cloze(text, hidden)
    if made is None:
        return None
    return Answered(made[0], made[1], question.marked(holder, case[1]) if case else "")


def _right_word(question: Question, kind: str, text: str) -> str:
    """Return the answer that gives all points; what else the gap says is told."""
    found = [_alternative(question, one[0]) for one in _ALTERNATIVE.finditer(text)]
    if any(one.feedback for one in found):
        question.lose("what is said of the answers in the gaps")
    if kind in _WORDS:
        found = _without_patterns(question, found)
    right = [one for one in found if one.weight >= 100]
    if kind.startswith(("MR", "MULTIRESPONSE")):
        if len([one for one in found if one.weight > 0]) != 1:
            return ""
        right = [one for one in found if one.weight > 0]
    if not right:
        return ""
    others = [one.text for one in found if one is not right[0] and one.text != "*"]
    if others:
        question.lose(
            f"other answers in a gap: {shorten('; '.join(others), _SHOWN)}", f"the right one, {right[0].text}"
        )
    if kind in {"SHORTANSWER_C", "SAC", "MWC"}:
        question.lose("the difference between capitals and small letters in a gap")
    if kind in {"NUMERICAL", "NM"}:
        return _number(question, right[0].text)
    return right[0].text


def _without_patterns(question: Question, found: list[_Alternative]) -> list[_Alternative]:
    """Return the answers that are no patterns, with their stars as they are; patterns are told."""
    for one in found:
        if WILDCARD.search(one.text) and one.text != "*":
            question.lose(f"the pattern {shorten(one.text, _SHOWN)} in a gap")
    plain_ones = [one for one in found if not WILDCARD.search(one.text)]
    return [replace(one, text=one.text.replace("\\*", "*")) for one in plain_ones]


def _number(question: Question, text: str) -> str:
    value, _, tolerance = text.partition(":")
    if number_of(tolerance or "0") != 0:
        question.lose(f"the tolerance of {shorten(text, _SHOWN)} in a gap", "the number itself")
    return value.strip()


def _alternative(question: Question, text: str) -> _Alternative:
    share = _SHARE.match(text.lstrip())
    weight = Decimal(0)
    if share:
        weight = Decimal(100) if share[0] == "=" else number_of(share[1]) or Decimal(0)
        text = text.lstrip()[share.end() :]
    feedback = _FEEDBACK.search(text)
    answer = text[: feedback.start()] if feedback else text
    return _Alternative(_plain(question, answer), weight, feedback[1].strip() if feedback else "")


def _plain(question: Question, source: str) -> str:
    """Return HTML in a gap as plain text on one line."""
    return " ".join(plain(blocks(question.intake.rich(_ESCAPED.sub(r"\1", source), question.where))).split())
