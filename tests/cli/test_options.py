"""Keeps the promise that one option is one thing: the same words and the same way to read it in every command."""

from collections.abc import Iterator

import click
import pytest

from nmt_study.cli.main import main
from tests.cli.terminal import Terminal


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Give every command with its path."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_json_and_output_are_declared_alike_everywhere() -> None:
    for path, command in commands(main):
        for one in command.params:
            names = set(one.opts)
            if "--json" in names:
                assert (one.name, one.is_flag) == ("as_json", True), path  # type: ignore[attr-defined]
            if "-o" in names:
                assert "--output" in names, path
                others = {each.name for each in command.params}
                assert one.metavar == "DIR" or "force" in others, f"{path} may write over a file unasked"
            if "--yes" in names:
                assert one.is_flag, path  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        ("deck", "review", "none.md", "--by", "A"),
        ("cpd", "status"),
        ("cpd", "study-record", "--from", "soon"),
    ],
)
def test_a_day_that_is_none_is_refused_in_the_same_words(terminal: Terminal, words: tuple[str, ...]) -> None:
    on = () if "--from" in words else ("--on", "soon")
    ran = terminal.run(*words, *on)
    assert (ran.code, ": 'soon' is no date, or could be two; write it as 2026-05-31" in ran.err) == (2, True)
