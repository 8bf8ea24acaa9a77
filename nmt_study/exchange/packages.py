"""Content packages of IMS: a zip archive with a list of its parts, `imsmanifest.xml`."""

import io
import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from nmt_study.errors import NmtError
from nmt_study.exchange.archive import Archive
from nmt_study.exchange.xmltree import raw, read_xml

MANIFEST = "imsmanifest.xml"
_BEFORE_DOS = (1980, 1, 1, 0, 0, 0)  # the first day that a zip archive can name
_TITLES = ("metadata/lom/general/title/string", "metadata/lom/general/title/langstring")
_KEYWORDS = ("string", "langstring")


@dataclass(frozen=True, slots=True)
class Resource:
    """A part of a package: its kind, its path, the paths of its files, and words that describe it."""

    id: str
    type: str
    path: str
    files: tuple[str, ...]
    keywords: tuple[str, ...] = ()


class Package:
    """A package whose parts are read when they are asked for; paths count from the folder of its manifest."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a package and read its manifest, if it has one.

        Raises:
            NmtError: it is no zip archive, is damaged or hostile, or its manifest is.
        """
        self._archive = Archive(data, name)
        self._entries = {entry.replace("\\", "/"): entry for entry in self._archive.names}
        manifests = [path for path in self._entries if posixpath.basename(path).lower() == MANIFEST]
        manifest = min(manifests, key=lambda path: path.count("/"), default="")
        self._folder = posixpath.dirname(manifest)
        self.title = ""
        self.resources: tuple[Resource, ...] = ()
        if manifest:
            self._read_manifest(read_xml(self._archive.read(self._entries[manifest]), manifest))

    def _read_manifest(self, root: Element) -> None:
        self.title = next((text for path in _TITLES if (text := raw(root.find(path)).strip())), "")
        self.resources = tuple(map(_resource, root.iter("resource")))

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all parts."""
        start = f"{self._folder}/" if self._folder else ""
        return tuple(path.removeprefix(start) for path in self._entries if path.startswith(start))

    def find(self, path: str, folder: str = "") -> str:
        """Return the path of a part from an address in a file of a folder, or "" where there is no such part."""
        joined = posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0].partition("#")[0])))
        return joined if self._entry(joined) else ""

    def read(self, path: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            NmtError: there is none, or it is damaged or larger than it may be.
        """
        return self._archive.read(self._entry(path) or path)

    def tree(self, path: str) -> Element:
        """Return a part that is XML as a tree.

        Raises:
            NmtError: there is none, or it is damaged or hostile.
        """
        return read_xml(self.read(path), path)

    def fault(self, what: str) -> NmtError:
        """Return the refusal of this package."""
        return self._archive.fault(what)

    def _entry(self, path: str) -> str:
        return self._entries.get(posixpath.join(self._folder, path), "")


def is_package(data: bytes) -> bool:
    """Tell whether a file begins as a zip archive does."""
    return data[:2] == b"PK"


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as a zip archive; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, _BEFORE_DOS)
            info.create_system = 3  # so that it does not depend on where it was written
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _resource(element: Element) -> Resource:
    files = [unquote(file.get("href") or "") for file in element.findall("file")]
    keywords = [
        raw(text)
        for word in element.findall("metadata/lom/general/keyword")
        for tag in _KEYWORDS
        for text in word.findall(tag)
    ]
    href = unquote(element.get("href") or "")
    path = posixpath.normpath(href) if href else ""
    return Resource(
        element.get("identifier") or "", element.get("type") or "", path, tuple(files), tuple(keywords)
    )
