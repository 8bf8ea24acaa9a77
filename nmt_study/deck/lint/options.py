"""Rules about options by themselves: what they say twice, how they are put, how many there are."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from nmt_study.deck.grammar.source import quoted
from nmt_study.deck.lint.rules import Rule
from nmt_study.deck.lint.subject import Check, Finding, Subject
from nmt_study.deck.lint.wording import content, folded, words
from nmt_study.deck.refers import Reference, reference

FEWEST, MOST = 3, 5
LONGEST = 25  # words of an option
SHARED = 3  # words that begin every option

_CUT = re.compile(r"(?:\.{2,}|…)\W*$")
_LIST_GOES_ON = re.compile(r",\s*(?:\.{2,}|…)\W*$")
_REFERENCES = {
    Reference.ALL: (
        Rule.ALL_OF_THESE,
        "is an option",
        "Ask for every right option, with several marked [x], or write another wrong one.",
    ),
    Reference.NONE: (Rule.NONE_OF_THESE, "is an option", "Write a plausible wrong option in its place."),
    Reference.COMBINED: (
        Rule.COMBINED,
        "is made of other options",
        "Ask for every right option, with several marked [x].",
    ),
}
_NUMBER = re.compile(r"[~≈<>≤≥]?\s*(?:about\s+)?([-−+]?\d+(?:\.\d+)?)\s*([^\d\s][^\d]{0,20})?", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:about\s+)?(\d+(?:\.\d+)?)\s*(?:-|–|—|\bto\b)\s*(\d+(?:\.\d+)?)\s*([^\d\s][^\d]{0,20})?",
    re.IGNORECASE,
)
_END = 20  # characters at the end of an option in which dots are looked for
_DIGITS = 12  # of a number that is compared; longer ones are names


def same_options(one: Subject) -> Iterator[Finding]:
    """Two options that differ only in case, spaces and punctuation."""
    seen: dict[str, int] = {}
    for number, option in enumerate(one.options):
        first = seen.setdefault(folded(option.text) or option.text, number)
        if first != number:
            message = f"{quoted(one.texts[number])} says the same as option {first + 1}."
            yield Finding(
                Rule.SAME_OPTIONS,
                one.at_option(number),
                message,
                "Write another option, or delete one of the two.",
            )


def cut_options(one: Subject) -> Iterator[Finding]:
    """Options that end with dots; a list of numbers or words may go on so."""
    for number, text in enumerate(one.texts):
        end = text[-_END:]
        if _CUT.search(end) and not _LIST_GOES_ON.search(end):
            yield Finding(
                Rule.CUT_OPTION,
                one.at_option(number),
                f"{quoted(text)} ends with dots.",
                "Write it to its end.",
            )


def references(one: Subject) -> Iterator[Finding]:
    """Options that speak of the other ones."""
    for number, text in enumerate(one.texts):
        kind = reference(text)
        if kind is not None:
            rule, said, hint = _REFERENCES[kind]
            yield Finding(rule, one.at_option(number), f"{quoted(text)} {said}.", hint)


def mixed_types(one: Subject) -> Iterator[Finding]:
    """One number among words, or words among numbers."""
    if len(one.options) < FEWEST:
        return
    numbers = [
        _NUMBER.fullmatch(text) is not None or _RANGE.fullmatch(text) is not None for text in one.texts
    ]
    for odd, name in ((True, "a number among words"), (False, "not a number as all others are")):
        if numbers.count(odd) == 1:
            at = numbers.index(odd)
            message = f"{quoted(one.texts[at])} is {name}."
            yield Finding(Rule.MIXED_TYPES, one.at_option(at), message, "Give all options the same type.")


def number_order(one: Subject) -> Iterator[Finding]:
    """Options that are numbers of one unit and are not shown in their order."""
    found = [_NUMBER.fullmatch(text) for text in one.texts]
    if len(found) < FEWEST or not all(found):
        return
    units = {(each[2] or "").strip().lower() for each in found if each}
    values = [_decimal(each[1]) for each in found if each]
    if len(units) > 1 or None in values:
        return
    told = [value for value in values if value is not None]
    if told not in (sorted(told), sorted(told, reverse=True)):
        message, hint = (
            "The numbers do not stand in their order.",
            "Sort them, and write `shuffle:: no` below.",
        )
        yield Finding(Rule.NUMBER_ORDER, one.at_option(0), message, hint)
    elif one.shuffled:
        message, hint = "The numbers are in order here, but are shuffled.", "Write `shuffle:: no` below."
        yield Finding(Rule.NUMBER_ORDER, one.at_option(0), message, hint)


def overlapping(one: Subject) -> Iterator[Finding]:
    """Ranges of one unit that share more than an end."""
    ranges: dict[str, list[tuple[Decimal, Decimal, int]]] = {}
    for number, text in enumerate(one.texts):
        found = _RANGE.fullmatch(text)
        low, high = (_decimal(found[1]), _decimal(found[2])) if found else (None, None)
        if found and low is not None and high is not None and low <= high:
            ranges.setdefault((found[3] or "").strip().lower(), []).append((low, high, number))
    for same in ranges.values():
        for before, after in pairwise(sorted(same)):
            if after[0] < before[1]:
                message = f"{quoted(one.texts[after[2]])} overlaps with {quoted(one.texts[before[2]])}."
                hint = "Let each range begin above the end of the one before."
                yield Finding(Rule.OVERLAP, one.at_option(after[2]), message, hint)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text.replace("−", "-")) if len(text) <= _DIGITS else None


def uneven_form(one: Subject) -> Iterator[Finding]:
    """One option that ends or begins in another way than all others."""
    if len(one.options) < FEWEST:
        return
    ends = [text[-1:] in ".;!?" for text in one.texts]
    begins = [text[:1].islower() for text in one.texts]
    for signs, what in ((ends, "end"), (begins, "begin")):
        odd = _odd_one(signs)
        if odd is not None and (what == "end" or _could_be_small(one.texts[odd])):
            ending = "ends with a sign" if signs[odd] else "ends without the sign"
            how = ending if what == "end" else f"begins with a {'small' if signs[odd] else 'capital'} letter"
            message = f"Only {quoted(one.texts[odd])} {how}."
            hint = f"Let all options {what} alike."
            yield Finding(Rule.UNEVEN_FORM, one.at_option(odd), message, hint)


def _odd_one(signs: list[bool]) -> int | None:
    """Return which one differs from all others, if one does and there are three or more."""
    for sign in (True, False):
        if signs.count(sign) == 1:
            return signs.index(sign)
    return None


def _could_be_small(text: str) -> bool:
    """Tell whether a text begins with an ordinary word, rather than a name, an abbreviation or a number."""
    first = text.split(" ", 1)[0]
    return first.isalpha() and (first.islower() or (first[1:].islower() and " " in text))


def shared_start(one: Subject) -> Iterator[Finding]:
    """Options that all begin with the same words."""
    if len(one.options) < FEWEST:
        return
    cut = [text.lower().split()[:-1] for text in one.texts]
    shared = 0
    while all(len(each) > shared and each[shared] == cut[0][shared] for each in cut):
        shared += 1
    if shared >= SHARED and content(" ".join(cut[0][:shared])):
        begin = " ".join(one.texts[0].split()[:shared])
        message = f"All options begin with {quoted(begin)}."
        yield Finding(Rule.SHARED_START, one.at_option(0), message, "Move these words into the question.")


def option_count(one: Subject) -> Iterator[Finding]:
    """Fewer than three options of which one is right, true or false aside; or more than five."""
    count = len(one.options)
    if one.key is None:
        return
    if count < FEWEST and not one.true_or_false:
        message, hint = f"There are {count} options.", "Add a plausible wrong one; three are enough."
        yield Finding(Rule.OPTION_COUNT, one.at_option(0), message, hint)
    elif count > MOST:
        message, hint = f"There are {count} options.", "Keep the wrong ones that somebody would choose."
        yield Finding(Rule.OPTION_COUNT, one.at_option(0), message, hint)


def long_options(one: Subject) -> Iterator[Finding]:
    """Options of more than 25 words."""
    for number, text in enumerate(one.texts):
        if len(text) > LONGEST and (count := len(words(text))) > LONGEST:
            message = f"{quoted(text)} has {count} words."
            hint = f"Say it in {LONGEST} words or fewer; what all options share belongs into the question."
            yield Finding(Rule.LONG_OPTION, one.at_option(number), message, hint)


CHECKS: tuple[Check, ...] = (
    same_options,
    cut_options,
    references,
    mixed_types,
    number_order,
    overlapping,
    uneven_form,
    shared_start,
    option_count,
    long_options,
)
