"""Lists of answers in a Word document, below questions or at its end, and to which questions they belong."""

from collections.abc import Sequence

from nmt_study.deck.model import Part
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.word.drafts import Draft
from nmt_study.exchange.word.keys import entries_of
from nmt_study.exchange.word.signs import Role, Token

Made = list[tuple[str, Draft | Part]]


class AnswerLists:
    """The lists of answers of one document, of which one may be open."""

    def __init__(self, made: Made, landing: Landing) -> None:
        self._made = made
        self._landing = landing
        self._open: dict[str, str] | None = None
        self._since = 0  # where the questions begin that the next list is about

    @property
    def is_open(self) -> bool:
        """Say whether lines are those of a list."""
        return self._open is not None

    def begin(self, entries: Sequence[tuple[str, str]] = ()) -> None:
        """Begin a list."""
        self._open = dict(entries)

    def take(self, token: Token) -> bool:
        """Take a line of the open list; False where it has ended above the line."""
        if self._open is None:
            return False
        if token.role in {Role.BLANK, Role.KEYS}:
            return True
        entries = entries_of(token.said) if token.role not in {Role.HEADING, Role.TITLE} else []
        if not entries or any(number in self._open for number, _ in entries):
            self.end(token.where)
            return False
        self._open.update(entries)
        return True

    def end(self, where: str) -> None:
        """Give the answers of the list to the questions above it that no earlier list was about.

        Questions without numbers are counted only where the list has exactly one answer for each.
        """
        keys, self._open = self._open, None
        if keys is None:
            return
        drafts = [one for _, one in self._made[self._since :] if isinstance(one, Draft)]
        self._since = len(self._made)
        numbers = [one.number for one in drafts]
        if not any(numbers) and list(keys) == [str(number) for number in range(1, len(drafts) + 1)]:
            numbers = list(keys)
        for number, answer in keys.items():
            meant = [one for one, own in zip(drafts, numbers, strict=True) if own == number]
            if len(meant) == 1:
                meant[0].entries.append(answer)
                continue
            fits = "several questions" if meant else "no question"
            self._landing.lose(where, f"the answer {quoted(f'{number}: {answer}')}, which fits {fits}")
            for one in meant:
                one.unsure = f"Several questions have the number {number}."
