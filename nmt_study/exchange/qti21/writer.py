"""A deck as a content package of QTI 2.1: a test with a section for each heading, a file for each item, the pictures."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from nmt_study.deck.model import NO_HEADER, Heading, Item
from nmt_study.exchange.carried import header_losses, tags_of, with_own_properties
from nmt_study.exchange.format import Departed, Medium, Parcel
from nmt_study.exchange.outgoing import Outgoing, identity, walk
from nmt_study.exchange.packages import MANIFEST, zipped
from nmt_study.exchange.qti import NO_ID
from nmt_study.exchange.qti21.item_writer import INSTANCE, SCHEMA, SPACE, ItemWriter
from nmt_study.exchange.xmltree import as_bytes

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_LONGEST_TAG = 1000  # characters, those of a string of IMS metadata
_TEST = "test.xml"
_CARRIED = frozenset({"minutes", "shuffle", "draw", "forward_only"})


@dataclass(frozen=True, slots=True)
class _File:
    """An item as it lies in the package."""

    path: str
    data: bytes
    tags: tuple[str, ...]
    media: tuple[Medium, ...]


def write(parcel: Parcel) -> Departed:
    """Return a deck as a zip archive with `imsmanifest.xml`, `test.xml`, `items/` and `media/`.

    Raises:
        NmtError: there is no item in the deck.
    """
    parcel = with_own_properties(parcel)
    outgoing = Outgoing(parcel, lambda name: f"../media/{name}")
    header = parcel.deck.header
    drawn = header.draw if not any(isinstance(part, Heading) for part in parcel.deck.parts) else None
    outgoing.losses.extend(header_losses(header, _CARRIED if drawn == header.draw else _CARRIED - {"draw"}))
    test, ident = _Test(parcel, drawn), identity(parcel)
    files: list[_File] = []
    for count, path, item in walk(parcel, outgoing):
        files.append(_item(outgoing, item, count, ident))
        test.add(path, files[-1].path, count)
    media = {one.name: one for file in files for one in file.media}
    return Departed(
        zipped(
            [
                (MANIFEST, as_bytes(_manifest(header.title, files))),
                (_TEST, as_bytes(test.root)),
                *((file.path, file.data) for file in files),
                *((f"media/{one.name}", one.data) for one in media.values()),
            ]
        ),
        tuple(outgoing.losses),
    )


def _item(outgoing: Outgoing, item: Item, count: int, ident: str) -> _File:
    root = ItemWriter(outgoing, item, item.properties.id or f"{NO_ID}{ident}-{count}").write()
    tags, losses = tags_of(item, _LONGEST_TAG, f"item {count}")
    outgoing.losses.extend(losses)
    return _File(f"items/item-{count:04}.xml", as_bytes(root), tuple(tags), tuple(outgoing.taken()))


@dataclass
class _Test:
    """The test of a package; each heading is a section within the one above it."""

    parcel: Parcel
    drawn: int | None
    root: Element = field(init=False)
    _open: list[Element] = field(default_factory=list)
    _path: tuple[str, ...] = ()
    _count: int = 0

    def __post_init__(self) -> None:
        header = self.parcel.deck.header
        title = header.title or "Deck"
        self.root = Element(
            "assessmentTest",
            {
                "xmlns": SPACE,
                "xmlns:xsi": INSTANCE,
                "xsi:schemaLocation": f"{SPACE} {SCHEMA}",
                "identifier": "test",
                "title": title,
            },
        )
        if header.minutes is not None:
            SubElement(self.root, "timeLimits", maxTime=str(header.minutes * 60))
        part = SubElement(
            self.root,
            "testPart",
            identifier="part",
            navigationMode="linear" if header.forward_only else "nonlinear",
            submissionMode="individual",
        )
        top = self._section(part, title)
        if self.drawn is not None:
            SubElement(top, "selection", select=str(self.drawn))
        if header.shuffle is not NO_HEADER.shuffle:
            SubElement(top, "ordering", shuffle="true" if header.shuffle else "false")
        self._open = [top]

    def _section(self, parent: Element, title: str) -> Element:
        self._count += 1
        return SubElement(
            parent, "assessmentSection", identifier=f"section-{self._count}", title=title, visible="true"
        )

    def add(self, path: tuple[str, ...], href: str, count: int) -> None:
        """Add an item below its headings."""
        if path != self._path:
            same = 0
            while same < min(len(path), len(self._path)) and path[same] == self._path[same]:
                same += 1
            keep = max(min(same, len(path) - 1), 0)
            del self._open[keep + 1 :]
            for title in path[keep:]:
                self._open.append(self._section(self._open[-1], title))
            self._path = path
        SubElement(self._open[-1], "assessmentItemRef", identifier=f"item-{count:04}", href=href)


def _manifest(title: str, files: list[_File]) -> Element:
    root = Element(
        "manifest",
        {"xmlns": _PACKAGE, "xmlns:imsmd": _METADATA, "xmlns:xsi": INSTANCE, "identifier": "MANIFEST-1"},
    )
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "IMS Content"
    SubElement(metadata, "schemaversion").text = "1.1"
    if title:
        _string(SubElement(_general(metadata), "imsmd:title"), title)
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    test = SubElement(resources, "resource", identifier="TEST", type="imsqti_test_xmlv2p1", href=_TEST)
    SubElement(test, "file", href=_TEST)
    for count, file in enumerate(files, 1):
        SubElement(test, "dependency", identifierref=f"ITEM-{count:04}")
        one = SubElement(
            resources, "resource", identifier=f"ITEM-{count:04}", type="imsqti_item_xmlv2p1", href=file.path
        )
        if file.tags:
            general = _general(SubElement(one, "metadata"))
            for tag in file.tags:
                _string(SubElement(general, "imsmd:keyword"), tag)
        SubElement(one, "file", href=file.path)
        for medium in file.media:
            SubElement(one, "file", href=f"media/{medium.name}")
    return root


def _general(metadata: Element) -> Element:
    return SubElement(SubElement(metadata, "imsmd:lom"), "imsmd:general")


def _string(parent: Element, text: str) -> None:
    SubElement(parent, "imsmd:langstring").text = text
