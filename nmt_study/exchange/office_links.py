"""Files of Office without the links to parts that they do not have, over which the libraries that read them stumble."""

import io
import posixpath
import zipfile
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from nmt_study.errors import NmtError
from nmt_study.exchange.archive import Archive
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.xmltree import as_bytes, read_xml
from nmt_study.text import clean

_LINKS = "_rels/"
_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"


def without_dead_links(data: bytes, archive: Archive, name: str) -> tuple[bytes, list[str]]:
    """Return the file without links to parts that are missing, and what these were, in words.

    Links that cannot be read stay as they are: what reads the file itself finds them damaged.
    """
    changed: dict[str, bytes] = {}
    lost: list[str] = []
    for entry in archive.names:
        if entry.endswith(".rels") and _LINKS in entry:
            kept, dead = _divided(archive, entry, name)
            if dead:
                changed[entry] = _written(kept)
                lost += dead
    if not changed:
        return data, []
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as after:
        for entry in archive.names:
            after.writestr(entry, changed.get(entry) or archive.read(entry))
    return stream.getvalue(), lost


def _divided(archive: Archive, entry: str, name: str) -> tuple[list[dict[str, str]], list[str]]:
    """Return the links of a part, and in words those that lead nowhere."""
    names = set(archive.names)
    folder = entry.partition(_LINKS)[0]
    kept, dead = [], []
    try:
        links = read_xml(archive.read(entry), name)
    except NmtError:
        return [], []
    for link in links:
        target = link.get("Target") or ""
        path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        if link.get("TargetMode") == "External" or {path, unquote(path)} & names:
            kept.append(dict(link.attrib))
        else:
            kind = (link.get("Type") or "").rpartition("/")[2] or "part"
            dead.append(
                f"a part that is missing from the file, of the kind {quoted(clean(kind))}: {quoted(target)}"
            )
    return kept, dead


def _written(links: list[dict[str, str]]) -> bytes:
    root = Element("Relationships", xmlns=_SPACE)
    for link in links:
        SubElement(root, "Relationship", link)
    return as_bytes(root)
