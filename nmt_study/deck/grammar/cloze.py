r"""The deletions of a cloze text: which `[…]` hide something, and which are ordinary Markdown.

Ordinary are code, `[text](address)`, pictures, `[^1]`, `[[…]]`, `[]`, `[ ]`, the boxes of a task list and `\[`.
"""

import re
from dataclasses import dataclass

from nmt_study.deck.grammar.brackets import Pair, brackets
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.model import Deletion

_BOX = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+$")
_EMPTY_OR_FOOTNOTE = re.compile(r"\[(?:\s*|\^[^\s\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem at a code-point offset of a cloze text."""

    code: Code
    offset: int
    message: str
    hint: str


def deletions(text: str) -> tuple[tuple[Deletion, ...], list[Fault]]:
    """Return the deletions of a cloze text in order, and what is wrong with its brackets."""
    found = brackets(text)
    hiding, faults = _hiding(text, found.pairs)
    faults += [_unclosed(at) for at in found.unclosed] + [_stray(at) for at in found.stray]
    if not hiding and not any(fault.code.leaves_out for fault in faults):
        faults.append(_nothing_hidden())
    made = [Deletion(text[pair.start + 1 : pair.end - 1], pair.start, pair.end) for pair in hiding]
    return tuple(made), sorted(faults, key=lambda fault: fault.offset)


def _hiding(text: str, pairs: list[Pair]) -> tuple[list[Pair], list[Fault]]:
    """Return the pairs that hide text in order, and a fault for each that stands inside another one.

    Pairs come in the order in which they close, so whatever stands inside a pair is at the end of the list.
    """
    wiki = {(pair.start - 1, pair.end + 1) for pair in pairs}
    hiding: list[Pair] = []
    faults = []
    for pair in pairs:
        inner = []
        while hiding and hiding[-1].start > pair.start:
            inner.append(hiding.pop())
        if _is_ordinary(text, pair) or (pair.start, pair.end) in wiki:
            continue
        faults += [_nested(part.start) for part in inner]
        hiding.append(pair)
    return hiding, faults


def _is_ordinary(text: str, pair: Pair) -> bool:
    if pair.address is not None or _EMPTY_OR_FOOTNOTE.fullmatch(text, pair.start, pair.end):
        return True
    if text[pair.start : pair.start + 3] not in {"[x]", "[X]"} or text[pair.end : pair.end + 1].strip():
        return False
    line = text[text.rfind("\n", 0, pair.start) + 1 : pair.start]
    return _BOX.fullmatch(line) is not None


def _unclosed(offset: int) -> Fault:
    hint = "Add the `]`, or write `\\[` where a bracket is meant."
    return Fault(Code.OPEN_BRACKET, offset, "This `[` is never closed in its paragraph.", hint)


def _nested(offset: int) -> Fault:
    hint = "Make two deletions side by side, or write `\\[` and `\\]` for the inner brackets."
    return Fault(Code.NESTED_BRACKET, offset, "This deletion stands inside another one.", hint)


def _stray(offset: int) -> Fault:
    hint = "Add the `[`, or write `\\]` where a bracket is meant."
    return Fault(Code.LONE_BRACKET, offset, "This `]` closes nothing.", hint)


def _nothing_hidden() -> Fault:
    hint = "Put square brackets around what is to be hidden: `[like this]`."
    return Fault(Code.NO_DELETION, 0, "This cloze hides nothing, so it makes no card.", hint)
