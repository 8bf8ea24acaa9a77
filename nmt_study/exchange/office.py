"""Files of Word and Excel opened with limits: XML that declares nothing, no password, no macro that runs."""

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.archive import Archive
from nmt_study.text import clean

LARGEST_PART = 60_000_000  # bytes of XML
MOST_XML = 150_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "vbaProject.bin"
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def opened(data: bytes, name: str, wanted: str) -> Archive:
    """Return the archive that a Word or Excel file is; `wanted` is an entry that it must have.

    No file of Office declares a document type, so one that does means harm: entities that grow without end.

    Raises:
        NmtError: it is none, needs a password, is damaged, or is larger than it may be.
    """
    if data.startswith(_OLE):
        hint = "Open it, take the password away or save it in today's format, and take it in again."
        raise NmtError(f"{clean(name)} has a password or is of an old kind of Office", hint, ExitCode.USAGE)
    archive = Archive(data, name)
    if wanted not in archive.names:
        raise archive.fault(f"has no {wanted}: it is no file of this kind")
    total = 0
    for entry, size in archive.sizes.items():
        if not entry.endswith((".xml", ".rels", ".vml")):
            continue
        total += size
        if size > LARGEST_PART or total > MOST_XML:
            raise archive.fault("is larger than it may be")
        content = archive.read(entry)
        plain = content.replace(b"\x00", b"") if b"\x00" in content[:4] or content[:2] in _WIDE else content
        if any(mark in plain for mark in _DECLARATIONS):
            raise archive.fault(f"declares entities in {clean(entry)}, which no file of Office does")
    return archive


_WIDE = (b"\xff\xfe", b"\xfe\xff")


def has_macros(archive: Archive) -> bool:
    """Say whether a file brings macros along."""
    return any(entry.endswith(_MACROS) for entry in archive.names)
