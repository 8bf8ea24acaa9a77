"""Archives from outside, opened with limits: how many entries, how large each and all of them, how far they unpack.

No path of an archive is ever used as one: entries are named and read into memory, never written out from here.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType

from nmt_study.errors import ExitCode, NmtError
from nmt_study.text import clean, shorten

LARGEST = 200_000_000  # bytes of the archive itself
MOST_ENTRIES = 20_000
MOST_UNPACKED = 1_000_000_000  # bytes of all entries
LARGEST_ENTRY = 300_000_000
RATIO = 200  # times that an entry of more than a megabyte may unpack to
_SMALL = 1_000_000
_ENCRYPTED = 0x1

DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)
"""What the libraries that open a damaged archive raise; a way of packing that is not known and a name that is no text among it."""


class Archive:
    """A zip archive whose entries have sound names; each is read only when it is asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        """Look through the list of entries.

        Raises:
            NmtError: it is no zip archive, is damaged, needs a password, or is larger than it may be.
        """
        self._name = clean(name)
        if len(data) > LARGEST:
            raise self.fault(f"is larger than {LARGEST // 1_000_000} MB")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except DAMAGE as fault:
            raise self.fault("is no zip archive, or is damaged") from fault
        if len(infos) > MOST_ENTRIES:
            raise self.fault(f"has more than {MOST_ENTRIES:,} entries")
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise self.fault("needs a password")
        if sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise self.fault("unpacks to more than it may")
        self._infos = {
            info.filename: info for info in infos if _is_sound(info.filename) and not info.is_dir()
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the entries that may be read."""
        return tuple(self._infos)

    @property
    def sizes(self) -> Mapping[str, int]:
        """The size that each entry claims to have."""
        return MappingProxyType({name: info.file_size for name, info in self._infos.items()})

    def read(self, entry: str) -> bytes:
        """Return the bytes of an entry.

        Raises:
            NmtError: there is none, it is larger than it says or may be, or is damaged.
        """
        info = self._infos.get(entry)
        if info is None:
            raise self.fault(f"has no {shorten(clean(entry), 60)}")
        if info.file_size > LARGEST_ENTRY or (
            info.file_size > _SMALL and info.file_size > RATIO * max(info.compress_size, 1)
        ):
            raise self.fault(f"has an entry that unpacks to more than it may: {shorten(clean(entry), 60)}")
        try:
            with self._zip.open(info) as file:
                data = file.read(info.file_size + 1)
        except DAMAGE as fault:
            raise self.fault(f"is damaged at {shorten(clean(entry), 60)}") from fault
        if len(data) != info.file_size:
            raise self.fault(f"says another size of {shorten(clean(entry), 60)} than it has")
        return data

    def fault(self, what: str) -> NmtError:
        """Return the refusal of this archive."""
        return NmtError(f"{self._name} {what}", "Nothing was taken from it.", ExitCode.USAGE)


def _is_sound(name: str) -> bool:
    """Tell whether an entry's name stays inside: relative, without a drive, and without steps upwards."""
    parts = name.replace("\\", "/").split("/")
    return (
        bool(name)
        and not name.startswith(("/", "\\"))
        and ".." not in parts
        and ":" not in parts[0]
        and "\x00" not in name
    )
