"""The `nmt-study` command: a group that imports a command only when it is asked for."""

import importlib

import click

from nmt_study import __version__
from nmt_study.cli import output
from nmt_study.cli.command import Group
from nmt_study.errors import ExitCode

# name: (module, function, one line of help); read without importing the module
COMMANDS: dict[str, tuple[str, str, str]] = {
    "study": ("study", "study", "Study today's cards, in the full screen or with --plain as text."),
    "due": ("due", "due", "Show how many cards are waiting today."),
    "stats": (
        "stats",
        "stats",
        "See where you stand: what you studied, what you remember, what is coming, and at what pace.",
    ),
    "undo": (
        "steps",
        "undo",
        "Take back the last answer or thing done to a card. What is logged in cpd is changed or voided there.",
    ),
    "redo": ("steps", "redo", "Put back what was taken back last."),
    "plain": ("study", "plain", "Open the numbered text menu: no full screen, readable by a screen reader."),
    "demo": ("study", "demo", "Look around in a throw-away home that leaves no trace."),
    "deck": ("deck.group", "deck", "List, show, check and edit decks."),
    "search": ("search", "search", "Find cards by words, deck, topic, tag, heading or state."),
    "settings": (
        "settings",
        "settings",
        "See and change your settings: minutes, exam date, colours, keys and the rest.",
    ),
    "quiz": ("quiz", "quiz", "List, take and look back on quizzes."),
    "exam": ("quiz", "exam", "List, sit and look back on exams."),
    "cpd": (
        "cpd.group",
        "cpd",
        "Log continuing education, see what is still needed and why, and have the papers to prove it.",
    ),
    "import": (
        "exchange",
        "bring",
        "Bring in decks and quizzes from other programs. Nothing is overwritten, and what is there already does not come twice.",
    ),
    "export": (
        "exchange",
        "take",
        "Take a deck or quiz out for another program; what that cannot hold is told, item by item.",
    ),
    "print": (
        "printing",
        "prints",
        "Print a quiz as a question paper with its key in a file of its own, or a deck as cards to cut.",
    ),
    "card": (
        "card",
        "card",
        "Show, suspend, set aside, flag, write on and report single cards; search tells the key of each CARD.",
    ),
    "notes": (
        "notes",
        "notes",
        "List your notes, or with --reports the mistakes you reported, deck by deck, ready to send to an author.",
    ),
    "lsp": (
        "lsp",
        "lsp",
        "Help a text editor with decks: a language server, which the editor starts and speaks to.",
    ),
    "data": (
        "data",
        "data",
        "Look after your record: verify it, back it up, restore it, export it, erase what must not be in it.",
    ),
    "doctor": (
        "data",
        "doctor",
        "Check the terminal, the folders, the decks and the record; made to be pasted in a report.",
    ),
}

EXAMPLES = (
    ("nmt-study", "open the program"),
    ("nmt-study study --plain", "study as plain text"),
    ("nmt-study due", "what is waiting today"),
    ("nmt-study deck check my.md", "find mistakes in a deck, with line and column"),
    ("nmt-study cpd log", "log continuing education"),
    ("nmt-study demo", "look around; nothing is kept"),
)


class LazyGroup(Group):
    """A group that knows its commands by name and help line, and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"nmt_study.cli.{module}"), function)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that help imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the version and leave."""
    if wanted and not ctx.resilient_parsing:
        output.say(f"nmt-study, version {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    examples=EXAMPLES,
    help="Study for neuromuscular therapists: cards that come back when it is time, in the terminal.",
)
@click.option("--home", metavar="DIR", help="The folder with your decks and progress.")
@click.option("--debug", is_flag=True, help="Show the details of an unexpected fault.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip
@click.pass_context
def main(ctx: click.Context, home: str | None, debug: bool) -> None:
    """Open the program when no command is given."""
    if ctx.invoked_subcommand is None:
        from nmt_study.cli.program import open_program

        open_program(home)


def command() -> ExitCode:
    """Do what the words on the command line say; return the exit code. What is wrong with the words is told.

    Raises:
        KeyboardInterrupt: it was stopped.
    """
    try:
        result = main.main(standalone_mode=False)
    except click.ClickException as wrong:
        _show_usage(wrong)
        return ExitCode.USAGE
    except click.Abort as stopped:
        raise KeyboardInterrupt from stopped
    return ExitCode(result) if isinstance(result, int) else ExitCode.FINE


def _show_usage(wrong: click.ClickException) -> None:
    """Say what is wrong with the command line and where its help is."""
    context = getattr(wrong, "ctx", None)
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        output.tell(wrong.format_message())
        return
    output.tell(f"error: {wrong.format_message()}")
    path = context.command_path if context else "nmt-study"
    output.tell(f"hint: {path} --help shows how it is used.")
