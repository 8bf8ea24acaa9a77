"""A Word document as lines: what each says, in which style, with which number or bullet Word puts in front of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from nmt_study.exchange.hypertext import markdown_of_text, start_escaped


class Shape(StrEnum):
    """What Word itself puts in front of a paragraph."""

    NONE = ""
    NUMBER = "number"
    LETTER = "letter"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one style, or the picture of a file name, whose text says what it shows.

    `hint` names another sign of a mark than bold, such as a colour; `raised` says that it stands above the line, until
    its text says so itself.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    hint: str = ""
    picture: str = ""
    raised: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph.

    `label` is the number or letter that Word counts, `depth` how far the list is indented, `heading` the level of a
    heading or 0, `ticked` the state of a box to be ticked in front.
    """

    where: str
    pieces: Pieces
    shape: Shape = Shape.NONE
    label: str = ""
    depth: int = 0
    heading: int = 0
    ticked: bool | None = None

    @property
    def text(self) -> str:
        """What it says, without styles and pictures."""
        return "".join(piece.text for piece in self.pieces if not piece.picture)

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing on it."""
        return not self.text.strip() and not any(piece.picture for piece in self.pieces)

    def cut(self, start: int, end: int | None = None) -> "Line":
        """Return the line with only some of its characters; pictures stand at theirs."""
        return replace(self, pieces=tuple(_cut(self.pieces, start, end)))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: for each row, for each cell its lines."""

    where: str
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


def _cut(pieces: Pieces, start: int, end: int | None) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        stop = at + len(piece.text)
        if piece.picture:
            if start <= at and (end is None or at < end):
                yield piece
            continue
        first, last = max(start, at), stop if end is None else min(end, stop)
        if first < last:
            yield replace(piece, text=piece.text[first - at : last - at])
        at = stop


def strength(pieces: Pieces) -> str:
    """Return "whole" where all of it is bold, "part" where some is, else ""."""
    bold = [piece.strong for piece in pieces if piece.text.strip() and not piece.picture]
    if not bold or not any(bold):
        return ""
    return "whole" if all(bold) else "part"


def hint_of(pieces: Pieces) -> str:
    """Return the other sign that all of it bears, such as "highlighted", else ""."""
    hints = {piece.hint for piece in pieces if piece.text.strip() and not piece.picture}
    return next(iter(hints)) if len(hints) == 1 else ""


def unmarked(pieces: Pieces) -> Pieces:
    """Return pieces without bold, which was a mark or mere layout."""
    return tuple(replace(piece, strong=False) for piece in pieces)


def markdown(pieces: Pieces) -> str:
    """Return pieces as Markdown on one line."""
    parts: list[str] = []
    for piece in _joined(pieces):
        if piece.picture:
            parts.append(f"![{_escaped(piece.text) or 'picture'}]({piece.picture})")
            continue
        core = piece.text.strip()
        if not core:
            parts.append(piece.text)
            continue
        before = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        behind = piece.text[len(piece.text.rstrip()) :]
        around = "**" * piece.strong + "*" * piece.emphasis + "~~" * piece.strike
        parts += [before, around, _escaped(core), around[::-1], behind]
    text = " ".join("".join(parts).split())
    return start_escaped(text)


def _joined(pieces: Pieces) -> Iterator[Piece]:
    """Give pieces with neighbours of one style made one: bold that stops within a word would show its signs."""
    held: Piece | None = None
    for piece in pieces:
        plain = replace(piece, hint="")
        if (
            held
            and not held.picture
            and not plain.picture
            and replace(held, text="") == replace(plain, text="")
        ):
            held = replace(held, text=held.text + plain.text)
            continue
        if held:
            yield held
        held = plain
    if held:
        yield held


def _escaped(text: str) -> str:
    """Return text whose signs of Markdown show; that of a line's start is seen to for the whole line."""
    return markdown_of_text(f"x{text}")[1:] if text else ""
