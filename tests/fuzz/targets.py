"""What is fuzzed: each target takes any bytes and must come to an end without an exception of its own.

A target that fails an assertion or raises anything but a refusal in words has found a fault.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.lint.linter import lint
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Item
from nmt_study.errors import NmtError, Severity
from nmt_study.exchange.format import Arrived
from nmt_study.exchange.formats import FORMATS, find, reader_of
from nmt_study.exchange.packages import zipped
from nmt_study.services.writing.formatting import laid_out
from nmt_study.text import clean, flaws, repairs

Target = Callable[[bytes], None]
LONGEST = 32_768
"""Bytes of an input; what only a longer one shows is for the hostile corpus."""


def gate(data: bytes) -> None:
    """Whatever goes through the gate is harmless, and going through twice changes nothing."""
    text = data.decode("utf-8", "surrogateescape")
    through = clean(text)
    assert clean(through) == through
    assert list(flaws(through)) == []
    through.encode()
    kept, at = "", 0
    for repair in repairs(text):
        kept += text[at : repair.start] + repair.shown
        at = repair.end
    assert kept + text[at:] == through


def deck(data: bytes) -> None:
    """Any file is read; what was read is written, read again as the same, laid out without a change of meaning, and linted."""
    parsed = parse(data, "fuzz.md")
    list(lint(parsed.deck, "fuzz.md", data.decode("utf-8", "replace").splitlines(), quiz=True))
    for item in parsed.deck.items:
        plain(blocks(item.stem))
    if not _has_error(parsed.diagnostics):
        again = parse(write(parsed.deck), "fuzz.md")
        assert _told(again.deck.items) == _told(parsed.deck.items)
    try:
        once = laid_out(data.decode("utf-8", "replace"), "fuzz.md")
    except NmtError:
        return
    assert laid_out(once, "fuzz.md") == once


def exchange(form: str, around: Mapping[str, bytes], data: bytes) -> None:
    """Any file is read or refused in words; the decks it comes to are sound, and no doubt leads to a fault.

    Of an archive one file is fuzzed, which the first byte chooses, and the others are sound: no mutation would come
    past its checksums.
    """
    if around and data and not data.startswith(b"PK"):
        data = zipped({**around, sorted(around)[data[0] % len(around)]: data[1:]}.items())
    read = partial(reader_of(find(form, reads=True)), data, "fuzz")
    try:
        arrived = read({})
        _assert_sound(arrived, form)
        _assert_sound(read({doubt.id: "1" for doubt in arrived.doubts}), form)
    except NmtError as refusal:
        _assert_clean(str(refusal))


def targets(around: Mapping[str, Mapping[str, bytes]]) -> dict[str, Target]:
    """Return every target by its name; `around` has for a format in an archive its other files."""
    found: dict[str, Target] = {"gate": gate, "deck": deck}
    for one in FORMATS:
        if one.reads:
            found[one.id] = partial(exchange, one.id, around.get(one.id, {}))
    return found


def _assert_sound(arrived: Arrived, form: str) -> None:
    for where in (*(loss.where for loss in arrived.losses), *(doubt.where for doubt in arrived.doubts)):
        _assert_clean(where)
    for parcel in arrived.parcels:
        parsed = parse(write(parcel.deck), "fuzz.md")
        # What cannot be used in a header, what hashcards cannot read, and a review that nobody signed stay as they are;
        # the check tells them.
        told = ("D01", Code.NOT_REVIEWED.id)
        problems = [one for one in parsed.diagnostics if not one.code.startswith(told)]
        assert form == "hashcards" or not _has_error(problems), problems
        assert len(parsed.deck.items) == len(parcel.deck.items)


def _assert_clean(text: str) -> None:
    assert clean(text) == text


def _has_error(diagnostics: Iterable[Any]) -> bool:
    return any(one.severity is Severity.ERROR for one in diagnostics)


def _told(items: Iterable[Item]) -> list[tuple[str, Any]]:
    return [(item.stem, item.answer) for item in items]
