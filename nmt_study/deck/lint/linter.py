"""The lint of a file: every rule over every item, with the levels that the file and the home choose."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from nmt_study.deck.belonging import under_all_headings
from nmt_study.deck.grammar.header import is_quiz
from nmt_study.deck.lint import cues, options, stems, support, whole
from nmt_study.deck.lint.rules import Rule
from nmt_study.deck.lint.subject import Check, Finding, Subject
from nmt_study.deck.model import Deck, Recall
from nmt_study.errors import Diagnostic, Severity

Levels = Mapping[Rule, Severity | None]
"""What weight a home gives to a rule; None turns it off."""

USUAL: Levels = MappingProxyType({})
_CHOICE: tuple[Check, ...] = (*options.CHECKS, *cues.CHECKS)
_ANY: tuple[Check, ...] = (*stems.CHECKS, *support.CHECKS)


def lint(
    deck: Deck,
    path: str,
    lines: Sequence[str],
    *,
    levels: Levels = USUAL,
    quiz: bool | None = None,
    name: str = "",
) -> tuple[Diagnostic, ...]:
    """Return what is to be said about the questions of a parsed file, in the order of its lines. Never raises.

    `lines` are those of the file as an editor numbers them, without a byte order mark. What the parser tells is not
    told again. Rules for what is asked in a quiz hold for a quiz; whether the file is one, `path` says unless it is told.
    `name` is the id of the deck where its header gives none.
    """
    asked = is_quiz(deck.header, path) if quiz is None else quiz
    off = {code.upper() for code in deck.header.lint_off}
    found = {
        Diagnostic(path, *one.spot, one.rule.id, level, one.message, one.hint)
        for one in _findings(deck, lines, deck.header.id or name, asked=asked)
        if one.rule.id not in off and (level := levels.get(one.rule, one.rule.severity)) is not None
    }
    return tuple(sorted(found))


def _findings(deck: Deck, lines: Sequence[str], name: str, *, asked: bool) -> Iterator[Finding]:
    subjects = [
        Subject(item, deck.header, lines, asked=asked, deck=name, headings=headings)
        for item, headings in under_all_headings(deck)
    ]
    for one in subjects:
        if one.options:
            for check in _CHOICE:
                yield from check(one)
        if asked or not isinstance(one.item.answer, Recall):
            for check in _ANY:
                yield from check(one)
    top = _header_spot(lines, "title")
    yield from whole.findings(deck.header, subjects, top, _header_spot(lines, "lint"))


def _header_spot(lines: Sequence[str], key: str) -> tuple[int, int]:
    """Return where a key of the header stands, or the first line of the file."""
    for number, line in enumerate(lines[1:200], 2):
        if line.startswith("---"):
            break
        if line.lower().startswith(key):
            return number, 1
    return 1, 1
