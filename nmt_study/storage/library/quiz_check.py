"""What a quiz's header promises beside what there is to draw from: sources, areas, and how many items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nmt_study.config import Places
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Deck, Kind
from nmt_study.errors import Diagnostic
from nmt_study.quiz.blueprint import allocation
from nmt_study.quiz.paper import Pooled
from nmt_study.quiz.source import pooled, wanted
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import deck_id, decks_in, roots_of
from nmt_study.text import nearest, shorten

Pool = Sequence[Pooled]
_MARKABLE = "Give it options, a number or a word after `=`, or say `kind: quiz`."


@dataclass(frozen=True, slots=True)
class Paper:
    """A quiz or exam that is checked: what it says, how its file is shown to people, and the lines of the file."""

    deck: Deck
    shown: str
    lines: tuple[str, ...]


def quiz_faults(places: Places, quizzes: Mapping[str, Paper]) -> Iterator[Diagnostic]:
    """Yield what quizzes promise and cannot keep; the library is read only where one draws from it."""
    read = lru_cache(maxsize=1)(lambda: _library(places))
    for name, quiz in quizzes.items():
        own = {one: paper.deck for one, paper in quizzes.items()}
        others = {**read(), **own} if quiz.deck.header.draw_from else own
        yield from _faults(name, quiz, others)


def _library(places: Places) -> dict[str, Deck]:
    """Return the decks and quizzes of the home and the shipped ones by their ids, the home's own first."""
    found: dict[str, Deck] = {}
    for root in roots_of(places):
        for path, data in decks_in(root):
            deck = parse(data, path).deck
            found.setdefault(deck.header.id or deck_id(path), deck)
    return found


def _faults(name: str, quiz: Paper, decks: Mapping[str, Deck]) -> Iterator[Diagnostic]:
    header = quiz.deck.header
    exam = header.kind == "exam"
    tags = {tag for deck in decks.values() for tag in deck.header.tags}
    tags |= {tag for deck in decks.values() for item in deck.items for tag in item.properties.tags}
    found = wanted(header.draw_from, decks, tags)
    for entry in found.unknown:
        near = nearest(entry, [*decks, *tags])
        hint = (
            f"Did you mean {near}?" if near else "Write the id of a deck or quiz, a folder of them, or a tag."
        )
        message = f"{shorten(entry, 60)!r} is no deck, quiz, folder or tag."
        yield _at(quiz, LibraryCode.QUIZ_SOURCE, entry, message, hint)
    if exam:
        yield from _unmarked(quiz)

    def pool(*, exam: bool) -> dict[str, Pooled]:
        return {
            one.key: one
            for other, deck in decks.items()
            for one in pooled(deck, other, exam=exam)
            if other == name or other in found.decks or one.areas & found.tags
        }

    asked = pool(exam=exam)
    every = pool(exam=False) if exam else asked
    if asked:
        left_out = frozenset().union(*(one.areas for key, one in every.items() if key not in asked))
        yield from _amounts(quiz, tuple(asked.values()), left_out)
    elif not found.unknown:
        hint = _MARKABLE if every else "Write items below the header, or what to draw from after `from:`."
        yield _at(quiz, LibraryCode.QUIZ_EMPTY, "---", "There is no item to ask.", hint)


def _unmarked(quiz: Paper) -> Iterator[Diagnostic]:
    """Yield the items of an exam that it does not ask."""
    for item in quiz.deck.items:
        if item.kind is Kind.RECALL:
            message = "An exam does not ask this item: whoever answers would have to mark it."
            yield LibraryCode.QUIZ_UNMARKED.at(quiz.shown, message, _MARKABLE, item.place.first)


def _amounts(quiz: Paper, pool: Pool, left_out: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield areas that nothing has or that have too little, and a draw above what there is.

    `left_out` are the areas of items that an exam does not ask.
    """
    header = quiz.deck.header
    if header.draw is not None and header.draw > len(pool):
        message = f"{header.draw} items are to be drawn, and there are {len(pool)}."
        yield _at(quiz, LibraryCode.QUIZ_DRAW, "draw", message, "Lower `draw:`, or add to `from:`.")
    present = frozenset().union(*(one.areas for one in pool))
    counts = allocation(header.draw or len(pool), dict(header.blueprint)) if header.blueprint else {}
    for area, count in counts.items():
        having = sum(area in one.areas for one in pool)
        if area not in present:
            yield _absent(quiz, area, present, left_out)
        elif having < count and header.draw is not None:
            message = f"{count} items on {shorten(area, 60)} are asked for, and there are {having}."
            yield _at(quiz, LibraryCode.QUIZ_SHORT, area, message, "Write more items, or lower the share.")


def _absent(quiz: Paper, area: str, present: frozenset[str], left_out: frozenset[str]) -> Diagnostic:
    """Return that no item asked has an area of the blueprint."""
    named = f"the topic or tag {shorten(area, 60)!r}"
    if area in left_out:
        message = f"Only items with an `A:` have {named}, and an exam does not ask them."
        return _at(quiz, LibraryCode.QUIZ_AREA, area, message, _MARKABLE)
    near = nearest(area, present)
    hint = f"Did you mean {near}?" if near else "Write a topic or tag of the items."
    return _at(quiz, LibraryCode.QUIZ_AREA, area, f"No item has {named}.", hint)


def _at(quiz: Paper, code: LibraryCode, word: str, message: str, hint: str) -> Diagnostic:
    """Return a diagnostic at the place of a word in the header."""
    end = next((at for at, line in enumerate(quiz.lines[1:], 1) if line.startswith("---")), len(quiz.lines))
    for number, line in enumerate(quiz.lines[: end + 1], 1):
        if (number > 1 and word in line) or word == "---":
            return code.at(quiz.shown, message, hint, number)._replace(column=max(line.find(word), 0) + 1)
    return code.at(quiz.shown, message, hint)
