"""The library of decks as people ask about it: which there are, what is in one, what is wrong with files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nmt_study.config import Places
from nmt_study.deck.face import face_of
from nmt_study.deck.grammar import codes as deck_codes
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Card, Choice
from nmt_study.errors import Diagnostic, ExitCode, NmtError, Severity
from nmt_study.services.desk import Desk
from nmt_study.storage.library import check as checking
from nmt_study.storage.library import codes as library_codes
from nmt_study.storage.library.library import DeckInfo, Found
from nmt_study.text import clean, nearest, shorten


def decks(desk: Desk) -> tuple[DeckInfo, ...]:
    """Return the decks of the library; quizzes are listed by the quiz commands."""
    return tuple(deck for deck in desk.library.decks() if not deck.quiz)


def deck_json(deck: DeckInfo) -> dict[str, Any]:
    """Return a deck or quiz in its documented shape."""
    return {
        "id": deck.id,
        "title": deck.title,
        "topic": deck.topic,
        "cards": deck.cards,
        "path": deck.path,
        "status": deck.status,
    }


@dataclass(frozen=True, slots=True)
class ShownDeck:
    """A deck or quiz with its cards in file order."""

    deck: DeckInfo
    cards: tuple[Found, ...]


def find(desk: Desk, name: str) -> DeckInfo:
    """Return a deck or quiz by its id.

    Raises:
        NmtError: there is none with that id.
    """
    deck = desk.library.deck(name)
    if deck is None:
        near = nearest(name, [one.id for one in desk.library.decks()])
        hint = f"Did you mean {near}?" if near else "nmt-study deck list shows the ids."
        raise NmtError(f"there is no deck {shorten(clean(name), 60)!r}", hint, ExitCode.USAGE)
    return deck


def show(desk: Desk, name: str) -> ShownDeck:
    """Return a deck or quiz by its id, with its cards.

    Raises:
        NmtError: there is none with that id.
    """
    return ShownDeck(find(desk, name), desk.library.deck_cards(name))


def shown_json(found: ShownDeck) -> dict[str, Any]:
    """Return a deck with its cards in the documented shape."""
    return {"id": found.deck.id, "title": found.deck.title, "cards": [card_json(one) for one in found.cards]}


def card_json(found: Found) -> dict[str, Any]:
    """Return a card in its documented shape; texts are plain, without markup."""
    card, origin = found.card, found.origin
    face = face_of(card)
    return {
        "id": card.key,
        "kind": card.item.kind.value,
        "question": plain(face.question),
        "answer": plain(face.answer),
        "options": _options(card),
        "tags": list(origin.tags),
        "sources": list(origin.source),
        "evidence": origin.evidence,
        "path": origin.path,
        "line": origin.line,
    }


def _options(card: Card) -> list[dict[str, Any]]:
    """Return the options of a choice item."""
    answer = card.item.answer
    if not isinstance(answer, Choice):
        return []
    return [{"text": plain(blocks(option.text)), "correct": option.correct} for option in answer.options]


def card_lines(found: Found) -> list[str]:
    """Return a card as lines to read: where it stands, question, options, answer."""
    face = face_of(found.card)
    lines = [
        f"{found.origin.path}:{found.origin.line}  {found.card.key}",
        f"Question: {plain(face.question)}",
    ]
    lines += [f"{number}. {plain(option)}" for number, option in enumerate(face.options, 1)]
    return [*lines, f"Answer: {plain(face.answer)}"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and in how many files it looked."""

    files: int
    diagnostics: tuple[Diagnostic, ...]

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics have a severity."""
        return sum(found.severity is severity for found in self.diagnostics)


def check(places: Places, paths: Sequence[Path]) -> Checked:
    """Check files and folders; without any, the decks and quizzes of the home.

    Raises:
        NmtError: a path does not exist, or is neither a file nor a folder.
    """
    files, diagnostics = checking.check_files(places, paths)
    return Checked(files, diagnostics)


def check_text(places: Places, path: str, text: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong in the text of one file as it stands in an editor, saved or not.

    Ids that other files have, too, only `check` tells.
    """
    return checking.check_text(places, path, text)


def explain(code: str) -> str:
    """Return what a code of a diagnostic means.

    Raises:
        NmtError: there is no such code.
    """
    from nmt_study.deck.lint.rules import SOURCES
    from nmt_study.deck.lint.rules import explain as rule_of

    rule = rule_of(code)
    if rule is not None:
        sources = "".join(f"\n{name}: {SOURCES[name]}" for name in rule.sources)
        return f"{rule.id} ({rule.severity.value}): {rule.reason}{sources}"
    known = deck_codes.explain(code) or library_codes.explain(code)
    if known is None:
        raise NmtError(
            f"there is no code {shorten(clean(code), 60)!r}",
            "Codes look like D101 and stand in each message.",
            ExitCode.USAGE,
        )
    return f"{known.id} ({known.severity.value}): {known.reason}"
