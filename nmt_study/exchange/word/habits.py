"""How one Word document is laid out: what its numbers and bullets stand for, told by all of its lines."""

from collections.abc import Sequence

from nmt_study.exchange.word.drafts import Draft
from nmt_study.exchange.word.lines import Shape
from nmt_study.exchange.word.signs import Role, Token

_FEWEST_RUNS = 2


class Habits:
    """The habits of one document."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._numbers_are_options = _numbers_are_options(tokens)
        self._bullets_are_questions = _bullets_are_questions(tokens)
        self._delimiter = next((one.delimiter for one in tokens if one.role is Role.QUESTION), "")
        self._lettered = any(one.role is Role.OPTION and one.label for one in tokens)
        self.is_numbered = not self._numbers_are_options and any(
            one.role is Role.QUESTION and one.label for one in tokens
        )

    def is_option(self, token: Token, draft: Draft | None) -> bool:
        """Say whether a number in front is that of an option: deeper or otherwise written than those of questions."""
        if self._numbers_are_options:
            return True
        if draft is None or not token.label or self._lettered:
            return False
        fits = token.label == str(len(draft.options) + 1)
        deeper = (
            token.raw.shape is Shape.NUMBER and token.raw.depth > draft.stem[0].depth and bool(draft.number)
        )
        return fits and (
            deeper or token.delimiter not in {self._delimiter, "auto"} or self.begins_anew(token, draft)
        )

    def begins_anew(self, token: Token, draft: Draft) -> bool:
        """Say whether a number that looks like that of a question may count options: it begins anew below one that asks."""
        if self._numbers_are_options or _asks(token.line.text) or token.delimiter != self._delimiter:
            return False
        return bool(draft.options) or (_asks(draft.text) and bool(draft.number))

    def is_question(self, token: Token) -> bool:
        """Say whether a bullet is that of a question."""
        return self._bullets_are_questions and not token.label and token.raw.depth == 0


def _numbers_are_options(tokens: Sequence[Token]) -> bool:
    """Say whether all numbers of a document count options: they begin anew below each text, and nothing else does.

    One such row of numbers is enough where the text above it asks something, or one answer follows it, and none of
    the numbered lines asks anything.
    """
    if any(one.role is Role.OPTION for one in tokens):
        return False
    runs, previous, last, above = 0, Role.BLANK, 0, ""
    for one in tokens:
        if one.role is Role.BLANK:
            continue
        if one.role is Role.QUESTION:
            number = int(one.label) if one.label.isdecimal() else 0
            if number == 1 and previous is Role.TEXT:
                runs += 1
            elif previous is not Role.QUESTION or number != last + 1:
                return False
            last = number
        elif not runs:
            above = one.line.text
        previous = one.role
    return runs >= _FEWEST_RUNS or (runs == 1 and last > 1 and _is_one_question(tokens, above))


def _is_one_question(tokens: Sequence[Token], above: str) -> bool:
    """Say whether the only row of numbers in a document looks like the options of the text above it."""
    if any(one.role is Role.QUESTION and _asks(one.line.text) for one in tokens):
        return False
    answers = sum(one.role is Role.ANSWER for one in tokens)
    return answers == 1 or (_asks(above) and answers < 2)


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?")


def _bullets_are_questions(tokens: Sequence[Token]) -> bool:
    """Say whether bullets at the edge are questions, as their options are deeper ones."""
    if any(one.role is Role.QUESTION for one in tokens):
        return False
    bullets = {one.raw.depth for one in tokens if one.role is Role.OPTION and one.raw.shape is not Shape.NONE}
    edge = [one for one in tokens if one.role is Role.OPTION and one.raw.depth == 0]
    return 0 in bullets and len(bullets) > 1 and not any(one.label for one in edge)
