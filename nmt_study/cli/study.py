"""Opening the program and studying: the commands `study`, `plain` and `demo`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import home_option, places_of, tell_undecided, the_desk
from nmt_study.cli.program import full_screen, orderly_leaving, plain_menu
from nmt_study.config import Places, with_cache_inside
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.study.portion import AHEAD_DAYS, Scope
from nmt_study.settings import read_settings
from nmt_study.storage.library.picks import Pick


@click.command(
    cls=Command,
    help="Study today's cards, in the full screen or with --plain as text.",
    examples=(
        ("nmt-study study", "today's cards, in the full screen"),
        ("nmt-study study --plain", "the same as lines of text"),
        ("nmt-study study --deck tp-shoulder-girdle --limit 10", "ten cards of one deck"),
        ("nmt-study study --minutes 5", "five minutes, also after you are done for today"),
        ("nmt-study study --pick weakest", "what you remember worst, due or not; no due day moves"),
        ("nmt-study study --ahead 5", "what is due in the next five days, before a journey"),
    ),
)
@click.option("--plain", "as_text", is_flag=True, help="Plain lines instead of the full screen.")
@click.option("--deck", "decks", multiple=True, metavar="ID", help="Only this deck; may be given again.")
@click.option(
    "--tag", "tags", multiple=True, metavar="T", help="Only cards with this tag; may be given again."
)
@click.option("--minutes", type=click.IntRange(1, 600), help="How long; without it, your day's budget.")
@click.option("--limit", type=click.IntRange(1, 10_000), help="At most so many cards.")
@click.option(
    "--pick",
    type=click.Choice([pick.value for pick in Pick]),
    default=Pick.TODAY.value,
    help="Other cards than those of the day.",
)
@click.option(
    "--ahead", type=click.IntRange(1, 365), help="What is due in so many days; --pick ahead takes 7."
)
@click.pass_context
def study(
    ctx: click.Context,
    *,
    as_text: bool,
    decks: tuple[str, ...],
    tags: tuple[str, ...],
    minutes: int | None,
    limit: int | None,
    pick: str,
    ahead: int | None,
) -> int:
    """Run a session in the mode that fits."""
    if ahead is not None:
        if pick not in {Pick.TODAY, Pick.AHEAD}:
            raise click.UsageError("--ahead goes with --pick ahead only", ctx)
        pick = Pick.AHEAD
    scope = Scope(decks, tags, minutes, limit, Pick(pick), ahead or AHEAD_DAYS)
    places = places_of(home_option(ctx))
    settings, _ = read_settings(places.settings)
    if not as_text and not output.wants_plain(os.environ, settings.plain):
        full_screen(places, scope)
        return ExitCode.FINE
    from nmt_study.cli.plain.study import run_plain
    from nmt_study.services.study.study import begin

    with the_desk(ctx) as desk:
        tell_undecided(desk)
        return run_plain(begin(desk, scope))


@click.command(
    cls=Command,
    help="Open the numbered text menu: no full screen, readable by a screen reader.",
    examples=(("nmt-study plain", "choose by number; Enter studies"),),
)
@click.pass_context
def plain(ctx: click.Context) -> None:
    """Run the plain menu."""
    plain_menu(places_of(home_option(ctx)))


@click.command(
    cls=Command,
    help="Look around in a throw-away home that leaves no trace.",
    examples=(
        ("nmt-study demo", "in the full screen, with the shipped decks"),
        ("nmt-study demo --plain", "as a numbered text menu"),
    ),
)
@click.option("--plain", "as_text", is_flag=True, help="The numbered text menu instead of the full screen.")
def demo(as_text: bool) -> None:
    """Open the program on a temporary home and delete it afterwards."""
    with _throw_away_home() as places:
        if as_text or output.wants_plain(os.environ, remembered=False):
            plain_menu(places)
        else:
            full_screen(places)


@contextmanager
def _throw_away_home() -> Iterator[Places]:
    """Give a home that is deleted afterwards, also when the window is closed or the program told to end.

    Raises:
        NmtError: something in it could not be deleted.
    """
    folder = Path(tempfile.mkdtemp(prefix="nmt-study-demo-"))
    with orderly_leaving():
        try:
            yield with_cache_inside(places_of(str(folder)))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise NmtError(
            f"the demo's folder {folder} could not be deleted", "Delete it yourself; nothing needs it."
        )
