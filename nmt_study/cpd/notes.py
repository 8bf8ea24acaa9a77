"""A lint for notes and reflections: words that could tell who a client is. It warns, and never changes or refuses.

What it knows are forms, not people: it cannot show that a note is anonymous. What it must not take for a client:
spinal levels, page ranges, counts of cards, doses, and dates of a plan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Likely:
    """Words that look like something about a person: what, which words, and where they begin, counted from 0."""

    what: str
    words: str
    start: int


_STREET = "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Ct|Crescent|Boulevard|Blvd|Terrace|Square|Way|Place"
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|"
    "PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC"
)
_NUMBERED = (
    "NHS|Medicare|Medicaid|health|insurance|policy|hospital|chart|MRN|URN|SSN|PPSN?|social security|national insurance|"
    "patient|client|(?:medical |patient |client |health )?(?:record|file)"
)
_BARE = "NHS|Medicare|Medicaid|MRN|URN|SSN|PPSN?|chart|(?:medical|patient|client|health|hospital) record"
"""What a number of five digits or more belongs to even where no word such as "number" stands between them."""

# In this order: what was found once is not found again as something else.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}")),
    ("an account name", re.compile(r"(?<![\w@./])@[A-Za-z_]\w[\w.]{1,40}")),
    (
        "a date of birth",
        re.compile(
            r"(?i)\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth ?da(?:te|y)|born)\b[^\n\d]{0,20}\d[\d./ -]{1,12}\w{0,9}"
        ),
    ),
    (
        "a health or insurance number",
        re.compile(
            rf"(?i)\b(?:{_NUMBERED})\b\s*(?:no\b\.?|number|id\b|#|:)[\s:#]*(?=[A-Z -]{{0,6}}\d)[A-Z0-9][A-Z0-9 -]{{3,20}}"
        ),
    ),
    (
        "a health or insurance number",
        re.compile(r"\b\d{3}-\d{2}-\d{4}\b|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    ),
    (
        "a health or insurance number",
        re.compile(rf"(?i)\b(?:{_BARE})[ \t]+(?!\d{{4}}-\d\d-\d\d\b)[A-Z]{{0,3}}\d(?:[ -]?\d){{4,19}}\b"),
    ),
    (
        "a telephone number",
        re.compile(
            r"(?<![\w.])(?:\+\d{1,3}[ .-]?(?:\(\d{1,5}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{2,5}){1,4}"
            r"|\(\d{2,5}\)[ .-]?\d{3,5}(?:[ .-]\d{2,5}){0,2}|0\d{2,4}[ .-]\d{3,6}(?:[ .-]\d{3,4})?|0\d{9,10}"
            r"|\d{3}[ .-]\d{3}[ .-]\d{4})(?!\w)"
        ),
    ),
    (
        "a street address",
        re.compile(rf"\b\d{{1,5}}[A-Za-z]?,? (?:[A-Z][\w'’.-]{{1,30}} ){{1,3}}(?:{_STREET})\b"),
    ),
    (
        "a postcode",
        re.compile(
            r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
            rf"|\b(?:{_STATES}) \d{{5}}(?:-\d{{4}})?\b|\b[AC-FHKNPRTV-Y]\d[0-9W] (?=[A-Z0-9]*[A-Z])[0-9AC-FHKNPRTV-Y]{{4}}\b"
        ),
    ),
    (
        "a name",
        re.compile(
            r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Lady|Madam|Herr|Frau|Señor|Señora|Mme|Sig)\b\.?\s+(?:[A-Z]\.\s*)*[A-Z][\w'’-]{1,40}"
            r"|\b(?i:clients?|patients?)\s+(?i:called|named|name is)\s+[A-Z][\w'’-]{1,40}"
        ),
    ),
)


def lint(note: str) -> tuple[Likely, ...]:
    """Return the words of a note that look like a client's name, birth date, address or number, in their order."""
    return tuple(sorted(_found(note), key=lambda one: one.start))


def _found(note: str) -> Iterator[Likely]:
    taken: list[tuple[int, int]] = []
    for what, form in _FORMS:
        for match in form.finditer(note):
            start, end = match.span()
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                yield Likely(what, match.group().strip(), start)
