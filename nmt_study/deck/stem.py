"""The text of a cloze without the brackets around its deletions."""

from collections.abc import Callable

from nmt_study.deck.model import Deletion


def _as_it_is(_index: int, inside: str) -> str:
    return inside


def unbracketed(
    stem: str, deletions: tuple[Deletion, ...], change: Callable[[int, str], str] = _as_it_is
) -> str:
    """Return the stem with each `[…]` replaced by what `change(index, text inside)` makes of it."""
    parts, at = [], 0
    for index, deletion in enumerate(deletions):
        inside = stem[deletion.start + 1 : deletion.end - 1]
        parts += [stem[at : deletion.start], change(index, inside)]
        at = deletion.end
    return "".join([*parts, stem[at:]])
