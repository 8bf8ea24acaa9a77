"""Which option of a question in Word is right, by everything that marks it; what is not certain is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nmt_study.exchange.keys import LETTERS, key_of
from nmt_study.exchange.word.lines import Line, hint_of, strength
from nmt_study.exchange.word.signs import Mark, Token

_ENTRY = r"(\d{1,3})\s*[.):=–-]?\s*\(?([A-Ja-j](?:\s*(?:,|&|and)\s*[A-Ja-j])*)\)?(?:[\s;,.]+|$)"
_ENTRIES = re.compile(rf"(?:{_ENTRY})+", re.IGNORECASE)
_ONE_ENTRY = re.compile(_ENTRY, re.IGNORECASE)
_SAID = re.compile(r"(\d{1,3})\s*[.):=–-]\s*(\S.*)", re.DOTALL)
_ROMAN = re.compile(r"\s[IVX]{1,6}\s*$")
_ROMAN_ASIDE = re.compile(r"\s(?:\([IVXLC]{1,6}\)|\[[IVXLC]{1,6}\])\s*$")
_LONGEST = 200  # characters of an entry of a list of answers
_SEVERAL = re.compile(
    r"\b(?:all that apply|all (?:the )?correct|(?:select|choose|mark|tick|check|pick|name) (?:all|two|three|four|2|3|4)"
    r"|which (?:two|three|four|2|3|4)|more than one|multiple (?:answers|response)|two (?:answers|options) are)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sign says: which options it means, and whether that is certain by itself.

    `key` is None where an answer is given that fits no option; `listed` says that each option is named.
    """

    sign: str
    key: frozenset[int] | None
    certain: bool = True
    listed: bool = False


@dataclass(slots=True)
class Verdict:
    """The key where it is certain, else what may be right and why it has to be asked."""

    key: frozenset[int] | None
    readings: list[Reading] = field(default_factory=list)

    @property
    def hint(self) -> str:
        """Say in words what marks which option."""
        if not self.readings:
            return "Nothing marks it."
        return " ".join(f"{_named(one.key)} {one.sign}." for one in self.readings)

    @property
    def together(self) -> list[frozenset[int]]:
        """The readings that mean several options."""
        return list(dict.fromkeys(one.key for one in self.readings if one.key and len(one.key) > 1))


def is_several(stem: str) -> bool:
    """Say whether a question asks for all options that are right."""
    return _SEVERAL.search(" ".join(stem.split())) is not None


def entries_of(text: str) -> list[tuple[str, str]]:
    """Return numbers of questions with their answers from a line of a list of answers; none where it is no such line."""
    if _ENTRIES.fullmatch(text):
        return [(found[1].lstrip("0"), found[2]) for found in _ONE_ENTRY.finditer(text)]
    found = _SAID.fullmatch(text)
    if found and len(found[2]) <= _LONGEST and not found[2].rstrip().endswith("?"):
        return [(found[1].lstrip("0"), found[2].strip())]
    return []


def verdict_of(
    options: Sequence[Token], answers: Sequence[str], entries: Sequence[str], stem: str, *, legend: str = ""
) -> Verdict:
    """Return which options are right.

    `answers` are lines such as "Answer: B" at the question, `entries` those of a list of answers; `legend` is what
    the document says of asterisks, where it does.
    """
    readings = [*_marked(options, legend)]
    texts = {place: one.line.text for place, one in enumerate(options)}
    numbered = all(one.label.isdecimal() for one in options)
    lettered = all(one.label.isalpha() for one in options)
    for sign, written in (
        *(("is said to be right", one) for one in answers),
        *(("is right by the list of answers", one) for one in entries),
    ):
        key = key_of(written, texts, 1 if numbered else None)
        if key is not None and not lettered and not numbered and not _by_text(written, texts):
            readings.append(Reading(f"{sign}, though the options have no letters", key, certain=False))
            continue
        readings.append(
            Reading(sign if key else f"(“{written[:40]}”) {sign}", key, certain=key is not None, listed=True)
        )
    keys = {one.key for one in readings}
    if len(keys) != 1 or not any(one.certain for one in readings):
        return Verdict(None, readings)
    key = next(iter(keys))
    wrong = frozenset(place for place, one in enumerate(options) if Mark.WRONG in one.marks)
    if key and key & wrong:
        return Verdict(None, [*readings, Reading("is marked as wrong", wrong, certain=False)])
    if key is None or (len(key) > 1 and not any(one.listed for one in readings) and not is_several(stem)):
        return Verdict(None, readings)
    return Verdict(key, readings)


def gives_away(options: Sequence[Token], key: frozenset[int]) -> bool:
    """Say whether an x in brackets behind the options that are right marks them, and is none of their text."""
    marked = {place for place, one in enumerate(options) if Mark.LETTER in one.marks}
    return marked == key and not _are_numbered(options)


def _by_text(written: str, texts: Mapping[int, str]) -> bool:
    """Say whether an answer is the text of an option."""
    plain = " ".join(written.split()).casefold().rstrip(".")
    return any(" ".join(text.split()).casefold().rstrip(".") == plain for text in texts.values())


def _marked(options: Sequence[Token], legend: str) -> list[Reading]:
    """Return what bold, signs and colours say; a sign that all options or none have says nothing."""
    found: list[Reading] = []
    bold = frozenset(place for place, one in enumerate(options) if strength(one.line.pieces) == "whole")
    if 0 < len(bold) < len(options):
        found.append(Reading("is bold", bold))
    starred = not legend or "correct" in legend.casefold() or "right answer" in legend.casefold()
    certain = {
        Mark.ASTERISK: starred,
        Mark.FOOTNOTE: starred,
        Mark.TICK: True,
        Mark.WORD: True,
        Mark.CROSS: False,
        Mark.LETTER: False,
    }
    for mark, is_certain in certain.items():
        places = frozenset(place for place, one in enumerate(options) if mark in one.marks)
        if mark is Mark.CROSS and any(one.key for one in found):
            continue  # beside ticks, crosses mark what is wrong
        if mark is Mark.LETTER and _are_numbered(options):
            continue
        if 0 < len(places) < len(options):
            found.append(Reading(f"has {mark.value}", places, certain=is_certain))
    left = frozenset(place for place, one in enumerate(options) if Mark.WRONG not in one.marks)
    if len(left) == 1 < len(options):
        found.append(Reading("is the only one not marked as wrong", left))
    return found + _hinted([one.line for one in options])


def _are_numbered(options: Sequence[Token]) -> bool:
    """Say whether options end in Roman numbers, so that an x behind one is its number and no tick.

    One in brackets is enough; without them it may be a letter, as in "Factor V", and most of them have to end so.
    """
    others = [one.line.text for one in options if Mark.LETTER not in one.marks]
    bare = sum(1 for text in others if _ROMAN.search(text))
    return any(_ROMAN_ASIDE.search(text) for text in others) or 2 * bare > len(others)


def _hinted(lines: Sequence[Line]) -> list[Reading]:
    """Return the one option that stands out by colour or underlining; it is asked about, not taken."""
    hints = [hint_of(line.pieces) for line in lines]
    single = [place for place, one in enumerate(hints) if hints.count(one) == 1 and one]
    rest = {one for place, one in enumerate(hints) if place not in single}
    if len(single) != 1 or len(rest) != 1 or len(lines) < 2:
        return []
    return [Reading(f"is {hints[single[0]].split(' ')[0]}", frozenset(single), certain=False)]


def _named(key: frozenset[int] | None) -> str:
    if not key:
        return "Something"
    return "Option " + " and ".join(LETTERS[place] for place in sorted(key))
