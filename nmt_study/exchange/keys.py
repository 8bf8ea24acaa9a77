"""Which options a key means, such as `B`, `A, C`, `2` or the text of an option; None where it could mean something else."""

import re
from collections.abc import Mapping, Sequence

from nmt_study.text import canonical

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PART = re.compile(r"\s*(?:[,;&+\n]|\band\b|\bund\b)\s*|\s+", re.IGNORECASE)
_LISTED = re.compile(r"\s*[;\n|]\s*")
_DECORATED = re.compile(r"(?:(?:option|answer|choice)\s+)?[(\[]?([A-Za-z]|\d{1,2})[)\].:]?\.?", re.IGNORECASE)
_WITH_TEXT = re.compile(r"[(\[]?([A-Za-z]|\d{1,2})[)\].:]+\s+(\S.*)", re.DOTALL)
_TOGETHER = re.compile(r"[A-Z]{2,}")
_PREFIX = re.compile(
    r"(?:the\s+)?(?:correct\s+)?(?:answers?|options?|choices?)\s*(?:is|are)?\s*[:=]?\s+", re.IGNORECASE
)

Options = Mapping[int, str]
"""The texts of the options by their places, from 0; a place may be empty."""


def key_of(text: str, options: Options, base: int | None = 1) -> frozenset[int] | None:
    """Return the places that a key means, None where it means none or could mean several things.

    `base` is the number of the first option in keys that are numbers; None where that is not known.
    """
    text = text.strip()
    if not text or not options:
        return None
    plain = _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
    readings = {reading for one in dict.fromkeys((text, plain)) for reading in _readings(one, options, base)}
    if len(readings) != 1:
        return None
    return next(iter(readings)) or None


def numbers_in(text: str, options: Options) -> tuple[int, ...]:
    """Return the numbers of a key that is nothing but numbers and not the text of an option, else none."""
    if any(_same(text, one) for one in options.values()):
        return ()
    parts = [part for part in _PART.split(text.strip()) if part]
    return (
        tuple(map(int, parts)) if parts and all(re.fullmatch(r"[0-9]{1,2}", part) for part in parts) else ()
    )


def _readings(text: str, options: Options, base: int | None) -> set[frozenset[int]]:
    """Return everything that a key may mean; an empty set stands for a contradiction."""
    folded = _folded(text)
    same = [place for place, option in options.items() if folded and _folded(option) == folded]
    found = {frozenset(same if len(same) == 1 else ())} if same else set()
    named = _named(text, options, base)
    if named or (named is not None and (not same or _may_be_place(text, options, base))):
        found.add(named)
    if named and not same and (texts := _texts_of(_PART.split(text), options)) is not None:
        found.add(texts)
    with_text = _WITH_TEXT.fullmatch(text)
    if with_text and (place := _place(with_text[1], base)) is not None and not same:
        fits = place in options and _same(with_text[2], options[place])
        if fits or named is None:
            found.add(frozenset({place} if fits else ()))
    if not found and (listed := _listed(text, options)) is not None:
        found.add(listed)
    return found


def _named(text: str, options: Options, base: int | None) -> frozenset[int] | None:
    """Return the places that letters or numbers name; None where the text is something else."""
    if _TOGETHER.fullmatch(text):
        places = [LETTERS.index(letter) for letter in text]
        sound = sorted(set(places)) == places and all(place in options for place in places)
        return frozenset(places) if sound else None
    parts = [text] if _DECORATED.fullmatch(text) else [part for part in _PART.split(text) if part]
    found = [named for part in parts if (named := _DECORATED.fullmatch(part))]
    if not found or len(found) < len(parts):
        return None
    named_places = [_place(one[1], base) for one in found]
    known = {place for place in named_places if place is not None and place in options}
    return frozenset(known) if len(known) == len(found) else frozenset()


def _may_be_place(text: str, options: Options, base: int | None) -> bool:
    """Say whether the text of an option may be the number of another one, as it is not known how these count."""
    return base is None and text.isdecimal() and int(text[:9]) <= max(options) + 1


def _listed(text: str, options: Options) -> frozenset[int] | None:
    """Return the places of options whose texts are listed, None where a part is no option's."""
    return _texts_of(_LISTED.split(text), options)


def _texts_of(parts: Sequence[str], options: Options) -> frozenset[int] | None:
    """Return the places of the options that each part is the text of, None where one is no option's or several ones'."""
    parts = [part for part in parts if part.strip()]
    found = [[place for place, option in options.items() if _same(part, option)] for part in parts]
    if len(parts) < 2 or any(len(places) != 1 for places in found):
        return None
    return frozenset(places[0] for places in found)


def _place(written: str, base: int | None) -> int | None:
    if written.isdecimal():
        return None if base is None or int(written) < base else int(written) - base
    return LETTERS.index(written.upper())


def _same(one: str, other: str) -> bool:
    """Say whether two texts are one but for case, white space and a full stop at the end."""
    return _folded(one) == _folded(other) != ""


def _folded(text: str) -> str:
    return canonical(text).casefold().rstrip(".").rstrip()
