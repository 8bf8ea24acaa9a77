"""Marking a single choice: the number or the letter of an option, in the order in which it was written."""

from nmt_study.deck.model import Choice
from nmt_study.quiz.model import Mark, Verdict, marked

_AROUND = " \t\r\n.()[]:"


def mark_choice(answer: Choice, response: str) -> Mark:
    """Mark `1` or `a` (`b)`, `(C)`, `2.` too) against the one correct option."""
    expected = next((option.text for option in answer.options if option.correct), "")
    chosen = _position(response)
    if chosen is None:
        return marked(Verdict.WRONG, expected, "an option is chosen by its number or letter")
    if not 0 <= chosen < len(answer.options):
        return marked(Verdict.WRONG, expected, f"there are {len(answer.options)} options")
    option = answer.options[chosen]
    verdict = Verdict.RIGHT if option.correct else Verdict.WRONG
    return marked(verdict, expected, option.feedback)


def _position(response: str) -> int | None:
    """Return which option is meant, counted from 0; it may be none of those there are."""
    name = response.strip(_AROUND).lower()
    if name.isdecimal() and len(name) <= 3:
        return int(name) - 1
    return ord(name) - ord("a") if len(name) == 1 and "a" <= name <= "z" else None
