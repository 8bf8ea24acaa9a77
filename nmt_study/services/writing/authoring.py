"""Help for whoever writes a deck in an editor: what is wrong, what stands here, what may follow, where it is defined.

Lines and columns count from 0 here, columns in code points; only diagnostics count as they are shown, from 1.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nmt_study.config import Places
from nmt_study.deck.authoring.legend import HEADER, HEADER_VALUES, MARKS, PROPERTIES, PROPERTY_VALUES
from nmt_study.deck.authoring.mend import Mend, mend_of, nearest_word
from nmt_study.deck.authoring.outline import Entry, outline
from nmt_study.deck.authoring.spot import Part, Spot, lines_of, spot_at
from nmt_study.deck.citation import UNVALIDATED, Fact, Source, evidence_words, resolve
from nmt_study.deck.grammar.header import HEADER_KEYS
from nmt_study.deck.grammar.lines import PROPERTY_KEYS
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.errors import Diagnostic
from nmt_study.services.words import UNVALIDATED_MAP, citation_lines
from nmt_study.storage.library.check import check_text
from nmt_study.storage.library.codes import LibraryCode
from nmt_study.storage.library.files import FOLDERS, REGISTRIES
from nmt_study.storage.library.known import Known, Named, Stands
from nmt_study.text import clean

_BODY_ONLY = ("Q:", "C:", "Case:")
_IN_ITEM = ("A:", "Why:", "Order:", "Match:")
_DECK = re.compile(r"^(?:Q:|C:|kind[ \t]*[:=])", re.MULTILINE)
_VALUES = (Part.PROPERTY_VALUE, Part.HEADER_VALUE)


def is_ours(path: Path | None, text: str) -> bool:
    """Tell whether there is help for a file: a list of sources or facts, or a deck and no other Markdown.

    A deck lies below a folder `decks` or `quizzes`, or has a question, a cloze or a header that says `kind`.
    """
    if path is None:
        return bool(_DECK.search(text))
    if path.suffix.lower() != ".md":
        return path.as_posix().endswith(tuple(f"/{name}" for name in REGISTRIES))
    return not {*FOLDERS}.isdisjoint(path.parts) or bool(_DECK.search(text))


def is_deck(path: Path | None, text: str) -> bool:
    """Tell whether a file with a text is a deck that is not too large to be read, and no list."""
    return (path is None or path.suffix.lower() == ".md") and len(text) <= LIMITS.file


@dataclass(frozen=True, slots=True)
class Hint:
    """What there is to say about a piece of a line, as plain text: it may quote what a file says."""

    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be written in the place of a piece of a line: the text, and what it is."""

    text: str
    detail: str
    line: int
    start: int
    end: int
    key: bool = False


class Author:
    """Answers questions about the texts of one home."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._known = Known(places)

    def problems(self, path: Path | None, text: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong in the text of a file, saved or not."""
        return check_text(self.places, self.shown(path), text)

    def shown(self, path: Path | None) -> str:
        """Return the name of a file as people see it: below the home short; one without a name is a deck."""
        if path is None:
            return "untitled.md"
        inside = path.is_relative_to(self.places.home)
        return clean((path.relative_to(self.places.home) if inside else path).as_posix())

    def hint(self, text: str, line: int, column: int) -> Hint | None:
        """Return what there is to say about a place, or None."""
        spot = spot_at(lines_of(text), line, column)
        said = self._said(spot)
        return Hint(said, line, spot.start, spot.end) if said else None

    def choices(self, text: str, line: int, column: int) -> tuple[Choice, ...]:
        """Return what may be written at a place."""
        lines = lines_of(text)
        spot = spot_at(lines, line, column)
        end = max(spot.end, column)
        if spot.part in _VALUES:
            return tuple(
                Choice(value, detail, line, spot.start, end) for value, detail in self._values(spot).items()
            )
        followed = lines[line][spot.end :].strip() if 0 <= line < len(lines) else ""
        return tuple(
            Choice(written if not followed else key, detail, line, spot.start, end, key=True)
            for key, written, detail in _keys(spot)
        )

    def definition(self, text: str, line: int, column: int) -> Stands | None:
        """Return where the source, fact or deck at a place is defined, or None."""
        spot = spot_at(lines_of(text), line, column)
        if spot.part not in _VALUES or spot.key not in {"source", "from"}:
            return None
        known = self._known.now()
        if spot.key == "from":
            deck = known.decks.get(spot.word)
            return deck[1] if deck else None
        found = known.facts.get(spot.word) or known.sources.get(spot.word)
        return found[1] if found else None

    def mend(self, text: str, fault: Diagnostic) -> Mend | None:
        """Return the edit that puts a fault right, or None where somebody has to think about it."""
        lines = lines_of(text)
        if fault.code == LibraryCode.UNKNOWN_SOURCE.id:
            spot = spot_at(lines, fault.line - 1, fault.column - 1)
            known = self._known.now()
            ids = (*known.sources, *known.facts)
            return nearest_word(fault.line - 1, spot.start, spot.word, ids) if spot.key == "source" else None
        return mend_of(lines, fault)

    def _said(self, spot: Spot) -> str:
        """Return the words about a place, or ""."""
        if spot.part in _VALUES and spot.key == "source":
            return _source_words(spot.word, self._known.now())
        if spot.part in _VALUES:
            chosen = _chosen(spot).get(spot.word, "")
            if not chosen and spot.key == "from":
                chosen = self._known.now().decks.get(spot.word, ("",))[0]
            return f"{spot.word}: {chosen}" if chosen else ""
        return _key_words(spot)

    def _values(self, spot: Spot) -> Mapping[str, str]:
        """Return what may be written as the value of a key, each with what it is."""
        chosen = _chosen(spot)
        if chosen or spot.key not in {"source", "tags", "topic", "from", "blueprint"}:
            return chosen
        known = self._known.now()
        tags, topics = dict.fromkeys(sorted(known.tags), "tag"), dict.fromkeys(sorted(known.topics), "topic")
        match spot.key:
            case "source":
                facts = {name: _fact_detail(fact) for name, (fact, _) in sorted(known.facts.items())}
                titles = {
                    name: source.title or source.cite for name, (source, _) in sorted(known.sources.items())
                }
                return titles | facts
            case "from":
                return {name: title for name, (title, _) in sorted(known.decks.items())} | tags
            case "blueprint":
                return topics | tags
            case _:
                return tags if spot.key == "tags" else topics


def symbols(text: str) -> tuple[Entry, ...]:
    """Return the outline of a deck: headings and items."""
    return outline(parse(text, "").deck, len(lines_of(text)))


def _chosen(spot: Spot) -> Mapping[str, str]:
    """Return the values that the format itself knows for a key."""
    values = PROPERTY_VALUES if spot.part is Part.PROPERTY_VALUE else HEADER_VALUES
    return values.get(spot.key, {})


def _keys(spot: Spot) -> Iterator[tuple[str, str, str]]:
    """Yield the keys and marks that may be written at a place: bare, with what follows them, and their meaning."""
    in_item = spot.part is Part.PROPERTY or spot.key == "item"
    if spot.part is Part.HEADER:
        for key in HEADER_KEYS:
            yield key, f"{key}:" if key == "blueprint" else f"{key}: ", HEADER[key]
    if spot.part is Part.PROPERTY or (spot.part is Part.START and in_item):
        for key in PROPERTY_KEYS:
            yield key, f"{key}:: ", PROPERTIES[key]
    if spot.part is Part.START:
        for mark, says in MARKS.values():
            if mark in _BODY_ONLY or (in_item and mark in _IN_ITEM):
                yield mark, mark if mark in {"Order:", "Match:"} else f"{mark} ", says


def _key_words(spot: Spot) -> str:
    """Return what a key or mark means and the values it takes, or ""."""
    if spot.part is Part.MARK:
        return f"{spot.key} {next(says for mark, says in MARKS.values() if mark == spot.key)}"
    told, values, sign = {
        Part.PROPERTY: (PROPERTIES, PROPERTY_VALUES, "::"),
        Part.HEADER: (HEADER, HEADER_VALUES, ":"),
    }.get(spot.part, ({}, {}, ""))
    if spot.key not in told:
        return ""
    chosen = values.get(spot.key, {})
    listed = [f"{value} ({detail})" if detail else value for value, detail in chosen.items()]
    more = f"\nValues: {', '.join(listed)}." if listed else ""
    return f"{spot.key}{sign} {told[spot.key]}{more}"


def _source_words(name: str, known: Named) -> str:
    """Return what the source or fact with an id is; "" without an id."""
    if not name:
        return ""
    sources = {key: source for key, (source, _) in known.sources.items()}
    facts = {key: fact for key, (fact, _) in known.facts.items()}
    if name in facts:
        lines = _fact_lines(facts[name])
    elif name in sources:
        lines = _source_title(sources[name])
    else:
        return f"{name} is in no list of sources or facts."
    return "\n".join([*lines, *citation_lines(resolve((name,), sources, facts))])


def _source_title(source: Source) -> list[str]:
    year = f" ({source.year})" if source.year else ""
    by = ", ".join(part for part in (source.author, source.organisation) if part)
    lines = [f"{source.id}: {source.title or source.cite}{year}", by, source.url]
    return [line for line in lines if line]


def _fact_lines(fact: Fact) -> list[str]:
    said = [_standing(fact)]
    said += [f"verdict {fact.verdict}"] if fact.verdict else []
    said += [f"urgency {fact.urgency}"] if fact.urgency else []
    value = f"{fact.value} {fact.unit}".strip() if fact.value is not None else ""
    said += [f"value {value}"] if value else []
    lines = [f"{fact.id}: a fact, {', '.join(said)}", f"Flag: {fact.flag}" if fact.flag else ""]
    return [line for line in lines if line]


def _fact_detail(fact: Fact) -> str:
    return f"{evidence_words(fact.evidence)}, {_standing(fact)}"


def _standing(fact: Fact) -> str:
    """Return how sure a fact is; a classic map is that and never called sure."""
    if fact.map == UNVALIDATED:
        return UNVALIDATED_MAP.lower()
    return f"confidence {fact.confidence}{', not settled' if fact.flag else ''}"
