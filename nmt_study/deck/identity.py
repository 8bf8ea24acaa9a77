"""What makes an item and a card the same: keys that progress hangs on, and hashes of what is meant.

A hash covers version tag, kind, case, question and answer key; not distractors, feedback, why, properties or
the order of options, alternatives and pairs. For a cloze the question is the text without its brackets and
there is no answer key: deletions live in the sub-keys, so that adding one changes no other card.

A card's key is its item's key alone (the only or the forward card), `key~back`, or `key#deleted text`, with
`#2` and so on when those words stand earlier in the same cloze, deleted or not: were only deletions counted,
a bracket around an earlier "knee" would hand its neighbour's progress over. A deletion inside a word names
the word, as in `key#supra[spinatus]`. A backslash stands before each `#`, `~` and backslash that is part of
an id or a deleted text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import accumulate

from nmt_study.deck.model import (
    Answer,
    Card,
    Choice,
    Cloze,
    Deletion,
    Item,
    Match,
    Numeric,
    Order,
    Recall,
    Typed,
)
from nmt_study.deck.stem import unbracketed
from nmt_study.text import canonical

VERSION = "nmt1"
BACK = "~back"
_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"  # of base32, RFC 4648
# Two characters at a time, from the first 130 bits of a digest: every card needs one, and the library's encoder takes
# twice as long.
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]
_BYTES, _SPARE, _SHIFTS = 17, 6, range(120, -1, -10)
_END = "\ufdd2"  # a noncharacter, which cleaned text does not hold
_MOST_COUNTED = 64  # beyond so many deletions no earlier text counts: a hostile file must not take long
_WORD = re.compile(r"\w")
_SEPARATORS = re.compile(r"[\\#~]")


def cards_of(item: Item) -> tuple[Card, ...]:
    """Return the cards of an item: one per deletion and direction; a cloze without deletions makes none."""
    meaning = content_hash(item)
    group = _escaped(item.properties.id) or meaning
    return tuple(
        Card(group + sub, group, _hashed(meaning, sub) if sub else meaning, item, index, back=sub == BACK)
        for index, sub in _sub_keys(item)
    )


def item_key(item: Item) -> str:
    """Return the `id::` of an item, else its content hash; siblings share it."""
    return _escaped(item.properties.id) or content_hash(item)


def story_of(item: Item) -> str:
    """Return a mark that items of one case share; "" where there is no case."""
    return _hashed(canonical(item.case)) if item.case.strip() else ""


def content_hash(item: Item) -> str:
    """Return the hash of what an item means, whatever its `id::`: 26 lower-case base32 characters.

    A card without a sub-key has the same one; any other hashes it together with its sub-key.
    """
    return _hashed(item.kind, canonical(item.case), _question(item), *answer_key(item.answer))


def shown_before(item: Item) -> tuple[str, ...]:
    """Return what an item shows before it is answered: case, question, and options, steps or sides in any order.

    Two items that show the same and have another `answer_key` do not both have the right one, where it is among what
    they show (`gives_its_answer`).
    """
    return type(item.answer).__name__, canonical(item.case), _question(item), *_given(item.answer)


def gives_its_answer(item: Item) -> bool:
    """Tell whether what is right stands among what an item shows: options, steps, or sides of pairs."""
    return isinstance(item.answer, Choice | Order | Match)


def _question(item: Item) -> str:
    cloze = item.answer.deletions if isinstance(item.answer, Cloze) else ()
    return canonical(unbracketed(item.stem, cloze))


def _given(answer: Answer) -> list[str]:
    match answer:
        case Choice():
            return sorted(canonical(option.text) for option in answer.options)
        case Order():
            return sorted(map(canonical, answer.steps))
        case Match():
            left = sorted(canonical(side) for side, _ in answer.pairs)
            right = sorted(
                canonical(side) for side in (*(side for _, side in answer.pairs), *answer.distractors)
            )
            return [*left, "", *right]
    return []


def _sub_keys(item: Item) -> Iterator[tuple[int | None, str]]:
    """Give the index of the deletion asked for, None otherwise, and the sub-key of each card."""
    if isinstance(item.answer, Cloze):
        yield from enumerate(_deletion_keys(item.stem, item.answer.deletions))
        return
    yield None, ""
    if isinstance(item.answer, Recall) and item.properties.both_ways:
        yield None, BACK


def _deletion_keys(stem: str, deletions: tuple[Deletion, ...]) -> Iterator[str]:
    """Give the sub-key of each deletion: its text, and which occurrence in the whole text it is."""
    before = canonical(unbracketed(stem, deletions, _with_end)).split(_END)
    ends = accumulate(map(len, before))
    whole = "".join(before)
    seen: Counter[str] = Counter()
    for deletion, end in zip(deletions, ends, strict=False):
        inside = canonical(stem[deletion.start + 1 : deletion.end - 1])
        text, count = inside, 0
        if len(deletions) <= _MOST_COUNTED:
            text, count = _in_words(whole, end - len(inside), end)
        # Should normalising have joined characters across a bracket, two cards still stay apart.
        seen[text] = max(count, seen[text] + 1)
        yield f"#{_escaped(text)}" + (f"#{seen[text]}" if seen[text] > 1 else "")


def _in_words(whole: str, start: int, end: int) -> tuple[str, int]:
    """Return `whole[start:end]` made up to whole words, and which occurrence of these words it is.

    Only whole words count, or a "harm" mended in front of it would change the key of a deleted "arm".
    """
    first, last = start, end
    while first and _WORD.match(whole, start) and _WORD.match(whole, first - 1):
        first -= 1
    while end and _WORD.match(whole, end - 1) and _WORD.match(whole, last):
        last += 1
    words = whole[first:last]
    text = (
        words if words == whole[start:end] else f"{whole[first:start]}[{whole[start:end]}]{whole[end:last]}"
    )
    if whole.find(words, 0, last) == first:
        return text, 1
    left, right = (r"\b" if _WORD.match(edge) else "" for edge in (words[:1], words[-1:]))
    same = re.compile(f"{left}{re.escape(words)}{right}")
    return text, sum(1 for _ in same.finditer(whole, 0, last))


def _with_end(_index: int, inside: str) -> str:
    """Mark where a deletion ends, in front of white space, so that folding is the same without the mark."""
    text = inside.rstrip()
    return text + _END + inside[len(text) :]


def answer_key(answer: Answer) -> tuple[str, ...]:
    """Return the texts that a right answer is made of; sorted where their order means nothing."""
    match answer:
        case Recall():
            return (canonical(answer.text),)
        case Cloze():
            return ()
        case Choice():
            return _unordered(option.text for option in answer.options if option.correct)
        case Typed():
            return _unordered(answer.accepted)
        case Numeric():
            return _unordered(_compact(quantity.written) for quantity in answer.accepted)
        case Order():
            return tuple(map(canonical, answer.steps))
    pairs = sorted({(canonical(left), canonical(right)) for left, right in answer.pairs})
    return tuple(side for pair in pairs for side in pair)


def _unordered(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({canonical(text) for text in texts}))


def _compact(quantity: str) -> str:
    """Return a quantity as written but for what means nothing in it: white space, and `+/-` for `±`."""
    return "".join(quantity.split()).replace("+/-", "±")


def _hashed(*fields: str) -> str:
    """Hash fields so that no two lists of them run together: each with its length in front."""
    encoded = [field.encode("utf-8", "surrogatepass") for field in (VERSION, *fields)]
    digest = sha256(b"".join([b"%d:%b" % (len(data), data) for data in encoded])).digest()
    number = int.from_bytes(digest[:_BYTES]) >> _SPARE
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def _escaped(text: str) -> str:
    return _SEPARATORS.sub(r"\\\g<0>", text)
