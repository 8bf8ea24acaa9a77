"""A card as text: what it asks and what it answers, as far as two cards can be compared by it."""

from typing import NamedTuple


class Told(NamedTuple):
    """A card as text: the value of its kind, question with case and, for a cloze, `markup.GAP`, and answer.

    The answer of a cloze is the whole sentence, as its face shows it, or only what was deleted.
    """

    kind: str
    question: str
    answer: str
