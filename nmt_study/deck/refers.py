"""Options that speak of the other ones, as "all of the above" or "A and C": they keep their place, and the lint tells."""

import re
from enum import Enum

_HEAD = 200  # characters of an option in which a phrase is looked for
_EMPHASIS = re.compile(r"[*_`]+")

_OTHERS = r"(?:above|below|answers?|options?|choices?)"
_THESE = r"(?:these|them|those|(?:the\s+)?others)"
_OF = r"(?:of\s+)?(?:the\s+|these\s+|those\s+)?(?:other\s+|two\s+|three\s+|four\s+)?"
_JUDGED = r"(?:correct|right|true|wrong|false)"
_SOME = r"(?:both|neither|either|any|some|two|three|most)"

_ALL = re.compile(
    rf"\ball\s+{_OF}{_OTHERS}\b"
    rf"|^\W*all\s+(?:of\s+)?{_THESE}\W*$|^\W*all\s+(?:are|is)\s+{_JUDGED}\b"
    rf"|\beverything\s+(?:above|listed)\b|\bany\s+of\s+the\s+(?:other\s+)?{_OTHERS}\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    rf"\bnone\s+{_OF}{_OTHERS}\b"
    rf"|^\W*none\s+(?:of\s+)?{_THESE}\W*$|^\W*none\s+(?:are|is)\s+{_JUDGED}\b"
    r"|\bnothing\s+(?:above|listed)\b",
    re.IGNORECASE,
)
_LETTER, _DIGIT = r"\(?[a-h]\)?", r"\(?[1-8]\)?"
_LED = r"(?:(?:both|only|neither|either)\s+)?(?:options?\s+|answers?\s+)?"
_LED_BY_WORD = (
    r"(?:(?:both|only|neither|either)\s+(?:options?\s+|answers?\s+)?|options?\s+|answers?\s+|choices?\s+)"
)
_END = rf"(?:\s+only)?(?:\s+(?:are|is)(?:\s+both)?\s+{_JUDGED})?\W*$"
_COMBINED = re.compile(
    rf"^\W*{_SOME}(?:\s+of)?(?:\s+the)?\s+(?:{_THESE}|{_OTHERS})\W*$"
    rf"|\b{_SOME}\s+of\s+(?:the|these|those)\s+(?:other\s+|two\s+|three\s+|four\s+)?{_OTHERS}\b"
    rf"|^\W*(?:both|neither|either)\s+(?:answers?|options?|choices?)\b"
    rf"|^\W*(?:both|neither|either|two)\s+(?:are|is)\s+{_JUDGED}\W*$"
    rf"|^\W*{_LED}{_LETTER}\s*(?:,\s*{_LETTER}\s*)*,?\s*(?:and|or|nor|&)\s*{_LETTER}{_END}"
    rf"|^\W*{_LED}{_DIGIT}\s*(?:,\s*{_DIGIT}\s*)*,?\s*(?:and|&)\s*{_DIGIT}{_END}"
    rf"|^\W*{_LED_BY_WORD}{_DIGIT}\s*(?:,\s*{_DIGIT}\s*)*,?\s*(?:or|nor)\s*{_DIGIT}{_END}",
    re.IGNORECASE,
)
"""Numbers with "or" between them are a quantity, "1 or 2 days" say, unless a word says that options are meant."""


class Reference(Enum):
    """How an option speaks of the other ones."""

    ALL = "all"
    NONE = "none"
    COMBINED = "combined"


_PATTERNS = ((Reference.ALL, _ALL), (Reference.NONE, _NONE), (Reference.COMBINED, _COMBINED))


def reference(option: str) -> Reference | None:
    """Return how an option speaks of the other ones; None where it does not."""
    head = " ".join(_EMPHASIS.sub("", option[: 2 * _HEAD]).split())[:_HEAD]
    return next((kind for kind, pattern in _PATTERNS if pattern.search(head)), None)


def refers_to_others(option: str) -> bool:
    """Tell whether an option speaks of the other ones, as in "all of the above" or "A and C": it stays in its place."""
    return reference(option) is not None
