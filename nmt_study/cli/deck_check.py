"""What `deck check` prints: lines to read, JSON, or the commands by which GitHub shows problems at their lines."""

import os
from collections.abc import Iterator
from pathlib import Path

from nmt_study.cli import output
from nmt_study.errors import Diagnostic, ExitCode, Severity
from nmt_study.services.library import Checked
from nmt_study.services.words import count

FORMATS = ("text", "json", "github")
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def give(checked: Checked, form: str, folder: Path, *, everything: bool) -> None:
    """Print what was found; JSON has all of it, the other forms have infos only when everything is wanted.

    `folder` is where relative paths of the files begin.
    """
    if form == "json":
        output.give_json(_as_json(checked))
        return
    for found in _shown(checked, everything=everything):
        if form == "github":
            output.say(github_line(found._replace(path=from_here(folder / found.path))))
        else:
            output.say(output.diagnostic_line(found))
    output.tell(verdict(checked, everything=everything))


def exit_code(checked: Checked, *, strict: bool) -> ExitCode:
    """Return whether there is an error or, where that is asked for, a warning."""
    bad = checked.count(Severity.ERROR) + (checked.count(Severity.WARNING) if strict else 0)
    return ExitCode.PROBLEMS if bad else ExitCode.FINE


def verdict(checked: Checked, *, everything: bool) -> str:
    """Say in a sentence what was checked and what was found, and how to see what is not shown."""
    errors, warnings, infos = (checked.count(one) for one in Severity)
    told = f"{count(checked.files, 'file')} checked: {count(errors, 'error')}, {count(warnings, 'warning')}"
    if not infos:
        return f"{told}."
    return f"{told}, {count(infos, 'info')}." + ("" if everything else " --all shows infos too.")


def from_here(path: Path) -> str:
    """Return a path as GitHub knows a file: from the folder one stands in, where the file lies below it."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - a link is shown as it was named
    here = Path.cwd()
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()


def github_line(found: Diagnostic) -> str:
    """Return a diagnostic as a workflow command of GitHub."""
    hint = f" {found.hint}" if found.hint else ""
    where = f"file={_property(found.path)},line={found.line},col={max(found.column, 1)},title={_property(found.code)}"
    return f"::{_COMMANDS[found.severity]} {where}::{_escaped(found.message + hint)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _shown(checked: Checked, *, everything: bool) -> Iterator[Diagnostic]:
    return (found for found in checked.diagnostics if everything or found.severity is not Severity.INFO)


def _as_json(checked: Checked) -> dict[str, object]:
    """Return the diagnostics in their documented shape."""
    return {
        "diagnostics": [output.diagnostic_json(found) for found in checked.diagnostics],
        "errors": checked.count(Severity.ERROR),
        "warnings": checked.count(Severity.WARNING),
        "infos": checked.count(Severity.INFO),
    }
