"""The settings on the command line: the group `settings`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command, Group
from nmt_study.cli.opening import home_option, places_of
from nmt_study.cli.options import AS_JSON
from nmt_study.clock import SystemClock
from nmt_study.config import Places
from nmt_study.errors import Diagnostic, NmtError
from nmt_study.services import settings as service
from nmt_study.services.settings import SETTINGS, current_words, find, value_words
from nmt_study.settings import RULES, Settings, explain_settings, read_settings, save_settings


@click.group(
    cls=Group,
    invoke_without_command=True,
    help="See and change your settings: minutes, exam date, colours, keys and the rest.",
    examples=(
        ("nmt-study settings", "every setting and what it is now"),
        ("nmt-study settings set minutes 20", "twenty minutes a day"),
        ("nmt-study settings set exam-date 1 March 2027", "a date in any clear form"),
        ("nmt-study settings reset theme", "the usual value again"),
        ("nmt-study settings init", "write the file, with every setting explained"),
    ),
)
@AS_JSON
@click.pass_context
def settings(ctx: click.Context, as_json: bool) -> None:
    """List the settings when no command is given."""
    if ctx.invoked_subcommand is not None:
        return
    places = places_of(home_option(ctx))
    now, problems = _read(places)
    if as_json:
        output.give_json(_as_json(places, now, problems))
        return
    rows = [
        (one.name, current_words(one, now), value_words(one, one.default), RULES[one.name].allowed)
        for one in SETTINGS
    ]
    for line in output.table(("setting", "now", "usually", "may be"), rows):
        output.say(line)
    output.say(f"Kept in {places.settings}")


@settings.command(
    name="set",
    cls=Command,
    help="Give a setting another value; several words are one value.",
    examples=(
        ("nmt-study settings set minutes 20 min", "minutes a day"),
        ("nmt-study settings set two-buttons yes", "Not yet and Knew it instead of four grades"),
        ("nmt-study settings set plain yes", "the plain line mode from the next start on"),
    ),
)
@click.argument("name")
@click.argument("value", nargs=-1, required=True)
@click.pass_context
def set_(ctx: click.Context, name: str, value: tuple[str, ...]) -> None:
    """Change one setting."""
    _change(places_of(home_option(ctx)), name, " ".join(value))


@settings.command(
    help="Give a setting its usual value again.",
    examples=(("nmt-study settings reset theme", "the usual colours"),),
)
@click.argument("name")
@click.pass_context
def reset(ctx: click.Context, name: str) -> None:
    """Reset one setting."""
    _change(places_of(home_option(ctx)), name, "usual")


@settings.command(
    help="Write the settings file with every setting explained; what is in it stays.",
    examples=(("nmt-study settings init", "then change it with any editor"),),
)
@click.pass_context
def init(ctx: click.Context) -> None:
    """Explain every setting in the file."""
    places = places_of(home_option(ctx))
    with _saving():
        added = explain_settings(places.settings)
    done = "Every setting is explained in" if added else "Every setting stands already in"
    output.say(f"{done} {places.settings}")


def _change(places: Places, name: str, text: str) -> None:
    """Change a setting in the file and say so."""
    now, _ = _read(places)
    done = service.changed(find(name), text, now, SystemClock().now())
    with _saving():
        save_settings(places.settings, done.settings)
    output.say(done.words)


@contextmanager
def _saving() -> Iterator[None]:
    """Say of what cannot be saved that nothing has changed: no program goes on with it."""
    try:
        yield
    except NmtError as refusal:
        raise NmtError(refusal.message, "Nothing was changed.") from refusal


def _read(places: Places) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the settings and tell what is wrong in the file."""
    found, problems = read_settings(places.settings)[0], service.problems_in(places.settings)
    for problem in problems:
        output.tell(output.diagnostic_line(problem))
    return found, problems


def _as_json(places: Places, now: Settings, problems: tuple[Diagnostic, ...]) -> dict[str, Any]:
    """Return the settings in their documented shape."""

    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, date) else value

    return {
        "path": str(places.settings),
        "settings": [
            {
                "name": one.name,
                "title": one.title,
                "value": plain(getattr(now, one.name)),
                "usual": plain(one.default),
                "about": one.about,
                "allowed": RULES[one.name].allowed,
            }
            for one in SETTINGS
        ],
        "problems": [output.diagnostic_json(one) for one in problems],
    }
