"""Fonts for papers: the ones every PDF reader has where they suffice, else one of this computer that can show more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

STANDARD, STANDARD_BOLD, STANDARD_SLANTED = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
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
_SLANTED = {
    "DejaVuSans.ttf": "DejaVuSans-Oblique.ttf", "arial.ttf": "ariali.ttf", "Arial.ttf": "Arial Italic.ttf",
    "NotoSans-Regular.ttf": "NotoSans-Italic.ttf", "LiberationSans-Regular.ttf": "LiberationSans-Italic.ttf",
}  # fmt: skip
_BEYOND = frozenset("–—‘’“”•…€™")  # what Windows-1252 has beyond Latin-1, as the standard fonts do


@dataclass(frozen=True, slots=True)
class Faces:
    """A plain, a bold and a slanted face, and the characters among those asked for that they cannot show."""

    plain: str
    bold: str
    slanted: str
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
    best = Faces(STANDARD, STANDARD_BOLD, STANDARD_SLANTED, lacking)
    if not lacking:
        return best
    for name, bold, slanted, glyphs in _installed():
        missing = wanted - glyphs
        if len(missing) < len(best.missing):
            best = Faces(name, bold, slanted, missing)
    return best


@cache
def _installed() -> tuple[tuple[str, str, str, frozenset[str]], ...]:
    return tuple(_registered())


def _registered() -> Iterator[tuple[str, str, str, frozenset[str]]]:
    files = {path.name: path for folder in _FOLDERS for path in _files(Path(folder).expanduser())}
    for plain, bold in _NAMES:
        if plain not in files:
            continue
        try:
            face = TTFont(plain, str(files[plain]))
            pdfmetrics.registerFont(face)
            heavy, slanted = (one if one in files else plain for one in (bold, _SLANTED.get(plain, plain)))
            for other in {heavy, slanted} - {plain}:
                pdfmetrics.registerFont(TTFont(other, str(files[other])))
        except (TTFError, OSError, ValueError):
            continue
        yield plain, heavy, slanted, frozenset(map(chr, face.face.charToGlyph))


def _files(folder: Path) -> Iterator[Path]:
    wanted = {*(name for pair in _NAMES for name in pair), *_SLANTED.values()}
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*.ttf")) if path.name in wanted)
