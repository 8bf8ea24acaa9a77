"""Packages of Anki as its manual and source describe them, written by hand: all three versions, with any notes."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import zstandard

from nmt_study.exchange.anki.types import SCHEMA

BASIC, REVERSED, OPTIONAL, TYPED, CLOZE, OCCLUSION = 1, 2, 3, 4, 5, 6
FRONT, BACK = "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"
STOCK: dict[int, tuple[str, int, list[str], list[tuple[str, str]]]] = {
    BASIC: ("Basic", 0, ["Front", "Back"], [(FRONT, BACK)]),
    REVERSED: (
        "Basic (and reversed card)",
        0,
        ["Front", "Back"],
        [(FRONT, BACK), ("{{Back}}", "{{FrontSide}}<hr>{{Front}}")],
    ),
    OPTIONAL: (
        "Basic (optional reversed card)",
        0,
        ["Front", "Back", "Add Reverse"],
        [(FRONT, BACK), ("{{#Add Reverse}}{{Back}}{{/Add Reverse}}", "{{FrontSide}}<hr>{{Front}}")],
    ),
    TYPED: (
        "Basic (type in the answer)",
        0,
        ["Front", "Back"],
        [("{{Front}}\n\n{{type:Back}}", "{{Front}}<hr>{{type:Back}}")],
    ),
    CLOZE: (
        "Cloze",
        1,
        ["Text", "Back Extra"],
        [("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}")],
    ),
    OCCLUSION: (
        "Image Occlusion",
        1,
        ["Occlusion", "Image"],
        [("{{cloze:Occlusion}}{{Image}}", "{{cloze:Occlusion}}{{Image}}")],
    ),
}
NOON = 1_700_000_000 // 86_400 * 86_400 + 12 * 3600
DAY_ZERO = NOON // 86_400


@dataclass
class Made:
    """A collection: notes as (guid, type, fields, tags), cards by note as places, and the log by (note, place)."""

    notes: list[tuple[str, int, list[str], str]] = field(default_factory=list)
    cards: dict[int, list[int]] = field(default_factory=dict)
    answers: list[tuple[int, int, int, int, int, int, int, int]] = field(default_factory=list)
    change: Mapping[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)
    types: dict[int, tuple[str, int, list[str], list[tuple[str, str]]]] = field(
        default_factory=lambda: dict(STOCK)
    )
    decks: dict[int, str] = field(default_factory=lambda: {1: "Default", 2: "Anatomy::Arm"})
    settings: Mapping[str, Any] = field(default_factory=lambda: {"schedVer": 2, "creationOffset": 0})

    def note_rows(self) -> list[tuple[Any, ...]]:
        return [
            (100 + number, guid, kind, 0, -1, tags, "\x1f".join(fields), fields[0], 0, 0, "")
            for number, (guid, kind, fields, tags) in enumerate(self.notes)
        ]

    def card_rows(self) -> list[tuple[Any, ...]]:
        rows = []
        for number in range(len(self.notes)):
            for place in self.cards.get(number, [0]):
                row = {
                    "id": card_number(number, place),
                    "nid": 100 + number,
                    "did": 2,
                    "ord": place,
                    "mod": 0,
                    "usn": -1,
                    "type": 0,
                    "queue": 0,
                    "due": number,
                    "ivl": 0,
                    "factor": 0,
                    "reps": 0,
                    "lapses": 0,
                    "left": 0,
                    "odue": 0,
                    "odid": 0,
                    "flags": 0,
                    "data": "",
                    **self.change.get((number, place), {}),
                }
                rows.append(tuple(row.values()))
        return rows

    def log_rows(self) -> list[tuple[Any, ...]]:
        """(at, note, place, ease, ivl, factor, time, type) as rows of the log."""
        return [
            (at, card_number(note, place), -1, ease, ivl, 0, factor, time, kind)
            for at, note, place, ease, ivl, factor, time, kind in self.answers
        ]


def card_number(note: int, place: int) -> int:
    return 10_000 + note * 600 + place


def basic(*notes: tuple[str, str]) -> Made:
    """Return a collection of basic notes, called guid0, guid1 and so on."""
    return Made([(f"guid{number}", BASIC, list(sides), "") for number, sides in enumerate(notes)])


def schema11(made: Made, extra: str = "") -> bytes:
    """Return a database of schema 11."""
    models = {
        str(number): {
            "id": number,
            "name": name,
            "type": kind,
            "originalStockKind": number if number < 10 else 0,
            "flds": [{"name": one} for one in fields],
            "tmpls": [{"name": f"Card {n}", "qfmt": q, "afmt": a} for n, (q, a) in enumerate(sides, 1)],
        }
        for number, (name, kind, fields, sides) in made.types.items()
    }
    decks = {str(number): {"id": number, "name": name} for number, name in made.decks.items()}
    col = (
        1,
        NOON,
        0,
        0,
        11,
        0,
        0,
        0,
        json.dumps(dict(made.settings)),
        json.dumps(models),
        json.dumps(decks),
        "{}",
        "{}",
    )
    return filled(SCHEMA + extra, made, col)


def filled(script: str, made: Made, col: Sequence[Any]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        tables: dict[str, list[Any]] = {
            "col": [col],
            "notes": made.note_rows(),
            "cards": made.card_rows(),
            "revlog": made.log_rows(),
        }
        for table, rows in tables.items():
            for row in rows:
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        connection.commit()
        return connection.serialize()


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def proto(*fields: tuple[int, int | str | bytes]) -> bytes:
    """Return a message of protobuf."""
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            out += varint(number << 3 | 2) + varint(len(data)) + data
    return out


SCHEMA18 = (
    SCHEMA
    + """
CREATE TABLE config (KEY text NOT NULL PRIMARY KEY, usn integer, mtime_secs integer, val blob NOT NULL) without rowid;
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, mtime_secs integer, usn integer, config blob,
  PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer, usn integer, config blob);
CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer, usn integer, common blob, kind blob);
CREATE TABLE deck_config (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer, usn integer, config blob);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
"""
)


def schema18(made: Made) -> bytes:
    """Return a database of schema 18, marked for a write-ahead log as Anki leaves it."""
    col = (1, NOON, 0, 0, 18, 0, 0, 0, "", "", "", "", "")
    data = filled(SCHEMA18.replace("COLLATE unicase", ""), made, col)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        for number, (name, kind, fields, sides) in made.types.items():
            config = proto((1, kind), (9, number if number < 10 else 0))
            connection.execute("INSERT INTO notetypes VALUES (?, ?, 0, 0, ?)", (number, name, config))
            for place, one in enumerate(fields):
                connection.execute("INSERT INTO fields VALUES (?, ?, ?, x'')", (number, place, one))
            for place, (front, back) in enumerate(sides):
                row = (number, place, f"Card {place + 1}", proto((1, front), (2, back)))
                connection.execute("INSERT INTO templates VALUES (?, ?, ?, 0, 0, ?)", row)
        for number, name in made.decks.items():
            row18 = (number, name.replace("::", "\x1f"))
            connection.execute("INSERT INTO decks VALUES (?, ?, 0, 0, x'', x'')", row18)
        for key, value in made.settings.items():
            connection.execute("INSERT INTO config VALUES (?, 0, 0, ?)", (key, json.dumps(value).encode()))
        connection.execute("INSERT INTO deck_config VALUES (1, 'Default', 0, 0, x'')")
        # Anki's own collation, which nobody else has.
        connection.execute("PRAGMA writable_schema = on")
        for table in ("fields", "templates", "notetypes", "decks"):
            connection.execute(
                "UPDATE sqlite_master SET sql = replace(sql, 'name text', 'name text COLLATE unicase') WHERE name = ?",
                (table,),
            )
        connection.commit()
        data = connection.serialize()
    return data[:18] + b"\x02\x02" + data[20:]


def zipped(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return packed.getvalue()


def package(made: Made, version: int, media: Mapping[str, bytes] | None = None) -> bytes:
    """Return a package of a version with its media."""
    there = media or {}
    if version == 3:
        pack = zstandard.ZstdCompressor().compress
        listed = proto(*((1, proto((1, name), (2, len(data)))) for name, data in there.items()))
        entries = {
            "meta": b"\x08\x03",
            "collection.anki21b": pack(schema18(made)),
            "collection.anki2": b"old",
        }
        entries |= {str(place): pack(data) for place, data in enumerate(there.values())}
        return zipped({**entries, "media": pack(listed)})
    entries = {"collection.anki2": schema11(made)}
    if version == 2:
        stand_in = schema11(basic(("Please update to the latest Anki version", "")))
        entries = {"meta": b"\x08\x02", "collection.anki21": schema11(made), "collection.anki2": stand_in}
    entries |= {str(place): data for place, data in enumerate(there.values())}
    return zipped({**entries, "media": json.dumps({str(n): name for n, name in enumerate(there)}).encode()})
