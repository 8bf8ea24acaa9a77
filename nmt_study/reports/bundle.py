"""Several files as one: a paper with certificates behind it, and an archive that is the same byte for byte."""

import hashlib
import io
import logging
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nmt_study.reports.fonts import faces_for

MANIFEST = "manifest-sha256.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day a ZIP file can tell: it says nothing and never changes
_FILE = 0o100600 << 16
_MOST_PAGES = 200  # of one certificate


@dataclass(frozen=True, slots=True)
class Certificate:
    """A file to put behind a paper: where it lies, its form, and the line above it."""

    path: Path
    form: str
    title: str


def with_certificates(
    paper: bytes, certificates: Sequence[Certificate], *, letter: bool
) -> tuple[bytes, tuple[str, ...]]:
    """Return a paper with certificates behind it in their order, and those that could not be put there.

    A certificate that is a picture gets a page; one that cannot be opened, or of a form that has no pages, gets a page
    that says so, and is sent along as a file of its own.
    """
    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # what it mends in a file is not for a user's screen
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(paper)))
    left: list[str] = []
    for one in certificates:
        try:
            _append(writer, one, letter=letter)
        except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
            left.append(one.title)
            note = f"This file could not be put here ({type(fault).__name__}): it is sent along as a file of its own."
            writer.append(PdfReader(io.BytesIO(_page(one.title, note, letter=letter))))
    writer.metadata = {"/Title": "CPD record with certificates", "/Producer": "nmt-study"}
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue(), tuple(left)


def _append(writer: PdfWriter, one: Certificate, *, letter: bool) -> None:
    if one.form == "pdf":
        reader = PdfReader(one.path)
        if reader.is_encrypted:
            raise ValueError("it is locked")
        if len(reader.pages) > _MOST_PAGES:
            raise ValueError("it has too many pages")
        writer.append(reader)
    elif one.form in {"jpg", "png"}:
        writer.append(PdfReader(io.BytesIO(_picture(one, letter=letter))))
    else:
        raise ValueError("it has no pages")


def _page(title: str, note: str, *, letter: bool) -> bytes:
    stream = io.BytesIO()
    page = LETTER if letter else A4
    canvas = Canvas(stream, pagesize=page, invariant=1)
    faces = faces_for([title, note])
    canvas.setFont(faces.bold, 11)
    canvas.drawString(20 * mm, page[1] - 25 * mm, faces.shown(title)[:110])
    canvas.setFont(faces.plain, 9)
    canvas.drawString(20 * mm, page[1] - 32 * mm, note)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _picture(one: Certificate, *, letter: bool) -> bytes:
    stream = io.BytesIO()
    page = LETTER if letter else A4
    canvas = Canvas(stream, pagesize=page, invariant=1)
    faces = faces_for([one.title])
    canvas.setFont(faces.bold, 10)
    canvas.drawString(15 * mm, page[1] - 15 * mm, faces.shown(one.title)[:110])
    picture = ImageReader(str(one.path))
    canvas.drawImage(
        picture, 15 * mm, 15 * mm, page[0] - 30 * mm, page[1] - 40 * mm, preserveAspectRatio=True, anchor="n"
    )
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP with a manifest of their SHA-256; the same files give the same bytes.

    Raises:
        ValueError: a name would lead out of the folder that it is unpacked to.
    """
    for name in files:
        if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name:
            raise ValueError(name)
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted({**files, MANIFEST: "".join(lines).encode()}.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = _FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            packed.writestr(entry, content)
    return stream.getvalue()
