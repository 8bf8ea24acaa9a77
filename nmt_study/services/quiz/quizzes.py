"""Quizzes and exams: which there are, and drawing a paper from one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from nmt_study.deck.face import item_face
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import content_hash
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Deck, Header, Item, Kind, Prose
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.quiz.blueprint import Drawn, Shortage, draw
from nmt_study.quiz.paper import Pooled, in_order, options_in_order
from nmt_study.quiz.sitting import Terms
from nmt_study.services.desk import Desk
from nmt_study.services.words import as_argument, count
from nmt_study.storage.library import pool
from nmt_study.storage.library.files import read_bytes
from nmt_study.storage.library.library import DeckInfo, Found
from nmt_study.storage.record.sitting import EXAM, ONE, PRACTICE, Asked
from nmt_study.text import clean, nearest, reason_of, shorten

MOST = 500
"""Items on one paper; a sitting of more is a mistake in the header."""

FIRST = "A"
"""The version that all others differ from."""

_OF_HEADER = frozenset({Code.HEADER_VALUE.id, Code.BLUEPRINT.id})
"""Mistakes in a header without which a paper would be another one."""

_STEM = 300  # characters of a question that the record keeps


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz or exam with what its header says and what its author writes above the first item.

    `broken` counts its items that are left out for an error, `unmarked` those that no exam asks because whoever answers
    marks them; `fault` is what is wrong in its header, or empty.
    """

    info: DeckInfo
    header: Header
    about: str = ""
    broken: int = 0
    fault: str = ""
    unmarked: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants to take a quiz: `extra` time in per cent, `only` some items, a `seed` to repeat a paper.

    `anew` begins a new sitting even where one is unfinished. A `version` has the items that the seed draws in an order
    of its own, as neighbours in an exam room have them.
    """

    mode: str = PRACTICE
    seed: int | None = None
    extra: int = 0
    only: tuple[str, ...] = ()
    anew: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper about to be sat, and what it lacks by its blueprint."""

    quiz: Quiz
    mode: str
    terms: Terms
    asked: tuple[Asked, ...]
    short: tuple[Shortage, ...] = ()


def quizzes(desk: Desk, *, exams: bool | None = None) -> tuple[DeckInfo, ...]:
    """Return quizzes and exams by their ids; with `exams` only those that are exams, or only those that are none."""
    return tuple(one for one in desk.library.decks() if one.quiz and exams in {None, one.exam})


def asks(desk: Desk, info: DeckInfo) -> int:
    """Return how many items a quiz or exam asks: those it draws, else all that there are for it.

    Raises:
        NmtError: its file cannot be read.
    """
    if not info.exam:
        return info.items
    header = read(desk, info).header
    return header.draw or len(_pool(desk, info.id, header, exam=True)[0])


def _pool(desk: Desk, name: str, header: Header, *, exam: bool) -> tuple[tuple[Pooled, ...], tuple[str, ...]]:
    """Return the items that there are for a quiz, and the entries of `from:` that mean nothing."""
    return desk.library.ask(lambda cache: pool.pool(cache, name, header.draw_from, exam=exam))


def find(desk: Desk, name: str) -> Quiz:
    """Return a quiz or exam by its id.

    Raises:
        NmtError: there is none with that id, or its file cannot be read.
    """
    known = {one.id: one for one in quizzes(desk)}
    if name not in known:
        deck = desk.library.deck(name)
        near = nearest(name, known)
        hint = f"Did you mean {near}?" if near else "nmt-study quiz list and exam list show the ids."
        if deck is not None:
            hint = f"{name} is a deck: nmt-study study --deck {name} asks its cards."
        raise NmtError(f"there is no quiz or exam {shorten(clean(name), 60)!r}", hint, ExitCode.USAGE)
    return read(desk, known[name])


def read(desk: Desk, info: DeckInfo) -> Quiz:
    """Return a quiz or exam, or a deck as if it were one, as its file is now.

    Raises:
        NmtError: its file cannot be read.
    """
    try:
        deck_text = parse(read_bytes(info.file), info.path).deck
    except OSError as fault:
        raise NmtError(f"{info.path} cannot be read: {reason_of(fault)}") from fault
    found = [one for one in desk.library.diagnostics() if one.path == info.path]
    errors = [one for one in found if one.severity is Severity.ERROR]
    in_header = [one for one in errors if one.code in _OF_HEADER]
    wrong = f"line {in_header[0].line}: {in_header[0].message}" if in_header else ""
    unmarked = sum(item.kind is Kind.RECALL for item in deck_text.items)
    return Quiz(info, deck_text.header, _about(deck_text), len(errors) - len(in_header), wrong, unmarked)


def _about(deck: Deck) -> str:
    """Return the prose above the first item in plain words."""
    before = takewhile(lambda part: not isinstance(part, Item), deck.parts)
    return "\n\n".join(plain(blocks(part.text)) for part in before if isinstance(part, Prose))


def prepare(desk: Desk, quiz: Quiz, wish: Wish) -> Paper:
    """Draw a paper: its items and their options in the order that the seed gives.

    Raises:
        NmtError: its header is wrong, there is nothing to draw, or less than the header asks for; nothing is recorded.
    """
    if quiz.fault:
        hint = f"nmt-study deck check {as_argument(quiz.info.path)} says how to mend it."
        raise NmtError(
            f"{quiz.info.id} cannot be taken as its author meant it; its header is wrong, {quiz.fault}", hint
        )
    exam = wish.mode == EXAM
    seed = wish.seed if wish.seed is not None else int.from_bytes(desk.random(4))
    items, unknown = _pool(desk, quiz.info.id, quiz.header, exam=exam)
    if unknown:
        hint = (
            f"Mend `from:` in {quiz.info.path}: it takes ids of decks and quizzes, folders of them, and tags."
        )
        raise NmtError(
            f"{quiz.info.id} draws from {shorten(clean(unknown[0]), 60)!r}, which is neither", hint
        )
    if wish.only:
        items = tuple(one for one in items if one.key in set(wish.only))
    shuffle = quiz.header.shuffle is not False
    drawn = _drawn(quiz, items, wish, str(seed), shuffle=shuffle)
    areas = {one.key: area for one, area in drawn.items}
    lots = _lots(seed, wish.version)
    ordered = in_order(
        [one for one, _ in drawn.items],
        f"{lots[0]}/order",
        shuffle=shuffle,
        before=lots[1] and f"{lots[1]}/order",
    )
    asked = _asked(desk, ordered, areas, lots, shuffle=shuffle)
    return Paper(quiz, wish.mode, _terms(quiz.header, wish, seed), asked, drawn.short)


def _lots(seed: int, version: str) -> tuple[str, str]:
    """Return by which seed a version is ordered, and the one whose orders it shall not have, "" for none."""
    if not version:
        return str(seed), ""
    return f"{seed}/{version}", "" if version == FIRST else f"{seed}/{FIRST}"


def _drawn(quiz: Quiz, items: Sequence[Pooled], wish: Wish, seed: str, *, shuffle: bool) -> Drawn:
    """Draw as the header says.

    Raises:
        NmtError: there are fewer items than that, or none at all.
    """
    header, path, whole = quiz.header, quiz.info.path, bool(wish.only)
    item = "item that an exam can mark" if wish.mode == EXAM else "item"
    shares: dict[str, Decimal] = {} if whole else dict(header.blueprint)
    present = frozenset().union(*(one.areas for one in items))
    if missing := [area for area in shares if area not in present]:
        near = nearest(missing[0], present)
        hint = f"Did you mean {near}?" if near else f"Mend the blueprint in {path}."
        raise NmtError(f"the blueprint of {quiz.info.id} names {missing[0]!r}, and no {item} has it", hint)
    number = len(items) if whole or header.draw is None else header.draw
    if not items:
        raise NmtError(f"{quiz.info.id} has no item to ask", f"See nmt-study deck check {as_argument(path)}.")
    if number > len(items):
        message = f"{quiz.info.id} draws {count(number, 'item')}, but there are only {len(items)}"
        raise NmtError(message, f"Lower `draw:` in {path}, or add to `from:`.")
    if number > MOST:
        raise NmtError(
            f"{quiz.info.id} has {number} items; one paper holds {MOST}", f"Write `draw:` in {path}."
        )
    return draw(items, number, shares, seed, shuffle=shuffle)


def _asked(
    desk: Desk, ordered: Sequence[Pooled], areas: dict[str, str], lots: tuple[str, str], *, shuffle: bool
) -> tuple[Asked, ...]:
    """Return the places of a paper; an item that has just gone from its file is passed over."""
    found = items_of(desk, [one.key for one in ordered])
    asked = []
    for one in ordered:
        if one.key in found:
            item, origin = found[one.key].card.item, found[one.key].origin
            area = areas[one.key] or item.properties.topic or origin.heading or origin.topic or origin.deck
            lot, before = (each and f"{each}/{one.key}" for each in lots)
            options = options_in_order(item, lot, shuffle=shuffle, before=before)
            worth = ONE if item.properties.points is None else item.properties.points
            asked.append(Asked(one.key, content_hash(item), area, options, stem_of(item), worth))
    return tuple(asked)


def stem_of(item: Item) -> str:
    """Return the question of an item as the record keeps it."""
    return shorten(" ".join(plain(item_face(item, ()).question).split()), _STEM)


def stems_of(desk: Desk, name: str) -> frozenset[str]:
    """Return the questions that there are for a quiz by now; none where it is gone.

    Raises:
        NmtError: its file cannot be read.
    """
    info = desk.library.deck(name)
    if info is None:
        return frozenset()
    asked, _ = _pool(desk, name, read(desk, info).header, exam=False)
    return frozenset(stem_of(one.card.item) for one in items_of(desk, [one.key for one in asked]).values())


def items_of(desk: Desk, keys: Iterable[str]) -> dict[str, Found]:
    """Return items by their keys, each as the first of its cards; those that are in no file are absent."""
    found: dict[str, Found] = {}
    for one in desk.library.cards_of(keys):
        found.setdefault(one.card.group, one)
    return found


def _terms(header: Header, wish: Wish, seed: int) -> Terms:
    """Return what the sitting is taken under: an exam keeps to its header, practice tells at once and asks how sure."""
    exam = wish.mode == EXAM
    seconds = header.minutes * 60 if exam and header.minutes else None
    return Terms(
        seed=seed,
        seconds=None if seconds is None else seconds * (100 + wish.extra) // 100,
        extra=wish.extra if seconds else 0,
        at_once=header.feedback != "at-end" if not exam else header.feedback == "immediate",
        certainty=header.confidence or not exam,
        one_way=exam and header.forward_only,
        partial=header.partial,
        passing=None if header.passing is None else float(header.passing),
        part=bool(wish.only),
    )


def broken_words(quiz: Quiz) -> tuple[str, ...]:
    """Return that items of a quiz are left out for an error, and where it is told."""
    if not quiz.broken:
        return ()
    faults = count(quiz.broken, "error")
    return (f"{faults} in {quiz.info.path}: what is wrong is left out. nmt-study deck check names it.",)


def unmarked_words(paper: Paper) -> tuple[str, ...]:
    """Return that an exam leaves out the items of its file that whoever answers would mark."""
    left = paper.quiz.unmarked if paper.mode == EXAM else 0
    if not left:
        return ()
    verb = "is" if left == 1 else "are"
    return (
        f"{count(left, 'item')} with an A: {verb} left out: an exam asks only what the program can mark.",
    )


def shortage_words(short: Sequence[Shortage]) -> tuple[str, ...]:
    """Return what a paper lacks, an area a sentence."""
    return tuple(
        f"The blueprint asks for {count(one.wanted, 'item')} on {one.area}, there {'is' if one.found == 1 else 'are'} "
        f"{one.found}: the paper is shorter."
        for one in short
    )
