"""The command `lsp`: the language server on standard input and output, which a text editor starts."""

import os
import sys
from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import home_option, places_of
from nmt_study.config import Places, find_places
from nmt_study.errors import ExitCode, NmtError

_OTHERS = ("pygls", "lsprotocol", "cattrs", "attrs", "attr")


@click.command(
    "lsp",
    cls=Command,
    help="Help a text editor with decks: a language server, which the editor starts and speaks to.",
    examples=(("nmt-study lsp", "what the editor is to start; docs/editors.md has its settings"),),
)
@click.pass_context
def lsp(ctx: click.Context) -> ExitCode:
    """Serve until the editor says that it is enough, or goes away."""
    try:
        from nmt_study.lsp.server import serve
    except ModuleNotFoundError as fault:
        if (fault.name or "").partition(".")[0] not in _OTHERS:
            raise
        raise NmtError(
            "the language server needs a package that is not installed",
            'Install nmt-study with its extra: pip install "nmt-study[lsp]"; in a checkout: pip install -e ".[lsp]"',
        ) from fault
    home = home_option(ctx)
    places = places_of(home)  # a home that cannot be is told before the editor waits for an answer

    def find(folder: Path | None) -> Places:
        return places if home or folder is None else find_places(None, os.environ, folder)

    if output.is_terminal(sys.stdin):
        hint = "Put it in the settings of your editor; nmt-study deck check FILE tells the same here."
        raise NmtError("this is started by a text editor, which speaks to it", hint, ExitCode.USAGE)
    with output.handed_over() as stream:
        return serve(find, sys.stdin.buffer, stream, output.tell, debug=ctx.find_root().params["debug"])
