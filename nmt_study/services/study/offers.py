"""What the learner is offered on the answer side: four grades, or two buttons that stand for Again and Good."""

from collections.abc import Iterable
from dataclasses import dataclass

from nmt_study.services.study.study_words import GRADE_MEANINGS, GRADE_WORDS, TWO_WORDS
from nmt_study.services.words import interval_words
from nmt_study.srs.model import Decision, Grade

TWO_MEANINGS: dict[Grade, str] = {
    Grade.AGAIN: "did not know it",
    Grade.GOOD: "at once, or with effort",
}
TWO_ONLY = "You grade with two buttons: 1 Not yet, 2 Knew it. In the settings you can have all four."


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: its number, its word, what it means in a few words, when the card comes back, and the decision."""

    number: int
    word: str
    meaning: str
    when: str
    decision: Decision

    @property
    def grade(self) -> Grade:
        """The grade that is recorded."""
        return self.decision.grade


def offers(decisions: Iterable[Decision], *, two_buttons: bool, practised: bool = False) -> tuple[Offer, ...]:
    """Return the buttons for the decisions of a card, numbered from 1; practice moves no due day, and says so."""
    words, meanings = (TWO_WORDS, TWO_MEANINGS) if two_buttons else (GRADE_WORDS, GRADE_MEANINGS)
    offered = [decision for decision in decisions if decision.grade in words]

    def when(decision: Decision) -> str:
        return "practice" if practised and decision.interval else interval_words(decision.interval)

    return tuple(
        Offer(number, words[one.grade], meanings[one.grade], when(one), one)
        for number, one in enumerate(offered, 1)
    )


def offer_words(offer: Offer, *, explained: bool = False) -> str:
    """Return what a button does: "3 Good: 5 days"; explained, also what it means: "3 Good (knew it): 5 days"."""
    meaning = f" ({offer.meaning})" if explained else ""
    return f"{offer.number} {offer.word}{meaning}: {offer.when}"


def numbers_words(offered: Iterable[Offer]) -> str:
    """Return the numbers that can be typed: "1, 2, 3 or 4"."""
    numbers = [str(offer.number) for offer in offered]
    return f"{', '.join(numbers[:-1])} or {numbers[-1]}"
