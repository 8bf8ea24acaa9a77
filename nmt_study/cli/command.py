"""What every command of the program has: examples first in its help, and a near name where one is misspelt."""

from collections.abc import Iterable, Sequence
from typing import Any

import click

from nmt_study.cli import output

Examples = Sequence[tuple[str, str]]
"""Command lines, each with what it does."""


class Command(click.Command):
    """A command whose help begins with what it is for and with examples."""

    def __init__(self, name: str | None, examples: Examples = (), **attributes: Any) -> None:  # noqa: ANN401 - Click's
        super().__init__(name, **attributes)
        self.examples = examples

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help by the program's own door."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sentence, the examples, then what Click writes: usage, options, commands."""
        formatter.write_text(self.help or "")
        if self.examples:
            with formatter.section("Examples"):
                formatter.write_dl(self.examples, col_max=36)
        formatter.write_paragraph()
        self.format_usage(ctx, formatter)
        self.format_options(ctx, formatter)


class Group(Command, click.Group):
    """A group of commands; `command` makes members of the same shape."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when one is misspelt."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            raise click.UsageError(_no_such(ctx.command_path, args[0], known), ctx)
        return super().resolve_command(ctx, args)


def _show_help(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the help and leave."""
    if wanted and not ctx.resilient_parsing:
        output.say(ctx.get_help())
        ctx.exit()


def _no_such(path: str, name: str, known: Iterable[str]) -> str:
    """Return what to say about a command that does not exist."""
    from nmt_study.text import nearest, shorten

    near = nearest(name, known)
    hint = f"Did you mean '{near}'?" if near else f"See '{path} --help' for the commands."
    return f"there is no command {shorten(name, 40)!r}. {hint}"
