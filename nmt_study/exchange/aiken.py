"""Aiken, Moodle's plainest format: single choice without feedback, a line for each question, option and key.

Both ways go the question, its options and which is right, as plain text on one line each. Told are all other kinds,
feedback, explanations, properties, headings and prose. It is read by the rules of Moodle 4.5
(`question/format/aiken/format.php`); where these find no key or an odd one, it is asked for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import (
    NO_HEADER,
    NO_PROPERTIES,
    Choice,
    Deck,
    Header,
    Heading,
    Item,
    Option,
    Part,
    Prose,
)
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Arrived, Departed, Parcel
from nmt_study.exchange.gift.text import SPACE, literal
from nmt_study.exchange.settled import settled
from nmt_study.exchange.telling import quoted, title_of
from nmt_study.exchange.told import LeftOut, Told, text_of

_OPTION = re.compile(r"([A-Z])[).][ \t]?(.*)")
_KEY = re.compile(r"ANSWER:(.*)")
_SURE = re.compile(r"([A-Z])(?:[).]?|[).]?\s+(?P<text>.*))")
_NEARLY_KEY = re.compile(r"(?:answer|ans|key)\s*[:.]", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class _Question:
    """A question that has begun: where, its text, and its options with their letters."""

    line: int
    text: str
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """The items found, and the question that is open."""

    told: Told
    items: list[Item] = field(default_factory=list)
    open: _Question | None = None
    keys: int = 0


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the deck that an Aiken file holds.

    Raises:
        NmtError: it is not UTF-8, is too large, or holds no question.
    """
    reading = _Reading(Told(answers))
    for number, line in enumerate(text_of(data, name).split("\n"), 1):
        reading.told.at(f"line {number}")
        _take(number, line.strip(SPACE), reading)
    _drop_open(reading, "it has no line ANSWER:")
    if not reading.keys:
        hint = "A question ends with a line such as `ANSWER: B`, in capitals."
        raise NmtError(f"{title_of(name) or 'the file'} holds no question in Aiken", hint, ExitCode.USAGE)
    deck = Deck(Header(title=title_of(name), kind="quiz"), tuple(reading.items))
    return Arrived((Parcel(deck),), tuple(reading.told.losses), tuple(reading.told.doubts))


def _take(number: int, line: str, reading: _Reading) -> None:
    """Take a line as Moodle does: shorter than 2 bytes is none, then option, key, or the one line of a question."""
    if len(line.encode()) < 2:
        if line:
            reading.told.lose(f"{quoted(line)}, too short for Moodle to be a line")
        return
    option, key = _OPTION.match(line), _KEY.match(line)
    if not option and not key:
        hint = " (the key is a line `ANSWER: B`, in capitals)" if _NEARLY_KEY.match(line) else ""
        _drop_open(reading, f"another question begins in line {number}{hint}")
        reading.open = _Question(number, line)
    elif reading.open is None:
        reading.told.lose(f"{quoted(line)}, which belongs to no question", "nothing")
    elif option:
        reading.open.options.append((option[1], option[2].strip(SPACE)))
    else:
        reading.keys += 1
        _finish(reading.open, line.partition(":")[2].strip(), reading)
        reading.open = None


def _drop_open(reading: _Reading, why: str) -> None:
    question, here = reading.open, reading.told.where
    if question:
        reading.told.at(f"line {question.line}")
        without = "" if question.options else "it has no options, and in Aiken a question is one line; "
        reading.told.lose(f"{quoted(question.text)}: {without}{why}", "nothing")
        reading.told.at(here)
    reading.open = None


def _finish(question: _Question, key: str, reading: _Reading) -> None:
    told = reading.told
    told.at(f"line {question.line}")
    try:
        reading.items.append(_item(question, key, told))
    except LeftOut as why:
        told.lose(f"{quoted(question.text)}: {why}", "nothing")


def _item(question: _Question, key: str, told: Told) -> Item:
    if any(not text for _, text in question.options):
        raise LeftOut("an option has no text")
    if len(question.options) < 2:
        raise LeftOut("it has fewer than 2 options")
    right = _right(question, key, told)
    options = (Option(literal(text), place == right) for place, (_, text) in enumerate(question.options))
    item = settled(Item(literal(question.text), Choice(tuple(options))))
    if item is None:
        raise LeftOut("its text would mean something else in a deck")
    return item


def _right(question: _Question, key: str, told: Told) -> int:
    """Return which option is right.

    Moodle takes the first letter of the key for a place. That is certain if the option in this place has this letter
    and nothing else is said; otherwise it is asked.
    """
    options, found = question.options, _SURE.fullmatch(key)
    if found:
        place = _LETTERS.index(found[1])
        said = found["text"]
        if place < len(options) and options[place][0] == found[1]:
            alone = [letter for letter, _ in options].count(found[1]) == 1
            if alone and (not said or said.strip().casefold() == options[place][1].casefold()):
                return place
    asked = f"The key of {quoted(question.text)} is {quoted(key)}. Which option is right?"
    return told.ask(asked, tuple(f"{letter}) {text}" for letter, text in options))


def write(parcel: Parcel) -> Departed:
    """Return the single choice questions of a deck as an Aiken file.

    Raises:
        NmtError: there are none.
    """
    told, written, count = Told(), [], 0
    if parcel.deck.header != NO_HEADER:
        told.at("the file")
        told.lose("the header of the deck")
    for part in parcel.deck.parts:
        count += isinstance(part, Item)
        told.at(f"item {count}" if isinstance(part, Item) else "the file")
        try:
            written += [_question(part, told)] if isinstance(part, Item) else _tell_part(part, told)
        except LeftOut as why:
            told.lose(f"{quoted(part.stem) if isinstance(part, Item) else ''}: {why}", "nothing")
    if not written:
        hint = "It holds questions with one right option among at most 26."
        raise NmtError("the deck has no item that Aiken can hold", hint, ExitCode.USAGE)
    told.at("the file")
    for medium in parcel.media:
        told.lose(f"the picture {medium.name}")
    if parcel.reviews:
        told.lose(f"{len(parcel.reviews)} past reviews")
    return Departed("\n".join(written).encode(), tuple(told.losses))


def _tell_part(part: Part, told: Told) -> list[str]:
    if isinstance(part, Heading):
        told.lose(f"the heading {quoted(part.text)}")
    elif isinstance(part, Prose):
        told.lose(f"the prose {quoted(part.text)}")
    return []


def _question(item: Item, told: Told) -> str:
    answer = item.answer
    if not isinstance(answer, Choice) or answer.many:
        raise LeftOut("Aiken holds nothing but questions with one right option")
    if len(answer.options) > len(_LETTERS):
        raise LeftOut("it has more options than there are letters")
    stem = _line(item.stem, told)
    if item.case:
        told.lose("that it shares its case with other questions", "the case in front of the question")
        stem = f"{_line(item.case, told)} {stem}"
    if _OPTION.match(stem) or _KEY.match(stem) or len(stem.encode()) < 2:
        raise LeftOut("its first words would be taken for an option or a key, or are too short")
    _tell_rest(item, answer, told)
    texts = [_line(option.text, told) for option in answer.options]
    if not all(texts):
        raise LeftOut("an option has nothing but a picture")
    lines = [f"{letter}) {text}" for letter, text in zip(_LETTERS, texts, strict=False)]
    right = next(place for place, option in enumerate(answer.options) if option.correct)
    return "\n".join([stem, *lines, f"ANSWER: {_LETTERS[right]}", ""])


def _line(text: str, told: Told) -> str:
    """Return a text as one plain line; what it loses by that is told."""
    line = " ".join(plain(blocks(text)).split())
    if literal(line) != text:
        told.lose(f"the style and line breaks of {quoted(text)}", "its words")
    return line


def _tell_rest(item: Item, answer: Choice, told: Told) -> None:
    if any(option.feedback for option in answer.options):
        told.lose("the feedback on its options")
    if item.why:
        told.lose("its explanation")
    if item.properties != NO_PROPERTIES:
        told.lose("its id, tags and other properties")
