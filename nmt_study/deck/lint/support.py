"""Rules about what stands around a question: reason, feedback, source, area, and claims that no longer hold."""

import re
from collections.abc import Iterator

from nmt_study.deck.grammar.source import quoted
from nmt_study.deck.lint.rules import Rule
from nmt_study.deck.lint.subject import Check, Finding, Subject

_ONE = r"\(?[A-H]\)?(?![\w'’-])"
_LETTER = re.compile(
    rf"\b(?P<named>(?i:options?|answers?|choices?|distractors?)\s+{_ONE})"
    rf"|\b(?P<seen>(?i:see|as\s+in|unlike)\s+{_ONE})(?=\s*[.,;:)]|\s+(?:and|or)\s+{_ONE}|\s*$)"
    rf"|(?:^|[.;:,(]\s+|\b(?i:that|while|but|because|so|since)\s+)"
    rf"(?P<judged>{_ONE}(?:\s*,\s*{_ONE})*(?:,?\s+(?:and|or|nor|&)\s+{_ONE})?)"
    r"\s+(?:is|are|was|were)(?:\s+\w+){0,2}?\s+(?:wrong|false|incorrect|untrue|right|correct|true)\b"
)
"""Letters that stand for options. One that a name precedes, as in "vitamin C", is none: so what judges begins its part."""
OBSOLETE = (
    (
        re.compile(
            r"\b630\b(?=[^.]{0,60}\b(?:pass|score|mblex|points)|\s*(?:of|/|out of)\s*900)|\bmblex\b[^.]{0,80}\b630\b",
            re.IGNORECASE,
        ),
        "A score of 630 has passed nobody since 1 July 2017: the MBLEx result is pass or fail.",
    ),
    (
        re.compile(r"\bNCETMB?\b"),
        "The NCETMB is no longer taken; the MBLEx and Board Certification are what there is.",
    ),
)
"""What is said about exams and no longer holds, with what holds now."""


def letters(one: Subject) -> Iterator[Finding]:
    """A reason or feedback that names an option by its letter, while options are shuffled."""
    if not one.options or not one.shuffled:
        return
    said = [(one.item.why, None), *((option.feedback, number) for number, option in enumerate(one.options))]
    for text, number in said:
        if found := _LETTER.search(text):
            named = next(filter(None, found.groups()))
            spot = one.at_marker("Why:", named) if number is None else one.at_option(number, named)
            message = f"{quoted(named)} names an option by a letter, and options are shuffled."
            hint = "Say what the option says, or write `shuffle:: no` below the options."
            yield Finding(Rule.LETTERS, spot, message, hint)


def obsolete(one: Subject) -> Iterator[Finding]:
    """What is said about exams and no longer holds."""
    item = one.item
    text = " ".join((item.stem, item.case, item.why, *one.texts))
    for pattern, now in OBSOLETE:
        if found := pattern.search(text):
            yield Finding(
                Rule.OBSOLETE,
                one.anywhere(found[0].split()[0]),
                now,
                "Say what holds now, or that it is history.",
            )


def lacks_reason(one: Subject) -> bool:
    """Tell whether nothing says why the answer is right."""
    return not one.item.why.strip()


def lacks_source(one: Subject) -> bool:
    """Tell whether neither the item nor its file names a source."""
    return not (one.item.properties.source or one.header.source)


def lacks_feedback(one: Subject) -> bool:
    """Tell whether a wrong option says nothing to whoever picks it."""
    return any(not one.options[number].feedback.strip() for number in one.wrong)


def lacks_own_area(one: Subject) -> bool:
    """Tell whether an item counts for its deck only, where there is no blueprint."""
    return not one.header.blueprint and one.areas <= {one.deck}


def lacks_blueprint_area(one: Subject) -> bool:
    """Tell whether an item counts for no area of the blueprint."""
    return bool(one.header.blueprint) and one.areas.isdisjoint(area for area, _ in one.header.blueprint)


CHECKS: tuple[Check, ...] = (letters, obsolete)
