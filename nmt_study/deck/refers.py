"""Options that speak of the other ones, as "all of the above" or "A and C": they keep their place, and the lint tells."""

import re
from enum import Enum

_HEAD = 200  # characters of an option in which a phrase is looked for
_EMPHASIS = re.compile(r"[*_`]+")

_PLACE, _NAME = r"(?:above|below)", r"(?:answers?|options?|choices?)"
_THESE = r"(?:these|them|those|(?:the\s+)?others)"
_THE, _COUNT = r"(?:the|these|those)\s+", r"(?:(?:two|three|four|five|six|seven|eight|[2-8])\s+)?"
_JUDGED = r"(?:correct|right|true|wrong|false)"
_SOME = r"(?:both|neither|either|any|some|two|three|most)"

_STOPS = r"(?=\W*$|\s*[,;:.(–—]|\s+(?:because|as|since|but|and|except|for|statements?|answers?|options?)\b)"
"""After a word such as "right": "all are right" speaks of options, "all are right ribs" of the body."""
_ENDS = rf"(?=\W*$|\s+(?:is|are|apply|applies)\W*$|\s+(?:is|are)\s+{_JUDGED}{_STOPS})"
"""Nothing more, or a verb: "all below" speaks of options, "all below the knee" of the body."""
_THE_OTHERS = (
    rf"(?:(?:of\s+)?{_THE}(?:other\s+)?{_PLACE}\b(?!-)"
    rf"|of\s+{_THE}(?:other\s+)?{_COUNT}{_NAME}\b(?!\s+(?:\w+(?:ed|en)\s+)?(?:to|for|from|about|with|by)\b))"
)
"""These mean options whatever follows, but for the options that somebody talked about with a client, say."""
_MAYBE_OTHERS = rf"(?:of\s+)?(?:{_THE})?(?:other\s+)?{_COUNT}(?:{_PLACE}|{_NAME})\b{_ENDS}"
_LISTED = rf"(?:of\s+)?(?:{_THE})?(?:\w+\s+){{0,2}}{_PLACE}\b{_ENDS}"

_ALL = re.compile(
    rf"\ball\s+(?:{_THE_OTHERS}|{_MAYBE_OTHERS})|^\W*all\s+{_LISTED}|^\W*all\s+(?:of\s+)?{_THESE}{_ENDS}"
    rf"|\ball\s+(?:are|is)\s+{_JUDGED}{_STOPS}"
    rf"|\beverything\s+(?:{_PLACE}{_ENDS}|listed\b)|\bany\s+{_THE_OTHERS}",
    re.IGNORECASE,
)
_NONE = re.compile(
    rf"\bnone\s+(?:{_THE_OTHERS}|{_MAYBE_OTHERS})|^\W*none\s+{_LISTED}|^\W*none\s+(?:of\s+)?{_THESE}{_ENDS}"
    rf"|\bnone\s+(?:are|is)\s+{_JUDGED}{_STOPS}"
    rf"|\bnothing\s+(?:{_PLACE}{_ENDS}|listed\b)",
    re.IGNORECASE,
)
_LETTER, _DIGIT = r"\(?[a-h]\)?", r"\(?[1-8]\)?"
_LED = r"(?:(?:both|only|neither|either)\s+)?(?:options?\s+|answers?\s+)?"
_LED_BY_WORD = (
    r"(?:(?:both|only|neither|either)\s+(?:options?\s+|answers?\s+)?|options?\s+|answers?\s+|choices?\s+)"
)
_END = rf"(?:\s+only)?(?:\s+(?:are|is)(?:\s+both)?\s+{_JUDGED})?\W*$"
_COMBINED = re.compile(
    rf"^\W*{_SOME}\s+(?:(?:of\s+)?(?:the\s+)?{_THESE}{_ENDS}|{_MAYBE_OTHERS})|\b{_SOME}\s+{_THE_OTHERS}"
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
