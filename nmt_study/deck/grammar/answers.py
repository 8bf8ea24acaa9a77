"""The answer lines below a `Q:` that has no `A:`: options, accepted answers, steps and pairs."""

import re
from decimal import Decimal

from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.draft import Draft, Section
from nmt_study.deck.grammar.lines import LineKind, slip, unescape
from nmt_study.deck.grammar.lists import ENTRY, OPTION, Entry, Listing, ListReader
from nmt_study.deck.grammar.source import quoted
from nmt_study.deck.model import Answer, Choice, Match, Numeric, Option, Order, Quantity, Typed
from nmt_study.deck.units import UNITS, unit_of

ANSWER_KINDS = frozenset({LineKind.OPTION, LineKind.EQUALS, LineKind.ORDER, LineKind.MATCH, LineKind.BODY})
STEP_INDENT, PAIR_INDENT, OPTION_INDENT = 3, 2, 2
_OPTIONS = ListReader(OPTION, OPTION_INDENT, feedback=True)
_STEPS = ListReader(ENTRY, STEP_INDENT)
_PAIRS = ListReader(ENTRY, PAIR_INDENT)
_BAR = re.compile(r"(?<!\\)\|")
_PLAIN_BULLET = re.compile(r"[-*+][ \t]")

# At most 12 digits on either side of the point: sums of two such numbers are exact in Decimal's usual context.
_UNSIGNED = r"(?:[0-9]{1,12}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})"
_SIGNED = rf"[-+−]?{_UNSIGNED}"
_QUANTITY = re.compile(
    rf"(?P<low>{_SIGNED})(?:\s*(?:±|\+/-|\+-)\s*(?P<tolerance>{_UNSIGNED})|\s*\.\.\s*(?P<high>{_SIGNED}))?"
    r"\s*(?P<unit>[^\s0-9.].*)?"
)
_LIKE_QUANTITY = re.compile(rf"{_SIGNED}(?:,[0-9]+)?\s*(?:±|\+/-|\+-|\.\.|…|[-–—]\s*[0-9]|to\s+[0-9]|,[0-9])")


def answer_of(draft: Draft, sections: list[Section]) -> tuple[Answer | None, list[str]]:
    """Return the answer that the sections of a question hold, and the texts between that belong to none."""
    strays: list[str] = []
    kind = sections[0].kind
    once = kind in {LineKind.ORDER, LineKind.MATCH}
    second = next((part for part in sections[1:] if once or part.kind is not kind), None)
    if second:
        hint = "Split it into several questions, or put one space before a line that is only text."
        draft.report(Code.MIXED_ANSWERS, second.start, "The question has a second kind of answer.", hint)
        return None, strays
    if kind is LineKind.OPTION:
        return _choice(draft, [_listing(draft, _OPTIONS, part, strays) for part in sections]), strays
    if kind is LineKind.EQUALS:
        return _accepted(draft, sections, strays), strays
    if kind is LineKind.ORDER:
        return _order(draft, _listing(draft, _STEPS, sections[0], strays), sections[0]), strays
    if kind is LineKind.MATCH:
        return _match(draft, _listing(draft, _PAIRS, sections[0], strays), sections[0]), strays
    hint = "Put one space before `Body:` if it is only text."
    draft.report(Code.RESERVED, sections[0].start, "`Body:` is reserved and does nothing yet.", hint)
    return None, strays


def _listing(draft: Draft, reader: ListReader, section: Section, strays: list[str]) -> Listing:
    first = section.start if section.kind is LineKind.OPTION else section.start + 1
    listing = reader.read(draft.page.lines, first, section.stop)
    _keep_stray(draft, listing, strays)
    return listing


def _keep_stray(draft: Draft, listing: Listing, strays: list[str]) -> None:
    if listing.stray_at is None:
        return
    if _PLAIN_BULLET.match(listing.stray[0]) and listing.entries:
        hint = "Write `- [ ]` or `- [x]` before each option."
        draft.report(Code.NO_BOX, listing.stray_at, "This line among the options has no box.", hint)
    elif slip(listing.stray[0]) is None:  # else it was told what it looks like
        hint = "Put it above the answer lines; indent it by two spaces if it goes on with an option."
        if listing.stray[0].startswith(">"):
            hint = "Indent it by two spaces to make it the feedback on the option above."
        draft.report(Code.STRAY_TEXT, listing.stray_at, "This text was taken as part of the question.", hint)
    strays.append("\n".join(unescape(listing.stray)).rstrip())


def _choice(draft: Draft, listings: list[Listing]) -> Choice:
    entries = [entry for listing in listings for entry in listing.entries]
    options = tuple(Option(entry.whole(), entry.mark != " ", entry.remark()) for entry in entries)
    _report_empty(draft, entries, "option")
    if not any(option.correct for option in options):
        hint = "Mark the right option with an x: `- [x]`."
        draft.report(Code.NO_KEY, entries[0].index, "No option is marked as right.", hint)
    if len(options) == 1:
        draft.report(
            Code.ONE_OPTION, entries[0].index, "There is only one option.", "Add wrong ones: `- [ ]`."
        )
    return Choice(options, sum(option.correct for option in options) > 1)


def _report_empty(draft: Draft, entries: list[Entry], what: str) -> None:
    for entry in entries:
        if not entry.whole():
            draft.report(
                Code.EMPTY_OPTION, entry.index, f"This {what} has no text.", "Write it, or delete the line."
            )


def _order(draft: Draft, listing: Listing, section: Section) -> Order:
    _report_empty(draft, listing.entries, "step")
    if len(listing.entries) < 2:
        hint = "Write each step on a line of its own: `1. …`."
        draft.report(Code.ONE_OPTION, section.start, "An order needs at least two steps.", hint)
    numbers = [int(entry.mark) for entry in listing.entries if entry.mark]
    if len(set(numbers)) > 1 and numbers != sorted(set(numbers)):
        draft.report(
            Code.STEP_NUMBERS,
            section.start,
            "The numbers of the steps do not rise.",
            "The order of the lines counts.",
        )
    return Order(tuple(entry.whole() for entry in listing.entries))


def _match(draft: Draft, listing: Listing, section: Section) -> Match:
    pairs, distractors = [], []
    for entry in listing.entries:
        left, arrow, right = _sides(entry.whole())
        if not arrow:
            hint = "Write `left -> right` with a space on both sides of the arrow, or `-> right` for a distractor."
            draft.report(Code.NO_ARROW, entry.index, "This line is no pair.", hint)
        elif not right:
            draft.report(
                Code.EMPTY_OPTION, entry.index, "The right side has no text.", "Write it, or delete the line."
            )
        elif left:
            pairs.append((left, right))
        else:
            distractors.append(right)
    if not draft.spoiled and (not pairs or len(pairs) + len(distractors) < 2):
        hint = "Write one pair a line: `- left -> right`."
        draft.report(
            Code.ONE_OPTION, section.start, "A match needs a pair and at least two right sides.", hint
        )
    return Match(tuple(pairs), tuple(distractors))


def _sides(text: str) -> tuple[str, str, str]:
    """Split a pair at its first arrow; an empty left side makes a distractor."""
    if text == "->" or text.startswith("-> "):
        return "", "->", text[2:].strip()
    if text.endswith(" ->") and " -> " not in text:
        return text[:-3].strip(), "->", ""
    left, arrow, right = text.partition(" -> ")
    return left.strip(), arrow, right.strip()


def _accepted(draft: Draft, sections: list[Section], strays: list[str]) -> Typed | Numeric | None:
    written: list[tuple[int, str]] = []
    for section in sections:
        line = draft.page.lines[section.start]
        for part in _BAR.split(line[1:]):
            if part.strip():
                written.append((section.start, part.strip().replace("\\|", "|")))
            else:
                hint = (
                    "Write an answer after `=` and on both sides of each `|`; `\\|` is a bar that is meant."
                )
                draft.report(Code.EMPTY_ALTERNATIVE, section.start, "Here is an answer without text.", hint)
        _listing(draft, _NOTHING, Section(LineKind.EQUALS, section.start, section.stop), strays)
    if not written:
        hint = "Write what is accepted after `=`."
        draft.report(Code.NO_ANSWER, sections[0].start, "There is no accepted answer.", hint)
        return None
    quantities = [_quantity(draft, index, text) for index, text in written]
    numbers = tuple(quantity for quantity in quantities if quantity)
    if len(numbers) == len(written):
        return Numeric(numbers)
    if numbers:
        hint = "Give every answer as a number with a unit, or none."
        draft.report(
            Code.MIXED_ALTERNATIVES, sections[0].start, "All answers will be compared as text.", hint
        )
    return Typed(tuple(text for _, text in written))


_NOTHING = ListReader(re.compile(r"(?!)()(?P<text>)"), 0)


def _quantity(draft: Draft, index: int, text: str) -> Quantity | None:
    """Return the number with its range and unit if the whole text is one, else None."""
    found = _QUANTITY.fullmatch(text)
    unit = unit_of(found["unit"]) if found and found["unit"] else None
    if not found or (found["unit"] and not unit):
        _report_almost(draft, index, text, found["unit"] if found else "")
        return None
    low, high = _range(found)
    if low > high:
        draft.report(Code.EMPTY_RANGE, index, f"The range {text} is empty.", "Put the smaller number first.")
    return Quantity(low, high, unit.name if unit else "", text)


def _range(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    low = Decimal(found["low"].replace("−", "-"))
    if found["tolerance"]:
        tolerance = Decimal(found["tolerance"])
        return low - tolerance, low + tolerance
    return low, Decimal(found["high"].replace("−", "-")) if found["high"] else low


def _report_almost(draft: Draft, index: int, text: str, unit: str) -> None:
    """Warn where a number was probably meant; a number followed by other words is an ordinary text."""
    like = _LIKE_QUANTITY.match(text)
    if unit and unit[0].isalpha() and ((close := draft.page.nearest(unit, UNITS)) or like):
        hint = f"Did you mean {close}?" if close else f"Units are {', '.join(UNITS)}."
        draft.report(Code.ALMOST_NUMBER, index, f"{quoted(unit)} is not a unit of the table.", hint)
    elif like:
        hint = "Write `98 ± 1 kPa` or `90 .. 100 kPa`, with a decimal point."
        draft.report(Code.ALMOST_NUMBER, index, f"{quoted(text)} is not read as a number.", hint)
