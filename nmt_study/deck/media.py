"""Whether the pictures of an item stay inside the deck's own folder (or, with `@/`, the root of all decks).

This is a test of the written path alone, by a list of what is allowed, so that nothing which is decoded later
(`%2e`, `&#46;`, a backslash escape) can turn an allowed path into another one. Whoever opens the file must still
resolve links and look at what it is.
"""

import re
from collections.abc import Iterator

from nmt_study.deck.brackets import brackets
from nmt_study.deck.codes import Code
from nmt_study.deck.draft import Draft

_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*<?([^\s<>]*)", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_ALLOWED = re.compile(r"(?:@/)?(?:[\w .,()+'=@-]+/)*[\w .,()+'=@-]+")


def report_unfit(draft: Draft) -> None:
    """Leave a block out that has a picture from elsewhere, or a line too long to be read."""
    page = draft.page
    if page.long and not page.long.isdisjoint(range(draft.start, draft.stop)):
        draft.spoiled = True
    if not page.images:
        return
    text = "\n".join(page.lines[draft.start : draft.stop])
    for offset, fault in unsafe_images(text):
        row, start = text.count("\n", 0, offset), text.rfind("\n", 0, offset) + 1
        hint = "Put the picture beside the deck and write `![what it shows](picture.png)`."
        message = f"The path of this picture {fault}."
        draft.report(Code.UNSAFE_IMAGE, draft.start + row, message, hint, offset - start + 1)


def unsafe_images(text: str) -> Iterator[tuple[int, str]]:
    """Give the offset of every picture whose path may leave the folder, and what is wrong with the path."""
    if "![" not in text:
        return
    by_reference = [fault for found in _REFERENCE.finditer(text) if (fault := path_fault(found[1]))]
    for pair in brackets(text).pairs:
        if not pair.image:
            continue
        if pair.address is not None:
            fault = path_fault(pair.address)
        else:
            fault = by_reference[0] if by_reference else ""
        if fault:
            yield pair.start - 1, fault


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
