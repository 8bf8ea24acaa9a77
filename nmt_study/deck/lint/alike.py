"""Questions of a file that ask the same in the same or nearly the same words, found without comparing all with all."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from nmt_study.deck.lint.wording import bare, words
from nmt_study.deck.markup import GAP
from nmt_study.deck.model import Choice, Cloze, Item, Kind, Numeric, Order, Recall, Typed
from nmt_study.deck.stem import unbracketed
from nmt_study.deck.terms import differ

ALIKE = 0.9  # of the words of both
_COMPARED = (
    40  # questions at most that one is compared with: a file of one sentence a thousand times over has an end
)
_OPEN = frozenset({Kind.RECALL, Kind.TYPED, Kind.NUMERIC})
"""Kinds that show nothing but the question, so that two answers to the same words cannot both be meant."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is compared: its text, and the words of it and of its answer."""

    kind: Kind
    text: str
    question: frozenset[str]
    answer: frozenset[str]


def alike(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Give the numbers of each item that asks what an earlier one asks, and of that one."""
    asked = [_asked(item) for item in items]
    rank = _ranks(asked)
    index: defaultdict[tuple[Kind, str], list[int]] = defaultdict(list)
    for number, one in enumerate(asked):
        rare = sorted(one.question, key=lambda word: (rank[word], word))
        first = rare[: len(rare) - ceil(ALIKE * len(rare)) + 1]
        found = _earlier(asked, number, [index[one.kind, word] for word in first])
        if found is not None:
            yield number, found
            continue  # the earlier one stands for both
        for word in first:
            index[one.kind, word].append(number)


def _ranks(asked: Sequence[_Asked]) -> Counter[str]:
    """Return in how many questions each word stands."""
    return Counter(word for one in asked for word in one.question)


def _earlier(asked: Sequence[_Asked], number: int, lists: Sequence[Sequence[int]]) -> int | None:
    """Return an earlier question that asks the same, among those that share a rare word."""
    one = asked[number]
    for numbers in lists:
        for other in reversed(numbers[-_COMPARED:]):
            if _same(asked[other], one):
                return other
    return None


def _same(a: _Asked, b: _Asked) -> bool:
    if not _overlap(a.question, b.question) or (a.text != b.text and differ(a.text, b.text)):
        return False
    if a.kind in _OPEN and a.text == b.text:
        return True
    return _overlap(a.answer, b.answer)


def _overlap(a: frozenset[str], b: frozenset[str]) -> bool:
    least = (
        ALIKE * (len(a) + len(b)) / (1 + ALIKE)
    )  # in common, for the share of all words to be what is wanted
    return min(len(a), len(b)) >= least and len(a & b) >= least


def _asked(item: Item) -> _Asked:
    stem, answer = _sides(item)
    question = f"{item.case} {stem}" if item.case else stem
    said = words(bare(question))
    return _Asked(item.kind, " ".join(said), frozenset(said), frozenset(words(bare(answer))))


def _sides(item: Item) -> tuple[str, str]:
    """Return what an item shows and what it asks for; steps and pairs are part of both."""
    match item.answer:
        case Recall(text):
            return item.stem, text
        case Cloze(deletions):
            gaps = unbracketed(item.stem, deletions, lambda _index, _inside: GAP)
            return gaps, " ".join(deletion.text for deletion in deletions)
        case Choice(options):
            return item.stem, " ".join(option.text for option in options if option.correct)
        case Typed(accepted):
            return item.stem, accepted[0]
        case Numeric(accepted):
            return item.stem, accepted[0].written
        case Order(steps):
            return f"{item.stem} {' '.join(sorted(steps))}", " ".join(steps)
    shown = " ".join(side for pair in item.answer.pairs for side in pair)
    return f"{item.stem} {shown}", shown
