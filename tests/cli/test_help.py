"""Keeps the promise that nobody is left alone: help begins with examples, a misspelt word meets the right one."""

import shlex
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from nmt_study.cli.command import Command
from nmt_study.cli.main import COMMANDS, main
from tests.cli.terminal import ROOT, Terminal


def commands() -> Iterator[tuple[str, ...]]:
    """Give the words of every command there is."""
    yield ()
    context = click.Context(main)
    for name in main.list_commands(context):
        yield (name,)
        command = main.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.list_commands(context))


def command_of(words: tuple[str, ...]) -> click.Command:
    """Return the command that words stand for."""
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found
        command = found
    return command


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_help_leads_with_what_it_is_for_and_examples(terminal: Terminal, words: tuple[str, ...]) -> None:
    ran = terminal.run(*words, "--help", home=False)
    assert (ran.code, ran.err) == (0, "")
    places = [ran.out.index(part) for part in ("Examples:\n", "Usage: nmt-study", "Options:\n")]
    assert places == sorted(places)
    assert ran.out[0].isupper()
    assert max(map(len, ran.lines)) <= 80
    command = command_of(words)
    assert isinstance(command, Command)
    assert command.examples
    for line, _ in command.examples:
        assert line in ran.out
        assert line.split()[: len(words) + 1] == ["nmt-study", *words] or not words or words[0] in COMMANDS


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_example_is_understood(words: tuple[str, ...]) -> None:
    command = command_of(words)
    assert isinstance(command, Command)
    for line, meaning in command.examples:
        assert meaning
        said = shlex.split(line.replace("\\", "/"))[1:]  # a Windows folder is no escape
        inner = (
            command_of(tuple(said[:2]))
            if said and said[0] in {"deck", "data", "settings", "card"}
            else command_of(tuple(said[:1]))
        )
        options = said[2:] if said and said[0] in {"deck", "data", "settings", "card"} else said[1:]
        inner.make_context("nmt-study", options or ["--help"], resilient_parsing=not options)


def test_the_table_of_commands_says_what_the_commands_say_themselves() -> None:
    told = {name: command_of((name,)).help for name in COMMANDS}
    assert told == {name: line for name, (_, _, line) in COMMANDS.items()}


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("stdy",), "Did you mean 'study'?"),
        (("doktor",), "Did you mean 'doctor'?"),
        (("deck", "lst"), "Did you mean 'list'?"),
        (("data", "verfy"), "Did you mean 'verify'?"),
        (("study", "--palin"), "--plain"),
        (("search", "x", "--stae", "due"), "--state"),
        (("xyzzy",), "See 'nmt-study --help' for the commands."),
        (("deck", "xyzzy"), "See 'nmt-study deck --help' for the commands."),
    ],
)
def test_a_misspelt_word_names_the_nearest(terminal: Terminal, words: tuple[str, ...], nearest: str) -> None:
    ran = terminal.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert nearest in ran.err
    assert ran.err.startswith("error: ")
    assert ran.err.splitlines()[-1].startswith("hint: nmt-study")


@pytest.mark.parametrize(
    "words",
    [
        ("study", "--minutes", "0"),
        ("study", "--limit", "many"),
        ("deck", "show"),
        ("due", "extra"),
        ("--home",),
    ],
)
def test_wrong_use_is_told_with_the_way_to_help(terminal: Terminal, words: tuple[str, ...]) -> None:
    ran = terminal.run(*words, home=False)
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert "--help shows how it is used." in ran.err


@pytest.mark.parametrize("group", ["deck", "data"])
def test_a_group_without_a_command_shows_its_help(terminal: Terminal, group: str) -> None:
    ran = terminal.run(group)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == terminal.run(group, "--help").out


def test_version(terminal: Terminal) -> None:
    ran = terminal.run("--version", home=False)
    assert (ran.code, ran.lines) == (0, [f"nmt-study, version {__import__('nmt_study').__version__}"])


def test_help_touches_no_file(terminal: Terminal) -> None:
    terminal.run("--help", home=False)
    terminal.run("study", "--help")
    assert list(terminal.home.parent.rglob("*.db")) == []
    assert not (terminal.home.parent / "user").exists()


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['nmt-study', '--help']\n"
        "from nmt_study.cli.start import run\n"
        "try: run()\n"
        "except SystemExit: print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    heavy = {"textual", "rich", "fsrs", "sqlite3", "sqlite_utils", "markdown_it", "platformdirs", "tomllib"}
    assert heavy & set(__import__("ast").literal_eval(ran.stderr)) == set()
