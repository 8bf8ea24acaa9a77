"""The lists of sources and facts of some folders as they stand, without the cache: for files that are in no library."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nmt_study.storage.library.citing import cited
from nmt_study.storage.library.files import REGISTRIES, State, read_bytes
from nmt_study.storage.library.registry import entry_of, read_registry

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations

_Entries = dict[tuple[str, str], str]


class Lists:
    """What the lists below some folders say; those of a later folder take the place of an earlier one's.

    A list is read when a card first needs it, and again once its file has changed. One that is missing or broken has
    no entries: a check of the file itself says what is wrong in it.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._files = [folder / name for folder in dict.fromkeys(folders) for name in REGISTRIES]
        self._read: dict[Path, tuple[State | None, _Entries]] = {}

    def citations(self, ids: Sequence[str], evidence: str) -> "Citations":
        """Return what the fact and source ids of a card come to; `evidence` is the word that the card itself has."""
        entries: _Entries = {}
        for file in self._files if ids else ():
            entries |= self._entries(file)

        def tables(kind: str, wanted: Iterable[str]) -> dict[str, dict[str, Any]]:
            return {name: entry_of(entries[kind, name]) for name in wanted if (kind, name) in entries}

        return cited(tables, ids, evidence)

    def _entries(self, file: Path) -> _Entries:
        state = state_of(file)
        if file not in self._read or self._read[file][0] != state:
            self._read[file] = (state, _entries(file))
        return self._read[file][1]


def state_of(file: Path) -> State | None:
    """Return what tells that a file was changed, None where there is none to be seen."""
    try:
        found = file.stat()
    except OSError:
        return None
    return State(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _entries(file: Path) -> _Entries:
    try:
        data = read_bytes(file)
    except OSError:
        return {}
    return {(kind, name): value for kind, name, value in read_registry(data, file.name)[0]}
