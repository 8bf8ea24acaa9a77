"""Text whose lines count: code between fences, and the rows of a table, of which a deck keeps no more than its lines."""

import re
from collections.abc import Iterator

LANGUAGE = re.compile(r"\blanguage-([A-Za-z0-9+#.-]{1,30})(?:\s|$)")
"""The class by which HTML names the language of code."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BACKTICKS = re.compile("`+")
_ROW = re.compile(r" {0,3}\S.*\|.*|\|.*")
_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def fenced(text: str, language: str = "") -> str:
    """Return text as code between fences that no line of it ends."""
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def is_laid_out(text: str) -> bool:
    """Say whether text has lines or an indentation that a paragraph would not keep."""
    return "\n" in text.strip("\n") or text.strip("\n")[:1] in {" ", "\t"}


def with_row_breaks(markdown: str) -> str:
    """Return Markdown in which each row of a table ends in a hard break, so that the rows stay lines."""
    if "|" not in markdown or "-" not in markdown:
        return markdown
    lines = markdown.split("\n")
    rows = set(_rows(lines))
    return "\n".join(
        f"{line.rstrip()}  " if at in rows and at + 1 in rows else line for at, line in enumerate(lines)
    )


def _rows(lines: list[str]) -> Iterator[int]:
    """Give the numbers of the lines that are rows of tables; fences protect what is in them."""
    fence, in_table = "", False
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not line.strip().strip(mark[1][0])
            fence = "" if closes else fence
        elif mark:
            fence, in_table = mark[1], False
        elif in_table and _ROW.fullmatch(line):
            yield at
        else:
            in_table = bool(at) and "|" in line and _RULE.fullmatch(line) is not None
            if in_table and _ROW.fullmatch(lines[at - 1]):
                yield from (at - 1, at)
