"""The `key:: value` lines below an item, each read into its own type or refused with a reason.

A line that cannot be used is passed over and kept as prose below the item, so that rewriting a deck loses nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nmt_study.deck.citation import EVIDENCE_WORDS
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.draft import Draft
from nmt_study.deck.grammar.lines import LineKind
from nmt_study.deck.grammar.source import quoted
from nmt_study.deck.model import NO_PROPERTIES, Answer, Choice, Properties, Recall, Review

LADDER = tuple(EVIDENCE_WORDS)  # strongest kind of source first
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}")
DIGITS = 12  # of the digest of a review mark: enough to tell a change, short enough to read aloud
_MARK = re.compile(rf"([0-9a-f]{{{DIGITS}}}) (\d{{4}}-\d{{2}}-\d{{2}}) (\S.{{0,199}})", re.ASCII)
_POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?")
_NOT_FOR_ALL = frozenset({"both-ways", "select", "shuffle"})
YES_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value cannot be used."""

    code: Code
    message: str
    hint: str = ""


Value = str | tuple[str, ...] | Decimal | bool | Review


def comma_list(value: str) -> tuple[str, ...]:
    """Return the parts of a comma-separated list that have text, each once."""
    if "," not in value:
        return (value,)
    return tuple(dict.fromkeys([part for piece in value.split(",") if (part := piece.strip())]))


def evidence_fault(word: str) -> tuple[str, str]:
    """Return message and hint for a word that is not on the ladder of evidence."""
    return f"{quoted(word)} is no kind of evidence.", f"The words are {', '.join(LADDER)}."


def _text(value: str) -> Value | Refusal:
    return value


def _list(value: str) -> Value | Refusal:
    return comma_list(value) or Refusal(Code.EMPTY_PROPERTY, "The list has commas only.")


def _id(value: str) -> Value | Refusal:
    if SLUG.fullmatch(value):
        return value
    return Refusal(
        Code.BAD_ID,
        f"{quoted(value)} cannot be an id.",
        "Use letters a to z, digits and . _ - : / without spaces.",
    )


def _evidence(value: str) -> Value | Refusal:
    return value if value in EVIDENCE_WORDS else Refusal(Code.BAD_EVIDENCE, *evidence_fault(value))


def _level(value: str) -> Value | Refusal:
    if value == "core":
        return value
    return Refusal(
        Code.BAD_LEVEL, f"There is no level {quoted(value)}.", "Write `level:: core`, or delete the line."
    )


def _points(value: str) -> Value | Refusal:
    if _POINTS.fullmatch(value):
        return Decimal(value)
    return Refusal(
        Code.BAD_VALUE, f"{quoted(value)} is no number of points.", "Write a number such as 2 or 0.5."
    )


def _yes_no(value: str) -> Value | Refusal:
    found = YES_NO.get(value.lower())
    if found is None:
        return Refusal(Code.BAD_VALUE, f"{quoted(value)} is neither yes nor no.", "Write yes or no.")
    return found


def _select(value: str) -> Value | Refusal:
    if value in {"one", "many"}:
        return value
    return Refusal(
        Code.BAD_VALUE,
        f"{quoted(value)} is neither one nor many.",
        "Write `select:: many`, or delete the line.",
    )


def _reviewed(value: str) -> Value | Refusal:
    hint = "`nmt-study deck review` writes the marks; delete the line if nobody reviewed the card."
    refusal = Refusal(Code.BAD_VALUE, f"{quoted(value)} is no review mark.", hint)
    found = _MARK.fullmatch(" ".join(value.split()))
    if found is None:
        return refusal
    try:
        return Review(found[1], date.fromisoformat(found[2]), found[3])
    except ValueError:
        return refusal


_READERS: dict[str, Callable[[str], Value | Refusal]] = {
    "id": _id,
    "tags": _list,
    "source": _list,
    "evidence": _evidence,
    "topic": _text,
    "level": _level,
    "points": _points,
    "status": _text,
    "both-ways": _yes_no,
    "select": _select,
    "shuffle": _yes_no,
    "reviewed": _reviewed,
}


def read_properties(draft: Draft, answer: Answer | None) -> Properties:
    """Return the properties of an item; `answer` tells which of them mean anything."""
    values: dict[str, Value] = {}
    for index, kind in zip(draft.at, draft.kinds, strict=True):
        if kind is LineKind.PROPERTY:
            refusal = _take(draft.page.lines[index], answer, values)
            if refusal:
                draft.asides.append(index)
                draft.report(refusal.code, index, refusal.message, refusal.hint)
    return Properties(**values) if values else NO_PROPERTIES  # type: ignore[arg-type]


def _take(line: str, answer: Answer | None, values: dict[str, Value]) -> Refusal | None:
    key, _, written = line.partition("::")
    written = written.strip()
    name = key.replace("-", "_")
    if not written:
        return Refusal(Code.EMPTY_PROPERTY, f"`{key}::` has no value.", "Write one, or delete the line.")
    if name in values:
        return Refusal(Code.PROPERTY_TWICE, f"`{key}::` was given before.", "Delete one of the two lines.")
    value = _READERS[key](written)
    if isinstance(value, Refusal):
        return value
    if key in _NOT_FOR_ALL and (idle := _idle(key, answer)):
        return idle
    values[name] = value
    return None


def _idle(key: str, answer: Answer | None) -> Refusal | None:
    """Refuse a property that the kind of question has no use for."""
    if answer is None:  # the item is left out anyway
        return None
    if key == "both-ways" and not isinstance(answer, Recall):
        return Refusal(
            Code.IDLE_PROPERTY, "`both-ways::` needs an `A:`.", "Only a question with an `A:` can be turned."
        )
    if key != "both-ways" and not isinstance(answer, Choice):
        return Refusal(
            Code.IDLE_PROPERTY, f"`{key}::` needs options.", "It belongs to a list of `- [ ]` lines."
        )
    return None
