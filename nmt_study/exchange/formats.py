"""The formats that can be read or written, by their names in commands and by the ends of file names."""

from importlib import import_module
from pathlib import PurePath
from typing import cast

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Format, Reader, Writer
from nmt_study.text import clean, nearest, shorten

FORMATS: tuple[Format, ...] = (
    Format("gift", "GIFT (Moodle)", (".gift",), "gift", reads=True, writes=True, boxed=True),
    Format("aiken", "Aiken (Moodle)", (".aiken",), "aiken", reads=True, writes=True),
    Format("anki", "Anki package", (".apkg", ".colpkg"), "anki", reads=True, writes=True, boxed=True),
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
    """Return the format of a file by the end of its name, and where that says nothing by how it begins."""
    suffix = path.suffix.lower()
    if suffix == ".xml" or (suffix == ".zip" and data[:2] == b"PK"):
        return _of_xml(data)
    return next((one for one in FORMATS if suffix in one.suffixes and one.reads), None)


def _of_xml(data: bytes) -> Format | None:
    """Tell the formats in XML apart by their root elements; of an archive, by what its manifest speaks of."""
    head = data[:200_000].lower()
    telling = (
        (b"<quiz", "moodle-xml"),
        (b"questestinterop", "qti12"),
        (b"imsqti", "qti21"),
        (b"assessmentitem", "qti21"),
    )
    wanted = next((name for sign, name in telling if sign in head), "qti21" if data[:2] == b"PK" else "")
    return next((one for one in FORMATS if one.id == wanted), None)
