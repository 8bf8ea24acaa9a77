"""Whether an item from outside is one that is here, and what its version says that the one here does not.

Two items that ask the same of the same options and take other answers for right contradict each other, whatever their
ids are. Where nothing is shown but the question, two ids part them: they may be two cards of one front.
"""

from nmt_study.deck.grammar.images import with_images
from nmt_study.deck.identity import answer_key, content_hash, gives_its_answer
from nmt_study.deck.model import Choice, Item, Match
from nmt_study.text import canonical


def same(one: Item, other: Item) -> bool:
    """Whether two items ask the same and have the same answer, wherever their pictures lie."""
    if content_hash(one) == content_hash(other):
        return True
    return content_hash(with_images(one, _bare)) == content_hash(with_images(other, _bare))


def others_in(coming: Item, here: Item) -> tuple[str, ...]:
    """Return in words what an item that comes says otherwise; what it does not say at all is no difference.

    Properties are left away: tags and sources are added here, and headers say some of them for all items.
    """
    if coming == here:
        return ()
    one, other = with_images(coming, _bare), with_images(here, _bare)
    said = (
        ("other wrong options", _wrong(one) != _wrong(other)),
        ("other feedback", any(text and text not in _feedback(other) for text in _feedback(one))),
        ("another reason", bool(one.why.strip()) and canonical(one.why) != canonical(other.why)),
    )
    return tuple(words for words, is_so in said if is_so)


def contradict(one: Item, other: Item) -> bool:
    """Whether two items that show the same cannot both have the right answer."""
    if answer_key(one.answer) == answer_key(other.answer):
        return False
    ids = {one.properties.id, other.properties.id}
    return gives_its_answer(one) or len(ids) == 1 or "" in ids


def _wrong(item: Item) -> frozenset[str]:
    answer = item.answer
    if isinstance(answer, Choice):
        return frozenset(canonical(one.text) for one in answer.options if not one.correct)
    if isinstance(answer, Match):
        return frozenset(map(canonical, answer.distractors))
    return frozenset()


def _feedback(item: Item) -> frozenset[str]:
    if not isinstance(item.answer, Choice):
        return frozenset()
    return frozenset(canonical(one.feedback) for one in item.answer.options)


def _bare(path: str) -> str:
    return path.rpartition("/")[2]
