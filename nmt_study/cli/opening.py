"""How a command gets its desk: the home from the options, the system's clock and random numbers."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nmt_study.cli import output
from nmt_study.clock import SystemClock
from nmt_study.config import Places, find_places
from nmt_study.errors import NmtError
from nmt_study.services import notices
from nmt_study.services.desk import LARGE, Desk, desk_to_look, open_desk

if TYPE_CHECKING:
    import click

MANY_EVENTS = 50_000
"""With fewer events, work on a record is done before anybody wonders."""

_asked: Places | None = None


def home_option(ctx: "click.Context") -> str | None:
    """Return what --home said on the command line."""
    home: str | None = ctx.find_root().params["home"]
    output.speak_of(home)
    return home


def places_of(home: str | None) -> Places:
    """Return the places of the home that was asked for, or of the usual one."""
    global _asked  # noqa: PLW0603 - one command line, one home
    try:
        here = Path.cwd()
    except OSError:  # the folder that the shell stands in was deleted
        here = Path.home()
    _asked = find_places(home, os.environ, here)
    return _asked


def damage_here() -> NmtError | None:
    """Return what is wrong with the record of the home that was asked for, which may be why something failed."""
    from nmt_study.services.safety.data import damage

    return damage(_asked) if _asked else None


@contextmanager
def the_desk(ctx: "click.Context") -> Iterator[Desk]:
    """Open the desk of the home that the command line names, and close it whatever happens.

    What happened beside the learner's own doing, and what is wrong in the settings, is told at once; trouble with
    the second copy or the backup that came later, at the end.
    """
    desk = desk_at(places_of(home_option(ctx)))
    told: tuple[str, ...] = ()
    try:
        told = notices.notices(desk)
        _tell_notes(told)
        for problem in desk.problems:
            output.tell(output.diagnostic_line(problem))
        yield desk
    finally:
        desk.close()
        _tell_notes(line for line in desk.keeping.lines() if line not in told)


def _tell_notes(lines: Iterable[str]) -> None:
    for line in lines:
        output.tell(f"Note: {output.as_typed(line)}")


@contextmanager
def looking_desk(ctx: "click.Context", *, only: bool) -> Iterator[Desk]:
    """Open the desk as `the_desk` does; if it is `only` to look, one that leaves no trace in home or user folders."""
    if not only:
        with the_desk(ctx) as desk:
            yield desk
        return
    places, listener = places_of(home_option(ctx)), teller("Reading your decks", LARGE)
    with desk_to_look(places, SystemClock(), os.urandom, listener) as desk:
        for problem in desk.problems:
            output.tell(output.diagnostic_line(problem))
        yield desk


def tell_undecided(desk: Desk) -> None:
    """Say that something is to be decided about changed cards."""
    _tell_notes(notices.undecided(desk))


def desk_at(places: Places) -> Desk:
    """Open the desk of a home; reading a large new library tells how far it is."""
    return open_desk(places, SystemClock(), os.urandom, teller("Reading your decks", LARGE))


def teller(what: str, least: int) -> Callable[[int, int], None]:
    """Return a listener that says at each tenth how far long work is, if there is so much of it at least."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        tenth = done * 10 // max(total, 1)
        if total >= least and tenth > told:
            told = tenth
            output.tell(f"{what}: {tenth * 10} %")

    return tell
