"""A question of a Word document on its way from its lines to an item."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nmt_study.deck.grammar.properties import comma_list
from nmt_study.deck.model import NO_PROPERTIES, Choice, Item, Option, Properties, Recall
from nmt_study.exchange.format import Doubt
from nmt_study.exchange.keys import LETTERS
from nmt_study.exchange.landing import Landing, plain_markdown
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.word.keys import Verdict, gives_away, is_several, verdict_of
from nmt_study.exchange.word.lines import Line, markdown, strength, unmarked
from nmt_study.exchange.word.signs import Role, Token, with_marks, without_letter
from nmt_study.text import clean, shorten

_TRUTH = re.compile(r"\btrue\s*(?:/|or|\|)\s*false\b|\bt\s*/\s*f\b|\(\s*t\s*,\s*f\s*\)", re.IGNORECASE)
_TRUTHS = {"true": 0, "t": 0, "false": 1, "f": 1}
_LETTER = re.compile(r"\(?[A-Ja-j]\)?[.)]?(?:\s*(?:,|and|&)\s*[A-Ja-j])*")
_POINTS = re.compile(
    r"\s*[(\[]\s*(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:points?|pts?\.?|marks?)\s*[)\]]\s*$", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?")
_LONGEST_OPTION = 120  # characters of a line that may be an option without any sign of one
_MOST_OPTIONS = 10
_FEWEST_SURE = 3  # lines without signs among which a bold one is taken for the right option
_LEAVE = "none of these: leave the item out"
_ENDS_STEM = ("?", ":", "…", "...", "__", ".")


@dataclass(slots=True)
class Draft:
    """The lines of one question. `entries` are its answers in lists of answers, `unsure` why it is asked about in any case.

    `id` names it in doubts: that it is the seventh of its document holds however often it is read.
    """

    where: str
    number: str = ""
    stem: list[Line] = field(default_factory=list)
    options: list[Token] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    answer_lines: list[Line] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    why: list[Line] = field(default_factory=list)
    traits: list[Token] = field(default_factory=list)
    case: str = ""
    unsure: str = ""
    id: str = ""

    @property
    def text(self) -> str:
        """The question as plain text."""
        return " ".join(" ".join(line.text.split()) for line in self.stem if line.text.strip())

    @property
    def markdown(self) -> str:
        """The question as Markdown."""
        return _paragraphs(self.stem)


def finish(draft: Draft, landing: Landing, legend: str) -> Item | None:
    """Return the item of a draft; None where it is left out, which is told, and asked where asking helps."""
    if not draft.options:
        _find_options(draft)
    if draft.options:
        return _choice(draft, landing, legend)
    return _without_options(draft, landing)


def _find_options(draft: Draft) -> None:
    """Take lines without letters or bullets below a question as its options where they look like such.

    Where fewer than three are there, or nothing marks one, the person is asked.
    """
    lines = [line for line in draft.stem if not line.is_blank]
    first, rest = lines[:1], lines[1:]
    if not 2 <= len(rest) <= _MOST_OPTIONS or not first or _TRUTH.search(draft.text):
        return
    if not first[0].text.rstrip().endswith(_ENDS_STEM):
        return
    if any(len(line.text) > _LONGEST_OPTION or line.text.rstrip().endswith(("?", ":")) for line in rest):
        return
    options = [with_marks(Token(Role.TEXT, line, line)) for line in rest]
    verdict = verdict_of(options, draft.answers, draft.entries, draft.text)
    if draft.answers and not any(one.key for one in verdict.readings):
        return  # an answer that is none of the lines: these are part of the question
    draft.stem, draft.options = first, options
    # A bold line at the end may be a heading that has no style, and a statement above may be no question.
    last = strength(rest[-1].pieces) == "whole"
    if len(rest) < _FEWEST_SURE or last or first[0].text.rstrip().endswith("."):
        draft.unsure = "These may be its options."


def _choice(draft: Draft, landing: Landing, legend: str) -> Item | None:
    if len(draft.options) < 2:
        landing.lose(draft.where, f"{quoted(draft.text)}: it has only one option", "nothing of it")
        return None
    verdict = verdict_of(draft.options, draft.answers, draft.entries, draft.text, legend=legend)
    texts = [" ".join(one.line.text.split()) or "a picture" for one in draft.options]
    key = None if draft.unsure else verdict.key
    if key is None:
        key = _asked(draft, texts, verdict, landing)
    if key is None:
        return None
    lines = [one.line for one in draft.options]
    if gives_away(draft.options, key):
        lines = [_unmarked(line, landing) if place in key else line for place, line in enumerate(lines)]
    options = tuple(Option(_option(line), place in key) for place, line in enumerate(lines))
    many = len(key) > 1 or is_several(draft.text)
    item = _item(draft, Choice(options, many), landing)
    if many and len(key) == 1:
        item = replace(item, properties=replace(item.properties, select="many"))
    return item


def _unmarked(line: Line, landing: Landing) -> Line:
    """Return a right option without the x in brackets that says so; one that stays is told."""
    found = without_letter(line)
    if found is line:
        what = f"whether an X in brackets is a number or gives the right option away: {quoted(line.text)}"
        landing.lose(line.where, what, "the X, in the option")
    return found


def _option(line: Line) -> str:
    """Return an option as Markdown; bold all through was a mark or mere layout."""
    pieces = unmarked(line.pieces) if strength(line.pieces) == "whole" else line.pieces
    return markdown(pieces)


def _asked(draft: Draft, texts: Sequence[str], verdict: Verdict, landing: Landing) -> frozenset[int] | None:
    singles = [frozenset({place}) for place in range(len(texts))]
    keys = [*singles, *verdict.together]
    choices = [f"{LETTERS[place]}: {shorten(clean(text), 60)}" for place, text in enumerate(texts)]
    choices += [" and ".join(LETTERS[place] for place in sorted(key)) for key in verdict.together]
    question = f"Which option is right? {quoted(draft.text)} {draft.unsure} {verdict.hint}"
    doubt = Doubt(
        landing.named(f"{draft.id}-key"), draft.where, " ".join(question.split()), (*choices, _LEAVE)
    )
    at = landing.ask(doubt)
    if at is None or at == len(keys):
        landing.lose(draft.where, f"{quoted(draft.text)}: it is not certain which option is right")
        return None
    return keys[at]


def _without_options(draft: Draft, landing: Landing) -> Item | None:
    """Return an item of true or false, or one with an answer in words."""
    said = [" ".join(text.split()) for text in (*draft.answers, *draft.entries) if text.strip()]
    truths = {_TRUTHS.get(text.casefold().rstrip(".")) for text in said}
    words = {text.casefold().rstrip(".") for text in said}
    if _TRUTH.search(draft.text) or (said and words <= {"true", "false"}):
        return _truth(draft, truths, landing)
    if said and all(_LETTER.fullmatch(text) for text in said):
        landing.lose(
            draft.where,
            f"{quoted(draft.text)}: its answer names an option, and there is none",
            "nothing of it",
        )
        return None
    if not said:
        landing.lose(
            draft.where, f"{quoted(draft.text)}: it has neither options nor an answer", "nothing of it"
        )
        return None
    lines = draft.answer_lines
    if len(words) > 1 or not lines:
        answer = "\n\n".join(plain_markdown(text) for text in dict.fromkeys(said))
    else:
        answer = _paragraphs(lines)
    return _item(draft, Recall(answer), landing)


def _truth(draft: Draft, truths: set[int | None], landing: Landing) -> Item | None:
    key = frozenset({place for place in truths if place is not None}) if len(truths) == 1 else frozenset()
    if len(key) != 1:
        found = _asked(draft, ("True", "False"), Verdict(None), landing)
        if found is None:
            return None
        key = found
    return _item(draft, Choice((Option("True", 0 in key), Option("False", 1 in key))), landing)


def _item(draft: Draft, answer: Choice | Recall, landing: Landing) -> Item:
    properties, stem = _properties(draft, landing)
    why = _paragraphs(draft.why)
    return Item(stem, answer, why, draft.case, properties)


def _paragraphs(lines: Sequence[Line]) -> str:
    """Return lines as paragraphs of Markdown; bold all through was mere layout."""
    kept = [line for line in lines if not line.is_blank]
    plain = all(strength(line.pieces) == "whole" for line in kept if line.text.strip())
    return "\n\n".join(markdown(unmarked(line.pieces) if plain else line.pieces) for line in kept)


def _properties(draft: Draft, landing: Landing) -> tuple[Properties, str]:
    """Return what is said about a question beside it, and its text without the points that end it."""
    found = NO_PROPERTIES
    stem = list(draft.stem)
    ending = _POINTS.search(stem[-1].text) if stem else None
    if ending and stem[-1].text[: ending.start()].strip():
        found = replace(found, points=Decimal(ending[1].replace(",", ".")))
        stem[-1] = stem[-1].cut(0, ending.start())
    for token in draft.traits:
        text = " ".join(token.line.text.split())
        name = token.label.rstrip("s")
        number = _NUMBER.fullmatch(text.replace("%", ""))
        if name in {"source", "reference", "ref"} and text:
            found = replace(found, source=(*found.source, *comma_list(text.replace(";", ","))))
        elif name in {"tag", "keyword"} and text:
            found = replace(found, tags=comma_list(text.replace(";", ",")))
        elif name == "topic" and text:
            found = replace(found, topic=text)
        elif name in {"point", "mark"} and number:
            found = replace(found, points=Decimal(text.replace(",", ".")))
        elif text:
            landing.lose(token.where, f"{quoted(token.raw.text)} beside a question")
    return found, _paragraphs(stem)
