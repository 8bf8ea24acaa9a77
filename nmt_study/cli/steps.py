"""A step back or forth from outside a session: the commands `undo` and `redo`."""

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import the_desk
from nmt_study.services.cards.shaping import redo_words, undo_words


@click.command(
    cls=Command,
    help="Take back the last answer or thing done to a card. What is logged in cpd is changed or voided there.",
    examples=(("nmt-study undo", "again, the one before; nmt-study redo puts it back"),),
)
@click.pass_context
def undo(ctx: click.Context) -> None:
    """Take back the last step, of whatever day."""
    with the_desk(ctx) as desk:
        output.say(undo_words(desk))


@click.command(
    cls=Command,
    help="Put back what was taken back last.",
    examples=(("nmt-study redo", "as often as you took back, until you do something else"),),
)
@click.pass_context
def redo(ctx: click.Context) -> None:
    """Put back the step that was taken back last."""
    with the_desk(ctx) as desk:
        output.say(redo_words(desk))
