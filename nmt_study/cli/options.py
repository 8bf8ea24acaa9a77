"""Options that several commands have, each declared once, and how a day that one of them says is read."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from nmt_study.errors import ExitCode, NmtError

Option = Callable[[Any], Any]

AS_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")
YES = click.option("--yes", is_flag=True, help="Do not ask; for scripts.")


def output_file(told: str = "The file to write.", *, required: bool = False) -> Option:
    """Return the options that say which file to write, and whether over one that is there; `output.refuse_taken` sees to it."""
    return options(
        click.option("-o", "--output", "file", metavar="FILE", required=required, help=told),
        click.option("--force", is_flag=True, help="Write over a file that is there."),
    )


def options(*several: Option) -> Option:
    """Return several options as one decorator."""

    def decorate(command: Any) -> Any:  # noqa: ANN401 - Click's
        for option in reversed(several):
            command = option(command)
        return command

    return decorate


def day_of(text: str, option: str, *, up_to: date | None = None) -> date:
    """Return the day that an option says.

    Raises:
        NmtError: it is none, or lies after the last that it may be.
    """
    from nmt_study.cpd.draft import typed_day

    try:
        found = typed_day(text)
    except ValueError as fault:
        raise NmtError(f"{option}: {fault}", exit_code=ExitCode.USAGE) from fault
    if up_to is not None and found > up_to:
        raise NmtError(f"{option}: {found} lies ahead", "Give a day up to today.", ExitCode.USAGE)
    return found
