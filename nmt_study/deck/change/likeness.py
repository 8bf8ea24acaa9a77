"""Whether a card that is gone and a new one are the same card after an edit, told from their texts alone.

Strict where it counts: a learner who is asked once too often loses a moment, one whose progress went to another
card learns something wrong. So only what can hardly mean anything is forgiven: layout, case, accents, punctuation
that separates, articles, and now and then one slip of the keyboard in a word. No slip is forgiven

- that changes a side, negation, number, level or listed term, as `deck.terms` tells them, unless the other form is
  no word at all: "emergnecy" can only be "emergency", but "aduction" may be adduction and "contact" is no contract;
- between two words that other cards use or the list holds: it is another word rather than a slip;
- that puts another letter in the place of one, but for a vowel in a long word: "contusion" is no "confusion";
- that changes how a word begins, which makes "harm" of "arm", adds an ending, as in "safe" and "safer", or leaves too
  little of a short word.

Everything else that is alike is for the learner to decide.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice
from unicodedata import category

from nmt_study.deck import terms, vocabulary
from nmt_study.deck.markup import GAP
from nmt_study.deck.told import Told
from nmt_study.text import canonical

IsTerm = Callable[[str], bool]  # whether other cards use a word, as `terms.words` gives it
Words = tuple[str, ...]
Slips = tuple[tuple[str, str], ...]  # words that differ, of the old and the new text

LONGEST = 4_000  # characters; what is longer has to be equal to be the same
_BAR = 0.5  # of the score, from which on it is worth asking
_QUESTION, _ANSWER = 0.6, 0.4  # what each side adds to the score
_MOST_SLIPS = 3
_WORDS_PER_SLIP = 8
_MOST_COUNTED = 2 * _MOST_SLIPS  # words of a side; where more differ, no rule asks how many
# How many letters the shorter of two words has at least, by the slip that lies between them.
_SHORTEST = {"twin": 2, "swap": 3, "letter": 7, "first": 7, "vowel": 8}
_VOWELS = frozenset("aeiouy")
_ENDING = re.compile(r"([ea][rdnl]|y)\Z")  # as in safe and safer, tibia and tibial

# A capital A inside a sentence is a letter, as in "the A band"; so is one that a list goes on after.
_ARTICLE = re.compile(r"(?:\A|(?<=[.?!]))\s*A\s+(?=\w)|\b(?:a(?!\s+(?:and|or|to)\b)|an|the|An|The)\s+(?=\w)")
_FILLERS = frozenset(("of", "the", "teh", "hte", "tthe", "thhe", "thee"))
_SIGN = re.compile(r"[/*#@\\_^=$|~<>+]|[^\x00-\x7f]")
_PAUSE = re.compile(r"([,;:.!?–—(]?)\s*\b(?:no|not|never|none|nor)\b\s*([,;:.!?–—)]?)", re.IGNORECASE)


class Degree(StrEnum):
    """What may be done with two cards: let progress follow, ask, or leave them alone."""

    SAME = "same"
    LIKE = "like"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two cards are; `question` and `answer` run from 0 to 1.

    `apart` is how many words are spelled otherwise, though much alike, in what is else the same text; None where more
    than that differs.
    """

    degree: Degree
    question: float = 0.0
    answer: float = 0.0
    apart: int | None = None

    @property
    def score(self) -> float:
        """Question and answer in one number, 0 to 1."""
        return _QUESTION * self.question + _ANSWER * self.answer


@dataclass(frozen=True, slots=True)
class Side:
    """A text made ready: on one line, its words without articles, and the signs that mean something in it.

    The words of a cloze's answer are those that were deleted.
    """

    text: str
    words: Words
    signs: str


@dataclass(frozen=True, slots=True)
class Read:
    """A card made ready for `weigh`."""

    kind: str
    question: Side
    answer: Side


OTHER = Likeness(Degree.OTHER)


def compare(old: Told, new: Told, is_term: IsTerm) -> Likeness:
    """Compare two cards; `is_term` tells whether a card other than these two uses a word."""
    return weigh(read(old), read(new), is_term)


def read(card: Told) -> Read:
    """Make a card ready to be compared with many."""
    question, answer = _side(card.question), _side(card.answer)
    deleted = _deleted(question.words, answer.words)
    return Read(card.kind, question, Side(answer.text, deleted, answer.signs) if deleted else answer)


def weigh(old: Read, new: Read, is_term: IsTerm) -> Likeness:
    """Compare two cards that were made ready; which of them is the old one makes no difference."""
    sides = ((old.question, new.question), (old.answer, new.answer))
    if old.kind != new.kind or not all(side.text for pair in sides for side in pair):
        return OTHER
    question, answer = (_changed(*pair) for pair in sides)
    apart = _apart(question, answer)
    degree = Degree.SAME if _forgiven(old, question, answer, is_term) else Degree.LIKE
    found = Likeness(degree, _alike(*sides[0]), _alike(*sides[1]), apart)
    if degree is Degree.SAME or question == () or found.score >= _BAR:
        return found
    return Likeness(Degree.OTHER, found.question, found.answer, apart)


def _apart(question: Slips | None, answer: Slips | None) -> int | None:
    if question is None or answer is None:
        return None
    return len(question) + len(answer) if all(_spelled_alike(*pair) for pair in question + answer) else None


def _spelled_alike(a: str, b: str) -> bool:
    lacking = _only_in(_runs(a), _runs(b))
    return _one_apart(a, b) or 2 * (len(_runs(a)) - len(lacking)) > max(len(a), len(b))


def _side(text: str) -> Side:
    whole = canonical(text)
    part = whole[:LONGEST]
    spoken = (terms.words(_ARTICLE.sub("", piece)) for piece in part.split(GAP))
    words = [word for number, piece in enumerate(spoken) for word in ((GAP,) if number else ()) + piece]
    return Side(whole, tuple(word for word in words if word not in _FILLERS), _signs(part))


def _deleted(question: Words, answer: Words) -> Words:
    """Return what stands in the answer for the only gap of the question; nothing where that cannot be told."""
    if question.count(GAP) != 1:
        return ()
    before = question.index(GAP)
    after = len(question) - before - 1
    end = len(answer) - after
    around = answer[:before] + answer[end:] if end > before else ()
    return answer[before:end] if around == question[:before] + question[before + 1 :] else ()


def _signs(text: str) -> str:
    """Return what is no word and still means something: signs, marks of other scripts, pauses at a negation."""
    signs = [sign for sign in _SIGN.findall(text.replace(GAP, " ").replace("−", "-")) if _means(sign)]
    pauses = ["." if pause else "-" for found in _PAUSE.findall(text) for pause in found]
    return "".join([*signs, *pauses])


def _means(sign: str) -> bool:
    return sign.isascii() or category(sign) in {"Sm", "Sc", "So", "Mn", "Mc", "Me"} or sign in "′″"


def _changed(old: Side, new: Side) -> Slips | None:
    """Return the words that differ where two texts are otherwise the same, word by word; None elsewhere."""
    if old.text == new.text:
        return ()
    if max(len(old.text), len(new.text)) > LONGEST or not old.words:
        return None
    if len(old.words) != len(new.words) or old.signs != new.signs:
        return None
    differing = ((a, b) for a, b in zip(old.words, new.words, strict=True) if a != b)
    pairs = tuple(islice(differing, _MOST_COUNTED + 1))
    return (
        None
        if len(pairs) > _MOST_COUNTED or any(_is_exact(word) for pair in pairs for word in pair)
        else pairs
    )


def _is_exact(word: str) -> bool:
    return word == GAP or terms.is_exact(word)


def _forgiven(card: Read, question: Slips | None, answer: Slips | None, is_term: IsTerm) -> bool:
    """Return whether what differs are slips, and few enough."""
    if question is None or answer is None or (question and answer and len(card.answer.words) == 1):
        return False
    spoken = len(card.question.words) + len(card.answer.words)
    most = min(_MOST_SLIPS, max(1, spoken // _WORDS_PER_SLIP))
    slips = {*question, *answer}
    return len(slips) <= most and all(_is_forgiven(a, b, is_term) for a, b in slips)


def _is_forgiven(a: str, b: str, is_term: IsTerm) -> bool:
    """Return whether one of two words is only the other one misspelt."""
    listed = terms.listed()
    if not is_slip(a, b) or (is_term(a) and is_term(b)) or (a in listed and b in listed):
        return False
    if terms.differ(a, b):
        return any(_misspells(*pair) and not is_term(pair[0]) for pair in ((a, b), (b, a)))
    return True


def _misspells(word: str, term: str) -> bool:
    """Return whether a word is none but for being a listed term with a slip, and no other one's slip."""
    listed = terms.listed()
    if term not in listed or word in listed or word in _lookalikes() or terms.differ(word, ""):
        return False
    return all(terms.same_term(other, term) for other in _neighbours(word))


@cache
def _lookalikes() -> frozenset[str]:
    return frozenset(vocabulary.LOOKALIKES.split())


@lru_cache(maxsize=1_000)
def _neighbours(word: str) -> tuple[str, ...]:
    """Return the listed terms that any one wrong, missing, surplus or swapped letter makes of a word."""
    return tuple(term for term in terms.listed() if _one_apart(word, term))


def _one_apart(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    at = _first_difference(short, long)
    if len(long) != len(short):
        return long[at + 1 :] == short[at:]
    return short[at + 1 :] == long[at + 1 :] or _is_swap(short, long, at)


def is_slip(a: str, b: str) -> bool:
    """Return whether one of two words can be taken for the other with a slip of the keyboard.

    A slip is a letter too many or too few, two neighbours swapped, or one vowel for another; see above for where.
    """
    if not (a.isascii() and b.isascii() and a.isalpha() and b.isalpha()) or terms.opposed([a], [b]):
        return False
    short, long = sorted((a, b), key=len)
    kind = _kind_of_slip(short, long)
    return bool(kind) and len(short) >= _SHORTEST[kind]


def _kind_of_slip(short: str, long: str) -> str:
    """Return what single slip makes one word of the other, as a key of `_SHORTEST`; empty where none does."""
    at = _first_difference(short, long)
    if len(long) == len(short) + 1 and long[at + 1 :] == short[at:]:
        if not at or (at == len(short) and _ENDING.search(long)):
            return "" if at or long[0] in _VOWELS else "first"
        return "twin" if long[at] == long[at - 1] else "letter"
    if len(long) != len(short) or at == len(short):
        return ""
    if _is_swap(short, long, at):
        return "swap"
    vowels = short[at] in _VOWELS and long[at] in _VOWELS
    return "vowel" if at and vowels and short[at + 1 :] == long[at + 1 :] else ""


def _first_difference(short: str, long: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))


def _is_swap(a: str, b: str, at: int) -> bool:
    return a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]


def _alike(old: Side, new: Side) -> float:
    """Return how much two texts have in common, 0 to 1: whole words, and of other words what they share."""
    if old.text == new.text:
        return 1.0
    lacking, surplus = _only_in(old.words, new.words), _only_in(new.words, old.words)
    shared = sum(map(len, old.words)) - sum(map(len, lacking))
    letters = sum(map(len, old.words)) + sum(map(len, new.words))
    if lacking and surplus:
        # A word has as many runs of three as it has letters.
        runs = [run for word in lacking for run in _runs(word)]
        shared += len(runs) - len(_only_in(runs, [run for word in surplus for run in _runs(word)]))
    return 2 * shared / letters if letters else 0.0


def _only_in(some: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return what the first has more of than the second; what stands twice counts twice."""
    left: dict[str, int] = {}
    for text in others:
        left[text] = left.get(text, 0) + 1
    only = []
    for text in some:
        if count := left.get(text, 0):
            left[text] = count - 1
        else:
            only.append(text)
    return only


@lru_cache(maxsize=20_000)
def _runs(word: str) -> tuple[str, ...]:
    padded = f" {word[:64]} "
    return tuple(padded[place : place + 3] for place in range(len(padded) - 2))
