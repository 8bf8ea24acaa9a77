"""Making a quiz from decks: choice items where sound options exist, written as a quiz file."""

from collections.abc import Sequence
from dataclasses import dataclass

from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import Deck, Header
from nmt_study.errors import NmtError
from nmt_study.quiz.making import Card, Made, make
from nmt_study.services import library
from nmt_study.services.desk import Desk
from nmt_study.services.words import count


@dataclass(frozen=True, slots=True)
class MadeQuiz:
    """The text of a quiz, and what is to be said about it."""

    text: str
    made: Made
    cards: int

    @property
    def lines(self) -> tuple[str, ...]:
        """What was made, and what was left out for which reason, in sentences."""
        told = f"{count(len(self.made.items), 'item')} made from {count(self.cards, 'card')}."
        return (told, *(f"{line}." for line in left_out(self.made)))


def left_out(made: Made) -> tuple[str, ...]:
    """Return how many cards were left out for which reason, in words."""
    return tuple(
        f"{count(number, 'card')} left out: {'it' if number == 1 else 'each'} {reason}"
        for reason, number in made.left_out
    )


def make_quiz(desk: Desk, decks: Sequence[str], items: int, seed: int) -> MadeQuiz:
    """Make a quiz from decks, by their ids; without any from all decks.

    Raises:
        NmtError: there is no such deck, or no card of them has sound options.
    """
    names = decks or [one.id for one in library.decks(desk)]
    found = [one for name in names for one in library.show(desk, name).cards if not one.card.back]
    cards = {
        one.card.group: Card(
            one.card.item,
            one.origin.heading,
            one.origin.source,
            one.origin.evidence,
            one.origin.topic,
            one.origin.tags,
        )
        for one in found
    }
    made = make(list(cards.values()), items, str(seed))
    if not made.items:
        why = "; ".join(left_out(made)) or "they have no cards"
        raise NmtError(
            f"no card of these decks has sound wrong options among the others ({why})",
            "It takes four cards with the same question about different headings, such as “Which nerve supplies X?”.",
        )
    title = f"Made from {', '.join(names)}"
    header = Header(title=title, kind="quiz", status="draft", confidence=True)
    return MadeQuiz(write(Deck(header, made.items)), made, len(cards))
