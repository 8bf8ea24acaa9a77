"""Whether the pictures of an item stay inside the deck's own folder (or, with `@/`, the root of all decks).

This is a test of the written path alone, by a list of what is allowed, so that nothing which is decoded later
(`%2e`, `&#46;`, a backslash escape) can turn an allowed path into another one. Whoever opens the file must still
resolve links and look at what it is.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from nmt_study.deck.grammar.brackets import brackets
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.draft import Draft

_MOST_NAMED = 20  # of one item
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*<?([^\s<>]*)", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_ALLOWED = re.compile(r"(?:@/)?(?:[\w .,()+'=@-]+/)*[\w .,()+'=@-]+")


def report_images(draft: Draft, texts: Iterable[str]) -> None:
    """Report the pictures from elsewhere that the texts of a block show."""
    if not draft.page.images:
        return
    shown = [text for text in texts if "![" in text]
    draft.page.brackets += sum(text.count("[") for text in shown)
    unsafe = (found for text in shown for found in unsafe_images(text))
    for path, fault in islice(unsafe, _MOST_NAMED):
        index, column = _first_place(draft, path)
        hint = "Put the picture beside the deck and write `![what it shows](picture.png)`."
        draft.report(Code.UNSAFE_IMAGE, index, f"The path of this picture {fault}.", hint, column)


def _first_place(draft: Draft, path: str) -> tuple[int, int]:
    """Return the line index and the 1-based column at which a picture with a path first stands."""
    lines = ((index, draft.page.lines[index]) for index in range(draft.start, draft.stop))
    found = ((index, max(line.find("!["), 0) + 1) for index, line in lines if "]" in line and path in line)
    return next(found, (draft.start, 1))


def unsafe_images(text: str) -> Iterator[tuple[str, str]]:
    """Give every path of a picture that may leave the folder, and what is wrong with it."""
    images = [pair.address for pair in brackets(text).pairs if pair.image]
    paths = [path for path in images if path is not None]
    if None in images:
        paths += [found[1] for found in _REFERENCE.finditer(text)]
    yield from ((path, fault) for path in paths if (fault := path_fault(path)))


def path_fault(path: str) -> str:
    """Return what keeps a picture's path from being used, or ""."""
    plain = _PERCENT.sub(lambda found: chr(int(found[1], 16)), path)
    if plain.startswith(("/", "\\")):
        return "is absolute"
    if _SCHEME.match(plain):
        return "is an address elsewhere"
    if ".." in re.split(r"[/\\]", plain):
        return "leaves the deck's folder"
    if not _ALLOWED.fullmatch(plain):
        return "is empty or has signs other than letters, digits, space and . , ( ) + ' = @ _ -"
    return ""
