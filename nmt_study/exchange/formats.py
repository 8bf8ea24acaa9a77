"""The formats that can be read or written, by their names in commands and by the ends of file names."""

import re
from importlib import import_module
from pathlib import PurePath
from typing import cast

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.archive import Archive
from nmt_study.exchange.format import Format, Reader, Writer
from nmt_study.text import clean, nearest, shorten

_LOOKED_AT = 50  # files of an archive
_LOOKED_INTO = 200_000  # bytes of a text
_GIFT = re.compile(
    r"^\$CATEGORY:|^::(?:[^:\n\\]|\\.)+::|(?<![{\\])\{\s*(?:[=~]"
    r"|(?:(?:T|F|TRUE|FALSE)\s*(?:\#[^{}]*)?|\#\s*-?\d[^{}\n]*)\}[ \t\r]*(?:\n[ \t\r]*\n|\n?\Z))",
    re.MULTILINE,
)
_BRACES = re.compile(r"\{[^{}]*\}")
_AIKEN = re.compile(r"^[ \t]*ANSWER: *[A-Z][ \t\r]*$", re.MULTILINE)
_NUMBERED = re.compile(
    r"^\s*\d{1,3}[.)]\s", re.MULTILINE
)  # Aiken would take the number for a part of the question
_LARGEST_LOOK = 5_000_000  # bytes of one of them

FORMATS: tuple[Format, ...] = (
    Format("gift", "GIFT (Moodle)", (".gift",), "gift", reads=True, writes=True, boxed=True),
    Format("aiken", "Aiken (Moodle)", (".aiken",), "aiken", reads=True, writes=True),
    Format("moodle-xml", "Moodle XML", (".xml",), "moodle", reads=True, writes=True, boxed=True),
    Format("qti12", "QTI 1.2 (Canvas, Blackboard)", (), "qti12", reads=True, writes=True, boxed=True),
    Format("qti21", "QTI 2.1 and 2.2", (), "qti21", reads=True, writes=True, boxed=True),
    Format(
        "anki",
        "Anki package",
        (".apkg", ".colpkg"),
        "anki",
        reads=True,
        writes=True,
        boxed=True,
        answers=True,
    ),
    Format("csv", "Table as text (CSV, TSV)", (".csv", ".tsv", ".txt"), "table", reads=True, writes=True),
    Format("xlsx", "Excel workbook", (".xlsx",), "xlsx", reads=True, writes=True, boxed=True),
    Format("word", "Word document", (".docx",), "word", reads=True, writes=False, boxed=True),
    Format("hashcards", "hashcards or repeater deck", (".md",), "hashcards", reads=True, writes=True),
)


def reader_of(found: Format) -> Reader:
    """Return what reads a format; its module is imported only now."""
    return cast("Reader", import_module(f"nmt_study.exchange.{found.module}").read)


def writer_of(found: Format) -> Writer:
    """Return what writes a format; its module is imported only now."""
    return cast("Writer", import_module(f"nmt_study.exchange.{found.module}").write)


def find(name: str, *, reads: bool = False, writes: bool = False) -> Format:
    """Return a format by its name.

    Raises:
        NmtError: there is none, or it cannot be read or written.
    """
    able = {one.id: one for one in FORMATS if (one.reads or not reads) and (one.writes or not writes)}
    if name not in able:
        near = nearest(name, able)
        hint = f"Did you mean {near}?" if near else f"There are {', '.join(able)}."
        raise NmtError(f"there is no format {shorten(clean(name), 40)!r} for this", hint, ExitCode.USAGE)
    return able[name]


def of_file(path: PurePath, data: bytes) -> Format | None:
    """Return the format of a file by the end of its name, and where that says nothing by what is in it."""
    suffix = path.suffix.lower()
    if suffix in {".xml", ".zip", ".imscc"}:
        return _of_xml(data, path.name)
    if suffix == ".txt" and (name := _of_text(data)):
        return find(name, reads=True)
    return next((one for one in FORMATS if suffix in one.suffixes and one.reads), None)


def _of_text(data: bytes) -> str:
    """Return "gift" or "aiken" where a text is such, as Moodle saves both; "" where it is a table, or a quiz in lines."""
    head = data[:_LOOKED_INTO].decode("utf-8", "replace").removeprefix("\ufeff")
    if head.startswith("#separator:") or _has_columns(head):
        return ""
    if _GIFT.search(head):
        return "gift"
    return "aiken" if _AIKEN.search(head) and not _NUMBERED.search(head) else ""


def _has_columns(text: str) -> bool:
    """Say whether a text is a table with tabs between its cells: most of its lines have one, outside of braces."""
    lines = [line.strip() for line in _BRACES.sub("{}", text).splitlines() if line.strip()]
    return 2 * sum("\t" in line for line in lines) > len(lines)


def _of_xml(data: bytes, name: str) -> Format | None:
    """Tell the formats in XML apart by their root elements, in an archive those of its first files."""
    wanted = _told_by(data)
    if data[:2] == b"PK":
        archive = Archive(data, name)
        inside = [entry for entry in archive.names if entry.lower().endswith((".xml", ".dat"))][:_LOOKED_AT]
        found = {_told_by(archive.read(entry)) for entry in inside if archive.sizes[entry] <= _LARGEST_LOOK}
        wanted = next((one for one in ("qti12", "qti21", "moodle-xml") if one in found), "")
    return next((one for one in FORMATS if one.id == wanted), None)


def _told_by(data: bytes) -> str:
    head = data[:200_000].lower()
    telling = (
        (b"<quiz", "moodle-xml"),
        (b"questestinterop", "qti12"),
        (b"imsqti", "qti21"),
        (b"assessmentitem", "qti21"),
    )
    return next((name for sign, name in telling if sign in head), "")
