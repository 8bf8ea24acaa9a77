"""What `deck check` prints: lines to read, JSON, or the commands by which GitHub shows problems at their lines."""

from collections.abc import Iterator

from nmt_study.cli import output
from nmt_study.errors import Diagnostic, ExitCode, Severity
from nmt_study.services.library import Checked
from nmt_study.services.words import count

FORMATS = ("text", "json", "github")
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def give(checked: Checked, form: str, *, everything: bool) -> None:
    """Print what was found; JSON has all of it, the other forms have infos only when everything is wanted."""
    if form == "json":
        output.give_json(_as_json(checked))
        return
    line = github_line if form == "github" else output.diagnostic_line
    for found in _shown(checked, everything=everything):
        output.say(line(found))
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


def github_line(found: Diagnostic) -> str:
    """Return a diagnostic as a workflow command of GitHub."""
    hint = f" {found.hint}" if found.hint else ""
    where = f"file={_property(found.path)},line={found.line},col={found.column},title={_property(found.code)}"
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
