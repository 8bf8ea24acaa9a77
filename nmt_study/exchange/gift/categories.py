"""Categories of Moodle as headings of a deck, and headings as the paths of categories."""

from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Heading
from nmt_study.exchange.gift.comments import own_line, pack
from nmt_study.exchange.gift.text import hold, literal, release

CATEGORY = "$CATEGORY:"
DEEPEST = 6  # level of a heading
Path = tuple[str, ...]


def path_of(written: str) -> Path:
    """Return the names in the path of a category, without its context and Moodle's uppermost one.

    A double slash is one that is part of a name.
    """
    names = [name.replace("\0", "/").strip() for name in written.replace("//", "\0").split("/")]
    if names[0].startswith("$") and names[0].endswith("$") and len(names[0]) > 2:
        names = names[1:]
    if names[:1] == ["top"]:
        names = names[1:]
    return tuple(name for name in names if name)


def headings_of(path: Path, last: Path) -> list[Heading]:
    """Return the headings that a category stands for; those that it has in common with the last one stand above."""
    kept = 0
    while kept < min(len(path) - 1, len(last)) and path[kept] == last[kept]:
        kept += 1
    return [Heading(min(level + 1, DEEPEST), _text(path[level])) for level in range(kept, len(path))]


def category_lines(heading: Heading, last: Path) -> tuple[list[str], Path]:
    """Return the lines of the category that stands for a heading below another category, and its path."""
    name = " ".join(plain(blocks(heading.text)).split()) or "-"
    path = (*last[: heading.level - 1], name)
    written = "/".join(_slashed(each) for each in path)
    written = written.replace("\\", "\\\\")  # Moodle takes nothing else here for an escape
    lines = [f"{CATEGORY} {written}"]
    if headings_of(path_of(release(hold(written))), last) != [heading]:
        lines.insert(0, own_line("heading", pack(f"{'#' * heading.level} {heading.text}")))
    return lines, path


def heading_from(value: str) -> Heading:
    """Return the heading that a comment of ours gives."""
    signs, _, text = value.partition(" ")
    return Heading(min(max(len(signs), 1), DEEPEST), text)


def _text(name: str) -> str:
    return literal(name)


def _slashed(name: str) -> str:
    """Return a name in which no slash divides; one at an edge stands away from the next, as Moodle writes it."""
    doubled = name.replace("/", "//")
    return f"{' ' * doubled.startswith('/')}{doubled}{' ' * doubled.endswith('/')}"
