"""Pictures of a deck for a paper: read from the deck's own folder (or, with `@/`, the root of all decks), never from elsewhere."""

from pathlib import Path

from nmt_study.deck.markup import Block, BlockKind, plain
from nmt_study.reports.pictures import LARGEST, Picture, picture_of
from nmt_study.services.desk import Desk
from nmt_study.services.media import file_of, root_of
from nmt_study.storage.library import Origin

_MOST = 100_000_000  # bytes of the pictures of one paper


class Album:
    """The pictures of a paper as they are asked for, and which of them could not be had."""

    def __init__(self, desk: Desk) -> None:
        self.pictures: dict[str, Picture] = {}
        self.missing: list[str] = []
        self._desk = desk
        self._seen: dict[Path, str] = {}
        self._bytes = 0

    def placed(self, blocks: tuple[Block, ...], origin: Origin) -> tuple[Block, ...]:
        """Return blocks whose images go by the name of their picture here; one that cannot be had keeps its words."""
        return tuple(
            block._replace(label=self._name(block, origin)) if block.kind is BlockKind.IMAGE else block
            for block in blocks
        )

    def _name(self, block: Block, origin: Origin) -> str:
        file = file_of(block.label, origin.file.parent, root_of(self._desk.places, shipped=origin.shipped))
        if file is None:
            self.missing.append(
                f"{origin.path}:{origin.line}: {plain((block,))} is not shown: there is no such picture."
            )
            return ""
        if file not in self._seen:
            self._seen[file] = self._taken(file)
        if not self._seen[file]:
            self.missing.append(
                f"{origin.path}:{origin.line}: {plain((block,))} is not shown: it is no PNG, JPEG or GIF, or too large."
            )
        return self._seen[file]

    def _taken(self, file: Path) -> str:
        try:
            with file.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError:
            return ""
        found = picture_of(data)
        if found is None or self._bytes + len(found.data) > _MOST:
            return ""
        self._bytes += len(found.data)
        name = f"picture {len(self.pictures) + 1}"
        self.pictures[name] = found
        return name
