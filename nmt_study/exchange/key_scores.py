"""The key of a question from what a quiz program gives for each option; what is not certain is asked, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Choice, Option
from nmt_study.exchange.format import Doubt
from nmt_study.exchange.intake import Intake
from nmt_study.text import shorten

FULL = Decimal(100)
_NEAR = Decimal("0.5")  # thirds and sixths of 100 are written with few digits
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Weighed:
    """An option with the share of the points that it gives, in per cent; a wrong one may take points away."""

    text: str
    weight: Decimal
    feedback: str = ""


def choice_of(
    intake: Intake, where: str, id_: str, options: Sequence[Weighed], *, many: bool
) -> Choice | None:
    """Return the options with their key, or None where the key is in doubt, which is then asked under `id_`.

    With one right option, that is the only one that gives all points. With several, they are those that give
    points, if together they give all of them.
    """
    options = _filled(intake, where, options)
    if len(options) < 2:
        intake.leave_out(where, "fewer than two options have a text")
        return None
    right = _several(intake, where, id_, options) if many else _one(intake, where, id_, options)
    if not right:
        intake.leave_out(where, "which option is right is not certain")
        return None
    _tell(intake, where, options, right)
    return Choice(tuple(Option(one.text, at in right, one.feedback) for at, one in enumerate(options)), many)


def _filled(intake: Intake, where: str, options: Sequence[Weighed]) -> list[Weighed]:
    filled = [replace(one, weight=max(min(one.weight, FULL), -FULL)) for one in options if one.text.strip()]
    if len(filled) < len(options):
        intake.lose(where, "an option without text", "the other options")
        if any(one.weight > 0 and not one.text.strip() for one in options):
            return []
    return filled


def _one(intake: Intake, where: str, id_: str, options: Sequence[Weighed]) -> set[int]:
    full = [at for at, one in enumerate(options) if FULL - one.weight < _NEAR]
    if len(full) == 1:
        return set(full)
    question = (
        "Several options give all points. Which one is right?"
        if full
        else "Which option is right? The file names none."
    )
    asked = full or list(range(len(options)))
    chosen = intake.ask(Doubt(id_, where, question, tuple(_words(options[at].text) for at in asked)))
    return set() if chosen is None else {asked[chosen]}


def _several(intake: Intake, where: str, id_: str, options: Sequence[Weighed]) -> set[int]:
    giving = [at for at, one in enumerate(options) if one.weight > 0]
    whole = sum(options[at].weight for at in giving)
    if (
        not giving
        or abs(whole - FULL) < _NEAR * len(giving)
        or all(options[at].weight == FULL for at in giving)
    ):
        return set(giving)
    named = "; ".join(_words(options[at].text) for at in giving)
    question = f"The points of the right options do not add up to 100 per cent. Are these right, and no others: {named}?"
    chosen = intake.ask(Doubt(id_, where, question, ("Yes", "No; leave the question out")))
    return set(giving) if chosen == 0 else set()


def _tell(intake: Intake, where: str, options: Sequence[Weighed], right: set[int]) -> None:
    """Tell of what the weights say beyond right and wrong."""
    if any(one.weight > 0 for at, one in enumerate(options) if at not in right):
        intake.lose(where, "a part of the points for a wrong option", "the option as a wrong one")
    if any(one.weight < 0 for one in options):
        intake.lose(where, "points taken away for a wrong option", "the option as a wrong one")
    if len({one.weight.quantize(Decimal("0.1")) for at, one in enumerate(options) if at in right}) > 1:
        intake.lose(
            where, "right options of different weight", "all of them are needed, each counts the same"
        )


def _words(markdown: str) -> str:
    return shorten(plain(blocks(markdown)), _SHOWN)
