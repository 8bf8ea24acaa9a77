"""A note of Anki as an item: one of Anki's own types, one of ours, or any other, whose templates say what is asked.

A question is what the question side shows, in its order; the answer is the first field that only the answer side shows,
and what more it shows becomes the `Why`, each with its name. Fields that no side shows are told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import item_key
from nmt_study.deck.model import Answer, Cloze, Item, Properties, Recall, Typed
from nmt_study.exchange.anki.collection import Note, NoteType, Template
from nmt_study.exchange.anki.fields import changed_fields, named, source_item, tags_of
from nmt_study.exchange.anki.text import Reading
from nmt_study.exchange.anki.types import FIELDS, Shape
from nmt_study.exchange.anki_cloze import WITH_HISTORY, read_cloze
from nmt_study.exchange.hypertext import markdown_of_text
from nmt_study.text import clean

_FIELD = re.compile(r"\{\{([^{}]{1,300})\}\}")
_CONDITION = re.compile(r"\{\{[#^]([^{}]{1,300})\}\}")
_SIDES = 1024  # of templates, whose fields are kept in mind
_SIGNS = ("#", "^", "/", "!")  # of conditions and comments
_SPECIAL = frozenset({"FrontSide", "Tags", "Deck", "Subdeck", "Type", "Card", "CardFlag"})
_OCCLUSION = 6  # the stock number of Anki's own note type for it
_OCCLUSION_TEXT = re.compile(r"\{\{c[0-9,]+::image-occlusion:")
_EXTRA = frozenset({"extra", "back extra"})


@dataclass(frozen=True, slots=True)
class Taken:
    """An item made of a note, and which of its cards each of Anki's is."""

    item: Item
    cards: Mapping[int, int]


def take(note: Note, kind: NoteType, places: tuple[int, ...], reading: Reading) -> Taken | None:
    """Return the item of a note whose cards have these places; None where there can be none, which `reading` tells."""
    values = dict(zip(kind.fields, (*note.fields, *[""] * len(kind.fields)), strict=False))
    if kind.stock == _OCCLUSION or any(_OCCLUSION_TEXT.search(value) for value in values.values()):
        reading.tell("image occlusion: parts of a picture that are hidden")
        return None
    shape = next((shape for shape in Shape if set(FIELDS[shape]) == set(kind.fields)), None)
    taken = _ours(values, shape, note.guid, reading) if shape else None
    taken = taken or (
        _cloze(kind, values, reading) if kind.cloze else _question(kind, values, places, reading)
    )
    if taken is None:
        return None
    item = taken.item
    if not item.properties.id:
        item = named(item, note.guid or f"anki-note:{note.id}")
        if not item.properties.id and item_key(item) != note.guid:
            item = replace(item, properties=replace(item.properties, id=f"anki-note:{note.id}"))
    return Taken(_tagged(item, note.tags, reading), taken.cards)


def _tagged(item: Item, tags: tuple[str, ...], reading: Reading) -> Item:
    """Return an item with the tags that a note has, written as the deck had them where they are the same."""
    own = dict(zip(tags_of(item), item.properties.tags, strict=False))
    folded = {tag.lower(): written for tag, written in own.items()}  # Anki takes case from the tags it has
    found = []
    for tag in tags:
        if "," in tag:
            reading.tell(f"the comma in the tag {tag}", "a semicolon")
        found.append(own.get(tag) or folded.get(tag.lower()) or tag.replace(",", ";"))
    kept = tuple(dict.fromkeys(found))
    if set(kept) == set(item.properties.tags):
        return item
    return replace(item, properties=replace(item.properties, tags=kept))


def _ours(values: Mapping[str, str], shape: Shape, guid: str, reading: Reading) -> Taken | None:
    """Return the item that a note of ours was made from, with what was changed in Anki; None where nothing says it."""
    before = source_item(values, shape)
    if before is None:
        reading.tell("the item as its deck had it", "what Anki shows of it")
        return None
    changed = changed_fields(before, values)
    after = before
    cards: Mapping[int, int] = {}
    for field in values.values():
        if "<img" in field:
            reading.markdown(field)  # for its pictures
    if "Why" in changed:
        after = replace(after, why=reading.markdown(values["Why"]))
    if "Case" in changed:
        after = replace(after, case=reading.markdown(values["Case"]))
    if changed & {"Question", "Answer", "Also", "Both ways"}:
        anew = _answered_anew(after, values, changed, reading)
        if anew is None:
            return None
        after = anew
    if "Text" in changed:
        read = read_cloze(values["Text"], reading, WITH_HISTORY)
        if read is None:
            return None
        after, cards = replace(after, stem=read[0], answer=read[1]), read[2]
    return Taken(named(after, guid, before), cards or _cards_of(after))


def _answered_anew(
    item: Item, values: Mapping[str, str], changed: frozenset[str], reading: Reading
) -> Item | None:
    """Return an item whose question or answer was changed in Anki; None where a side is empty now."""
    properties = item.properties
    if isinstance(item.answer, Typed):
        also = [reading.plain(part) for part in values["Also"].split(" | ")]
        answer: Answer = _accepted([reading.plain(values["Answer"]), *also]) or item.answer
    elif isinstance(item.answer, Recall):
        answer = Recall(reading.markdown(values["Answer"])) if "Answer" in changed else item.answer
        properties = replace(properties, both_ways=bool(values["Both ways"].strip()))
    else:
        reading.tell("options, steps, pairs or numbers, as they were changed in Anki", "question and answer")
        answer = Recall(reading.markdown(values["Answer"]))
        properties = replace(properties, select="", shuffle=None)
    alone = "Question" in changed or type(answer) is not type(item.answer)
    stem = reading.markdown(values["Question"]) if alone else item.stem
    if not stem or (isinstance(answer, Recall) and not answer.text):
        reading.tell("a note of which a side is empty")
        return None
    return replace(item, stem=stem, answer=answer, properties=properties)


def _cards_of(item: Item) -> dict[int, int]:
    """Return the places of an item's cards in Anki, where they were numbered in their order."""
    count = len(item.answer.deletions) if isinstance(item.answer, Cloze) else 1 + item.properties.both_ways
    return {place: place for place in range(count)}


def _cloze(kind: NoteType, values: Mapping[str, str], reading: Reading) -> Taken | None:
    template = kind.templates[0] if kind.templates else Template("", "", "")
    filters = dict(_shown(template.question))
    texts = [name for name, before in filters.items() if "cloze" in before]
    text = next((name for name in [*texts, *kind.fields] if name in values), None)
    if text is None:
        reading.tell("a note without a field")
        return None
    if "type" in filters.get(text, ()):
        reading.tell("typing the gap", "the gap")
    above = [name for name in filters if name != text and name in values]
    # What stands above a text is part of it; only in the text itself do the braces of a gap mean one.
    heads = [values[name].replace("{{c", "{&#123;c") + "<br><br>" for name in above if values[name].strip()]
    read = read_cloze("".join([*heads, values[text]]), reading, WITH_HISTORY)
    if read is None:
        return None
    stem, answer, cards = read
    rest = [name for name in dict(_shown(template.answer)) if name in values and name not in {text, *above}]
    _tell_unshown(kind, values, {text, *above, *rest}, reading)
    return Taken(Item(stem, answer, _why(values, rest, reading)), cards)


def _question(
    kind: NoteType, values: Mapping[str, str], places: tuple[int, ...], reading: Reading
) -> Taken | None:
    """Return a question with one answer; the first card that there is says what is asked."""
    first = next((place for place in places if place < len(kind.templates)), 0)
    template = kind.templates[first] if kind.templates else Template("", "", "")
    filters = {name: before for name, before in _shown(template.question) if name in values}
    typed = next((name for name, before in filters.items() if "type" in before), None)
    asked = [name for name in filters if name != typed] or list(kind.fields[:1])
    behind = [name for name, _ in _shown(template.answer) if name in values and name not in {*asked, typed}]
    answers = [*([typed] if typed else []), *behind] or [name for name in kind.fields if name not in asked][
        :1
    ]
    answers = [name for name in answers if values[name].strip()]
    stem = _joined(values, asked, reading)
    answer = _answer(values, answers, typed, reading)
    if not stem or answer is None:
        reading.tell("a note of which a side is empty")
        return None
    _tell_unshown(kind, values, {*asked, *answers, *behind}, reading)
    item = Item(stem, answer, _why(values, answers[1:], reading))
    return _both_ways(item, kind, (first, answers[0]), places, reading)


def _answer(
    values: Mapping[str, str], answers: list[str], typed: str | None, reading: Reading
) -> Answer | None:
    if not answers:
        return None
    if answers[0] == typed and (found := _accepted([reading.plain(values[typed])])):
        return found
    text = reading.markdown(values[answers[0]])
    return Recall(text) if text else None


def _accepted(texts: list[str]) -> Answer | None:
    """Return answers to be typed as the deck's own reader would have them: a number with its unit is a number."""
    lines = "\n".join("= " + text.replace("|", "\\|") for text in texts if text)
    found = parse(f"Q: ?\n\n{lines}\n", "typed").deck.items if lines else ()
    return found[0].answer if found else None


def _both_ways(
    item: Item, kind: NoteType, shown: tuple[int, str], places: tuple[int, ...], reading: Reading
) -> Taken:
    """Add the card that asks the other way round, and tell cards that ask something else."""
    first, answer = shown
    cards = {first: 0}
    for place in places:
        if place == first or place >= len(kind.templates):
            continue
        asks = [name for name, _ in _shown(kind.templates[place].question) if name in kind.fields]
        if answer in asks and isinstance(item.answer, Recall) and len(cards) == 1:
            cards[place] = 1
            item = replace(item, properties=Properties(both_ways=True))
        else:
            reading.tell(f"the card “{kind.templates[place].name}”, which asks in another way")
    return Taken(item, cards)


@lru_cache(_SIDES)
def _shown(side: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the fields that one side of a template shows, each once with its filters such as `type`."""
    seen: dict[str, tuple[str, ...]] = {}
    for found in _FIELD.finditer(side):
        inside = found[1].strip()
        *filters, name = [part.strip() for part in inside.split(":")]
        if not inside.startswith(_SIGNS) and name not in _SPECIAL:
            seen.setdefault(clean(name), tuple(filters))
    return tuple(seen.items())


@lru_cache(_SIDES)
def _named(templates: tuple[Template, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that templates show, and those on which something hangs."""
    sides = [side for part in templates for side in (part.question, part.answer)]
    shown = frozenset(name for side in sides for name, _ in _shown(side))
    return shown, frozenset(found[1].strip() for side in sides for found in _CONDITION.finditer(side))


def _joined(values: Mapping[str, str], names: list[str], reading: Reading) -> str:
    return "\n\n".join(filter(None, (reading.markdown(values[name]) for name in names)))


def _why(values: Mapping[str, str], names: list[str], reading: Reading) -> str:
    """Return further fields with their names in front, but for those that are called nothing but extra."""
    parts = []
    for name in names:
        text = reading.markdown(values[name])
        parts += [text if name.lower() in _EXTRA else f"{markdown_of_text(name)}: {text}"] if text else []
    return "\n\n".join(parts)


def _tell_unshown(kind: NoteType, values: Mapping[str, str], shown: set[str], reading: Reading) -> None:
    asked, conditions = _named(kind.templates)
    for name in kind.fields:
        if name not in shown and name not in conditions and values[name].strip():
            reading.tell(f"the field “{name}”" + ("" if name in asked else ", which no card shows"))
