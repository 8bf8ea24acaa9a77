"""Fonts for papers: the ones every PDF reader has where they suffice, else one of this computer that can show more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

STANDARD, STANDARD_BOLD = "Helvetica", "Helvetica-Bold"
MISSING = "□"
"""What stands for a character that no font here can show."""

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/System/Library/Fonts/Supplemental",
    "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_NAMES = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"), ("arial.ttf", "arialbd.ttf"), ("Arial.ttf", "Arial Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"), ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial Unicode.ttf", "Arial Unicode.ttf"), ("simhei.ttf", "simhei.ttf"), ("malgun.ttf", "malgunbd.ttf"),
)  # fmt: skip
_BEYOND = frozenset("–—‘’“”•…€™")  # what Windows-1252 has beyond Latin-1, as the standard fonts do


@dataclass(frozen=True, slots=True)
class Faces:
    """A plain and a bold face, and the characters among those asked for that they cannot show."""

    plain: str
    bold: str
    missing: frozenset[str] = frozenset()

    def shown(self, text: str) -> str:
        """Return a text with a box for each character that cannot be shown."""
        if not self.missing:
            return text
        box = "?" if self.plain == STANDARD else MISSING
        return "".join(box if char in self.missing else char for char in text)


def faces_for(texts: Iterable[str]) -> Faces:
    """Return the faces that can show the most of some texts."""
    wanted = frozenset(char for text in texts for char in text if char not in "\n\r\t")
    lacking = frozenset(char for char in wanted if ord(char) > 0xFF and char not in _BEYOND)
    best = Faces(STANDARD, STANDARD_BOLD, lacking)
    if not lacking:
        return best
    for name, bold, glyphs in _installed():
        missing = wanted - glyphs
        if len(missing) < len(best.missing):
            best = Faces(name, bold, missing)
    return best


@cache
def _installed() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple(_registered())


def _registered() -> Iterator[tuple[str, str, frozenset[str]]]:
    files = {path.name: path for folder in _FOLDERS for path in _files(Path(folder).expanduser())}
    for plain, bold in _NAMES:
        if plain not in files:
            continue
        try:
            face = TTFont(plain, str(files[plain]))
            pdfmetrics.registerFont(face)
            heavy = bold if bold in files else plain
            if heavy != plain:
                pdfmetrics.registerFont(TTFont(heavy, str(files[heavy])))
        except (TTFError, OSError, ValueError):
            continue
        yield plain, heavy, frozenset(map(chr, face.face.charToGlyph))


def _files(folder: Path) -> Iterator[Path]:
    wanted = {name for pair in _NAMES for name in pair}
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*.ttf")) if path.name in wanted)
