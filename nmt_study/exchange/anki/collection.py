"""What an Anki collection holds, as values: note types, notes, cards, answers and decks, of schema 11 and of schema 18.

Schema 11 keeps note types and decks as JSON in its one row of `col`; from 15 on they have tables, with details as protobuf.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nmt_study.exchange.anki.database import Database, Value
from nmt_study.exchange.anki.protobuf import number_in, text_in
from nmt_study.text import clean

_MOST_NOTES, _MOST_CARDS, _MOST_ANSWERS, _MOST_TYPES, _MOST_DECKS = 200_000, 400_000, 3_000_000, 5_000, 20_000
_OLDEST, _NEWEST = 11, 18  # schemas
_KIND, _STOCK = 1, 9  # fields of a note type's details
_QUESTION, _ANSWER = 1, 2  # fields of a template's details
_SEPARATOR = "\x1f"
_ROLLOVER = 4  # o'clock, as Anki has it unless told otherwise
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of card of a note type: its name, and its two sides as HTML with `{{fields}}`."""

    name: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type; `stock` is the number of the one of Anki's own that it was made from, else 0."""

    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    stock: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A note; `kind` is the number of its note type."""

    id: int
    guid: str
    kind: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card; `place` is its template, or the number of its cloze less one; `deck` and `due` are those outside filtered decks."""

    id: int
    note: int
    deck: int
    place: int
    type: int
    queue: int
    due: int
    interval: int
    reps: int
    lapses: int
    flags: int
    data: str
    filtered: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the review log; `interval` is in days, or seconds where it is negative."""

    at: int
    card: int
    ease: int
    interval: int
    factor: int
    millis: int
    kind: int


@dataclass(frozen=True, slots=True)
class Collection:
    """All of it; `day_zero` is the study day on which its own count of days begins, `west` its minutes west of UTC."""

    day_zero: int
    west: int
    rollover: int
    types: Mapping[int, NoteType]
    decks: Mapping[int, str]
    notes: tuple[Note, ...]
    cards: tuple[AnkiCard, ...]
    answers: tuple[Logged, ...]
    presets: int


def read_collection(database: Database) -> Collection:
    """Return what a collection holds; notes and cards in the order of their numbers, which is that of their making.

    Raises:
        NmtError: it is not Anki's, from a newer Anki, damaged, or larger than it may be.
    """
    row = next(iter(database.rows("col", ("crt", "ver", "conf", "models", "decks", "dconf"), 10)), None)
    version = whole(row[1]) if row else 0
    if row is None or not _OLDEST <= version <= _NEWEST:
        raise database.refusal(f"holds a collection of version {version}, which this program does not know")
    apart = database.has("notetypes")
    settings = _settings(database) if apart else _json(row[2])
    west = _whole(settings, "creationOffset", 0)
    return Collection(
        day_zero=(whole(row[0]) - west * 60) // _DAY,
        west=west,
        rollover=_whole(settings, "rollover", _ROLLOVER),
        types=dict(_types_apart(database) if apart else _types_of(_json(row[3]))),
        decks=dict(_decks_apart(database) if apart else _decks_of(_json(row[4]))),
        notes=tuple(sorted(_notes(database), key=lambda note: note.id)),
        cards=tuple(sorted(_cards(database), key=lambda card: (card.note, card.place))),
        answers=tuple(
            sorted(_answers(database, old=_whole(settings, "schedVer", 1) == 1), key=lambda one: one.at)
        ),
        presets=sum(1 for _ in database.rows("deck_config", ("id",), _MOST_DECKS))
        if apart
        else len(_json(row[5])),
    )


def whole(value: object) -> int:
    """Return a value as a whole number, 0 where it is none."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"-?[0-9]{1,18}", value, re.ASCII) else 0
    return int(value) if isinstance(value, int | float) and abs(value) < 1 << 63 else 0


def words(value: object) -> str:
    """Return a value as text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _json(value: Value) -> dict[str, object]:
    """Return a JSON object, empty where it is none."""
    try:
        found = json.loads(words(value) or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _whole(settings: Mapping[str, object], key: str, otherwise: int) -> int:
    value = settings.get(key)
    return value if isinstance(value, int) and abs(value) < 10_000 else otherwise


def _settings(database: Database) -> dict[str, object]:
    """Return the settings that matter here; from schema 15 on each is a row of its own."""
    wanted = {"creationOffset", "rollover", "schedVer"}
    found = {words(key): words(value) for key, value in database.rows("config", ("key", "val"), 100_000)}
    return {key: whole(value) for key, value in found.items() if key in wanted}


def _objects(value: object) -> Iterator[dict[str, object]]:
    values: Iterable[object] = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    return (one for one in values if isinstance(one, dict))


def _types_of(models: dict[str, object]) -> Iterator[tuple[int, NoteType]]:
    for one in _objects(models):
        templates = tuple(
            Template(clean(words(part.get("name"))), words(part.get("qfmt")), words(part.get("afmt")))
            for part in _objects(one.get("tmpls"))
        )
        names = tuple(clean(words(part.get("name"))) for part in _objects(one.get("flds")))
        stock = whole(one.get("originalStockKind"))
        yield (
            whole(one.get("id")),
            NoteType(clean(words(one.get("name"))), one.get("type") == 1, names, templates, stock),
        )


def _types_apart(database: Database) -> Iterator[tuple[int, NoteType]]:
    fields: dict[int, list[tuple[int, str]]] = {}
    for kind, place, name in database.rows("fields", ("ntid", "ord", "name"), _MOST_TYPES * 50):
        fields.setdefault(whole(kind), []).append((whole(place), clean(words(name))))
    templates: dict[int, list[tuple[int, Template]]] = {}
    for kind, place, name, details in database.rows(
        "templates", ("ntid", "ord", "name", "config"), _MOST_TYPES * 50
    ):
        sides = _details(database, details, _QUESTION, _ANSWER)
        templates.setdefault(whole(kind), []).append((whole(place), Template(clean(words(name)), *sides)))
    for number, name, details in database.rows("notetypes", ("id", "name", "config"), _MOST_TYPES):
        kind = whole(number)
        config = details if isinstance(details, bytes) else b""
        try:
            cloze, stock = number_in(config, _KIND) == 1, number_in(config, _STOCK)
        except ValueError as fault:
            raise database.refusal("holds a collection with a damaged note type") from fault
        yield (
            kind,
            NoteType(
                clean(words(name)),
                cloze,
                tuple(name for _, name in sorted(fields.get(kind, []))),
                tuple(template for _, template in sorted(templates.get(kind, []), key=lambda one: one[0])),
                stock,
            ),
        )


def _details(database: Database, value: Value, first: int, second: int) -> tuple[str, str]:
    config = value if isinstance(value, bytes) else b""
    try:
        return text_in(config, first), text_in(config, second)
    except ValueError as fault:
        raise database.refusal("holds a collection with a damaged card template") from fault


def _decks_of(decks: dict[str, object]) -> Iterator[tuple[int, str]]:
    for one in _objects(decks):
        yield whole(one.get("id")), words(one.get("name"))


def _decks_apart(database: Database) -> Iterator[tuple[int, str]]:
    for number, name in database.rows("decks", ("id", "name"), _MOST_DECKS):
        yield whole(number), words(name).replace(_SEPARATOR, "::")


def _notes(database: Database) -> Iterator[Note]:
    for number, guid, kind, tags, flds in database.rows(
        "notes", ("id", "guid", "mid", "tags", "flds"), _MOST_NOTES
    ):
        yield Note(
            whole(number),
            words(guid),
            whole(kind),
            tuple(dict.fromkeys(clean(words(tags)).split())),
            tuple(words(flds).split(_SEPARATOR)),
        )


def _cards(database: Database) -> Iterator[AnkiCard]:
    numbers = (
        "id",
        "nid",
        "did",
        "odid",
        "ord",
        "type",
        "queue",
        "due",
        "odue",
        "ivl",
        "reps",
        "lapses",
        "flags",
    )
    for *values, data in database.rows("cards", (*numbers, "data"), _MOST_CARDS):
        number, note, deck, home, place, kind, queue, due, own_due, interval, reps, lapses, flags = map(
            whole, values
        )
        yield AnkiCard(
            number,
            note,
            home or deck,
            place,
            kind,
            queue,
            own_due if home and own_due else due,
            interval,
            reps,
            lapses,
            flags & 7,
            words(data),
            bool(home),
        )


def _answers(database: Database, *, old: bool) -> Iterator[Logged]:
    """Give the review log; the first scheduler had three buttons while learning, and its second and third are Good and Easy."""
    columns = ("id", "cid", "ease", "ivl", "factor", "time", "type")
    for row in database.rows("revlog", columns, _MOST_ANSWERS):
        at, card, ease, interval, factor, millis, kind = map(whole, row)
        if old and kind in {0, 2} and ease in {2, 3}:
            ease += 1
        yield Logged(at, card, ease, interval, factor, millis, kind)
