"""Decks of hashcards and repeater, which our own parser reads, and our decks as such.

They know questions with answers and gaps (`Q:`, `A:`, `C:`), and nothing else. Every other kind is written as a
question with its answer; a `Why:` stays below the answer, where they show it with it. Properties stay behind.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from nmt_study.deck.grammar.brackets import brackets
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write_item
from nmt_study.deck.model import (
    NO_PROPERTIES,
    Choice,
    Cloze,
    Header,
    Heading,
    Item,
    Match,
    Numeric,
    Order,
    Prose,
    Recall,
    Typed,
)
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.exchange.format import Arrived, Departed, Loss, Parcel
from nmt_study.exchange.hypertext import markdown_of_text
from nmt_study.exchange.keys import LETTERS
from nmt_study.exchange.telling import quoted, title_of
from nmt_study.text import canonical, clean

_UNREADABLE = frozenset({"D001", "D002"})
_CHANGED = frozenset(
    {"D004", "D005", "D006", "D010", "D011", "D108", "D109", "D112", "D114", "D118", "D303", "D304"}
)
_FRONT = re.compile(r"---[ \t]*\r?\n(.{0,4000}?)\n---[ \t]*\r?(?:\n|$)", re.DOTALL)
_SOUNDS = (".mp3", ".wav", ".ogg", ".m4a", ".flac", ".opus", ".mp4", ".webm")
_NAMES = {
    "tags": "tags", "source": "sources", "evidence": "kind of evidence", "topic": "topic", "level": "level", "points": "points",
    "status": "status", "both_ways": "both ways", "shuffle": "order of options", "reviewed": "review mark", "id": "id",
}  # fmt: skip


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:  # noqa: ARG001 - the shape of every reader
    """Return the deck in a file of hashcards or repeater; a card that cannot be read stays in it as text.

    Raises:
        NmtError: it is not UTF-8, larger than a deck may be, or has no card.
    """
    parsed = parse(data, clean(name))
    losses: list[Loss] = []
    for one in parsed.diagnostics:
        if one.code in _UNREADABLE:
            raise NmtError(f"{clean(name)}: {one.message}", one.hint, ExitCode.USAGE)
        if one.severity is Severity.ERROR:
            losses.append(Loss(f"line {one.line}", one.message, "its lines, as text that is not asked"))
        elif one.code in _CHANGED:
            losses.append(Loss(f"line {one.line}", one.message, "the line, as it stands"))
    deck = parsed.deck
    if not deck.items:
        hint = "A card is a line `Q: …` with a line `A: …`, or a line `C: …` with [gaps]."
        raise NmtError(f"{clean(name)} has no card", hint, ExitCode.USAGE)
    title = _name(data) or deck.header.title or title_of(name)
    deck = replace(deck, header=replace(deck.header, title=title))
    for item in deck.items:
        losses += _shown(item)
    return Arrived((Parcel(deck),), tuple(losses))


def _name(data: bytes) -> str:
    """Return the name that a header in TOML gives the deck, as TOML means it, "" where there is none."""
    found = _FRONT.match(data.decode(errors="replace").removeprefix("\ufeff"))
    try:
        name = tomllib.loads(found[1]).get("name") if found else None
    except tomllib.TOMLDecodeError:
        return ""
    return " ".join(clean(name).split()) if isinstance(name, str) else ""


def _shown(item: Item) -> Iterator[Loss]:
    """Tell of pictures and sounds, which lie beside the file."""
    said = item.answer.text if isinstance(item.answer, Recall) else ""
    for text in (item.stem, said, item.why):
        for pair in brackets(text).pairs if "](" in text else ():
            if not pair.image or not pair.address:
                continue
            where = f"line {item.place.first}"
            if pair.address.lower().endswith(_SOUNDS):
                yield Loss(where, f"the sound {quoted(pair.address)}", "its name")
            else:
                yield Loss(
                    where, f"the picture {quoted(pair.address)}", "its name: put the file beside the deck"
                )


def write(parcel: Parcel) -> Departed:
    """Return a deck as hashcards and repeater read it.

    Raises:
        NmtError: there is no item in it.
    """
    losses: list[Loss] = list(_of_header(parcel.deck.header))
    cards: list[str] = []
    number = 0
    for part in parcel.deck.parts:
        if isinstance(part, Heading):
            losses.append(Loss(f"below item {number}", f"the heading {quoted(part.text)}"))
        elif isinstance(part, Prose):
            losses.append(Loss(f"below item {number}", f"text that is no item: {quoted(part.text)}"))
        elif isinstance(part, Item):
            number += 1
            cards.append(_card(part, f"item {number}", losses))
    if not cards:
        raise NmtError("there is no item to write", "Choose a deck with items.", ExitCode.USAGE)
    losses += [
        Loss("the file", f"the picture {quoted(one.name)}", "its name: put the file beside it")
        for one in parcel.media
    ]
    if parcel.reviews:
        losses.append(Loss("the file", f"{len(parcel.reviews):,} answers given so far"))
    title = parcel.deck.header.title
    head = f"---\nname = {_toml(title)}\n---\n\n" if title else ""
    return Departed((head + "\n".join(cards)).encode(), tuple(losses))


def _of_header(header: Header) -> Iterator[Loss]:
    kept = Header(title=header.title)
    if header != kept:
        yield Loss("the header", "everything but the title")


def _toml(text: str) -> str:
    """Return a basic string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _card(item: Item, where: str, losses: list[Loss]) -> str:
    lost = [
        name for key, name in _NAMES.items() if getattr(item.properties, key) != getattr(NO_PROPERTIES, key)
    ]
    if lost:
        losses.append(Loss(where, f"{quoted(item.stem)}: {', '.join(lost)}"))
    card = replace(item, case="", properties=NO_PROPERTIES)
    if item.case and isinstance(item.answer, Cloze) and "[" in item.case:
        losses.append(Loss(where, f"{quoted(item.stem)}: its case, whose brackets would be gaps"))
    elif item.case:
        losses.append(Loss(where, "that questions share a case", "the case, in front of the question"))
        card = replace(card, stem=f"{item.case}\n\n{item.stem}")
    if not isinstance(item.answer, Recall | Cloze):
        stem, answer = _told(item)
        kept = "a question with the answer to be said aloud"
        losses.append(Loss(where, f"{quoted(item.stem)}: that it is of the kind “{item.kind.value}”", kept))
        if isinstance(item.answer, Choice) and any(one.feedback for one in item.answer.options):
            losses.append(Loss(where, f"{quoted(item.stem)}: feedback on options"))
        card = replace(card, stem=f"{card.stem}{stem}", answer=Recall(answer))
    if isinstance(item.answer, Cloze):
        card = _cloze(item, card, where, losses)
    return write_item(card)


def _cloze(item: Item, card: Item, where: str, losses: list[Loss]) -> Item:
    """Return a text with gaps; hashcards takes every bracket for a gap but those of pictures."""
    found = item.answer.deletions if isinstance(item.answer, Cloze) else ()
    if item.stem.count("[") - item.stem.count("![") != len(found):
        losses.append(
            Loss(where, f"{quoted(item.stem)}: brackets that hide nothing", "they hide their text there")
        )
    if "[" in item.why:
        losses.append(Loss(where, f"{quoted(item.stem)}: its explanation, whose brackets would be gaps"))
        return replace(card, why="")
    return card


def _told(item: Item) -> tuple[str, str]:
    """Return what is added to the question, and the answer."""
    match item.answer:
        case Choice(options):
            lines = [f"- {letter}) {one.text}" for letter, one in zip(LETTERS * 4, options, strict=False)]
            right = [one.text for one in options if one.correct]
            return "\n\n" + "\n".join(map(_within, lines)), "\n\n".join(right)
        case Typed(accepted):
            return "", " / ".join(markdown_of_text(one) for one in accepted)
        case Numeric(accepted):
            return "", " / ".join(markdown_of_text(one.written) for one in accepted)
        case Order(steps):
            mixed = "\n".join(_within(f"- {step}") for step in sorted(steps, key=canonical))
            return "\n\n" + mixed, "\n".join(_within(f"{n}. {step}") for n, step in enumerate(steps, 1))
        case Match(pairs, distractors):
            right = sorted({*(one for _, one in pairs), *distractors}, key=canonical)
            sides = "\n".join(_within(f"- {left}") for left, _ in pairs)
            others = "\n".join(_within(f"- {one}") for one in right)
            return f"\n\n{sides}\n\nwith\n\n{others}", "\n".join(_within(f"- {a} → {b}") for a, b in pairs)
        case _:
            return "", ""


def _within(entry: str) -> str:
    """Return an entry of a list whose further lines stay within it."""
    return "\n".join(line if not at or not line else f"  {line}" for at, line in enumerate(entry.split("\n")))
