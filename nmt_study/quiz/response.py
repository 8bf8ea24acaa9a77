"""What is answered to an item, as a value that can be written down and read again.

A text for a typed or numeric answer; a list of texts for the blanks of a cloze; a list of numbers for options,
steps and pairs. Numbers count from 0 in the order in which the file has them, however they were shown, so that an
answer means the same in every order.
"""

import json
from collections.abc import Sequence

from nmt_study.deck.model import Choice, Cloze, Item, Match, Order, Recall

Response = str | tuple[str, ...] | tuple[int | None, ...]
"""In a match each left side has the number of a right side, or None while it has none."""

_LONGEST = 20_000  # characters of a written response: an answer to every blank of the longest cloze


def written(response: Response) -> str:
    """Return a response as it is recorded: JSON in ASCII."""
    return json.dumps(response if isinstance(response, str) else list(response))


def read_response(item: Item, text: str) -> Response:
    """Read a response to an item back from its record.

    Raises:
        ValueError: it is none that this item can have.
    """
    value = _value(text)
    match item.answer:
        case Choice() | Order():
            most = len(item.answer.options if isinstance(item.answer, Choice) else item.answer.steps)
            return _numbers(value, most, blank=False)
        case Match():
            return _numbers(value, len(rights(item.answer)), blank=True)
        case Cloze() if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        case Recall() if isinstance(value, str) and value in {"yes", "no"}:
            return value
        case Cloze() | Recall():
            raise ValueError(text)
        case _ if isinstance(value, str):
            return value
        case _:
            raise ValueError(text)


def _value(text: str) -> object:
    """Return what a record says, whatever that is.

    Raises:
        ValueError: it is no JSON, too long or too deep.
    """
    if len(text) > _LONGEST:
        raise ValueError("a response is not so long")
    try:
        return json.loads(text)
    except RecursionError as fault:
        raise ValueError("a response is not so deep") from fault


def rights(answer: Match) -> tuple[str, ...]:
    """Return the right sides that there are to choose from, each once: those of the pairs, then the distractors."""
    return tuple(dict.fromkeys((*(right for _, right in answer.pairs), *answer.distractors)))


def choices(item: Item) -> tuple[str, ...]:
    """Return the texts that an item gives to choose from, in file order: options, steps or right sides."""
    match item.answer:
        case Choice():
            return tuple(option.text for option in item.answer.options)
        case Order():
            return item.answer.steps
        case Match():
            return rights(item.answer)
        case _:
            return ()


def is_blank(response: Response) -> bool:
    """Tell whether nothing was answered."""
    if isinstance(response, str):
        return not response.strip()
    return all(part is None or (isinstance(part, str) and not part.strip()) for part in response)


def _numbers(value: object, most: int, *, blank: bool) -> tuple[int | None, ...]:
    """Return a list of numbers below `most`; with `blank` some may be missing."""
    if not isinstance(value, list):
        raise ValueError(value)  # noqa: TRY004 - a wrong value from a file, not a wrong call
    found: Sequence[object] = value
    for one in found:
        if not (blank and one is None) and not (type(one) is int and 0 <= one < most):
            raise ValueError(value)
    return tuple(value)
