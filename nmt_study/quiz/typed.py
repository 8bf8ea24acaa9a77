"""Marking a typed answer: forgiving about spelling, strict about meaning.

Case, accents, punctuation, hyphens, articles, and words run together or apart make no difference. Beyond that
slips of the keyboard are forgiven in one word, as `quiz.slips` tells them, none in a number, level, side or negation.

A slip may never make another word of the key. None is forgiven that makes a word of another answer (`others`), of the
lists in `deck.vocabulary` or one with an opposed prefix, or that comes as near to a listed term or another answer as to
the key.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

from nmt_study.deck import terms
from nmt_study.deck.model import Cloze, Item, Typed
from nmt_study.quiz.model import LONGEST_RESPONSE, Change, Difference, Mark, Verdict, marked, too_long
from nmt_study.quiz.slips import other_words, slips

Words = tuple[str, ...]
Pairs = tuple[tuple[str, str], ...]  # words as typed and as expected

# A capital A inside a text is a letter, as in "type A fibres".
_ARTICLE = re.compile(r"\A\s*A\s+(?=\w)|\b(?:an?|the|An|The)\s+(?=\w)")
_SLACK = 8  # characters that punctuation and articles may add to an answer
_CHANGES = {"equal": Change.SAME, "delete": Change.EXTRA, "insert": Change.MISSING, "replace": Change.CHANGED}


def mark_typed(answer: Typed, response: str, others: Collection[str] = ()) -> Mark:
    """Mark a typed answer; `others` are answers of other items: a slip is not forgiven where it is as near to one of them."""
    if problem := too_long(response) or ("" if response.strip() else "nothing was typed"):
        return marked(Verdict.WRONG, _first(answer.accepted), problem)
    for accepted in answer.accepted:
        if _same(response, accepted):
            return marked(Verdict.RIGHT, accepted)
    own, reason = {_said(text) for text in answer.accepted}, ""
    for accepted in answer.accepted:
        near = _nearly(response, accepted)
        doubt = _doubt(near, _said(accepted), own) or _other_answer(response, near, own, others)
        reason = reason or doubt
        if near and not doubt and _are_slips(near):
            told = ", ".join(f"“{typed}” for “{expected}”" for typed, expected in near)
            return marked(Verdict.CLOSE, accepted, f"a slip: {told}", difference(response, accepted))
    nearest = _nearest(response, answer.accepted)
    return marked(Verdict.WRONG, nearest, reason or _clash(response, nearest), difference(response, nearest))


def typed_answers(items: Iterable[Item], *, gaps: bool) -> frozenset[str]:
    """Return all answers that are typed to some items, with those of gaps where these are typed too, as in a quiz."""
    texts: set[str] = set()
    for item in items:
        if isinstance(item.answer, Typed):
            texts.update(item.answer.accepted)
        elif gaps and isinstance(item.answer, Cloze):
            texts.update(blank.text for blank in item.answer.deletions)
    return frozenset(texts)


def difference(typed: str, expected: str) -> tuple[Difference, ...]:
    """Return two texts word by word, as they are written but compared as `terms.words` does.

    An expected text longer than a response may be gives nothing.
    """
    if too_long(expected):
        return ()
    left, right = typed.split(), expected.split()
    matcher = SequenceMatcher(None, [*map(terms.words, left)], [*map(terms.words, right)], autojunk=False)
    return tuple(
        Difference(_CHANGES[tag], " ".join(left[a:b]), " ".join(right[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
    )


def typos(a: str, b: str, most: int) -> int:
    """Return how many slips lie between two words (optimal string alignment), or `most` + 1 if more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before, row = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _first(accepted: Iterable[str]) -> str:
    return next(iter(accepted), "")


def _said(text: str) -> Words:
    return terms.words(_ARTICLE.sub("", text))


def _same(response: str, accepted: str) -> bool:
    if response.strip() == accepted.strip():
        return True
    said, wanted = _said(response), _said(accepted)
    all_said, all_wanted = terms.words(response), terms.words(accepted)
    if said == wanted or all_said == all_wanted:
        return bool(said)
    if _numbers(said) != _numbers(wanted):
        return False
    # An article run into its neighbour ("callthe") is no harm, but "a typical" is not "atypical".
    return "".join(said) == "".join(wanted) or (
        "".join(all_said) == "".join(all_wanted) and not terms.differ(response, accepted)
    )


def _numbers(said: Iterable[str]) -> list[str]:
    return [word for word in said if word[-1].isnumeric()]


def _allowed(letters: int) -> int:
    """Return how far a word of so many letters may be from another one to be looked at at all."""
    return 0 if letters <= 4 else 1 if letters <= 9 else 2


def _nearly(response: str, accepted: str) -> Pairs:
    """Return the words that differ, typed and expected, if there is little between the two; else nothing."""
    said, wanted = _said(response), _said(accepted)
    if len(said) != len(wanted):
        return ()
    pairs = tuple((a, b) for a, b in zip(said, wanted, strict=True) if a != b)
    if any(terms.is_exact(a) or terms.is_exact(b) for a, b in pairs):
        return ()
    counts = [typos(a, b, _allowed(len(b))) for a, b in pairs]
    slight = all(count <= _allowed(len(b)) for count, (_, b) in zip(counts, pairs, strict=True))
    return pairs if slight and sum(counts) <= _allowed(len("".join(wanted))) else ()


def _are_slips(near: Pairs) -> bool:
    """Tell whether it is one word that differs, and by slips alone."""
    return len(near) == 1 and slips(*near[0]) is not None


def _doubt(near: Pairs, wanted: Words, own: Collection[Words]) -> str:
    """Return why slips cannot be forgiven, in words, or an empty text."""
    for typed, expected in near:
        if terms.opposed([typed], [expected]):
            return f"“{typed}” is not “{expected}”"
        for rival in _rivals(typed, expected):
            if tuple(rival if word == expected else word for word in wanted) not in own:
                return _ambiguous(rival)
        if typed in other_words():
            return f"“{typed}” is another word"
    return ""


def _rivals(typed: str, expected: str) -> Iterator[str]:
    """Give the listed terms that a word is, or is as near to as to the expected one."""
    count = typos(typed, expected, _allowed(len(expected)))
    for term in terms.listed():
        if typos(typed, term, count) <= count and not terms.same_term(term, expected):
            yield term


def _other_answer(response: str, near: Pairs, own: Collection[Words], others: Iterable[str]) -> str:
    """Return that the response is as near to the answer of another item as to its own, or an empty text."""
    if not near:
        return ""
    said = " ".join(_said(response))
    made = {typed for typed, _ in near} - {word for words in own for word in words}
    count = sum(typos(typed, expected, _allowed(len(expected))) for typed, expected in near)
    for other in others:
        words = _said(other)
        if words in own:
            continue
        alike = abs(len(other) - len(said)) <= count + _SLACK and typos(said, " ".join(words), count) <= count
        if alike or not made.isdisjoint(words):
            return _ambiguous(other)
    return ""


def _ambiguous(rival: str) -> str:
    return f"this may as well mean “{rival}”"


def _nearest(response: str, accepted: tuple[str, ...]) -> str:
    """Return the accepted answer most like the response; the first where none is."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(" ".join(_said(response)))

    def likeness(text: str) -> float:
        matcher.set_seq1(" ".join(_said(text[:LONGEST_RESPONSE])))
        return matcher.ratio()

    return max(accepted, key=likeness, default="")


def _clash(response: str, expected: str) -> str:
    """Return in words which listed term, number or the like is not as it should be."""
    typed, wanted = terms.clash(response, expected)
    if typed and wanted:
        return f"“{typed[0]}” is not “{wanted[0]}”"
    if wanted:
        return f"“{wanted[0]}” is missing"
    return f"“{typed[0]}” is too much" if typed else ""
