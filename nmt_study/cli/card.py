"""The commands about single cards: the group `card`."""

import click

from nmt_study.cli import output
from nmt_study.cli.command import Group
from nmt_study.cli.opening import the_desk
from nmt_study.cli.options import AS_JSON
from nmt_study.cli.plain.detail import detail_lines
from nmt_study.services.cards import card_detail, shaping, turning
from nmt_study.services.study import study_words
from nmt_study.storage.record.event import BURY, FLAG, SUSPEND


@click.group(
    cls=Group,
    help="Show, suspend, set aside, flag, write on and report single cards; search tells the key of each CARD.",
    examples=(
        ("nmt-study card show infraspinatus-1", "both sides, sources, state, history"),
        ("nmt-study card suspend infraspinatus-1", "it is not asked any more"),
        ('nmt-study card note infraspinatus-1 "ask about this"', "shown with its answer"),
        ('nmt-study card report infraspinatus-1 "wrong side"', "noted down for its author"),
    ),
)
def card() -> None:
    """Group the commands about single cards."""


@card.command(
    help="Show a card in full: both sides, sources, state, history.",
    examples=(
        ("nmt-study card show tp-delphi-criteria", "as text; the key is in search and deck show"),
        ("nmt-study card show tp-delphi-criteria --json", "for another program"),
    ),
)
@click.argument("key", metavar="KEY")
@AS_JSON
@click.pass_context
def show(ctx: click.Context, key: str, as_json: bool) -> None:
    """Print one card."""
    with the_desk(ctx) as desk:
        found = card_detail.detail(desk, key)
    if as_json:
        output.give_json(card_detail.detail_json(found))
        return
    for line in detail_lines(found):
        output.say(line)


def _marking(name: str, about: str, kind: str, told: str, *, on: bool) -> None:
    """Add a command that does one thing to one card."""

    @card.command(name, help=about, examples=((f"nmt-study card {name} infraspinatus-1", told),))
    @click.argument("key", metavar="CARD")
    @click.pass_context
    def mark(ctx: click.Context, key: str) -> None:
        with the_desk(ctx) as desk:
            shaping.find(desk, key)
            told_now = turning.put(desk, key, kind, on=on)
        output.say(told_now)


_marking("suspend", "Take a card out of study.", SUSPEND, study_words.SUSPENDED, on=True)
_marking("resume", "Take a suspended card back into study.", SUSPEND, study_words.RESUMED, on=False)
_marking("bury", "Set a card aside until tomorrow.", BURY, study_words.BURIED, on=True)
_marking("unbury", "Bring a card back today that was set aside.", BURY, study_words.UNBURIED, on=False)
_marking("flag", "Put a flag on a card.", FLAG, study_words.flag_words(on=True), on=True)
_marking("unflag", "Take the flag off a card.", FLAG, study_words.flag_words(on=False), on=False)


@card.command(
    help="Write a note on a card in place of the one before, or print it.",
    examples=(
        ("nmt-study card note infraspinatus-1", "print the note"),
        ('nmt-study card note infraspinatus-1 "front of the shoulder!"', "write it"),
        ("nmt-study card note infraspinatus-1 --delete", "take it away"),
    ),
)
@click.argument("key", metavar="CARD")
@click.argument("text", required=False)
@click.option("--delete", is_flag=True, help="Take the note away.")
@click.pass_context
def note(ctx: click.Context, key: str, text: str | None, delete: bool) -> None:
    """Write, print or take away a note."""
    with the_desk(ctx) as desk:
        shaping.find(desk, key)
        if text is None and not delete:
            output.say(shaping.note_on(desk, key) or "There is no note on this card.")
            return
        shaping.note(desk, key, "" if delete else text or "")
    output.say(study_words.note_words("" if delete else text or ""))


@card.command(
    help="Note down a mistake in a card, for the author of its deck.",
    examples=(('nmt-study card report infraspinatus-1 "wrong side"', "nmt-study notes --reports lists it"),),
)
@click.argument("key", metavar="CARD")
@click.argument("text")
@click.pass_context
def report(ctx: click.Context, key: str, text: str) -> None:
    """Report a mistake."""
    with the_desk(ctx) as desk:
        shaping.report(desk, key, text)
    output.say(study_words.REPORTED)
