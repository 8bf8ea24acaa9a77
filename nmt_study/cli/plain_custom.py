"""A custom session in plain mode: which cards, which deck, which tag, how many, in numbered questions."""

from collections.abc import Sequence

from nmt_study.cli import output
from nmt_study.cli.plain_study import run_plain
from nmt_study.services import custom
from nmt_study.services.custom import CHOICES, Choice
from nmt_study.services.desk import Desk
from nmt_study.services.portion import Scope
from nmt_study.services.study import begin
from nmt_study.services.words import count
from nmt_study.storage.picks import Pick, Tally


def run_custom(desk: Desk) -> None:
    """Ask what to study, say what that does to the schedule, and study it."""
    choice = _choice(desk)
    if choice is None:
        output.say("Nothing was chosen.")
        return
    scope = custom.usual(choice.pick)
    if choice.pick is Pick.AHEAD:
        scope = _days(scope)
    if not custom.asked(desk, scope):
        output.say(choice.empty)
        return
    scope = scope._replace(decks=_one_of("Which deck", "all decks", custom.decks(desk, scope)))
    scope = scope._replace(tags=_one_of("Which tag", "any tag", custom.tags(desk, scope)))
    scope = _amount(scope)
    output.say(f"{count(custom.asked(desk, scope), 'card')}. {choice.effect}")
    output.say()
    run_plain(begin(desk, scope))


def _choice(desk: Desk) -> Choice | None:
    """Let the learner choose a pick by its number; one without cards says why there are none."""
    numbers = custom.numbers(desk, Scope())
    for place, choice in enumerate(CHOICES, 1):
        told = count(numbers[choice.pick], "card") if numbers[choice.pick] else choice.empty
        output.say(f"{place}. {choice.label}. {choice.about} {told}".rstrip(".") + ".")
    number = output.choice_of(output.ask("Which cards? "), len(CHOICES))
    return None if number is None else CHOICES[number - 1]


def _one_of(question: str, none: str, tallies: Sequence[Tally]) -> tuple[str, ...]:
    """Let the learner choose one of some decks or tags by its number; nothing is asked where there is no choice."""
    if not tallies:
        return ()
    for place, tally in enumerate(tallies, 1):
        output.say(f"{place}. {tally.title}: {count(tally.cards, 'card')}.")
    while True:
        line = output.ask(f"{question} (Enter = {none})? ").strip()
        number = output.choice_of(line, len(tallies))
        if number is not None:
            return (tallies[number - 1].name,)
        if not line:
            return ()
        output.say(f"Type a number from 1 to {len(tallies)}, or just Enter.")


def _days(scope: Scope) -> Scope:
    """Ask how many days ahead."""
    while line := output.ask(f"How many days ahead (Enter = {scope.ahead})? ").strip():
        found = custom.with_days(scope, line)
        if found is not None:
            return found
        output.say(custom.DAYS_HINT)
    return scope


def _amount(scope: Scope) -> Scope:
    """Ask how many cards or minutes."""
    while line := output.ask(f"How much (Enter = {custom.amount_words(scope)})? ").strip():
        found = custom.with_amount(scope, line)
        if found is not None:
            return found
        output.say(custom.AMOUNT_HINT)
    return scope
