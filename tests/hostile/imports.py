"""Files of other programs made to do harm: each a name, its bytes, and the format it claims to be."""

import io
import json
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.exchange import anki_files
from tests.exchange.anki_files import zipped

Hostile = tuple[str, bytes, str]
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
    + b"]>"
)
_ROOTS = {
    "moodle-xml": (b"<quiz>", b"</quiz>"),
    "qti12": (b"<questestinterop>", b"</questestinterop>"),
    "qti21": (b'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" title="t">', b"</assessmentItem>"),
}  # fmt: skip


def xml() -> Iterator[Hostile]:
    """Entities, nesting, sizes and lies in XML."""
    for form, (start, end) in _ROOTS.items():
        bodies = {
            "laughs": _LAUGHS + start + b"<t>&k;</t>" + end,
            "quadratic": b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 50_000 + b'">]>' + start + b"<t>" + b"&a;" * 5000 + b"</t>" + end,
            "external": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + start + b"<t>&a;</t>" + end,
            "parameter": b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>' + start + end,
            "deep": start + b"<a>" * 200_000 + b"</a>" * 200_000 + end,
            "attributes": start + b"<a " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b"/>" + end,
            "huge-attribute": start + b'<a x="' + b"y" * 5_000_000 + b'"/>' + end,
            "cut": (start + b"<question><name><text>x")[:-3],
            "controls": start + b"<t>&#27;[31m&#0;&#x202e;</t>" + end,
            "utf16": ('<?xml version="1.0" encoding="utf-16"?>' + (start + end).decode()).encode("utf-16"),
            "instructions": b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>' + start + b"<?php system('x') ?>" + end,
        }  # fmt: skip
        for name, data in bodies.items():
            yield f"{form}-{name}.xml", data, form


def archives() -> Iterator[Hostile]:
    """Bombs, lies and paths in ZIP files, as each format that comes in one."""
    zeros = bytes(60_000_000)
    for form, suffix in (
        ("anki", "apkg"),
        ("qti21", "zip"),
        ("qti12", "zip"),
        ("word", "docx"),
        ("xlsx", "xlsx"),
    ):
        inner = {"anki": "collection.anki2", "word": "word/document.xml", "xlsx": "xl/workbook.xml"}.get(
            form, "imsmanifest.xml"
        )
        good = zipped({inner: b"<x/>", "media": b"{}"})
        cut = bytearray(good)
        at = cut.find(b"PK\x01\x02")
        lying = bytearray(good)
        struct.pack_into("<I", lying, at + 24, 5)
        locked = bytearray(good)
        struct.pack_into("<H", locked, at + 8, 1)
        struct.pack_into("<H", locked, 6, 1)
        yield f"{form}-bomb.{suffix}", zipped({inner: zeros, "media": b"{}"}), form
        yield (
            f"{form}-slip.{suffix}",
            zipped({inner: b"<x/>", "../../owned": b"x", "/owned": b"x", "media": b"{}"}),
            form,
        )
        yield f"{form}-cut.{suffix}", good[: len(good) // 2], form
        yield f"{form}-lying.{suffix}", bytes(lying), form
        yield f"{form}-locked.{suffix}", bytes(locked), form
        yield f"{form}-many.{suffix}", zipped({f"{n}": b"" for n in range(20_000)}), form
        yield f"{form}-nested.{suffix}", zipped({inner: zipped({inner: zeros})}), form
        yield f"{form}-none.{suffix}", zipped({}), form
        yield (
            f"{form}-nameless.{suffix}",
            zipped({inner: b"<x/>", "~": b"x"}, zipfile.ZIP_STORED).replace(b"~", b"\0"),
            form,
        )
        yield f"{form}-text.{suffix}", b"no archive at all", form
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("collection.anki2")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    yield "link.apkg", stream.getvalue(), "anki"
    yield "office-locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "word"
    yield "office-locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "xlsx"
    frame = b"\x28\xb5\x2f\xfd\x84" + b"\xff" * 4 + b"\x00"
    yield "zstd.apkg", zipped({"meta": b"\x08\x03", "collection.anki21b": frame, "media": frame}), "anki"
    yield "meta.apkg", zipped({"meta": b"\xff" * 100, "collection.anki21": b"x"}), "anki"


def _collection() -> bytes:
    """Return the database of a sound collection with one note."""
    return anki_files.schema11(anki_files.basic(("front", "back")))


def _database(change: Callable[[sqlite3.Connection], object]) -> bytes:
    """Return a package whose collection was changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.db"
        path.write_bytes(_collection())
        connection = sqlite3.connect(path)
        change(connection)
        connection.commit()
        connection.close()
        return zipped({"collection.anki2": path.read_bytes(), "media": b"{}"})


def databases() -> Iterator[Hostile]:
    """Anki collections that are no honest tables."""
    endless = "CREATE VIEW notes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS guid, 1 AS mid, 0 AS mod, 0 AS usn, '' AS tags, 'x' AS flds, 0 AS sfld, 0 AS csum, 0 AS flags, '' AS data FROM n"
    script: dict[str, Callable[[sqlite3.Connection], object]] = {
        "view": lambda one: one.executescript(f"DROP TABLE notes; {endless};"),
        "trigger": lambda one: one.executescript("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END;"),
        "huge": lambda one: one.execute("UPDATE notes SET flds = zeroblob(60000000)"),
        "generated": lambda one: one.executescript("ALTER TABLE notes ADD COLUMN g TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL"),
        "types": lambda one: one.execute("UPDATE notes SET flds = x'ff00fe', tags = 3.5, mid = 'x'"),
        "models": lambda one: one.execute("UPDATE col SET models = ?", ("[" * 100_000,)),
        "decks": lambda one: one.execute("UPDATE col SET decks = ?", (json.dumps({"1": {"name": "../../x\x1b[31m"}}),)),
        "times": lambda one: one.execute("UPDATE cards SET due = 9e18, ivl = -9e18, queue = 99, type = 77"),
        "numbers": lambda one: one.execute("UPDATE col SET crt = -9223372036854775808"),
        "signs": lambda one: one.execute("UPDATE notes SET flds = ?", ("\x1b]52;c;x\x07<script>\x1f[sound:../../x]",)),
        "tables": lambda one: one.executescript("".join(f"CREATE TABLE t{n}(x);" for n in range(3000))),
        "empty": lambda one: one.executescript("DELETE FROM notes; DELETE FROM cards;"),
    }  # fmt: skip
    for name, change in script.items():
        yield f"database-{name}.apkg", _database(change), "anki"
    whole = _collection()
    for number in range(6):
        broken = bytearray(whole)
        for at in range(100 + number, len(broken), 611 + number * 97):
            broken[at] ^= 0xFF
        yield (
            f"database-flipped-{number}.apkg",
            zipped({"collection.anki2": bytes(broken), "media": b"{}"}),
            "anki",
        )
    yield "database-cut.apkg", zipped({"collection.anki2": whole[: len(whole) // 2], "media": b"{}"}), "anki"
    yield (
        "database-none.apkg",
        zipped({"collection.anki2": b"SQLite format 3\0" + bytes(100), "media": b"["}),
        "anki",
    )


def plain() -> Iterator[Hostile]:
    """Tables and question files as text."""
    formulas = "question,answer\n" + "".join(f"{sign}cmd|'/c calc'!A0,x\n" for sign in "=+-@|%\t＝")
    yield "formulas.csv", formulas.encode(), "csv"
    yield "quotes.csv", b'question,answer\n"' + b"x" * 3_000_000, "csv"
    yield "columns.csv", b"question,answer" + b",x" * 20_000 + b"\n" + b"a,b" + b",y" * 20_000 + b"\n", "csv"
    yield "rows.csv", b"question,answer\n" + b"a,b\n" * 300_000, "csv"
    yield "nul.csv", b"question,answer\na\0b,c\n", "csv"
    yield "utf16.csv", "question,answer\nä,ö\n".encode("utf-16"), "csv"
    yield "signs.csv", "question,answer\n\x1b[2Ja,\u202eb\n".encode(), "csv"
    yield "empty.csv", b"", "csv"
    yield "head.csv", b"#separator:\x1b\n#html:true\n#columns:" + b"a," * 5000 + b"\n", "csv"
    yield "braces.gift", b"Q {" * 50_000, "gift"
    yield "answers.gift", b"Q {" + b"=a#b " * 60_000 + b"}", "gift"
    yield "weights.gift", b"Q {~%1e999%a =b}\n\nR {#1e999:1e999}\n\nS {#9..1}\n", "gift"
    yield "escapes.gift", b"Q {=" + b"\\" * 100_000 + b"}", "gift"
    yield "categories.gift", b"$CATEGORY: " + b"a/" * 30_000 + b"\n\nQ {=a}\n", "gift"
    yield "signs.gift", "::\x1b]0;x\x07::Q\u202e {=\x9b31ma ~b}".encode(), "gift"
    yield (
        "options.aiken",
        b"Q\n" + b"".join(b"%c) x\n" % (65 + n % 26) for n in range(50_000)) + b"ANSWER: A\n",
        "aiken",
    )
    yield "signs.aiken", "Q \x1b[31m\nA) \u202ea\nB) b\nANSWER: A\n".encode(), "aiken"
    yield "cards.hash.md", b"Q: a\nA: b\n---\n" * 5000, "hashcards"


def office() -> Iterator[Hostile]:
    """Word and Excel files with more in them than words and numbers."""
    from docx import Document
    from openpyxl import Workbook

    word = Document()
    word.add_paragraph("1. Which \u202e=cmd()?")
    word.add_paragraph("A) \u200bone")
    word.add_paragraph("B) two")
    word.add_paragraph("Answer: A")
    stream = io.BytesIO()
    word.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    yield "signs.docx", stream.getvalue(), "word"
    yield "macro.docx", zipped({**parts, "word/vbaProject.bin": b"x" * 1000}), "word"
    relations = parts["word/_rels/document.xml.rels"]
    outside = b'<Relationship Id="rId99" Type="http://x/image" Target="http://127.0.0.1:9/x.png" TargetMode="External"/></Relationships>'
    yield (
        "outside.docx",
        zipped({**parts, "word/_rels/document.xml.rels": relations.replace(b"</Relationships>", outside)}),
        "word",
    )
    yield "laughs.docx", zipped({**parts, "word/document.xml": _LAUGHS + b"<x>&k;</x>"}), "word"
    yield "deep.docx", zipped({**parts, "word/document.xml": b"<w>" * 100_000}), "word"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["question", "answer"], ['=HYPERLINK("http://127.0.0.1")', "=1+1"], ["\u202ea", "b"]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    yield "formulas.xlsx", stream.getvalue(), "xlsx"
    yield "laughs.xlsx", zipped({**parts, "xl/worksheets/sheet1.xml": _LAUGHS + b"<x>&k;</x>"}), "xlsx"
    wide = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData></worksheet>'
    yield "far.xlsx", zipped({**parts, "xl/worksheets/sheet1.xml": wide}), "xlsx"


def picture(width: int, height: int) -> bytes:
    """Return a PNG that says it is so large, and holds nothing of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def all_imports() -> Iterator[Hostile]:
    """Every file of the corpus that comes from another program."""
    for some in (xml, archives, databases, plain, office):
        yield from some()
