"""Keeps the promise that the documents are true: every command is in them, and what they show works."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from nmt_study.cli.main import COMMANDS, main
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.errors import ExitCode, Severity

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Give the words and the command of everything that can be typed."""
    yield from _commands(main, "")


def _commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    """Give the commands of a group, and those of groups in it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def options(command: click.Command) -> list[set[str]]:
    """Return the spellings of each option of a command, --help aside."""
    return [{*one.opts, *one.secondary_opts} for one in command.params if isinstance(one, click.Option)]


def is_told(spellings: set[str]) -> bool:
    """Tell whether the guide has one of the spellings of an option."""
    return any(re.search(rf"(?<![\w-]){spelling}(?![\w-])", GUIDE) for spelling in spellings)


@pytest.mark.parametrize(("words", "command"), list(commands()), ids=str)
def test_every_command_and_option_is_in_the_guide(words: str, command: click.Command) -> None:
    assert f"nmt-study {words}" in GUIDE
    assert [spellings for spellings in options(command) if not is_told(spellings)] == []


def test_every_option_in_front_of_a_command_is_in_the_guide() -> None:
    assert [spellings for spellings in options(main) if not is_told(spellings)] == []


def test_every_command_that_a_document_names_exists() -> None:
    known = {words for words, _ in commands()} | set(COMMANDS)
    named = {
        (path.name, " ".join(found))
        for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "commands.md")
        for found in re.findall(
            r"(?:`|^ {4})nmt-study (?:--home DIR |--debug )?([a-z]+)(?: ([a-z]+))?",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    assert named
    unknown = {
        (name, words) for name, words in named if words.strip() not in known and words.split()[0] not in FREE
    }
    assert unknown == set()


FREE = {name for name in COMMANDS if name not in {"deck", "data", "settings"}}
"""Commands behind which another word is not a command."""


def test_every_option_in_the_guide_exists() -> None:
    known = {"--help"}.union(*options(main), *(one for _, command in commands() for one in options(command)))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GUIDE)) <= known


def test_every_exit_code_is_in_the_guide() -> None:
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", GUIDE, re.MULTILINE)} == set(ExitCode)


def test_every_document_that_is_linked_to_exists() -> None:
    for path in DOCUMENTS:
        for target in re.findall(
            r"\]\(([^)#:]+?)(?:#[^)]*)?\)", without_code(path.read_text(encoding="utf-8"))
        ):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def without_code(text: str) -> str:
    """Return a document without its examples."""
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^(?: {4}|\t).*$|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", text, flags=re.MULTILINE)


def test_the_deck_in_the_readme_is_without_fault_and_makes_three_cards() -> None:
    block = README.partition("## A deck is a text file")[2].partition("`nmt-study deck check")[0]
    text = (
        "\n".join(line[4:] for line in block.splitlines() if line.startswith("    ") or not line).strip()
        + "\n"
    )
    assert len([line for line in text.splitlines() if line]) <= 10
    parsed = parse(text, "my-first.md")
    assert [one for one in parsed.diagnostics if one.severity is not Severity.INFO] == []
    assert sum(len(cards_of(item)) for item in parsed.deck.items) == 3
