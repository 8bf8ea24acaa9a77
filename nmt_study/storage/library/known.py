"""What the files of a home name, for whoever writes a deck: sources and facts, decks, tags and topics.

Kept in memory, taken from the files themselves and read anew where one changed; nothing is written, and no record
is opened. What a home has goes before what is shipped.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from nmt_study.config import Places
from nmt_study.deck.citation import Fact, Source, read_facts, read_sources, table_lines
from nmt_study.deck.grammar.parser import parse
from nmt_study.storage.library.files import REGISTRIES, State, deck_id, list_files, read_bytes, roots_of


@dataclass(frozen=True, slots=True)
class Stands:
    """Where something is defined: the file and the line, from 1."""

    path: Path
    line: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """What one file names, each with where it stands; a deck by its id with its title."""

    sources: Mapping[str, tuple[Source, Stands]] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, Stands]] = field(default_factory=dict)
    decks: Mapping[str, tuple[str, Stands]] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


class Known:
    """What all files of a home and the shipped ones name together."""

    def __init__(self, places: Places) -> None:
        self._roots = roots_of(places)
        self._read: dict[Path, tuple[State, Named]] = {}
        self._lock = Lock()

    def now(self) -> Named:
        """Return what the files name as they are now."""
        with self._lock:
            fresh: dict[Path, tuple[State, Named]] = {}
            for root in self._roots:
                with suppress(OSError):
                    for name, state in list_files(root).files.items():
                        kept = self._read.get(root.folder / name)
                        if kept is None or kept[0] != state:
                            kept = state, _named(root.folder, name)
                        fresh[root.folder / name] = kept
            self._read = fresh
            return _together([named for _, named in fresh.values()])


def _together(files: list[Named]) -> Named:
    """Return what files name together; the first of two that name the same counts."""
    sources: dict[str, tuple[Source, Stands]] = {}
    facts: dict[str, tuple[Fact, Stands]] = {}
    decks: dict[str, tuple[str, Stands]] = {}
    for one in reversed(files):
        sources.update(one.sources)
        facts.update(one.facts)
        decks.update(one.decks)
    tags = frozenset().union(*(one.tags for one in files))
    topics = frozenset().union(*(one.topics for one in files))
    return Named(sources, facts, decks, tags, topics)


def _named(folder: Path, name: str) -> Named:
    """Return what a file names; one that cannot be read names nothing, and its own check says why."""
    path = folder / name
    try:
        data = read_bytes(path)
        return _registered(path, data) if name in REGISTRIES else _in_deck(path, name, data)
    except (OSError, ValueError, RecursionError):
        return Named()


def _registered(path: Path, data: bytes) -> Named:
    import tomllib

    text = data.decode("utf-8-sig")
    tables, lines = tomllib.loads(text), table_lines(text)

    def stands(name: str) -> Stands:
        return Stands(path, lines.get(name, 1))

    if path.name == "facts.toml":
        facts, _ = read_facts(tables, path.name)
        return Named(facts={name: (fact, stands(name)) for name, fact in facts.items()})
    sources, _ = read_sources(tables, path.name)
    return Named(sources={name: (source, stands(name)) for name, source in sources.items()})


def _in_deck(path: Path, name: str, data: bytes) -> Named:
    deck = parse(data, name).deck
    header, said = deck.header, [item.properties for item in deck.items]
    key = header.id or deck_id(name)
    return Named(
        decks={key: (header.title or key, Stands(path))},
        tags=frozenset(header.tags).union(*(one.tags for one in said)),
        topics=frozenset({header.topic, *(one.topic for one in said)} - {""}),
    )
