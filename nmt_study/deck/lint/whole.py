"""Rules about a whole file: what is missing in it, what repeats, and where and how long its right options are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from math import comb

from nmt_study.deck.identity import answer_key, gives_its_answer, shown_before
from nmt_study.deck.lint.alike import alike
from nmt_study.deck.lint.rules import RULES, Rule
from nmt_study.deck.lint.subject import Finding, Spot, Subject
from nmt_study.deck.lint.support import (
    lacks_blueprint_area,
    lacks_feedback,
    lacks_own_area,
    lacks_reason,
    lacks_source,
)
from nmt_study.deck.lint.wording import ABBREVIATIONS, abbreviations, bare, explained
from nmt_study.deck.model import Cloze, Header, Order
from nmt_study.deck.stem import unbracketed
from nmt_study.text import nearest

CHI_SQUARE = (0.0, 6.635, 9.210, 11.345, 13.277, 15.086, 16.812, 18.475)
"""What chi-square exceeds in one of a hundred cases by chance, for 1 to 7 degrees of freedom."""
UNLIKELY = 0.01
FEW = 10  # items, below which a rate says nothing
FOR_PLACES = 20  # items, below which places say nothing
RUN = 4  # times the same place in a row, above which it is noticed
TRUE_FALSE = 0.2
_NAMED = 5  # lines that a message names

Missing = tuple[Rule, Callable[[Subject], bool], str, str]
MISSING: tuple[Missing, ...] = (
    (Rule.NO_REASON, lacks_reason, "no `Why:`", "Say below the answer why it is right: `Why: …`."),
    (
        Rule.NO_SOURCE,
        lacks_source,
        "no source",
        "Name it below the item with `source:: …`, or once in the header for all.",
    ),
    (
        Rule.NO_FEEDBACK,
        lacks_feedback,
        "a wrong option without feedback",
        "Say below the option what is wrong with it: an indented line `> …`.",
    ),
    (
        Rule.NO_AREA,
        lacks_own_area,
        "no area but its deck",
        "Write `topic: …` into the header, or `topic:: …` below the item.",
    ),
    (
        Rule.NO_AREA,
        lacks_blueprint_area,
        "no area of the blueprint",
        "Write one as `topic:: …` below the item, or let the blueprint name its topic or a tag.",
    ),
)
"""What every item of a quiz should have. A file is told once of each, or an author's first quiz would be drowned."""


def findings(header: Header, subjects: Sequence[Subject], top: Spot, off: Spot) -> Iterator[Finding]:
    """Give what is wrong with a file; `top` is where to tell what concerns all, `off` where `lint-off` stands."""
    yield from _unknown_codes(header, off)
    if any(one.asked for one in subjects):
        for missing in MISSING:
            yield from _missing(subjects, missing)
    yield from _similar(subjects)
    yield from _contradictions(subjects)
    yield from _abbreviations(subjects)
    keyed = [one for one in subjects if one.key is not None and not one.true_or_false]
    yield from _length_rate(keyed, top)
    yield from _key_places(keyed, top)
    yield from _true_false(header, subjects, top)


def _unknown_codes(header: Header, spot: Spot) -> Iterator[Finding]:
    for word in header.lint_off:
        if word.upper() not in RULES:
            near = nearest(word, RULES)
            hint = f"Did you mean {near}?" if near else "The codes stand in each message, as I201."
            yield Finding(Rule.UNKNOWN_CODE, spot, f"There is no rule {word[:40]!r}.", hint)


def _missing(subjects: Sequence[Subject], missing: Missing) -> Iterator[Finding]:
    """Tell once what some items lack: at the first of them, with the lines of the others."""
    rule, lacks, what, hint = missing
    spots = [one.at() for one in subjects if lacks(one)]
    if not spots:
        return
    others = ", ".join(str(line) for line, _ in spots[1 : _NAMED + 1])
    more = f" and {len(spots) - 1 - _NAMED} more" if len(spots) > _NAMED + 1 else ""
    also = f"; the same holds in line {others}{more}" if others else ""
    yield Finding(rule, spots[0], f"This item has {what}{also}.", hint)


def _similar(subjects: Sequence[Subject]) -> Iterator[Finding]:
    for later, earlier in alike([one.item for one in subjects]):
        line = subjects[earlier].at()[0]
        message = f"This asks the same as the item in line {line}."
        yield Finding(Rule.SIMILAR, subjects[later].at(), message, "Delete one, or ask for something else.")


def _contradictions(subjects: Sequence[Subject]) -> Iterator[Finding]:
    """Tell of each item that shows what an earlier one under the same headings shows, and has another right answer."""
    first: dict[tuple[tuple[str, ...], ...], Subject] = {}
    for one in subjects:
        if not gives_its_answer(one.item):
            continue
        other = first.setdefault((one.headings, shown_before(one.item)), one)
        if answer_key(one.item.answer) != answer_key(other.item.answer):
            what = "options" if one.choice else "steps" if isinstance(one.item.answer, Order) else "sides"
            message = f"This has the question and the {what} of the item in line {other.at()[0]}, and another answer is right."
            yield Finding(
                Rule.CONTRADICTION, one.at(), message, "Mend the wrong one of the two, or delete it."
            )


def _abbreviations(subjects: Sequence[Subject]) -> Iterator[Finding]:
    """Tell of each abbreviation in a question or option that neither the file nor this field explains, once."""
    first: dict[str, Subject] = {}
    for one in subjects:
        if one.asked:
            for word in abbreviations(_shown(one)):
                first.setdefault(word, one)
    unknown = first.keys() - ABBREVIATIONS
    if not unknown:
        return
    known = frozenset[str]().union(*map(_explained, subjects))
    for word in sorted(unknown - known):
        message, hint = f"“{word}” is explained nowhere.", f"Write it out where it comes first: … ({word})."
        spot = first[word].abbreviations.get(word) or first[word].anywhere(word)
        yield Finding(Rule.ABBREVIATION, spot, message, hint)


def _shown(one: Subject) -> str:
    """Return what a learner sees before the answer."""
    answer = one.item.answer
    stem = one.item.stem
    if isinstance(answer, Cloze):
        stem = unbracketed(stem, answer.deletions, lambda _index, _inside: "")
    return " ".join((stem, *(option.text for option in one.options)))


def _explained(one: Subject) -> frozenset[str]:
    """Return the abbreviations that an item explains."""
    item = one.item
    return explained(bare(" ".join((item.case, item.stem, item.why, *one.texts))))


def _length_rate(keyed: Sequence[Subject], top: Spot) -> Iterator[Finding]:
    """Tell where the right option is the longest more often than chance allows."""
    able = [one for one in keyed if len(one.options) > 2]
    if len(able) < FEW:
        return
    longest = sum(_is_longest(one) for one in able)
    chance = sum(1 / len(one.options) for one in able) / len(able)
    if tail(longest, len(able), chance) < UNLIKELY:
        share = f"{longest} of {len(able)}"
        message = (
            f"The right option is the longest one in {share} items; chance would make it about {chance:.0%}."
        )
        yield Finding(Rule.LENGTH_RATE, top, message, "Shorten right options, or lengthen wrong ones.")


def _is_longest(one: Subject) -> bool:
    lengths = [len(text) for text in one.texts]
    return one.key is not None and lengths[one.key] > max(lengths[number] for number in one.wrong)


def tail(hits: int, trials: int, chance: float) -> float:
    """Return how likely so many hits or more are by chance."""
    if trials > 1000:  # so many that the normal law holds, and the sum would be long
        spread = (trials * chance * (1 - chance)) ** 0.5
        return 0.0 if hits - 0.5 > trials * chance + 2.33 * spread else 1.0
    return sum(comb(trials, n) * chance**n * (1 - chance) ** (trials - n) for n in range(hits, trials + 1))


def _key_places(keyed: Sequence[Subject], top: Spot) -> Iterator[Finding]:
    """Tell where the right option stands at one place too often, or too often in a row."""
    for shuffled, rule in ((False, Rule.KEY_PLACE), (True, Rule.KEY_PLACE_SHUFFLED)):
        mine = [one for one in keyed if one.shuffled is shuffled]
        hint = "Move right options to other places."
        if not shuffled:
            hint = "Move right options to other places, or let options be shuffled."
        message = _uneven(mine)
        if message:
            yield Finding(rule, top, message, hint)
        for one, place in _runs(mine):
            message = f"The right option stands at place {place + 1} for the {RUN + 1}th time in a row."
            yield Finding(rule, one.at_option(place), message, hint)


def _uneven(keyed: Sequence[Subject]) -> str:
    """Return in words at which place right options stand too often, "" where they are spread by chance."""
    by_count: defaultdict[int, Counter[int | None]] = defaultdict(Counter)
    for one in keyed:
        by_count[len(one.options)][one.key] += 1
    for count, places in sorted(by_count.items()):
        total = places.total()
        if total < FOR_PLACES or count > len(CHI_SQUARE):
            continue
        expected = total / count
        chi = sum((places[place] - expected) ** 2 / expected for place in range(count))
        if chi > CHI_SQUARE[count - 1]:
            listed = ", ".join(str(places[place]) for place in range(count))
            return f"Of {total} items with {count} options, the right one stands at place 1 to {count}: {listed} times."
    return ""


def _runs(keyed: Sequence[Subject]) -> Iterator[tuple[Subject, int]]:
    """Give each item that is the fifth in a row with its right option at the same place."""
    length, last = 0, -1
    for one in keyed:
        key = -1 if one.key is None else one.key
        length = length + 1 if key == last else 1
        last = key
        if length == RUN + 1:
            yield one, key


def _true_false(header: Header, subjects: Sequence[Subject], top: Spot) -> Iterator[Finding]:
    if header.kind != "exam" or len(subjects) < FEW:
        return
    count = sum(one.true_or_false for one in subjects)
    if count > TRUE_FALSE * len(subjects):
        message = f"{count} of {len(subjects)} items are true or false."
        yield Finding(Rule.TRUE_FALSE, top, message, "Give some of them three options or more.")
