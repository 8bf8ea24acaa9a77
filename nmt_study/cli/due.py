"""What is waiting today: the command `due`."""

from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import tell_undecided, the_desk
from nmt_study.cli.options import AS_JSON
from nmt_study.storage.library.library import Overview, Waiting


@click.command(
    cls=Command,
    help="Show how many cards are waiting today.",
    examples=(
        ("nmt-study due", "deck by deck, and together"),
        ("nmt-study due --json", "for another program"),
    ),
)
@AS_JSON
@click.pass_context
def due(ctx: click.Context, as_json: bool) -> None:
    """Print the counts of today."""
    with the_desk(ctx) as desk:
        tell_undecided(desk)
        found = desk.waiting()
    if as_json:
        output.give_json(_due_json(found))
        return
    rows = [(deck.title, deck.waiting.new, deck.waiting.learning, deck.waiting.due) for deck in found.decks]
    rows.append(("Together", found.total.new, found.total.learning, found.total.due))
    for line in output.table(("deck", "new", "again", "due"), rows):
        output.say(line)


def _due_json(found: Overview) -> dict[str, Any]:
    """Return the counts in their documented shape."""

    def counts(of: Waiting) -> dict[str, int]:
        return {"new": of.new, "learning": of.learning, "due": of.due}

    return {
        "study_day": found.day,
        "total": counts(found.total),
        "decks": [{"id": deck.id, "title": deck.title, **counts(deck.waiting)} for deck in found.decks],
    }
