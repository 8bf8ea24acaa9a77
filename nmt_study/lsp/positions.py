"""Places in a text, between code points as nmt-study counts them and the units that an editor counts in.

Unlike `str.splitlines`, a line ends at LF, CRLF or CR only: so the protocol says, and so does the deck format.
"""

import re
from collections.abc import Callable, Sequence

from nmt_study.errors import Diagnostic

_BOM = "\ufeff"
_WIDTHS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "utf-32": len,
}


class Units:
    """The units of one encoding: `utf-8`, `utf-16` or `utf-32`."""

    def __init__(self, encoding: str) -> None:
        self._width = _WIDTHS.get(encoding, _WIDTHS["utf-16"])

    def outward(self, line: str, column: int) -> int:
        """Return how many units the first `column` code points of a line have."""
        return self._width(line[: max(column, 0)])

    def inward(self, line: str, units: int) -> int:
        """Return how many whole code points the first `units` of a line have; never more than it has."""
        if line.isascii():
            return min(max(units, 0), len(line))
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._width(line[:middle]) <= units else (low, middle - 1)
        return low


def span(lines: Sequence[str], fault: Diagnostic) -> tuple[int, int, int]:
    """Return line, start and end of what a diagnostic is about, from 0 in code points.

    At the start of a line that is all of it without the blanks around, else the word that begins there. A byte order
    mark, which is no column for the parser, is one for an editor.
    """
    index = max(0, min(fault.line - 1, len(lines) - 1))
    line = lines[index]
    shift = 1 if index == 0 and line.startswith(_BOM) else 0
    start = min(max(fault.column - 1 + shift, 0), len(line))
    if fault.column <= 1:
        return index, start, max(start, len(line.rstrip()))
    end = start
    while end < len(line) and not line[end].isspace() and line[end] not in ",]":
        end += 1
    return index, start, min(max(end, start + 1), len(line))


def difference(old: str, new: str) -> tuple[int, int, str] | None:
    """Return the lines of an old text, from 0 and the second not included, that a new text replaces, and by what.

    None where both are the same. Where the second number is that of all lines, the text ends there.
    """
    before, after = _with_ends(old), _with_ends(new)
    if before == after:
        return None
    most = min(len(before), len(after))
    first = next((at for at in range(most) if before[at] != after[at]), most)
    same = next((at for at in range(most - first) if before[-1 - at] != after[-1 - at]), most - first)
    return first, len(before) - same, "".join(after[first : len(after) - same])


def _with_ends(text: str) -> list[str]:
    """Return the lines of a text with their ends; the last has none."""
    pieces = [*re.split(r"(\r\n|\r|\n)", text), ""]
    return [line + end for line, end in zip(pieces[::2], pieces[1::2], strict=True)]
