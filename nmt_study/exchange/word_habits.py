"""How one Word document is laid out: what its numbers and bullets stand for, told by all of its lines."""

from collections.abc import Sequence

from nmt_study.exchange.word_drafts import Draft
from nmt_study.exchange.word_lines import Shape
from nmt_study.exchange.word_signs import Role, Token

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
        return fits and (deeper or token.delimiter not in {self._delimiter, "auto"})

    def is_question(self, token: Token) -> bool:
        """Say whether a bullet is that of a question."""
        return self._bullets_are_questions and not token.label and token.raw.depth == 0


def _numbers_are_options(tokens: Sequence[Token]) -> bool:
    """Say whether all numbers of a document count options: they begin anew below each text, and nothing else does."""
    if any(one.role is Role.OPTION for one in tokens):
        return False
    runs, previous, last = 0, Role.BLANK, 0
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
        previous = one.role
    return runs >= _FEWEST_RUNS


def _bullets_are_questions(tokens: Sequence[Token]) -> bool:
    """Say whether bullets at the edge are questions, as their options are deeper ones."""
    if any(one.role is Role.QUESTION for one in tokens):
        return False
    bullets = {one.raw.depth for one in tokens if one.role is Role.OPTION and one.raw.shape is not Shape.NONE}
    edge = [one for one in tokens if one.role is Role.OPTION and one.raw.depth == 0]
    return 0 in bullets and len(bullets) > 1 and not any(one.label for one in edge)
