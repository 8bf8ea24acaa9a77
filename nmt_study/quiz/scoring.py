"""Marks for a quiz: one pure function for each kind of item, with or without partial credit.

Without it an answer is worth all of its point or none. With it:

- several options: each right one picked earns an equal part of the point, each wrong one costs 1 / max(2, number of
  wrong options), and the sum is never below 0. This is the rule "false2" of R/exams (Zeileis, Umlauf, Leisch,
  "Flexible Generation of E-Learning Exams in R", Journal of Statistical Software 58, 2014; `exams_eval`): picking
  everything earns nothing, one slip costs half at most.
- order: the share of steps that are followed by the right next step, as Moodle's ordering question has it ("relative
  to the next item, excluding last"). One step put in a wrong place costs its neighbours, not the whole rest. Where
  steps repeat, another order may have all the same neighbours: it earns all of them but one.
- match: the share of left sides with their right side, as in Moodle's matching question.
- cloze: the share of blanks filled rightly.
"""

from collections.abc import Collection
from fractions import Fraction
from itertools import pairwise

from nmt_study.deck.model import Choice, Cloze, Item, Match, Numeric, Order, Recall, Typed
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.quiz.numeric import mark_numeric
from nmt_study.quiz.response import Response, is_blank, rights
from nmt_study.quiz.typed import mark_typed
from nmt_study.text import clean

WHOLE, NOTHING = Fraction(1), Fraction(0)


def score(item: Item, response: Response, others: Collection[str] = (), *, partial: bool = False) -> Mark:
    """Mark a response to an item of any kind.

    `others` are answers of other items, to none of which a slip may come as near. A recall item is marked by the
    person: "yes" or "no". Every response gets a mark; nothing answered is worth nothing.
    """
    if is_blank(response):
        return Mark(Verdict.WRONG, NOTHING, key_words(item), reason="not answered")
    match item.answer, response:
        case Choice(), tuple():
            return score_choice(item.answer, _ints(response), partial=partial)
        case Order(), tuple():
            return score_order(item.answer, _ints(response), partial=partial)
        case Match(), tuple():
            return score_match(item.answer, response, partial=partial)
        case Cloze(), tuple():
            return score_cloze(item.answer, [str(one) for one in response], others, partial=partial)
        case Typed(), str():
            return mark_typed(item.answer, clean(response), others)
        case Numeric(), str():
            return mark_numeric(item.answer, clean(response), item.stem)
        case Recall(), str():
            known = response == "yes"
            return Mark(Verdict.RIGHT if known else Verdict.WRONG, Fraction(known), item.answer.text)
        case _:
            raise ValueError(f"{response!r} is no response to a {item.kind} item")


def score_choice(answer: Choice, chosen: Collection[int], *, partial: bool = False) -> Mark:
    """Mark the options picked, by their numbers."""
    picked = {number for number in chosen if 0 <= number < len(answer.options)}
    keys = {number for number, option in enumerate(answer.options) if option.correct}
    right, wrong = len(picked & keys), len(picked - keys)
    share = Fraction(picked == keys)
    if partial and answer.many and keys:
        cost = max(2, len(answer.options) - len(keys))
        share = max(NOTHING, Fraction(right, len(keys)) - Fraction(wrong, cost))
    feedback = [option.feedback for number, option in enumerate(answer.options) if number in picked]
    return _mark(share, _listed(answer), "\n\n".join(filter(None, feedback)))


def score_order(answer: Order, order: Collection[int], *, partial: bool = False) -> Mark:
    """Mark steps in the order given; steps that read the same may stand for each other."""
    given = [answer.steps[number] for number in order if 0 <= number < len(answer.steps)]
    share = Fraction(given == list(answer.steps))
    if partial and len(answer.steps) > 1 and len(given) == len(answer.steps):
        wanted = list(pairwise(answer.steps))
        found = list(pairwise(given))
        hits = _in_common(found, wanted)
        share = Fraction(hits if given == list(answer.steps) else min(hits, len(wanted) - 1), len(wanted))
    return _mark(share, _numbered(answer.steps))


def score_match(answer: Match, pairing: Collection[int | str | None], *, partial: bool = False) -> Mark:
    """Mark the number of a right side for each left side; equal right sides are one."""
    sides = rights(answer)
    chosen = [sides[one] if isinstance(one, int) and 0 <= one < len(sides) else None for one in pairing]
    chosen += [None] * (len(answer.pairs) - len(chosen))
    hits = sum(one == right for one, (_, right) in zip(chosen, answer.pairs, strict=False))
    share = Fraction(hits, len(answer.pairs)) if partial else Fraction(hits == len(answer.pairs))
    return _mark(share, "; ".join(f"{left} → {right}" for left, right in answer.pairs))


def score_cloze(
    answer: Cloze, texts: Collection[str], others: Collection[str] = (), *, partial: bool = False
) -> Mark:
    """Mark what was typed into the blanks, in their order; with more than there are blanks for, nothing is right."""
    if any(text.strip() for text in list(texts)[len(answer.deletions) :]):
        expected = "; ".join(blank.text for blank in answer.deletions)
        return _mark(NOTHING, expected, "more was typed than there are gaps")
    given = [*texts, *[""] * len(answer.deletions)][: len(answer.deletions)]
    marks = [
        mark_typed(Typed((blank.text,)), clean(text), others)
        for blank, text in zip(answer.deletions, given, strict=True)
    ]
    hits = sum(one.verdict is not Verdict.WRONG for one in marks)
    share = Fraction(hits, len(marks)) if partial else Fraction(hits == len(marks))
    reasons = [one.reason for one in marks if one.reason and one.verdict is not Verdict.WRONG]
    found = _mark(share, "; ".join(blank.text for blank in answer.deletions), "; ".join(reasons))
    close = share == WHOLE and any(one.verdict is Verdict.CLOSE for one in marks)
    return Mark(Verdict.CLOSE, share, found.expected, (), found.reason) if close else found


def key_words(item: Item) -> str:
    """Return the right answer to an item as one text."""
    match item.answer:
        case Choice():
            return _listed(item.answer)
        case Order():
            return _numbered(item.answer.steps)
        case Match():
            return "; ".join(f"{left} → {right}" for left, right in item.answer.pairs)
        case Cloze():
            return "; ".join(blank.text for blank in item.answer.deletions)
        case Recall():
            return item.answer.text
        case Typed():
            return item.answer.accepted[0]
    return item.answer.accepted[0].written


def _mark(share: Fraction, expected: str, reason: str = "") -> Mark:
    verdict = Verdict.RIGHT if share == WHOLE else Verdict.PARTLY if share else Verdict.WRONG
    return Mark(verdict, share, expected, (), reason)


def _in_common(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> int:
    """Return how many of the wanted pairs were found, each counted as often as it is wanted."""
    left = list(found)
    hits = 0
    for pair in wanted:
        if pair in left:
            left.remove(pair)
            hits += 1
    return hits


def _listed(answer: Choice) -> str:
    return "; ".join(option.text for option in answer.options if option.correct)


def _numbered(steps: Collection[str]) -> str:
    return "; ".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _ints(response: tuple[object, ...]) -> list[int]:
    return [one for one in response if isinstance(one, int)]
