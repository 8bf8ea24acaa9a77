"""The person's own text editor: which one it is, how it opens a file at a line, and running it to its end."""

import os
import shlex
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from nmt_study.disk import is_file
from nmt_study.errors import NmtError
from nmt_study.text import clean, reason_of, shorten

VARIABLES = ("VISUAL", "EDITOR")
HOW_TO_SET = (
    "To use your own editor, set the variable EDITOR before you start nmt-study: "
    "export EDITOR=nano in a shell, $env:EDITOR = 'notepad' in PowerShell."
)
NOTEPAD = ("notepad",)  # every Windows has it

# How an editor is told the line; all others are given the file alone. `{}` is first the line, then the file.
_PLUS = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "view",
        "gvim",
        "nano",
        "pico",
        "emacs",
        "emacsclient",
        "micro",
        "hx",
        "helix",
        "kak",
        "joe",
        "ne",
        "mg",
        "jed",
        "gedit",
        "xed",
        "pluma",
    ]
)
_GOTO = frozenset(["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"])
_COLON = frozenset({"subl", "zed"})


def editor(environment: Mapping[str, str], platform: str) -> tuple[str, ...] | None:
    """Return the words that start the person's own editor; None when they have set none.

    `platform` is what `sys.platform` says.
    """
    for variable in VARIABLES:
        value = environment.get(variable, "").strip()
        if value:
            return _words(value, windows=platform == "win32")
    return NOTEPAD if platform == "win32" else None


def command(words: Sequence[str], file: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line and ends when the person has closed it."""
    name = words[0].replace("\\", "/").rpartition("/")[2].lower()
    for ending in (".exe", ".cmd", ".bat"):
        name = name.removesuffix(ending)
    wait = [] if {"-w", "--wait"} & set(words) else ["--wait"]
    if name in _PLUS:
        return [*words, f"+{line}", str(file)]
    if name in _GOTO:
        return [*words, *wait, "-g", f"{file}:{line}"]
    if name in _COLON:
        return [*words, *wait, f"{file}:{line}"]
    return [*words, str(file)]


def run_editor(words: Sequence[str], file: Path, line: int) -> None:
    """Open a file in the editor and return when it was closed; the terminal is the editor's meanwhile.

    Raises:
        NmtError: the editor is not there, or ended with a fault.
    """
    import subprocess

    name = shorten(clean(words[0]), 60)
    program = shutil.which(words[0])
    if program is None:
        raise NmtError(f"there is no editor {name!r} on this computer", HOW_TO_SET)
    try:
        # The path that was found: what Windows starts by a bare word has to end in .exe, and `code` is a .cmd.
        found = command((program, *words[1:]), file, line)
        code = subprocess.run(found, check=False).returncode  # noqa: S603 - the person's own
    except OSError as fault:
        reason = reason_of(fault)
        raise NmtError(f"the editor {name!r} could not be started: {reason}", HOW_TO_SET) from fault
    if code:
        raise NmtError(f"the editor {name!r} ended with a fault ({code})", "What it saved is in the file.")


def _words(value: str, *, windows: bool) -> tuple[str, ...]:
    """Split what a variable says into words; a path with spaces that is a program is one word."""
    if os.path.sep in value and is_file(Path(value)):
        return (value,)
    try:
        words = shlex.split(value, posix=not windows)
    except ValueError:
        words = value.split()
    return tuple(word.strip('"') if windows else word for word in words) or (value,)
