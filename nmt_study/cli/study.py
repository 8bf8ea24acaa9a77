"""Opening the program, studying, and what is waiting: the commands `study`, `due`, `plain` and `demo`."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.opening import desk_at, home_option, places_of, the_desk
from nmt_study.clock import SystemClock
from nmt_study.config import Places, read_settings, with_cache_inside
from nmt_study.errors import NmtError
from nmt_study.services import overview
from nmt_study.services.study import Scope, begin


def open_program(home: str | None) -> None:
    """Open the full screen, or the plain menu where a full screen cannot be or is not wanted."""
    places = places_of(home)
    settings, _ = read_settings(places.settings)
    if output.wants_plain(os.environ, settings.plain):
        _plain_menu(places)
    else:
        _full_screen(places)


def _plain_menu(places: Places) -> None:
    from nmt_study.cli.plain import run_menu

    desk = desk_at(places)
    try:
        run_menu(desk)
    finally:
        desk.close()


def _full_screen(places: Places, scope: Scope | None = None) -> None:
    """Open the full screen; the one place where the command line reaches it."""
    from nmt_study.tui.app import run

    run(places, SystemClock(), os.urandom, scope)


@click.command(help="Study today's cards.\n\nWith --plain, or without a terminal, as plain lines of text.")
@click.option("--plain", "as_text", is_flag=True, help="Plain lines instead of the full screen.")
@click.option("--deck", "decks", multiple=True, metavar="ID", help="Only this deck; may be given again.")
@click.option(
    "--tag", "tags", multiple=True, metavar="T", help="Only cards with this tag; may be given again."
)
@click.option("--minutes", type=click.IntRange(1, 600), help="How long; without it, your day's budget.")
@click.option("--limit", type=click.IntRange(1, 10_000), help="At most so many cards.")
@click.pass_context
def study(
    ctx: click.Context,
    as_text: bool,
    decks: tuple[str, ...],
    tags: tuple[str, ...],
    minutes: int | None,
    limit: int | None,
) -> None:
    """Run a session in the mode that fits."""
    scope = Scope(decks, tags, minutes, limit)
    places = places_of(home_option(ctx))
    settings, _ = read_settings(places.settings)
    if not as_text and not output.wants_plain(os.environ, settings.plain):
        _full_screen(places, scope)
        return
    from nmt_study.cli.plain_study import run_plain

    with the_desk(ctx) as desk:
        run_plain(begin(desk, scope))


@click.command(help="Show how many cards are waiting today, deck by deck.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def due(ctx: click.Context, as_json: bool) -> None:
    """Print the counts of today."""
    with the_desk(ctx) as desk:
        found = overview.overview(desk)
    if as_json:
        output.give_json(_due_json(found))
        return
    rows = [(deck.title, deck.waiting.new, deck.waiting.learning, deck.waiting.due) for deck in found.decks]
    rows.append(("Together", found.total.new, found.total.learning, found.total.due))
    for line in output.table(("deck", "new", "again", "due"), rows):
        output.say(line)


def _due_json(found: overview.Overview) -> dict[str, Any]:
    """Return the counts in their documented shape."""

    def counts(of: overview.Waiting) -> dict[str, int]:
        return {"new": of.new, "learning": of.learning, "due": of.due}

    return {
        "study_day": found.day,
        "total": counts(found.total),
        "decks": [{"id": deck.id, "title": deck.title, **counts(deck.waiting)} for deck in found.decks],
    }


@click.command(help="Open the numbered text menu: no full screen, made for screen readers and old terminals.")
@click.pass_context
def plain(ctx: click.Context) -> None:
    """Run the plain menu."""
    _plain_menu(places_of(home_option(ctx)))


@click.command(help="Look around in a throw-away home with the shipped decks; nothing is kept.")
@click.option("--plain", "as_text", is_flag=True, help="The numbered text menu instead of the full screen.")
def demo(as_text: bool) -> None:
    """Open the program on a temporary home and delete it afterwards."""
    folder = tempfile.mkdtemp(prefix="nmt-study-demo-")
    places = with_cache_inside(places_of(folder))
    try:
        if as_text or output.wants_plain(os.environ, remembered=False):
            _plain_menu(places)
        else:
            _full_screen(places)
    finally:
        _forget(Path(folder))


def _forget(folder: Path) -> None:
    """Delete the demo's home.

    Raises:
        NmtError: something in it could not be deleted.
    """
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise NmtError(
            f"the demo's folder {folder} could not be deleted", "Delete it yourself; nothing needs it."
        )
