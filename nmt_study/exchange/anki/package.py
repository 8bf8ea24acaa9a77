"""An Anki package as an archive: which of its three versions it is, its collection, and its media by name.

Version 1 has `collection.anki2`, version 2 `collection.anki21` with a stand-in beside it, version 3 `collection.anki21b`:
there the collection, the list of media and each medium are compressed with zstd, and the list is protobuf, not JSON.
"""

import io
import json
from collections.abc import Mapping

from nmt_study.exchange.anki.protobuf import fields, number_in, text_in
from nmt_study.exchange.archive import LARGEST_ENTRY, RATIO, Archive
from nmt_study.text import clean, shorten

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_NEWEST = 3
_META_VERSION, _ENTRIES, _NAME, _LEGACY_PLACE = 1, 1, 1, 255
_SMALL = (
    5_000_000  # bytes up to which zstd may unpack as far as it likes: an empty collection is mostly zeros
)
_WINDOW = 1 << 27  # the largest window of zstd's ordinary levels
_PIECE = 1 << 20
_MOST_MEDIA = 20_000


class Package:
    """A package whose collection is read, and whose media are read when they are asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        """Look through the archive.

        Raises:
            NmtError: it is no package, is damaged, from a newer Anki, or larger than it may be.
        """
        self._archive = Archive(data, name)
        self.fault = self._archive.fault
        names = self._archive.names
        member = next((one for one in _COLLECTIONS if one in names), None)
        if member is None:
            raise self.fault("is no Anki package: there is no collection in it")
        if self._version() > _NEWEST:
            raise self.fault("was made by an Anki newer than this program knows")
        self._packed = member == _COLLECTIONS[0]
        self.collection = self._read(member)
        self._places = self._media()

    @property
    def media(self) -> Mapping[str, str]:
        """The names of the media with the entries of the archive that hold them."""
        return self._places

    def medium(self, name: str) -> bytes | None:
        """Return the bytes of a medium, None where the package lists it and does not have it.

        Raises:
            NmtError: it is damaged, or larger than it may be.
        """
        place = self._places.get(name)
        return self._read(place) if place in self._archive.names else None

    def _version(self) -> int:
        if "meta" not in self._archive.names:
            return 1
        try:
            return number_in(self._archive.read("meta"), _META_VERSION)
        except ValueError as fault:
            raise self.fault("is damaged at meta") from fault

    def _read(self, entry: str | None) -> bytes:
        data = self._archive.read(entry or "")
        return self._unpacked(data, entry or "") if self._packed else data

    def _unpacked(self, data: bytes, entry: str) -> bytes:
        """Return what zstd packed, no further than it may unpack."""
        import zstandard

        room = min(LARGEST_ENTRY, max(_SMALL, RATIO * len(data)))
        parts = []
        try:
            # Piece by piece: asked for all at once, zstd would trust the size that the data claim.
            with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
                io.BytesIO(data)
            ) as reader:
                while room >= 0 and (part := reader.read(_PIECE)):
                    parts.append(part)
                    room -= len(part)
        except zstandard.ZstdError as fault:
            raise self.fault(f"is damaged at {shorten(clean(entry), 60)}") from fault
        if room < 0:
            raise self.fault(f"has an entry that unpacks to more than it may: {shorten(clean(entry), 60)}")
        return b"".join(parts)

    def _media(self) -> dict[str, str]:
        if "media" not in self._archive.names:
            return {}
        data = self._read("media")
        try:
            listed = _of_protobuf(data) if self._packed else _of_json(data)
        except (ValueError, RecursionError) as fault:
            raise self.fault("is damaged at its list of media") from fault
        if len(listed) > _MOST_MEDIA:
            raise self.fault(f"has more than {_MOST_MEDIA:,} media")
        return listed


def _of_json(data: bytes) -> dict[str, str]:
    listed = json.loads(data or b"{}")
    if not isinstance(listed, dict):
        raise ValueError("no object")  # noqa: TRY004 - a fault of the file, told as one
    return {name: place for place, name in listed.items() if isinstance(name, str)}


def _of_protobuf(data: bytes) -> dict[str, str]:
    """Return media by name: each lies under its number in the list, or under the one it says."""
    entries = [value for key, value in fields(data) if key == _ENTRIES and isinstance(value, bytes)]
    listed = {}
    for place, entry in enumerate(entries):
        said = [value for key, value in fields(entry) if key == _LEGACY_PLACE]
        listed[text_in(entry, _NAME)] = str(said[-1] if said else place)
    return listed
