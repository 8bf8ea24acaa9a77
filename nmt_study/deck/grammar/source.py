"""A deck file on its way in: bytes to clean lines within the limits, and the list of what is wrong with them."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from nmt_study.deck.grammar.codes import Code
from nmt_study.errors import Diagnostic
from nmt_study.text import REPLACEMENT, clean, count_flaws, flaws, nearest, repairs, shorten

_FLAWS_NAMED = 5
_BOM = b"\xef\xbb\xbf"


class Limits(NamedTuple):
    """How much is read; what is beyond the first three of these no author reaches, but a hostile file may."""

    file: int = 20 * 1024 * 1024  # bytes
    line: int = 64 * 1024  # bytes
    cards: int = 200_000  # of a library, and so of a file
    item: int = 1024 * 1024  # characters
    lines: int = 2_000_000
    parts: int = 500_000  # items, headings, rules and pieces of prose
    brackets: int = 1_000_000
    diagnostics: int = 10_000


LIMITS = Limits()


class Page:
    """The clean lines of one file. Indexes of lines start at 0; lines and columns that are told start at 1."""

    __slots__ = (
        "_found",
        "_more",
        "_raw",
        "_raw_lines",
        "_spots",
        "brackets",
        "images",
        "limits",
        "lines",
        "long",
        "path",
    )

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self.lines: list[str] = []
        self.images = False  # whether there may be any
        self.long: set[int] = set()  # indexes of lines over the limit
        self.brackets = 0  # looked at so far
        self._raw: str | None = None  # the text before cleaning, where that changed anything
        self._raw_lines: list[str] = []
        self._spots: tuple[int, list[_Spot]] = (-1, [])
        self._found: list[Diagnostic] = []
        self._more = 0

    def report(self, code: Code, index: int, message: str, hint: str = "", column: int = 1) -> None:
        """Note a problem; the column counts in the clean line and is told as it is in the file."""
        if len(self._found) >= self.limits.diagnostics:
            self._more += 1
            return
        column = column if self._raw is None else self._column_in_file(index, column)
        self._found.append(Diagnostic(self.path, index + 1, column, code.id, code.severity, message, hint))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was noted in the order of the file, and how much more there was."""
        found = sorted(self._found, key=attrgetter("line", "column", "code"))
        if self._more:
            code, last = Code.MORE_PROBLEMS, found[-1].line
            message = f"{self._more:,} more problems are not listed."
            found.append(
                Diagnostic(self.path, last, 1, code.id, code.severity, message, "Mend the ones listed first.")
            )
        return tuple(found)

    def take(self, text: str) -> None:
        """Split the text into clean lines; LF, CRLF or CR ends a line, and nothing else does."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.images = "![" in text
        shown = clean(text)
        if shown != text:
            self._report_flaws(text)
        self.lines = self._split(text)
        self._report_long_lines(self.lines)
        if shown != text:
            self._raw = text
            self.lines = shown.split("\n", self.limits.lines)[: len(self.lines)]

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the known word that is most like one in the file; none once nothing more is told anyway."""
        return None if len(self._found) >= self.limits.diagnostics else nearest(word, known)

    def _split(self, text: str) -> list[str]:
        lines = text.split("\n", self.limits.lines)
        if len(lines) > self.limits.lines:
            message = f"The file has more than {self.limits.lines:,} lines; nothing below was read."
            self.report(Code.TOO_MANY, len(lines) - 1, message, "Split the file into several decks.")
            del lines[-1]
        return lines

    def _report_flaws(self, text: str) -> None:
        total = count_flaws(text)
        for number, (offset, name) in enumerate(islice(flaws(text), _FLAWS_NAMED), 1):
            more = f", the fifth of {total:,} such signs" if number == _FLAWS_NAMED < total else ""
            index, column = place(text, offset)
            self.report(
                Code.UNSAFE_SIGN, index, f"Here is a {name}{more}.", "Delete it or type it anew.", column
            )

    def _report_long_lines(self, raw: list[str]) -> None:
        most = self.limits.line
        if max(map(len, raw)) <= most // 4:  # no code point takes more than 4 bytes
            return
        for index, line in enumerate(raw):
            if len(line) > most // 4 and (size := _size(line)) > most:
                self.long.add(index)
                message = f"The line has {size:,} bytes; a line may have {most:,}."
                self.report(Code.LINE_TOO_LONG, index, message, "Break it into shorter lines.")

    def _column_in_file(self, index: int, column: int) -> int:
        if column == 1 or index in self.long:
            return 1
        spots = self._spots_of(index)
        found = bisect_right(spots, column - 1, key=_clean_start) - 1
        if found < 0:
            return column
        spot = spots[found]
        within = column - 1 - spot.clean_start
        return 1 + spot.start + (0 if within < spot.shown else spot.length + within - spot.shown)

    def _spots_of(self, index: int) -> "list[_Spot]":
        """Return where cleaning changed one line; the last line asked for is remembered."""
        if self._spots[0] != index:
            spots, shift = [], 0
            for repair in repairs(self._raw_line(index)):
                length, shown = repair.end - repair.start, len(repair.shown)
                spots.append(_Spot(repair.start + shift, shown, repair.start, length))
                shift += shown - length
            self._spots = (index, spots)
        return self._spots[1]

    def _raw_line(self, index: int) -> str:
        if not self._raw_lines and self._raw:
            self._raw_lines = self._raw.split("\n")
        return self._raw_lines[index]


class _Spot(NamedTuple):
    """A repair in a line: where and how wide it is in the clean line, then in the file."""

    clean_start: int
    shown: int
    start: int
    length: int


def _clean_start(spot: _Spot) -> int:
    return spot.clean_start


def read(source: bytes | str, path: str, limits: Limits) -> Page:
    """Return the clean lines of a file, whatever it holds; a file over the limit, or not in UTF-8, has none."""
    page = Page(path, limits)
    size = len(source) if isinstance(source, bytes) else _size(source)
    if size > limits.file:
        message = f"The file has {size:,} bytes; at most {limits.file:,} are read."
        page.report(Code.FILE_TOO_LONG, 0, message, "Split it into several decks.")
    elif isinstance(source, bytes):
        page.take(_decode(page, source.removeprefix(_BOM)))
    else:
        page.take(source.removeprefix("\ufeff"))
    return page


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line index and the 1-based column of an offset in a text whose lines end with LF."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)


def _decode(page: Page, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        fault = error
    text = data.decode(errors="replace")
    readable = data[: fault.start].decode().replace("\r\n", "\n").replace("\r", "\n")
    index, column = place(readable, len(readable))
    total = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode())
    others = f", the first of {total:,} such places" if total > 1 else ""
    looks = "It looks like UTF-16. " if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ""
    message = f"Byte 0x{data[fault.start]:02X} is not UTF-8{others}."
    hint = f"{looks}Save the file as UTF-8: most editors ask for the encoding under “Save as”."
    page.report(Code.NOT_UTF8, index, message, hint, column)
    return ""


def quoted(value: str) -> str:
    """Return a value of the file in quotes, cut so that it fits into a message."""
    return f"“{shorten(value[:80], 40)}”"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
