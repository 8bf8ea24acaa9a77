"""What a person typed as an answer to an item, read as a response: numbers and letters as they stand on the paper."""

import re
from collections.abc import Sequence

from nmt_study.deck.model import Choice, Cloze, Item, Match, Numeric, Order, Recall
from nmt_study.quiz.model import too_long
from nmt_study.quiz.numeric import unreadable
from nmt_study.quiz.response import Response
from nmt_study.text import clean

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LETTER = (
    "[A-Za-z]"  # both cases by name: to ignore them takes ı, ſ and the sign of Kelvin for letters of these
)
_NAMED = re.compile(rf"\d{{1,3}}|{_LETTER}(?!{_LETTER})")
_BELOW_NOTHING = re.compile(r"\s*[-−]\s*\d")
_PAIR = re.compile(rf"(\d{{1,3}})\s*[-=:>→.)]*\s*({_LETTER})(?!{_LETTER})")
_LETTERS_APART = re.compile(rf"{_LETTER}(?:(?:\s*[,;.)]\s*|\s+){_LETTER})*[\s,;.)]*")
_YES = {"y": "yes", "yes": "yes", "1": "yes", "n": "no", "no": "no", "2": "no"}


class UnreadableError(Exception):
    """What was typed is no answer to this kind of item; the message says how to type one."""


def how_to_answer(item: Item) -> str:
    """Return in a sentence how an answer to an item is typed."""
    match item.answer:
        case Choice(many=True):
            return "Type the numbers of all that apply, such as 1 3."
        case Choice():
            return "Type the number of your choice."
        case Order():
            return "Type the numbers in the right order, such as 2 1 3."
        case Match():
            return "Type a letter for each number, such as 1b 2a 3c."
        case Cloze() if len(item.answer.deletions) > 1:
            return "Type what belongs in the gaps, in their order, with ; between them."
        case Cloze():
            return "Type what belongs in the gap."
        case Recall():
            return "Say it to yourself; then type y if you knew it, n if not."
        case _:
            return "Type the answer."


def understood(item: Item, order: Sequence[int], text: str) -> Response:
    """Return the response that a text means; `order` is the order in which options, steps or right sides stand.

    Raises:
        UnreadableError: it means none.
    """
    if problem := _unreadable(item, text):
        raise UnreadableError(problem)
    match item.answer:
        case Choice():
            chosen = _positions(text, len(order), item)
            if not item.answer.many and len(chosen) != 1:
                raise UnreadableError(_again(item))
            return tuple(sorted(order[place] for place in chosen))
        case Order():
            chosen = _positions(text, len(order), item)
            if len(chosen) != len(order):
                raise UnreadableError(_again(item, f"There are {len(order)} steps"))
            return tuple(order[place] for place in chosen)
        case Match():
            return _pairing(item.answer, order, text, item)
        case Cloze():
            return _gaps(text, len(item.answer.deletions), item)
        case Recall():
            if text.strip().lower() not in _YES:
                raise UnreadableError(_again(item))
            return _YES[text.strip().lower()]
        case _:
            return text.strip()


def _unreadable(item: Item, text: str) -> str:
    """Return why a text is too long for an answer or no number where one is asked for; "" elsewhere."""
    if problem := too_long(text):
        return f"{problem[0].upper()}{problem[1:]}."
    return ask_again(item, text)


def ask_again(item: Item, text: str) -> str:
    """Return that a number typed cannot be read, and why, to ask for it again; "" for any other answer and item.

    Nothing typed is no number either, but asks for nothing.
    """
    if not isinstance(item.answer, Numeric) or not text.strip():
        return ""
    problem = unreadable(clean(text), item.stem)
    return f"This cannot be read, type it again: {problem}." if problem else ""


def steps_left(item: Item, response: Response) -> str:
    """Return what an order still lacks, for it is no answer before all its steps have a place; "" for any other."""
    if not isinstance(item.answer, Order) or len(response) in {0, len(item.answer.steps)}:
        return ""
    return f"There are {len(item.answer.steps)} steps, and {len(response)} of them in order. Go on with the others."


def left_empty(item: Item, response: Response) -> str:
    """Return which parts of an answer have nothing in them, where that may be meant; "" where none, or all."""
    match item.answer:
        case Match() if isinstance(response, tuple):
            parts, what = len(item.answer.pairs), "lines have no partner"
        case Cloze() if isinstance(response, tuple):
            parts, what = len(item.answer.deletions), "gaps have no answer"
        case _:
            return ""
    filled = sum(part is not None and bool(str(part).strip()) for part in response)
    return f"{parts - filled} of {parts} {what} yet" if 0 < filled < parts else ""


def _positions(text: str, most: int, item: Item) -> list[int]:
    """Return the places that numbers or letters name, each once, counted from 0."""
    found = [
        int(name) - 1 if name.isdecimal() else _LETTERS.index(name.lower()) for name in _NAMED.findall(text)
    ]
    left = _NAMED.sub("", text)
    below = isinstance(item.answer, Choice) and _BELOW_NOTHING.match(text)
    odd = below or re.search(r"\w", left)
    if not found or odd or len(set(found)) != len(found):
        raise UnreadableError(_again(item))
    if any(not 0 <= place < most for place in found):
        raise UnreadableError(_again(item, f"There are {most} to choose from"))
    return found


def _gaps(text: str, most: int, item: Item) -> tuple[str, ...]:
    """Return what is typed into gaps, in their order; what is typed into a single one may have a ; of its own.

    Raises:
        UnreadableError: there are more parts than gaps.
    """
    if most == 1:
        return (text.strip(),)
    parts = [part.strip() for part in text.split(";")]
    while len(parts) > most and not parts[-1]:
        parts.pop()
    if len(parts) > most:
        raise UnreadableError(_again(item, f"There are {most} gaps"))
    return tuple(parts)


def _pairing(answer: Match, order: Sequence[int], text: str, item: Item) -> Response:
    """Return the right side chosen for each left side: "1b 2a", or just "b a", a letter for each left side.

    Letters that are not apart are a word and no answer. Left sides may stay open only where the others are named by
    their numbers, each once.
    """
    pairs = [(int(number) - 1, letter) for number, letter in _PAIR.findall(text)]
    left = _PAIR.sub("", text)
    if not pairs and _LETTERS_APART.fullmatch(text.strip()):
        pairs, left = list(enumerate(re.findall(_LETTER, text))), ""
        if len(pairs) < len(answer.pairs):
            raise UnreadableError(_again(item, f"There are {len(answer.pairs)} numbers"))
    if not pairs or re.search(r"\w", left):
        raise UnreadableError(_again(item))
    rows = [row for row, _ in pairs]
    if len(set(rows)) < len(rows):
        twice = next(row for row in rows if rows.count(row) > 1) + 1
        raise UnreadableError(_again(item, f"The number {twice} is there twice"))
    chosen: list[int | None] = [None] * len(answer.pairs)
    for row, letter in pairs:
        place = _LETTERS.index(letter.lower())
        if not (0 <= row < len(chosen) and place < len(order)):
            raise UnreadableError(_again(item, f"There are {len(chosen)} numbers and {len(order)} letters"))
        chosen[row] = order[place]
    return tuple(chosen)


def _again(item: Item, problem: str = "This cannot be read, type it again") -> str:
    """Return what is wrong with what was typed, and how an answer is typed."""
    return f"{problem}. {how_to_answer(item)}"


def told(item: Item, order: Sequence[int], response: Response) -> str:
    """Return a response as a person would type it for the paper at hand; "" where nothing was answered."""
    if isinstance(response, str):
        return response
    where = {number: place for place, number in enumerate(order)}
    match item.answer:
        case Choice() | Order():
            places = [where[one] + 1 for one in response if isinstance(one, int) and one in where]
            return " ".join(map(str, sorted(places) if isinstance(item.answer, Choice) else places))
        case Match():
            rows = enumerate(response, 1)
            return " ".join(
                f"{row}{_LETTERS[where[one]]}" for row, one in rows if isinstance(one, int) and one in where
            )
        case _:
            return "; ".join(str(one) for one in response)
